"""What the window knows of runs: where they lie, which is looked at."""

import pytest

from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.session.training import TrainingDesk
from app.store.project import create_project
from app.training.events import EpochDone
from app.training.following import FollowedRun
from app.training.run_course import RunCourse, RunState
from app.training.run_folder import RunFolder
from app.training.settings import SourceSettings, TrainingSettings

SETTINGS = TrainingSettings(SourceSettings("folder", "x"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    made = ProjectDesk(Session())
    yield made
    made.close()


@pytest.fixture
def desk(project):
    return TrainingDesk(project)


def run(desk, name, began, state=RunState.FINISHED, epochs=0):
    told = [EpochDone("together", n + 1, 9, 0.5, {}, {}, False, 1.0) for n in range(epochs)]
    folder = RunFolder(desk.place / name)
    return FollowedRun(folder, state, RunCourse().after(told), SETTINGS, began)


def test_runs_lie_in_the_project_or_in_the_users_folder(project, desk, tmp_path):
    assert desk.place == tmp_path / "data" / "runs"
    places = []
    desk.place_changed.connect(lambda: places.append(desk.place))
    project.take(create_project(tmp_path / "untitled", "x"), untitled=True)
    assert places == []
    project.take(create_project(tmp_path / "study", "Study"))
    project.close()
    assert places == [tmp_path / "study" / "runs", tmp_path / "data" / "runs"]


def test_another_place_forgets_what_was_known(project, desk, tmp_path):
    desk.take_all([run(desk, "a", 1)])
    desk.compare(["a"])
    project.take(create_project(tmp_path / "study", "Study"))
    assert list(desk.runs) == []
    assert desk.shown is None
    assert list(desk.compared) == []


def test_the_latest_run_that_goes_on_is_looked_at(desk):
    desk.take_all([run(desk, "new", 3), run(desk, "old", 1, RunState.GOING_ON)])
    assert [each.name for each in desk.runs] == ["new", "old"]
    assert desk.shown.name == "old"
    desk.show("new")
    desk.take_all([run(desk, "new", 3), run(desk, "old", 1, RunState.GOING_ON)])
    assert desk.shown.name == "new"  # what somebody looks at stays


def test_the_list_hears_of_epochs_and_states_and_not_of_steps(desk):
    heard = {"runs": 0, "run": 0}
    desk.take_all([run(desk, "a", 1, RunState.GOING_ON)])
    desk.runs_changed.connect(lambda: heard.update(runs=heard["runs"] + 1))
    desk.run_changed.connect(lambda: heard.update(run=heard["run"] + 1))
    desk.take(run(desk, "a", 1, RunState.GOING_ON))
    assert heard == {"runs": 0, "run": 1}
    desk.take(run(desk, "a", 1, RunState.GOING_ON, epochs=1))
    desk.take(run(desk, "a", 1, RunState.FINISHED, epochs=1))
    assert heard == {"runs": 2, "run": 3}
    desk.take(run(desk, "b", 2))
    assert heard == {"runs": 3, "run": 3}


def test_a_deleted_run_is_not_looked_at_any_more(desk):
    desk.take_all([run(desk, "a", 1), run(desk, "b", 2)])
    desk.show("b")
    desk.forget("b")
    assert desk.shown.name == "a"
    desk.forget("a")
    assert desk.shown is None


def test_a_name_that_is_taken_gets_a_number(desk):
    assert desk.free_name("x") == "x"
    for name in ("x", "x 2"):
        desk.take(run(desk, name, 1))
        RunFolder(desk.place / name).create(SETTINGS)
    assert desk.free_name(" x ") == "x 3"
    assert desk.free_name("") == "run"
