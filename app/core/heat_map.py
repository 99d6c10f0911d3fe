"""A map of many units over time, ready to be drawn at any zoom: an hour costs what a minute costs.

Convention: frames are rows in memory, ``(T, U)``, for that is how they come and how time is summed;
pictures turn them. A frame is a gap as a whole: if any of its units is not finite, none counts.
Values are kept in float16 (three significant digits; larger ones than 65504 are clipped to it).

Above the frames stands a pyramid of means, and once they are asked for of least and greatest
values, over 2, 4, 8, ... frames. What is kept of an hour at 30 frames a second and 256 units is 55
MB of frames, as much of means, and twice as much of extremes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.column_sums import (
    Counts,
    Floats,
    Halves,
    averaged,
    extremes_between,
    grouped_extremes,
    grouped_means,
    widened,
)

FIRST_KEPT = 1
"""The lowest level of the pyramid that is kept: 2 ** 1 frames."""

_LARGEST = float(np.finfo(np.float16).max)
_EXPONENT = np.int16(0x7C00)
_CHUNK = 4096  # frames; a multiple of 2 ** FIRST_KEPT


_Nodes = tuple[int, slice]
"""A level of the pyramid, 0 for the frames, and a part of it."""


@dataclass(frozen=True, slots=True)
class MapColumns:
    """A map in pixel columns.

    Attributes
    ----------
    edges : int64 array (W + 1,)
        Column k shows the frames ``edges[k] <= frame < edges[k + 1]``; where a frame is wider than
        a column, several columns show the one frame ``edges[k]``.
    mean, low, high : float32 array (W, U)
        Of the frames that are no gap; NaN where all are gaps.
    """

    edges: NDArray[np.int64]
    mean: Floats
    low: Floats
    high: Floats


@dataclass(slots=True)
class _Means:
    """Nodes of one power of two: means (N, U), frames that count in each (N,)."""

    mean: Halves
    counts: Counts


@dataclass(slots=True)
class _Extremes:
    """Nodes of one power of two: least and greatest values (N, U)."""

    low: Halves
    high: Halves

    def part(self, nodes: slice) -> tuple[Halves, Halves]:
        return self.low[nodes], self.high[nodes]

    def climb(self, below: tuple[Halves, Halves], part: slice, size: int) -> None:
        self.low[part], self.high[part] = grouped_extremes(*below, size)


class HeatMap:
    """Values (T, U) with their pyramid; every frame is a gap until it is put.

    Parameters
    ----------
    frames, units : int
        T and U, each at least 1.
    """

    def __init__(self, frames: int, units: int = 256) -> None:
        if frames < 1 or units < 1:
            raise ValueError(f"a map has at least one frame and one unit, not {frames} x {units}")
        self._values = np.full((frames, units), np.nan, np.float16)
        self._sizes = list(_sizes(frames))
        self._means = [
            _Means(_all_gaps(nodes, units), np.zeros(nodes, np.int32)) for nodes in self._sizes
        ]
        self._extremes: list[_Extremes] = []

    @classmethod
    def of_blocks(
        cls, blocks: Iterable[NDArray[np.floating]], frames: int, units: int
    ) -> "HeatMap":
        """A map of blocks (n, U) that follow each other from the first frame on."""
        made, start = cls(frames, units), 0
        for block in blocks:
            made.fill(start, block)
            start += len(block)
        made.climb(0, start)
        return made

    @property
    def frames(self) -> int:
        """T."""
        return len(self._values)

    @property
    def units(self) -> int:
        """U."""
        return int(self._values.shape[1])

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        parts = [part for level in self._means for part in (level.mean, level.counts)]
        parts += [part for level in self._extremes for part in (level.low, level.high)]
        return int(self._values.nbytes + sum(part.nbytes for part in parts))

    def put(self, start: int, values: NDArray[np.floating]) -> None:
        """Set the frames from ``start`` on; costs what is put.

        Parameters
        ----------
        start : int
            The first frame.
        values : float array (n, U)
            NaN for a gap.

        Raises
        ------
        ValueError
            Other units, or frames beyond the map.
        """
        self.fill(start, values)
        self.climb(start, start + len(values))

    def fill(self, start: int, values: NDArray[np.floating]) -> None:
        """As `put`, for many blocks at once: `climb` must follow before anything is drawn."""
        stop = start + len(values)
        if values.ndim != 2 or values.shape[1] != self.units:
            raise ValueError(f"values must be (n, {self.units}), not {values.shape}")
        if start < 0 or stop > self.frames:
            raise ValueError(f"frames {start} to {stop} lie beyond the map's {self.frames}")
        kept = self._values[start:stop]
        if values.dtype == np.float16:
            kept[:] = values
        else:
            np.clip(values, -_LARGEST, _LARGEST, out=kept, casting="unsafe")
        kept[~_all_finite(values)] = np.nan  # also where infinity was clipped

    def climb(self, start: int, stop: int) -> None:
        """Make the nodes above the frames ``start`` to ``stop`` anew, from the lowest level up."""
        for below, above, size in self._steps(start, stop):
            self._climb_means(below, above, size)
            if self._extremes:
                self._climb_extremes(below, above, size)

    def values(self, start: int, stop: int) -> Floats:
        """The frames themselves, float32 (n, U); NaN in gaps."""
        return self._values[start:stop].astype(np.float32)

    def curve(self, unit: int) -> NDArray[np.float64]:
        """One unit over time, float64 (T,); NaN in gaps."""
        return self._values[:, unit].astype(np.float64)

    def columns(self, start: float, stop: float, width: int) -> MapColumns:
        """The map from frame ``start`` to ``stop`` in ``width`` columns; time independent of T.

        Edges are moved to the nearest node of the pyramid, by half a column at most, so that every
        frame counts in exactly one column and no extreme is lost.

        Parameters
        ----------
        start, stop : float
            Frames, also fractions of them; what lies beyond the map gives NaN.
        width : int
            Columns, at least 1.
        """
        edges, level, nodes = self._places(start, stop, width)
        if nodes is None:
            return self._single_frames(edges)
        inside = np.clip(nodes, 0, self._count_of(level))
        if not self._extremes:
            self._make_extremes()
        part = slice(int(inside[0]), int(inside[-1]))
        extremes = extremes_between(*self._extremes_of(level, part), inside)
        return MapColumns(edges, averaged(*self._means_of(level, part), inside), *extremes)

    @property
    def has_extremes(self) -> bool:
        """Whether least and greatest values are there; else `columns` and `strongest` make them."""
        return bool(self._extremes)

    def make_extremes(self) -> None:
        """Make what `strongest` needs, which takes long; in a worker, while others draw means."""
        if not self._extremes:
            self._make_extremes()

    def strongest(self, start: float, stop: float, width: int) -> tuple[NDArray[np.int64], Floats]:
        """Edges (W + 1,), and of each column's values the one farthest from its mean (W, U)."""
        found = self.columns(start, stop, width)
        high = found.high - found.mean >= found.mean - found.low
        return found.edges, np.where(high, found.high, found.low)

    def means(self, start: float, stop: float, width: int) -> tuple[NDArray[np.int64], Floats]:
        """Edges (W + 1,) and means (W, U) as `columns` has them, without the extremes."""
        edges, level, nodes = self._places(start, stop, width)
        if nodes is None:
            return edges, self._single_frames(edges).mean
        inside = np.clip(nodes, 0, self._count_of(level))
        part = slice(int(inside[0]), int(inside[-1]))
        return edges, averaged(*self._means_of(level, part), inside)

    @property
    def halves(self) -> Halves:
        """The frames as they are kept, float16 (T, U), not to be written to."""
        seen = self._values.view()
        seen.flags.writeable = False
        return seen

    def sample(self, at_most: int = 1_000_000) -> Floats:
        """Values of evenly spaced frames without gaps, float32 (N,): what limits are made of."""
        step = max(1, -(-self.frames * self.units // at_most))
        chosen = self._values[::step].astype(np.float32)
        return np.asarray(chosen[~np.isnan(chosen)])

    def _single_frames(self, edges: NDArray[np.int64]) -> MapColumns:
        frames = edges[:-1]
        inside = np.clip(frames, 0, self.frames - 1)
        part = self._values[inside[0] : inside[-1] + 1]
        seen = widened(part, np.isnan(part[:, 0]))
        values = np.take(seen, inside - inside[0], axis=0)
        values[frames != inside] = np.nan
        return MapColumns(edges, values, values, values)

    def _places(
        self, start: float, stop: float, width: int
    ) -> tuple[NDArray[np.int64], int, NDArray[np.int64] | None]:
        """Edges in frames, the level to read, and edges in its nodes; None for single frames."""
        if not (np.isfinite(start) and np.isfinite(stop) and start < stop) or width < 1:
            raise ValueError(f"no columns: {start} to {stop} in {width}")
        per_column = (stop - start) / width
        wanted = start + per_column * np.arange(width + 1)
        if per_column < 1:
            return np.floor(wanted).astype(np.int64), 0, None
        level = int(np.log2(per_column))
        if level < FIRST_KEPT:
            level = 0
        level = min(level, FIRST_KEPT + len(self._sizes) - 1)
        nodes = np.floor(wanted / (1 << level) + 0.5).astype(np.int64)
        edges = np.where(nodes == self._count_of(level), self.frames, nodes << level)
        return edges, level, nodes

    def _count_of(self, level: int) -> int:
        return self.frames if level == 0 else self._sizes[level - FIRST_KEPT]

    def _means_of(self, level: int, part: slice) -> tuple[Halves, Counts]:
        if level == 0:
            frames = self._values[part]
            return frames, (~np.isnan(frames[:, 0])).astype(np.int32)
        kept = self._means[level - FIRST_KEPT]
        return kept.mean[part], kept.counts[part]

    def _extremes_of(self, level: int, part: slice) -> tuple[Halves, Halves]:
        if level == 0:
            return self._values[part], self._values[part]
        return self._extremes[level - FIRST_KEPT].part(part)

    def _steps(self, start: int, stop: int) -> Iterator[tuple[_Nodes, _Nodes, int]]:
        """What is made of what: a level and its part, the one above, nodes below in one above."""
        for first in range(start >> FIRST_KEPT << FIRST_KEPT, stop, _CHUNK):
            frames = slice(first, min(first + _CHUNK, self.frames))
            nodes = slice(first >> FIRST_KEPT, -(-frames.stop >> FIRST_KEPT))
            yield (0, frames), (FIRST_KEPT, nodes), 1 << FIRST_KEPT
        left, right = start >> FIRST_KEPT, -(-stop >> FIRST_KEPT)
        for level, nodes_below in enumerate(self._sizes[:-1], FIRST_KEPT):
            left, right = left >> 1, (right + 1) >> 1
            below = slice(2 * left, min(2 * right, nodes_below))
            yield (level, below), (level + 1, slice(left, right)), 2

    def _climb_means(self, below: _Nodes, above: _Nodes, size: int) -> None:
        made, part = self._means[above[0] - FIRST_KEPT], above[1]
        made.mean[part], made.counts[part] = grouped_means(*self._means_of(*below), size)

    def _climb_extremes(self, below: _Nodes, above: _Nodes, size: int) -> None:
        self._extremes[above[0] - FIRST_KEPT].climb(self._extremes_of(*below), above[1], size)

    def _make_extremes(self) -> None:
        made = [
            _Extremes(_all_gaps(nodes, self.units), _all_gaps(nodes, self.units))
            for nodes in self._sizes
        ]
        for (level, below), (above, part), size in self._steps(0, self.frames):
            kept = made[level - FIRST_KEPT].part(below) if level else (self._values[below],) * 2
            made[above - FIRST_KEPT].climb(kept, part, size)
        self._extremes = made  # only now, for those who look from other threads


def _sizes(frames: int) -> Iterator[int]:
    """Nodes of each level that is kept, up to a single one."""
    nodes = -(-frames >> FIRST_KEPT)
    yield nodes
    while nodes > 1:
        nodes = (nodes + 1) >> 1
        yield nodes


def _all_gaps(nodes: int, units: int) -> Halves:
    return np.full((nodes, units), np.nan, np.float16)


def _all_finite(values: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which rows are finite throughout."""
    if values.dtype != np.float16:
        return np.asarray(np.isfinite(values).all(axis=1))
    exponents = np.ascontiguousarray(values).view(np.int16) & _EXPONENT  # NumPy is slow at this
    return np.asarray((exponents != _EXPONENT).all(axis=1))
