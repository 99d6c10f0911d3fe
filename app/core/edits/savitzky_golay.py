"""Smoothing by local polynomials (Savitzky and Golay 1964, Anal. Chem. 36:1627).

Where the frames of a run are evenly spaced, but for time stamps that were rounded to milliseconds,
this is one convolution; where they are not (variable frame rate), the polynomial of each window is
fitted on the presentation times themselves, so that a polynomial in time stays what it is.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.core.errors import EditError

Floats = NDArray[np.float64]

ROUNDED = 1.1e-3
"""Seconds by which times rounded to milliseconds can be off a grid through two of them."""
_AT_ONCE = 4096


def window_frames(seconds: Floats, window: float, order: int) -> int:
    """How many frames a window has: odd, nearest to its width by the median step.

    Raises
    ------
    EditError
        It holds too few frames for a polynomial of that order to smooth anything.
    """
    step = float(np.median(np.diff(seconds))) if seconds.size > 1 else 1.0
    frames = 2 * round(window / step / 2) + 1
    if frames <= order + 1:
        least = order + 2 + (order + 1) % 2
        raise EditError(
            f"A window of {window:g} s holds {frames} frame{'s' if frames > 1 else ''}; order "
            f"{order} smooths from {least} frames ({least * step:.2f} s) on."
        )
    return frames


def smooth_runs(values: Floats, seconds: Floats, frames: int, order: int) -> Floats:
    """Smooth every run of known values by itself.

    Parameters
    ----------
    values : float64 array (T,)
        NaN is a gap and stays one.
    seconds : float64 array (T,)
        Presentation times.
    frames : int
        Width of the window, odd. A run that is shorter is smoothed with the widest odd window it
        has room for, or left as it is when that is no more than ``order + 1``.
    order : int
        Of the polynomial, >= 0.

    Returns
    -------
    float64 array (T,)
    """
    result = values.copy()
    for first, stop in _runs(~np.isnan(values)):
        fitting = min(frames, stop - first - (stop - first + 1) % 2)
        if fitting > order + 1:
            run = slice(first, stop)
            result[run] = _smooth(values[run], seconds[run], fitting, order)
    return result


def _smooth(values: Floats, seconds: Floats, frames: int, order: int) -> Floats:
    grid = np.linspace(seconds[0], seconds[-1], seconds.size)
    even = bool(np.all(np.abs(seconds - grid) <= ROUNDED))
    seconds = grid if even else seconds
    half = frames // 2
    result = np.empty_like(values)
    # Within half a window of its ends, a run follows the polynomial of its first or last window.
    result[: half + 1] = _fit(seconds[:frames], values[:frames], order, seconds[: half + 1])
    result[-half - 1 :] = _fit(seconds[-frames:], values[-frames:], order, seconds[-half - 1 :])
    inner = _even(values, frames, order) if even else _uneven(values, seconds, frames, order)
    result[half : values.size - half] = inner
    return result


def _fit(times: Floats, values: Floats, order: int, at: Floats) -> Floats:
    middle, width = (times[0] + times[-1]) / 2, (times[-1] - times[0]) / 2
    basis = np.vander((times - middle) / width, order + 1)
    weights, *_ = np.linalg.lstsq(basis, values, rcond=None)
    return np.asarray(np.vander((at - middle) / width, order + 1) @ weights)


def _even(values: Floats, frames: int, order: int) -> Floats:
    places = np.linspace(-1.0, 1.0, frames)
    basis, _ = np.linalg.qr(np.vander(places, order + 1))
    weights = basis @ basis[frames // 2]
    return np.convolve(values, weights[::-1], mode="valid")


def _uneven(values: Floats, seconds: Floats, frames: int, order: int) -> Floats:
    times, known = sliding_window_view(seconds, frames), sliding_window_view(values, frames)
    pieces = []
    for first in range(0, len(times), _AT_ONCE):
        window = times[first : first + _AT_ONCE]
        centre = window[:, frames // 2, None]
        places = (window - centre) / (window[:, -1:] - window[:, :1]) * 2
        basis = np.linalg.qr(places[..., None] ** np.arange(order + 1))[0]
        # The value in the middle of each fitted polynomial: its projection there.
        weights = np.einsum("nk,nwk->nw", basis[:, frames // 2], basis)
        pieces.append(np.einsum("nw,nw->n", weights, known[first : first + _AT_ONCE]))
    return np.concatenate(pieces)


def _runs(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    return [(int(first), int(stop)) for first, stop in edges.reshape(-1, 2)]
