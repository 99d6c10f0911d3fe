"""The course of an analysis as a number between 0 and 1, with its pace: pure, no clock of its own.

An analysis has two stages, and the second is done once for each person who is read. Faces count
half.
"""

from dataclasses import dataclass, field

from app.analysis.pace import Pace
from app.analysis.progress import Progress, Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an analysis is.

    Attributes
    ----------
    stage : Stage
        What is being done.
    done, total : int
        Frames of this stage.
    share : float
        0 ... 1 of the whole analysis.
    frames_per_second : float or None
        Pace of this stage; None while too little is known.
    seconds_left : float or None
        Of this stage.
    """

    stage: Stage
    done: int
    total: int
    share: float
    frames_per_second: float | None
    seconds_left: float | None


@dataclass(slots=True)
class Course:
    """Follows one analysis.

    Attributes
    ----------
    everybody : bool
        Whether each person found is read, and not one.
    """

    everybody: bool = False
    _people: int = 1
    _read: int = 0
    _last: Progress | None = None
    _pace: Pace = field(default_factory=Pace)

    def take(self, progress: Progress, now: float) -> Standing:
        """Note a report that came at a time (seconds from any origin)."""
        before = self._last
        if progress.faces is not None and self.everybody:
            self._people = max(1, len(progress.faces))
        if before is None or before.stage is not progress.stage or progress.done < before.done:
            self._pace.restart()
            self._read += before is not None and before.stage is Stage.READING
        self._last = progress
        pace, left = self._pace.take(progress.done, progress.total, now)
        return Standing(
            progress.stage, progress.done, progress.total, self._share(progress), pace, left
        )

    def _share(self, progress: Progress) -> float:
        share = progress.done / progress.total if progress.total else 1.0
        if progress.stage is Stage.FACES:
            return 0.5 * share
        return min(1.0, 0.5 + 0.5 * (self._read + share) / self._people)
