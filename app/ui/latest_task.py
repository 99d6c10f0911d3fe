"""Work whose order changes while it is under way: only the latest order is answered.

One at a time, so that a large file is never held in memory twice: what is under way is cancelled
and its news dropped, and the latest order begins when it has ended.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.ui.task_board import TaskBoard
from app.ui.tasks import Task, Work


@dataclass(frozen=True, slots=True)
class _Order:
    title: str
    work: Work
    on_progress: Callable[[Any], object] | None
    on_done: Callable[[Any], object] | None
    on_error: Callable[[str, str], object] | None
    on_ended: Callable[[], object] | None


class LatestTask:
    """Runs the latest of its orders on a board."""

    def __init__(self, board: TaskBoard) -> None:
        self._board = board
        self._task: Task | None = None
        self._next: _Order | None = None

    def run(
        self,
        title: str,
        work: Work,
        *,
        on_progress: Callable[[Any], object] | None = None,
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[str, str], object] | None = None,
        on_ended: Callable[[], object] | None = None,
    ) -> None:
        """Do this and nothing that was ordered before; as `TaskBoard.run`.

        ``on_ended`` is called last, also when the board's own button stopped it, unless something
        else was ordered meanwhile.
        """
        self._next = _Order(title, work, on_progress, on_done, on_error, on_ended)
        if self._task is not None:
            self._task.cancel()
        else:
            self._start()

    def stop(self) -> None:
        """Do nothing any more."""
        self._next = None
        if self._task is not None:
            self._task.cancel()

    def _start(self) -> None:
        order, self._next = self._next, None
        if order is None:
            return
        self._task = self._board.run(
            order.title,
            order.work,
            on_progress=order.on_progress,
            on_done=order.on_done,
            on_error=order.on_error,
        )
        self._task.ended.connect(partial(self._on_ended, order))

    def _on_ended(self, order: _Order) -> None:
        self._task = None
        if self._next is None and order.on_ended is not None:
            order.on_ended()
        else:
            self._start()
