"""Following runs from outside: their events as they are written, and the list of a folder's runs.

Every run is read from its folder alone, whoever started it, and however its process ended. Loads
no torch.
"""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import StudioError
from app.training.events import Event, event_of
from app.training.launch import is_alive
from app.training.run_course import RunCourse, RunState
from app.training.run_folder import RunFolder
from app.training.settings import TrainingSettings

_SLICE = 1 << 18
"""Bytes read at once: a few milliseconds of work."""


class EventTail:
    """The events of a run that have not been read yet.

    Parameters
    ----------
    path : Path
        The file of events; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._at, self._rest = path, 0, b""

    @property
    def begun_anew(self) -> bool:
        """Whether the file is shorter than what was read of it: somebody changed it by hand."""
        try:
            return self._path.stat().st_size < self._at
        except OSError:
            return self._at > 0

    def read(self) -> list[Event] | None:
        """The events of the next slice; None where nothing new is there.

        A line that is not whole yet waits for its end.
        """
        try:
            with self._path.open("rb") as stream:
                stream.seek(self._at)
                found = stream.read(_SLICE)
        except OSError:
            return None
        if not found:
            return None
        self._at += len(found)
        *lines, self._rest = (self._rest + found).split(b"\n")
        events = (event_of(line.decode("utf-8", errors="replace")) for line in lines)
        return [each for each in events if each is not None]


@dataclass(frozen=True, slots=True)
class FollowedRun:
    """A run as it was at some moment.

    Attributes
    ----------
    folder : RunFolder
        Where it is.
    state : RunState
        Where it was then.
    course : RunCourse
        What it had told.
    settings : TrainingSettings or None
        None where they cannot be read; `fault` says why.
    began : float
        Seconds since 1970 at which its settings were written; 0 where they are gone.
    fault : str
        What is wrong with the folder, one sentence.
    """

    folder: RunFolder
    state: RunState
    course: RunCourse
    settings: TrainingSettings | None = None
    began: float = 0.0
    fault: str = ""

    @property
    def name(self) -> str:
        """For people."""
        return self.folder.name

    @property
    def can_resume(self) -> bool:
        """Whether it ended before its time and can go on."""
        ended_early = self.state in (RunState.INTERRUPTED, RunState.FAILED)
        return ended_early and self.settings is not None

    @property
    def has_weights(self) -> bool:
        """Whether it left weights to use."""
        return self.state is RunState.FINISHED and self.folder.best.exists()


def read_run(folder: RunFolder) -> FollowedRun:
    """A run as it is now; a folder that was changed by hand is a run with a fault."""
    alive = is_alive(folder)  # before its events: the last one may come in between
    course = RunCourse().after(folder.events())
    return _run(folder, course, alive)


def list_runs(place: Path) -> Iterator[FollowedRun]:
    """The runs of a folder, the latest first."""
    found = sorted(place.glob("*/settings.json"), key=_written, reverse=True)
    return (read_run(RunFolder(each.parent)) for each in found)


def follow(
    folder: RunFolder, every: float = 0.25
) -> Generator[FollowedRun | None, None, FollowedRun]:
    """A run until its process has ended, at each look: as it is now, or None for nothing new.

    Parameters
    ----------
    every : float
        Seconds between two looks.
    """
    tail, course = EventTail(folder.events_file), RunCourse()
    seen_alive: bool | None = None
    while True:
        alive = is_alive(folder)
        if tail.begun_anew:
            tail, course = EventTail(folder.events_file), RunCourse()
        before = course
        while (events := tail.read()) is not None:
            course = course.after(events)
        if not alive:
            return _run(folder, course, alive)
        is_new = course is not before or alive != seen_alive
        seen_alive = alive
        yield _run(folder, course, alive) if is_new else None
        time.sleep(every)


def _run(folder: RunFolder, course: RunCourse, alive: bool) -> FollowedRun:
    state, began = course.state(alive=alive), _written(folder.settings_file)
    try:
        settings = folder.settings()
    except StudioError as error:
        return FollowedRun(folder, state, course, None, began, str(error))
    return FollowedRun(folder, state, course, settings, began)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
