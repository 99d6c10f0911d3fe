"""No extreme is lost, no gap is bridged, and panning does not change the picture."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ui.timeline.decimation import Curve, ExtremesTree, runs_of
from app.ui.timeline.scale import TimeScale

number = st.one_of(st.just(float("nan")), st.floats(-1, 1, width=32))


def extremes_one_by_one(values, start, stop):
    part = [value for value in values[start:stop] if value == value]
    return (min(part), max(part)) if part else (np.nan, np.nan)


@given(st.lists(number, min_size=1, max_size=70), st.data())
def test_the_tree_equals_looking_at_every_sample(values, data):
    stretches = data.draw(
        st.lists(st.tuples(*[st.integers(0, len(values))] * 2).map(sorted), min_size=1, max_size=20)
    )
    start, stop = np.array(stretches, np.int64).T
    low, high = ExtremesTree(np.array(values), np.array(values)).over(start, stop)
    wanted = np.array([extremes_one_by_one(values, a, b) for a, b in stretches]).T
    np.testing.assert_array_equal([low, high], wanted)


@pytest.mark.parametrize("most_read", [0, 200_000])
@given(st.lists(number, min_size=1, max_size=70), st.data())
def test_extremes_between_places_are_those_of_every_stretch(most_read, values, data):
    places = sorted(data.draw(st.lists(st.integers(0, len(values)), min_size=2, max_size=20)))
    tree = ExtremesTree(np.array(values), np.array(values))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.ui.timeline.decimation._MOST_READ", most_read)
        found = tree.between(np.array(places))
    pairs = pairwise(places)
    wanted = np.array([extremes_one_by_one(values, a, b) for a, b in pairs]).T
    np.testing.assert_array_equal(found, wanted)


@settings(max_examples=60)
@given(
    st.lists(number, min_size=2, max_size=400),
    st.lists(st.floats(0.001, 0.2), min_size=400, max_size=400),
    st.integers(1, 60),
    st.floats(-3, 3),
)
def test_columns_keep_every_extreme_at_any_zoom(values, steps, width, offset):
    seconds = offset + np.cumsum(steps[: len(values)])
    values = np.array(values)
    scale = TimeScale(float(seconds[0]) - 0.01, float(seconds[-1]) + 0.01, width)
    columns = Curve(seconds, values).columns(scale)
    known = values[~np.isnan(values)]
    if not known.size:
        assert np.isnan(columns.low).all()
        return
    assert np.nanmin(columns.low) == known.min()
    assert np.nanmax(columns.high) == known.max()
    # Each sample lies within its own column.
    column = np.floor(scale.xs(seconds) - (columns.x[0] - 0.5)).astype(int)
    slack = [0, -1, 1]  # a sample on a border may fall to either side by rounding
    for value, at in zip(values, column, strict=True):
        if value == value:
            assert any(
                columns.low[min(max(at + by, 0), len(columns.x) - 1)] <= value
                and value <= columns.high[min(max(at + by, 0), len(columns.x) - 1)]
                for by in slack
            )


def test_a_single_spike_in_an_hour_is_seen():
    seconds = np.arange(108_000) / 30
    values = np.zeros(108_000)
    values[54_321] = 0.875
    columns = Curve(seconds, values).columns(TimeScale(0.0, 3600.0, 800))
    assert np.nanmax(columns.high) == 0.875
    at = columns.x[np.nanargmax(columns.high)]
    assert at == pytest.approx(seconds[54_321] / 3600 * 800, abs=1.5)


def test_a_gap_is_empty_and_its_neighbours_do_not_reach_into_it():
    seconds = np.arange(1000) / 10
    values = np.ones(1000)
    values[400:600] = np.nan
    columns = Curve(seconds, values).columns(TimeScale(0.0, 100.0, 100))
    empty = runs_of(np.isnan(columns.low) & (columns.x > 0) & (columns.x < 100))
    assert [(columns.x[a], columns.x[b - 1]) for a, b in empty] == [(40.5, 59.5)]
    assert np.isnan(columns.mean[np.isnan(columns.low)]).all()


def test_panning_moves_the_columns_without_changing_them():
    rng = np.random.default_rng(3)
    curve = Curve(np.arange(9000) / 30, rng.normal(size=9000))
    here = curve.columns(TimeScale(100.0, 200.0, 500))
    there = curve.columns(TimeScale(100.37, 200.37, 500))
    shift = 0.37 / 0.2
    both = np.intersect1d(np.round(here.x - shift, 6), np.round(there.x, 6))
    assert both.size > 450
    of_here = np.isin(np.round(here.x - shift, 6), both)
    of_there = np.isin(np.round(there.x, 6), both)
    np.testing.assert_array_equal(here.high[of_here], there.high[of_there])
    np.testing.assert_array_equal(here.low[of_here], there.low[of_there])


def test_neighbouring_columns_meet_where_the_line_between_them_ends():
    columns = Curve(np.arange(8.0), np.array([0.0, 0, 0, 0, 1, 1, 1, 1])).columns(
        TimeScale(0.0, 8.0, 4)
    )
    inside = (columns.x > 0) & (columns.x < 4)
    assert columns.high[inside].tolist() == [0, 1, 1, 1]
    assert columns.low[inside].tolist() == [0, 0, 1, 1]


def test_samples_take_one_more_on_either_side_so_that_lines_run_to_the_edge():
    x, low, high = Curve(np.arange(10.0), np.arange(10.0)).samples(TimeScale(2.5, 5.5, 30))
    assert low.tolist() == [2, 3, 4, 5, 6]
    assert high.tolist() == low.tolist()
    assert x.tolist() == pytest.approx([-5, 5, 15, 25, 35])


def test_two_sides_of_different_length_are_refused():
    with pytest.raises(ValueError, match=r"\(3,\) and \(2,\)"):
        ExtremesTree(np.zeros(3), np.zeros(2))
