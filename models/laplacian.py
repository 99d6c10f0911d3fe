"""Levels of a Laplacian pyramid, weighted and put together (Burt and Adelson 1983).

Convention. Pictures (S, S), any side. Level v is the difference between the picture reduced v times
and what is left of it after one more reduction; it holds wavelengths around 4 * 2**v pixels. The
filter is the binomial 1, 4, 6, 4, 1 over 16, pictures mirrored at their rim.

P. J. Burt, E. H. Adelson, "The Laplacian pyramid as a compact image code", IEEE Trans. Commun.
31(4), 1983.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]

_TAPS = np.array([1, 4, 6, 4, 1], np.float32) / 16
_SMALLEST = 8


def weighted_levels(picture: Values, weight: Callable[[float], float]) -> Values:
    """Sum of all Laplacian levels, each multiplied by a weight; the low-pass rest is left out.

    Parameters
    ----------
    picture : float32 array (H, W)
    weight : callable
        Weight of a level by its wavelength in pixels.

    Returns
    -------
    float32 array (H, W)
    """
    wavelength, levels = 4.0, []
    while min(picture.shape) >= _SMALLEST:
        smaller = _reduced(picture)
        levels.append(weight(wavelength) * (picture - _expanded(smaller, picture.shape)))
        picture, wavelength = smaller, 2 * wavelength
    total = np.zeros_like(picture)
    for level in reversed(levels):
        total = level + _expanded(total, level.shape)
    return total


def _reduced(picture: Values) -> Values:
    return _blurred(picture)[::2, ::2]


def _expanded(picture: Values, shape: tuple[int, ...]) -> Values:
    spread = np.zeros(shape, np.float32)
    spread[::2, ::2] = 4 * picture
    return _blurred(spread)


def _blurred(picture: Values) -> Values:
    from scipy.ndimage import correlate1d  # takes a moment to import

    rows = correlate1d(picture, _TAPS, axis=0, mode="mirror")
    blurred: Values = correlate1d(rows, _TAPS, axis=1, mode="mirror")
    return blurred
