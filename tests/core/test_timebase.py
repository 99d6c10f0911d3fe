from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.timebase import TimeBase

gaps = st.lists(st.integers(1, 5000), min_size=0, max_size=60)


def base_of(steps: list[int], offset: int = 0, unit: Fraction = Fraction(1, 1000)) -> TimeBase:
    return TimeBase(np.cumsum([offset, *steps]).astype(np.int64), unit)


@given(gaps, st.integers(-10_000, 10_000), st.floats(-20, 400))
def test_the_frame_shown_is_the_last_one_not_after_the_time(steps, offset, time):
    base = base_of(steps, offset)
    times = base.seconds
    shown = base.index_at(time)
    if time < times[0]:
        assert shown == 0
    else:
        assert times[shown] <= time
        assert shown == len(base) - 1 or times[shown + 1] > time


@given(gaps, st.floats(-1, 100), st.floats(-1, 100))
def test_a_range_is_half_open(steps, start, end):
    base = base_of(steps)
    inside = [i for i, t in enumerate(base.seconds) if start <= t < end]
    assert list(base.between(start, end)) == inside


def test_seconds_are_the_nearest_doubles_of_the_exact_times():
    base = TimeBase(np.arange(0, 90_000, 3003, dtype=np.int64), Fraction(1, 90_000))
    exact = [float(Fraction(int(pts), 90_000)) for pts in base.pts]
    assert base.seconds.tolist() == exact


def test_the_rate_is_that_of_the_median_frame():
    assert base_of([40] * 10).median_fps == pytest.approx(25)
    assert base_of([33, 33, 500, 33, 34]).median_fps == pytest.approx(1000 / 33)
    assert base_of([]).median_fps == 0.0


@pytest.mark.parametrize(
    "pts", [np.array([], np.int64), np.array([1, 1]), np.array([2, 1]), np.array([0.0, 1.0])]
)
def test_what_is_no_time_base_is_refused(pts):
    with pytest.raises(ValueError, match="pts"):
        TimeBase(pts, Fraction(1, 25))
