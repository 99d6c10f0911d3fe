"""The Magnify dock: has a range magnified in a worker, and the result written as a video."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.magnify_work import magnify, write_video
from app.ui.controllers.save_as import SaveAs
from app.ui.magnify.card import Card
from app.ui.magnify.magnify_panel import MagnifyPanel
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import Task
from app.ui.video.faces_shown import chosen_person

if TYPE_CHECKING:
    from app.analysis.magnified import Magnified


class MagnifyController(QObject):
    """What stands behind Magnify and Export video.

    Parameters
    ----------
    session : Session
        Its playhead is moved by clicks on the bar.
    panel : MagnifyPanel
        Says what is wanted, and shows it.
    actions : Actions
        ``show_magnify``.
    preferences : Preferences
        Remember the folder of files written.
    board : TaskBoard
        Work is done on it.
    reveal : callable
        Brings the dock of the panel on screen.
    """

    def __init__(
        self,
        session: Session,
        panel: MagnifyPanel,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget | None = None,
        *,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._session, self._panel, self._board = session, panel, board
        self._save_as = SaveAs(preferences, window)
        self._task: Task | None = None
        self._person = 0
        panel.magnifyRequested.connect(self.magnify)
        panel.cancelRequested.connect(self.cancel)
        panel.exportRequested.connect(self.export)
        panel.seekRequested.connect(session.playback.seek)
        actions.on("show_magnify", reveal)
        session.recording_changed.connect(self._forget)
        session.person_changed.connect(self._on_person)

    def magnify(self) -> None:
        """Magnify what the panel asks for; the result of before stays until there is another."""
        order = self._panel.order
        if order is None:
            return
        self.cancel()
        self._person = order.track.person
        self._task = self._board.run(
            f"Magnifying {order.path.name}",
            lambda: magnify(order),
            on_progress=self._hear,
            on_done=self._panel.show_result,
            on_error=self._fail,
        )
        # It may also be stopped on the board. A method, not a closure: it goes with this.
        self._task.ended.connect(self._on_ended)
        self._panel.show_work(True)

    def cancel(self) -> None:
        """Let go of what is under way; no reply of it comes any more."""
        if self._task is not None:
            self._task.ended.disconnect(self._on_ended)
            self._task.cancel()
            self._task = None
        self._panel.show_work(False)

    def export(self) -> None:
        """Ask where, then write the result as a video."""
        found = self._panel.found
        path = None if found is None else self._choose(found)
        if found is None or path is None:
            return
        card = Card(found)
        self._board.run(
            f"Writing {path.name}",
            lambda: write_video(found, card, path),
            on_done=lambda _: notices.note(f"{path.name} written to {path.parent}."),
            on_error=notices.error,
        )

    def _on_person(self, *_: object) -> None:
        """The largest face may be the person chosen now."""
        if chosen_person(self._session.faces, self._session.person) != self._person:
            self._forget()

    def _forget(self, *_: object) -> None:
        """Another recording or person: the result is not of it."""
        self.cancel()
        self._panel.show_result(None)

    def _choose(self, found: "Magnified") -> Path | None:
        video, title = found.order.path, f"Export video: {found.order.settings.text}"
        name = f"{video.stem}-magnified.mp4"
        return self._save_as.ask_for(title, name, {".mp4": "MP4 video (*.mp4)"}, video.parent)

    # By the worker.

    def _hear(self, news: float | None) -> None:
        if news is not None:
            self._panel.show_work(True, news)

    def _fail(self, sentence: str, details: str) -> None:
        self._panel.show_work(False)
        self._panel.show_failure(sentence)
        notices.error(sentence, details)

    def _on_ended(self) -> None:
        self._task = None
        self._panel.show_work(False)
