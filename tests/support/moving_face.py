"""A made recording whose face does not move, but a pattern on it does, as much as is known."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from app.core.face_track import FIVE_POINTS, FaceTrack
from app.core.recording import Recording
from app.core.timebase import TimeBase
from app.video.pyav_reader import open_recording
from app.video.writer import VideoWriter
from tests.support.timelines import face

SIDE = 160
HERTZ = 2.0
MARKS = np.array([[62, 65], [98, 65], [80, 85], [66, 103], [94, 103]], np.float32)


def write_moving(
    path: Path, frames: int = 120, amplitude: float = 0.3, wavelength: float = 20.0, pts=None
) -> Recording:
    """Upright waves that swing by so many pixels, 30 frames a second."""
    x = np.arange(SIDE)
    times = np.arange(frames) / 30 if pts is None else np.asarray(pts) / 90_000
    with VideoWriter(path, SIDE, SIDE, 30, time_base=Fraction(1, 90_000), crf=1) as writer:
        for number, at in enumerate(times):
            shift = amplitude * np.sin(2 * np.pi * HERTZ * at)
            row = 128 + 60 * np.sin(2 * np.pi * (x - shift) / wavelength)
            gray = np.repeat(np.rint(row).astype(np.uint8)[None], SIDE, axis=0)
            writer.write(
                np.repeat(gray[..., None], 3, axis=2), None if pts is None else pts[number]
            )
    with open_recording(path) as reader:
        return reader.recording


def still_face(base: TimeBase, valid=None, step: int = 1, person: int = 1) -> FaceTrack:
    """A face that is always at one place."""
    track = face(base, valid, person=person, step=step)
    marks = np.where(track.valid[:, None, None], MARKS, np.nan).astype(np.float32)
    return replace(track, landmarks=marks, scheme=FIVE_POINTS)


def swing(pictures: np.ndarray) -> np.ndarray:
    """Shift of the waves in each picture (T, S, S, 3), in radians of phase, about the mean."""
    rows = pictures[..., 0].mean(axis=1)[:, 20:-20]
    spectrum = np.fft.rfft((rows - rows.mean(axis=1, keepdims=True)) * np.hanning(rows.shape[1]))
    strongest = int(np.abs(spectrum).mean(axis=0).argmax())
    phase = np.unwrap(np.angle(spectrum[:, strongest]))
    return phase - phase.mean()
