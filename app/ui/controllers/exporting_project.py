"""Everything that is annotated in a project, as files: one recording after the other.

The database is read here, on the main thread, one recording at a time; files are written in a
worker, so that the window stays answerable.
"""

from collections import deque
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.errors import StudioError
from app.session.project_desk import ProjectDesk
from app.session.project_export import Annotated, own_names
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.export_work import write_recording
from app.ui.controllers.exporting_annotations import Confirm, ask_to_replace
from app.ui.notices import notices
from app.ui.task_board import Job, TaskBoard
from app.ui.tasks import Task, run_task


class ProjectExportController(QObject):
    """What stands behind File > Export everything.

    Parameters
    ----------
    confirm : callable, optional
        Asks whether files may be replaced; a dialog without one.
    """

    def __init__(
        self,
        desk: ProjectDesk,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget,
        confirm: Confirm | None = None,
    ) -> None:
        super().__init__(window)
        self._desk, self._actions, self._preferences = desk, actions, preferences
        self._board, self._window = board, window
        self._confirm = confirm or (lambda paths: ask_to_replace(window, paths))
        self._run: _Run | None = None
        actions.on("export_project", self.ask)
        desk.project_changed.connect(self._on_project)
        self._on_project()

    def ask(self) -> None:
        """Ask for a folder, then write everything into it."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Export everything to", self._preferences.get("last_folder")
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, folder: Path) -> None:
        """Write everything into a folder."""
        if self._desk.project is None or self._run is not None:
            return
        numbers = [each for each in self._desk.project.recordings if each.tracks and each.frames]
        if not numbers:
            notices.error("There is nothing to export: nothing of the project is annotated yet.")
            return
        names = own_names(folder, [each.path for each in numbers])
        there = [
            path
            for name in names
            for ending in (".csv", ".segments.csv", ".history.csv")
            if (path := name.with_name(name.name + ending)).exists()
        ]
        if there and not self._confirm(there):
            return
        self._preferences.set("last_folder", str(folder))
        pairs = [(each.id, name) for each, name in zip(numbers, names, strict=True)]
        self._run = _Run(self._desk, self._board, folder, pairs, self._ended)
        self._run.next()

    def _ended(self) -> None:
        self._run = None

    def _on_project(self) -> None:
        if self._run is not None:
            self._run.stop()
        self._actions.enable("export_project", self._desk.project is not None)


class _Run:
    """One export of a project."""

    def __init__(
        self,
        desk: ProjectDesk,
        board: TaskBoard,
        folder: Path,
        pairs: list[tuple[int, Path]],
        ended: Callable[[], None],
    ) -> None:
        self._desk, self._folder, self._ended = desk, folder, ended
        self._left, self._all = deque(pairs), len(pairs)
        self._written: list[Path] = []
        self._failed: list[str] = []
        self._task: Task | None = None
        self._job: Job = board.begin(f"Exporting to {folder.name}", self.stop)

    def next(self) -> None:
        """Write the next recording, or tell what became of all."""
        self._task = None
        annotated = None
        while self._left and annotated is None:
            number, name = self._left.popleft()
            annotated = self._annotated(number)
        if annotated is None:
            self._finish()
            return
        done = self._all - len(self._left) - 1
        self._job.update(annotated.video.name, done / self._all)
        found, place = annotated, name
        self._task = run_task(
            lambda: write_recording(place, found),
            on_done=self._written.extend,
            on_error=lambda sentence, _: self._failed.append(sentence),
        )
        self._task.ended.connect(self.next)

    def stop(self) -> None:
        """Write no more; what was written stays."""
        self._left.clear()
        if self._task is not None:
            self._task.cancel()

    def _annotated(self, number: int) -> Annotated | None:
        project = self._desk.project
        if project is None:
            return None
        try:
            known = project.recording(number)
            journal = project.journal(number, known.frames or 0)
            return Annotated(known.path, journal.document, journal.history)
        except StudioError as error:
            self._failed.append(str(error))
            return None

    def _finish(self) -> None:
        self._job.end()
        if self._written:
            count = len(self._written)
            said = "1 file was" if count == 1 else f"{count} files were"
            notices.note(
                f"{said} written to {self._folder}.", "\n".join(p.name for p in self._written)
            )
        if self._failed:
            many = len(self._failed) > 1
            said = f"{len(self._failed)} recordings were" if many else "One recording was"
            notices.error(
                f"{said} not exported: {self._failed[0]}", "\n".join(self._failed) if many else ""
            )
        self._ended()
