"""A made recording whose texture moves by a known amount each frame, and a face that stands in it.

The face's landmarks stand still, so the crop does too, and the texture moves in it.
"""

from pathlib import Path

import numpy as np

from app.core.face_track import FIVE_POINTS, FaceTrack
from app.video.writer import VideoWriter

SIDE = 160
_MARKS = np.array([[58, 72], [94, 72], [76, 92], [62, 112], [90, 112]], np.float32)


def write_moving(path: Path, frames: int, step: tuple[float, float] = (0.0, 0.0)) -> Path:
    """Write a clip whose texture moves by ``step`` (x, y) pixels a frame."""
    rng = np.random.default_rng(3)
    waves = rng.uniform(-0.35, 0.35, (24, 2))
    phases = rng.uniform(0, 2 * np.pi, 24)
    y, x = np.mgrid[:SIDE, :SIDE]
    with VideoWriter(path, SIDE, SIDE, 30, crf=1, preset="ultrafast", options={"g": "8"}) as writer:
        for frame in range(frames):
            at_x, at_y = x - frame * step[0], y - frame * step[1]
            total = sum(
                np.cos(a * at_x + b * at_y + p) for (a, b), p in zip(waves, phases, strict=True)
            )
            gray = np.clip(128 + 16 * np.asarray(total), 0, 255).astype(np.uint8)
            writer.write(np.repeat(gray[..., None], 3, axis=2))
    return path


def standing_face(frames: int, invalid: range = range(0), cut_at: int = 0) -> FaceTrack:
    """A face at one place in all frames but the invalid ones."""
    valid = np.ones(frames, bool)
    valid[invalid.start : invalid.stop] = False
    marks = np.where(valid[:, None, None], _MARKS, np.nan).astype(np.float32)
    box = np.array([40, 50, 112, 130], np.float32)
    cuts = np.zeros(frames, bool)
    if cut_at:
        cuts[cut_at] = True
    return FaceTrack(
        person=1,
        index=np.arange(frames),
        seconds=np.arange(frames) / 30,
        boxes=np.where(valid[:, None], box, np.nan).astype(np.float32),
        landmarks=marks,
        scheme=FIVE_POINTS,
        confidence=valid.astype(np.float32),
        valid=valid,
        bridged=np.zeros(frames, bool),
        cuts=cuts,
    )
