"""Runs from the window: started, stopped, cancelled, resumed, found again. The process is real and
learns nothing."""

import os
import signal
import sys
from pathlib import Path

import pytest

from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.session.training import TrainingDesk
from app.session.weights_in_use import WeightsInUse
from app.store.project import create_project
from app.training import launch
from app.training.run_course import RunState
from app.training.run_folder import RunFolder
from app.training.run_lock import is_held
from app.training.settings import SourceSettings, fine_tuning
from app.ui.actions import Actions
from app.ui.controllers import training as training_module
from app.ui.controllers.training import TrainingController
from app.ui.controllers.weights_in_use import WeightsInUseController
from app.ui.notices import Notices
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.task_board import TaskBoard
from app.ui.tasks import stop_tasks
from app.ui.training.training_panel import Page, TrainingPanel
from tests.support.made_up_training import main as made_up_run

ROOT = Path(__file__).parents[3]
MINUTE = 60_000
SETTINGS = fine_tuning(SourceSettings("folder", "x"), "mimamo-demo")


class Bench:
    """The Train dock and what is behind it, without the rest of the window."""

    def __init__(self, qtbot, preferences):
        self.qtbot = qtbot
        self.actions = Actions(preferences)
        self.session = Session()
        self.project = ProjectDesk(self.session)
        self.desk, self.weights = TrainingDesk(self.project), WeightsInUse()
        self.panel = TrainingPanel(self.desk, self.weights, self.actions)
        self.analyse = AnalysePanel(self.session, self.actions)
        for widget in (self.panel, self.analyse):
            qtbot.addWidget(widget)
        self.board = TaskBoard(self.panel)
        self.control = TrainingController(
            self.desk, self.panel, self.actions, self.board, self.panel
        )
        self.use = WeightsInUseController(
            self.project,
            self.desk,
            self.weights,
            self.analyse,
            self.panel.run,
            self.actions,
            self.panel,
        )

    def until(self, is_so):
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=MINUTE)

    @property
    def run(self):
        return self.desk.shown

    def until_state(self, state):
        self.until(lambda: self.run is not None and self.run.state is state)


@pytest.fixture(autouse=True)
def _process(tmp_path, monkeypatch):
    """Our command line is replaced by one that only tells."""
    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    words = [sys.executable, "-m", "tests.support.made_up_training"]
    monkeypatch.setattr(launch, "command", lambda folder: [*words, str(folder.path), "30", "0.2"])


@pytest.fixture
def said(monkeypatch):
    """What the user is told."""
    made, told = Notices(), []
    made.posted.connect(lambda notice: told.append(notice.message))
    monkeypatch.setattr(training_module, "notices", made)
    return told


@pytest.fixture
def bench(qtbot, preferences, said):
    made = Bench(qtbot, preferences)
    yield made
    for run in made.desk.runs:
        if is_held(run.folder):
            run.folder.ask_to_cancel()
    stop_tasks()
    made.project.close()


def begun(bench):
    bench.control.start(SETTINGS, "my run")
    bench.until(lambda: bench.run is not None and bench.run.course.epochs)


def test_a_run_is_started_in_the_users_folder_and_followed(bench, tmp_path):
    begun(bench)
    assert bench.run.folder.path == tmp_path / "data" / "runs" / "my run"
    assert bench.run.settings == SETTINGS
    assert bench.panel.page is Page.PROGRESS
    assert bench.actions["stop_training"].isEnabled()
    bench.until(lambda: bench.board.current is not None)
    assert bench.board.current.title == "Training my run"
    assert not bench.board.current.can_cancel


def test_stop_early_keeps_weights_that_can_be_used_and_rolled_back(bench, tmp_path):
    begun(bench)
    bench.actions["stop_training"].trigger()
    bench.until_state(RunState.FINISHED)
    assert bench.run.course.end.reason == "stopped early"
    assert not bench.actions["stop_training"].isEnabled()
    bench.actions["use_run_weights"].trigger()
    best = str(bench.run.folder.best)
    assert bench.analyse.choice.weights == best
    assert bench.analyse.weights.box.currentText() == "my run"
    assert bench.panel.in_use.text == "In use: my run"
    bench.actions["roll_back_weights"].trigger()
    assert bench.analyse.choice.weights == "mimamo-demo"
    assert not bench.actions["roll_back_weights"].isEnabled()
    bench.actions["use_weights_again"].trigger()
    assert bench.analyse.choice.weights == best


def test_cancel_asks_and_keeps_nothing(bench, said):
    begun(bench)
    bench.actions["cancel_training"].trigger()
    bench.control.question.reject()
    assert not bench.run.folder.is_asked_to_cancel
    bench.actions["cancel_training"].trigger()
    bench.control.question.accept()
    bench.until_state(RunState.CANCELLED)
    assert not bench.run.has_weights
    assert not bench.actions["resume_training"].isEnabled()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_a_killed_process_is_said_to_be_interrupted_and_goes_on(bench, said):
    begun(bench)
    number = launch._begun[bench.run.folder.path].pid
    os.kill(number, signal.SIGKILL)
    bench.until_state(RunState.INTERRUPTED)
    done = len(bench.run.course.epochs)
    assert bench.panel.run.resume.isVisibleTo(bench.panel.run)
    bench.actions["resume_training"].trigger()
    bench.until_state(RunState.GOING_ON)
    bench.until(lambda: len(bench.run.course.epochs) > done)
    assert [each.epoch for each in bench.run.course.epochs] == list(
        range(1, len(bench.run.course.epochs) + 1)
    )


def test_another_window_finds_the_run_and_follows(bench, qtbot, preferences):
    begun(bench)
    stop_tasks()  # the first window is gone, its process is not
    told = len(bench.run.course.epochs)
    other = Bench(qtbot, preferences)
    other.until_state(RunState.GOING_ON)
    other.until(lambda: len(other.run.course.epochs) > told)
    other.actions["stop_training"].trigger()
    other.until_state(RunState.FINISHED)


def test_runs_are_listed_and_deleted_after_asking(bench, tmp_path):
    for name in ("a", "b"):
        folder = RunFolder(bench.desk.place / name)
        folder.create(SETTINGS)
        made_up_run(folder, 3, 0)
    bench.control.refresh()
    bench.until(lambda: len(bench.desk.runs) == 2)
    bench.panel.show_page(Page.RUNS)
    assert bench.panel.runs.list.count() == 2
    bench.control.delete(["a"])
    bench.control.question.accept()
    bench.until(lambda: [run.name for run in bench.desk.runs] == ["b"])
    assert not (bench.desk.place / "a").exists()


def test_a_folder_that_cannot_be_made_is_said(bench, said, tmp_path):
    (tmp_path / "data").write_text("a file")
    bench.control.start(SETTINGS, "x")
    bench.until(lambda: said)
    assert "a part of its path is a file" in said[0]


def test_a_project_is_found_with_the_weights_it_was_left_with(bench, tmp_path):
    first = tmp_path / "first"
    bench.project.take(create_project(first, "First"))
    weights = first / "runs" / "mine" / "best.safetensors"
    bench.weights.use(str(weights))
    assert bench.analyse.choice.weights == str(weights)
    bench.project.take(create_project(tmp_path / "second", "Second"))
    assert bench.analyse.choice.weights == "mimamo-demo"  # those were learnt in another project
    from app.store.project import open_project

    bench.project.take(open_project(first))
    assert bench.analyse.choice.weights == str(weights)
    assert bench.weights.steps.before == "mimamo-demo"


def test_what_is_chosen_in_the_analyse_dock_is_a_step_too(bench):
    box = bench.analyse.weights.box
    box.setCurrentIndex(box.findData("mimamo-published"))
    box.activated.emit(box.currentIndex())
    assert bench.weights.steps.now == "mimamo-published"
    bench.actions["roll_back_weights"].trigger()
    assert bench.analyse.choice.weights == "mimamo-demo"
