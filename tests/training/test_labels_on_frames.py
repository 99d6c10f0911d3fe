"""Labels on frames: nothing made up, raters moved before they are averaged, late ones counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.labelled import LabelCurve
from app.training.labels_on_frames import (
    RatedCurve,
    beyond_the_end,
    fused,
    labels_of,
    merged,
    needs_times,
)

FRAMES = np.arange(60) / 30


def timed(seconds, valence, arousal=0.0):
    seconds = np.asarray(seconds, float)
    columns = np.broadcast_arrays(valence, arousal, seconds)[:2]
    return LabelCurve(seconds, np.stack(columns, axis=1))


def by_frame(valence, arousal=0.0):
    return LabelCurve(np.zeros(0), np.stack(np.broadcast_arrays(valence, arousal), axis=1), True)


@given(
    st.lists(st.floats(0.02, 0.3), min_size=2, max_size=25),
    st.floats(-0.5, 0.5),
    st.integers(0, 2**16),
)
def test_between_samples_is_a_straight_line_and_nowhere_else_anything(steps, start, seed):
    at = start + np.cumsum(steps)
    values = np.random.default_rng(seed).uniform(-1, 1, len(at))
    values[::5] = np.nan
    labels = labels_of(timed(at, values), np.arange(60), FRAMES)[:, 0]
    limit = 1.5 * np.median(np.diff(at))
    for time, label in zip(FRAMES, labels, strict=True):
        after = int(np.searchsorted(at, time))
        near = np.abs(at - time).min() < 0.002
        if near:
            continue  # rounded times: within a millisecond a sample lies on the frame
        inside = 0 < after < len(at) and at[after] - at[after - 1] <= limit - 1e-3
        outside = not 0 < after < len(at) or at[after] - at[after - 1] > limit + 2e-3
        if outside or (inside and np.isnan(values[after - 1 : after + 1]).any()):
            assert np.isnan(label)
        elif inside:
            expected = np.interp(time, at[after - 1 : after + 1], values[after - 1 : after + 1])
            assert label == pytest.approx(expected, abs=0.08)


def test_exact_on_a_plain_grid():
    at = np.arange(0, 2.01, 0.1)
    labels = labels_of(timed(at, np.sin(at)), np.arange(60), FRAMES)
    np.testing.assert_allclose(labels[:, 0], np.interp(FRAMES, at, np.sin(at)), atol=1e-6)


def test_a_shift_moves_a_curve_earlier():
    at = np.arange(0, 2.01, 0.1)
    moved = fused([RatedCurve("Anna", timed(at, at / 2))], {"Anna": 0.5, "*": 9.0})
    np.testing.assert_allclose(moved.seconds, at - 0.5)
    labels = labels_of(moved, np.arange(60), FRAMES)
    np.testing.assert_allclose(labels[:45, 0], (FRAMES[:45] + 0.5) / 2, atol=1e-6)
    assert np.isnan(labels[46:]).all()


def test_raters_on_other_grids_meet_on_the_frames():
    fast, slow = np.arange(0, 2.01, 0.02), np.arange(0.25, 1.76, 0.25)
    rated = [RatedCurve("A", timed(fast, 0.2)), RatedCurve("B", timed(slow, 0.6, 0.4))]
    assert needs_times(rated, {})
    with pytest.raises(ValueError, match="times of the frames"):
        fused(rated, {})
    labels = labels_of(fused(rated, {}, FRAMES), np.arange(60), FRAMES)
    both = (FRAMES >= 0.25 - 1e-9) & (FRAMES <= 1.75 + 1e-9)
    np.testing.assert_allclose(labels[both], [[0.4, 0.2]] * int(both.sum()), atol=1e-6)
    np.testing.assert_allclose(labels[~both], [[0.2, 0.0]] * int((~both).sum()), atol=1e-6)


def test_a_mean_is_over_those_who_rated_then():
    one = np.full(60, 0.5)
    other = np.where(FRAMES < 1, np.nan, -0.5)
    rated = [RatedCurve("A", by_frame(one)), RatedCurve("B", by_frame(other, other))]
    assert not needs_times(rated, {"C": 1.0})
    labels = labels_of(fused(rated, {}), np.arange(60), FRAMES)
    np.testing.assert_allclose(labels[:30], [[0.5, 0.0]] * 30)
    np.testing.assert_allclose(labels[30:], [[0.0, -0.25]] * 30)


def test_a_rater_with_two_curves_counts_once():
    rated = [
        RatedCurve("A", by_frame(np.full(9, 0.2))),
        RatedCurve("A", by_frame(np.full(9, 0.4))),
        RatedCurve("B", by_frame(np.full(9, 0.9))),
    ]
    assert len(merged(rated)) == 2
    np.testing.assert_allclose(fused(rated, {}).values[:, 0], 0.6)


def test_by_frame_goes_by_index_whatever_the_times():
    labels = labels_of(by_frame(np.linspace(-1, 1, 21)), np.array([0, 10, 20, 30]), FRAMES[:4])
    np.testing.assert_allclose(labels[:3, 0], [-1, 0, 1], atol=1e-7)
    assert np.isnan(labels[3]).all()


@pytest.mark.parametrize(
    ("curve", "late"),
    [
        (by_frame(np.zeros(60)), 0),
        (by_frame(np.zeros(75)), 15),
        (by_frame(np.where(np.arange(75) > 69, 0.1, np.nan), np.nan), 5),
        (timed(np.arange(0, 2, 0.1), 0.0), 0),
        (timed(np.arange(0, 3, 0.1), 0.0), 9),
    ],
)
def test_labels_beyond_the_end_are_counted(curve, late):
    assert beyond_the_end(curve, FRAMES) == late


def test_late_labels_of_several_raters_are_counted_too():
    rated = [
        RatedCurve("A", timed(np.arange(0, 3, 0.1), 0.0)),
        RatedCurve("B", by_frame(np.zeros(90))),
    ]
    curve = fused(rated, {}, FRAMES)
    assert beyond_the_end(curve, FRAMES) == 30
    assert beyond_the_end(fused(rated[:1], {}), FRAMES) > 0


def test_nobody_rated():
    assert len(fused([], {}).values) == 0
    assert np.isnan(labels_of(fused([], {}), np.arange(3), FRAMES[:3])).all()
