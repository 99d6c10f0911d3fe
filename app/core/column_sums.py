"""Sums and extremes of stretches of frames, quick enough to be made anew for every picture.

Convention: rows are frames or nodes of several frames, columns are units; a row is a gap as a
whole, which is NaN, and counts for nothing.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]

_SIGN_AND_MOVED = np.int32(-0x70002000)  # 0x8fffe000

_AT_ONCE = 128
"""Rows that stay in the processor's cache from one operation to the next."""

Counts = NDArray[np.int32]
"""Frames that count in each row (N,)."""


def widened(values: Halves, gaps: NDArray[np.bool_]) -> Floats:
    """Float32 of float16, ten times as quick as the cast of NumPy, which has no vector code for it.

    The bits of exponent and mantissa are moved to their new place and the bias of the exponent is
    made up for by a product, which is exact; only NaN and infinity need to be named.
    """
    floats = np.empty(values.shape, np.float32)
    for first in range(0, len(values), _AT_ONCE):
        part = floats[first : first + _AT_ONCE]
        bits = part.view(np.int32)
        bits[:] = values[first : first + _AT_ONCE].view(np.int16)
        bits <<= 13
        bits &= _SIGN_AND_MOVED
        part *= np.float32(2.0**112)
    floats[gaps] = np.nan
    return floats


def grouped_means(kept: Halves, counts: Counts, size: int) -> tuple[Floats, Counts]:
    """Means of each ``size`` rows, weighted by their counts, and the frames that count in them.

    Parameters
    ----------
    kept : float16 array (N, U)
        Means of the rows; NaN for a gap.
    counts : int32 array (N,)
        Frames that count in each row.
    size : int
        Rows in a group; the last one may have fewer.

    Returns
    -------
    float32 array (N / size, U)
        NaN where nothing counts.
    int32 array (N / size,)
    """
    rows = widened(kept, counts == 0)
    rows[counts == 0] = 0  # a gap is NaN, which no weight would silence
    if (counts > 1).any():
        rows *= counts.astype(np.float32)[:, None]
    known = _groups(counts, size, 0).sum(axis=1, dtype=np.int32)
    sums = _groups(rows, size, 0).sum(axis=1)
    sums /= np.where(known > 0, known, np.nan).astype(np.float32)[:, None]
    return sums, known


def grouped_extremes(low: Halves, high: Halves, size: int) -> tuple[Floats, Floats]:
    """Least and greatest values of each ``size`` rows, (N / size, U); NaN where all are gaps."""
    lows, highs = (widened(kept, np.isnan(kept[:, 0])) for kept in (low, high))
    return (
        np.fmin.reduce(_groups(lows, size, np.nan), axis=1),
        np.fmax.reduce(_groups(highs, size, np.nan), axis=1),
    )


def _groups(rows: NDArray[Any], size: int, nothing: float) -> NDArray[Any]:
    """Rows by groups (N / size, size, ...); the last group is made full with ``nothing``."""
    missing = -len(rows) % size
    if missing:
        rows = np.pad(rows, ((0, missing), *[(0, 0)] * (rows.ndim - 1)), constant_values=nothing)
    return rows.reshape(-1, size, *rows.shape[1:])


def extremes_between(low: Halves, high: Halves, nodes: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Least and greatest value between each two nodes (W, U); NaN where there is none.

    Parameters
    ----------
    low, high : float16 array (N, U)
        Of the rows from ``nodes[0]`` on; NaN for a gap.
    nodes : int64 array (W + 1,)
        Not decreasing, ``nodes[-1] - nodes[0] <= N``.
    """
    starts, stops = nodes[:-1] - nodes[0], nodes[1:] - nodes[0]
    lows, highs = (np.full((len(starts), low.shape[1]), np.nan, np.float32) for _ in range(2))
    there = np.flatnonzero(stops > starts)
    if there.size:
        rows = [widened(kept, np.isnan(kept[:, 0])) for kept in (low, high)]
        first, last = starts[there], stops[there] - 1
        found = [side[first] for side in rows]
        for slot in range(1, int((last - first).max()) + 1):
            at = np.minimum(first + slot, last)  # the last row again changes no extreme
            np.fmin(found[0], rows[0][at], out=found[0])
            np.fmax(found[1], rows[1][at], out=found[1])
        lows[there], highs[there] = found
    return lows, highs


def averaged(kept: Halves, counts: Counts, nodes: NDArray[np.int64]) -> Floats:
    """Means between each two nodes, float32 (W, U); NaN where nothing counts.

    Parameters
    ----------
    kept : float16 array (N, U)
        Means of the rows from ``nodes[0]`` on; NaN for a gap.
    counts : int32 array (N,)
        Frames that count in each row.
    nodes : int64 array (W + 1,)
        Not decreasing, ``nodes[-1] - nodes[0] <= N``.
    """
    starts, stops = nodes[:-1] - nodes[0], nodes[1:] - nodes[0]
    if not len(counts):
        return np.full((len(starts), kept.shape[1]), np.nan, np.float32)
    weights = counts / np.float32(max(int(counts.max()), 1))
    rows = widened(kept, counts == 0)
    rows[counts == 0] = 0  # NaN, which no weight would silence
    partly = np.flatnonzero((weights > 0) & (weights < 1))
    rows[partly] *= weights[partly, None]
    found = np.take(rows, np.minimum(starts, len(rows) - 1), axis=0)
    for slot in range(1, int((stops - starts).max())):
        wide = np.flatnonzero(starts + slot < stops)
        if len(wide) == len(starts):
            found += np.take(rows, starts + slot, axis=0)
        else:
            found[wide] += np.take(rows, starts[wide] + slot, axis=0)
    sums = np.append(0, np.cumsum(weights, dtype=np.float64))
    total = (sums[stops] - sums[starts]).astype(np.float32)
    # What a stretch without a row took from its neighbour is NaN here, as a gap is.
    found /= np.where(stops > starts, np.where(total > 0, total, np.nan), np.nan)[:, None]
    return np.asarray(found)
