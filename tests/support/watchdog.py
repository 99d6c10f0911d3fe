"""Measures how long a window's thread is kept from its events.

Two clocks. Wall time says what a user felt, but on a machine that does other things as well it
says as much about them. The thread's own processor time says what the window's code did: it does
not run while others have the processor, nor while a worker keeps Python (as the import of torch
does, once).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 5


class Watchdog(QObject):
    """A timer that notes how late it is called, and what was computed since it was called last.

    Attributes
    ----------
    pauses : list of float
        Seconds by which each call was late, in the order of the calls.
    busy : list of float
        Seconds of processor time that the thread took between calls.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pauses: list[float] = []
        self.busy: list[float] = []
        self._last, self._worked = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        """Begin to watch."""
        self._begin()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def reset(self) -> None:
        """Forget what was noted."""
        self.pauses.clear()
        self.busy.clear()
        self._begin()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch what the window does meanwhile; what a test computes before and after is not it."""
        self.start()
        try:
            yield
        finally:
            self._note()
            self.stop()

    @property
    def longest(self) -> float:
        """The longest pause noted, in seconds."""
        return max(self.pauses, default=0.0)

    @property
    def busiest(self) -> float:
        """The most processor time between two calls, in seconds."""
        return max(self.busy, default=0.0)

    def _begin(self) -> None:
        self._last, self._worked = time.perf_counter(), time.thread_time()

    def _note(self) -> None:
        late = time.perf_counter() - self._last - _EVERY_MS / 1e3
        self.pauses.append(max(0.0, late))
        self.busy.append(time.thread_time() - self._worked)
        self._begin()
