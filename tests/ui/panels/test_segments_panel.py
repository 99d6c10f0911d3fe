"""The table of segments: what it lists, and what it asks for."""

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from app.core.document import Document
from app.core.edits import segments as edits
from app.core.edits.tracks import locked, new_curve, new_segment_track
from app.core.scheme import DEFAULT_SCHEMES
from app.core.segment import Segment
from app.session.journal import MemoryJournal
from app.ui.controllers.segments import SegmentsController
from app.ui.dialogs.segment import SegmentDialog
from app.ui.notices import notices
from app.ui.panels import segments_model
from app.ui.panels.segments_model import Column
from app.ui.panels.segments_panel import SegmentsPanel, time_typed
from app.ui.timeline.segment_lane import SegmentLane
from app.ui.timeline.timeline_view import TimelineView
from app.ui.turns import turns
from tests.support.timelines import recording, time_base

KEY = Qt.Key


@pytest.fixture
def panel(qtbot, session, actions):
    view = TimelineView(session, actions, extra_lanes=(SegmentLane(),))
    made = SegmentsPanel(session, actions)
    qtbot.addWidget(view)
    qtbot.addWidget(made)
    made.controller = SegmentsController(session, view, made, actions)
    made.resize(520, 400)
    made.show()
    qtbot.waitExposed(made)
    base = time_base(300)
    session.show(recording(base))
    session.annotations.work_as("Anna")
    session.annotations.open(MemoryJournal(Document(300)), base.seconds)
    return made


@pytest.fixture
def notes(session):
    return session.annotations


@pytest.fixture
def filled(panel, notes):
    """Two tracks: three segments and an event of Anna's, one segment of Ben's."""
    segments = (
        Segment(1.0, 2.0, "smile", "left side", 1),
        Segment(4.0, 4.5, "frown", "", 2),
        Segment(5.0, 5.0, "blink", "", 3),
        Segment(8.0, 9.0, "", "", 4),
    )
    document, track = new_segment_track(
        notes.document, "expression", rater="Anna", segments=segments
    )
    document, _ = new_segment_track(
        document, "expression", rater="Ben", segments=[Segment(3.0, 6.0, "speech", "", 1)]
    )
    notes.commit(document, kind="import", summary="put")
    return track


def texts(panel, column):
    table = panel.model
    return [table.index(row, column).data() for row in range(table.rowCount())]


def choose(panel, *rows):
    selection = panel.table.selectionModel()
    flags = QItemSelectionModel.SelectionFlag
    selection.clearSelection()
    for row in rows:
        selection.select(panel.model.index(row, 0), flags.Select | flags.Rows)
        selection.setCurrentIndex(panel.model.index(row, 0), flags.NoUpdate)
    panel.table.setFocus()


def click(panel, row, column=Column.ONSET):
    place = panel.table.visualRect(panel.model.index(row, column)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def write(panel, row, column, text):
    """Type into a cell and press Return."""
    index = panel.model.index(row, column)
    panel.table.setCurrentIndex(index)
    panel.table.edit(index)
    kind = QComboBox if column == Column.LABEL else QLineEdit
    editors = panel.table.viewport().findChildren(kind)
    (editor,) = [each for each in editors if each.isVisible()]
    line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
    line.setText(text)
    QTest.keyClick(editor, KEY.Key_Return)
    QApplication.processEvents()


def test_rows_are_sorted_by_time_and_say_everything(panel, filled):
    assert texts(panel, Column.ONSET) == [
        "0:01.000",
        "0:03.000",
        "0:04.000",
        "0:05.000",
        "0:08.000",
    ]
    assert texts(panel, Column.DURATION)[2:4] == ["0.500 s", "event"]
    assert texts(panel, Column.LABEL) == ["smile", "speech", "frown", "blink", ""]
    assert texts(panel, Column.NOTE)[0] == "left side"
    assert texts(panel, Column.TRACK)[1] == "expression · Ben"
    panel.table.sortByColumn(Column.LABEL, Qt.SortOrder.AscendingOrder)
    assert texts(panel, Column.LABEL) == ["", "blink", "frown", "smile", "speech"]
    panel.table.sortByColumn(Column.DURATION, Qt.SortOrder.DescendingOrder)
    assert texts(panel, Column.LABEL)[0] == "speech"


def test_the_empty_table_teaches(panel, notes, session):
    assert "press N" in panel.teaching.text
    assert "1 smile" in panel.teaching.text
    assert panel.teaching.button.isVisible()
    panel.teaching.button.click()
    assert panel.controller.begun == ("",)
    session.show(None)
    assert "once a recording is open" in panel.teaching.text
    assert not panel.teaching.button.isVisible()


def test_letters_filter_labels_notes_and_raters(panel, filled):
    panel.filter.setText("LEFT")
    assert texts(panel, Column.LABEL) == ["smile"]
    panel.filter.setText("ben")
    assert texts(panel, Column.LABEL) == ["speech"]
    assert panel.count._text == "1 of 5"
    panel.filter.clear()
    assert len(texts(panel, Column.LABEL)) == 5
    assert panel.count._text == "4 segments, 1 event"


def test_a_click_goes_there_and_selects(panel, filled, session, notes):
    click(panel, 2)
    assert session.playback.frame == 120
    assert (notes.active.head.id, notes.segment) == (filled, 2)
    click(panel, 1)
    assert session.playback.frame == 90
    assert notes.active.head.rater == "Ben"


def test_arrows_select_and_return_goes_there_whatever_actions_have_the_keys(
    panel, filled, session, notes, actions
):
    taken = []
    for name in ("set_value", "value_down", "delete_selected"):
        actions.enable(name, True)
        actions[name].triggered.connect(taken.append)
    panel.addActions(list(actions))
    click(panel, 0)
    QTest.keyClick(panel.table, KEY.Key_Down)
    QTest.keyClick(panel.table, KEY.Key_Down)
    assert notes.segment == 2
    assert session.playback.frame == 30
    QTest.keyClick(panel.table, KEY.Key_Return)
    assert session.playback.frame == 120
    QTest.keyClick(panel.table, KEY.Key_Delete)
    assert texts(panel, Column.LABEL) == ["smile", "speech", "blink", ""]
    assert taken == []


def test_several_are_deleted_in_one_edit_also_of_several_tracks(panel, filled, notes):
    choose(panel, 0, 1, 3)
    before = len(notes.history.entries)
    QTest.keyClick(panel.table, KEY.Key_Delete)
    assert texts(panel, Column.LABEL) == ["frown", ""]
    assert len(notes.history.entries) == before + 1
    assert notes.history.entries[-1].summary == "Deleted 3 segments"
    notes.undo()
    assert len(texts(panel, Column.LABEL)) == 5


def test_labels_and_notes_are_written_in_place(panel, filled, notes):
    write(panel, 4, Column.LABEL, "disgust")
    write(panel, 4, Column.NOTE, "short")
    segment = notes.document.segments_of(filled).segment(4)
    assert (segment.label, segment.note) == ("disgust", "short")
    before = len(notes.history.entries)
    write(panel, 4, Column.NOTE, "short")
    assert len(notes.history.entries) == before


def test_times_are_written_and_lie_on_frames(panel, filled, notes):
    write(panel, 0, Column.ONSET, "0:01.51")
    segment = notes.document.segments_of(filled).segment(1)
    assert (segment.onset, segment.offset) == (45 / 30, 75 / 30)
    write(panel, 0, Column.DURATION, "2,5 s")
    assert notes.document.segments_of(filled).segment(1).offset == 120 / 30
    write(panel, 0, Column.DURATION, "0")
    assert notes.document.segments_of(filled).segment(1).is_event
    write(panel, 0, Column.DURATION, "0.001")
    assert notes.document.segments_of(filled).segment(1).duration == pytest.approx(1 / 30)


def test_what_is_no_time_is_refused(panel, filled, notes):
    told = []
    notices.posted.connect(told.append)
    before = notes.document
    write(panel, 0, Column.ONSET, "soon")
    notices.posted.disconnect(told.append)
    assert notes.document is before
    assert told[0].message == "“soon” is no time; write 0:08.300 or 8.3."


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1:02.5", 62.5), ("1:00:00", 3600.0), ("8,3 s", 8.3), (".5", 0.5), ("0", 0.0)],
)
def test_times_as_they_are_typed(text, seconds):
    assert time_typed(text) == seconds


@pytest.mark.parametrize("text", ["", "-1", "1:2:3:4", "x", "nan", "1e3"])
def test_what_is_no_time(text):
    assert time_typed(text) is None


def test_locked_tracks_and_hidden_ones(panel, filled, notes):
    notes.commit(locked(notes.document, filled, lock=True), kind="lock", summary="x")
    editable = Qt.ItemFlag.ItemIsEditable
    assert not panel.model.index(0, Column.LABEL).flags() & editable
    assert panel.model.index(1, Column.LABEL).flags() & editable
    assert not panel.model.index(1, Column.TRACK).flags() & editable
    notes.show(filled, visible=False)
    assert texts(panel, Column.LABEL) == ["speech"]


def test_the_selection_stays_through_edits_and_follows_the_timeline(panel, filled, notes):
    choose(panel, 0, 2)
    kept = panel.selected
    notes.commit(edits.added(notes.document, filled, 0.0, 0.5)[0], kind="segment", summary="x")
    assert panel.selected == kept
    curve, _ = new_curve(notes.document, DEFAULT_SCHEMES.dimensions[0], rater="Anna")
    notes.commit(curve, kind="track", summary="x")
    assert panel.selected == kept
    notes.activate(filled)
    notes.select_segment(4)
    assert panel.selected == [(filled, 4)]
    notes.select_segment(0)
    assert panel.selected == []


def test_the_column_of_tracks_is_there_when_there_are_several(panel, filled, notes):
    assert not panel.table.isColumnHidden(Column.TRACK)
    notes.undo()
    document, _ = new_segment_track(
        notes.document, "expression", rater="Anna", segments=[Segment(np.float64(1), 2.0)]
    )
    notes.commit(document, kind="import", summary="put")
    assert panel.table.isColumnHidden(Column.TRACK)


def test_the_dialog_offers_the_scheme_and_takes_any_label(qtbot):
    scheme = DEFAULT_SCHEMES.category_scheme("expression")
    dialog = SegmentDialog(Segment(1.0, 2.5, "frown", "why"), scheme)
    qtbot.addWidget(dialog)
    assert (dialog.label, dialog.note) == ("frown", "why")
    assert dialog.label_field.currentIndex() == 1
    dialog.label_field.lineEdit().setText("a sneer ")
    assert (dialog.label, dialog.label_field.currentIndex()) == ("a sneer", -1)
    dialog.label_field.lineEdit().setText("smile")
    assert dialog.label_field.currentIndex() == 0
    free = SegmentDialog(Segment(1.0, 1.0, "sneer"), None)
    qtbot.addWidget(free)
    assert free.label == "sneer"
    assert free.windowTitle() == "Event"


def test_an_edit_of_a_curve_costs_the_table_nothing(panel, filled, notes, monkeypatch):
    """With five thousand segments, making every row anew would be felt at each stroke."""
    made = []
    monkeypatch.setattr(segments_model, "Row", lambda *of: made.append(of))
    document, curve = new_curve(notes.document, DEFAULT_SCHEMES.dimensions[0], rater="Anna")
    notes.commit(document, kind="new", summary="made", track=curve)
    assert made == []
    assert panel.model.rowCount() == 5


def test_a_table_that_was_behind_shows_the_segment_that_was_made_meanwhile(
    qtbot, filled, panel, notes, given
):
    """One was chosen, then another made: the table hears of the choice before it has the row."""
    notes.activate(filled)
    qtbot.waitUntil(lambda: turns.idle)
    panel.hide()
    notes.select_segment(1)
    made = panel.controller.changes.add(6.0, 7.0, "smile")
    panel.show()
    qtbot.waitUntil(lambda: turns.idle)
    assert panel.selected == [(filled, made)]


def test_a_label_that_is_typed_is_in_the_table_before_the_next_cell_opens(
    filled, panel, notes, given
):
    panel.model.typed.emit((filled, 1), Column.LABEL, "laugh")
    assert texts(panel, Column.LABEL)[panel.model.row_of((filled, 1))] == "laugh"
    assert notes.document.find(filled).segment(1).label == "laugh"
