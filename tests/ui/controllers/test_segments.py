"""Segments by mouse and keys: what happens to the document."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QWidget

from app.core.document import Document
from app.core.edits.tracks import locked, new_curve, new_segment_track
from app.core.scheme import DEFAULT_SCHEMES, Category, CategoryScheme, DimensionScheme, Schemes
from app.core.segment import Segment
from app.session.journal import MemoryJournal
from app.session.tool_settings import FrameRange, Tool, ToolSettings
from app.ui.controllers.segments import SegmentsController
from app.ui.controllers.timeline import TimelineController
from app.ui.notices import notices
from app.ui.panels.segments_panel import SegmentsPanel
from app.ui.timeline.segment_lane import SegmentLane
from app.ui.timeline.timeline_view import TimelineView
from tests.support.timelines import recording, time_base

FRAMES = 300
KEY = Qt.Key


class Desk(SimpleNamespace):
    """Everything in reach, and the gestures of a person."""

    @property
    def document(self):
        return self.annotations.document

    @property
    def tracks(self):
        return self.document.segment_tracks

    @property
    def spans(self):
        """Frames of every segment, with its label."""
        grid = self.controller.changes.grid.instants
        return [
            (int(np.searchsorted(grid, s.onset)), int(np.searchsorted(grid, s.offset)), s.label)
            for track in self.tracks
            for s in track.segments
        ]

    @property
    def edits(self):
        return len(self.annotations.history.entries)

    def at(self, frame):
        self.session.playback.seek_frame(frame)

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window, key, modifiers)

    def place(self, frame, y=14):
        seconds = self.controller.changes.grid.instants[frame]
        return QPoint(round(self.canvas.time_scale.x(float(seconds))), y)

    def press(self, frame, y=14):
        QTest.mousePress(self.canvas, Qt.MouseButton.LeftButton, pos=self.place(frame, y))

    def move(self, frame, y=14):
        QTest.mouseMove(self.canvas, self.place(frame, y))

    def release(self, frame, y=14):
        QTest.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, pos=self.place(frame, y))

    def click(self, frame, y=14):
        self.press(frame, y)
        self.release(frame, y)

    def drag(self, first, last, y=14):
        self.press(first, y)
        self.move((first + last) // 2, y)
        self.move(last, y)
        self.release(last, y)

    def put(self, *frames, label="smile", rater="Anna"):
        """A track with segments between frames, active."""
        grid = self.controller.changes.grid.instants
        segments = [
            Segment(float(grid[first]), float(grid[last]), label, "", number)
            for number, (first, last) in enumerate(frames, 1)
        ]
        after, track = new_segment_track(
            self.document, "expression", rater=rater, segments=segments
        )
        self.annotations.commit(after, kind="import", summary="put", track=track)
        self.annotations.activate(track)
        return track


@pytest.fixture
def desk(qtbot, session, actions, preferences):
    lane = SegmentLane()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1500, 520)
    view = TimelineView(session, actions, extra_lanes=(lane,))
    panel = SegmentsPanel(session, actions)
    row = QHBoxLayout(window)
    row.addWidget(view, 3)
    row.addWidget(panel, 1)
    window.addActions(list(actions))
    answers, asked, told = [], [], []

    def ask(segment, scheme):
        asked.append((segment, scheme))
        return answers.pop(0) if answers else None

    timeline = TimelineController(session, view, actions, preferences)
    controller = SegmentsController(session, view, panel, actions, window, ask)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    view.setFocus()
    base = time_base(FRAMES)
    session.show(recording(base))
    session.annotations.work_as("Anna")
    session.annotations.open(MemoryJournal(Document(FRAMES)), base.seconds)
    notices.posted.connect(told.append)
    yield Desk(
        session=session,
        annotations=session.annotations,
        window=window,
        view=view,
        timeline=timeline,
        panel=panel,
        lane=lane,
        canvas=view.strips["segments"].canvas,
        controller=controller,
        actions=actions,
        answers=answers,
        asked=asked,
        told=told,
    )
    notices.posted.disconnect(told.append)


# By key.


def test_n_begins_and_ends_a_segment_and_makes_the_first_track_with_it(desk):
    desk.at(30)
    desk.key(KEY.Key_N)
    assert desk.edits == 0
    assert desk.controller.begun == ("",)
    desk.at(60)
    desk.key(KEY.Key_N)
    assert desk.spans == [(30, 61, "")]
    assert desk.edits == 1
    (track,) = desk.tracks
    assert (track.head.rater, track.head.scheme) == ("Anna", "expression")
    assert desk.annotations.active_segments is track
    assert desk.annotations.segment == 1
    assert desk.told == []


def test_what_is_begun_is_drawn_up_to_the_playhead_and_can_be_ended_before_it(desk):
    desk.at(100)
    desk.key(KEY.Key_N)
    desk.at(150)
    scale, height = desk.canvas.time_scale, desk.canvas.height()
    assert desk.lane.rows()[0].label == "New track"
    assert desk.lane.seen[0].levels == 1
    before = desk.canvas.repaints
    desk.at(160)
    desk.canvas.grab()
    assert desk.canvas.repaints > before
    assert desk.lane.hit(10, 10, height, scale) is not None
    desk.at(40)
    desk.key(KEY.Key_N)
    assert desk.spans == [(40, 101, "")]


def test_keys_of_categories_begin_and_end_and_drop_events_also_at_once(desk):
    desk.at(10)
    desk.key(KEY.Key_1)
    desk.at(20)
    desk.key(KEY.Key_5)
    desk.at(25)
    desk.key(KEY.Key_7)
    desk.at(29)
    desk.key(KEY.Key_1)
    desk.at(39)
    desk.key(KEY.Key_5)
    assert desk.spans == [(10, 30, "smile"), (20, 40, "speech"), (25, 25, "blink")]
    assert len(desk.tracks) == 1
    assert desk.edits == 3
    assert desk.controller.begun == ()


def test_keys_work_while_playing_and_leave_a_rated_curve_active(desk):
    after, curve = new_curve(desk.document, DEFAULT_SCHEMES.dimensions[0], rater="Anna")
    desk.annotations.commit(after, kind="track", summary="made", track=curve)
    desk.annotations.activate(curve)
    desk.at(10)
    desk.session.playback.play()
    desk.key(KEY.Key_1)
    desk.session.playback.seek_frame(90)
    desk.key(KEY.Key_1)
    assert desk.session.playback.playing
    desk.session.playback.pause()
    assert desk.annotations.active.head.id == curve
    ((first, last, label),) = desk.spans
    assert first == 10
    assert last >= 91
    assert label == "smile"


def test_keys_follow_the_scheme_and_yield_to_actions(desk):
    scheme = CategoryScheme(
        "gaze", (Category("away", "#112233", "9"), Category("zoomed", "#112233", "0"))
    )
    desk.annotations.use_schemes(Schemes((DimensionScheme("arousal"),), (scheme,)))
    desk.at(5)
    desk.key(KEY.Key_1)
    assert desk.controller.begun == ()
    desk.key(KEY.Key_9)
    desk.at(9)
    desk.key(KEY.Key_9)
    assert desk.spans == [(5, 10, "away")]
    assert desk.tracks[0].head.scheme == "gaze"
    desk.key(KEY.Key_0)
    assert desk.controller.begun == ()


def test_n_makes_a_segment_of_the_selected_frames(desk):
    desk.annotations.select(FrameRange(50, 80))
    desk.key(KEY.Key_N)
    desk.annotations.select(FrameRange(290, 300))
    desk.key(KEY.Key_2)
    assert desk.spans == [(50, 80, ""), (290, 300, "frown")]
    assert desk.annotations.selection is None


def test_while_playing_n_begins_here_whatever_is_selected(desk):
    desk.annotations.select(FrameRange(50, 80))
    desk.at(10)
    desk.session.playback.play()
    desk.key(KEY.Key_N)
    assert (desk.controller.begun, desk.spans) == (("",), [])
    assert desk.annotations.selection == FrameRange(50, 80)


def test_a_segment_within_a_paused_take_leaves_the_rated_curve_active(desk):
    after, curve = new_curve(desk.document, DEFAULT_SCHEMES.dimensions[0], rater="Anna")
    desk.annotations.commit(after, kind="track", summary="made", track=curve)
    desk.annotations.activate(curve)
    desk.annotations.select(FrameRange(50, 80))
    desk.annotations.show_preview(desk.document.curve(curve))
    desk.at(10)
    desk.key(KEY.Key_1)
    desk.at(19)
    desk.annotations.show_preview(desk.document.curve(curve))
    desk.key(KEY.Key_1)
    assert desk.spans == [(10, 20, "smile")]
    assert desk.annotations.active.head.id == curve


def test_escape_gives_up_what_was_begun_last(desk):
    desk.key(KEY.Key_1)
    desk.key(KEY.Key_N)
    desk.at(20)
    desk.key(KEY.Key_Escape)
    assert desk.controller.begun == ("smile",)
    desk.key(KEY.Key_Escape)
    assert desk.controller.begun == ()
    assert len(desk.lane.rows()) == 0
    desk.key(KEY.Key_Escape)
    assert (desk.edits, desk.spans) == (0, [])


def test_escape_first_undoes_what_the_mouse_holds(desk):
    track = desk.put((100, 120))
    desk.key(KEY.Key_N)
    desk.press(110)
    desk.move(150)
    QTest.keyClick(desk.canvas, KEY.Key_Escape)
    assert desk.controller.begun == ("",)
    desk.release(150)
    assert desk.spans == [(100, 120, "smile")]
    QTest.keyClick(desk.canvas, KEY.Key_Escape)
    assert desk.controller.begun == ()
    assert track


def test_escape_in_a_dialog_or_menu_is_theirs(desk, qtbot):
    desk.key(KEY.Key_N)
    dialog = QDialog(desk.window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    QTest.keyClick(dialog, KEY.Key_Escape)
    assert not dialog.isVisible()
    menu = QMenu(desk.window)
    menu.addAction("x")
    menu.popup(QPoint(0, 0))
    QTest.keyClick(menu, KEY.Key_Escape)
    assert not menu.isVisible()
    assert desk.controller.begun == ("",)


def test_what_was_begun_goes_with_its_recording(desk):
    desk.key(KEY.Key_N)
    desk.session.show(recording(time_base(50)))
    assert desk.controller.begun == ()
    desk.key(KEY.Key_N)
    assert desk.controller.begun == ()


def test_nothing_is_begun_in_a_locked_track(desk):
    track = desk.put((10, 20))
    desk.annotations.commit(locked(desk.document, track, lock=True), kind="lock", summary="x")
    desk.key(KEY.Key_N)
    desk.annotations.select_segment(1)
    desk.key(KEY.Key_F2)
    assert desk.controller.begun == ()
    assert desk.asked == []
    assert ["locked" in notice.message for notice in desk.told] == [True, True]


def test_delete_can_be_chosen_while_a_segment_is_selected(desk):
    desk.put((10, 40))
    states = []
    for number in (1, 0, 1):
        desk.annotations.select_segment(number)
        states.append(desk.actions["delete_selected"].isEnabled())
    assert states == [True, False, True]


def test_segments_split_merge_and_are_deleted(desk):
    desk.put((10, 40), (100, 120))
    desk.at(25)
    desk.key(KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desk.spans == [(10, 25, "smile"), (25, 40, "smile"), (100, 120, "smile")]
    desk.annotations.select_segment(1)
    desk.key(KEY.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert desk.spans == [(10, 40, "smile"), (100, 120, "smile")]
    desk.actions["delete_selected"].trigger()
    assert desk.spans == [(100, 120, "smile")]
    desk.annotations.undo()
    desk.annotations.undo()
    desk.annotations.undo()
    assert desk.spans == [(10, 40, "smile"), (100, 120, "smile")]
    summaries = [entry.summary for entry in desk.annotations.history.entries[1:]]
    assert summaries == [
        "Split “smile” at 0:00.833",
        "Merged “smile” with the next",
        "Deleted “smile”",
    ]


def test_delete_leaves_values_of_curves_to_others(desk):
    desk.put((10, 40))
    after, curve = new_curve(desk.document, DEFAULT_SCHEMES.dimensions[0], rater="Anna")
    desk.annotations.commit(after, kind="track", summary="made", track=curve)
    desk.annotations.activate(curve)
    edits = desk.edits
    desk.controller.delete()
    assert desk.edits == edits
    assert not desk.actions["edit_segment"].isEnabled()


def test_splitting_between_segments_and_merging_the_last_one_say_why_not(desk):
    desk.put((10, 40))
    desk.at(60)
    desk.controller.split()
    desk.annotations.select_segment(1)
    desk.controller.merge()
    messages = [notice.message for notice in desk.told]
    assert messages == [
        "Put the playhead inside a segment to split it.",
        "There is no segment after this one in its track.",
    ]


def test_alt_and_arrows_walk_from_segment_to_segment(desk):
    desk.put((10, 40), (20, 30), (100, 120))
    frames = []
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, KEY.Key_Left):
        desk.key(key, Qt.KeyboardModifier.AltModifier)
        frames.append((desk.session.playback.frame, desk.annotations.segment))
    assert frames == [(10, 1), (20, 2), (100, 3), (100, 3), (20, 2)]
    desk.at(250)
    desk.key(KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.session.playback.frame == 100


def test_f2_asks_for_label_and_note_in_one_edit(desk):
    desk.put((10, 40))
    desk.annotations.select_segment(1)
    edits = desk.edits
    desk.answers.append(("frown", "left side"))
    desk.key(KEY.Key_F2)
    (segment,) = desk.tracks[0].segments
    assert (segment.label, segment.note) == ("frown", "left side")
    assert desk.edits == edits + 1
    assert desk.asked[0][1].name == "expression"
    desk.key(KEY.Key_F2)
    assert desk.edits == edits + 1


# By mouse.


def test_a_drag_makes_a_segment_even_without_a_track_and_is_one_edit(desk):
    desk.press(30)
    desk.move(45)
    assert desk.annotations.preview.segments[0].offset == pytest.approx(1.5)
    assert desk.edits == 0
    desk.move(60)
    desk.release(60)
    assert desk.spans == [(30, 60, "")]
    assert desk.edits == 1
    assert desk.annotations.preview is None
    desk.drag(200, 150)
    assert desk.spans == [(30, 60, ""), (150, 200, "")]
    assert desk.annotations.segment == 2


def test_a_click_selects_and_between_segments_moves_the_playhead(desk):
    track = desk.put((30, 60))
    desk.annotations.activate("")
    desk.click(45)
    assert (desk.annotations.active.head.id, desk.annotations.segment) == (track, 1)
    assert desk.session.playback.frame == 0
    desk.click(200)
    assert desk.annotations.segment == 0
    assert abs(desk.session.playback.frame - 200) <= 1
    assert desk.edits == 1


def test_edges_and_bodies_are_dragged_onto_frames(desk):
    desk.annotations.use(ToolSettings(snap=False))
    desk.put((30, 60))
    desk.drag(60, 90)
    assert desk.spans == [(30, 90, "smile")]
    desk.drag(30, 20)
    assert desk.spans == [(20, 90, "smile")]
    desk.drag(50, 150)
    ((first, last, _),) = desk.spans
    assert last - first == 70
    assert abs(first - 120) <= 1
    assert desk.edits == 4
    desk.drag(150, -0)
    assert desk.spans[0][:2] == (0, 70)


def test_an_edge_dragged_past_the_other_turns_the_segment_about(desk):
    desk.annotations.use(ToolSettings(snap=False))
    desk.put((30, 60))
    desk.drag(30, 100)
    assert desk.spans == [(60, 100, "smile")]


def test_a_dragged_end_sticks_to_the_playhead_and_to_other_ends(desk):
    desk.put((30, 60), (110, 140))
    desk.at(90)
    desk.drag(60, 92)
    assert desk.spans[0] == (30, 90, "smile")
    desk.drag(90, 109)
    assert desk.spans[0] == (30, 110, "smile")
    desk.annotations.use(ToolSettings(snap=False))
    desk.drag(30, 42)
    assert desk.spans[0][0] in (41, 42, 43)


def test_events_are_moved_and_stay_events(desk):
    desk.put((60, 60), label="blink")
    desk.drag(60, 120)
    ((first, last, _),) = desk.spans
    assert first == last
    assert abs(first - 120) <= 1


def test_escape_leaves_everything_as_it_was(desk):
    desk.put((30, 60))
    desk.press(45)
    desk.move(100)
    assert desk.annotations.preview is not None
    QTest.keyClick(desk.canvas, KEY.Key_Escape)
    assert desk.annotations.preview is None
    desk.move(120)
    desk.release(120)
    assert desk.spans == [(30, 60, "smile")]
    assert desk.edits == 1


def test_a_double_click_asks_for_label_and_note(desk):
    desk.put((30, 60))
    desk.answers.append(("frown", ""))
    QTest.mouseDClick(desk.canvas, Qt.MouseButton.LeftButton, pos=desk.place(45))
    assert desk.spans == [(30, 60, "frown")]


def test_a_locked_track_is_not_dragged_and_says_so(desk):
    track = desk.put((30, 60))
    desk.annotations.commit(locked(desk.document, track, lock=True), kind="lock", summary="x")
    edits = desk.edits
    desk.drag(45, 100)
    assert desk.edits == edits
    assert len([notice for notice in desk.told if "locked" in notice.message]) == 1


def test_other_tools_move_the_playhead_here(desk):
    desk.put((30, 60))
    desk.annotations.use(ToolSettings(tool=Tool.SMOOTH))
    desk.click(45)
    assert desk.annotations.segment == 0
    assert abs(desk.session.playback.frame - 45) <= 1


def test_a_drag_goes_to_the_track_it_is_made_in(desk):
    desk.put((30, 60))
    second = desk.put((100, 120), rater="Ben")
    top = int(desk.canvas.height() * 0.75)
    desk.drag(200, 220, y=top)
    assert [s.id for s in desk.document.segments_of(second).segments] == [1, 2]
    desk.drag(150, 180)
    assert len(desk.tracks[0].segments) == 2
    assert desk.annotations.active.head.id == desk.tracks[0].head.id


def test_cursors_say_what_could_be_held(desk):
    desk.put((30, 60))
    shapes = []
    for frame in (30, 45, 60, 100):
        desk.move(frame)
        shapes.append(desk.canvas.cursor().shape())
    across, hand = Qt.CursorShape.SizeHorCursor, Qt.CursorShape.PointingHandCursor
    assert shapes == [across, hand, across, Qt.CursorShape.ArrowCursor]


def test_what_was_done_is_said_plainly(desk):
    track = desk.put((30, 60))
    desk.controller.changes.label(track, [1], "frown")
    desk.controller.changes.label(track, [1], "")
    desk.controller.changes.describe(track, 1, "", "unsure")
    desk.panel.timesRequested.emit(track, 1, 1.0, 3.0)
    desk.panel.timesRequested.emit(track, 1, 1.0, 1.0)
    desk.panel.timesRequested.emit(track, 1, 2.0, 2.0)
    assert [entry.summary for entry in desk.annotations.history.entries[1:]] == [
        "Labelled “smile” as “frown”",
        "Took the label off “frown”",
        "Described segment",
        "Moved segment to 0:01.000 to 0:03.000",
        "Moved segment to 0:01.000",
        "Moved event to 0:02.000",
    ]


def test_an_event_is_on_a_frame_and_typed_times_within_the_recording(desk):
    track = desk.put((30, 60))
    desk.panel.timesRequested.emit(track, 1, 500.0, 501.0)
    desk.panel.timesRequested.emit(track, 1, -1.0, 1.0)
    assert desk.spans == [(30, 60, "smile")]
    assert {n.message for n in desk.told} == {
        "The recording runs from 0:00.000 to 0:10.000; write a time within it."
    }
    desk.panel.timesRequested.emit(track, 1, 9.99, 9.99)
    assert desk.spans == [(FRAMES - 1, FRAMES - 1, "smile")]
    desk.at(100)
    desk.panel.timesRequested.emit(track, 1, 5.0, 5.0)
    desk.drag(150, FRAMES)
    assert desk.spans == [(FRAMES - 1, FRAMES - 1, "smile")]


def test_a_read_only_project_shows_and_refuses(desk):
    segments = [Segment(1.0, 2.0, "smile", "", 1)]
    document, _ = new_segment_track(Document(FRAMES), "expression", rater="A", segments=segments)
    seconds = desk.annotations.seconds
    desk.annotations.open(MemoryJournal(document, "The project is open elsewhere."), seconds)
    desk.drag(45, 100)
    desk.key(KEY.Key_N)
    assert desk.document == document
    assert {notice.message for notice in desk.told} == {"The project is open elsewhere."}
