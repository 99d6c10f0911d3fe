"""How long a run will still take, at its present pace. Loads no torch."""

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """Counts the steps of this process.

    Attributes
    ----------
    epochs : tuple of int
        Of each stage, at most.
    """

    epochs: tuple[int, ...]
    _began: float = field(default_factory=time.monotonic)
    _first: float | None = None

    def left(self, stage: int, epoch: int, step: int, steps: int) -> float | None:
        """Seconds left if no stage stops early and each step costs as those before.

        Parameters
        ----------
        stage : int
            From 0.
        epoch : int
            From 1; the present one.
        step, steps : int
            Done of those of an epoch.
        """
        done = sum(self.epochs[:stage]) + epoch - 1 + step / steps
        now = time.monotonic()
        if self._first is None:
            self._first, self._began = done, now
            return None
        if done <= self._first:
            return None
        return (sum(self.epochs) - done) * (now - self._began) / (done - self._first)
