"""Whether the recordings of a project are where they were, and what they were.

Moved ones are found again by asking once; one whose content has changed is told of.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.session.project_desk import ProjectDesk
from app.session.session import RecordingState, Session
from app.ui.controllers.project_work import FileDigest, Missing, digest, find_moved
from app.ui.dialogs.ask import AskDialog
from app.ui.dialogs.parts import show_over
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import Task, run_task

if TYPE_CHECKING:
    from app.store.recordings import ProjectRecording

_NAMED = 3


class WhereaboutsController(QObject):
    """Looks for recordings when a project is opened, and at the one that comes on screen."""

    def __init__(
        self, session: Session, desk: ProjectDesk, board: TaskBoard, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._desk = session, desk
        self._board, self._window = board, window
        self._reading: Task | None = None
        desk.project_changed.connect(self.look)
        session.recording_changed.connect(self._identify)
        desk.project_changed.connect(self._identify)

    # Moved recordings.

    def missing(self) -> list[Missing]:
        """Recordings of the project that are not where they were."""
        project = self._desk.project
        if project is None or self._desk.untitled:
            return []
        return [
            Missing(each.id, each.path, each.sha256)
            for each in project.recordings
            if not each.path.exists()
        ]

    def look(self) -> None:
        """Mark what is missing, and ask once where it is now."""
        missing = self.missing()
        for lost in missing:
            self._session.list_recordings([lost.path])
            self._session.note(
                lost.path, RecordingState.FAILED, "Not found here; it was moved or renamed"
            )
        if missing:
            self.ask(missing)

    def ask(self, missing: list[Missing]) -> None:
        """Ask for the folder in which missing recordings are now."""
        names = ", ".join(lost.path.name for lost in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        verb = "is" if len(missing) == 1 else "are"
        question = AskDialog(
            f"{names}{more} {verb} not where {'it was' if len(missing) == 1 else 'they were'}.",
            "Choose the folder to look in: recordings are found there by name and content, in "
            "folders within it as well. Annotations are kept in any case.",
            "Choose folder...",
            "Later",
            self._window,
        )
        question.accepted.connect(lambda: self._choose(missing))
        show_over(question)

    def _choose(self, missing: list[Missing]) -> None:
        name = QFileDialog.getExistingDirectory(
            self._window, "Where are the recordings?", str(missing[0].path.parent)
        )
        if name:
            self.search(missing, Path(name))

    def search(self, missing: list[Missing], folder: Path) -> None:
        """Look for recordings in a folder."""
        self._board.run(
            "Looking for recordings",
            lambda: find_moved(missing, folder),
            on_done=lambda found: self._found(missing, found, folder),
            on_error=notices.error,
        )

    def _found(self, missing: list[Missing], found: dict[int, Path], folder: Path) -> None:
        project = self._desk.project
        if project is None:
            return
        for lost in missing:
            if lost.id in found:
                project.locate(lost.id, found[lost.id])
                self._session.forget(lost.path)
                self._session.list_recordings([found[lost.id]])
        left = len(missing) - len(found)
        if left:
            notices.error(
                f"{left} of {len(missing)} recordings are not in {folder}; choose File > Open "
                "project again to look elsewhere."
            )
        else:
            notices.note(f"All {len(found)} were found in {folder}.")
        self._desk.contents_changed.emit()

    # What a recording is.

    def _identify(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        recording = self._session.recording
        known = self._desk.recording(recording.path) if recording is not None else None
        if known is None or recording is None or self._desk.read_only or self._same(known):
            return
        path = recording.path
        self._reading = run_task(
            lambda: digest(path),
            on_done=lambda found: self._compare(path, found),
            on_error=lambda *_: None,  # opening has said what is wrong with the file
        )

    def _same(self, known: ProjectRecording) -> bool:
        try:
            status = known.path.stat()
        except OSError:
            return True
        return (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns)

    def _compare(self, path: Path, found: FileDigest) -> None:
        known, project = self._desk.recording(path), self._desk.project
        if known is None or project is None:
            return
        if known.sha256 and known.sha256 != found.sha256:
            notices.error(
                f"{path.name} is not the file that was annotated: its content has changed; check "
                "that the curves still fit, or put the old file back."
            )
        project.note_digest(known.id, found.sha256, found.size, found.mtime_ns)
