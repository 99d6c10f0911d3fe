"""Measures how long a window's thread is kept from its events."""

import time

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 5


class Watchdog(QObject):
    """A timer that notes how late it is called.

    Attributes
    ----------
    pauses : list of float
        Seconds by which each call was late, in the order of the calls.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pauses: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        """Begin to watch."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def reset(self) -> None:
        """Forget what was noted."""
        self.pauses.clear()
        self._last = time.perf_counter()

    @property
    def longest(self) -> float:
        """The longest pause noted, in seconds."""
        return max(self.pauses, default=0.0)

    def _note(self) -> None:
        now = time.perf_counter()
        self.pauses.append(max(0.0, now - self._last - _EVERY_MS / 1e3))
        self._last = now
