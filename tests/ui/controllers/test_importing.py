"""Files of other tools, imported onto the recording on screen; what is dropped finds its way."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QWidget

from app.session.project_desk import ProjectDesk
from app.store.project import create_project, open_project
from app.ui.controllers.door import Door, is_annotation
from app.ui.controllers.import_work import read_file
from app.ui.controllers.importing import ImportController
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import running_tasks
from tests.support.annotating import make_curve
from tests.support.recordings import made_recording
from tests.support.shared import shared_file

FRAMES = 100


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
def desk(session, tmp_path):
    made = ProjectDesk(session)
    made.take(create_project(tmp_path / "study", "Study"))
    yield made
    made.close()


@pytest.fixture
def importing(qtbot, session, desk, actions, preferences, window, tmp_path):
    """With a recording on screen and Anna at work."""
    session.annotations.work_as("Anna")
    controller = ImportController(session, desk, actions, preferences, TaskBoard(window), window)
    path = tmp_path / "clip.mp4"
    path.touch()
    film = replace(made_recording(frames=FRAMES), path=path)
    session.list_recordings([path])
    session.show(film)
    desk.bring(film)
    yield controller
    if controller.dialog is not None:
        controller.dialog.reject()
    qtbot.waitUntil(lambda: running_tasks() == 0, timeout=20_000)


@pytest.fixture
def shown(qtbot, importing):
    """The dialog with a file that has been read, or was refused."""

    def show(path):
        importing.import_path(path)
        dialog = importing.dialog
        settled(qtbot, dialog)
        return dialog

    return show


def settled(qtbot, dialog):
    qtbot.waitUntil(
        lambda: (
            running_tasks() == 0
            and not dialog._pause.isActive()
            and not dialog.said.text().startswith("Reading")
        ),
        timeout=20_000,
    )


def button(dialog):
    box = dialog.findChild(QDialogButtonBox)
    return next(b for b in box.buttons() if box.buttonRole(b) == box.ButtonRole.AcceptRole)


def accept(qtbot, dialog):
    assert button(dialog).isEnabled(), dialog.said.text()
    button(dialog).click()
    qtbot.waitUntil(lambda: running_tasks() == 0)


def example(name):
    return shared_file(f"annotations/{name}")


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_raw_ratings_of_muse(qtbot, session, desk, shown, told):
    dialog = shown(example("muse/raw_arousal_11.csv"))
    assert dialog.formats.currentText() == "MuSe-Toolbox CSV, recognised"
    assert dialog.reading.separator.currentText() == "as found: comma  ,"
    assert dialog.preview.horizontalHeaderItem(0).text() == "timestamp"
    assert dialog.curves.rowCount() == 3
    dialog.curves.tick(1, on=False)
    dialog.curves.cellWidget(0, 2).setEditText("Cleo")
    assert dialog.said.text() == "2 curves will be added to clip.mp4."
    accept(qtbot, dialog)
    assert [each.head.rater for each in session.annotations.document.curves] == ["Cleo", "3"]
    assert session.annotations.active.head.rater == "Cleo"
    (entry,) = session.annotations.history.entries
    assert entry.kind == "import"
    assert entry.summary == "Imported arousal from raw_arousal_11.csv"
    assert told[-1].level == "note"
    assert "outside the recording" in told[-1].details
    session.annotations.undo()
    assert not session.annotations.document.tracks


def test_it_is_in_the_project_at_once(qtbot, session, desk, shown, tmp_path):
    path = write(tmp_path, "x.csv", "time_s,trust:Bea\n0,40\n1,60\n")
    accept(qtbot, shown(path))
    desk.close()
    with open_project(tmp_path / "study", read_only=True) as project:
        assert project.schemes.dimension("trust").high == 100
        (known,) = project.recordings
        (curve,) = project.journal(known.id, FRAMES).document.curves
    assert curve.head.rater == "Bea"
    assert curve.samples.values[0] == 40


def test_afew_va_is_mapped_and_the_mapping_can_be_refused(qtbot, session, shown):
    dialog = shown(example("afewva/afewva_video1.json"))
    assert not dialog.reading.separator.isEnabled()
    field = dialog.curves.cellWidget(1, 4)
    assert field.currentText() == "-10 … 10"
    assert "mapped from -10 … 10 on -1 … 1" in dialog.said.text()
    assert "42 rows and the recording 100 frames" in dialog.remarks.text()
    field.setEditText("as it is")
    assert "outside -1 … 1" in dialog.said.text()
    assert not button(dialog).isEnabled()
    field.setEditText("0,5 to")
    assert "is no range" in dialog.said.text()
    field.setEditText("0…20")
    accept(qtbot, dialog)
    arousal = session.annotations.document.curves[1].samples.values
    assert arousal[0] == -0.5
    assert np.isnan(arousal[42:]).all()


def test_another_dimension_has_another_mapping(qtbot, shown, tmp_path):
    dialog = shown(write(tmp_path, "x.csv", "time_s,arousal:Bea\n0,-7\n1,6\n"))
    box, field = dialog.curves.cellWidget(0, 1), dialog.curves.cellWidget(0, 4)
    assert field.currentText() == "-10 … 10"
    box.setEditText("trust")
    assert field.currentText() == "as it is"
    box.setEditText("")
    assert dialog.said.text() == "Name the dimension of every ticked curve."
    box.setEditText("valence")
    assert field.currentText() == "-10 … 10"


def test_what_a_program_measured_is_shown_and_never_edited(qtbot, session, desk, shown):
    dialog = shown(example("openface/OpenFace_Test.csv"))
    assert dialog.curves.isColumnHidden(2)
    dialog.curves.tick_all(on=False)
    assert dialog.said.text() == "Tick at least one curve or track."
    dialog.curves.tick(0, on=True)
    assert "not be edited" in dialog.said.text()
    accept(qtbot, dialog)
    assert not session.annotations.document.tracks
    (track,) = session.tracks
    assert track.track.dimension == "pose_Tx"
    assert track.label == "OpenFace_Test.csv"
    (known,) = desk.project.recordings
    (stored,) = desk.project.predictions(known.id)
    assert stored.track.values.tobytes() == track.track.values.tobytes()


def test_segments(qtbot, session, shown):
    dialog = shown(example("elan/sample_3.0.eaf"))
    dialog.segments.tick_all(on=False)
    dialog.segments.tick(0, on=True)
    dialog.segments.cellWidget(0, 1).setText("speech")
    dialog.segments.cellWidget(0, 2).setEditText("")
    assert "name a rater" in dialog.said.text()
    dialog.segments.cellWidget(0, 2).setEditText("Bea")
    accept(qtbot, dialog)
    (track,) = session.annotations.document.segment_tracks
    assert (track.head.name, track.head.rater) == ("speech", "Bea")
    assert len(track.segments) == 399


def test_changing_the_separator_reads_again(qtbot, session, shown, tmp_path):
    path = write(tmp_path, "x.csv", "time_s;arousal:Bea\n0;0,5\n1;0,25\n")
    dialog = shown(path)
    assert dialog.reading.decimal.currentText() == "as found: comma  ,"
    dialog.curves.cellWidget(0, 2).setEditText("Cleo")
    choose(dialog.reading.separator, ",")
    settled(qtbot, dialog)
    assert dialog.content is None
    assert not button(dialog).isEnabled()
    choose(dialog.reading.separator, ";")
    settled(qtbot, dialog)
    assert button(dialog).isEnabled()
    assert dialog.plan.curves[0].rater == "Cleo"


def choose(box, value):
    box.setCurrentIndex(box.findData(value))


def test_sentinel_rate_and_shift(qtbot, session, shown, tmp_path):
    path = write(tmp_path, "x.txt", "valence,arousal\n0.5,-5\n-9,0.25\n")
    dialog = shown(path)
    dialog.reading.sentinel.setText("nonsense")
    dialog.reading.sentinel.textEdited.emit("nonsense")
    assert "is no number" in dialog.said.text()
    dialog.reading.sentinel.setText("-9")
    dialog.reading.sentinel.textEdited.emit("-9")
    settled(qtbot, dialog)
    choose(dialog.reading.times, "frame")
    dialog.reading.shift.setValue(1.0)
    settled(qtbot, dialog)
    assert dialog.plan.shift == 1.0


def test_a_file_of_another_kind_is_refused_in_the_dialog(qtbot, shown, tmp_path):
    dialog = shown(example("imotions/iMotions_Test_v5.txt"))
    assert "not supported yet" in dialog.said.text()
    assert not button(dialog).isEnabled()
    dialog.reject()
    dialog = shown(write(tmp_path, "notes.doc", "Dear all,\nthis is no table\n"))
    assert "was not recognised" in dialog.said.text()
    assert dialog.formats.currentText() == "Choose the format"
    dialog.formats.setCurrentIndex(dialog.formats.findData("elan"))
    settled(qtbot, dialog)
    assert not button(dialog).isEnabled()
    assert "notes.doc" in dialog.said.text()


def test_a_stale_reading_is_never_shown(qtbot, importing, tmp_path, monkeypatch):
    gate, orders = threading.Event(), []

    def slow(path, request):
        orders.append(request.options.separator)
        if len(orders) == 1:
            gate.wait(10)
        return (yield from read_file(path, request))

    monkeypatch.setattr("app.ui.controllers.importing.read_file", slow)
    importing.import_path(write(tmp_path, "x.csv", "time_s,arousal:Bea\n0,0.5\n1,0.25\n"))
    dialog = importing.dialog
    qtbot.waitUntil(lambda: len(orders) == 1)
    seen = []
    monkeypatch.setattr(dialog, "show_content", lambda content, layout: seen.append(layout))
    for separator in ("\t", ";", ","):
        choose(dialog.reading.separator, separator)
        dialog.readWanted.emit()
    gate.set()
    qtbot.waitUntil(lambda: len(seen) == 1 and running_tasks() == 0)
    assert orders == [None, ","]


def test_what_is_edited_meanwhile_is_not_lost(qtbot, session, shown, tmp_path):
    dialog = shown(write(tmp_path, "x.csv", "time_s,arousal:Bea\n0,0.5\n1,0.25\n"))
    button(dialog).click()
    make_curve(session)
    qtbot.waitUntil(lambda: running_tasks() == 0)
    assert len(session.annotations.document.tracks) == 2


def test_without_a_recording_nothing_is_asked(qtbot, session, importing, actions, told):
    assert actions["import_annotations"].isEnabled()
    session.annotations.close()
    assert not actions["import_annotations"].isEnabled()
    importing.import_path(example("muse/raw_arousal_11.csv"))
    assert importing.dialog is None
    assert "Open the recording first" in told[-1].message


def test_the_action_asks_for_files_and_shows_one_after_the_other(
    qtbot, importing, actions, monkeypatch, tmp_path
):
    paths = [write(tmp_path, f"{n}.csv", "time_s,arousal:Bea\n0,0.5\n1,0.25\n") for n in "ab"]
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in paths], "")
    )
    actions["import_annotations"].trigger()
    assert importing.dialog.path == paths[0]
    importing.dialog.reject()
    assert importing.dialog.path == paths[1]
    importing.dialog.reject()
    assert importing.dialog is None


def test_what_is_dropped(qtbot, session, tmp_path, told):
    class Opening:
        def open_paths(self, paths):
            self.paths = paths

        def give_up(self):
            self.paths = None

    class Projects(QWidget):
        opened, left = Signal(), Signal()

    opening, seen = Opening(), []
    projects = Projects()
    qtbot.addWidget(projects)
    door = Door(session, opening, projects)
    table = write(tmp_path, "x.csv", "time_s,arousal:Bea\n0,0.5\n")
    video, notes = tmp_path / "v.mp4", write(tmp_path, "notes.txt", "Dear all\n")
    video.touch()
    assert is_annotation(table)
    assert not is_annotation(video)
    assert not is_annotation(tmp_path)
    door.open_paths([table])
    assert opening.paths == [table]  # nobody imports yet
    door.lead_annotations_to(seen.append)
    door.open_paths([table])
    assert seen == [[table]]
    door.open_paths([video, table])
    assert opening.paths == [video]
    assert "was not imported" in told[-1].message
    door.open_paths([notes])
    assert opening.paths == [notes]
