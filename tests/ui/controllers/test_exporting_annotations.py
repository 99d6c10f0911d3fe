"""Annotations as files: chosen in the dialog, and everything of a project."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QWidget

from app.core.edits.tracks import new_segment_track
from app.formats.registry import format_named
from app.session.project_desk import ProjectDesk
from app.store.project import create_project
from app.ui.controllers.exporting_annotations import AnnotationExportController
from app.ui.controllers.exporting_project import ProjectExportController
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import running_tasks
from app.video.pyav_reader import open_recording
from tests.support.annotating import make_curve, open_annotations
from tests.support.recordings import made_recording
from tests.support.timelines import shown
from tests.support.videos import constant_pts, write_counted

FRAMES = 40


@pytest.fixture
def told():
    heard = []
    notices.posted.connect(heard.append)
    yield heard
    notices.posted.disconnect(heard.append)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def exporting(qtbot, session, actions, preferences, window, tmp_path):
    """A recording with a curve of Anna's, one of Bea's, segments, and a prediction."""
    film = replace(made_recording(frames=FRAMES), path=tmp_path / "clip.mp4")
    session.list_recordings([film.path])
    session.show(film)
    open_annotations(session)
    asked = []

    def confirm(paths):
        asked.append([path.name for path in paths])
        return controller.answer

    board = TaskBoard(window)
    controller = AnnotationExportController(
        session, actions, preferences, board, window, confirm=confirm
    )
    controller.asked, controller.answer = asked, True
    yield controller
    if controller.dialog is not None:
        controller.dialog.reject()
    qtbot.waitUntil(lambda: running_tasks() == 0)


@pytest.fixture
def filled(session, exporting):
    make_curve(session, np.linspace(-1, 1, FRAMES))
    session.annotations.work_as("Bea")
    make_curve(session, np.full(FRAMES, 0.5), "valence")
    after, _ = new_segment_track(session.annotations.document, "expression", rater="Bea")
    session.annotations.commit(after, kind="new", summary="Segments")
    session.tracks.put(shown(session.recording.time_base))
    return session


def ready(qtbot, dialog):
    qtbot.waitUntil(lambda: running_tasks() == 0 and not dialog.said.text().startswith("Looking"))


def button(dialog):
    box = dialog.findChild(QDialogButtonBox)
    return next(b for b in box.buttons() if box.buttonRole(b) == box.ButtonRole.AcceptRole)


def accept(qtbot, dialog):
    ready(qtbot, dialog)
    assert button(dialog).isEnabled(), dialog.said.text()
    button(dialog).click()
    qtbot.waitUntil(lambda: running_tasks() == 0)


def test_it_can_be_chosen_when_there_is_something(session, exporting, actions):
    assert not actions["export_annotations"].isEnabled()
    make_curve(session)
    assert actions["export_annotations"].isEnabled()
    session.annotations.hide_others(True)
    assert not actions["export_annotations"].isEnabled()


def test_curves_and_segments_as_our_own_files(qtbot, filled, exporting, actions, told, tmp_path):
    actions["export_annotations"].trigger()
    dialog = exporting.dialog
    dialog.place.setText(str(tmp_path / "out" / "x.csv"))
    ready(qtbot, dialog)
    assert "x.csv and x.segments.csv will be written" in dialog.said.text()
    assert "without any segment" in dialog.losses.text()
    accept(qtbot, dialog)
    content, _ = format_named("tracks").read(tmp_path / "out" / "x.csv")
    assert [(each.dimension, each.rater) for each in content.curves] == [
        ("arousal", "Anna"),
        ("valence", "Bea"),
    ]
    assert content.curves[0].values.tolist() == np.linspace(-1, 1, FRAMES).tolist()
    assert "x.csv and x.segments.csv written to" in told[-1].message
    assert exporting.asked == []


def test_one_track_alone(qtbot, filled, exporting, tmp_path):
    track = filled.annotations.document.curves[1].head.id
    exporting.ask(track)
    assert exporting.dialog.chosen == [track]


def test_a_format_says_what_it_does_not_hold_and_what_it_cannot_write(qtbot, filled, exporting):
    exporting.ask()
    dialog = exporting.dialog
    dialog.choose_format("aff-wild2")
    assert dialog.place.text().endswith(".txt")
    assert not dialog.writing.times.isEnabled()
    assert "holds no segments" in dialog.losses.text()
    ready(qtbot, dialog)
    assert not button(dialog).isEnabled()  # no rater has both dimensions
    assert dialog.said.property("role") == "error"
    for key in list(dialog.chosen):
        dialog.tick(key, on=False)
    assert dialog.said.text() == "Tick at least one track."


def test_predictions_go_into_the_joined_table_only(qtbot, filled, exporting, tmp_path):
    exporting.ask()
    dialog = exporting.dialog
    assert "prediction 0" not in dialog.chosen
    dialog.choose_format("joined")
    assert "prediction 0" in dialog.chosen
    for key in dialog.chosen[:-1]:
        dialog.tick(key, on=False)
    dialog.writing.times.setCurrentIndex(dialog.writing.times.findData("milliseconds"))
    dialog.place.setText(str(tmp_path / "j.csv"))
    accept(qtbot, dialog)
    lines = (tmp_path / "j.csv").read_text().splitlines()
    assert lines[0] == "frame,time_ms,arousal:made"
    assert lines[2].startswith("1,40,")


def test_a_number_for_gaps(qtbot, filled, exporting, tmp_path):
    make_curve(filled)
    exporting.ask()
    dialog = exporting.dialog
    options = dialog.writing
    assert not options.sentinel.isEnabled()
    options.gaps.setCurrentIndex(1)
    options.sentinel.setText("none")
    assert "is no number for a gap" in dialog.said.text()
    options.sentinel.setText("-9")
    dialog.place.setText(str(tmp_path / "x.csv"))
    accept(qtbot, dialog)
    assert (tmp_path / "x.csv").read_text().splitlines()[1].endswith(",-9")


def test_replacing_is_asked(qtbot, filled, exporting, tmp_path):
    target = tmp_path / "x.csv"
    target.write_text("mine")
    for answer in (False, True):
        exporting.answer = answer
        exporting.ask()
        exporting.dialog.place.setText(str(target))
        ready(qtbot, exporting.dialog)
        assert "exists already" in exporting.dialog.said.text()
        accept(qtbot, exporting.dialog)
        assert (target.read_text() == "mine") is not answer
    assert exporting.asked == [["x.csv"], ["x.csv"]] or exporting.asked[0] == ["x.csv"]


def test_a_place_that_cannot_be(qtbot, filled, exporting, tmp_path, told, monkeypatch):
    exporting.ask()
    dialog = exporting.dialog
    dialog.place.setText(str(tmp_path))
    assert "is a folder" in dialog.said.text()
    dialog.place.setText("")
    assert "Choose the file" in dialog.said.text()
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "chosen"), "")
    )
    dialog._browse()
    assert dialog.place.text() == str(tmp_path / "chosen.csv")
    (tmp_path / "file").write_text("")
    dialog.place.setText(str(tmp_path / "file" / "x.csv"))
    accept(qtbot, dialog)
    assert told[-1].level == "error"


class TestEverything:
    @pytest.fixture
    def desk(self, session, tmp_path):
        desk = ProjectDesk(session)
        desk.take(create_project(tmp_path / "study", "Study"))
        session.annotations.work_as("Anna")
        yield desk
        desk.close()

    @pytest.fixture
    def everything(self, qtbot, desk, session, actions, preferences, window, tmp_path):
        """Two annotated recordings, and one that is not."""
        for name in ("a", "b", "c"):
            path = write_counted(tmp_path / f"{name}.mp4", constant_pts(FRAMES))
            session.list_recordings([path])
            with open_recording(path) as reader:
                session.show(reader.recording)
            desk.bring(session.recording)
            if name != "c":
                make_curve(session, np.linspace(-1, 1, FRAMES))
        board = TaskBoard(window)
        made = ProjectExportController(
            desk, actions, preferences, board, window, confirm=lambda _: made.answer
        )
        made.answer = True
        yield made
        qtbot.waitUntil(lambda: running_tasks() == 0)

    def finish(self, qtbot, everything):
        qtbot.waitUntil(lambda: everything._run is None)

    def test_every_recording_is_written(self, qtbot, everything, told, tmp_path):
        everything.export_to(tmp_path / "out")
        self.finish(qtbot, everything)
        names = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert names == ["a.csv", "a.history.csv", "b.csv", "b.history.csv"]
        content, _ = format_named("tracks").read(tmp_path / "out" / "b.csv")
        assert content.curves[0].values.tolist() == np.linspace(-1, 1, FRAMES).tolist()
        assert "4 files were written" in told[-1].message

    def test_a_missing_video_does_not_stop_the_others(self, qtbot, everything, told, tmp_path):
        (tmp_path / "a.mp4").unlink()
        everything.export_to(tmp_path / "out")
        self.finish(qtbot, everything)
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            "b.csv",
            "b.history.csv",
        ]
        assert told[-1].level == "error"
        assert "a.mp4" in told[-1].message

    def test_nothing_is_replaced_unasked(self, qtbot, everything, tmp_path):
        (tmp_path / "b.history.csv").write_text("mine")
        everything.answer = False
        everything.export_to(tmp_path)
        assert everything._run is None
        assert (tmp_path / "b.history.csv").read_text() == "mine"

    def test_closing_the_project_stops_it(self, qtbot, everything, desk, tmp_path):
        everything.export_to(tmp_path / "out")
        desk.close()
        self.finish(qtbot, everything)
        assert not (tmp_path / "out" / "b.csv").exists()

    def test_the_action(self, qtbot, everything, desk, actions, monkeypatch, told, tmp_path):
        assert actions["export_project"].isEnabled()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
        actions["export_project"].trigger()
        self.finish(qtbot, everything)
        assert (tmp_path / "out" / "a.csv").exists()
        desk.close()
        assert not actions["export_project"].isEnabled()
