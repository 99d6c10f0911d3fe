"""Work that takes longer than a blink: a generator in a thread, its news on the main thread.

Each `yield` of the generator is progress and a place to stop. One Python thread per task, and not
a pool: tasks are few, wait for files and networks as often as they compute, and a pool would let a
slow download hold back the opening of a file. The threads are daemons, so that one that hangs in a
foreign library cannot keep the program alive; `stop_tasks` gives the others time to end well. News
comes through a queue and one queued signal, which Qt delivers in the main thread's event loop.

After `Task.cancel` no reply arrives any more, whatever is still under way: who starts a task again
after cancelling it never sees what the old one found.
"""

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.core.errors import StudioError
from app.ui.turns import LONGEST_SECONDS, turns
from models.errors import ModelError

Work = Callable[[], Generator[Any, None, Any]]
"""Makes the generator; called in the thread, so it may import what is slow to import."""

_MOST_UNHEARD = 64
"""News that may wait for the window before the work waits, too."""
_PAUSE = 0.005

_running: set["Task"] = set()


class Task(QObject):
    """One piece of work under way; made by `run_task`.

    Signals
    -------
    ended()
        The thread has ended: done, failed, or cancelled. Always the last news.
    """

    ended = Signal()
    _woken = Signal()

    def __init__(
        self,
        work: Work,
        on_progress: Callable[[Any], object] | None,
        on_done: Callable[[Any], object] | None,
        on_error: Callable[[str, str], object] | None,
    ) -> None:
        super().__init__()
        self._work = work
        self._on_progress, self._on_done, self._on_error = on_progress, on_done, on_error
        self._news: deque[Callable[[], object]] = deque()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="task", daemon=True)
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop; nothing is heard of it then."""
        return self._stop.is_set()

    @property
    def running(self) -> bool:
        """Whether its end has not been told yet."""
        return self in _running

    def start(self) -> None:
        """Begin."""
        _running.add(self)
        self._thread.start()

    def cancel(self) -> None:
        """Stop at the next yield; no reply comes from now on but `ended`."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for the thread; whether it has ended. Replies still come by the event loop."""
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    # In the thread.

    def _run(self) -> None:
        try:
            self._tell(self._on_done, self._exhaust())
        except _StoppedError:
            pass
        except BaseException as error:  # whatever a worker does, the window stays
            self._tell(self._on_error, *explain(error))
        self._post(self._end)

    def _exhaust(self) -> object:
        generator = self._work()
        try:
            while not self._stop.is_set():
                try:
                    self._tell(self._on_progress, next(generator))
                except StopIteration as end:
                    return end.value
                self._wait_to_be_heard()
        finally:
            generator.close()
        raise _StoppedError

    def _wait_to_be_heard(self) -> None:
        """Hold work back that tells more than the window can hear: it would do nothing else."""
        while len(self._news) > _MOST_UNHEARD and not self._stop.wait(_PAUSE):
            pass

    def _tell(self, listener: Callable[..., object] | None, *news: object) -> None:
        if listener is not None:
            self._post(lambda: self._stop.is_set() or _is_gone(listener) or listener(*news))

    def _post(self, message: Callable[[], object]) -> None:
        self._news.append(message)
        try:
            self._woken.emit()
        except RuntimeError:  # the window is gone, and with it whoever wanted to know
            _running.discard(self)

    # On the main thread.

    def _deliver(self) -> None:
        # What is there now and not what comes meanwhile: the window has other things to do, too.
        there, began = len(self._news), time.perf_counter()
        while self._news and there > 0:  # a listener that opens a dialog has some delivered inside
            there -= 1
            self._news.popleft()()
            if turns.given and time.perf_counter() - began > LONGEST_SECONDS:
                turns.soon(self._deliver)
                return

    def _end(self) -> None:
        self._thread.join()  # it posted this last, so the wait is over at once
        _running.discard(self)
        self.ended.emit()


def _is_gone(listener: Callable[..., object]) -> bool:
    """Whether a listener is a method of a widget or controller that went with its window."""
    owner = getattr(listener, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


class _StoppedError(Exception):
    """The work was cancelled."""


def run_task(
    work: Work,
    *,
    on_progress: Callable[[Any], object] | None = None,
    on_done: Callable[[Any], object] | None = None,
    on_error: Callable[[str, str], object] | None = None,
) -> Task:
    """Run a generator in a worker thread; call from the main thread.

    Parameters
    ----------
    work : callable
        Makes the generator. It must not touch widgets or the session.
    on_progress, on_done : callable, optional
        Called on the main thread with each value yielded, and with the value returned.
    on_error : callable, optional
        Called on the main thread with one sentence and its details.

    Returns
    -------
    Task
        To cancel it, or to hear of its end.
    """
    task = Task(work, on_progress, on_done, on_error)
    task.start()
    return task


def running_tasks() -> int:
    """How many tasks are under way."""
    return len(_running)


def stop_tasks(seconds: float = 3.0) -> bool:
    """Cancel everything and wait briefly; whether all has ended."""
    tasks, deadline = tuple(_running), time.monotonic() + seconds
    for task in tasks:
        task.cancel()
    return all(task.wait(deadline - time.monotonic()) for task in tasks)


def explain(error: BaseException) -> tuple[str, str]:
    """One sentence for the user, and the details for whoever mends it."""
    details = "".join(traceback.format_exception(error))
    if isinstance(error, StudioError):
        return str(error), details
    if isinstance(error, ModelError):
        text = str(error).rstrip(".")
        return f"{text[:1].upper()}{text[1:]}.", details
    if isinstance(error, MemoryError):
        return "The memory does not suffice for this; close other programs and try again.", details
    return (
        f"Something went wrong inside the program ({type(error).__name__}); your work is kept. "
        "Copy the details into a report and try again.",
        details,
    )
