"""Strokes are pure: what they change, and what they leave alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.core.edits.strokes import brushed, drawn, erased, falloff_weights, moved

FRAMES = 60
SECONDS = np.arange(FRAMES) / 30
curves = arrays(
    np.float64,
    FRAMES,
    elements=st.one_of(st.floats(-1, 1, allow_subnormal=False), st.just(float("nan"))),
)
frames = st.integers(0, FRAMES - 1)
heights = st.floats(-1, 1, allow_subnormal=False)


def test_a_line_is_drawn_through_its_points_frame_by_frame():
    made = drawn(np.full(10, np.nan), [2, 6], [0.0, 1.0])
    np.testing.assert_allclose(made[2:7], [0, 0.25, 0.5, 0.75, 1])
    assert np.isnan(made[[0, 1, 7, 8, 9]]).all()


def test_going_back_overwrites():
    made = drawn(np.zeros(10), [2, 8, 4], [0.5, 0.5, -0.5])
    assert made[8] == 0.5
    assert made[4] == -0.5
    assert made[3] == 0.5
    np.testing.assert_allclose(np.diff(made[4:9]), 0.25)


def test_a_line_is_straight_in_time_where_frames_last_differently():
    seconds = np.array([0.0, 1.0, 1.5, 4.0])
    made = drawn(np.zeros(4), [0, 3], [0.0, 4.0], seconds)
    np.testing.assert_allclose(made, seconds)


def test_drawing_no_points_changes_nothing_and_a_point_changes_its_frame():
    assert (drawn(np.zeros(5), [], []) == 0).all()
    assert drawn(np.zeros(5), [3], [0.7]).tolist() == [0, 0, 0, 0.7, 0]


@given(curves, st.lists(st.tuples(frames, heights), min_size=1, max_size=8))
def test_a_line_stays_between_its_points_and_touches_nothing_else(values, points):
    at, to = [p[0] for p in points], [p[1] for p in points]
    made = drawn(values, at, to, SECONDS)
    touched = slice(min(at), max(at) + 1)
    assert not np.isnan(made[touched]).any()
    assert made[touched].min() >= min(to) - 1e-12
    assert made[touched].max() <= max(to) + 1e-12
    assert made[at[-1]] == pytest.approx(to[-1], abs=1e-12)
    rest = np.delete(np.arange(FRAMES), np.arange(FRAMES)[touched])
    np.testing.assert_array_equal(made[rest], values[rest])


def test_weights_are_one_in_the_middle_and_vanish_at_the_reach():
    within, weights = falloff_weights(SECONDS, 1.0, 0.5)
    assert (within.start, within.stop) == (16, 45)
    assert weights[30 - 16] == 1.0
    assert weights[0] < 0.02
    np.testing.assert_allclose(weights, weights[::-1], atol=1e-12)
    half = falloff_weights(SECONDS, 1.0, 1.0)[1]
    assert half[np.argmin(np.abs(SECONDS[1:] - 0.5))] == pytest.approx(0.5)


@given(curves, frames, st.floats(-2, 2), st.floats(0, 3))
def test_moving_keeps_gaps_and_moves_no_value_further_than_the_point(values, frame, delta, reach):
    made = moved(values, SECONDS, frame, delta, reach)
    np.testing.assert_array_equal(np.isnan(made), np.isnan(values))
    known = ~np.isnan(values)
    assert (np.abs(made - values)[known] <= abs(delta) + 1e-12).all()
    if known[frame]:
        assert made[frame] == pytest.approx(values[frame] + delta)
    far = known & (np.abs(SECONDS - SECONDS[frame]) > reach)
    np.testing.assert_array_equal(made[far], values[far])


def test_moving_without_falloff_moves_one_frame():
    made = moved(np.zeros(FRAMES), SECONDS, 7, 0.3, 0.0)
    assert np.flatnonzero(made).tolist() == [7]


@given(curves, frames, frames, st.floats(0.05, 2), st.floats(0, 1))
def test_the_brush_keeps_gaps_and_the_range_of_values(values, frame, to, width, strength):
    made = brushed(values, SECONDS, frame, width, strength, to)
    np.testing.assert_array_equal(np.isnan(made), np.isnan(values))
    known = ~np.isnan(values)
    if known.any():
        assert made[known].min() >= values[known].min() - 1e-9
        assert made[known].max() <= values[known].max() + 1e-9


def test_the_brush_makes_a_noisy_curve_calmer_only_where_it_reaches():
    values = np.random.default_rng(1).normal(size=FRAMES)
    made = values
    for _ in range(10):
        made = brushed(made, SECONDS, 30, 0.4)
    near = np.abs(SECONDS - 1.0) < 0.2
    far = np.abs(SECONDS - 1.0) >= 0.4
    assert np.std(np.diff(made[near])) < 0.5 * np.std(np.diff(values[near]))
    np.testing.assert_array_equal(made[far], values[far])


def test_the_brush_leaves_a_constant_as_it_is():
    np.testing.assert_allclose(brushed(np.full(FRAMES, 0.3), SECONDS, 3, 1.0), 0.3, atol=1e-12)


def test_a_sweep_of_the_brush_smooths_everything_between():
    values = np.random.default_rng(2).normal(size=FRAMES)
    made = brushed(values, SECONDS, 50, 0.2, 0.5, to=10)
    assert np.std(np.diff(made[10:51])) < np.std(np.diff(values[10:51]))
    np.testing.assert_array_equal(made[:4], values[:4])


@given(curves, frames, frames)
def test_erasing_makes_a_gap_of_exactly_the_range(values, first, stop):
    made = erased(values, first, stop)
    assert np.isnan(made[first:stop]).all()
    outside = np.r_[0:first, max(first, stop) : FRAMES]
    np.testing.assert_array_equal(made[outside], values[outside])


def test_strokes_change_no_argument():
    values = np.linspace(-1, 1, FRAMES)
    before = values.copy()
    drawn(values, [1, 5], [0, 1])
    moved(values, SECONDS, 4, 1.0, 0.5)
    brushed(values, SECONDS, 4, 0.5)
    erased(values, 3, 9)
    np.testing.assert_array_equal(values, before)
