"""The Motion dock: asks for what the playhead is at, and shows what comes back."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.core.face_track import FaceTrack
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.controllers.motion_request import MotionRequest, Point, Seen
from app.ui.controllers.motion_subject import parameters_in_use, track_in_use
from app.ui.controllers.motion_work import MotionDesk
from app.ui.motion.motion_panel import MotionPanel
from app.ui.motion.teaching import CLOSED, LOADING, NO_FACES, NOBODY
from app.ui.notices import notices
from app.ui.task_board import Job, TaskBoard
from app.ui.tasks import Task, run_task


class MotionController(QObject):
    """Keeps the dock in step with the session while it is in sight.

    Parameters
    ----------
    session : Session
        Is shown.
    panel : MotionPanel
        Shows it.
    actions : Actions
        ``show_motion``.
    board : TaskBoard
        Shows that it is loading, the first time.
    reveal : callable
        Brings the dock of the panel on screen.
    """

    def __init__(
        self,
        session: Session,
        panel: MotionPanel,
        actions: Actions,
        board: TaskBoard,
        parent: QObject | None = None,
        *,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._session, self._panel, self._board = session, panel, board
        self._desk = MotionDesk()
        self._task: Task | None = None
        self._job: Job | None = None
        self._loaded = False
        self._generation = 0
        self._point: Point | None = None
        self._track: FaceTrack | None = None
        actions.on("show_motion", reveal)
        panel.sight.came.connect(self._follow)
        panel.probed.connect(self._probe)
        session.playback.moved.connect(self._follow)
        session.recording_changed.connect(self._start_anew)
        for signal in (session.faces_changed, session.person_changed, session.analysis_changed):
            signal.connect(self._start_anew)
        self._start_anew()

    def _start_anew(self, *_: object) -> None:
        """What is under way is of something else now."""
        self._generation += 1
        self._track = track_in_use(self._session)
        self._desk.forget()
        if not self._panel.sight.seen:
            self._panel.forget()  # else it would be offered for print
        if self._session.recording is None and self._task is None:
            self._desk.close()
        self._follow()

    def _probe(self, point: Point | None) -> None:
        self._point = point
        self._follow()

    def _follow(self, *_: object) -> None:
        if not self._panel.sight.seen:
            return
        session = self._session
        if session.recording is None:
            self._panel.teach(CLOSED)
            return
        track, base = self._track, session.playback.time_base
        if track is None or base is None:
            analysed = bool(session.analyses)
            self._panel.teach(NOBODY if analysed else NO_FACES, offer_analysis=not analysed)
            return
        self._ask(
            MotionRequest(
                self._generation,
                session.recording.path,
                base,
                track,
                session.playback.frame,
                parameters_in_use(session),
                self._point,
            )
        )

    def _ask(self, request: MotionRequest) -> None:
        self._desk.ask(request)
        if self._task is not None:
            return
        if not self._loaded and self._job is None:
            self._job = self._board.begin(LOADING)
            self._panel.teach(LOADING)
        self._task = run_task(self._desk.work, on_progress=self._hear, on_error=self._fail)
        self._task.ended.connect(self._on_ended)

    # By the worker.

    def _hear(self, seen: Seen | None) -> None:
        self._end_loading()
        if seen is None or seen.request.generation != self._generation:
            return
        from app.analysis.snippet import NoSnippet

        if isinstance(seen.snippet, NoSnippet):
            self._panel.teach(seen.snippet.reason)
            return
        self._panel.show_snippet(seen.snippet)
        if seen.rows is not None:
            self._panel.show_probe(seen.rows)

    def _fail(self, sentence: str, details: str) -> None:
        self._panel.teach(sentence)
        notices.error(sentence, details)

    def _on_ended(self) -> None:
        self._task = None
        self._end_loading()
        if self._session.recording is None:
            self._desk.close()
        elif self._desk.asked:
            self._follow()

    def _end_loading(self) -> None:
        self._loaded = True
        if self._job is not None:
            self._job.end()
            self._job = None
