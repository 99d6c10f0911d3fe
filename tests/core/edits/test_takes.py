"""Values of a take on frames, against a plain account of what was on screen; and punches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.core.edits.takes import Take, TakeSample, on_frames, punched, rated

UNIT = st.floats(-1, 1)
TIMES = st.lists(st.integers(1, 90), min_size=1, max_size=25).map(
    lambda steps: np.cumsum(np.array(steps, float)) / 300
)
MOMENTS = st.lists(st.tuples(st.floats(-0.2, 8), UNIT, st.booleans()), max_size=25)


def account(seconds, samples):
    """Frame by frame: what was held when, told from the definition and slowly."""
    values = [float("nan")] * len(seconds)
    before = None
    for sample in samples:
        now = max((k for k, start in enumerate(seconds) if start <= sample.seconds), default=0)
        if before is not None and not sample.jump:
            for frame in range(len(seconds)):
                if min(before[0], now) < frame < max(before[0], now):
                    values[frame] = before[1]
        values[now] = sample.values[0]
        before = (now, sample.values[0])
    return np.array(values)


@given(TIMES, MOMENTS)
def test_a_frame_has_what_was_held_while_it_was_on_screen(seconds, moments):
    samples = [TakeSample(at, (value,), jump) for at, value, jump in moments]
    found = on_frames(seconds, samples)
    np.testing.assert_array_equal(found[0], account(seconds, samples))


@given(TIMES, MOMENTS)
def test_no_value_is_made_that_nobody_gave(seconds, moments):
    found = on_frames(seconds, [TakeSample(at, (value,), jump) for at, value, jump in moments])
    known = found[~np.isnan(found)]
    assert set(known) <= {value for _, value, _ in moments}


@given(TIMES, MOMENTS)
def test_two_curves_at_once_are_as_two_takes(seconds, moments):
    both = on_frames(seconds, [TakeSample(at, (v, -v / 2), jump) for at, v, jump in moments], 2)
    first = on_frames(seconds, [TakeSample(at, (v,), jump) for at, v, jump in moments])
    second = on_frames(seconds, [TakeSample(at, (-v / 2,), jump) for at, v, jump in moments])
    np.testing.assert_array_equal(both, np.concatenate((first, second)))


@pytest.mark.parametrize("rate", [0.1, 0.5, 1.0, 2.0, 4.0])
def test_at_any_rate_a_value_is_at_most_one_refresh_from_its_frame(rate):
    """The held value moves with time; on its frame it is that of the moment, within a refresh."""
    seconds, refresh = np.arange(90) / 30 + 2.0, 1 / 60
    wall = np.arange(0, 3 / rate + refresh, refresh)
    samples = [TakeSample(2.0 + rate * at, (at,)) for at in wall]
    found = on_frames(seconds, samples)[0]
    for frame, start in enumerate(seconds[:-1]):
        came, went = (start - 2.0) / rate, (start + 1 / 30 - 2.0) / rate
        assert came - refresh - 1e-9 <= found[frame] <= went + 1e-9


def test_going_back_overwrites_what_is_passed_again():
    seconds = np.arange(10.0)
    samples = [TakeSample(float(at), (0.5,)) for at in range(8)]
    samples += [TakeSample(float(at), (-0.5,), jump=at == 3) for at in range(3, 6)]
    expected = [0.5] * 3 + [-0.5] * 3 + [0.5] * 2
    np.testing.assert_array_equal(on_frames(seconds, samples)[0, :8], expected)
    assert np.isnan(on_frames(seconds, samples)[0, 8:]).all()


def test_playing_backwards_rates_as_well():
    samples = [TakeSample(9.0, (0.1,)), TakeSample(6.0, (0.2,)), TakeSample(5.0, (0.3,))]
    found = on_frames(np.arange(10.0), samples)[0]
    np.testing.assert_array_equal(found[5:], [0.3, 0.2, 0.1, 0.1, 0.1])
    assert np.isnan(found[:5]).all()


def test_a_jump_fills_nothing():
    samples = [TakeSample(1.0, (0.1,)), TakeSample(5.0, (0.2,), jump=True)]
    found = on_frames(np.arange(8.0), samples)[0]
    assert list(np.flatnonzero(~np.isnan(found))) == [1, 5]


def test_samples_outside_the_passage_are_passed_over():
    take = Take(np.arange(10.0), part=slice(3, 6))
    for at in range(10):
        take.sample(at, (at / 10,))
    assert take.span == (3, 6)
    np.testing.assert_array_equal(take.values[0, 3:6], [0.3, 0.4, 0.5])


def test_what_cannot_be_held_is_refused():
    take = Take(np.arange(10.0))
    with pytest.raises(ValueError, match="finite"):
        take.sample(0, (np.nan,))
    with pytest.raises(ValueError, match="1 curves"):
        take.sample(0, (0.1, 0.2))
    assert take.span == (0, 0)


CURVE = arrays.arrays(float, st.integers(1, 40), elements=UNIT | st.just(np.nan))


@given(CURVE, st.data())
def test_a_punch_changes_nothing_outside_and_stays_between_old_and_new(values, data):
    take = data.draw(arrays.arrays(float, values.size, elements=UNIT | st.just(np.nan)))
    first = data.draw(st.integers(0, values.size - 1))
    stop = data.draw(st.integers(first + 1, values.size))
    after = punched(values, take, first, stop, data.draw(st.integers(0, 12)))
    touched = np.zeros(values.size, bool)
    touched[first:stop] = ~np.isnan(take[first:stop])
    np.testing.assert_array_equal(after[~touched], values[~touched])
    low, high = np.fmin(values, take)[touched], np.fmax(values, take)[touched]
    assert np.all((after[touched] >= low) & (after[touched] <= high))
    assert np.isnan(after[~touched]).sum() == np.isnan(after).sum()


@given(CURVE, st.integers(0, 12))
def test_rating_the_same_again_changes_nothing(values, fade):
    np.testing.assert_array_equal(punched(values, values, 0, values.size, fade), values)
    np.testing.assert_array_equal(rated(values, values), values)


def test_a_punch_has_no_step_and_reaches_the_new_values():
    old, new = np.full(100, -1.0), np.full(100, 1.0)
    after = punched(old, new, 20, 80, 8)
    assert np.abs(np.diff(after)).max() < 0.4
    np.testing.assert_array_equal(after[28:72], 1.0)
    np.testing.assert_allclose(after[20:80], after[20:80][::-1])


def test_a_take_that_ends_early_is_faded_where_it_ends():
    new = np.full(100, np.nan)
    new[20:50] = 1.0
    after = punched(np.full(100, -1.0), new, 20, 80, 5)
    assert np.abs(np.diff(after)).max() < 0.6
    np.testing.assert_array_equal(after[50:], -1.0)


def test_without_an_old_value_the_new_one_stands_alone():
    after = punched(np.full(20, np.nan), np.full(20, 0.5), 5, 15, 4)
    np.testing.assert_array_equal(after[5:15], 0.5)
