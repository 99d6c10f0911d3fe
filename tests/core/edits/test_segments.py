"""Edits of segments: every state is sound, ids stay, and what is undone was never there."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.document import CurveAnnotation, Document, SegmentAnnotation, TrackHead
from app.core.edits import segments as edits
from app.core.edits.segments import Edge
from app.core.errors import EditError
from app.core.samples import Samples
from app.core.segment import Segment
from app.session.journal import MemoryJournal

TRACK = "a" * 32
CURVE = "b" * 32
HEAD = TrackHead(TRACK, "expression", "Anna", "expression")


def document(*segments, locked=False):
    held = SegmentAnnotation(replace(HEAD, locked=locked), tuple(sorted(segments)))
    curve = CurveAnnotation(TrackHead(CURVE, "arousal", "Anna", "arousal"), Samples.gap(3))
    return Document(3, (curve, held))


def held(changed):
    return changed.segments_of(TRACK).segments


def ids(changed):
    return {segment.id for segment in held(changed)}


times = st.floats(-10, 10, allow_nan=False).map(lambda seconds: round(seconds, 3))
labels = st.sampled_from(["", "smile", "frown"])


@st.composite
def documents(draw, least=0):
    made = []
    for number in range(1, draw(st.integers(least, 6)) + 1):
        onset, offset = sorted((draw(times), draw(times)))
        made.append(Segment(onset, offset, draw(labels), draw(labels), number * 2))
    return document(*made)


@st.composite
def steps(draw):
    """Names an edit with what it needs; which segment is meant follows from the document."""
    kind = draw(st.sampled_from(["add", "remove", "place", "edge", "move", "split", "merge"]))
    return kind, draw(st.integers(0, 9)), draw(times), draw(times)


def done(before, step):
    kind, which, one, two = step
    known = [segment.id for segment in held(before)]
    number = known[which % len(known)] if known else 1
    match kind:
        case "add":
            return edits.added(before, TRACK, one, two, "smile")[0]
        case "remove":
            return edits.removed(before, TRACK, [number])
        case "place":
            return edits.placed(before, TRACK, number, one, two)
        case "edge":
            return edits.edge_moved(before, TRACK, number, Edge.ONSET, one)
        case "move":
            return edits.moved(before, TRACK, number, one)
        case "split":
            return edits.split(before, TRACK, number, one)[0]
    return edits.merged(before, TRACK, number, known[(which + 1) % len(known)] if known else 2)


@settings(max_examples=60, deadline=None)
@given(documents(), st.lists(steps(), max_size=12))
def test_any_edits_leave_sound_tracks_and_undo_gives_back_each_state(start, plan):
    journal, states = MemoryJournal(start), [start]
    for step in plan:
        try:
            after = done(journal.document, step)
        except EditError:
            continue
        assert list(held(after)) == sorted(held(after))
        assert after.curves == start.curves
        journal.commit(after, author="Anna", kind="segment", summary=step[0])
        states.append(after)
    for state in reversed(states[:-1]):
        assert journal.undo() == state


@given(documents(), times, times, labels)
def test_a_new_segment_leaves_the_others_alone(before, one, two, label):
    after, number = edits.added(before, TRACK, one, two, label, "seen")
    assert number not in ids(before)
    assert set(held(after)) == {
        *held(before),
        Segment(min(one, two), max(one, two), label, "seen", number),
    }


@given(documents(least=1), st.data())
def test_an_edit_of_one_keeps_every_id_and_every_other_segment(before, data):
    number = data.draw(st.sampled_from(sorted(ids(before))))
    others = {segment for segment in held(before) if segment.id != number}
    one, two = data.draw(times), data.draw(times)
    for after in (
        edits.placed(before, TRACK, number, one, two),
        edits.moved(before, TRACK, number, one),
        edits.labelled(before, TRACK, [number], "speech"),
        edits.noted(before, TRACK, number, "why"),
    ):
        assert ids(after) == ids(before)
        assert others <= set(held(after))


@given(documents(least=1), st.data())
def test_what_is_split_and_merged_is_as_before(before, data):
    segment = data.draw(st.sampled_from(held(before)))
    at = data.draw(times)
    if not segment.onset < at < segment.offset:
        with pytest.raises(EditError, match="inside a segment"):
            edits.split(before, TRACK, segment.id, at)
        return
    parts, second = edits.split(before, TRACK, segment.id, at)
    assert len(held(parts)) == len(held(before)) + 1
    assert parts.segments_of(TRACK).segment(second) == Segment(
        at, segment.offset, segment.label, "", second
    )
    assert edits.merged(parts, TRACK, segment.id, second) == before


def test_an_edge_turns_a_segment_about_but_leaves_no_point_of_it():
    before = document(Segment(1, 2, "smile", "", 4))
    assert held(edits.edge_moved(before, TRACK, 4, Edge.ONSET, 0.5))[0].onset == 0.5
    assert held(edits.edge_moved(before, TRACK, 4, Edge.OFFSET, 5))[0].offset == 5
    turned = held(edits.edge_moved(before, TRACK, 4, Edge.ONSET, 3))[0]
    assert (turned.onset, turned.offset) == (2, 3)
    with pytest.raises(EditError, match="must have a length"):
        edits.edge_moved(before, TRACK, 4, Edge.OFFSET, 1)


def test_merging_keeps_the_first_label_and_both_notes():
    before = document(Segment(0, 1, "", "left", 1), Segment(3, 4, "smile", "right", 2))
    assert held(edits.merged(before, TRACK, 1, 2)) == (Segment(0, 4, "smile", "left; right", 1),)
    assert held(edits.merged(before, TRACK, 2, 1)) == (Segment(0, 4, "smile", "right; left", 2),)


def test_the_next_one_follows_in_time():
    track = document(Segment(3, 4, "", "", 1), Segment(0, 9, "", "", 2)).segments_of(TRACK)
    assert edits.next_after(track, 2).id == 1
    with pytest.raises(EditError, match="no segment after"):
        edits.next_after(track, 1)


@pytest.mark.parametrize(
    "edit",
    [
        lambda document, track: edits.added(document, track, 0, 1),
        lambda document, track: edits.removed(document, track, [1]),
        lambda document, track: edits.placed(document, track, 1, 0, 1),
        lambda document, track: edits.edge_moved(document, track, 1, Edge.ONSET, 0),
        lambda document, track: edits.moved(document, track, 1, 1),
        lambda document, track: edits.split(document, track, 1, 1.5),
        lambda document, track: edits.merged(document, track, 1, 2),
        lambda document, track: edits.labelled(document, track, [1], "x"),
        lambda document, track: edits.noted(document, track, 1, "x"),
    ],
)
def test_locked_tracks_and_curves_are_refused(edit):
    segments = Segment(1, 2, "", "", 1), Segment(3, 4, "", "", 2)
    edit(document(*segments), TRACK)
    with pytest.raises(EditError, match="locked"):
        edit(document(*segments, locked=True), TRACK)
    with pytest.raises(EditError, match="is a curve"):
        edit(document(*segments), CURVE)


def test_what_is_not_there_and_what_is_no_time_are_refused():
    before = document(Segment(1, 2, "", "", 1))
    with pytest.raises(EditError, match="not there any more"):
        edits.removed(before, TRACK, [1, 7])
    with pytest.raises(EditError, match="not there any more"):
        edits.labelled(before, TRACK, [7], "x")
    with pytest.raises(EditError, match="must be numbers"):
        edits.added(before, TRACK, 0, float("nan"))
    with pytest.raises(EditError, match="Two segments"):
        edits.merged(before, TRACK, 1, 1)
