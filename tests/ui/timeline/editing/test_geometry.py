"""Where the mouse means which frame and which value, without a window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.core.document import CurveAnnotation, Document, SegmentAnnotation, TrackHead
from app.core.samples import Samples
from app.core.segment import Segment
from app.session.tool_settings import FrameRange
from app.ui.timeline.editing.geometry import (
    boundary_at,
    edge_hit,
    edges_of,
    extended,
    nearest_known,
    range_between,
    run_at,
    snapped,
    value_at,
)
from app.ui.timeline.editing.places import place_of
from app.ui.timeline.pointer import Pointer
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import ValueScale

TIMES = np.arange(10) / 10
VALUES = ValueScale(1.0, 9.0, 6.0, 86.0)
SCALE = TimeScale(0.0, 10.0, 1000)
HEAD = TrackHead("a" * 32, "a", "Anna", "arousal")
CURVE = CurveAnnotation(HEAD, Samples.gap(10))


def test_values_are_within_the_range_wherever_the_mouse_is():
    assert value_at(6.0, VALUES) == 9.0
    assert value_at(46.0, VALUES) == pytest.approx(5.0)
    assert value_at(-500.0, VALUES) == 9.0
    assert value_at(500.0, VALUES) == 1.0


@pytest.mark.parametrize(
    ("seconds", "boundary"),
    [(-3.0, 0), (0.04, 0), (0.06, 1), (0.84, 8), (0.94, 9), (0.96, 10), (7.0, 10)],
)
def test_boundaries_are_before_each_frame_and_after_the_last(seconds, boundary):
    assert boundary_at(seconds, TIMES, 1.0) == boundary


def test_drags_stick_to_the_nearest_target_within_six_pixels():
    assert snapped(5.05, SCALE, [5.0, 5.08]) == 5.08
    assert snapped(5.2, SCALE, [5.0]) == 5.2
    assert snapped(5.06, SCALE, [5.0]) == 5.0
    assert snapped(5.0, SCALE, []) == 5.0


def test_edges_of_segments_that_are_seen():
    track = SegmentAnnotation(HEAD, (Segment(1.0, 2.0), Segment(1.5, 1.5, id=2)))
    document = Document(10, (track,))
    assert edges_of(document) == [1.0, 1.5, 2.0]
    assert edges_of(document, frozenset({HEAD.id})) == []


def test_the_nearer_edge_of_a_selection_is_taken_hold_of():
    assert edge_hit(101, 100, 200) == "first"
    assert edge_hit(196, 100, 200) == "stop"
    assert edge_hit(150, 100, 200) == ""


def test_a_range_holds_a_frame_at_least():
    assert range_between(7, 3, 10) == FrameRange(3, 7)
    assert range_between(4, 4, 10) == FrameRange(4, 5)
    assert range_between(10, 10, 10) == FrameRange(9, 10)


def test_a_selection_is_drawn_out_or_in_by_its_nearer_edge():
    chosen = FrameRange(4, 8)
    assert extended(chosen, 2, 10) == FrameRange(2, 8)
    assert extended(chosen, 10, 10) == FrameRange(4, 10)
    assert extended(chosen, 5, 10) == FrameRange(5, 8)
    assert extended(chosen, 7, 10) == FrameRange(4, 7)


def test_the_run_under_the_mouse_is_one_of_values_or_of_gaps():
    values = np.array([np.nan, 1, 2, np.nan, np.nan, 3])
    runs = [(0, 1), (1, 3), (1, 3), (3, 5), (3, 5), (5, 6)]
    assert [run_at(values, k) for k in range(6)] == [FrameRange(*each) for each in runs]


def test_the_nearest_value_within_reach():
    values = np.array([np.nan, 1, np.nan, np.nan, np.nan, 3])
    assert nearest_known(values, 2, 1) == 1
    assert nearest_known(values, 3, 1) is None
    assert nearest_known(values, 4, 3) == 5


def at(x, y=46.0, scale=SCALE):
    none = Qt.KeyboardModifier.NoModifier
    return Pointer(x, y, scale.seconds(x), none, 92.0, scale)


def test_a_place_is_a_frame_and_a_value_of_the_curve():
    place = place_of(at(30.0), CURVE, TIMES, 1.0)
    assert (place.frame, place.first, place.stop) == (3, 2, 4)
    assert place.value == pytest.approx(0.0)
    far = TimeScale(0.0, 1.0, 1000)
    place = place_of(at(350.0, -40, far), CURVE, TIMES, 1.0)
    assert (place.first, place.stop, place.value) == (3, 4, 1.0)


def test_a_pixel_may_cover_many_frames():
    place = place_of(at(2.0, scale=TimeScale(0.0, 10.0, 20)), CURVE, TIMES, 1.0)
    assert (place.first, place.stop) == (7, 10)


def test_what_sticks_to_an_edge_covers_nothing_beyond_it():
    place = place_of(at(53.0), CURVE, TIMES, 1.0, [0.5])
    assert (place.frame, place.first, place.stop) == (5, 5, 5)
