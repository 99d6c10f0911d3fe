"""Where the ends of segments may lie: on frames, and rather on what is already there.

Convention: seconds of presentation time. An end lies on the PTS of a frame, or where the last frame
ceases to be shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SNAP_REACH = 7.0
"""Logical pixels within which a dragged end sticks to a mark."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameGrid:
    """The instants at which a segment can begin or end.

    Attributes
    ----------
    instants : float64 array (T + 1,)
        Presentation times of the frames, and the end of the last one; strictly increasing.
    """

    instants: NDArray[np.float64]

    @classmethod
    def of(cls, seconds: NDArray[np.float64], end: float) -> "FrameGrid":
        """Of a recording that ends so."""
        last = float(seconds[-1]) if seconds.size else 0.0
        return cls(np.append(seconds, max(end, float(np.nextafter(last, np.inf)))))

    @property
    def first(self) -> float:
        """The least instant."""
        return float(self.instants[0])

    @property
    def last(self) -> float:
        """The greatest instant."""
        return float(self.instants[-1])

    def nearest(self, seconds: float) -> float:
        """The instant closest to a time; of two the earlier one."""
        after = int(np.searchsorted(self.instants, seconds))
        near = self.instants[max(after - 1, 0) : after + 1]
        return float(near[np.argmin(np.abs(near - seconds))])

    def frame(self, seconds: float) -> float:
        """When the frame closest to a time is shown: an event is never after the last one."""
        return min(self.nearest(seconds), float(self.instants[-2]))

    def after(self, seconds: float) -> float:
        """The first instant that is later, or the last of all."""
        place = int(np.searchsorted(self.instants, seconds, side="right"))
        return float(self.instants[min(place, self.instants.size - 1)])

    def before(self, seconds: float) -> float:
        """The last instant that is earlier, or the first of all."""
        return float(self.instants[max(int(np.searchsorted(self.instants, seconds)) - 1, 0)])


def snapped(seconds: float, grid: FrameGrid, marks: Iterable[float], reach: float) -> float:
    """The nearest mark within reach (seconds), put on its frame; else the nearest frame."""
    near = [mark for mark in marks if abs(mark - seconds) <= reach]
    return grid.nearest(min(near, key=lambda mark: abs(mark - seconds), default=seconds))


def apart(first: float, second: float, grid: FrameGrid) -> tuple[float, float]:
    """Two instants in order, at least a frame apart."""
    onset, offset = min(first, second), max(first, second)
    if onset < offset:
        return onset, offset
    offset = grid.after(onset)
    return (onset, offset) if onset < offset else (grid.before(onset), offset)


def shifted(
    onset: float, offset: float, by: float, grid: FrameGrid, marks: Iterable[float], reach: float
) -> tuple[float, float]:
    """A segment moved by some seconds, kept within the recording, its ends on frames.

    The end that is nearer to a mark sticks to it. A segment keeps at least a frame, an event stays
    an event.
    """
    by = min(max(by, grid.first - onset), grid.last - offset)
    marks = list(marks)
    steps = [mark - end - by for mark in marks for end in (onset, offset)]
    step = min((each for each in steps if abs(each) <= reach), key=abs, default=0.0)
    if grid.first <= onset + by + step and offset + by + step <= grid.last:
        by += step
    if onset == offset:
        return (grid.frame(onset + by),) * 2
    return apart(grid.nearest(onset + by), grid.nearest(offset + by), grid)
