"""Giving the untitled project a name, and writing copies."""

from __future__ import annotations

from collections.abc import Generator
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
from app.ui.controllers.project_copies import Kept, copy_to, discard, keep_as
from app.ui.controllers.project_work import is_project
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.parts import show_over
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.turns import turns

if TYPE_CHECKING:
    from app.store.project import Project

_KEEP = (
    "What you annotated is stored already. Give it a name and a place, and it becomes a project "
    "that you can open, copy and pass on. Recordings stay where they are."
)
_KEPT_IN = "recordings kept in projects"
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
        desk.project_changed.connect(self._tell_where_kept)
        session.recording_changed.connect(self._tell_where_kept)
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
        before = self._desk.project
        if before is not None:
            self._board.run(
                f"Keeping {name}",
                lambda: keep_as(before, folder, name),
                on_done=lambda kept: turns.steps(self._kept(before, kept), self),
                on_error=notices.error,
            )

    def copy(self, folder: Path, name: str) -> None:
        """Write a copy; the project that is open stays open."""
        project = self._desk.project
        if project is not None:
            self._board.run(
                "Saving a copy",
                lambda: copy_to(project, folder, name),
                on_done=lambda _: notices.note(f"A copy of the project is in {folder}."),
                on_error=notices.error,
            )

    def _kept(self, before: Project, kept: Kept) -> Generator[None, None, None]:
        if self._desk.project is before:
            self._session.annotations.close()  # a take under way ends and is stored
        yield
        if self._desk.project is not before:
            self._discard(kept, again=False)  # the user opened another one meanwhile
            return
        if before.writes != kept.writes:
            if self._session.recording is not None:
                self._desk.bring(self._session.recording)
            self._discard(kept, again=True)
            return
        project = kept.project
        try:
            self._part(before, project)
        except StudioError as error:
            notices.error(str(error))
        self._desk.take(project)
        yield
        remember_file(self._preferences, project.folder)
        notices.note(f"The project is kept in {project.folder}; every edit goes there from now on.")

    def _part(self, before: Project, project: Project) -> None:
        """Leave what is listed to the project, and everything else to the one before."""
        listed = {entry.path for entry in self._session.entries}
        gone = [each for each in before.recordings if each.path in listed]
        for each in project.recordings:
            if each.path not in listed:
                project.purge_recording(each.id)
        places: dict[str, str] = before.recall(_KEPT_IN, {})
        here = {str(each.path): str(project.folder) for each in gone if each.edits}
        before.remember(_KEPT_IN, {**places, **here})
        for each in gone:
            before.purge_recording(each.id)

    def _discard(self, kept: Kept, *, again: bool) -> None:
        folder, name = kept.project.folder, kept.project.name
        self._board.run(
            f"Keeping {name}",
            lambda: discard(kept),
            on_done=lambda _: self.keep(folder, name) if again else None,
            on_error=notices.error,
        )

    def _tell_where_kept(self) -> None:
        """Say so when annotations of the recording on screen are in a project it was kept in."""
        recording, project = self._session.recording, self._desk.project
        if recording is None or project is None or not self._desk.untitled:
            return
        known = self._desk.recording(recording.path)
        if known is not None and known.edits:
            return
        places: dict[str, str] = project.recall(_KEPT_IN, {})
        folder = places.get(str(recording.path), "")
        if folder and is_project(Path(folder)):
            notices.note(
                f"{recording.path.name} was annotated in the project {folder}; open that to see "
                "and go on with its annotations."
            )

    def _on_project(self) -> None:
        there = self._desk.project is not None
        self._actions.enable("keep_project", there)
        self._actions.enable("copy_project", there)

    def _dialog(self, title: str, accept: str, explanation: str, name: str) -> NewProjectDialog:
        last = Path(self._preferences.get("last_folder") or Path.home())
        return NewProjectDialog(title, accept, explanation, name, last, self._window)
