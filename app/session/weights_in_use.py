"""Which weights analyses use, and the way back to those of before.

Every choice is a step; rolling back goes one step back, and can itself be taken back. The steps
are kept with the project, so that a project is found with the weights it was left with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from psygnal import Signal

from app.training.run_folder import BEST, LAST

MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class WeightsSteps:
    """Weights that were used one after the other.

    Attributes
    ----------
    steps : tuple of str
        Names of the catalogue, or paths of files, the earliest first.
    at : int
        Which of them is in use; 0 while there is none.
    """

    steps: tuple[str, ...] = ()
    at: int = 0

    def __post_init__(self) -> None:
        """Check the promise above."""
        if not 0 <= self.at < max(1, len(self.steps)):
            raise ValueError(f"there is no step {self.at} of {len(self.steps)}")

    @property
    def now(self) -> str:
        """What is in use; empty for nothing in particular."""
        return self.steps[self.at] if self.steps else ""

    @property
    def before(self) -> str:
        """What rolling back would use; empty where there is nothing."""
        return self.steps[self.at - 1] if self.at > 0 else ""

    @property
    def after(self) -> str:
        """What was rolled back from; empty where there is nothing."""
        return self.steps[self.at + 1] if self.at + 1 < len(self.steps) else ""

    def used(self, weights: str) -> "WeightsSteps":
        """A new step; what was rolled back from is forgotten."""
        if weights == self.now:
            return self
        steps = (*self.steps[: self.at + 1], weights)[-MOST_STEPS:]
        return WeightsSteps(steps, len(steps) - 1)

    def moved(self, by: int) -> "WeightsSteps":
        """Some steps on, or back; as far as there are any."""
        at = min(max(self.at + by, 0), max(0, len(self.steps) - 1))
        return WeightsSteps(self.steps, at)

    def to_json(self) -> dict[str, object]:
        """For the memory of a project."""
        return {"steps": list(self.steps), "at": self.at}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "WeightsSteps":
        """What `to_json` gave; no steps where that is not what it is."""
        steps, at = stored.get("steps"), stored.get("at")
        if not isinstance(steps, list) or not all(isinstance(each, str) for each in steps):
            return cls()
        inside = isinstance(at, int) and 0 <= at < len(steps)
        return cls(tuple(steps), at if inside and isinstance(at, int) else max(0, len(steps) - 1))


class WeightsInUse:
    """The steps of the place that is open.

    Signals
    -------
    changed()
        Other weights are in use, or the way back is another.
    """

    changed: ClassVar[Signal] = Signal()

    def __init__(self) -> None:
        self.steps = WeightsSteps()

    def load(self, steps: WeightsSteps) -> None:
        """Take the steps of another place."""
        self._take(steps)

    def use(self, weights: str) -> None:
        """Use weights from now on."""
        self._take(self.steps.used(weights))

    def roll_back(self) -> None:
        """Use those of before again."""
        self._take(self.steps.moved(-1))

    def use_again(self) -> None:
        """Take a rolling back back."""
        self._take(self.steps.moved(1))

    def _take(self, steps: WeightsSteps) -> None:
        if steps != self.steps:
            self.steps = steps
            self.changed.emit()


def weights_title(weights: str, names: Sequence[str] = (BEST, LAST)) -> str:
    """Weights for people: a name of the catalogue, the name of a run, or that of a file."""
    path = Path(weights)
    return path.parent.name if path.name in names and path.parent.name else path.name
