"""Monotone cubic interpolation: between two known values the curve never leaves their interval."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def monotone_cubic(times: Floats, values: Floats, at: Floats) -> Floats:
    """Interpolate by piecewise cubics that keep the order of the values.

    The slope in a point is the harmonic mean of the slopes on both sides, weighted by their
    distances, and 0 at an extremum (Fritsch and Butland 1984, SIAM J. Sci. Stat. Comput. 5:300);
    at the ends it comes from three points, limited so that nothing overshoots (Moler 2004,
    Numerical Computing with MATLAB, 3.6). It is what others call PCHIP.

    Parameters
    ----------
    times : float64 array (N,)
        Seconds, strictly increasing, N >= 2.
    values : float64 array (N,)
        Known values.
    at : float64 array (K,)
        Seconds within ``times``.

    Returns
    -------
    float64 array (K,)
    """
    if times.size < 2:
        raise ValueError("two values are the least to interpolate between")
    steps = np.diff(times)
    secants = np.diff(values) / steps
    slopes = _slopes(steps, secants)
    left = np.clip(np.searchsorted(times, at, side="right") - 1, 0, times.size - 2)
    step = steps[left]
    part = (at - times[left]) / step
    rest = 1 - part
    # Hermite's basis; the values first, so that equal ends give exactly their value.
    rise = part * part * (3 - 2 * part)
    bend = part * rest * (rest * slopes[left] - part * slopes[left + 1]) * step
    found = values[left] + rise * (values[left + 1] - values[left]) + bend
    low, high = (
        np.minimum(values[left], values[left + 1]),
        np.maximum(values[left], values[left + 1]),
    )
    return np.asarray(np.clip(found, low, high), dtype=np.float64)


def _slopes(steps: Floats, secants: Floats) -> Floats:
    if secants.size == 1:
        return np.repeat(secants, 2)
    before, after = secants[:-1], secants[1:]
    first, second = 2 * steps[1:] + steps[:-1], steps[1:] + 2 * steps[:-1]
    same = np.sign(before) * np.sign(after) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (first + second) / (first / before + second / after)
    inner = np.where(same, mean, 0.0)
    start = _end_slope(steps[0], steps[1], secants[0], secants[1])
    end = _end_slope(steps[-1], steps[-2], secants[-1], secants[-2])
    return np.concatenate(([start], inner, [end]))


def _end_slope(near: float, far: float, near_secant: float, far_secant: float) -> float:
    slope = ((2 * near + far) * near_secant - near * far_secant) / (near + far)
    if np.sign(slope) != np.sign(near_secant):
        return 0.0
    if np.sign(near_secant) != np.sign(far_secant) and abs(slope) > 3 * abs(near_secant):
        return float(3 * near_secant)
    return float(slope)
