"""The annotations of a recording: an immutable value."""

import numpy as np
import pytest

from app.core.document import CurveAnnotation, Document, SegmentAnnotation, TrackHead
from app.core.errors import EditError
from app.core.samples import Samples
from app.core.segment import Segment

SECONDS = np.arange(10) / 25


def curve(name="a", values=None, *, locked=False, low=-1.0, high=1.0):
    head = TrackHead(name, name.upper(), "Anna", "arousal", locked=locked)
    return CurveAnnotation(head, Samples.of(np.zeros(10) if values is None else values), low, high)


def marks(name="s", *segments):
    return SegmentAnnotation(TrackHead(name, name.upper(), "Anna", "expression"), segments)


def test_tracks_keep_their_order_and_are_told_apart_by_kind():
    document = Document(10, (curve("a"), marks(), curve("b")))
    assert [track.head.id for track in document] == ["a", "s", "b"]
    assert [track.head.id for track in document.curves] == ["a", "b"]
    assert [track.head.id for track in document.segment_tracks] == ["s"]
    assert document.added(curve("c"), 1).tracks[1].head.id == "c"
    assert document.without("s").find("s") is None


def test_another_state_of_a_track_takes_its_place():
    document = Document(10, (curve("a"), curve("b")))
    after = document.replaced(curve("a", np.ones(10)))
    assert after.tracks[1] is document.tracks[1]
    assert after.curve("a").samples.values.all()
    assert document.curve("a") == curve("a")


@pytest.mark.parametrize("find", ["track", "curve", "segments_of", "editable", "without"])
def test_a_track_that_is_gone_is_said_in_one_sentence(find):
    with pytest.raises(EditError, match="not there any more; choose another"):
        getattr(Document(10), find)("gone")


def test_kinds_and_locks_are_checked():
    document = Document(10, (curve("a", locked=True), marks()))
    with pytest.raises(EditError, match="“A” is locked; unlock it"):
        document.editable("a")
    with pytest.raises(EditError, match="“S” holds segments; choose a curve"):
        document.curve("s")
    with pytest.raises(EditError, match="“A” is a curve; choose a track of segments"):
        document.segments_of("a")


@pytest.mark.parametrize("value", [1.5, -1.0001])
def test_a_value_outside_the_range_cannot_be_made(value):
    with pytest.raises(ValueError, match="within -1 to 1"):
        curve("a", [0.0] * 9 + [value])


def test_lengths_and_ids_are_checked():
    with pytest.raises(ValueError, match="10 values for 9 frames"):
        Document(9, (curve("a"),))
    with pytest.raises(ValueError, match="ids of tracks must differ"):
        Document(10, (curve("a"), curve("a")))
    with pytest.raises(ValueError, match="sorted"):
        marks("s", Segment(2, 3, id=1), Segment(1, 2, id=2))
    with pytest.raises(ValueError, match="ids"):
        marks("s", Segment(1, 2), Segment(2, 3))


def test_an_annotation_is_a_track_with_its_rater_as_provenance():
    track = curve("a").track(SECONDS)
    assert (track.dimension, track.provenance.rater, track.provenance.system) == (
        "arousal",
        "Anna",
        "",
    )
    assert track.values is not None
    assert track.values.size == 10
    held = marks("s", Segment(0.1, 0.3, "smile")).track()
    assert (held.scheme, held.segments[0].label, held.provenance.rater) == (
        "expression",
        "smile",
        "Anna",
    )


def test_ids_of_segments_are_never_given_twice_while_one_is_there():
    held = marks("s", Segment(0, 1, id=4), Segment(1, 2, id=2))
    assert held.free_id == 5
    assert marks().free_id == 1
    assert held.segment(4).onset == 0
    assert held.segment(9) is None


@pytest.mark.parametrize(("onset", "offset"), [(2, 1), (float("nan"), 1), (0, float("inf"))])
def test_a_segment_has_an_order_and_an_end(onset, offset):
    with pytest.raises(ValueError, match="segment"):
        Segment(onset, offset)


def test_a_segment_is_half_open_and_an_event_holds_its_instant():
    assert Segment(1, 2).holds(1)
    assert not Segment(1, 2).holds(2)
    assert Segment(1, 1).holds(1)
    assert Segment(1, 1).is_event
    assert Segment(1, 1).duration == 0
