"""Closing a project that was left: it may wait for the backup of the day."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from app.ui.notices import notices
from app.ui.tasks import run_task

if TYPE_CHECKING:
    from app.store.project import Project


def close_in_worker(project: Project) -> None:
    """Close a project that nobody uses any more, without holding up the window."""

    def work() -> Generator[None, None, None]:
        yield
        project.close()

    run_task(work, on_error=notices.error)
