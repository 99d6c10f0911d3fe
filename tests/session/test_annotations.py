"""What is annotated, chosen and edited; and that nothing is shown before it is kept."""

from dataclasses import replace

import numpy as np
import pytest

from app.core.document import CurveAnnotation, Document, SegmentAnnotation, TrackHead
from app.core.errors import EditError, ProjectError
from app.core.samples import Samples
from app.core.segment import Segment
from app.session.annotations import Annotations
from app.session.journal import MemoryJournal
from app.session.tool_settings import FrameRange, Tool, ToolSettings

FRAMES = 50
SECONDS = np.arange(FRAMES) / 25


def curve(name="a", value=0.0, *, locked=False):
    head = TrackHead(name, name, "Anna", "arousal", locked=locked)
    return CurveAnnotation(head, Samples.of(np.full(FRAMES, value)))


@pytest.fixture
def annotations():
    made = Annotations()
    made.work_as("Anna")
    made.open(MemoryJournal(Document(FRAMES, (curve("a"), curve("b")))), SECONDS)
    return made


def heard(signal):
    calls = []
    signal.connect(lambda *values: calls.append(values))
    return calls


def edit(annotations, value):
    after = annotations.document.replaced(curve("a", value))
    return annotations.commit(after, kind="draw", summary=f"To {value}", track="a")


def test_an_edit_is_kept_with_its_author_then_shown(annotations):
    changed, history = heard(annotations.changed), heard(annotations.history_changed)
    entry = edit(annotations, 0.5)
    assert (entry.author, entry.kind, entry.summary, entry.track) == (
        "Anna",
        "draw",
        "To 0.5",
        "a",
    )
    assert annotations.document.curve("a").samples.values[0] == 0.5
    assert len(changed) == len(history) == 1


def test_an_edit_that_changes_nothing_is_none(annotations):
    assert edit(annotations, 0.0) is None
    assert annotations.history.entries == ()


def test_undo_redo_and_jumps(annotations):
    edit(annotations, 0.1)
    edit(annotations, 0.2)
    annotations.undo()
    assert annotations.document.curve("a") == curve("a", 0.1)
    annotations.undo()
    annotations.undo()  # nothing left: nothing happens
    assert annotations.document.curve("a") == curve("a")
    annotations.redo()
    annotations.go_to(2)
    assert annotations.document.curve("a") == curve("a", 0.2)
    annotations.redo()
    assert annotations.history.head == 2


def test_a_reason_can_be_given_later(annotations):
    edit(annotations, 0.1)
    annotations.explain(1, "he was laughing")
    assert annotations.history.entry(1).reason == "he was laughing"


class Full(MemoryJournal):
    def commit(self, after, **_):
        raise ProjectError("The disk is full.")


def test_what_cannot_be_kept_is_not_shown(annotations):
    annotations.open(Full(Document(FRAMES, (curve("a"),))), SECONDS)
    with pytest.raises(ProjectError, match="disk is full"):
        edit(annotations, 0.5)
    assert annotations.document.curve("a") == curve("a")


def test_read_only_and_nothing_open_are_one_sentence(annotations):
    annotations.open(MemoryJournal(Document(FRAMES), "Open in another window."), SECONDS)
    assert annotations.read_only == "Open in another window."
    for attempt in (
        lambda: annotations.commit(Document(FRAMES), kind="draw", summary=""),
        lambda: annotations.go_to(0),
        lambda: annotations.explain(1, ""),
    ):
        with pytest.raises(EditError, match="another window"):
            attempt()
    annotations.close()
    with pytest.raises(EditError, match="Open a recording"):
        annotations.commit(Document(0), kind="draw", summary="")
    assert not annotations.is_open


def test_the_active_track_goes_with_its_track_and_a_segment_with_its_own(annotations):
    marks = SegmentAnnotation(TrackHead("s", "s", "Anna", "expression"), (Segment(0, 1, id=3),))
    annotations.commit(annotations.document.added(marks), kind="new", summary="New")
    annotations.activate("s")
    annotations.select_segment(3)
    assert annotations.active_segments == marks
    assert annotations.active_curve is None
    active = heard(annotations.active_changed)
    emptied = annotations.document.replaced(replace(marks, segments=()))
    annotations.commit(emptied, kind="segment", summary="Deleted")
    assert annotations.segment == 0
    annotations.commit(annotations.document.without("s"), kind="delete", summary="Deleted")
    assert annotations.active is None
    assert len(active) == 1


def test_a_stroke_is_a_preview_until_it_is_committed(annotations):
    preview = heard(annotations.preview_changed)
    annotations.show_preview(curve("a", 0.9))
    assert annotations.document.curve("a") == curve("a")
    edit(annotations, 0.9)
    assert annotations.preview is None
    assert len(preview) == 2


def test_a_selection_stays_within_the_recording(annotations):
    annotations.select(FrameRange(40, 90))
    assert annotations.selection == FrameRange(40, FRAMES)
    annotations.select(FrameRange(60, 90))
    assert annotations.selection is None
    with pytest.raises(ValueError, match="at least a frame"):
        FrameRange(3, 3)
    assert len(FrameRange(3, 5)) == 2
    assert FrameRange(3, 5).slice == slice(3, 5)


def test_blind_leaves_only_the_active_track_in_sight(annotations):
    annotations.activate("a")
    a, b = annotations.document.tracks
    annotations.show("a", visible=False)
    assert not annotations.is_seen(a)
    assert annotations.is_seen(b)
    annotations.show("a", visible=True)
    annotations.hide_others(True)
    assert annotations.is_seen(a)
    assert not annotations.is_seen(b)
    annotations.hide_others(False)
    assert annotations.is_seen(b)


def test_blind_leaves_the_raters_own_segments_in_sight(annotations):
    for name, rater in (("s", "Anna"), ("t", "Ben"), ("u", "")):
        marks = SegmentAnnotation(TrackHead(name, name, rater, "expression"))
        annotations.commit(annotations.document.added(marks), kind="new", summary="New")
    annotations.work_as("Anna")
    annotations.hide_others(True)
    seen = [each.head.id for each in annotations.document if annotations.is_seen(each)]
    assert seen == ["s"]
    annotations.work_as("")
    assert not any(map(annotations.is_seen, annotations.document))


def test_signals_tell_once(annotations):
    settings, rater = heard(annotations.settings_changed), heard(annotations.rater_changed)
    annotations.use(ToolSettings(Tool.DRAW))
    annotations.use(ToolSettings(Tool.DRAW))
    annotations.work_as("Bela")
    annotations.work_as("Bela")
    assert len(settings) == len(rater) == 1


def test_times_belong_to_the_frames():
    with pytest.raises(ValueError, match="3 frames have 50 times"):
        Annotations().open(MemoryJournal(Document(3)), SECONDS)


def test_work_goes_on_with_the_track_that_undo_brings_back(annotations):
    annotations.activate("a")
    annotations.commit(annotations.document.without("a"), kind="delete", summary="", track="a")
    assert annotations.active is None
    active = heard(annotations.active_changed)
    annotations.undo()
    assert annotations.active.head.id == "a"
    assert len(active) == 1
    annotations.redo()
    annotations.activate("b")
    annotations.undo()
    assert annotations.active.head.id == "b"
