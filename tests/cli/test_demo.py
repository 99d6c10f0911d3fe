"""The command ``demo``."""

import pytest
import typer

from app.analysis.run import AnalysisRun
from app.cli import demo, gui
from tests.support.made_up_run import MadeUpRun
from tests.support.videos import constant_pts, write_counted


@pytest.fixture(autouse=True)
def run(monkeypatch, tmp_path):
    """A short sample, read without networks."""
    made = MadeUpRun()
    monkeypatch.setattr(AnalysisRun, "prepare", lambda choice: made)
    sample = tmp_path / "sample"
    sample.mkdir()
    monkeypatch.setattr(demo, "SAMPLE", write_counted(sample / "demo.mp4", constant_pts(5)))
    return made


@pytest.fixture
def opened(monkeypatch):
    """What windows would be opened on, and what lay there then."""
    seen = []

    def open_window(place):
        seen.append((place, sorted(path.name for path in place.parent.iterdir())))
        raise typer.Exit(0)

    monkeypatch.setattr(gui, "open_window", open_window)
    return seen


RESULTS = ["demo.csv", "demo.json", "demo.mp4", "demo.png"]


def test_the_window_opens_on_the_analysed_copy(command_line, monkeypatch, opened, tmp_path, run):
    monkeypatch.setattr(gui, "can_show_window", lambda: True)
    done = command_line("demo", "--out", tmp_path / "out", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert opened == [(tmp_path / "out" / "demo.mp4", RESULTS)]
    assert run.done == ["demo.mp4", "tidied"]


@pytest.mark.parametrize("platform", ["offscreen", "minimal"])
def test_without_a_screen_there_are_the_files(
    command_line, monkeypatch, opened, tmp_path, platform
):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    done = command_line("demo", "--out", tmp_path / "out")
    assert done.code == 0
    assert opened == []
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == RESULTS
    assert done.err.count("wrote ") == 3


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "darwin", False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "minimal:x"}, "linux", False),
    ],
)
def test_where_a_window_can_be_seen(environment, platform, expected):
    assert gui.can_show_window(environment, platform) is expected


def test_the_demo_goes_again_over_its_own_files(command_line, monkeypatch, tmp_path):
    monkeypatch.setattr(gui, "can_show_window", lambda: False)
    for _ in range(2):
        assert command_line("demo", "--out", tmp_path / "out", "--quiet").code == 0


def test_a_file_in_the_way_is_refused(command_line, tmp_path, run):
    (tmp_path / "out").write_text("mine")
    done = command_line("demo", "--out", tmp_path / "out")
    assert done.code == 1
    assert "a file has that name" in done.err
    assert run.done == []
