"""Curves as a screen can show them: the lowest and highest value of every pixel column.

A binary tree of minima and maxima is built once per curve; a column asks it for any stretch of
samples in a few steps, so an hour costs what a minute costs and no extreme is ever lost. NaN is a
gap: it counts for nothing, and a column of nothing else is NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.scale import TimeScale

Floats = NDArray[np.float64]

_MOST_READ = 200_000
"""Samples up to which reading each of them is quicker than climbing the tree."""


class ExtremesTree:
    """Minimum and maximum of any stretch of samples.

    Parameters
    ----------
    low, high : float array (T,)
        Least and greatest value of each sample (the same for a plain curve); NaN for a gap.
    """

    def __init__(self, low: NDArray[np.floating], high: NDArray[np.floating]) -> None:
        if low.ndim != 1 or low.shape != high.shape:
            raise ValueError(f"low and high must both be (T,), not {low.shape} and {high.shape}")
        self.count = low.size
        self._leaves = 1 << self.count.bit_length()  # one more than samples, at least
        self._low = _tree(low, self._leaves, np.inf, np.minimum)
        self._high = _tree(high, self._leaves, -np.inf, np.maximum)

    def retouch(self, first: int, low: NDArray[np.floating], high: NDArray[np.floating]) -> None:
        """Take other values from a sample on; costs what changed."""
        for tree, values, nothing, combine in (
            (self._low, low, np.inf, np.minimum),
            (self._high, high, -np.inf, np.maximum),
        ):
            left, right = first + self._leaves, first + self._leaves + values.size
            tree[left:right] = np.where(np.isnan(values), nothing, values)
            while left > 1:
                left, right = left >> 1, (right + 1) >> 1
                below = tree[2 * left : 2 * right]
                combine(below[0::2], below[1::2], out=tree[left:right])

    def between(self, places: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Extremes between each two of ``places``; as `over`, several times as quick.

        Parameters
        ----------
        places : int64 array (W + 1,)
            Not decreasing, within 0 ... T.
        """
        start, stop, first, last = places[:-1], places[1:], int(places[0]), int(places[-1])
        if not 0 < last - first <= _MOST_READ:
            return self.over(start, stop)
        part = slice(self._leaves + first, self._leaves + last + 1)
        low = np.minimum.reduceat(self._low[part], places - first)[:-1].astype(np.float64)
        high = np.maximum.reduceat(self._high[part], places - first)[:-1].astype(np.float64)
        empty = (low > high) | (start == stop)  # of an empty stretch it gives a neighbour
        low[empty] = high[empty] = np.nan
        return low, high

    def over(self, start: NDArray[np.int64], stop: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Extremes of ``start <= sample < stop``, elementwise.

        Parameters
        ----------
        start, stop : int64 array (W,)
            Within 0 ... T; an empty stretch gives NaN.

        Returns
        -------
        low, high : float64 array (W,)
            NaN where the stretch holds no value.
        """
        low, high = np.full(start.shape, np.inf), np.full(start.shape, -np.inf)
        left, right = start + self._leaves, stop + self._leaves
        while (inside := left < right).any():
            odd = inside & (left & 1 == 1)
            self._widen(low, high, odd, left[odd])
            left = left + odd
            odd = inside & (right & 1 == 1)
            right = right - odd
            self._widen(low, high, odd, right[odd])
            left, right = left >> 1, right >> 1
        empty = low > high
        low[empty] = high[empty] = np.nan
        return low, high

    def _widen(
        self, low: Floats, high: Floats, where: NDArray[np.bool_], nodes: NDArray[np.int64]
    ) -> None:
        low[where] = np.minimum(low[where], self._low[nodes])
        high[where] = np.maximum(high[where], self._high[nodes])


def _tree(
    values: NDArray[np.floating], leaves: int, nothing: float, combine: np.ufunc
) -> NDArray[np.float32]:
    """Node k has the children 2 k and 2 k + 1; the leaves are the samples."""
    tree = np.full(2 * leaves, nothing, np.float32)
    tree[leaves : leaves + values.size] = np.where(np.isnan(values), nothing, values)
    width = leaves // 2
    while width >= 1:
        below = tree[2 * width : 4 * width]
        combine(below[0::2], below[1::2], out=tree[width : 2 * width])
        width //= 2
    return tree


@dataclass(frozen=True, slots=True)
class Columns:
    """A curve in pixel columns.

    Attributes
    ----------
    x : float64 array (W,)
        Centres in logical pixels, increasing; they move with the curve when time is panned.
    low, high : float64 array (W,)
        Extremes of the curve in each column; NaN in a gap.
    mean : float64 array (W,)
        Mean of the samples in each column; NaN in a gap.
    """

    x: Floats
    low: Floats
    high: Floats
    mean: Floats


class Curve:
    """Values over time, ready to be drawn at any zoom.

    Parameters
    ----------
    seconds : float64 array (T,)
        Strictly increasing.
    values : float array (T,)
        NaN for a gap.
    high : float array (T,), optional
        Greatest value of each sample where a sample is itself a range (``values`` the least).
    """

    def __init__(
        self,
        seconds: Floats,
        values: NDArray[np.floating],
        high: NDArray[np.floating] | None = None,
    ) -> None:
        self.seconds = seconds
        self.low = values
        self.high = values if high is None else high
        self._tree = ExtremesTree(self.low, self.high)
        known = ~np.isnan(values)
        middle = np.where(known, (self.low + self.high) / 2, 0.0)
        self._sums = np.concatenate(([0.0], np.cumsum(middle, dtype=np.float64)))
        self._counts = np.concatenate(([0], np.cumsum(known)))

    def retouch(self, values: Floats) -> None:
        """Take other values of the same frames; costs little more than what changed.

        Parameters
        ----------
        values : float64 array (T,)
            NaN for a gap. Kept, not copied. Only for a curve whose samples are single values.
        """
        if values.shape != self.low.shape or self.high is not self.low:
            raise ValueError("only a curve of single values, of as many frames, can be retouched")
        same = (values == self.low) | (np.isnan(values) & np.isnan(self.low))
        changed = np.flatnonzero(~same)
        self.low = self.high = values
        if not changed.size:
            return
        first, stop = int(changed[0]), int(changed[-1]) + 1
        part = values[first:stop]
        self._tree.retouch(first, part, part)
        known = ~np.isnan(part)
        for sums, added in ((self._sums, np.where(known, part, 0.0)), (self._counts, known)):
            old_end = sums[stop]
            sums[first + 1 : stop + 1] = sums[first] + np.cumsum(added, dtype=sums.dtype)
            sums[stop + 1 :] += sums[stop] - old_end

    def density(self, scale: TimeScale) -> float:
        """Samples per logical pixel within what is visible."""
        first, last = np.searchsorted(self.seconds, (scale.start, scale.end))
        return float(last - first) / scale.width

    def columns(self, scale: TimeScale, step: float = 1.0) -> Columns:
        """The curve in columns ``step`` logical pixels wide.

        Columns lie on a grid of time, so that panning moves the picture without changing it; each
        takes in the first sample of its right neighbour, where the line between them ends.
        """
        x, places = _grid(self.seconds, scale, step)
        start, stop = places[:-1], places[1:]
        low, high = self._tree.between(places)
        self._reach_over(low, high, stop)
        counts = self._counts[stop] - self._counts[start]
        sums = self._sums[stop] - self._sums[start]
        mean = np.divide(sums, counts, out=np.full(counts.shape, np.nan), where=counts > 0)
        return Columns(x, low, high, mean)

    def samples(self, scale: TimeScale) -> tuple[Floats, Floats, Floats]:
        """Places (logical pixels), least and greatest values of what is visible and one beyond."""
        first, last = np.searchsorted(self.seconds, (scale.start, scale.end))
        part = slice(max(0, int(first) - 1), int(last) + 1)
        low, high = (side[part].astype(np.float64) for side in (self.low, self.high))
        return scale.xs(self.seconds[part]), low, high

    def _reach_over(self, low: Floats, high: Floats, stop: NDArray[np.int64]) -> None:
        following = np.flatnonzero((stop > 0) & (stop < self.seconds.size))
        at = stop[following]
        joined = ~np.isnan(self.low[at]) & ~np.isnan(self.low[at - 1]) & ~np.isnan(low[following])
        following, at = following[joined], at[joined]
        low[following] = np.minimum(low[following], self.low[at])
        high[following] = np.maximum(high[following], self.high[at])


class _LastGrid:
    """Curves of the same frames ask for the same columns, one after the other."""

    def __init__(self) -> None:
        self._key: tuple[Floats, TimeScale, float] | None = None
        self._found: tuple[Floats, NDArray[np.int64]] = (np.zeros(0), np.zeros(0, np.int64))

    def __call__(
        self, seconds: Floats, scale: TimeScale, step: float
    ) -> tuple[Floats, NDArray[np.int64]]:
        """Centres of columns (W,), logical pixels, and the samples at their edges (W + 1,)."""
        if self._key is None or self._key[0] is not seconds or self._key[1:] != (scale, step):
            width = scale.seconds_per_pixel * step
            first = int(np.floor(scale.start / width)) - 1
            edges = (first + np.arange(int(np.ceil(scale.width / step)) + 4)) * width
            found = (scale.xs((edges[:-1] + edges[1:]) / 2), np.searchsorted(seconds, edges))
            for each in found:
                each.flags.writeable = False
            self._key, self._found = (seconds, scale, step), found
        return self._found


_grid = _LastGrid()


def runs_of(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches ``(start, stop)`` of True, in order."""
    edges = np.flatnonzero(np.diff(known.astype(np.int8), prepend=0, append=0))
    return [(int(a), int(b)) for a, b in zip(edges[0::2], edges[1::2], strict=True)]
