"""Looking at Qt from outside: in a process of its own, which may die without harm.

A Qt that lacks a library of the system, or talks to a broken sound server, can end the whole
program; nothing of it is therefore loaded here.
"""

import os
import subprocess
import sys

from app.core.errors import StudioError

_WINDOW = """
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication
application = QApplication([])
print(qVersion())
"""
_SOUND = """
from PySide6.QtCore import QCoreApplication, QLoggingCategory
from PySide6.QtMultimedia import QMediaDevices
QLoggingCategory.setFilterRules("qt.multimedia.*=false")
application = QCoreApplication([])
for device in QMediaDevices.audioOutputs():
    print(device.description())
"""
_LONGEST_SECONDS = 30.0


def qt_version() -> str:
    """The Qt that windows are made of.

    Raises
    ------
    StudioError
        It cannot be loaded.
    """
    return _lines(_WINDOW)[0]


def sound_outputs() -> list[str]:
    """Where sound can be played, in words; empty when nowhere.

    Raises
    ------
    StudioError
        That cannot be found out.
    """
    return _lines(_SOUND)


def _lines(program: str) -> list[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, and the programs above
            [sys.executable, "-c", program],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LONGEST_SECONDS,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StudioError(f"Qt gives no answer: {error}") from error
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise StudioError(f"Qt does not load: {said[-1]}")
    return done.stdout.splitlines()
