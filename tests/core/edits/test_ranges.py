"""Edits of a range: what stays, what moves, and what no edit may do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from app.core.document import CurveAnnotation, Document, TrackHead
from app.core.edits import ranges
from app.core.edits.curves import with_values
from app.core.errors import EditError
from app.core.samples import Samples
from tests.support.tolerances import ROUNDING

HEAD = TrackHead("a" * 32, "mine", "Anna", "arousal")
NAN = np.nan


@st.composite
def curves(draw):
    """Values with gaps, times that are not even, and a part."""
    count = draw(st.integers(2, 60))
    number = st.floats(-1, 1, allow_nan=False, width=32)
    values = draw(hnp.arrays(np.float64, count, elements=number | st.just(NAN)))
    steps = draw(hnp.arrays(np.float64, count, elements=st.sampled_from([0.03, 0.04, 0.1])))
    first = draw(st.integers(0, count - 1))
    stop = draw(st.integers(first + 1, count))
    return values, np.cumsum(steps), slice(first, stop)


def every_edit(values, seconds, part, number):
    """Each operation once; those that cannot be made are left out."""
    source = np.roll(values, 3)
    edits = {
        "line": lambda: ranges.interpolated(values, seconds, part, "linear"),
        "cubic": lambda: ranges.interpolated(values, seconds, part, "monotone"),
        "within": lambda: ranges.interpolated(values, seconds, part, "monotone", ends="inside"),
        "across": lambda: ranges.interpolated(values, seconds, part, "linear", across_gaps=True),
        "smooth": lambda: ranges.smoothed(values, seconds, part, 0.5, 2),
        "shift": lambda: ranges.shifted(values, seconds, part, number, number),
        "hold": lambda: ranges.shifted(values, seconds, part, number, 0, "hold"),
        "scale": lambda: ranges.scaled(values, part, 3 * number),
        "clamp": lambda: ranges.clamped(values, part, -0.2, 0.3),
        "constant": lambda: ranges.made_constant(values, part, number),
        "known": lambda: ranges.made_constant(values, part, number, across_gaps=False),
        "erase": lambda: ranges.erased_range(values, part),
        "nudge": lambda: ranges.nudged(values, part, number, -1, 1),
        "fill": lambda: ranges.filled(values, seconds, part, "linear", abs(number)),
        "fill cubic": lambda: ranges.filled(values, seconds, part, "monotone", abs(number)),
        "fill hold": lambda: ranges.filled(values, seconds, part, "hold", abs(number)),
        "blend": lambda: ranges.blended(values, source, part, abs(number) / 2),
        "paste": lambda: ranges.pasted(values, part.start, source[part]),
    }
    for name, edit in edits.items():
        try:
            yield name, edit()
        except EditError:
            continue


@settings(deadline=None)
@given(curves(), st.floats(-2, 2, width=32))
def test_no_edit_touches_what_is_outside_or_what_it_was_given(curve, number):
    values, seconds, part = curve
    before = values.copy()
    for name, after in every_edit(values, seconds, part, number):
        assert before.tobytes() == values.tobytes(), name
        assert after[: part.start].tobytes() == values[: part.start].tobytes(), name
        assert after[part.stop :].tobytes() == values[part.stop :].tobytes(), name


@settings(deadline=None)
@given(curves(), st.floats(-2, 2, width=32))
def test_what_reaches_a_document_is_within_its_range(curve, number):
    values, seconds, part = curve
    document = Document(values.size, (CurveAnnotation(HEAD, Samples.of(values)),))
    for name, after in every_edit(values, seconds, part, number):
        taken = with_values(document, HEAD.id, after).curve(HEAD.id).samples.values
        known = taken[~np.isnan(taken)]
        assert np.all(np.abs(known) <= 1), name


@settings(deadline=None)
@given(curves(), st.floats(-2, 2, width=32))
def test_gaps_are_filled_only_by_what_says_so(curve, number):
    values, seconds, part = curve
    keep = {"line", "cubic", "within", "smooth", "scale", "clamp", "known", "nudge"}
    for name, after in every_edit(values, seconds, part, number):
        if name in keep:
            assert_array_equal(np.isnan(after), np.isnan(values), err_msg=name)
        if name.startswith("fill") or name == "across":
            assert not np.any(np.isnan(after) & ~np.isnan(values)), name


@given(curves())
def test_edits_that_change_nothing(curve):
    values, seconds, part = curve
    source = np.linspace(-1, 1, values.size)
    for after in (
        ranges.shifted(values, seconds, part, 0, 0),
        ranges.scaled(values, part, 1),
        ranges.clamped(values, part, -1, 1),
        ranges.blended(values, source, part, 0),
        ranges.filled(values, seconds, part, "linear", -1),
    ):
        assert after.tobytes() == values.tobytes()


@given(curves())
def test_blending_at_full_strength_is_the_source(curve):
    values, _, part = curve
    source = np.roll(values, 1)
    after = ranges.blended(values, source, part, 1, source_gaps="replace")
    assert after[part].tobytes() == source[part].tobytes()
    kept = ranges.blended(values, source, part, 1)
    assert_array_equal(kept[part], np.where(np.isnan(source), values, source)[part])


@given(curves(), st.floats(0, 2))
def test_scaling_keeps_the_mean(curve, factor):
    values, _, part = curve
    after = ranges.scaled(values, part, factor)
    if not np.isnan(values[part]).all():
        assert_allclose(np.nanmean(after[part]), np.nanmean(values[part]), atol=ROUNDING)


SECONDS = np.array([0.0, 0.1, 0.2, 0.4, 0.5, 0.6])


def test_a_line_runs_over_time_and_not_over_frames():
    values = np.array([0.0, 0.9, 0.9, 0.9, 0.9, 0.6])
    after = ranges.interpolated(values, SECONDS, slice(1, 5), "linear")
    assert_allclose(after, SECONDS, atol=ROUNDING)


def test_an_end_in_a_gap_is_replaced_by_the_nearest_within():
    values = np.array([NAN, NAN, 0.2, 0.9, 0.9, 0.5])
    after = ranges.interpolated(values, SECONDS, slice(1, 5), "linear")
    assert_allclose(after[2:5], [0.2, 0.35, 0.425], atol=ROUNDING)
    assert np.isnan(after[:2]).all()


def test_interpolating_needs_two_values():
    with pytest.raises(EditError, match="no two values"):
        ranges.interpolated(np.array([NAN, 0.2, NAN]), SECONDS[:3], slice(0, 3), "linear")


def test_a_gap_within_gets_values_only_when_asked():
    values = np.array([0.0, NAN, NAN, NAN, NAN, 0.6])
    kept = ranges.interpolated(values, SECONDS, slice(0, 6), "linear")
    assert_array_equal(kept, values)
    after = ranges.interpolated(values, SECONDS, slice(0, 6), "linear", across_gaps=True)
    assert_allclose(after, SECONDS, atol=ROUNDING)


def test_a_cubic_joins_the_slopes_outside_and_stays_between():
    seconds = np.arange(12) / 10
    values = np.where(np.arange(12) < 4, seconds, 1.2 - seconds)
    after = ranges.interpolated(values, seconds, slice(3, 9), "monotone")
    assert after[3] > after[2] - ROUNDING
    assert np.nanmax(after) <= max(values[2], values[9]) + ROUNDING


def test_moving_in_time_reads_between_frames():
    values = np.array([0.0, 0.1, 0.2, 0.4, 0.5, 0.6])
    after = ranges.shifted(values, SECONDS, slice(0, 6), 0.05, 0.0)
    assert np.isnan(after[0])
    assert_allclose(after[1:], SECONDS[1:] - 0.05, atol=ROUNDING)
    held = ranges.shifted(values, SECONDS, slice(0, 6), 0.05, 0.0, "hold")
    assert held[0] == values[0]
    back = ranges.shifted(values, SECONDS, slice(0, 6), -0.15, 0.0, "hold")
    assert_allclose(back, [0.15, 0.25, 0.35, 0.55, 0.6, 0.6], atol=ROUNDING)


def test_a_gap_is_moved_along():
    seconds = np.arange(6) / 10
    values = np.array([0.1, NAN, 0.3, 0.4, 0.5, 0.6])
    after = ranges.shifted(values, seconds, slice(0, 6), 0.1, 0.0)
    assert_allclose(after, [NAN, 0.1, NAN, 0.3, 0.4, 0.5], atol=ROUNDING)
    between = ranges.shifted(values, seconds, slice(0, 6), 0.05, 0.0)
    assert_allclose(between, [NAN, NAN, NAN, 0.35, 0.45, 0.55], atol=ROUNDING)


def test_moved_further_than_the_range_leaves_nothing_or_its_edge():
    values = np.linspace(0, 0.5, 6)
    assert np.isnan(ranges.shifted(values, SECONDS, slice(1, 4), 9, 0)[1:4]).all()
    assert_array_equal(ranges.shifted(values, SECONDS, slice(1, 4), 9, 0, "hold")[1:4], values[1])
    assert_array_equal(ranges.shifted(values, SECONDS, slice(1, 4), -9, 0, "hold")[1:4], values[3])


def test_a_gap_that_is_too_long_stays():
    values = np.array([0.0, NAN, 0.2, NAN, NAN, 0.6])
    # The first gap lasts from 0.1 to 0.2 s, the second from 0.4 to 0.6 s.
    after = ranges.filled(values, SECONDS, slice(0, 6), "linear", 0.1)
    assert_allclose(after, [0.0, 0.1, 0.2, NAN, NAN, 0.6], atol=ROUNDING)
    after = ranges.filled(values, SECONDS, slice(0, 4), "linear", 0.2)
    assert_allclose(after, [0.0, 0.1, 0.2, 0.4, NAN, 0.6], atol=ROUNDING)


def test_holding_goes_on_to_the_end_and_never_backwards():
    values = np.array([NAN, 0.1, NAN, NAN, NAN, NAN])
    after = ranges.filled(values, SECONDS, slice(0, 6), "hold", 1)
    assert_allclose(after, [NAN, 0.1, 0.1, 0.1, 0.1, 0.1])
    assert_array_equal(ranges.filled(values, SECONDS, slice(0, 6), "linear", 9), values)
    nothing = np.full(6, NAN)
    assert_array_equal(ranges.filled(nothing, SECONDS, slice(0, 6), "monotone", 9), nothing)


def test_a_band_upside_down_is_refused():
    with pytest.raises(EditError, match="lower limit"):
        ranges.clamped(SECONDS, slice(0, 3), 0.5, 0.1)


def test_pasting_is_cut_at_the_end():
    after = ranges.pasted(np.zeros(4), 2, np.array([1.0, NAN, 3.0]))
    assert_array_equal(after, [0, 0, 1, NAN])


def test_a_strength_beyond_its_range_is_a_mistake():
    with pytest.raises(ValueError, match="strength"):
        ranges.blended(np.zeros(3), np.ones(3), slice(0, 3), 1.5)
    with pytest.raises(ValueError, match="source"):
        ranges.blended(np.zeros(3), np.ones(4), slice(0, 3), 0.5)
