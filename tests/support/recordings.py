"""Recordings that exist in memory only."""

from fractions import Fraction
from pathlib import Path

import numpy as np

from app.core.recording import Recording
from app.core.timebase import TimeBase


def made_recording(name: str = "made.mp4", frames: int = 250, fps: int = 25) -> Recording:
    """A recording of constant rate that begins at zero; there is no file."""
    base = TimeBase(np.arange(frames, dtype=np.int64), Fraction(1, fps))
    return Recording(Path("/recordings") / name, base, 640, 360, 0, "h264", None)
