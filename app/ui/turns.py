"""Views follow in turns of the window's events, and not all of them within one change.

A recording that comes on screen is heard of by some forty views and controllers. Each takes a few
milliseconds, and together they would keep keys and mouse waiting for a tenth of a second. What need
not be at one with the session at once waits here for its turn; between two turns the window hears
its user and paints. Who waits already is not taken twice, so that a view follows the last of many
changes and not each of them.
"""

import sys
from collections.abc import Callable, Generator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

LONGEST_SECONDS = 0.006
"""When a turn has taken as long, what still waits has another one."""

Follow = Callable[[], object]


class Turns(QObject):
    """Gives turns from `start` to `stop`; else everything is done at once, as tests of parts want.

    Call from the window's thread only.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[Follow, None] = {}
        self._timer: QTimer | None = None

    @property
    def given(self) -> bool:
        """Whether there are turns to wait for."""
        return self._timer is not None

    @property
    def idle(self) -> bool:
        """Whether nobody waits."""
        return not self._waiting

    def start(self) -> None:
        """Give turns from now on."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)
        if self._waiting:
            self._timer.start(0)

    def stop(self) -> None:
        """Do what waits, and everything else at once from now on."""
        if self._timer is not None:
            self._timer.stop()
            self._timer.deleteLater()
            self._timer = None
        self.flush()

    def soon(self, follow: Follow) -> None:
        """Have something done in one of the next turns; it is done once, however often it is asked.

        Parameters
        ----------
        follow : callable
            A method of a widget or controller that is gone by then is not called.
        """
        if self._timer is None:
            follow()
            return
        self._waiting[follow] = None
        self._timer.start(0)

    def flush(self) -> None:
        """Do now what waits; who fails keeps nobody from it."""
        while self._waiting:
            try:
                self._do_next()
            except Exception:  # told as in a turn
                sys.excepthook(*sys.exc_info())

    def steps(self, work: Generator[None, None, object], owner: QObject | None = None) -> None:
        """Go through a generator; each `yield` lets others have a turn.

        Parameters
        ----------
        owner : QObject, optional
            When it is gone, so is the work.
        """
        if self._timer is None:
            for _ in work:
                pass
            return

        def step() -> None:
            if owner is not None and not isValid(owner):
                work.close()
                return
            try:
                next(work)
            except StopIteration:
                return
            self.soon(step)

        self.soon(step)

    def _turn(self) -> None:
        began = perf_counter()
        try:
            while self._waiting and perf_counter() - began < LONGEST_SECONDS:
                self._do_next()
        finally:  # who fails keeps nobody from their turn
            if self._waiting and self._timer is not None:
                self._timer.start(0)  # anew: whatever became due meanwhile comes first

    def _do_next(self) -> None:
        follow = next(iter(self._waiting))
        del self._waiting[follow]  # first: it may ask for another turn of its own
        owner = getattr(follow, "__self__", None)
        if not isinstance(owner, QObject) or isValid(owner):
            follow()


turns = Turns()
