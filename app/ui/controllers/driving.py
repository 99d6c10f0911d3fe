"""The Why dock: asks a worker what drove the moment or the selection, and shows its answer."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from app.analysis.progress import Progress
from app.session.session import Session
from app.settings import cache_folder
from app.ui.actions import Actions
from app.ui.controllers.driving_work import Explainer, ExplainRequest
from app.ui.driving.asked import asked_of, obstacle, predicted, teaching
from app.ui.driving.driving_panel import DrivingPanel
from app.ui.driving.explanation import Explanation
from app.ui.latest_task import LatestTask
from app.ui.task_board import TaskBoard
from app.ui.timeline.scene import face_of

WORKING = "Explaining"


class DrivingController(QObject):
    """What stands behind Explain.

    Parameters
    ----------
    session : Session
        Says what is asked; its playhead is moved by clicks on pieces of time.
    panel : DrivingPanel
        Shows.
    actions : Actions
        ``show_driving``, ``explain``.
    board : TaskBoard
        Work is done on it.
    cache : callable
        Where analyses are kept.
    reveal : callable
        Brings the dock of the panel on screen.
    """

    def __init__(
        self,
        session: Session,
        panel: DrivingPanel,
        actions: Actions,
        board: TaskBoard,
        parent: QObject | None = None,
        *,
        cache: Callable[[], Path] = cache_folder,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._session, self._panel, self._cache, self._reveal = session, panel, cache, reveal
        self._explainer, self._task = Explainer(), LatestTask(board)
        self._generation = 0
        panel.explainRequested.connect(self.explain)
        panel.cancelRequested.connect(self.cancel)
        panel.seekRequested.connect(session.playback.seek)
        actions.on("show_driving", reveal)
        actions.on("explain", self._show_and_explain)
        for signal in (
            session.recording_changed,
            session.analysis_changed,
            session.person_changed,
            session.annotations.blind_changed,
        ):
            signal.connect(self._forget)

    def explain(self) -> None:
        """Ask about the selection under the playhead, else about the moment."""
        request = self.request()
        if request is None:
            return
        self._generation += 1
        generation, path = self._generation, request.path
        self._panel.say("")
        self._panel.show_work(True)
        self._task.run(
            f"{WORKING} {path.name}",
            lambda: self._explainer.explain(request),
            on_progress=lambda news: self._hear(generation, news),
            on_done=lambda found: self._take(generation, found),
            on_error=lambda message, _: self._fail(generation, message),
        )

    def request(self) -> ExplainRequest | None:
        """What would be asked now, frozen; None where nothing can be."""
        session, asked = self._session, asked_of(self._session)
        if teaching(session) or obstacle(session, asked) or session.recording is None:
            return None
        shown = predicted(session)[-1]
        provenance = shown.track.provenance
        return ExplainRequest(
            session.recording.path,
            asked.start,
            asked.end,
            provenance.weights,
            provenance.weights_sha256,
            shown.person,
            face_of(session.faces, shown.person),
            self._cache(),
        )

    def cancel(self) -> None:
        """Let go of what is being explained; the answer of before stays."""
        self._generation += 1
        self._task.stop()
        self._panel.show_work(False)

    def _show_and_explain(self) -> None:
        self._reveal()
        self.explain()

    def _forget(self, *_: object) -> None:
        """Another recording, result or person: no answer is about it."""
        self.cancel()
        self._panel.say("")
        self._panel.show_answer(None)

    # By the worker.

    def _hear(self, generation: int, news: object) -> None:
        if generation == self._generation:
            known = isinstance(news, Progress) and news.total > 0
            share = news.done / news.total if isinstance(news, Progress) and known else None
            self._panel.show_work(True, share)

    def _take(self, generation: int, found: Explanation) -> None:
        if generation == self._generation:
            self._panel.show_work(False)
            self._panel.show_answer(found)

    def _fail(self, generation: int, message: str) -> None:
        if generation == self._generation:
            self._panel.show_work(False)
            self._panel.say(message)
