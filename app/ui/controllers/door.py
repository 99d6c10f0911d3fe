"""Whatever is dropped, chosen again or named on the command line.

A project, recordings and folders of them, or files of annotations for the recording on screen.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.core.errors import InputError
from app.formats.registry import recognise
from app.session.session import Session
from app.ui.controllers.opening import OpeningController
from app.ui.controllers.project import ProjectController
from app.ui.controllers.project_work import project_folder
from app.ui.notices import notices
from app.video.folders import is_video_name


class Door(QObject):
    """Leads paths to who opens them."""

    def __init__(
        self, session: Session, opening: OpeningController, projects: ProjectController
    ) -> None:
        super().__init__(projects)
        self._session, self._opening, self._projects = session, opening, projects
        self._import: Callable[[Sequence[Path]], None] | None = None
        projects.opened.connect(self._on_project)
        projects.left.connect(opening.give_up)

    def lead_annotations_to(self, importing: Callable[[Sequence[Path]], None]) -> None:
        """Say who imports files of annotations."""
        self._import = importing

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a project when one is named alone, else recordings and folders of them."""
        folder = project_folder(paths[0]) if len(paths) == 1 else None
        if folder is not None:
            self._projects.open(folder)
            return
        annotations = [path for path in paths if self._import and is_annotation(path)]
        others = [path for path in paths if path not in annotations]
        if not others and self._import is not None:
            self._import(annotations)
            return
        self._opening.open_paths(others)
        if annotations:  # of which of the recordings they are, nobody said
            notices.note(
                f"{annotations[0].name} was not imported: drop it alone, when its recording is "
                "open.",
                "\n".join(path.name for path in annotations[1:]),
            )

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


def is_annotation(path: Path) -> bool:
    """Whether a file is no recording by its name, and of a known format of annotations."""
    if is_video_name(path) or not path.is_file():
        return False
    try:
        return bool(recognise(path))
    except InputError:
        return False
