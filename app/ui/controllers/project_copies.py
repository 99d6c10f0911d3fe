"""Copies of an open project, written in a worker while it goes on being edited."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.files import make_folder
from app.ui.controllers.project_work import refuse_taken

if TYPE_CHECKING:  # the database's library is loaded in the worker
    from app.store.project import Project


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that is to take the place of a project.

    Attributes
    ----------
    project : Project
        The copy, open.
    writes : int
        Of the project when it was copied; another number now: it has gone on since.
    """

    project: Project
    writes: int


def copy_to(project: Project, folder: Path, name: str) -> Generator[None, None, None]:
    """Write a copy of an open project, as it is at one moment; it can go on being edited.

    Raises
    ------
    ProjectError, OutputError
        The folder is taken, or the copy cannot be written.
    """
    yield
    refuse_taken(folder)
    project.save_copy(make_folder(folder), name)


def keep_as(project: Project, folder: Path, name: str) -> Generator[None, None, Kept]:
    """Write a copy of an open project and open that.

    Raises
    ------
    ProjectError, OutputError
        The folder is taken, or the copy cannot be written.
    """
    yield
    from app.store.project import open_project

    refuse_taken(folder)
    writes = project.writes
    project.save_copy(make_folder(folder), name)
    return Kept(open_project(folder), writes)


def discard(kept: Kept) -> Generator[None, None, None]:
    """Delete a copy that has been overtaken; what was copied is where it was."""
    yield
    kept.project.close()
    shutil.rmtree(kept.project.folder)
