"""Edits of a range by dialogs and keys, asserted on the document and its history."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from app.core.document import Document
from app.core.edits.curves import with_values
from app.core.edits.tracks import new_curve, new_segment_track
from app.core.scheme import DimensionScheme
from app.session.journal import MemoryJournal
from app.session.tool_settings import FrameRange
from app.ui.controllers.range_edits import EDITS, RangeEditsController
from app.ui.dialogs.range_edit_fields import NumberField
from app.ui.dialogs.range_edit_table import OPERATIONS
from app.ui.key_sharing import KeySharing, keeps_key
from app.ui.notices import notices
from tests.support.timelines import recording, shown, time_base

FRAMES = 90
NAN = np.nan


class Room:
    """A recording of 3 s at 30 frames per second with Anna's arousal, and the controller."""

    def __init__(self, session, actions, qtbot):
        self.session, self.actions = session, actions
        self.annotations = session.annotations
        base = time_base(FRAMES, 30)
        session.show(recording(base))
        self.wave = np.round(0.5 * np.sin(base.seconds), 3)
        document, self.id = new_curve(
            Document(FRAMES), DimensionScheme("arousal"), rater="Anna", name="Anna's arousal"
        )
        document = with_values(document, self.id, self.wave)
        document, self.other = new_curve(
            document, DimensionScheme("arousal"), rater="Ben", name="arousal"
        )
        document = with_values(document, self.other, np.full(FRAMES, 0.25))
        self.annotations.open(MemoryJournal(document), base.seconds)
        self.annotations.work_as("Anna")
        self.annotations.activate(self.id)
        self.window = QWidget()
        self.window.resize(900, 600)
        for action in actions:
            self.window.addAction(action)
        self.window.show()
        qtbot.addWidget(self.window)
        self.control = RangeEditsController(session, actions, self.window, self.window)
        self.told = []
        notices.posted.connect(self._hear)

    def _hear(self, notice):
        self.told.append(notice.message)

    @property
    def values(self):
        return self.annotations.document.curve(self.id).samples.values

    @property
    def entries(self):
        return self.annotations.history.entries

    @property
    def dialog(self):
        return self.control.dialogs.dialog

    def select(self, first, stop):
        self.annotations.select(FrameRange(first, stop))

    def do(self, name):
        self.actions[name].trigger()

    def preview(self):
        return self.annotations.preview.samples.values


@pytest.fixture
def room(session, actions, qtbot, qapp):
    made = Room(session, actions, qtbot)
    sharing = KeySharing(made.window)
    sharing.follow(qapp)
    yield made
    made.control.dialogs.close()
    notices.posted.disconnect(made._hear)
    session.show(None)


def test_every_dialog_shows_its_result_and_commits_once(room):
    for row in OPERATIONS:
        room.select(10, 40)
        before = len(room.entries)
        room.do(row.id)
        dialog = room.dialog
        assert dialog.isVisible()
        assert not dialog.isModal()
        assert dialog.target_said == "The selection, 0:00.3 to 0:01.3, 30 frames"
        for name, value in {"by_value": 0.1, "factor": 2, "low": 0.3, "value": 0.7}.items():
            if name in dialog.settings:
                dialog.field(name).put(value)
        dialog.accept()
        assert room.dialog is None
        assert room.annotations.preview is None
        new = room.entries[before:]
        changes = row.id != "range_fill"  # there are no gaps
        assert [entry.kind for entry in new] == ([row.kind] if changes else [])
        for entry in new:
            assert entry.summary.endswith(", 0:00.3 to 0:01.3")
            assert entry.track == room.id
            assert entry.author == "Anna"
        if changes:
            room.annotations.undo()
            assert_array_equal(room.values, room.wave)


def test_smoothing_by_the_dialog(room):
    noisy = room.wave + np.where(np.arange(FRAMES) % 2, 0.1, -0.1)
    room.annotations.commit(
        with_values(room.annotations.document, room.id, noisy), kind="draw", summary="Drew"
    )
    room.select(69, 90)
    room.do("range_smooth")
    room.dialog.field("window").put(0.7)
    room.dialog._reason.setText(" shaky hand ")
    assert np.abs(room.preview()[69:] - room.wave[69:]).max() < 0.06
    assert_array_equal(room.preview()[:69], noisy[:69])
    assert_array_equal(room.values, noisy)
    assert room.dialog.said == "21 values change."
    room.dialog.accept()
    last = room.entries[-1]
    assert last.summary == "Smoothed arousal, 0:02.3 to 0:03.0"
    assert last.reason == "shaky hand"


def test_cancelling_leaves_nothing(room):
    room.do("range_scale")
    room.dialog.field("factor").put(0)
    assert_allclose(room.preview(), room.wave.mean())
    room.dialog.reject()
    assert room.annotations.preview is None
    assert room.dialog is None
    assert not room.entries
    assert_array_equal(room.values, room.wave)


def test_without_a_selection_it_is_the_whole_curve_and_said_so(room):
    room.do("range_clamp")
    said = "Nothing is selected: the whole curve, 0:00.0 to 0:03.0, 90 frames"
    assert room.dialog.target_said == said
    room.dialog.field("high").put(0.25)
    room.dialog.accept()
    assert room.values.max() == 0.25
    assert room.entries[-1].summary == "Clamped arousal to -1 \u2026 0.25, 0:00.0 to 0:03.0"


def test_the_dialog_follows_the_selection_and_the_document(room):
    room.do("range_scale")
    room.dialog.field("factor").put(0)
    room.select(3, 6)
    assert room.dialog.target_said.startswith("The selection, 0:00.1 to 0:00.2")
    assert_array_equal(room.preview()[6:], room.wave[6:])
    room.annotations.activate("")
    assert "Choose a curve" in room.dialog.said
    assert room.annotations.preview is None
    room.dialog.accept()
    assert "Choose a curve" in room.told[-1]
    assert room.dialog is not None
    room.session.show(None)
    assert room.dialog is None
    assert not room.entries


def test_settings_are_remembered_for_the_next_time(room):
    room.do("range_smooth")
    room.dialog.field("window").put(0.9)
    room.dialog.accept()
    room.do("range_smooth")
    assert room.dialog.settings["window"] == 0.9


def test_what_cannot_be_done_is_said_and_cannot_be_confirmed(room):
    room.do("range_smooth")
    room.dialog.field("window").put(0.05)
    assert "holds" in room.dialog.said
    assert room.annotations.preview is None
    room.dialog.accept()
    assert room.dialog is not None
    assert not room.entries


def test_copying_offers_predictions_and_raters_and_hides_them_from_the_blind(room):
    base = room.session.recording.time_base
    room.session.tracks.put(shown(base, "valence"))
    room.session.tracks.put(shown(base, "arousal", np.full(FRAMES, 1.0)))
    room.select(0, 10)
    room.do("range_copy_from")
    box = room.dialog.field("source").widget
    labels = [box.itemText(place) for place in range(box.count())]
    assert labels == ["System made: arousal", "Ben: arousal", "System made: valence"]
    room.dialog.field("strength").put(0.5)
    assert_allclose(room.preview()[:10], (room.wave[:10] + 1) / 2)
    box.setCurrentIndex(1)
    room.dialog.accept()
    assert_allclose(room.values[:10], (room.wave[:10] + 0.25) / 2)
    summary = "Copied arousal from Ben: arousal (strength 0.5), 0:00.0 to 0:00.3"
    assert room.entries[-1].summary == summary
    room.annotations.hide_others(blind=True)
    room.do("range_copy_from")
    assert room.dialog.field("source").widget.count() == 0
    assert "no other curve" in room.dialog.said


def test_a_typed_value_takes_a_decimal_comma_and_return(room, qtbot):
    room.session.playback.seek_frame(12)
    room.do("set_value")
    dialog = room.dialog
    assert dialog.target_said == "Nothing is selected: frame 12, at 0:00.4"
    field = dialog.field("value").widget
    assert isinstance(field, NumberField)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "-0,25")
    assert room.preview()[12] == -0.25
    qtbot.keyClick(field, Qt.Key.Key_Return)
    expected = room.wave.copy()
    expected[12] = -0.25
    assert_array_equal(room.values, expected)
    assert room.entries[-1].summary == "Set arousal to -0.25, at 0:00.4"
    assert room.dialog is None


@pytest.mark.parametrize(
    ("kind", "key", "kept"),
    [
        (QLineEdit, Qt.Key.Key_Return, True),
        (QPlainTextEdit, Qt.Key.Key_Up, True),
        (QComboBox, Qt.Key.Key_Down, True),
        (QListWidget, Qt.Key.Key_Up, True),
        (QListWidget, Qt.Key.Key_Return, True),
        (QSlider, Qt.Key.Key_Down, True),
        (QPushButton, Qt.Key.Key_Up, False),
        (QWidget, Qt.Key.Key_Return, False),
    ],
)
def test_keys_of_values_are_left_to_widgets_that_need_them(qapp, kind, key, kept):
    assert keeps_key(kind(), key, Qt.KeyboardModifier.NoModifier) is kept


def test_a_focused_list_selects_by_shift_and_arrows(qapp):
    shift = Qt.KeyboardModifier.ShiftModifier
    assert keeps_key(QListWidget(), Qt.Key.Key_Up, shift)
    assert not keeps_key(QListWidget(), Qt.Key.Key_Home, shift)


def test_a_value_outside_the_range_cannot_be_typed(room, qtbot):
    room.do("set_value")
    field = room.dialog.field("value").widget
    field.selectAll()
    qtbot.keyClicks(field, "7")
    room.dialog.accept()
    assert np.abs(room.values).max() <= 1


def test_presses_that_follow_each_other_are_one_edit(room, qtbot):
    room.select(5, 8)
    for _ in range(3):
        qtbot.keyClick(room.window, Qt.Key.Key_Up)
    qtbot.keyClick(room.window, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert_allclose(room.preview()[5:8], room.wave[5:8] + 0.26)
    assert not room.entries
    qtbot.waitUntil(lambda: len(room.entries) == 1, timeout=3000)
    assert room.entries[0].summary == "Raised arousal by 0.26, 0:00.2 to 0:00.3"
    assert_allclose(room.values[5:8], room.wave[5:8] + 0.26)
    assert room.annotations.preview is None


@pytest.mark.parametrize(
    "happens",
    [
        lambda room, qtbot: room.select(20, 22),
        lambda room, qtbot: room.annotations.activate(room.other),
        lambda room, qtbot: qtbot.keyClick(room.window, Qt.Key.Key_F9),
        lambda room, qtbot: qtbot.mouseClick(room.window, Qt.MouseButton.LeftButton),
        lambda room, qtbot: room.do("paste_values"),
        lambda room, qtbot: room.window.close(),
    ],
    ids=["select", "activate", "key", "mouse", "paste", "close"],
)
def test_anything_else_makes_the_edit_first(room, qtbot, happens):
    QGuiApplication.clipboard().setText("0.5")
    room.select(5, 8)
    room.do("value_down")
    happens(room, qtbot)
    assert room.entries[0].summary == "Lowered arousal by 0.02, 0:00.2 to 0:00.3"
    assert not room.control.nudging.pending


def test_undo_takes_the_presses_back(room):
    room.annotations.commit(
        with_values(room.annotations.document, room.id, room.wave / 2), kind="x", summary="x"
    )
    room.do("value_up")
    room.annotations.undo()
    assert [entry.kind for entry in room.entries] == ["x", "nudge"]
    assert_array_equal(room.values, room.wave / 2)
    room.annotations.redo()
    assert room.values[0] == 0.02


def test_a_frame_is_nudged_until_the_playhead_moves(room):
    room.session.playback.seek_frame(30)
    room.do("value_up")
    room.do("value_up")
    room.session.playback.step(1)
    assert len(room.entries) == 1
    room.do("value_down")
    room.control.flush()
    assert_allclose(room.values[30:32], room.wave[30:32] + np.array([0.04, -0.02]))


def test_pressing_against_the_limit_is_not_counted(room):
    room.session.playback.seek_frame(0)
    for _ in range(15):
        room.do("value_up_more")
    room.do("value_down")
    room.control.flush()
    assert_allclose(room.values[0], 0.98)


def test_nothing_is_nudged_in_a_gap(room):
    room.select(0, 5)
    room.do("delete_selected")
    room.do("value_up")
    assert "no value here" in room.told[-1]
    assert len(room.entries) == 1


def test_delete_makes_a_gap_of_the_selection_only(room):
    room.do("delete_selected")
    assert "Select a part" in room.told[-1]
    room.select(3, 5)
    room.do("delete_selected")
    assert np.isnan(room.values[3:5]).all()
    assert np.isnan(room.values).sum() == 2
    assert room.entries[-1].summary == "Erased arousal, 0:00.1 to 0:00.2"


def test_copied_values_are_pasted_at_the_playhead(room):
    room.select(3, 5)
    room.do("delete_selected")
    room.select(2, 7)
    room.do("copy_values")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 5
    assert lines[0].split("\t") == [repr(2 / 30), repr(float(room.wave[2]))]
    room.session.playback.seek_frame(50)
    room.do("paste_values")
    assert_array_equal(room.values[50:55], [room.wave[2], NAN, NAN, room.wave[5], room.wave[6]])
    assert room.annotations.selection == FrameRange(50, 55)
    assert room.entries[-1].summary == "Pasted 5 values into arousal, 0:01.7 to 0:01.8"


def test_a_column_of_a_spreadsheet_is_pasted_and_limited(room):
    QGuiApplication.clipboard().setText("arousal\r\n0,5\r\n3\r\n")
    room.do("paste_values")
    assert_array_equal(room.values[:2], [0.5, 1])
    assert "1 of 2 values lay outside -1 to 1" in room.told[-1]


@pytest.mark.parametrize("text", ["", "good\nmorning\n"])
def test_other_text_is_not_pasted(room, text):
    QGuiApplication.clipboard().setText(text)
    room.do("paste_values")
    assert "clipboard" in room.told[-1]
    assert not room.entries


def test_without_a_selection_the_whole_curve_is_copied(room):
    room.do("copy_values")
    assert len(QGuiApplication.clipboard().text().splitlines()) == FRAMES
    assert "whole curve" in room.told[-1]


def test_actions_wait_for_a_curve_that_can_be_edited(room):
    names = (*EDITS, "delete_selected")
    assert all(room.actions[name].isEnabled() for name in names)
    document = room.annotations.document
    curve = document.curve(room.id)
    locked = document.replaced(replace(curve, head=replace(curve.head, locked=True)))
    room.annotations.commit(locked, kind="lock", summary="Locked")
    assert not any(room.actions[name].isEnabled() for name in names)
    assert room.actions["copy_values"].isEnabled()
    room.control.dialogs.open(OPERATIONS[0])
    assert "locked" in room.told[-1]
    room.annotations.activate("")
    assert not room.actions["copy_values"].isEnabled()
    room.control.dialogs.open(OPERATIONS[0])
    assert "Choose a curve" in room.told[-1]


def test_a_track_of_segments_keeps_delete_to_itself(room):
    document, marks = new_segment_track(room.annotations.document, "expression", rater="Anna")
    room.annotations.commit(document, kind="new", summary="New")
    room.actions.enable("delete_selected", True)
    room.annotations.activate(marks)
    assert room.actions["delete_selected"].isEnabled()
    room.select(0, 5)
    room.do("delete_selected")
    assert len(room.entries) == 1
    room.control.nudging.nudge(0.01)
    assert "segments" in room.told[-1]


def test_a_read_only_project_is_not_edited(room):
    document = room.annotations.document
    journal = MemoryJournal(document, "The project is open elsewhere.")
    room.annotations.open(journal, room.annotations.seconds)
    assert not room.actions["range_smooth"].isEnabled()
    room.control.nudging.nudge(0.01)
    assert room.told[-1] == "The project is open elsewhere."
