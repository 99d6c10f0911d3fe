"""Giving the untitled project a name, and writing copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.errors import StudioError
from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.settings.preferences import Preferences
from app.settings.recent_files import remember_file
from app.ui.actions import Actions
from app.ui.controllers.project_work import copy_to, open_project_at
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.parts import show_over
from app.ui.notices import notices
from app.ui.task_board import TaskBoard

if TYPE_CHECKING:
    from app.store.project import Project

_KEEP = (
    "What you annotated is stored already. Give it a name and a place, and it becomes a project "
    "that you can open, copy and pass on. Recordings stay where they are."
)
_COPY = (
    "A copy of the project as it is now, with its whole history. Recordings stay where they are."
)


class ProjectKeeper(QObject):
    """What stands behind Keep project and Save a copy."""

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
        actions.on("keep_project", self.ask_keep)
        actions.on("copy_project", self.ask_copy)
        desk.project_changed.connect(self._on_project)
        self._on_project()

    def ask_keep(self) -> None:
        """Ask where the untitled project is to be kept."""
        if self._desk.untitled:
            recording = self._session.recording
            proposed = recording.path.stem if recording is not None else "My study"
            dialog = self._dialog("Keep project", "Keep", _KEEP, proposed)
            dialog.accepted.connect(lambda: self.keep(dialog.folder, dialog.project_name))
            show_over(dialog)
        elif self._desk.project is not None:
            notices.note(
                f"“{self._desk.name}” is kept already: every edit is stored when it is made."
            )

    def ask_copy(self) -> None:
        """Ask where a copy is to be written."""
        if self._desk.project is not None:
            dialog = self._dialog("Save a copy", "Save copy", _COPY, f"{self._desk.name} copy")
            dialog.accepted.connect(lambda: self.copy(dialog.folder, dialog.project_name))
            show_over(dialog)

    def keep(self, folder: Path, name: str) -> None:
        """Move what is listed from the untitled project to one with a name."""
        if self._write_copy(folder, name):
            self._board.run(
                f"Keeping {name}",
                lambda: open_project_at(folder),
                on_done=self._kept,
                on_error=notices.error,
            )

    def copy(self, folder: Path, name: str) -> None:
        """Write a copy; the project that is open stays open."""
        if self._write_copy(folder, name):
            notices.note(f"A copy of the project is in {folder}.")

    def _write_copy(self, folder: Path, name: str) -> bool:
        if self._desk.project is None:
            return False
        try:
            # Not in a worker: an edit made meanwhile would be in one of the two and not the other.
            copy_to(self._desk.project, folder, name)
        except StudioError as error:
            notices.error(str(error))
            return False
        return True

    def _kept(self, project: Project) -> None:
        listed = {entry.path for entry in self._session.entries}
        for each in project.recordings:
            if each.path not in listed:
                project.purge_recording(each.id)
        before = self._desk.project
        for each in before.recordings if before is not None else ():
            if each.path in listed and before is not None:
                before.purge_recording(each.id)
        self._desk.take(project)
        remember_file(self._preferences, project.folder)
        notices.note(f"The project is kept in {project.folder}; every edit goes there from now on.")

    def _on_project(self) -> None:
        there = self._desk.project is not None
        self._actions.enable("keep_project", there)
        self._actions.enable("copy_project", there)

    def _dialog(self, title: str, accept: str, explanation: str, name: str) -> NewProjectDialog:
        last = Path(self._preferences.get("last_folder") or Path.home())
        return NewProjectDialog(title, accept, explanation, name, last, self._window)
