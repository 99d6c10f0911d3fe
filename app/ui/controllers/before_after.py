"""Before and after: both curves on the timeline, and their CCC on what was held out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.analysis.progress import Progress
from app.session.session import Session
from app.session.training import TrainingDesk
from app.session.weights_in_use import WeightsInUse
from app.training.following import FollowedRun
from app.training.held_out import HeldOut
from app.training.run_folder import RunFolder
from app.ui.actions import Actions
from app.ui.controllers.before_after_work import BeforeAfterOrder, Compared, compare, find_held_out
from app.ui.controllers.results import Results
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import Task, run_task
from app.ui.training.before_after_view import BeforeAfter
from app.ui.training.run_page import RunPage

_BUSY = "An analysis is going on; ask again when it has ended."
_READING = "Both are being read..."


class BeforeAfterController(QObject):
    """What stands behind Before and after.

    Parameters
    ----------
    results : Results
        Takes both predictions, as any analysis's.
    open_paths : callable
        Opens a recording that is not on screen.
    cache : callable
        Where analyses keep what can be used again.
    is_busy : callable
        Whether an analysis is going on.
    """

    def __init__(
        self,
        session: Session,
        desk: TrainingDesk,
        weights: WeightsInUse,
        page: RunPage,
        actions: Actions,
        board: TaskBoard,
        results: Results,
        parent: QObject | None = None,
        *,
        open_paths: Callable[[Sequence[Path]], object],
        cache: Callable[[], Path],
        is_busy: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self._session, self._desk, self._weights = session, desk, weights
        self._view, self._actions, self._board = page.before_after, actions, board
        self._results, self._open, self._cache = results, open_paths, cache
        self._is_busy = is_busy
        self._held: dict[str, HeldOut] = {}
        self._of: RunFolder | None = None
        self._found: dict[RunFolder, BeforeAfter] = {}
        self._finding: Task | None = None
        self._reading: Task | None = None
        page.beforeAfterRequested.connect(self.compare)
        actions.on("before_after", lambda: self.compare(self._view.recordings.currentData() or ""))
        desk.run_changed.connect(self._on_run)
        desk.place_changed.connect(self._forget)
        self._enable()

    def compare(self, name: str) -> None:
        """Read a held-out recording with both weights and measure them."""
        run, held = self._desk.shown, self._held.get(name)
        if run is None or held is None or run.settings is None or self._reading is not None:
            return
        if self._is_busy():  # one at a time, or memory has to hold both
            self._view.show_figures(None, _BUSY)
            return
        order = BeforeAfterOrder(held, self._before(run), str(run.folder.best), run.settings.device)
        path, cache = held.recording.path, self._cache()
        if self._session.recording is None or self._session.recording.path != path:
            self._open([path])
        self._view.show_figures(None, _READING)
        job = self._board.begin(f"Before and after: {path.name}", self.stop)
        self._reading = run_task(
            lambda: compare(order, cache),
            on_progress=lambda news: job.update(*_in_words(*news)),
            on_done=lambda found: self._on_done(run.folder, path, found),
            on_error=self._failed,
        )
        self._reading.ended.connect(job.end)
        self._reading.ended.connect(self._on_ended)
        self._enable()

    def stop(self) -> None:
        """Let go of it."""
        if self._reading is not None:
            self._reading.cancel()
            self._view.show_figures(None, "It was stopped; ask again and it goes on from there.")

    def _before(self, run: FollowedRun) -> str:
        """What training began from; where that was chance, what is or was in use."""
        steps, after = self._weights.steps, str(run.folder.best)
        start = run.settings.network.start if run.settings is not None else ""
        return start or (steps.now if steps.now != after else steps.before)

    def _forget(self) -> None:
        self._found.clear()

    def _on_run(self) -> None:
        run = self._desk.shown
        folder = run.folder if run is not None and run.has_weights else None
        if folder == self._of:
            return
        self._of, self._held = folder, {}
        self._view.show_recordings(())
        self._view.show_figures(self._found.get(folder) if folder is not None else None)
        if self._finding is not None:
            self._finding.cancel()
        if run is not None and folder is not None:
            self._finding = run_task(
                lambda: find_held_out(run),
                on_done=self._on_held_out,
                on_error=lambda sentence, _: self._view.show_figures(None, sentence),
            )
        self._enable()

    def _on_held_out(self, found: Sequence[HeldOut]) -> None:
        self._held = {each.recording.name: each for each in found}
        self._view.show_recordings([(name, name) for name in self._held])
        self._enable()

    def _on_done(self, folder: RunFolder, path: Path, found: Compared) -> None:
        for finished in (found.before, found.after):
            self._results.keep(path, finished)
        self._found[folder] = found.figures
        if folder == self._of:
            self._view.show_figures(found.figures)

    def _failed(self, sentence: str, details: str) -> None:
        self._view.show_figures(None, sentence)
        notices.error(sentence, details)

    def _on_ended(self) -> None:
        self._reading = None
        self._enable()

    def _enable(self) -> None:
        possible = bool(self._held) and self._reading is None
        self._actions.enable("before_after", possible)
        self._view.ask.setEnabled(possible)


def _in_words(number: int, progress: Progress) -> tuple[str, float | None, float | None]:
    which = ("with the weights of before", "with those of after")[number]
    share = progress.done / progress.total if progress.total else 0.0
    return f"{which}, {progress.stage.value}", (number + share) / 2, None
