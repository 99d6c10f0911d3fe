"""Tracks are made, accepted and changed; asserted on the document and its history."""

import threading

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog

from app.core.document import Document
from app.core.errors import ProjectError
from app.core.scheme import DEFAULT_SCHEMES, DimensionScheme, Schemes
from app.session.journal import MemoryJournal
from app.session.tool_settings import FrameRange
from app.ui.controllers.tracks import TracksController
from app.ui.dialogs.new_track import NewTrackDialog, Start
from app.ui.dialogs.rater import RaterDialog
from app.ui.dialogs.schemes import SchemesDialog
from app.ui.notices import notices
from app.ui.panels.tracks_panel import TracksPanel
from tests.support.timelines import recording, shown, time_base

FRAMES = 20
BASE = time_base(FRAMES)


class Room:
    def __init__(self, qtbot, session, actions, preferences):
        self.session, self.notes = session, session.annotations
        self.actions, self.preferences = actions, preferences
        session.show(recording(BASE))
        self.notes.open(MemoryJournal(Document(FRAMES)), BASE.seconds)
        self.panel = TracksPanel(session, actions)
        qtbot.addWidget(self.panel)
        self.saved, self.told = [], []
        self.refuse = ""
        preferences.set("rater", "Anna")
        self.controller = TracksController(
            session,
            self.panel,
            actions,
            preferences,
            save_schemes=self._save,
            known_raters=lambda: ("Cleo",),
        )
        notices.posted.connect(self.told.append)

    def _save(self, schemes):
        if self.refuse:
            raise ProjectError(self.refuse)
        self.saved.append(schemes)

    def dialog(self, kind):
        found = self.panel.window().findChildren(kind)
        return found[-1] if found else None

    @property
    def document(self):
        return self.notes.document

    @property
    def summaries(self):
        return [entry.summary for entry in self.notes.history.entries]

    def choose(self, action):
        self.actions[action].trigger()

    def enabled(self, *names):
        return [name for name in names if self.actions[name].isEnabled()]


@pytest.fixture
def room(qtbot, session, actions, preferences):
    made = Room(qtbot, session, actions, preferences)
    yield made
    notices.posted.disconnect(made.told.append)
    for dialog in made.panel.window().findChildren(QDialog):
        dialog.close()


def make_curve(room, **fields):
    room.choose("new_curve")
    dialog = room.dialog(NewTrackDialog)
    if "name" in fields:
        dialog.name.setText(fields["name"])
    if "scheme" in fields:
        dialog.scheme.setCurrentText(fields["scheme"])
    if "value" in fields:
        dialog.start.setCurrentText(Start.CONSTANT.value)
        dialog.value.setValue(fields["value"])
    dialog.accept()
    return room.notes.active.head.id


class TestMaking:
    def test_a_curve_is_made_and_worked_on(self, room):
        track = make_curve(room, name="mine", scheme="valence")
        curve = room.document.curve(track)
        assert (curve.head.name, curve.head.rater, curve.head.scheme) == ("mine", "Anna", "valence")
        assert np.isnan(curve.samples.values).all()
        assert room.notes.active_curve == curve
        assert room.summaries == ["Made “mine”"]
        assert room.notes.history.entries[0].track == track

    def test_of_one_value(self, room):
        track = make_curve(room, value=0.5)
        assert (room.document.curve(track).samples.values == 0.5).all()

    def test_segments(self, room):
        room.choose("new_segment_track")
        room.dialog(NewTrackDialog).accept()
        (track,) = room.document.segment_tracks
        assert (track.head.scheme, track.head.name) == ("expression", "expression")
        assert room.notes.active_segments == track

    def test_for_somebody_else_by_whoever_is_at_work(self, room):
        room.choose("new_curve")
        dialog = room.dialog(NewTrackDialog)
        assert [dialog.rater.itemText(i) for i in range(dialog.rater.count())] == ["Anna", "Cleo"]
        dialog.rater.setEditText("Ben")
        dialog.accept()
        assert room.document.tracks[0].head.rater == "Ben"
        assert room.notes.history.entries[0].author == "Anna"

    def test_without_dimensions_it_says_where_to_make_one(self, room):
        room.notes.use_schemes(Schemes((), ()))
        room.choose("new_curve")
        room.choose("new_segment_track")
        assert room.dialog(NewTrackDialog) is None
        assert all("Annotate > Schemes" in notice.message for notice in room.told)
        assert len(room.told) == 2

    def test_cancelled_nothing_happens(self, room):
        room.choose("new_curve")
        room.dialog(NewTrackDialog).reject()
        assert room.summaries == []


class TestAccepting:
    @pytest.fixture(autouse=True)
    def _predicted(self, room):
        for name in ("arousal", "valence"):
            room.session.tracks.put(shown(BASE, name))

    def test_the_dialog_accepts_the_selected_frames(self, room):
        room.notes.select(FrameRange(5, 8))
        room.choose("accept_prediction")
        dialog = room.dialog(NewTrackDialog)
        dialog.scheme.setCurrentText("valence")
        dialog.only_selection.setChecked(True)
        dialog.accept()
        curve = room.notes.active_curve
        assert curve.head.scheme == "valence"
        np.testing.assert_array_equal(curve.samples.values[5:8], np.sin(BASE.seconds[5:8]))
        assert np.isnan(curve.samples.values).sum() == FRAMES - 3
        assert room.summaries == ["Accepted “valence” from System made"]
        assert room.notes.history.entries[0].kind == "accept"

    def test_from_its_row_at_once(self, room):
        row = room.panel.groups[0].rows[0]
        row.accept.click()
        curve = room.notes.active_curve
        np.testing.assert_array_equal(curve.samples.values, np.sin(BASE.seconds))
        assert curve.head.source == "accepted from System made"
        assert (curve.head.rater, curve.head.name) == ("Anna", "arousal")
        assert len(room.session.tracks) == 2

    def test_in_another_range_the_dialog_says_so_first(self, room):
        percent = DimensionScheme("arousal", 0.0, 100.0)
        room.notes.use_schemes(Schemes((percent,), ()))
        room.panel.groups[0].rows[0].accept.click()
        dialog = room.dialog(NewTrackDialog)
        assert "mapped from -1 to 1" in dialog.about.text()
        assert room.summaries == []
        dialog.accept()
        np.testing.assert_allclose(
            room.notes.active_curve.samples.values, 50 + 50 * np.sin(BASE.seconds)
        )

    def test_a_public_verb_for_others(self, room):
        key = next(iter(room.session.tracks)).key
        track = room.controller.accept(key, name="take", part=slice(0, 2))
        assert room.document.track(track).head.name == "take"
        assert room.controller.accept(("gone", "", 1, "arousal")) == ""
        assert "choose another" in room.told[-1].message

    def test_a_dimension_that_the_project_does_not_have(self, room):
        room.notes.use_schemes(Schemes((), ()))
        room.choose("accept_prediction")
        assert room.dialog(NewTrackDialog) is None
        assert "add the dimension" in room.told[-1].message

    def test_while_they_are_hidden_none_is_offered(self, room):
        room.notes.hide_others(True)
        assert not room.actions["accept_prediction"].isEnabled()
        room.controller.accept_prediction()
        assert room.dialog(NewTrackDialog) is None
        assert "hidden until the take is done" in room.told[-1].message
        room.choose("new_curve")
        starts = room.dialog(NewTrackDialog).start
        assert Start.PREDICTION.value not in [starts.itemText(i) for i in range(starts.count())]

    def test_nowhere_to_accept_it(self, room):
        room.notes.close()
        room.notes.work_as("")
        room.panel.groups[0].rows[0].accept.click()
        assert room.dialog(RaterDialog) is None
        assert "Open a recording" in room.told[-1].message

    def test_a_prediction_that_went_meanwhile(self, room):
        room.choose("accept_prediction")
        dialog = room.dialog(NewTrackDialog)
        room.session.tracks.clear()
        dialog.accept()
        assert room.summaries == []
        assert "not there any more" in room.told[-1].message


class TestChanging:
    def test_every_verb_is_one_edit_that_undo_takes_back(self, room):
        track = make_curve(room)
        before = room.document
        panel = room.panel
        for ask in (
            lambda: panel.renameRequested.emit(track, "other"),
            lambda: panel.colourRequested.emit(track, "#009E73"),
            lambda: panel.lockRequested.emit(track, True),
            lambda: panel.duplicateRequested.emit(track),
            lambda: panel.deleteRequested.emit(track),
        ):
            edits = len(room.summaries)
            ask()
            assert len(room.summaries) == edits + 1
            assert room.document != before
            room.notes.undo()
            assert room.document == before

    def test_what_is_done_is_said(self, room):
        track = make_curve(room)
        room.panel.renameRequested.emit(track, "other")
        room.choose("duplicate_track")
        copy = room.notes.active.head.id
        room.panel.moveRequested.emit(copy, 0)
        room.choose("lock_track")
        room.choose("lock_track")
        room.choose("delete_track")
        assert room.summaries == [
            "Made “arousal”",
            "Renamed “arousal” to “other”",
            "Copied “other”",
            "Moved “other copy” in the list",
            "Locked “other copy”",
            "Unlocked “other copy”",
            "Deleted “other copy”",
        ]
        assert "Undo brings it back" in room.told[-1].message

    def test_moving_beyond_the_ends_is_no_edit(self, room):
        track = make_curve(room)
        room.panel.moveRequested.emit(track, -1)
        room.panel.moveRequested.emit(track, 1)
        assert len(room.summaries) == 1

    def test_locked_tracks_are_not_renamed(self, room):
        track = make_curve(room)
        room.panel.lockRequested.emit(track, True)
        room.panel.renameRequested.emit(track, "other")
        assert room.document.track(track).head.name == "arousal"
        assert "locked" in room.told[-1].message

    def test_renaming_from_the_menu_happens_in_the_row(self, room):
        make_curve(room)
        room.panel.show()
        room.choose("rename_track")
        assert room.panel.annotations.rows[0].editing


class TestWhatCanBeChosen:
    ON_ACTIVE = ("rename_track", "lock_track", "duplicate_track", "delete_track")

    def test_follows_what_is_there(self, room):
        making = ("new_curve", "new_segment_track", "accept_prediction")
        assert room.enabled(*making) == ["new_curve", "new_segment_track"]
        assert room.enabled(*self.ON_ACTIVE) == []
        room.session.tracks.put(shown(BASE))
        assert room.enabled("accept_prediction")
        track = make_curve(room)
        assert room.enabled(*self.ON_ACTIVE) == list(self.ON_ACTIVE)
        room.panel.lockRequested.emit(track, True)
        assert room.enabled(*self.ON_ACTIVE) == ["lock_track", "duplicate_track"]
        room.notes.activate("")
        assert room.enabled(*self.ON_ACTIVE) == []
        room.session.show(None)
        assert room.enabled(*making) == []
        assert room.enabled("edit_schemes", "change_rater") == ["edit_schemes", "change_rater"]

    def test_a_reader_changes_nothing(self, room):
        room.notes.open(MemoryJournal(Document(FRAMES), "Read only."), BASE.seconds)
        assert room.enabled("new_curve", *self.ON_ACTIVE) == []
        room.controller.new_curve()
        assert room.dialog(NewTrackDialog) is None
        assert room.told[-1].message == "Read only."


class TestRaters:
    def test_the_last_one_is_remembered(self, room):
        assert room.notes.rater == "Anna"
        room.choose("change_rater")
        dialog = room.dialog(RaterDialog)
        assert dialog.rater == "Anna"
        dialog.write("  Ben ")
        dialog.accept()
        assert room.notes.rater == "Ben"
        assert room.preferences.get("rater") == "Ben"

    def test_accepting_asks_first_who_does(self, room):
        room.notes.work_as("")
        room.session.tracks.put(shown(BASE))
        room.panel.groups[0].rows[0].accept.click()
        assert room.summaries == []
        dialog = room.dialog(RaterDialog)
        dialog.write("Ben")
        dialog.accept()
        assert room.notes.active.head.rater == "Ben"
        assert room.notes.history.entries[0].author == "Ben"

    def test_whoever_makes_the_first_track_is_at_work(self, room):
        room.notes.work_as("")
        room.choose("new_curve")
        dialog = room.dialog(NewTrackDialog)
        dialog.rater.setEditText("Ben")
        dialog.accept()
        assert room.notes.rater == "Ben"
        assert room.notes.history.entries[0].author == "Ben"


class TestSchemes:
    def test_are_kept_then_used(self, room):
        room.choose("edit_schemes")
        dialog = room.dialog(SchemesDialog)
        dialog.dimensions.add_row()
        dialog.dimensions.table.item(2, 0).setText("dominance")
        dialog.accept()
        assert room.notes.schemes.dimension("dominance") == DimensionScheme("dominance")
        assert room.saved == [room.notes.schemes]

    def test_that_cannot_be_kept_are_not_used(self, room):
        room.refuse = "The disk is full."
        room.choose("edit_schemes")
        dialog = room.dialog(SchemesDialog)
        dialog.dimensions.add_row()
        dialog.accept()
        assert room.notes.schemes == DEFAULT_SCHEMES
        assert room.told[-1].message == "The disk is full."

    def test_are_looked_for_in_a_worker_and_asked_for_once(self, room, qtbot, monkeypatch):
        threads = []

        def documents():
            threads.append(threading.current_thread())
            yield room.notes.document

        monkeypatch.setattr(room.controller, "_documents", documents)
        room.choose("edit_schemes")
        room.choose("edit_schemes")
        qtbot.waitUntil(lambda: room.dialog(SchemesDialog) is not None)
        assert len(threads) == 1
        assert threads[0] is not threading.main_thread()

    def test_without_a_project_are_not_asked_for(self, room, monkeypatch):
        def documents():
            raise ProjectError("Open a recording first.")

        monkeypatch.setattr(room.controller, "_documents", documents)
        room.choose("edit_schemes")
        assert room.told[-1].message == "Open a recording first."
        assert room.dialog(SchemesDialog) is None

    def test_in_use_stay(self, room):
        make_curve(room, value=0.9)
        room.choose("edit_schemes")
        dialog = room.dialog(SchemesDialog)
        dialog.dimensions.table.item(0, 2).setText("0.5")
        assert "0.9" in dialog.fault
