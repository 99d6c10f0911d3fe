"""How well two curves agree, over any stretch of frames, at once.

Convention: both are float arrays (T,) in one unit; a frame where either is NaN does not count.
Prefix sums over the frames that count give the moments of any stretch in constant time. Where
subtracting them would eat the digits (short stretches, next to no variance) the moments are
computed from the values themselves, which is bounded and never slower than a few milliseconds.
A figure that is not defined is None, never NaN and never zero.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHORT = 2048
"""Frames up to which moments come from the values: quick, and exact to the last digits."""
_LEAST_VARIANCE = 1e-7
"""Relative to the mean square about the common origin; below it prefix sums lose digits."""


class Lack(Enum):
    """Why a figure is not there."""

    NOTHING = "nothing is missing"
    NO_FRAME = "no frame has both values"
    ONE_FRAME = "only one frame has both values"
    FIRST_CONSTANT = "the first curve does not change"
    SECOND_CONSTANT = "the second curve does not change"
    BOTH_CONSTANT = "neither curve changes"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures of two curves over a stretch.

    Attributes
    ----------
    count : int
        Frames with both values.
    concordance : float or None
        Concordance correlation coefficient (Lin 1989), -1 ... 1; None below two frames, and when
        both curves are one and the same constant.
    pearson : float or None
        Pearson's correlation, -1 ... 1; None when a curve does not change.
    error : float or None
        Root mean squared difference, in the unit of the curves, >= 0.
    difference : float or None
        Mean of first minus second, in the unit of the curves.
    lack : Lack
        Why a figure is None.
    """

    count: int
    concordance: float | None = None
    pearson: float | None = None
    error: float | None = None
    difference: float | None = None
    lack: Lack = Lack.NO_FRAME


NO_AGREEMENT = Agreement(0)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Population moments of pairs."""

    count: int
    means: tuple[float, float]
    variances: tuple[float, float]
    covariance: float
    square: float  # mean squared difference


class AgreementSums:
    """The agreement of two curves, for every stretch.

    Parameters
    ----------
    first, second : float array (T,)
        In one unit; NaN for a gap.
    """

    def __init__(self, first: Floats, second: Floats) -> None:
        if first.shape != second.shape or first.ndim != 1:
            raise ValueError(f"two curves (T,) are compared, not {first.shape} and {second.shape}")
        both = ~(np.isnan(first) | np.isnan(second))
        self.frames = first.size
        self._before = np.concatenate(([0], np.cumsum(both)))
        self._values = np.stack((first[both], second[both])).astype(np.float64)
        # About the means of all, so that sums stay small and subtracting them loses little.
        self._origin = self._values.mean(axis=1) if both.any() else np.zeros(2)
        x, y = self._values - self._origin[:, None]
        terms = np.stack((x, y, x * x, y * y, x * y))
        self._sums = np.concatenate((np.zeros((5, 1)), np.cumsum(terms, axis=1)), axis=1)
        self._steady_until = tuple(_steady_until(each) for each in self._values)

    def over(self, start: int = 0, stop: int | None = None) -> Agreement:
        """The figures of frames ``start <= frame < stop``; the whole by default.

        Parameters
        ----------
        start, stop : int
            Cut to the curves.
        """
        stop = self.frames if stop is None else min(stop, self.frames)
        start = min(max(start, 0), self.frames)
        if stop <= start:
            return NO_AGREEMENT
        first, last = int(self._before[start]), int(self._before[stop])
        if first == last:
            return NO_AGREEMENT
        steady = [bool(until[first] >= last) for until in self._steady_until]
        return _agreement(self._moments(first, last), (steady[0], steady[1]))

    def _moments(self, first: int, last: int) -> _Moments:
        count = last - first
        if count <= SHORT:
            return _moments_of(self._values[:, first:last])
        a, b, aa, bb, ab = ((self._sums[:, last] - self._sums[:, first]) / count).tolist()
        variances = (aa - a * a, bb - b * b)
        if variances[0] <= _LEAST_VARIANCE * aa or variances[1] <= _LEAST_VARIANCE * bb:
            return _moments_of(self._values[:, first:last])
        covariance = ab - a * b
        means = (a + float(self._origin[0]), b + float(self._origin[1]))
        away = means[0] - means[1]
        square = max(variances[0] + variances[1] - 2 * covariance, 0.0) + away * away
        return _Moments(count, means, variances, covariance, square)


def _moments_of(values: Floats) -> _Moments:
    means = values.mean(axis=1)
    x, y = values - means[:, None]
    apart = values[0] - values[1]
    count = values.shape[1]
    return _Moments(
        count,
        (float(means[0]), float(means[1])),
        (float(x @ x) / count, float(y @ y) / count),
        float(x @ y) / count,
        float(apart @ apart) / count,
    )


def _agreement(moments: _Moments, steady: tuple[bool, bool]) -> Agreement:
    away = moments.means[0] - moments.means[1]
    error = float(np.sqrt(moments.square))
    if moments.count < 2:
        return Agreement(moments.count, None, None, error, away, Lack.ONE_FRAME)
    # Differences whose squares vanish are none, as far as figures go.
    steady = (steady[0] or moments.variances[0] <= 0, steady[1] or moments.variances[1] <= 0)
    if any(steady):
        # Nothing covaries with what does not change: zero, unless there is nothing to share at all.
        same = all(steady) and moments.square == 0
        lack = {
            (True, True): Lack.BOTH_CONSTANT,
            (True, False): Lack.FIRST_CONSTANT,
            (False, True): Lack.SECOND_CONSTANT,
        }[steady]
        return Agreement(moments.count, None if same else 0.0, None, error, away, lack)
    first, second = moments.variances
    concordance = 2 * moments.covariance / (first + second + away * away)
    pearson = moments.covariance / float(np.sqrt(first) * np.sqrt(second))
    return Agreement(
        moments.count, _within(concordance), _within(pearson), error, away, Lack.NOTHING
    )


def _within(value: float) -> float:
    """Rounding must not push a coefficient over one."""
    return min(max(value, -1.0), 1.0)


def _steady_until(values: Floats) -> NDArray[np.int64]:
    """For each place the one up to which the curve stays as it is there, int64 (N,)."""
    changes = np.append(np.flatnonzero(np.diff(values)) + 1, values.size)
    lengths = np.diff(changes, prepend=0)
    return np.repeat(changes, lengths).astype(np.int64)
