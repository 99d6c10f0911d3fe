"""Sums and extremes of stretches of frames, quick enough to be made anew for every picture.

Convention: rows are frames or nodes of several frames, columns are units; a row is a gap as a
whole, which is NaN, and counts for nothing.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]

_SIGN_AND_MOVED = np.int32(-0x70002000)  # 0x8fffe000

Parts = tuple[Floats, Floats, Floats, NDArray[np.int32]]


def of_frames(values: Halves) -> Parts:
    """Frames as parts: each its own mean and extremes."""
    gaps = np.isnan(values[:, 0])
    floats = widened(values, gaps)
    return floats, floats, floats, (~gaps).astype(np.int32)


def widened(values: Halves, gaps: NDArray[np.bool_]) -> Floats:
    """Float32 of float16, ten times as quick as the cast of NumPy, which has no vector code for it.

    The bits of exponent and mantissa are moved to their new place and the bias of the exponent is
    made up for by a product, which is exact; only NaN and infinity need to be named.
    """
    bits = values.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= _SIGN_AND_MOVED
    floats = bits.view(np.float32)
    floats *= np.float32(2.0**112)
    floats[gaps] = np.nan
    return floats


def reduced(parts: Parts, starts: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Mean weighted by counts, least and greatest of each stretch; NaN where nothing counts.

    Stretches are a few rows long, so their first rows are taken together, then their second ones,
    and so on: several times as quick as ``reduceat`` over rows.
    """
    means, lows, highs, counts = parts
    stops = np.append(starts[1:], len(counts))
    summed, total = np.zeros((len(starts), means.shape[1]), np.float32), np.zeros(len(starts))
    low, high = lows[starts], highs[starts]
    for slot in range(int((stops - starts).max())):
        rows = np.minimum(starts + slot, stops - 1)  # the last row again changes no extreme
        weights = np.where(starts + slot < stops, counts[rows], 0)
        total += weights
        summed += _weighted(means[rows], weights)
        if slot > 0:
            np.fmin(low, lows[rows], out=low)
            np.fmax(high, highs[rows], out=high)
    summed /= np.where(total > 0, total, np.nan).astype(np.float32)[:, None]
    return summed, low, high


def _weighted(rows: Floats, weights: NDArray[np.int32]) -> Floats:
    rows[weights == 0] = 0  # a gap is NaN, which no weight would silence
    if (weights > 1).any():
        rows *= weights.astype(np.float32)[:, None]
    return rows


def silenced(kept: Halves, counts: NDArray[np.int32]) -> Floats:
    """Means times their counts, float32; zero in gaps."""
    values = widened(kept, counts == 0)
    values[counts == 0] = 0
    if (counts > 1).any():
        values *= counts.astype(np.float32)[:, None]
    return values


def averaged(sums: Floats, counts: NDArray[np.int32], nodes: NDArray[np.int64]) -> Floats:
    """Sums between each two nodes over what counts there; NaN where nothing does."""
    starts, stops = nodes[:-1] - nodes[0], nodes[1:] - nodes[0]
    found = np.zeros((len(starts), sums.shape[1]), np.float32)
    total = np.append(0, np.cumsum(counts))
    if len(sums):
        for slot in range(int((stops - starts).max())):
            there = starts + slot < stops
            if there.all():
                found += np.take(sums, starts + slot, axis=0)
            else:
                found[there] += np.take(sums, starts[there] + slot, axis=0)
    known = total[stops] - total[starts]
    found /= np.where(known > 0, known, np.nan).astype(np.float32)[:, None]
    return found
