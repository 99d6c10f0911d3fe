"""What is under way, for the status bar: title, progress, time left, and a way to stop it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app.ui.tasks import Task, Work, run_task

_AT_MOST_EVERY_MS = 100
_SHOWN_AFTER_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """A line about work under way.

    Attributes
    ----------
    title : str
        What is done, for example ``"Analysing d10.mp4"``.
    detail : str
        Where it is, for example ``"finding faces, 42 frames/s"``; may be empty.
    share : float or None
        0 ... 1; None while nobody knows.
    seconds_left : float or None
        None while nobody knows.
    can_cancel : bool
        Whether `TaskBoard.cancel` stops it.
    others : int
        How much else is under way.
    """

    title: str
    detail: str = ""
    share: float | None = None
    seconds_left: float | None = None
    can_cancel: bool = True
    others: int = 0


class Job:
    """One line of the board; made by `TaskBoard.begin`."""

    def __init__(
        self, board: "TaskBoard", status: TaskStatus, cancel: Callable[[], object] | None
    ) -> None:
        self._board = board
        self.status = status
        self.cancel = cancel
        self.began = time.monotonic()

    def update(
        self,
        detail: str = "",
        share: float | None = None,
        seconds_left: float | None = None,
        title: str | None = None,
    ) -> None:
        """Say where it is."""
        self.status = replace(
            self.status,
            detail=detail,
            share=share,
            seconds_left=seconds_left,
            title=self.status.title if title is None else title,
        )
        if isValid(self._board):
            self._board.refresh()

    def end(self) -> None:
        """Take it off the board; doing so twice does no harm."""
        if isValid(self._board):  # a task may outlive the window
            self._board.remove(self)


class TaskBoard(QObject):
    """Everything under way; the status bar shows `current`.

    Signals
    -------
    changed(status)
        `TaskStatus` of what has been under way longest, or None; at most ten times a second.
        Work that is over within 0.3 s never appears.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._shown: TaskStatus | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_AT_MOST_EVERY_MS)
        self._timer.timeout.connect(self._show)

    def begin(self, title: str, cancel: Callable[[], object] | None = None) -> Job:
        """Put work on the board; `cancel` is called when the user wants it stopped."""
        job = Job(self, TaskStatus(title, can_cancel=cancel is not None), cancel)
        self._jobs.append(job)
        self.refresh()
        return job

    def run(
        self,
        title: str,
        work: Work,
        *,
        on_progress: Callable[[Any], object] | None = None,
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[str, str], object] | None = None,
    ) -> Task:
        """Run a generator in a worker thread, as `run_task`, and show it while it runs.

        A value it yields that is a `TaskStatus` is shown, under the title given here.
        """

        def hear(news: object) -> None:
            if isinstance(news, TaskStatus):
                job.update(news.detail, news.share, news.seconds_left)
            elif on_progress is not None:
                on_progress(news)

        task = run_task(work, on_progress=hear, on_done=on_done, on_error=on_error)
        job = self.begin(title, task.cancel)
        task.ended.connect(job.end)
        return task

    @property
    def current(self) -> TaskStatus | None:
        """What the status bar shows now."""
        return self._shown

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._jobs)

    def cancel(self) -> None:
        """Stop what is shown."""
        job = next(self._visible(), None)
        if job is not None and job.cancel is not None:
            job.cancel()

    def refresh(self) -> None:
        """Something changed; it is shown at the next tick."""
        if not self._timer.isActive():
            self._timer.start()

    def remove(self, job: Job) -> None:
        """Take work off the board."""
        if job in self._jobs:
            self._jobs.remove(job)
            self._show()

    def _visible(self) -> Iterator[Job]:
        now = time.monotonic()
        return (job for job in self._jobs if now - job.began >= _SHOWN_AFTER_SECONDS)

    def _show(self) -> None:
        jobs = list(self._visible())
        status = replace(jobs[0].status, others=len(jobs) - 1) if jobs else None
        if status != self._shown:
            self._shown = status
            self.changed.emit(status)
        if not self._jobs:
            self._timer.stop()
