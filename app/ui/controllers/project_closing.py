"""Closing a project that was left: it may wait for the backup of the day."""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from app.ui.notices import notices
from app.ui.tasks import run_task

if TYPE_CHECKING:
    from app.store.project import Project

_LOOK_EVERY_SECONDS = 0.02
_closing: list[Path] = []


def close_in_worker(project: Project) -> None:
    """Close a project that nobody uses any more, without holding up the window."""
    _closing.append(project.folder)

    def work() -> Generator[None, None, None]:
        try:
            yield
            project.close()
        finally:
            _closing.remove(project.folder)

    run_task(work, on_error=notices.error)


def until_closed(folder: Path) -> Generator[None, None, None]:
    """Wait, in a worker, for a project that this window has left and that is being closed.

    Opened before that, it would be found in use, and only be read.
    """
    while folder in _closing:
        yield
        time.sleep(_LOOK_EVERY_SECONDS)
