"""Preferences reach the disk soon after they change, without holding up the window."""

from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer

from app.core.errors import OutputError
from app.settings.preferences import Preferences
from app.ui.notices import Notices
from app.ui.tasks import run_task

_WAIT_MILLISECONDS = 800
"""A slider changes a preference many times a second."""


class PreferencesKeeper(QObject):
    """Writes preferences in a worker; says once when that does not work."""

    def __init__(
        self, preferences: Preferences, hub: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences, self._hub = preferences, hub
        self._told = False
        self._changed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MILLISECONDS)
        self._timer.timeout.connect(self._write)
        preferences.changed.connect(self._on_change)

    def flush(self) -> None:
        """Write now, for the end of the program."""
        self._timer.stop()
        if not self._changed:
            return
        self._changed = False
        try:
            self._preferences.save()
        except OutputError as error:
            self._tell(str(error))

    def _on_change(self) -> None:
        self._changed = True
        self._timer.start()

    def _write(self) -> None:
        self._changed = False
        run_task(self._work, on_error=self._tell)

    def _work(self) -> Generator[None, None, None]:
        yield
        self._preferences.save()

    def _tell(self, message: str, details: str = "") -> None:
        if not self._told:
            self._told = True
            self._hub.error(f"Your settings are not kept: {message}", details)
