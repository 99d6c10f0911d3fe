"""Whether the recordings of a project are where they were, and what they were.

Moved ones are found again by asking once; one whose content has changed is told of.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.errors import StudioError
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
            if each.is_missing
        ]

    def look(self) -> None:
        """Mark what is missing, and ask once where it is now."""
        missing = self.mark()
        if missing:
            self.ask(missing)

    def mark(self) -> list[Missing]:
        """Say in the list what is missing, and give that."""
        missing = self.missing()
        self._session.list_recordings(lost.path for lost in missing)
        for lost in missing:
            self._session.note(
                lost.path, RecordingState.FAILED, "Not found here; it was moved or renamed"
            )
        return missing

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
        if self._desk.project is None:
            return
        # None of the old places is listed while they change: what is listed is in the project.
        self._session.forget(*(lost.path for lost in missing))
        try:
            for number, path in found.items():
                self._desk.project.locate(number, path)
        except StudioError as error:
            notices.error(str(error))
        self._session.list_recordings(each.path for each in self._desk.project.recordings)
        left = self.mark()
        self._desk.list_states()
        self._desk.contents_changed.emit()
        self._tell_found(len(missing), len(left), folder)

    def _tell_found(self, missing: int, left: int, folder: Path) -> None:
        if left:
            notices.error(
                f"{left} of {missing} recordings {'is' if left == 1 else 'are'} not in {folder}; "
                "choose File > Open project again to look elsewhere."
            )
        else:
            notices.note(f"All {missing} were found in {folder}.")

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
        if self._session.annotations.read_only:
            return  # another length: told already, and not the file of these annotations
        key = f"contents of {known.id}"
        try:
            seen: list[str] = project.recall(key, [known.sha256] if known.sha256 else [])
            if seen and found.sha256 not in seen:
                notices.error(
                    f"{path.name} is not the file that was annotated: its content has changed; "
                    "check that the curves still fit, or put the old file back."
                )
            if found.sha256 not in seen:
                project.remember(key, [*seen, found.sha256])
            project.note_digest(known.id, found.sha256, found.size, found.mtime_ns)
        except StudioError as error:
            notices.error(str(error))
