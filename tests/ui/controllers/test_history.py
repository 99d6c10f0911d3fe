"""Undo and redo say what they do; any state can be gone to; the list becomes a file."""

import csv

import pytest

from app.core.document import Document
from app.core.edits.tracks import new_curve
from app.core.history import ROOT
from app.core.scheme import DEFAULT_SCHEMES
from app.session.journal import MemoryJournal
from app.ui.controllers.history import HistoryController
from app.ui.notices import notices
from app.ui.panels.history_panel import HistoryPanel
from tests.support.timelines import recording, time_base

BASE = time_base(10)


class Room:
    def __init__(self, qtbot, session, actions, preferences):
        self.session, self.notes, self.actions = session, session.annotations, actions
        self.preferences = preferences
        session.show(recording(BASE))
        self.notes.open(MemoryJournal(Document(10)), BASE.seconds)
        self.notes.work_as("Anna")
        self.panel = HistoryPanel(session, actions)
        qtbot.addWidget(self.panel)
        self.target, self.proposed, self.told = None, [], []
        self.controller = HistoryController(
            session, self.panel, actions, preferences, self.panel, self
        )
        notices.posted.connect(self.told.append)

    def ask_for(self, title, name, kinds, folder):
        self.proposed.append(name)
        return self.target

    def edit(self, summary):
        after, _ = new_curve(self.notes.document, DEFAULT_SCHEMES.dimensions[0], rater="Anna")
        self.notes.commit(after, kind="new", summary=summary)

    @property
    def entries(self):
        return [(self.actions[n].text(), self.actions[n].isEnabled()) for n in ("undo", "redo")]


@pytest.fixture
def room(qtbot, session, actions, preferences):
    made = Room(qtbot, session, actions, preferences)
    yield made
    notices.posted.disconnect(made.told.append)


def test_the_menu_says_what_would_be_undone(room):
    assert room.entries == [("&Undo", False), ("&Redo", False)]
    room.edit("Drew arousal")
    room.edit("Joined A & B")
    assert room.entries == [("&Undo Joined A && B", True), ("&Redo", False)]
    room.actions["undo"].trigger()
    assert room.entries == [("&Undo Drew arousal", True), ("&Redo Joined A && B", True)]
    room.actions["undo"].trigger()
    assert room.entries == [("&Undo", False), ("&Redo Drew arousal", True)]
    assert room.notes.document == Document(10)
    room.actions["redo"].trigger()
    room.actions["redo"].trigger()
    assert len(room.notes.document.tracks) == 2
    room.session.show(None)
    assert room.entries == [("&Undo", False), ("&Redo", False)]


def test_a_long_summary_is_cut_in_the_menu(room):
    room.edit("Drew " + "a" * 200)
    text = room.entries[0][0]
    assert len(text) < 70
    assert text.endswith("…")


def test_redo_says_what_comes_next_also_from_the_beginning(room):
    for name in ("one", "two", "three"):
        room.edit(name)
    room.panel.jumpRequested.emit(ROOT)
    assert room.entries[1] == ("&Redo one", True)
    room.panel.jumpRequested.emit(2)
    assert room.entries == [("&Undo two", True), ("&Redo three", True)]
    assert len(room.notes.document.tracks) == 2


def test_a_branch_set_aside_can_be_gone_back_to(room):
    room.edit("one")
    room.edit("two")
    aside = room.notes.document
    room.notes.undo()
    room.edit("instead")
    room.panel.jumpRequested.emit(2)
    assert room.notes.document == aside
    assert room.entries == [("&Undo two", True), ("&Redo", False)]


def test_reasons_are_kept(room):
    room.edit("one")
    room.panel.explainRequested.emit(1, "late")
    assert room.notes.history.entry(1).reason == "late"


def test_a_reader_cannot_walk_and_is_told_why(room):
    journal = MemoryJournal(Document(10))
    journal.commit(Document(10), author="A", kind="draw", summary="one")
    journal.read_only = "It is open elsewhere."
    room.notes.open(journal, BASE.seconds)
    assert room.entries == [("&Undo one", False), ("&Redo", False)]
    room.panel.jumpRequested.emit(ROOT)
    assert room.told[-1].message == "It is open elsewhere."
    assert not room.panel.why.isEnabled()


def test_the_list_is_written(room, tmp_path):
    assert not room.actions["export_history"].isEnabled()
    room.edit("one")
    assert room.panel.export.isEnabled()
    room.panel.export.click()
    assert room.proposed[0] == "made-edits.csv"
    assert room.told == []
    room.target = tmp_path / "list.csv"
    room.panel.export.click()
    with room.target.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["summary"], row["author"], row["present"]) == ("one", "Anna", "1")
    assert "list.csv written" in room.told[-1].message


def test_a_place_that_cannot_be_written_is_said(room, tmp_path):
    room.edit("one")
    room.target = tmp_path / "none" / "list.csv"
    room.actions["export_history"].trigger()
    assert room.told[-1].level == "error"
    assert "folder" in room.told[-1].message
