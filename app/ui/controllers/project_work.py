"""What is done with projects in a worker: making, opening, keeping, finding moved recordings."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import OutputError, ProjectError
from app.files import digest_steps, make_folder
from app.settings import data_folder
from app.ui.controllers.gathering import absolute
from app.ui.controllers.project_closing import until_closed
from app.ui.task_board import TaskStatus

if TYPE_CHECKING:  # the database's library is loaded in the worker
    from app.store.backups import Backup
    from app.store.project import Project

PROJECT_FILE = "project.db"
UNTITLED = "untitled"
_MOST_UNTITLED = 20
_MOST_FILES = 200_000


def is_project(folder: Path) -> bool:
    """Whether a folder looks like a project, or like one whose database was lost."""
    # Path.exists raises where one may not look, and for names that are too long.
    if os.path.exists(folder / PROJECT_FILE):  # noqa: PTH110
        return True
    return os.path.isdir(folder / "backups") and any(  # noqa: PTH112
        (folder / "backups").glob("*Z_*.db")
    )


def project_folder(path: Path) -> Path | None:
    """The project that a path names: its folder, or the database in it."""
    if path.name == PROJECT_FILE and os.path.isfile(path):  # noqa: PTH113
        return path.parent
    return path if os.path.isdir(path) and is_project(path) else None  # noqa: PTH112


def make_project(folder: Path, name: str) -> Generator[None, None, Project]:
    """Make a project in a folder that is new, or empty.

    Raises
    ------
    ProjectError
        Something is in the folder already.
    OutputError
        It cannot be made.
    """
    yield
    from app.store.project import create_project

    refuse_taken(folder)
    return create_project(make_folder(folder), name)


def refuse_taken(folder: Path) -> None:
    """Do not put a project where something else is.

    Raises
    ------
    ProjectError
        The folder is a project, is not empty, or is a file.
    """
    if is_project(folder):
        raise ProjectError(f"{folder} is a project already; open it, or choose another name.")
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise ProjectError(
                f"The folder {folder} is not empty; choose another name for the project."
            )
        if folder.is_file():
            raise ProjectError(f"{folder} is a file; choose another name for the project.")
    except OSError as error:
        told = (error.strerror or str(error)).lower()
        raise ProjectError(f"Cannot use {folder}: {told}; choose another place or name.") from error


@dataclass(frozen=True, slots=True)
class Damaged:
    """A project that cannot be opened, and what there is to go back to.

    Attributes
    ----------
    folder : Path
        The project.
    sentence : str
        What is wrong.
    backups : tuple of Backup
        The latest first.
    passed : tuple of Path
        Damaged untitled projects, this one included: the next one is used instead of them. Empty
        for a project that the user named.
    """

    folder: Path
    sentence: str
    backups: tuple[Backup, ...]
    passed: tuple[Path, ...] = ()


def open_project_at(folder: Path) -> Generator[None, None, Project | Damaged]:
    """Open a project, or find what it can be restored from."""
    yield from until_closed(absolute(folder))
    yield
    from app.store.damage import ProjectDamaged
    from app.store.project import open_project

    try:
        return open_project(folder)
    except ProjectDamaged as damage:
        return Damaged(folder, str(damage), damage.backups)


def restore_backup(
    folder: Path, backup: Backup, using: Project | None = None
) -> Generator[None, None, Path]:
    """Put a backup in the place of a damaged database; gives where that is kept.

    A project that uses the database is closed first.
    """
    yield from until_closed(absolute(folder))
    yield
    from app.store.damage import restore

    if using is not None:
        using.close()
    return restore(folder, backup)


def open_untitled(passed: Sequence[Path] = ()) -> Generator[None, None, Project | Damaged]:
    """Open the project that holds what has no project; a second window gets one of its own.

    Parameters
    ----------
    passed : sequence of Path
        Damaged ones that the user has been told of.

    Raises
    ------
    ProjectError
        None can be made.
    """
    yield
    from app.store.damage import ProjectDamaged
    from app.store.project import create_project, open_project

    root = make_folder(data_folder() / "projects")
    for number in range(1, _MOST_UNTITLED + 1):
        folder = root / (UNTITLED if number == 1 else f"{UNTITLED}-{number}")
        if folder in passed:
            continue
        if not is_project(folder):
            return create_project(make_folder(folder), "Untitled")
        yield from until_closed(folder)
        try:
            project = open_project(folder)
        except ProjectDamaged as damage:
            return Damaged(folder, str(damage), damage.backups, (*passed, folder))
        if not project.read_only:
            return project
        project.close()
        yield
    raise ProjectError(
        f"There are {_MOST_UNTITLED} untitled projects in {root} and none can be written; keep "
        "or delete some."
    )


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What a file is.

    Attributes
    ----------
    sha256 : str
        Of its bytes.
    size : int
        Bytes.
    mtime_ns : int
        When it was changed last.
    """

    sha256: str
    size: int
    mtime_ns: int


def digest(path: Path) -> Generator[None, None, FileDigest]:
    """Read a file whole, with places to stop."""
    status = path.stat()
    steps = digest_steps(path)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return FileDigest(str(end.value), status.st_size, status.st_mtime_ns)
        yield


@dataclass(frozen=True, slots=True)
class Missing:
    """A recording of the project that is not where it was.

    Attributes
    ----------
    id : int
        In the project.
    path : Path
        Where it was.
    sha256 : str
        Of its bytes; empty if it was never read whole.
    """

    id: int
    path: Path
    sha256: str


def find_moved(
    missing: Sequence[Missing], folder: Path
) -> Generator[TaskStatus, None, dict[int, Path]]:
    """Look for moved recordings in a folder and those in it, by name and content.

    A file of the same name and of another content is not taken.

    Raises
    ------
    OutputError
        There are too many files to look through.
    """
    by_name: dict[str, list[Path]] = {}
    for number, path in enumerate(folder.rglob("*")):
        if number > _MOST_FILES:
            raise OutputError(
                f"There are more than {_MOST_FILES} files in {folder}; choose a folder nearer to "
                "the recordings."
            )
        if number % 500 == 0:
            yield TaskStatus("", f"{number} files")
        by_name.setdefault(path.name.casefold(), []).append(path)
    found: dict[int, Path] = {}
    for lost in missing:
        for candidate in by_name.get(lost.path.name.casefold(), []):
            if not candidate.is_file():
                continue
            if not lost.sha256 or (yield from _sha256(candidate)) == lost.sha256:
                found[lost.id] = candidate
                break
    return found


def _sha256(path: Path) -> Generator[TaskStatus, None, str]:
    steps = digest_steps(path)
    while True:
        yield TaskStatus("", path.name)
        try:
            next(steps)
        except StopIteration as end:
            return str(end.value)
