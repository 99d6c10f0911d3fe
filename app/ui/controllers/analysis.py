"""Running analyses: one at a time, the others wait in a queue.

The worker is given a frozen choice; what it says changes the session here, on the main thread.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.analysis.choices import AnalysisChoice
from app.analysis.course import Course
from app.analysis.progress import Progress
from app.session.session import RecordingState, Session
from app.settings import cache_folder
from app.ui.actions import Actions
from app.ui.controllers.analysis_work import Finished, Loading, Prepared, analyse
from app.ui.controllers.partial_tracks import PartialTracks
from app.ui.controllers.results import Results
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import Task, run_task
from app.ui.work_state import WorkState, in_words


class AnalysisController(QObject):
    """What stands behind Run.

    Signals
    -------
    stateChanged(WorkState)
        The work went on, began or ended.
    """

    stateChanged = Signal(object)  # noqa: N815 - Qt's way of naming

    def __init__(
        self,
        session: Session,
        actions: Actions,
        board: TaskBoard,
        results: Results,
        parent: QObject | None = None,
        cache: Callable[[], Path] = cache_folder,
    ) -> None:
        super().__init__(parent)
        self._session, self._cache = session, cache
        self._actions, self._board, self._results = actions, board, results
        self._queue: deque[tuple[Path, AnalysisChoice]] = deque()
        self._task: Task | None = None
        self.state = WorkState()
        actions.on("cancel_analysis", self.cancel)

    @property
    def running(self) -> bool:
        """Whether an analysis is under way; ask before the window closes."""
        return self._task is not None

    def run(self, choice: AnalysisChoice) -> None:
        """Analyse the recording on screen."""
        if self._session.recording is not None:
            self.enqueue([self._session.recording.path], choice)

    def enqueue(self, paths: Sequence[Path], choice: AnalysisChoice) -> None:
        """Analyse recordings one after the other; those that wait already are not taken twice."""
        taken = {self.state.path, *(path for path, _ in self._queue)}
        for path in paths:
            if path not in taken:
                taken.add(path)
                self._queue.append((path, choice))
                self._session.note(path, RecordingState.WAITING)
        self._next()

    def cancel(self) -> None:
        """Stop what runs at its next step, and let go of what waits."""
        waiting, self._queue = self._queue, deque()
        for path, _ in waiting:
            self._session.note(path, self._results.state_of(path))
        if self._task is not None and self.state.path is not None:
            self._task.cancel()
            self._results.give_up(self.state.path)
            self._session.note(self.state.path, self._results.state_of(self.state.path))
            notices.note("The analysis was stopped; run it again and it goes on from there.")
            self._tell(WorkState(self.state.path, "stopping"))

    def drop(self, path: Path) -> None:
        """Let go of one recording: stop it, or do not begin."""
        self._queue = deque(item for item in self._queue if item[0] != path)
        if self._task is not None and self.state.path == path:
            self._task.cancel()
            self._results.give_up(path)
        self._tell(self.state)

    def _next(self) -> None:
        if self._task is not None:
            self._tell(self.state)
            return
        if not self._queue:
            self._tell(WorkState())
            return
        path, choice = self._queue.popleft()
        cache = self._cache()
        self._course = Course(everybody=choice.person == "all")
        self._partial: PartialTracks | None = None
        self._session.note(path, RecordingState.ANALYSING)
        self._job = self._board.begin(f"Analysing {path.name}", self.cancel)
        self._task = run_task(
            lambda: analyse(path, choice, cache),
            on_progress=lambda news: self._hear(path, news),
            on_done=lambda finished: self._finish(path, finished),
            on_error=lambda message, details: self._fail(path, message, details),
        )
        self._task.ended.connect(self._ended)
        self._tell(WorkState(path, "loading the networks"))

    # By the worker.

    def _hear(self, path: Path, news: Loading | Prepared | Progress) -> None:
        if isinstance(news, Prepared):
            self._partial = PartialTracks(news)
        if not isinstance(news, Progress):
            return
        standing = self._course.take(news, time.monotonic())
        if news.faces is not None and self._results.on_screen(path):
            self._session.know_faces(news.faces)
        if news.blocks and self._partial is not None:
            self._partial.take(news.blocks)
            self._results.grow(path, self._partial)
        self._session.note(path, RecordingState.ANALYSING, standing.stage.value, standing.share)
        self._tell(WorkState(path, standing.stage.value, standing))

    def _finish(self, path: Path, finished: Finished) -> None:
        self._results.keep(path, finished)
        sentence = "; ".join(notice.rstrip(".") for notice in finished.analysis.notices)
        self._session.note(path, RecordingState.ANALYSED, sentence, 1.0)
        if sentence:
            notices.note(f"{path.name}: {sentence}.")

    def _fail(self, path: Path, message: str, details: str) -> None:
        self._results.give_up(path)
        self._session.note(path, RecordingState.FAILED, message)
        notices.error(message, details)

    def _ended(self) -> None:
        self._job.end()
        self._task = None
        self._next()

    # What is told.

    def _tell(self, state: WorkState) -> None:
        self.state = replace(state, waiting=tuple(path for path, _ in self._queue))
        if state.path is not None:
            self._job.update(*in_words(self.state))
        self._actions.enable("cancel_analysis", state.path is not None and self._live)
        self.stateChanged.emit(self.state)

    @property
    def _live(self) -> bool:
        return self._task is not None and not self._task.cancelled
