"""What is done with annotations to export in a worker."""

from collections.abc import Generator
from pathlib import Path

from app.session.exporting import Export, files_of, write
from app.session.project_export import Annotated, write_annotated


def find_files(export: Export, target: Path) -> Generator[None, None, list[Path]]:
    """Which files would be written; see `files_of`."""
    yield
    return files_of(export, target)


def write_files(export: Export, target: Path) -> Generator[None, None, list[Path]]:
    """Write them; see `write`."""
    yield
    return write(export, target)


def write_recording(name: Path, annotated: Annotated) -> Generator[None, None, list[Path]]:
    """Write everything of a recording; see `write_annotated`."""
    yield
    return write_annotated(name, annotated)
