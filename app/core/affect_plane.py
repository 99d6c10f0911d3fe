"""A recording on the plane of valence and arousal: where it stayed, for how long, and when.

Convention: valence is x and arousal y, both float arrays (T,) in [-1, 1]; a frame where either is
NaN is nowhere. Grids are (rows, columns) with the least arousal and the least valence first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CELLS = 80
"""Of the density, along each axis: 0.025 wide."""
SPREAD = 1.4
"""Standard deviation of the smoothing, in cells: 0.035, below what raters can tell apart."""
ABOUT = 0.1
"""Side of the square about a point within which time is counted."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Time in the quadrants, as shares of the time with values, each 0 ... 1.

    Zero counts as positive, as in the summary of recordings.

    Attributes
    ----------
    pleasant_active, unpleasant_active, unpleasant_calm, pleasant_calm : float
        Their sum is 1.
    known : float
        Share of the recording with values, > 0.
    """

    pleasant_active: float
    unpleasant_active: float
    unpleasant_calm: float
    pleasant_calm: float
    known: float


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a course was in the last seconds.

    Attributes
    ----------
    valence, arousal : float64 array (N,)
        The oldest first.
    fresh : float64 array (N,)
        0 (as old as the trail is long) ... 1 (now).
    begins : bool array (N,)
        Whether a new line begins there: after a gap.
    """

    valence: Floats
    arousal: Floats
    fresh: Floats
    begins: NDArray[np.bool_]


class Course:
    """Valence and arousal over a recording.

    Parameters
    ----------
    seconds : float64 array (T,)
        Presentation times, strictly increasing.
    valence, arousal : float array (T,)
        NaN for a gap.
    """

    def __init__(self, seconds: Floats, valence: Floats, arousal: Floats) -> None:
        if not seconds.shape == valence.shape == arousal.shape or seconds.ndim != 1:
            raise ValueError(
                f"times, valence and arousal must all be (T,), not {seconds.shape}, "
                f"{valence.shape} and {arousal.shape}"
            )
        self.seconds, self.valence, self.arousal = seconds, valence, arousal
        self.frames = np.flatnonzero(~(np.isnan(valence) | np.isnan(arousal)))
        self._x, self._y = valence[self.frames], arousal[self.frames]
        self._durations = _durations(seconds)
        # Frames without value so far: equal for two frames with values and none without between.
        self._gaps = np.arange(seconds.size)
        self._gaps[self.frames] -= np.arange(self.frames.size)

    def at(self, frame: int) -> tuple[float, float] | None:
        """Valence and arousal of a frame; None in a gap."""
        if not 0 <= frame < self.seconds.size:
            return None
        point = float(self.valence[frame]), float(self.arousal[frame])
        return None if np.isnan(point).any() else point

    def shares(self) -> Shares | None:
        """How long it stayed in each quadrant; None where there is no value at all."""
        lasted = self._durations[self.frames]
        total = float(lasted.sum())
        if not total > 0:
            return None
        quadrant = (self._x < 0) + 2 * (self._y < 0)
        each = (np.bincount(quadrant, lasted, 4) / total).tolist()
        known = min(total / float(self._durations.sum()), 1.0)
        return Shares(each[0], each[1], each[3], each[2], known)

    def density(self) -> Floats:
        """How long it stayed about each point.

        Returns
        -------
        float64 array (CELLS, CELLS)
            Percent of the time with values that was spent within the square of side `ABOUT` about
            the middle of each cell, 0 ... 100, smoothed; zeros without any value. What the
            smoothing carries over the edge is put back inside.
        """
        if not self.frames.size:
            return np.zeros((CELLS, CELLS))
        column, row = (
            np.clip(((each + 1) * (CELLS / 2)).astype(np.int64), 0, CELLS - 1)
            for each in (self._x, self._y)
        )
        lasted = self._durations[self.frames]
        counts = np.bincount(row * CELLS + column, lasted, CELLS * CELLS).reshape(CELLS, CELLS)
        kernel = _kernel()
        return np.asarray(100 * (kernel @ (counts / lasted.sum()) @ kernel.T))

    def nearest(self, valence: float, arousal: float, frame: int = 0) -> int | None:
        """The frame that lies nearest to a point, of several the one nearest to ``frame``."""
        if not self.frames.size:
            return None
        away = (self._x - valence) ** 2 + (self._y - arousal) ** 2
        least = self.frames[away == away.min()]
        return int(least[np.abs(least - frame).argmin()])

    def trail(self, frame: int, seconds: float, most: int = 600) -> Trail:
        """Where it was in the ``seconds`` up to a frame, in at most about ``most`` points."""
        now = float(self.seconds[frame])
        first, stop = np.searchsorted(self.frames, (self._first_since(now - seconds), frame + 1))
        kept = self.frames[int(first) : int(stop)]
        every = -(-kept.size // most) or 1
        # The same frames are kept from one moment to the next, so that the line does not tremble.
        thinned = kept[(kept // every) != np.append(kept[1:] // every, -1)]
        begins = self._gaps[thinned] != np.append(-1, self._gaps[thinned[:-1]])
        age = (now - self.seconds[thinned]) / seconds if seconds > 0 else np.zeros(thinned.size)
        return Trail(self.valence[thinned], self.arousal[thinned], 1 - age, begins)

    def _first_since(self, seconds: float) -> int:
        return int(np.searchsorted(self.seconds, seconds))


def _durations(seconds: Floats) -> Floats:
    """How long each frame is shown; the last one as long as most."""
    if seconds.size < 2:
        return np.ones(seconds.size)
    steps = np.diff(seconds)
    return np.append(steps, np.median(steps))


def _kernel() -> Floats:
    """Gaussian smoothing, then the sum over `ABOUT`, as a matrix (CELLS, CELLS)."""
    away = np.abs(np.subtract.outer(np.arange(CELLS), np.arange(CELLS)))
    weights = np.exp(-0.5 * (away / SPREAD) ** 2)
    half = ABOUT / (2 / CELLS) / 2
    within = np.clip(half + 0.5 - away, 0, 1)  # of cells that lie half within, half
    return np.asarray(within @ (weights / weights.sum(axis=0)))
