"""From values at analysed frames to a row per frame: gaps, interpolation, clamping, spans."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from app.analysis.assembly import ReadValues, assemble, no_face
from app.analysis.runs import usable_runs
from app.analysis.systems.system import Reading, SystemCard, SystemSpec
from app.core.face_track import FaceTrack
from app.core.timebase import TimeBase

SYSTEM = SimpleNamespace(
    spec=SystemSpec("s", "crop", 30.0, 16, ("a", "b")),
    card=SystemCard("S", "w", "00", validated=False, caution="c", text=""),
)
BASE = TimeBase(np.arange(120, dtype=np.int64), Fraction(1, 60))
INDEX = np.arange(0, 120, 2)


def track(valid, bridged=(), cuts=()):
    mask = np.zeros(60, np.bool_)
    mask[list(valid)] = True
    held = np.zeros(60, np.bool_)
    held[list(bridged)] = True
    cut = np.zeros(60, np.bool_)
    cut[list(cuts)] = True
    return FaceTrack(
        person=1,
        index=INDEX,
        seconds=BASE.seconds[INDEX],
        boxes=np.where(mask[:, None], 1.0, np.nan).astype(np.float32).repeat(4, axis=1),
        landmarks=np.zeros((60, 5, 2), np.float32),
        scheme="five-point",
        confidence=np.where(held, 0.5, mask).astype(np.float32),
        valid=mask,
        bridged=held,
        cuts=cut,
    )


def assembled(face, value=lambda position: 0.01 * position):
    runs = usable_runs(face.valid, face.cuts, face.seconds, whole_recording=True)
    values = ReadValues.unread(60, 2)
    for run in runs:
        known = np.array([[value(p), -value(p)] for p in run])
        values.take(run, Reading(0, known, np.tile([0.25, 0.75], (len(run), 1))))
    return assemble(BASE, face, runs, values, [(0.2, 0.3)] * len(runs), SYSTEM)


def test_frames_between_analysed_neighbours_are_interpolated_and_nothing_else_is_filled():
    made = assembled(track([*range(20), *range(30, 60)]))
    valence = made.valence_arousal[:, 0]
    assert valence[:39] == pytest.approx(np.arange(39) * 0.005)
    assert np.isnan(valence[39:60]).all()  # nothing from one run to the next
    assert np.isfinite(valence[60:119]).all()
    assert np.isnan(valence[119])  # after the last analysed frame there is no neighbour
    assert made.class_probabilities["b"][1] == pytest.approx(0.75)


def test_a_face_too_short_to_be_read_is_a_face_without_values():
    made = assembled(track([*range(5), *range(30, 60)]))
    assert made.face[:9].all()
    assert np.isnan(made.valence_arousal[:60]).all()
    assert len(made.runs) == 1


def test_values_beyond_the_scale_are_clamped_and_counted():
    made = assembled(track(range(60)), value=lambda p: 2.0 if p < 15 else 0.0)
    assert np.nanmax(made.valence_arousal) == 1.0
    assert np.nanmin(made.valence_arousal) == -1.0
    assert made.clamped_share == pytest.approx(0.25)


def test_runs_last_until_their_last_frame_ceases_to_be_shown():
    made = assembled(track(range(60), cuts=[20]))
    first, second = made.runs
    assert (first.span.onset, first.span.duration) == pytest.approx((0.0, 39 / 60))
    assert (second.span.onset, second.span.duration) == pytest.approx((40 / 60, 79 / 60))


def test_bridged_spans_are_told():
    made = assembled(track(range(60), bridged=range(10, 13)))
    (span,) = made.bridged
    assert span.onset == pytest.approx(20 / 60)
    assert made.confidence[20:25] == pytest.approx(0.5)


def test_without_a_face_there_are_gaps_only():
    made = no_face(BASE, INDEX, SYSTEM)
    assert np.isnan(made.valence_arousal).all()
    assert not made.face.any()
    assert made.analysed.sum() == 60
    assert made.runs == ()
