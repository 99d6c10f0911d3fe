"""What is taken hold of, and what dragging it does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.session.viewport import SHORTEST_SECONDS, Viewport
from app.ui.timeline.hits import (
    OverviewHit,
    OverviewPart,
    RulerPart,
    dragged_mark,
    dragged_window,
    frame_at,
    nearest_frame,
    overview_hit,
    ruler_hit,
)
from app.ui.timeline.scale import TimeScale

RULER = TimeScale(0.0, 10.0, 1000)
WHOLE = TimeScale(5.0, 105.0, 1000)
WINDOW = Viewport(5.0, 105.0, 25.0, 45.0)
TIMES = np.array([5.0, 5.1, 5.15, 5.4, 5.5])


@pytest.mark.parametrize(
    ("x", "part"),
    [
        (200, RulerPart.LOOP_IN),
        (206, RulerPart.LOOP_IN),
        (207, RulerPart.TIME),
        (395, RulerPart.LOOP_OUT),
        (300, RulerPart.TIME),
    ],
)
def test_marks_of_the_ruler_are_held_within_reach(x, part):
    assert ruler_hit(x, (2.0, 4.0), RULER) is part


def test_the_nearer_of_two_close_marks_is_held():
    assert ruler_hit(202, (2.0, 2.05), RULER) is RulerPart.LOOP_IN
    assert ruler_hit(204, (2.0, 2.05), RULER) is RulerPart.LOOP_OUT
    assert ruler_hit(200, (None, None), RULER) is RulerPart.TIME


@pytest.mark.parametrize(
    ("x", "part"),
    [
        (150, OverviewPart.OUTSIDE),
        (196, OverviewPart.START),
        (205, OverviewPart.START),
        (300, OverviewPart.WINDOW),
        (403, OverviewPart.END),
        (420, OverviewPart.OUTSIDE),
    ],
)
def test_parts_of_the_overview(x, part):
    assert overview_hit(x, WINDOW, WHOLE).part is part


def test_a_narrow_window_can_still_be_held_by_its_middle():
    narrow = Viewport(5.0, 105.0, 25.0, 25.4)
    assert overview_hit(202, narrow, WHOLE).part is OverviewPart.WINDOW
    assert overview_hit(197, narrow, WHOLE).part is OverviewPart.START
    assert overview_hit(207, narrow, WHOLE).part is OverviewPart.END


def test_the_window_is_dragged_by_where_it_is_held():
    hit = overview_hit(250, WINDOW, WHOLE)
    moved = dragged_window(hit, WINDOW, WHOLE.seconds(350))
    assert (moved.start, moved.end) == (pytest.approx(35.0), pytest.approx(55.0))


@given(st.sampled_from(OverviewPart), st.floats(-50, 200))
def test_no_drag_leaves_the_recording_or_closes_the_window(part, seconds):
    moved = dragged_window(OverviewHit(part, 3.0), WINDOW, seconds)
    assert 5.0 <= moved.start < moved.end <= 105.0
    assert moved.span >= SHORTEST_SECONDS - 1e-9
    if part is OverviewPart.START:
        assert moved.end == WINDOW.end
    if part is OverviewPart.END:
        assert moved.start == WINDOW.start


def test_frames_are_found_by_their_own_times():
    assert [frame_at(t, TIMES) for t in (4.0, 5.0, 5.12, 5.39, 9.0)] == [0, 0, 1, 2, 4]
    assert [nearest_frame(t, TIMES) for t in (4.0, 5.12, 5.13, 5.39, 9.0)] == [0, 1, 2, 3, 4]


def test_marks_snap_to_frames_and_never_cross():
    assert dragged_mark(RulerPart.LOOP_IN, 5.12, (None, None), TIMES) == 5.1
    assert dragged_mark(RulerPart.LOOP_IN, 9.0, (5.0, 5.4), TIMES) == 5.15
    assert dragged_mark(RulerPart.LOOP_OUT, 4.0, (5.15, 5.5), TIMES) == 5.4
