"""Projects in the whole window: kept, left, moved, damaged, and never mixed up."""

import shutil
import sqlite3
import threading
import time
from contextlib import closing

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app.core.edits.curves import with_values
from app.core.edits.tracks import new_curve
from app.store.project import create_project, open_project
from app.ui.dialogs.ask import AskDialog
from app.ui.dialogs.damaged_project import DamagedProjectDialog
from app.ui.notices import notices
from app.ui.tasks import running_tasks
from tests.support.videos import constant_pts, write_counted


class Desk:
    """A window, and what is done with projects in it."""

    def __init__(self, story):
        self.story, self.studio = story, story.studio
        self.notes = story.session.annotations
        self.projects = self.studio.controllers.projects

    def settle(self):
        self.story.qtbot.wait(20)
        self.story.until(lambda: not running_tasks())
        self.story.qtbot.wait(20)

    def show(self, path):
        self.studio.controllers.door.open_paths([path])
        self.story.until(
            lambda: self.story.session.recording and self.story.session.recording.path == path
        )
        self.story.until(lambda: self.notes.is_open)
        self.settle()

    def make(self, folder):
        self.projects.make(folder, folder.name)
        self.settle()

    def open(self, folder):
        self.projects.open(folder)
        self.settle()

    def rate(self, value=0.5):
        notes = self.notes
        after, track = new_curve(
            notes.document, notes.schemes.dimension("arousal"), rater=notes.rater
        )
        after = with_values(after, track, np.full(after.frames, value))
        notes.commit(after, kind="new", summary=f"Rated {value}", track=track)

    def keep(self, folder):
        self.studio.controllers.project_keeper.keep(folder, folder.name)
        self.settle()

    @property
    def recordings(self):
        return [each.path.name for each in self.studio.desk.project.recordings]

    @property
    def values(self):
        return [float(curve.samples.values[0]) for curve in self.notes.document.curves]

    def dialogs(self, kind):
        shown = (each for each in QApplication.topLevelWidgets() if isinstance(each, kind))
        return [each for each in shown if each.isVisible()]


@pytest.fixture
def desk(story):
    return Desk(story)


@pytest.fixture
def told():
    sentences = []
    notices.posted.connect(lambda notice: sentences.append(notice.message))
    return sentences


@pytest.fixture
def films(tmp_path):
    (tmp_path / "films").mkdir()
    names = enumerate(("a.mp4", "b.mp4", "c.mp4"))
    return [write_counted(tmp_path / "films" / name, constant_pts(20 + n)) for n, name in names]


def test_recordings_of_one_project_never_come_into_another(desk, films, tmp_path):
    for name, film in zip(("one", "two"), films, strict=False):
        desk.make(tmp_path / name)
        desk.show(film)
    for name, film in (("one", "a.mp4"), ("two", "b.mp4"), ("one", "a.mp4")):
        desk.open(tmp_path / name)
        assert desk.recordings == [film]


def test_a_recording_on_its_way_does_not_come_into_the_next_project(desk, films, tmp_path):
    desk.make(tmp_path / "one")
    desk.studio.controllers.opening.open(films[0])
    desk.projects.close()
    desk.settle()
    assert desk.story.session.recording is None


def test_what_is_kept_holds_all_that_is_listed_and_is_told_of_afterwards(
    desk, films, tmp_path, told
):
    desk.show(films[0])
    desk.rate()
    desk.story.session.list_recordings([films[1]])
    desk.keep(tmp_path / "kept")
    assert desk.recordings == ["a.mp4", "b.mp4"]
    assert desk.values == [0.5]
    desk.projects.close()
    told.clear()
    desk.show(films[0])
    assert desk.values == []
    assert [str(tmp_path / "kept") in each for each in told] == [True]


def test_an_edit_made_while_the_project_is_being_kept_is_kept_too(desk, films, tmp_path):
    desk.show(films[0])
    desk.rate(0.1)
    desk.studio.controllers.project_keeper.keep(tmp_path / "kept", "kept")
    desk.story.until(lambda: (tmp_path / "kept" / "project.db").exists())
    desk.rate(0.2)
    desk.settle()
    desk.story.until(lambda: not desk.studio.desk.untitled)
    assert desk.values == [0.1, 0.2]


def test_a_project_that_is_still_being_closed_is_waited_for(desk, tmp_path, films, monkeypatch):
    desk.make(tmp_path / "one")
    desk.show(films[0])
    desk.rate()
    project = desk.studio.desk.project
    slow = project.close
    monkeypatch.setattr(project, "close", lambda: (time.sleep(0.3), slow()))
    desk.projects.close()
    desk.open(tmp_path / "one")
    assert desk.studio.desk.read_only == ""


def test_several_recordings_that_moved_are_found_and_listed_once(desk, films, tmp_path):
    desk.make(tmp_path / "one")
    for film in films:
        desk.show(film)
        desk.rate()
    desk.projects.close()
    desk.settle()
    shutil.move(tmp_path / "films", tmp_path / "away")
    desk.open(tmp_path / "one")
    for question in desk.dialogs(AskDialog):
        question.reject()
    whereabouts = desk.studio.controllers.whereabouts
    whereabouts.search(whereabouts.missing(), tmp_path / "away")
    desk.settle()
    assert desk.recordings == ["a.mp4", "b.mp4", "c.mp4"]
    listed = [(each.path.parent.name, each.tracks) for each in desk.story.session.entries]
    assert listed == [("away", 1)] * 3
    assert whereabouts.missing() == []


def test_the_right_file_put_back_is_not_called_another(desk, films, tmp_path, told):
    desk.make(tmp_path / "one")
    desk.show(films[0])
    desk.rate()
    right = films[0].read_bytes()
    for content, frames_fit in ((films[1].read_bytes(), False), (right, True)):
        desk.projects.close()
        desk.settle()
        films[0].write_bytes(content)
        told.clear()
        desk.open(tmp_path / "one")
        assert bool(told) is not frames_fit
        assert bool(desk.values) is frames_fit


@pytest.mark.parametrize("how", ["missing", "objects"])
def test_a_damaged_project_is_restored_from_the_dialog(desk, films, tmp_path, how):
    desk.make(tmp_path / "one")
    desk.show(films[0])
    desk.rate()
    desk.projects.close()
    desk.settle()
    _damage(tmp_path / "one", how)
    desk.open(tmp_path / "one")
    (dialog,) = desk.dialogs(DamagedProjectDialog)
    dialog.accept()
    desk.settle()
    assert desk.values == [0.5]
    assert desk.studio.desk.read_only == ""


@pytest.mark.parametrize("restored", [True, False])
def test_a_damaged_untitled_project_is_restored_or_passed_by(desk, films, tmp_path, restored):
    desk.show(films[0])
    desk.rate()
    folder = desk.studio.desk.project.folder
    desk.studio.desk.close()
    desk.story.session.show(None)
    desk.settle()
    _damage(folder, "missing")
    desk.studio.controllers.opening.open(films[0])
    desk.settle()
    (dialog,) = desk.dialogs(DamagedProjectDialog)
    dialog.done(int(restored))
    desk.settle()
    assert desk.studio.desk.untitled
    assert desk.values == ([0.5] if restored else [])
    assert (desk.studio.desk.project.folder == folder) is restored


def _damage(folder, how):
    if how == "missing":
        (folder / "project.db").unlink()
        return
    with closing(sqlite3.connect(folder / "project.db")) as raw, raw:
        raw.execute("DELETE FROM object")


def test_two_projects_that_are_opened_at_once_keep_to_themselves(desk, films, tmp_path):
    folders = [tmp_path / name for name in ("one", "two")]
    for folder, film in zip(folders, films, strict=False):
        with create_project(folder, folder.name) as project:
            project.add_recording(film)
    for folder in folders:
        desk.projects.take(open_project(folder))
    desk.settle()
    assert desk.studio.desk.name == "two"
    desk.projects.close()
    desk.settle()
    for folder, film in zip(folders, films, strict=False):
        with open_project(folder) as project:
            assert [each.path for each in project.recordings] == [film]


def test_a_window_that_closes_while_a_project_opens_lets_go_of_it(desk, films, tmp_path):
    before = set(threading.enumerate())
    with create_project(tmp_path / "one", "one") as project:
        project.add_recording(films[0])
    desk.projects.take(open_project(tmp_path / "one"))
    desk.studio.window.close()
    assert "task" not in [thread.name for thread in set(threading.enumerate()) - before]
    with open_project(tmp_path / "one") as project:
        assert project.read_only == ""
        assert [each.path for each in project.recordings] == [films[0]]
