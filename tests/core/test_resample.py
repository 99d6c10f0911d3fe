import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.core.resample import RANGES, fill_between, proposed_range, rescaled, to_frames


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.integers(0, 3))
def test_known_frames_keep_their_values_and_others_lie_between(steps, columns):
    known = np.cumsum(np.array([2, *steps]))
    seconds = np.cumsum(np.full(known[-1] + 3, 0.04))
    values = np.random.default_rng(0).uniform(-1, 1, (len(known), columns))
    filled = fill_between(seconds, known, values)
    assert filled.shape == (known[-1] - known[0] + 1, columns)
    assert np.array_equal(filled[known - known[0]], values)
    if columns:
        assert filled.min() >= values.min() - 1e-12
        assert filled.max() <= values.max() + 1e-12


def test_time_decides_and_not_the_frame_number():
    seconds = np.array([0.0, 0.1, 1.0])
    filled = fill_between(seconds, np.array([0, 2]), np.array([[0.0], [1.0]]))
    assert filled[:, 0].tolist() == pytest.approx([0.0, 0.1, 1.0])


FRAMES = np.arange(0, 60) / 25
steps_apart = st.lists(st.integers(0, 12), min_size=1, max_size=30)


def _samples(steps, seed=0):
    # Tens of milliseconds, so that no sample lies within the slack of a frame without being on it.
    times = np.cumsum(np.array(steps)) / 100
    return times, np.random.default_rng(seed).uniform(-1, 1, times.size)


@given(steps_apart)
def test_previous_is_what_pandas_joins_backward(steps):
    times, values = _samples(steps)
    carried = to_frames(times, values, FRAMES, longest_gap=0.3)
    joined = pd.merge_asof(
        pd.DataFrame({"at": np.round(FRAMES * 1000).astype(int)}),
        pd.DataFrame({"at": np.round(times * 1000).astype(int), "value": values}),
        on="at",
        tolerance=299,
    )
    assert np.array_equal(carried, joined["value"].to_numpy(), equal_nan=True)


@given(steps_apart)
def test_linear_is_what_numpy_interpolates(steps):
    times, values = _samples(steps)
    last = np.append(np.diff(times) > 0, True)
    expected = np.interp(FRAMES, times[last], values[last], left=np.nan, right=np.nan)
    carried = to_frames(times, values, FRAMES, method="linear")
    assert np.allclose(carried, expected, rtol=0, atol=1e-12, equal_nan=True)


@given(arrays(float, 60, elements=st.floats(-1, 1) | st.just(np.nan)), st.integers(3, 9))
def test_rounded_times_lose_nothing(values, decimals):
    for method in ("previous", "linear"):
        carried = to_frames(np.round(FRAMES, decimals), values, FRAMES, method=method)
        assert np.array_equal(carried, values, equal_nan=True)


def test_the_last_sample_is_held_for_one_usual_step():
    carried = to_frames(np.array([0.0, 0.2, 0.4]), np.array([1.0, 2.0, 3.0]), FRAMES)
    assert carried[FRAMES < 0.2 - 1e-9].tolist() == [1.0] * 5
    assert carried[10:15].tolist() == [3.0] * 5
    assert np.isnan(carried[15:]).all()


def test_gaps_are_never_bridged():
    times, values = np.array([0.0, 0.4, 0.8, 1.2]), np.array([1.0, np.nan, 2.0, 3.0])
    linear = to_frames(times, values, FRAMES, method="linear")
    assert linear[0] == 1.0
    assert np.isnan(linear[1:20]).all()
    assert linear[20:31].tolist() == pytest.approx(np.linspace(2, 3, 11).tolist())
    held = to_frames(times, values, FRAMES)
    assert held[:10].tolist() == [1.0] * 10
    assert np.isnan(held[10:20]).all()


def test_a_pause_longer_than_asked_for_is_a_gap():
    times, values = np.array([0.0, 0.1, 1.0, 1.1]), np.array([0.0, 1.0, 2.0, 3.0])
    linear = to_frames(times, values, FRAMES, method="linear", longest_gap=0.5)
    assert np.isnan(linear[(FRAMES > 0.1) & (FRAMES < 1.0)]).all()
    assert linear[25] == 2.0
    held = to_frames(times, values, FRAMES, longest_gap=0.5)
    assert held[14] == 1.0  # 0.56 s
    assert np.isnan(held[16])  # 0.64 s


def test_nothing_gives_gaps_and_nonsense_is_refused():
    assert np.isnan(to_frames(np.array([]), np.array([]), FRAMES)).all()
    assert to_frames(np.array([0.0]), np.array([1.0]), np.array([])).size == 0
    assert np.nansum(to_frames(np.array([0.4]), np.array([1.0]), FRAMES)) == 1.0
    with pytest.raises(ValueError, match="must not decrease"):
        to_frames(np.array([1.0, 0.5]), np.array([1.0, 2.0]), FRAMES)
    with pytest.raises(ValueError, match="must be finite"):
        to_frames(np.array([0.0, np.nan]), np.array([1.0, 2.0]), FRAMES)
    with pytest.raises(ValueError, match="one time per value"):
        to_frames(np.array([0.0]), np.array([1.0, 2.0]), FRAMES)


@given(st.sampled_from(RANGES), st.sampled_from(RANGES), arrays(float, 5, elements=st.floats(0, 1)))
def test_mapping_to_a_range_and_back_changes_nothing(one, other, parts):
    values = one[0] + (one[1] - one[0]) * parts
    there = rescaled(values, one, other)
    assert there.min() >= other[0]
    assert there.max() <= other[1]
    assert np.allclose(rescaled(there, other, one), values, rtol=0, atol=1e-9)
    assert rescaled(np.array(one), one, other).tolist() == list(other)


@given(
    st.lists(st.floats(-3, 5, allow_nan=False), min_size=1, max_size=20),
    st.tuples(st.floats(-100, 0), st.floats(1, 100)),
)
def test_mapping_keeps_order_and_stays_within(values, new):
    ordered = np.sort(np.array(values))
    result = rescaled(ordered, (-3.0, 5.0), new)
    slack = 1e-12 * max(map(abs, new))  # of rounding
    assert (np.diff(result) >= -slack).all()
    assert result.min() >= new[0] - slack
    assert result.max() <= new[1] + slack
    assert rescaled(np.array([-3.0, 5.0]), (-3.0, 5.0), new).tolist() == list(new)


def test_the_same_range_gives_the_same_bits():
    values = np.array([0.1, -0.3, np.nan])
    assert rescaled(values, (-1, 1), (-1, 1)).tobytes() == values.tobytes()
    with pytest.raises(ValueError, match="from less to more"):
        rescaled(values, (1, 1), (0, 1))


@pytest.mark.parametrize(
    ("found", "proposed"),
    [
        ((-0.2, 0.9), (-1, 1)),
        ((0.2, 0.8), (-1, 1)),
        ((0.0, 0.97), (0, 1)),
        ((1, 9), (1, 9)),
        ((2.5, 7), (1, 9)),
        ((-3, 9), (-10, 10)),
        ((0, 100), (-100, 100)),
        ((-33.925, 368.65), (-1000, 1000)),
        ((-2500, 100), (-2500, 2500)),
    ],
)
def test_a_range_is_proposed_that_holds_the_values(found, proposed):
    assert proposed_range(*found) == proposed
