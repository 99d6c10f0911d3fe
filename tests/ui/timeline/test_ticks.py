"""Which times a ruler names, and how they are written."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.timeline.scale import TimeScale
from app.ui.timeline.ticks import LABEL_SPACING, STEPS, tick_step, ticks, time_label


@pytest.mark.parametrize(
    ("seconds", "decimals", "text"),
    [
        (0.0, 1, "0:00.0"),
        (9.96, 1, "0:10.0"),
        (59.96, 1, "1:00.0"),
        (75.25, 2, "1:15.25"),
        (3599.99, 1, "1:00:00.0"),
        (3661.5, 1, "1:01:01.5"),
        (-1.5, 1, "-0:01.5"),
        (-0.01, 1, "0:00.0"),
    ],
)
def test_time_is_written_as_minutes_seconds_fraction(seconds, decimals, text):
    assert time_label(seconds, decimals) == text


@pytest.mark.parametrize(
    ("span", "width", "step"),
    [(10.0, 1000, 1.0), (60.0, 1000, 10.0), (3600.0, 1000, 600.0), (0.2, 1000, 0.02), (11, 840, 2)],
)
def test_steps_are_those_that_people_count_in(span, width, step):
    assert tick_step(TimeScale(0.0, span, width))[0] == step


@given(st.floats(-100, 5000), st.floats(0.2, 20_000), st.integers(60, 4000))
def test_labels_never_crowd_and_lie_within_what_is_visible(start, span, width):
    scale = TimeScale(start, start + span, width)
    marks = ticks(scale)
    named = [scale.x(tick.seconds) for tick in marks if tick.label]
    gaps = [b - a for a, b in itertools.pairwise(named)]
    assert all(gap >= LABEL_SPACING - 1e-6 for gap in gaps)
    assert all(-1e-3 <= scale.x(tick.seconds) <= width + 1e-3 for tick in marks)
    assert len(marks) <= 6 * (width / LABEL_SPACING + 2)


def test_small_ticks_divide_a_step_evenly():
    for step, parts in STEPS:
        assert (step / parts * 1000) % 1 == pytest.approx(0, abs=1e-9) or step / parts < 0.01


def test_a_recording_that_starts_late_has_round_times():
    labels = [tick.label for tick in ticks(TimeScale(7.3, 12.3, 500)) if tick.label]
    assert labels == ["0:08.0", "0:09.0", "0:10.0", "0:11.0", "0:12.0"]
