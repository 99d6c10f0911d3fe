"""The window is there at once, and before the heavy libraries; guards against known traps."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from app.cli.gui import can_show_window, refuse_without_display
from app.core.errors import DeviceError
from tests.support.window_start import HEAVY, start_window


def _environment(tmp_path) -> dict[str, str]:
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "MIMAMO_CONFIG": str(tmp_path / "config"),
        "MIMAMO_CACHE": str(tmp_path / "cache"),
    }


@pytest.mark.parametrize("module", ["app.ui.main_window", "app.ui.composition"])
def test_importing_the_window_loads_no_heavy_library(module, tmp_path):
    program = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=_environment(tmp_path),
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_the_window_is_on_screen_before_the_heavy_libraries(tmp_path):
    start = start_window(_environment(tmp_path))
    assert start["visible"] is True
    assert start["title"] == "MIMAMO Studio"
    assert start["heavy"] == []
    assert (tmp_path / "config" / "preferences.json").is_file()
    assert (tmp_path / "config" / "logs" / "mimamo-studio.log").is_file()


def test_none_is_not_lost_by_calls_that_return_it(qapp):
    """PySide6 6.12.0 on Python 3.11 drops a reference to None per call, and then dies."""
    widget, thing = QWidget(), QObject()
    before = sys.getrefcount(None)
    for number in range(5000):
        widget.move(QPoint(number % 50, 0))
        thing.setObjectName("x")
        widget.update()
    assert sys.getrefcount(None) > before - 500


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "minimal"}, "win32", False),
        ({"QT_QPA_PLATFORM": "offscreen:x=1"}, "darwin", False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
    ],
)
def test_a_window_is_shown_where_there_is_a_display(environment, platform, shown):
    assert can_show_window(environment, platform) is shown


def test_without_display_the_window_is_refused_in_one_sentence():
    with pytest.raises(DeviceError, match="no display"):
        refuse_without_display({}, "linux")
    refuse_without_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    refuse_without_display({"DISPLAY": ":0"}, "linux")
    refuse_without_display({}, "darwin")


@pytest.mark.parametrize("arguments", [["gui", "no such file.mp4"], []])
def test_the_command_line_says_why_there_is_no_window(arguments, tmp_path):
    environment = _environment(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "main.py", *arguments], capture_output=True, text=True, env=environment
    )
    wanted = "There is no file or folder no such file.mp4" if arguments else "There is no display"
    assert done.returncode == 1
    assert wanted in done.stderr
    assert "Traceback" not in done.stderr
