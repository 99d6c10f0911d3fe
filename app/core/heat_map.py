"""A map of many units over time, ready to be drawn at any zoom: an hour costs what a minute costs.

Convention: frames are rows in memory, ``(T, U)``, for that is how they come and how time is summed;
pictures turn them. A frame is a gap as a whole: if any of its units is not finite, none counts.
Values are kept in float16 (three significant digits; larger ones than 65504 are clipped to it).

Above the frames stands a pyramid of means, least and greatest values over 2, 4, 8, ... frames. Its
first two levels are not kept, since reading eight frames is as quick. What is kept of an hour at 30
frames a second and 256 units is 55 MB of frames and 42 MB of pyramid.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.column_sums import (
    Floats,
    Halves,
    Parts,
    averaged,
    of_frames,
    reduced,
    silenced,
    widened,
)

FIRST_KEPT = 3
"""The lowest level of the pyramid that is kept: 2 ** 3 frames."""

_LARGEST = float(np.finfo(np.float16).max)
_CHUNK = 4096  # frames; a multiple of 2 ** FIRST_KEPT


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
class _Level:
    """Nodes of one power of two: means and extremes (N, U), frames that count in each (N,)."""

    mean: Halves
    low: Halves
    high: Halves
    counts: NDArray[np.int32]


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
        self._levels: list[_Level] = []
        level = FIRST_KEPT
        while level == FIRST_KEPT or len(self._levels[-1].counts) > 1:
            self._levels.append(_empty_level(-(-frames // (1 << level)), units))
            level += 1

    @classmethod
    def of_blocks(
        cls, blocks: Iterable[NDArray[np.floating]], frames: int, units: int
    ) -> "HeatMap":
        """A map of blocks (n, U) that follow each other from the first frame on."""
        made, start = cls(frames, units), 0
        for block in blocks:
            made.put(start, block)
            start += len(block)
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
        levels = sum(
            part.nbytes
            for level in self._levels
            for part in (level.mean, level.low, level.high, level.counts)
        )
        return int(self._values.nbytes + levels)

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
        stop = start + len(values)
        if values.ndim != 2 or values.shape[1] != self.units:
            raise ValueError(f"values must be (n, {self.units}), not {values.shape}")
        if start < 0 or stop > self.frames:
            raise ValueError(f"frames {start} to {stop} lie beyond the map's {self.frames}")
        kept = self._values[start:stop]
        np.clip(values, -_LARGEST, _LARGEST, out=kept, casting="unsafe")
        kept[~np.isfinite(values).all(axis=1)] = np.nan  # also where infinity was clipped
        self._climb(start, stop)

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
        return MapColumns(edges, *self._reduced(level, inside))

    def means(self, start: float, stop: float, width: int) -> tuple[NDArray[np.int64], Floats]:
        """Edges (W + 1,) and means (W, U) as `columns` has them, for half of its work."""
        edges, level, nodes = self._places(start, stop, width)
        if nodes is None:
            return edges, self._single_frames(edges).mean
        inside = np.clip(nodes, 0, self._count_of(level))
        part = slice(int(inside[0]), int(inside[-1]))
        if level == 0:
            counts = (~np.isnan(self._values[part, 0])).astype(np.int32)
            kept = self._values[part]
        else:
            counts = self._levels[level - FIRST_KEPT].counts[part]
            kept = self._levels[level - FIRST_KEPT].mean[part]
        return edges, averaged(silenced(kept, counts), counts, inside)

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
        inside = (edges[:-1] >= 0) & (edges[:-1] < self.frames)
        values = np.full((len(inside), self.units), np.nan, np.float32)
        values[inside] = self._values[edges[:-1][inside]]
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
        level = min(level, FIRST_KEPT + len(self._levels) - 1)
        nodes = np.floor(wanted / (1 << level) + 0.5).astype(np.int64)
        edges = np.where(nodes == self._count_of(level), self.frames, nodes << level)
        return edges, level, nodes

    def _count_of(self, level: int) -> int:
        return self.frames if level == 0 else len(self._levels[level - FIRST_KEPT].counts)

    def _reduced(self, level: int, nodes: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
        """Mean and extremes of the nodes between each two bounds, which do not decrease."""
        part = slice(int(nodes[0]), int(nodes[-1]))
        empty = nodes[:-1] == nodes[1:]
        starts = (nodes[:-1] - part.start)[~empty]
        shape = (len(empty), self.units)
        mean, low, high = (np.full(shape, np.nan, np.float32) for _ in range(3))
        if starts.size:
            parts = (
                of_frames(self._values[part])
                if level == 0
                else _of_nodes(self._levels[level - FIRST_KEPT], part)
            )
            mean[~empty], low[~empty], high[~empty] = reduced(parts, starts)
        return mean, low, high

    def _climb(self, start: int, stop: int) -> None:
        """Make the nodes above the frames anew, from the lowest kept level up."""
        for first in range(start >> FIRST_KEPT << FIRST_KEPT, stop, _CHUNK):
            part = slice(first, min(first + _CHUNK, self.frames))
            starts = np.arange(0, part.stop - first, 1 << FIRST_KEPT)
            _set(self._levels[0], first >> FIRST_KEPT, starts, of_frames(self._values[part]))
        left, right = start >> FIRST_KEPT, -(-stop >> FIRST_KEPT)
        for below, level in zip(self._levels, self._levels[1:], strict=False):
            left, right = left >> 1, (right + 1) >> 1
            part = slice(2 * left, min(2 * right, len(below.counts)))
            starts = np.arange(0, part.stop - part.start, 2)
            _set(level, left, starts, _of_nodes(below, part))


def _empty_level(nodes: int, units: int) -> _Level:
    mean, low, high = (np.full((nodes, units), np.nan, np.float16) for _ in range(3))
    return _Level(mean, low, high, np.zeros(nodes, np.int32))


def _of_nodes(level: _Level, part: slice) -> Parts:
    counts = level.counts[part]
    gaps = counts == 0
    mean, low, high = (widened(kept[part], gaps) for kept in (level.mean, level.low, level.high))
    return mean, low, high, counts


def _set(level: _Level, first: int, starts: NDArray[np.int64], parts: Parts) -> None:
    place = slice(first, first + len(starts))
    level.mean[place], level.low[place], level.high[place] = reduced(parts, starts)
    level.counts[place] = np.add.reduceat(parts[3], starts)
