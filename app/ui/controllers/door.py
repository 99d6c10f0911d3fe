"""Whatever is dropped, chosen again or named on the command line: a project, or recordings."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.session.session import Session
from app.ui.controllers.opening import OpeningController
from app.ui.controllers.project import ProjectController
from app.ui.controllers.project_work import project_folder


class Door(QObject):
    """Leads paths to who opens them."""

    def __init__(
        self, session: Session, opening: OpeningController, projects: ProjectController
    ) -> None:
        super().__init__(projects)
        self._session, self._opening, self._projects = session, opening, projects
        projects.opened.connect(self._on_project)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a project when one is named alone, else recordings and folders of them."""
        folder = project_folder(paths[0]) if len(paths) == 1 else None
        if folder is not None:
            self._projects.open(folder)
        else:
            self._opening.open_paths(paths)

    def open(self, path: Path) -> None:
        """Open what was opened before."""
        if project_folder(path) is not None or path.is_dir():
            self._projects.open(path)
        else:
            self._opening.open(path)

    def _on_project(self) -> None:
        """Show the first recording of a project that is there."""
        there = (entry.path for entry in self._session.entries if entry.path.is_file())
        first = next(there, None)
        if first is not None:
            self._opening.open(first)
