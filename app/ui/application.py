"""From a command to a window on screen."""

import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from app.session.session import Session
from app.settings import config_folder
from app.settings.preferences import open_preferences
from app.ui.composition import assemble
from app.ui.garbage import GarbageCollection
from app.ui.icons import application_icon
from app.ui.last_resort import LastResort
from app.ui.log_file import crashes_traced, start_log
from app.ui.look import Look
from app.ui.notices import notices
from app.ui.turns import turns
from app.version import application_version

NAME = "MIMAMO Studio"


def run_window(paths: Sequence[Path] = ()) -> int:
    """Show the window, open what was given, and stay until it is closed.

    Parameters
    ----------
    paths : sequence of Path
        A project, or recordings or folders, to open once the window is on screen.

    Returns
    -------
    int
        The exit code.
    """
    application = make_application()
    start_log()
    LastResort(notices).install()
    garbage = GarbageCollection(application)
    garbage.start()
    turns.start()
    preferences = open_preferences(config_folder())
    look = Look(application, preferences)
    studio = assemble(Session(), preferences)
    look.bind(studio.actions)
    interruption = Interruption(application)
    studio.window.show()
    if paths:
        # On screen first: opening may take a while, and its news needs somewhere to go.
        QTimer.singleShot(0, lambda: studio.controllers.door.open_paths(list(paths)))
    with crashes_traced():
        code = application.exec()
    interruption.end()
    turns.stop()
    garbage.stop()
    return code


def make_application() -> QApplication:
    """The application object, named."""
    present = QApplication.instance()
    application = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("mimamo-studio")
    application.setApplicationDisplayName(NAME)
    application.setApplicationVersion(application_version())
    application.setDesktopFileName("mimamo-studio")
    application.setWindowIcon(application_icon())
    return application


class Interruption(QObject):
    """Ctrl+C in the terminal closes the window as its own button does.

    Qt's event loop gives Python no turn to run a signal handler; a socket that Python writes to
    wakes it.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._before = signal.set_wakeup_fd(self._write.fileno())
        self._handler = signal.signal(signal.SIGINT, lambda *_: application.closeAllWindows())
        notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._drain)

    def end(self) -> None:
        """Leave signals as they were."""
        signal.set_wakeup_fd(self._before)
        signal.signal(signal.SIGINT, self._handler)
        self._read.close()
        self._write.close()

    def _drain(self) -> None:
        self._read.recv(64)
