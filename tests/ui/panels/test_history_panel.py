"""The History dock: every edit, the present one, what was taken back and what was set aside."""

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.core.document import Document
from app.core.edits import tracks as edits
from app.core.history import ROOT, EditEntry, History
from app.core.scheme import DEFAULT_SCHEMES
from app.session.journal import MemoryJournal
from app.ui.panels.history_delegate import when_text
from app.ui.panels.history_model import NUMBER, STANDING, HistoryModel, Standing
from app.ui.panels.history_panel import HistoryPanel
from tests.support.timelines import recording, time_base

BASE = time_base(10)
DONE, PRESENT, AHEAD, ASIDE = Standing


@pytest.fixture
def notes(session):
    session.show(recording(BASE))
    session.annotations.open(MemoryJournal(Document(10)), BASE.seconds)
    session.annotations.work_as("Anna")
    return session.annotations


@pytest.fixture
def panel(qtbot, session, notes, actions):
    panel = HistoryPanel(session, actions)
    qtbot.addWidget(panel)
    panel.resize(320, 480)
    panel.show()
    return panel


def edit(notes, summary, reason=""):
    after, _ = edits.new_curve(notes.document, DEFAULT_SCHEMES.dimensions[0], rater="Anna")
    notes.commit(after, kind="new", summary=summary, reason=reason)


def followed(notes):
    model = HistoryModel(notes)
    notes.history_changed.connect(model.follow)
    return model


def standings(model):
    return [model.index(row).data(STANDING) for row in range(model.rowCount())]


def test_the_states_are_told_apart(notes):
    model = followed(notes)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert standings(model) == [PRESENT]
    edit(notes, "one")
    edit(notes, "two")
    assert standings(model) == [DONE, DONE, PRESENT]
    notes.undo()
    assert standings(model) == [DONE, PRESENT, AHEAD]
    edit(notes, "three")
    assert standings(model) == [DONE, DONE, ASIDE, PRESENT]
    notes.go_to(ROOT)
    assert standings(model) == [PRESENT, AHEAD, ASIDE, AHEAD]
    notes.go_to(2)
    assert standings(model) == [DONE, DONE, PRESENT, ASIDE]


def test_a_new_edit_is_one_new_row(qtbot, notes):
    model = followed(notes)
    edit(notes, "one")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted) as added:
        edit(notes, "two")
    assert added.args[1:] == [2, 2]
    with qtbot.assertNotEmitted(model.modelReset), qtbot.assertNotEmitted(model.rowsInserted):
        notes.undo()


def test_another_recording_has_another_list(notes):
    model = followed(notes)
    edit(notes, "one")
    notes.open(MemoryJournal(Document(10)), BASE.seconds)
    assert model.rowCount() == 1
    notes.close()
    assert model.rowCount() == 0


def test_each_row_is_said_in_words(notes):
    model = followed(notes)
    edit(notes, "one", reason="it was empty")
    edit(notes, "two")
    notes.undo()
    words = [model.index(row).data() for row in range(3)]
    assert words[0] == "Start"
    assert words[1].startswith("one, Anna, ")
    assert words[1].endswith("because it was empty, the present state")
    assert "redo makes it again" in words[2]
    assert "why: it was empty" in model.index(1).data(Qt.ItemDataRole.ToolTipRole)


def test_a_click_jumps_to_any_state_and_so_does_return(qtbot, panel, notes):
    for name in ("one", "two", "three"):
        edit(notes, name)
    asked = []
    panel.jumpRequested.connect(asked.append)

    def click(row):
        rect = panel.view.visualRect(panel.filter.index(row, 0))
        place = rect.topLeft() + QPoint(60, 10)
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(0)
    click(1)
    click(3)  # the present state: nothing to do
    assert asked == [ROOT, 1]
    panel.choose(2)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert asked == [ROOT, 1, 2]


def test_the_present_state_is_chosen_after_every_edit(panel, notes):
    for name in ("one", "two"):
        edit(notes, name)
        assert panel.view.currentIndex().data(NUMBER) == notes.history.head
    notes.undo()
    assert panel.view.currentIndex().data(NUMBER) == 1


def test_a_reason_is_given_to_the_chosen_edit(qtbot, panel, notes):
    edit(notes, "one")
    edit(notes, "two", reason="first thought")
    assert panel.why.text() == "first thought"
    panel.explainRequested.connect(notes.explain)
    panel.choose(1)
    assert panel.why.text() == ""
    qtbot.keyClicks(panel.why, "it was late")
    qtbot.keyClick(panel.why, Qt.Key.Key_Return)
    assert [entry.reason for entry in notes.history.entries] == ["it was late", "first thought"]
    assert panel.view.currentIndex().data(NUMBER) == 1  # it stays where one was
    panel.choose(ROOT)
    assert not panel.why.isEnabled()


def test_search_shows_only_what_was_meant(panel, notes):
    edit(notes, "Drew arousal")
    edit(notes, "Smoothed arousal", reason="trembling")
    notes.work_as("Ben")
    edit(notes, "Drew valence")

    def found(text):
        panel.search.setText(text)
        rows = range(panel.filter.rowCount())
        return [panel.filter.index(row, 0).data(NUMBER) for row in rows]

    assert found("DREW") == [1, 3]
    assert panel.count.text == "2 of 3 edits"
    assert found("trembling") == [2]
    assert found("ben drew") == [3]
    assert found("nothing like it") == []
    assert found("") == [0, 1, 2, 3]
    assert panel.count.text == "3 edits"


def test_nothing_open_teaches(qtbot, session, actions):
    panel = HistoryPanel(session, actions)
    qtbot.addWidget(panel)
    assert panel._stack.currentIndex() == 0
    assert panel.count.text == ""


def test_set_aside_is_painted_paler_and_further_in(qtbot, panel, notes):
    for name in ("one", "two"):
        edit(notes, name)
    before = panel.view.grab().toImage()
    notes.undo()
    edit(notes, "three")
    panel.search.setText("o")  # only rows one, two
    assert panel.view.grab().toImage() != before


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("2026-05-06T07:08:09", "07:08:09"),
        ("2026-05-04T07:08:09", "04 May 07:08"),
        ("2025-12-31T07:08:09", "31 Dec 2025"),
        ("some day", "some day"),
    ],
)
def test_moments_are_short(at, text):
    assert when_text(at, datetime(2026, 5, 6, 12, 0, 0).astimezone()) == text


def test_ten_thousand_edits_are_no_burden(panel, notes):
    journal = MemoryJournal(Document(10))
    entries = tuple(
        EditEntry(number, number - 1, "Anna", "2026-05-06T07:08:09Z", "draw", f"Drew {number}")
        for number in range(1, 10_001)
    )
    journal.history = History(entries, 10_000, 10_000)
    journal._states[10_000] = journal._states[ROOT]
    notes.open(journal, BASE.seconds)
    assert panel.filter.rowCount() == 10_001
    assert panel.view.currentIndex().data(NUMBER) == 10_000
    assert not panel.view.grab().isNull()
