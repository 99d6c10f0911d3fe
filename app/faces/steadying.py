"""Landmarks that move with the head and do not tremble.

Landmarks found frame by frame tremble by tenths of a pixel; flow follows the head far more
precisely from frame to frame but drifts. So the landmarks of a chain of followed frames are carried
back along the flow to the chain's first frame, where a rigidly moving face stands still. What is
left there is slow: drift, turning out of the picture's plane, and the landmarks' noise. It is
smoothed by a local straight line (Gaussian weights in time, no phase shift, Cauchy weights against
outliers) and carried forward again. A move of the head in the plane is thus followed without delay
and without smoothing, however fast.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.faces.bridging import runs
from app.faces.records import FaceHistory

SIGMA_SECONDS = 0.3
"""Standard deviation of the Gaussian weights."""

_REACH = 3.0
# Draws slopes (per sigma) towards 0: at the ends of a chain a line has only one side to lean on.
_RIDGE = 0.3
_ROUNDS = 2
_MOST_NEIGHBOURS = 400


def steady_landmarks(
    history: FaceHistory,
    seconds: NDArray[np.float64],
    usable: NDArray[np.bool_],
    sigma: float = SIGMA_SECONDS,
) -> NDArray[np.complex128]:
    """Landmarks (R, L) of all usable frames, steadied; NaN elsewhere.

    Parameters
    ----------
    history : FaceHistory
        R frames.
    seconds : float64 array (R,)
        Presentation times.
    usable : bool array (R,)
        Frames that get landmarks.
    sigma : float
        Width of the smoothing in seconds.
    """
    steadied = np.full_like(history.landmarks, complex(np.nan, np.nan))
    for start, stop in chains(history, usable):
        located = history.landmarks[start:stop]
        if np.isnan(located).all():
            continue
        a, b = _carried(history.motion[start:stop])
        at_rest = (located - b[:, None]) / a[:, None]
        smooth = smooth_in_time(seconds[start:stop], at_rest, sigma)
        steadied[start:stop] = a[:, None] * smooth + b[:, None]
    for start, stop in runs(usable):
        _fill(seconds[start:stop], steadied[start:stop])
    return steadied


def chains(history: FaceHistory, usable: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges of usable frames, each followed from the one before."""
    linked = usable & np.isfinite(history.motion[:, 0])
    linked[1:] &= usable[:-1]
    located = usable & (linked | np.isfinite(history.landmarks[:, 0]))
    found = []
    for start, stop in runs(located):
        breaks = [start, *(np.flatnonzero(~linked[start + 1 : stop]) + start + 1).tolist(), stop]
        found += list(pairwise(breaks))
    return found


def _carried(
    motion: NDArray[np.complex128],
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Similarities (T,) from the chain's first frame to each of its frames."""
    a = np.ones(motion.shape[0], np.complex128)
    b = np.zeros(motion.shape[0], np.complex128)
    for t in range(1, motion.shape[0]):
        a[t] = motion[t, 0] * a[t - 1]
        b[t] = motion[t, 0] * b[t - 1] + motion[t, 1]
    return a, b


def smooth_in_time(
    seconds: NDArray[np.float64], values: NDArray[np.complex128], sigma: float
) -> NDArray[np.complex128]:
    """Robust local straight line through values (T, L) at irregular times; NaN values are skipped.

    At each time the weighted least squares line ``c + d (s - t)`` is evaluated at its middle. The
    weights are ``exp(-(s - t)^2 / (2 sigma^2))``, in the second round times
    ``1 / (1 + (e / (2 m))^2)`` with the first round's distance ``e`` of a frame's landmarks and
    the median ``m`` of these distances.
    """
    present = np.isfinite(values[:, 0])
    known = np.where(present[:, None], values, 0)
    trust = present.astype(np.float64)
    for _ in range(_ROUNDS):
        smooth = _local_line(seconds, known, trust, sigma)
        distance = np.sqrt(np.mean(np.abs(known - smooth) ** 2, axis=1))
        usual = max(float(np.median(distance[present])), 1e-9)
        trust = present / (1 + (distance / (2 * usual)) ** 2)
    return smooth


def _local_line(
    seconds: NDArray[np.float64],
    values: NDArray[np.complex128],
    trust: NDArray[np.float64],
    sigma: float,
) -> NDArray[np.complex128]:
    count = seconds.size
    s0, s1, s2 = np.zeros(count), np.zeros(count), np.zeros(count)
    y0, y1 = np.zeros_like(values), np.zeros_like(values)
    for shift in range(-_neighbours(seconds, sigma), _neighbours(seconds, sigma) + 1):
        here = slice(max(0, -shift), count - max(0, shift))
        there = slice(max(0, shift), count - max(0, -shift))
        apart = (seconds[there] - seconds[here]) / sigma
        weight = np.exp(-0.5 * apart**2) * trust[there]
        s0[here] += weight
        s1[here] += weight * apart
        s2[here] += weight * apart**2
        y0[here] += weight[:, None] * values[there]
        y1[here] += (weight * apart)[:, None] * values[there]
    s2 = s2 + _RIDGE * s0 + 1e-12
    determinant = s0 * s2 - s1**2
    return np.asarray((s2[:, None] * y0 - s1[:, None] * y1) / determinant[:, None])


def _neighbours(seconds: NDArray[np.float64], sigma: float) -> int:
    if seconds.size < 2:
        return 0
    spacing = float(np.median(np.diff(seconds)))
    return min(int(np.ceil(_REACH * sigma / spacing)), seconds.size - 1, _MOST_NEIGHBOURS)


def _fill(seconds: NDArray[np.float64], landmarks: NDArray[np.complex128]) -> None:
    """Interpolate in place where a run has no landmarks."""
    known = np.isfinite(landmarks[:, 0])
    if known.all() or not known.any():
        return
    for column in landmarks.T:
        column[~known] = np.interp(seconds[~known], seconds[known], column[known])
