"""What a stroke of a tool makes of a curve's values: arrays in, arrays out.

Values are float64 (T,), one per frame in presentation order; NaN is a gap. Nothing here knows a
range: `app.core.edits.curves.with_values` clips. No argument is changed.

The soft falloff is a raised cosine (Hann), ``(1 + cos(pi d / r)) / 2`` within ``|d| < r``: 1 at
the middle, 0 with no slope at the reach ``r`` (Harris, "On the use of windows for harmonic analysis
with the discrete Fourier transform", 1978).
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def drawn(
    values: Floats,
    frames: Sequence[int],
    heights: Sequence[float],
    seconds: Floats | None = None,
) -> Floats:
    """With a freehand line through points; where the line goes back, the later part counts.

    Parameters
    ----------
    values : float64 array (T,)
    frames : sequence of int (N,)
        Frames of the points, in the order in which they were drawn, each within 0 ... T - 1.
    heights : sequence of float (N,)
        Their values.
    seconds : float64 array (T,), optional
        Presentation times, so that the line is straight in time where frames last differently.
    """
    made = values.copy()
    if frames:
        made[frames[0]] = heights[0]
    for (start, first), (stop, last) in pairwise(zip(frames, heights, strict=True)):
        left, right = sorted((start, stop))
        within = slice(left, right + 1)
        along = np.arange(left, right + 1, dtype=np.float64) if seconds is None else seconds[within]
        if left == right:
            made[stop] = last
        else:
            ends = (first, last) if start < stop else (last, first)
            share = (along - along[0]) / (along[-1] - along[0])
            made[within] = ends[0] + share * (ends[1] - ends[0])
    return made


def falloff_weights(seconds: Floats, middle: float, reach: float) -> tuple[slice, Floats]:
    """The frames within reach of an instant, and how much each follows.

    Parameters
    ----------
    seconds : float64 array (T,)
        Presentation times, strictly increasing.
    middle : float
        Where the weight is 1.
    reach : float
        Seconds to either side, >= 0.

    Returns
    -------
    slice
        Of frames nearer than ``reach``; empty when there is none.
    float64 array
        A raised cosine of their distance, above 0 and at most 1.
    """
    first = int(np.searchsorted(seconds, middle - reach, side="right"))
    stop = int(np.searchsorted(seconds, middle + reach, side="left"))
    within = slice(first, max(first, stop))
    if reach <= 0:
        return within, np.ones(seconds[within].size)
    distance = (seconds[within] - middle) / reach
    return within, np.asarray((1 + np.cos(np.pi * distance)) / 2)


def moved(values: Floats, seconds: Floats, frame: int, delta: float, falloff: float) -> Floats:
    """With a point moved, and its neighbours following softly; gaps stay gaps.

    Parameters
    ----------
    values, seconds : float64 array (T,)
    frame : int
        The point.
    delta : float
        By how much.
    falloff : float
        Seconds within which others follow; 0 moves the point alone.
    """
    made = values.copy()
    within, weights = falloff_weights(seconds, float(seconds[frame]), falloff)
    made[within] += delta * weights
    made[frame] = values[frame] + delta
    return made


def brushed(
    values: Floats,
    seconds: Floats,
    frame: int,
    width: float,
    strength: float = 0.5,
    to: int | None = None,
) -> Floats:
    """With the values about a frame drawn towards their local mean; gaps stay gaps.

    Each known value goes a share of the way to the mean of the known values about it, weighted by
    a raised cosine half as wide as the brush; the share falls off to the brush's edge by one, too.
    A value never leaves the range of its neighbours.

    Parameters
    ----------
    values, seconds : float64 array (T,)
    frame : int
        The middle of the brush.
    width : float
        Seconds within which the brush reaches, > 0.
    strength : float
        0 ... 1: the share in the middle.
    to : int, optional
        Another frame: the brush works on everything between the two at once.
    """
    made = values.copy()
    first, last = sorted((frame, frame if to is None else to))
    start, stop = float(seconds[first]), float(seconds[last])
    left, _ = falloff_weights(seconds, start, width)
    right, _ = falloff_weights(seconds, stop, width)
    within = slice(left.start, right.stop)
    about = seconds[within]
    distance = np.maximum(np.maximum(start - about, about - stop), 0.0) / width
    share = strength * (1 + np.cos(np.pi * distance)) / 2
    mean = _local_mean(values, seconds, within, width / 2)
    # Written as a step towards the mean, so that a constant stays what it is.
    made[within] += share * (mean - values[within])
    return made


def _local_mean(values: Floats, seconds: Floats, within: slice, reach: float) -> Floats:
    """Weighted means of the known values about each frame of a stretch; NaN where there is none."""
    about = seconds[within]
    steps = np.diff(about)
    half = max(1, int(reach / float(np.median(steps)))) if steps.size else 1
    first, stop = max(0, within.start - half), min(values.size, within.stop + half)
    part = values[first:stop]
    known = ~np.isnan(part)
    kernel = (1 + np.cos(np.pi * np.arange(-half, half + 1) / (half + 1))) / 2
    # "full" and a cut of its own: "same" is as long as the longer of the two.
    sums = np.convolve(np.where(known, part, 0.0), kernel)[half : half + part.size]
    counts = np.convolve(known.astype(np.float64), kernel)[half : half + part.size]
    mean = np.divide(sums, counts, out=np.full(part.shape, np.nan), where=counts > 1e-12)
    return np.asarray(mean[within.start - first : within.stop - first])


def erased(values: Floats, first: int, stop: int) -> Floats:
    """With a gap at the frames ``first`` to ``stop``, half-open."""
    made = values.copy()
    made[max(first, 0) : max(stop, 0)] = np.nan
    return made
