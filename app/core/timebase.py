"""Time in a recording.

Convention: a frame's index is its rank in presentation order, from 0. Its time is its presentation
time stamp (PTS), an integer count of ticks of ``unit`` seconds, never ``index / fps``. Seconds are
derived here and nowhere else, and are not shifted to zero. A frame is shown from its own PTS until
the next frame's, so the frame shown at time ``t`` is the one with the largest PTS not after ``t``.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TimeBase:
    """When each frame of a recording is shown.

    Attributes
    ----------
    pts : int64 array (T,)
        Presentation time stamps in ticks, strictly increasing; T >= 1.
    unit : Fraction
        Seconds per tick, > 0.
    """

    pts: NDArray[np.int64]
    unit: Fraction

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.pts.ndim != 1 or self.pts.dtype != np.int64 or self.pts.size == 0:
            raise ValueError(f"pts must be a non-empty int64 array (T,), not {self.pts!r}")
        if np.any(np.diff(self.pts) <= 0):
            raise ValueError("pts must increase strictly")
        if self.unit <= 0:
            raise ValueError(f"unit must be > 0 seconds per tick, not {self.unit}")
        self.pts.flags.writeable = False

    def __len__(self) -> int:
        return int(self.pts.size)

    @property
    def seconds(self) -> NDArray[np.float64]:
        """Presentation times in seconds, float64 (T,)."""
        # One correctly rounded division per frame keeps 1/30 s at its nearest double.
        numerator = self.pts.astype(np.float64) * self.unit.numerator
        return np.asarray(numerator / self.unit.denominator)

    @property
    def median_fps(self) -> float:
        """Frames per second by the median frame duration; 0.0 for a single frame."""
        if len(self) < 2:
            return 0.0
        return float(1 / (float(np.median(np.diff(self.pts))) * self.unit))

    def index_at(self, seconds: float) -> int:
        """Index of the frame shown at a time; 0 before the first frame."""
        return max(0, int(np.searchsorted(self.seconds, seconds, side="right")) - 1)

    def between(self, start: float | None, end: float | None) -> range:
        """Indices of the frames with ``start <= time < end``; ``None`` leaves a side open."""
        times = self.seconds
        first = 0 if start is None else int(np.searchsorted(times, start, side="left"))
        last = len(self) if end is None else int(np.searchsorted(times, end, side="left"))
        return range(first, max(first, last))
