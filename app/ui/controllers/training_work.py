"""What workers do for the Train dock: start, follow, ask to end, list, delete."""

import shutil
from collections.abc import Generator, Sequence
from pathlib import Path

from app.core.errors import OutputError
from app.files import output_error
from app.training.following import FollowedRun, follow, list_runs
from app.training.launch import is_alive, launch
from app.training.run_folder import RunFolder
from app.training.settings import TrainingSettings


def started(
    folder: RunFolder, settings: TrainingSettings
) -> Generator[FollowedRun | None, None, FollowedRun]:
    """Make the folder, start the process, follow it to its end."""
    yield None
    folder.create(settings)
    launch(folder)
    return (yield from follow(folder))


def resumed(folder: RunFolder) -> Generator[FollowedRun | None, None, FollowedRun]:
    """Start the process of a run that ended before its time, and follow it."""
    yield None
    if not is_alive(folder):
        launch(folder)
    return (yield from follow(folder))


def listed(place: Path) -> Generator[None, None, tuple[FollowedRun, ...]]:
    """All runs of a place."""
    runs = []
    for run in list_runs(place):
        runs.append(run)
        yield
    return tuple(runs)


def asked(folder: RunFolder, *, keep: bool) -> Generator[None, None, None]:
    """Ask a run to end and keep its best weights, or none."""
    yield
    try:
        (folder.ask_to_stop if keep else folder.ask_to_cancel)()
    except OSError as error:
        raise output_error(folder.path, error) from error


def deleted(folders: Sequence[RunFolder]) -> Generator[None, None, None]:
    """Delete runs that are over, with everything in their folders.

    Raises
    ------
    OutputError
        One goes on, or cannot be deleted.
    """
    for folder in folders:
        yield
        if is_alive(folder):
            raise OutputError(f"The run {folder.name} goes on; stop it before it is deleted.")
        if folder.settings_file.exists():  # nothing but runs is deleted here
            try:
                shutil.rmtree(folder.path)
            except OSError as error:
                raise output_error(folder.path, error) from error
