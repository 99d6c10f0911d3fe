"""The window and the process that trains are killed at random: each leaves the other, the project
is sound, and the run goes on from its last whole epoch. The processes are real; what they learn is
made up."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from app.store.project import create_project, open_project
from app.training import launch
from app.training.following import read_run
from app.training.run_course import RunState
from app.training.run_folder import RunFolder
from app.training.run_lock import is_held
from tests.e2e.window.test_train_in_a_project import process_of
from tests.support.window_training import EPOCHS

ROOT = Path(__file__).parents[3]
FRAMES, EDITS = 900, 100_000
pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="uses SIGKILL and /proc"),
]


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"MIMAMO_{name}", str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with create_project(tmp_path / "study", "Study") as project:
        project.add_recording(tmp_path / "a.mp4", FRAMES)
    return tmp_path


def window(place):
    """It trains and edits by now."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.window_training", str(place), str(EDITS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout.readline() == "edit 1\n"
    return process


def kill(process) -> int:
    """Kill a window; gives the last edit that it told of."""
    process.kill()
    told = process.stdout.read()
    process.stdout.close()
    process.wait(timeout=60)
    whole = told[: told.rfind("\n") + 1].splitlines()
    return int(whole[-1].split()[1]) if whole else 1


def wait(is_so, seconds=240):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def check_project(place, told):
    """Every edit that was told of is there, and at most one more."""
    with open_project(place / "study") as project:
        assert project.read_only == ""
        history = project.journal(project.recordings[0].id, FRAMES).history
        assert told <= len(history.entries) <= told + 1


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_window_leaves_the_training_and_a_sound_project(place, seed):
    rng = np.random.default_rng(seed)
    process = window(place)
    time.sleep(rng.uniform(0, 1.5))
    told = kill(process)
    folder = RunFolder(place / "study" / "runs" / "run")
    assert is_held(folder)  # the process that trains did not notice
    check_project(place, told)
    wait(lambda: not is_held(folder))
    found = read_run(folder)
    assert found.state is RunState.FINISHED
    assert [each.epoch for each in found.course.epochs] == list(range(1, EPOCHS + 1))


@pytest.mark.parametrize("seed", [3, 4])
def test_both_killed_leave_a_run_that_goes_on_and_a_sound_project(place, seed):
    rng = np.random.default_rng(seed)
    process = window(place)
    folder = RunFolder(place / "study" / "runs" / "run")
    time.sleep(rng.uniform(0, 1.5))
    os.kill(process_of(read_run(folder)), signal.SIGKILL)
    wait(lambda: not is_held(folder))
    time.sleep(rng.uniform(0, 0.5))
    assert process.poll() is None  # the window did not notice more than that it is over
    check_project(place, kill(process))
    found = read_run(folder)
    assert found.state is RunState.INTERRUPTED
    assert found.can_resume
    words = [sys.executable, "-m", "tests.support.made_up_training", str(folder.path)]
    launch.launch(folder, [*words, str(EPOCHS), "0.01"])
    wait(lambda: not launch.is_alive(folder))
    resumed = read_run(folder)
    assert resumed.state is RunState.FINISHED
    assert resumed.course.epochs[: len(found.course.epochs)] == found.course.epochs
    assert [each.epoch for each in resumed.course.epochs] == list(range(1, EPOCHS + 1))
