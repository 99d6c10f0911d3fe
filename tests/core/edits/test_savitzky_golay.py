"""Smoothing by local polynomials, against SciPy and against what polynomials must do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.signal import savgol_filter

from app.core.edits.ranges import smoothed
from app.core.edits.savitzky_golay import smooth_runs, window_frames
from app.core.errors import EditError
from tests.support.tolerances import SMOOTHING

RATE = 30
EVEN = np.arange(200) / RATE


@pytest.mark.parametrize(("frames", "order"), [(5, 2), (31, 2), (31, 3), (9, 0), (15, 5)])
def test_even_frames_are_smoothed_as_by_scipy(frames, order):
    values = np.random.default_rng(1).uniform(-1, 1, 200)
    ours = smooth_runs(values, EVEN, frames, order)
    assert_allclose(ours, savgol_filter(values, frames, order, mode="interp"), atol=SMOOTHING)


def test_runs_are_smoothed_by_themselves_and_gaps_stay():
    values = np.random.default_rng(2).uniform(-1, 1, 200)
    values[80:90] = np.nan
    ours = smooth_runs(values, EVEN, 15, 2)
    assert np.isnan(ours[80:90]).all()
    for run in (slice(0, 80), slice(90, 200)):
        assert_allclose(ours[run], savgol_filter(values[run], 15, 2), atol=SMOOTHING)


@settings(deadline=None)
@given(
    st.lists(st.floats(-1, 1), min_size=1, max_size=4),
    st.integers(1, 10),
    st.booleans(),
    st.integers(0, 99),
)
def test_a_polynomial_in_time_stays_what_it_is(weights, half, even, seed):
    uneven = np.random.default_rng(seed).uniform(0.5, 1.5, 60)
    steps = np.full(60, 1 / RATE) if even else uneven / RATE
    seconds = np.cumsum(steps)
    order = len(weights) - 1
    values = np.polyval(weights, seconds)
    frames = 2 * half + 1
    assert_allclose(smooth_runs(values, seconds, frames, order), values, atol=SMOOTHING)


def test_rounded_time_stamps_do_not_matter():
    values = np.sin(EVEN)
    rounded = np.round(EVEN, 3)
    ours = smooth_runs(values, rounded, 31, 2)
    assert_allclose(ours, savgol_filter(values, 31, 2), atol=SMOOTHING)


def test_a_short_run_has_a_narrower_window_or_none():
    values = np.array([0.1, 0.5, -0.2, np.nan, 0.0, 0.4, 0.1, 0.3, 0.2, 0.6, np.nan])
    ours = smooth_runs(values, EVEN[:11], 31, 2)
    assert_array_equal(ours[:3], values[:3])
    assert_allclose(ours[4:10], savgol_filter(values[4:10], 5, 2), atol=SMOOTHING)


def test_a_range_takes_in_what_is_around_it():
    values = np.random.default_rng(3).uniform(-1, 1, 200)
    part = slice(60, 100)
    whole = smooth_runs(values, EVEN, window_frames(EVEN, 0.5, 2), 2)
    ours = smoothed(values, EVEN, part, 0.5, 2)
    assert_allclose(ours[part], whole[part], atol=SMOOTHING)
    near = slice(0, 5)
    assert_allclose(smoothed(values, EVEN, near, 0.5, 2)[near], whole[near], atol=SMOOTHING)


def test_a_window_is_an_odd_number_of_frames():
    assert window_frames(EVEN, 0.5, 2) in (15, 17)
    assert window_frames(EVEN, 1.0, 2) == 31


@pytest.mark.parametrize(("order", "least"), [(0, 3), (2, 5), (3, 5), (4, 7)])
def test_a_window_that_smooths_nothing_is_refused(order, least):
    with pytest.raises(EditError, match=f"from {least} frames"):
        window_frames(EVEN, 0.01, order)
    assert window_frames(EVEN, least / RATE, order) >= least - 2
