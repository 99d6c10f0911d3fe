"""Who is seen in recordings, asked for in the Recordings dock."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.session.project_desk import ProjectDesk
from app.store.project import create_project
from app.ui.controllers.subjects import SubjectsController
from app.ui.dialogs.subject import SubjectDialog
from app.ui.notices import notices
from app.ui.panels.recordings_model import in_words
from app.ui.panels.recordings_panel import RecordingsPanel
from tests.support.recordings import made_recording


@pytest.fixture
def made(qtbot, session, actions, tmp_path):
    desk = ProjectDesk(session)
    desk.take(create_project(tmp_path / "study", "Study"))
    panel = RecordingsPanel(session, actions)
    qtbot.addWidget(panel)
    controller = SubjectsController(session, desk, panel)
    paths = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    for path in paths:
        path.touch()
    session.list_recordings(paths)
    session.show(replace(made_recording(), path=paths[0]))
    yield panel, controller, desk, paths
    desk.close()


def dialog():
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, SubjectDialog))


def test_several_recordings_of_one_person_are_named_at_once(qtbot, session, made):
    panel, _, desk, paths = made
    panel.view.selectAll()
    who = next(each for each in panel.menu().actions() if "Who" in each.text())
    who.trigger()
    asked = dialog()
    asked.field.setEditText("S01")
    asked.accept()
    assert [session.entry(path).subject for path in paths] == ["S01", "S01"]
    assert desk.subjects == ("S01",)
    assert in_words(session.entry(paths[1])).endswith("S01")


def test_what_is_known_is_offered_and_can_be_taken_back(qtbot, session, made):
    _, controller, desk, paths = made
    desk.set_subject(paths[:1], "S01")
    controller.ask(paths[:1])
    asked = dialog()
    assert asked.subject == "S01"
    asked.field.setEditText("")
    asked.accept()
    assert session.entry(paths[0]).subject == ""


def test_without_a_project_one_sentence_says_what_to_do(session, made):
    _, controller, desk, paths = made
    told = []
    notices.posted.connect(told.append)
    desk.close()
    controller.keep(paths, "S01")
    notices.posted.disconnect(told.append)
    assert [notice.message for notice in told] == [
        "Open a project before you say who is seen in its recordings."
    ]
