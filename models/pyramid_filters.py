"""Frequency masks of the complex steerable pyramid (Portilla and Simoncelli 2000).

Convention. The picture of ``size`` x ``size`` samples is mirrored to M = 2 ``size``. Frequencies
are the centred integers k (rows) and l (columns) in -M/2 ... M/2 - 1; fy = k / size and
fx = l / size, so that 1 is the Nyquist frequency; r = hypot(fx, fy), with r := 1 / size at the
origin; the angle is atan2(fy, fx). Masks are *centred* (zero frequency in the middle, as after
``fftshift``) and do not contain the complex factor (-i) ** (orientations - 1).

Radial profile, z = log2 r + octave: a raised cosine ``hi(z) = cos(pi / 2 * clamp(z, -1, 0))`` and
its complement ``lo(z) = sqrt(1 - hi(z) ** 2)``. Both, and the angular lobes, are read by linear
interpolation from the tables of the original program rather than from the closed forms: the tables
differ from them by up to 1.1e-5, and weights trained on the tables should see the tables.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.float64]

_RADIAL_STEPS = 256
_ANGULAR_STEPS = 1024


@dataclass(frozen=True, slots=True)
class FilterBank:
    """The masks of one pyramid, all centred and read-only.

    Attributes
    ----------
    size : int
        Side of the picture in samples, before mirroring.
    orientations : int
        Number of orientations per level, >= 2; number b looks along angle b * pi / orientations.
    high : float64 array (2 size, 2 size)
        Mask of the high-pass residue, 0 ... 1.
    low : float64 array (2 size, 2 size)
        First low-pass mask, which every band shares, 0 ... 1.
    bands : tuple of float64 arrays (orientations, 2 size / 2**level, 2 size / 2**level)
        One-sided band masks of each level, finest first; the first low-pass is included. Doubled on
        their side, so that the coefficients are analytic: their real part is the ordinary band.
    residue : float64 array (2 size / 2**levels, 2 size / 2**levels)
        Mask of the low-pass residue below the coarsest level, 0 ... 1.
    """

    size: int
    orientations: int
    high: Mask
    low: Mask
    bands: tuple[Mask, ...]
    residue: Mask

    def __post_init__(self) -> None:
        """Protect the masks: one bank is shared by everything of its size."""
        for mask in (self.high, self.low, self.residue, *self.bands):
            mask.flags.writeable = False


@lru_cache(maxsize=16)
def filter_bank(size: int = 48, levels: int = 2, orientations: int = 2) -> FilterBank:
    """Build the masks of a pyramid.

    Parameters
    ----------
    size : int
        Side of the picture in samples, a multiple of ``2 ** levels`` and at least twice that.
    levels : int
        Number of scales (octaves), >= 1.
    orientations : int
        Number of orientations, >= 2 (one alone has no lobe, its half plane has no smooth edge).

    Raises
    ------
    ValueError
        If the numbers above are out of range.
    """
    _check_geometry(size, levels, orientations)
    fx, fy = _frequencies(size)
    radius = np.hypot(fx, fy)
    radius[size, size] = 1 / size
    octave, angle = np.log2(radius), np.arctan2(fy, fx)
    low = _lo(octave)
    passed, bands = low, []
    for level in range(levels):
        band = _hi(octave + level + 1) * passed
        bands.append(band * np.stack([_lobe(angle, b, orientations) for b in range(orientations)]))
        inner = slice(passed.shape[0] // 4, passed.shape[0] // 4 * 3)
        passed = (passed * _lo(octave + level + 1))[inner, inner]
        octave, angle = octave[inner, inner], angle[inner, inner]
    return FilterBank(size, orientations, _hi(np.log2(radius)), low, tuple(bands), passed)


def _check_geometry(size: int, levels: int, orientations: int) -> None:
    if levels < 1 or orientations < 2:
        raise ValueError(
            f"levels={levels}, orientations={orientations}: a pyramid needs at least 1 and 2"
        )
    if size < 2 ** (levels + 1) or size % 2**levels:
        raise ValueError(
            f"size={size}: {levels} levels need a multiple of {2**levels}, "
            f"at least {2 ** (levels + 1)}"
        )


def _frequencies(size: int) -> tuple[Mask, Mask]:
    """Horizontal and vertical frequency of each centred bin, Nyquist = 1."""
    axis = np.arange(-size, size) / size
    fx, fy = np.meshgrid(axis, axis)
    return fx, fy


def _radial_table() -> tuple[Mask, Mask]:
    """Abscissae and heights of the tabulated raised cosine ``hi``; it is flat beyond both ends."""
    phase = np.pi * np.arange(-_RADIAL_STEPS - 1, 2) / (2 * _RADIAL_STEPS)
    height = np.abs(np.cos(phase))
    height[0], height[-1] = height[1], height[-2]
    return -0.5 + 2 / np.pi * (phase + np.pi / 4), height


def _hi(z: Mask) -> Mask:
    return np.interp(z, *_radial_table())


def _lo(z: Mask) -> Mask:
    abscissa, height = _radial_table()
    return np.interp(z, abscissa, np.sqrt(1 - height**2))


def _lobe(angle: Mask, orientation: int, orientations: int) -> Mask:
    """One-sided angular mask of an orientation; the squares of their real parts add up to one."""
    order = orientations - 1
    power = 2 ** (2 * order) * factorial(order) ** 2 / (orientations * factorial(2 * order))
    theta = np.pi * np.arange(-2 * _ANGULAR_STEPS - 1, _ANGULAR_STEPS + 2) / _ANGULAR_STEPS
    folded = np.mod(np.pi + theta, 2 * np.pi) - np.pi
    height = 2 * np.sqrt(power) * np.cos(theta) ** order * (np.abs(folded) < np.pi / 2)
    lobe: Mask = np.interp(angle, theta + np.pi * orientation / orientations, height)
    return lobe
