"""What is read of a project in a worker while the window goes on with it."""

from collections.abc import Iterator
from pathlib import Path

from app.core.document import Document
from app.store.project import open_project


def documents_of(folder: Path) -> Iterator[Document]:
    """The annotations of every recording of a project, on a connection of their own.

    Raises
    ------
    ProjectError
        They cannot be read.
    """
    with open_project(folder, read_only=True) as project:
        for known in project.recordings:
            if known.frames is not None and known.tracks:
                yield project.journal(known.id, known.frames).document
