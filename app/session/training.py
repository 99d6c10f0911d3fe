"""The training runs of the place that is open: which there are, which is looked at, which compared.

Runs of a project lie in its folder, others in the user's data folder. What is known of a run is
read from its folder by workers and told here.
"""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from psygnal import Signal

from app.session.project_desk import ProjectDesk
from app.settings import data_folder
from app.training.following import FollowedRun
from app.training.run_course import RunState
from app.training.run_folder import RunFolder

RUNS = "runs"


class TrainingDesk:
    """What the window knows of training.

    Parameters
    ----------
    desk : ProjectDesk
        Its project is where runs lie.

    Signals
    -------
    place_changed()
        Runs of another place are meant now; what was known is forgotten.
    runs_changed()
        A run came or went, or one is somewhere else than before.
    run_changed()
        The run that is looked at told something, or it is another.
    compared_changed()
        Other runs are compared.
    """

    place_changed: ClassVar[Signal] = Signal()
    runs_changed: ClassVar[Signal] = Signal()
    run_changed: ClassVar[Signal] = Signal()
    compared_changed: ClassVar[Signal] = Signal()

    def __init__(self, desk: ProjectDesk) -> None:
        self._desk = desk
        self._runs: dict[str, FollowedRun] = {}
        self._shown = ""
        self._compared: tuple[str, ...] = ()
        self._place = self.place
        desk.project_changed.connect(self._on_project)

    @property
    def place(self) -> Path:
        """Where runs lie; it need not exist yet."""
        project = self._desk.project
        if project is None or self._desk.untitled or project.read_only:
            return data_folder() / RUNS
        return project.folder / RUNS

    @property
    def runs(self) -> Sequence[FollowedRun]:
        """All that are known, the latest first."""
        return sorted(self._runs.values(), key=lambda each: each.began, reverse=True)

    def run(self, name: str) -> FollowedRun | None:
        """One of them."""
        return self._runs.get(name)

    @property
    def shown(self) -> FollowedRun | None:
        """The run that is looked at."""
        return self._runs.get(self._shown)

    @property
    def compared(self) -> Sequence[FollowedRun]:
        """Runs that are looked at side by side."""
        return [self._runs[name] for name in self._compared if name in self._runs]

    def show(self, name: str) -> None:
        """Look at a run."""
        if name != self._shown:
            self._shown = name
            self.run_changed.emit()

    def compare(self, names: Collection[str]) -> None:
        """Look at some side by side."""
        if tuple(names) != self._compared:
            self._compared = tuple(names)
            self.compared_changed.emit()

    def take_all(self, runs: Iterable[FollowedRun]) -> None:
        """Know these runs and no others; the latest one that goes on is looked at."""
        self._runs = {each.name: each for each in runs}
        self.runs_changed.emit()
        going_on = [each for each in self.runs if each.state is RunState.GOING_ON]
        if not self._shown:  # one that is about to begin is not in the list yet
            self._shown = next((each.name for each in going_on or self.runs), "")
        self.run_changed.emit()

    def take(self, run: FollowedRun) -> None:
        """A run told something."""
        before = self._runs.get(run.name)
        self._runs[run.name] = run
        if before is None or before.state is not run.state or _figures(before) != _figures(run):
            self.runs_changed.emit()
        if run.name == self._shown:
            self.run_changed.emit()

    def forget(self, name: str) -> None:
        """A run is deleted."""
        if self._runs.pop(name, None) is not None:
            self.runs_changed.emit()
            if name == self._shown:
                self.show(next((each.name for each in self.runs), ""))

    def free_name(self, wanted: str) -> str:
        """A name that no run has: the one wanted, or with the next number behind it."""
        stem = wanted.strip() or "run"
        names = [stem, *(f"{stem} {number}" for number in range(2, len(self._runs) + 3))]
        return next(each for each in names if not RunFolder(self.place / each).path.exists())

    def _on_project(self) -> None:
        if self.place == self._place:
            return
        self._place = self.place
        self._runs, self._shown, self._compared = {}, "", ()
        self.place_changed.emit()
        self.runs_changed.emit()
        self.run_changed.emit()
        self.compared_changed.emit()


def _figures(run: FollowedRun) -> int:
    """What a list of runs shows of one changes with its epochs only."""
    return len(run.course.epochs)
