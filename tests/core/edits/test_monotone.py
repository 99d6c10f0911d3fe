"""Monotone cubic interpolation, against SciPy and against its promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.interpolate import PchipInterpolator

from app.core.edits.monotone import monotone_cubic
from tests.support.tolerances import ROUNDING

NUMBERS = st.floats(-1, 1, width=32).filter(lambda number: number == 0 or abs(number) > 1e-6)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.03, 0.1, 1.0]), NUMBERS), min_size=2, max_size=12))
def test_it_is_pchip(points):
    times = np.cumsum([step for step, _ in points])
    values = np.array([value for _, value in points])
    at = np.linspace(times[0], times[-1], 77)
    theirs = PchipInterpolator(times, values)(at)
    assert_allclose(monotone_cubic(times, values, at), theirs, atol=1e3 * ROUNDING)


@given(st.lists(NUMBERS, min_size=2, max_size=9))
def test_values_that_rise_are_joined_by_a_curve_that_rises(values):
    values = np.sort(values)
    times = np.arange(len(values), dtype=float)
    found = monotone_cubic(times, values, np.linspace(0, len(values) - 1, 50))
    assert np.all(np.diff(found) >= -ROUNDING)
    assert found.min() >= values[0]
    assert found.max() <= values[-1]


def test_known_values_are_met():
    times, values = np.array([0.0, 1.0, 3.0]), np.array([0.1, 0.7, -0.3])
    np.testing.assert_array_equal(monotone_cubic(times, values, times), values)


def test_one_value_is_not_enough():
    with pytest.raises(ValueError, match="two values"):
        monotone_cubic(np.zeros(1), np.zeros(1), np.zeros(1))
