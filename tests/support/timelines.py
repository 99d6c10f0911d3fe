"""Recordings, faces and curves for tests of the timeline, made and not decoded."""

from fractions import Fraction
from pathlib import Path

import numpy as np

from app.core.face_track import FIVE_POINTS, FaceTrack
from app.core.recording import Recording
from app.core.timebase import TimeBase
from app.core.track import ContinuousTrack, Provenance
from app.session.tracks import ShownTrack


def time_base(frames=300, fps=30, first=0.0):
    start = round(first * fps)
    return TimeBase(np.arange(start, start + frames, dtype=np.int64), Fraction(1, fps))


def recording(base, path="made.mp4", audio_rate=None):
    return Recording(Path(path), base, 640, 360, 0, "h264", audio_rate)


def face(base, valid=None, person=1, step=1, size=50.0):
    index = np.arange(0, len(base), step)
    valid = np.ones(len(index), bool) if valid is None else np.asarray(valid)[::step]
    boxes = np.where(valid[:, None], np.array([0, 0, size, size]), np.nan).astype(np.float32)
    marks = np.zeros((len(index), 5, 2), np.float32)
    confidence = np.where(valid, 0.75, 0.0).astype(np.float32)
    none = np.zeros(len(index), bool)
    seconds = base.seconds[index]
    return FaceTrack(
        person, index, seconds, boxes, marks, FIVE_POINTS, confidence, valid, none, none
    )


def shown(base, dimension="arousal", values=None, system="made", caution="", person=1):
    if values is None:
        values = np.sin(base.seconds)
    made = Provenance(system, "weights-of-" + system, "ab" * 32, not caution, {"rate_hz": 30})
    track = ContinuousTrack(dimension, base.seconds, np.asarray(values, float), made)
    return ShownTrack((system, "", person, dimension), f"System {system}", track, person, caution)
