"""Python's cyclic garbage is collected on the window's thread, and nowhere else.

Python collects wherever an object happens to be made when a count is full: also in a worker. If
what is collected there holds on to Qt (a connection, a widget that was closed), Qt locks its table
of connections and then waits for the interpreter, while the window's thread holds the interpreter
and waits for that table: the window stands still for good. So collecting by itself is switched off,
and a timer does it here, by the counts that Python would go by.

What libraries leave behind when they are loaded is set aside: a third of a million objects, which
would cost 0.3 s whenever everything is looked through.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_EVERY_MILLISECONDS = 200
_MANY_MODULES = 150
"""So many more are a library that was loaded."""


class GarbageCollection(QObject):
    """Collects on the thread it was made on, from `start` to `stop`.

    Parameters
    ----------
    set_aside : bool
        Whether what libraries leave behind is set aside; it is never collected then.
    """

    def __init__(self, parent: QObject | None = None, *, set_aside: bool = True) -> None:
        super().__init__(parent)
        self._modules, self._wanted = 0, set_aside
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Take collecting over from Python."""
        gc.disable()
        self._set_aside(len(sys.modules))
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Collect what is due: mostly the youngest objects, which takes no time."""
        loaded = len(sys.modules)
        if loaded > self._modules + _MANY_MODULES:
            gc.collect(1)  # what is young may be garbage, and would never be found again
            self._set_aside(loaded)
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [count > limit for count, limit in zip(counts, limits, strict=True)]
        if all(due):
            gc.collect(2)
        elif due[0]:
            gc.collect(1 if due[1] else 0)

    def _set_aside(self, modules: int) -> None:
        self._modules = modules
        if self._wanted:
            gc.freeze()
