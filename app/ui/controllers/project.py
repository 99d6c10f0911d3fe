"""Opening and closing projects, and the untitled one behind everything that has none."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.settings.preferences import Preferences
from app.settings.recent_files import forget_file, remember_file
from app.ui.actions import Actions
from app.ui.controllers.gathering import absolute
from app.ui.controllers.project_closing import close_in_worker
from app.ui.controllers.project_work import (
    Damaged,
    make_project,
    open_project_at,
    open_untitled,
    project_folder,
    restore_backup,
)
from app.ui.dialogs.damaged_project import DamagedProjectDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.parts import show_over
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import run_task
from app.ui.turns import turns

if TYPE_CHECKING:
    from app.store.damage import ProjectDamaged
    from app.store.project import Project

_EXPLAINED = (
    "A project is a folder that holds annotations, predictions and every edit of them. Recordings "
    "stay where they are."
)


class ProjectController(QObject):
    """What stands behind New, Open and Close project.

    Signals
    -------
    opened()
        A project the user asked for is open, and its recordings are listed.
    left()
        What is open is about to be left; recordings on their way are wanted no more.
    """

    opened = Signal()
    left = Signal()

    def __init__(
        self,
        session: Session,
        desk: ProjectDesk,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._desk = session, desk
        self._actions, self._preferences = actions, preferences
        self._board, self._window = board, window
        self._preparing = self._mending = False
        self._opening: Generator[None, None, None] | None = None
        self._bringing: Generator[None, None, None] | None = None
        actions.on("new_project", self.ask_new)
        actions.on("open_project", self.ask_open)
        actions.on("close_project", self.close)
        desk.project_changed.connect(self._on_project)
        desk.trouble.connect(self._tell)
        desk.damaged.connect(self._on_damage)
        session.recording_changed.connect(self._on_recording)
        self._on_project()

    # By the user.

    def ask_new(self) -> None:
        """Ask for name and place, then make a project and open it."""
        place = Path(self._preferences.get("last_folder") or Path.home())
        dialog = NewProjectDialog(
            "New project", "Make project", _EXPLAINED, "My study", place, self._window
        )
        dialog.accepted.connect(lambda: self.make(dialog.folder, dialog.project_name))
        show_over(dialog)

    def ask_open(self) -> None:
        """Ask for a project folder, then open it."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Open project", self._preferences.get("last_folder")
        )
        if name:
            self.open(Path(name))

    def make(self, folder: Path, name: str) -> None:
        """Make a project and open it in the place of the one before."""
        self._board.run(
            f"Making {name}",
            lambda: make_project(folder, name),
            on_done=self.take,
            on_error=notices.error,
        )

    def open(self, place: Path) -> None:
        """Open a project by its folder."""
        folder = project_folder(place)
        if folder is None:
            forget_file(self._preferences, place)
            notices.error(
                f"{place} is no project: there is no project.db in it; choose a folder that was "
                "made by New project or Keep project."
            )
            return
        if self._desk.project is not None and self._desk.project.folder == absolute(folder):
            notices.note(f"“{self._desk.name}” is open already.")
            self._desk.project_changed.emit()  # what is missing is asked for once more
            return
        self._board.run(
            f"Opening {folder.name}",
            lambda: open_project_at(folder),
            on_done=self._take_or_mend,
            on_error=notices.error,
        )

    def close(self) -> None:
        """Close the project and everything of it."""
        self._leave()

    def take(self, project: Project) -> None:
        """Put a project in the place of what is open."""
        if self._opening is not None:
            # All of one before the next: what is listed while a project is open belongs to it.
            for _ in self._opening:
                pass
        self._opening = self._taking(project)
        turns.steps(self._opening, self)

    def _taking(self, project: Project) -> Generator[None, None, None]:
        self._leave()
        yield
        self._session.list_recordings(each.path for each in project.recordings)
        yield
        self._desk.take(project)
        yield
        remember_file(self._preferences, project.folder)
        if project.read_only:
            notices.note(project.read_only)
        self._await_backup(project)
        self.opened.emit()

    def _leave(self) -> None:
        self.left.emit()
        # First of all: what is listed from now on belongs to another project.
        self._desk.close()
        self._session.forget(*(entry.path for entry in self._session.entries))
        if self._session.recording is not None:
            self._session.show(None)

    # What comes on screen.

    def _on_recording(self) -> None:
        recording = self._session.recording
        if recording is None:
            return
        if self._desk.project is not None:
            self._bring_soon()
        elif not self._preparing:
            self._prepare()

    def _bring_soon(self) -> None:
        """In turns of the window's events of its own: what came on screen is much already."""
        recording, project = self._session.recording, self._desk.project

        def bring() -> Generator[None, None, None]:
            same = self._session.recording is recording and self._desk.project is project
            if recording is not None and project is not None and same:
                yield from self._desk.bringing(recording)

        if self._bringing is not None:
            self._bringing.close()  # of what was on screen before, or of this one, begun anew
        self._bringing = bring()
        turns.steps(self._bringing)

    def _prepare(self, passed: tuple[Path, ...] = ()) -> None:
        self._preparing = True
        task = self._board.run(
            "Preparing annotations",
            lambda: open_untitled(passed),
            on_done=self._take_untitled,
            on_error=notices.error,
        )
        task.ended.connect(self._prepared)

    def _take_untitled(self, found: Project | Damaged) -> None:
        if isinstance(found, Damaged):
            self._mend(found)
        elif self._desk.project is not None:
            close_in_worker(found)  # the user opened one meanwhile
        else:
            self._desk.take(found, untitled=True, bring=False)
            self._bring_soon()
            self._await_backup(found)

    def _prepared(self) -> None:
        self._preparing = False

    def _on_project(self) -> None:
        named = self._desk.project is not None and not self._desk.untitled
        self._actions.enable("close_project", named)

    # Trouble.

    def _tell(self, sentence: str) -> None:
        notices.error(sentence)

    def _await_backup(self, project: Project) -> None:
        name = self._desk.name

        def work() -> Generator[None, None, str]:
            yield
            return project.wait_for_backup()

        def done(why: str) -> None:
            if why:
                notices.error(f"No backup of “{name}” was made today: {why}")

        run_task(work, on_done=done, on_error=notices.error)

    def _take_or_mend(self, found: Project | Damaged) -> None:
        if isinstance(found, Damaged):
            self._mend(found)
        else:
            self.take(found)

    def _on_damage(self, error: ProjectDamaged) -> None:
        project = self._desk.project
        if project is not None and not self._mending:
            self._mend(Damaged(project.folder, str(error), error.backups))

    def _mend(self, damaged: Damaged) -> None:
        self._mending = True
        titles = [backup.title for backup in damaged.backups]
        dialog = DamagedProjectDialog(damaged.sentence, damaged.folder, titles, self._window)
        dialog.accepted.connect(lambda: self._restore(damaged, dialog.chosen))
        dialog.finished.connect(self._mended)
        if damaged.passed:
            dialog.rejected.connect(lambda: self._prepare(damaged.passed))
        show_over(dialog)

    def _mended(self) -> None:
        self._mending = False

    def _restore(self, damaged: Damaged, chosen: int) -> None:
        backup, folder = damaged.backups[chosen], damaged.folder
        open_now, untitled = self._desk.project, bool(damaged.passed) or self._desk.untitled
        using = None
        if open_now is not None and open_now.folder == absolute(folder):
            using = self._desk.release()

        def restored(aside: Path) -> None:
            kept = f"; the damaged database is kept as {aside.name}" if aside.exists() else ""
            notices.note(f"The backup is back{kept}.")
            if not untitled:
                self.open(folder)
            elif self._session.recording is not None:
                self._prepare()

        self._board.run(
            "Restoring the backup",
            lambda: restore_backup(folder, backup, using),
            on_done=restored,
            on_error=notices.error,
        )
