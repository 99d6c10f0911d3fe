"""A snippet as values: what the temporal stream sees about one frame, and by which convention.

Convention: see `app.analysis.motion_at`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from app.faces.alignment import CROPS
from models.displacement import Probe, probe
from models.spec import ModelSpec, Unwrap

Levels = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class PhaseConvention:
    """What decides the phase differences, as the weights in use carry it.

    Attributes
    ----------
    unwrap : {"pair", "principal", "released"}
        See `models.phase`.
    num_phase : int
        Differences per snippet.
    crop : str
        Name of the aligned crop.
    """

    unwrap: Unwrap = "pair"
    num_phase: int = 12
    crop: str = "five-point-112"

    @classmethod
    def of(cls, parameters: Mapping[str, object]) -> "PhaseConvention":
        """Of a system's parameters; systems without phase leave it to the default."""
        known = ModelSpec()
        crop = parameters.get("crop", known.crop)
        if "unwrap" not in parameters or crop not in CROPS:
            return cls()
        unwrap = cast(Unwrap, parameters["unwrap"])
        return cls(unwrap, int(str(parameters["num_phase"])), str(crop))


@dataclass(frozen=True, slots=True)
class Snippet:
    """The N + 1 frames of a snippet, and what is seen in them; S = 48 or 24.

    Attributes
    ----------
    person : int
        Whose.
    frame : int
        Recording frame it is about (an analysed one).
    frames : int64 array (N + 1,)
        Recording frame of each; repeated ones at the ends of a run.
    seconds : float64 array (N + 1,)
        Their presentation times.
    faces : uint8 array (N + 1, 112, 112, 3)
        Aligned crops.
    gray : float32 array (N + 1, 48, 48)
        Gray pictures in [0, 1].
    matrices : float64 array (N + 1, 2, 3)
        Crop pixels to pixels of the video.
    difference : tuple of float32 array (2, N, S, S)
        Phase differences as the network gets them, radians: orientation, step, row, column.
    phase, amplitude, unwrapped : tuple of float32 array (2, N + 1, S, S)
        Local phase in [-pi, pi]; amplitude of gray values in [0, 1]; phase unwrapped over the
        snippet.
    note : str
        One sentence where the snippet is clamped; empty elsewhere.
    """

    person: int
    frame: int
    frames: NDArray[np.int64]
    seconds: NDArray[np.float64]
    faces: NDArray[np.uint8]
    gray: NDArray[np.float32]
    matrices: NDArray[np.float64]
    difference: Levels
    phase: Levels
    amplitude: Levels
    unwrapped: Levels
    note: str = ""

    @property
    def steps(self) -> int:
        """Differences it has."""
        return len(self.frames) - 1

    def probed(self, x: float, y: float) -> Probe:
        """Phase and displacement at a point, in pixels of the 48; see `models.displacement`."""
        return probe(torch.from_numpy(self.gray), x, y)


@dataclass(frozen=True, slots=True)
class NoSnippet:
    """Why there is nothing to see, in one sentence."""

    frame: int
    reason: str
