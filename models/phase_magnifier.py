"""Phases of a steerable pyramid as features to filter in time, and pictures with changed phases.

The formulas stand in `models.magnification`. Phase changes are kept for the picture's own samples
only; on the mirror images around it they follow from symmetry: mirrored left to right, a wave along
the angle theta is one along pi - theta. So orientation b of K takes the phase change of orientation
K - b there, and orientation 0 its own with the opposite sign; upside down, each takes minus what it
takes left to right. On coarser levels the mirrored samples lie half a sample off, which the
smoothing makes irrelevant.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.steerable_pyramid import PyramidCoefficients, SteerablePyramid

Values = NDArray[np.float32]

_SIGMA = 1.0  # samples of each level
_DEEPEST = 5
_TINY = 1e-12


def grid_of(size: int) -> tuple[int, int]:
    """Side and levels of the pyramid for pictures of a side: 5 levels if they fit into it.

    The side is rounded up, so that the residue which is not moved holds only wavelengths longer
    than 32 pixels; from 64 pixels on it holds all.
    """
    levels = 1
    while levels < _DEEPEST and 2 ** (levels + 2) <= size:
        levels += 1
    step = 2**levels
    return -(-size // step) * step, levels


class PhaseMagnifier:
    """Magnifies phase changes of one run of pictures.

    Parameters
    ----------
    size : int
        Side of the pictures.
    orientations : int
        Orientations of the pyramid.
    gain : float
        How many times the filtered phase is added.
    """

    def __init__(self, size: int, orientations: int, gain: float) -> None:
        self.size = size
        self._gain = gain
        side, levels = grid_of(size)
        self._padding = (side - size) // 2, side - size - (side - size) // 2
        self._pyramid = SteerablePyramid(side, levels, orientations)
        self._last: list[Tensor] = []
        self._sums: list[Tensor] = []

    def features(self, luminance: Values) -> Values:
        """Phase of every coefficient against the first frame, smoothed, radians (n,).

        Parameters
        ----------
        luminance : float32 array (size, size)
            Of the next frame, in [0, 1].
        """
        with torch.inference_mode():
            bands = [z[0] for z in self._pyramid.bands(self._padded(luminance))]
            if not self._last:
                self._sums = [torch.zeros_like(z.real) for z in bands]
            else:
                changes = map(smooth_change, self._last, bands)
                self._sums = [a + b for a, b in zip(self._sums, changes, strict=True)]
            self._last = bands
            return torch.cat([total.flatten() for total in self._sums]).numpy()

    def change(self, luminance: Values, filtered: Values) -> Values:
        """What magnified phases add to a picture (size, size).

        Parameters
        ----------
        luminance : float32 array (size, size)
            The frame, in [0, 1].
        filtered : float32 array (n,)
            Its filtered features.
        """
        coefficients = self._pyramid.decompose(self._padded(luminance))
        phases = torch.from_numpy(np.ascontiguousarray(filtered))
        bands, at = [], 0
        for z in coefficients.bands:
            count, side = z.shape[1], z.shape[-1] // 2
            phase = phases[at : at + count * side**2].view(count, side, side)
            at += count * side**2
            turn = self._gain * mirrored(phase)
            # Only what changes is put together again: rounding and residues stay out of it.
            bands.append(z * (torch.polar(torch.ones_like(turn), turn) - 1))
        difference = PyramidCoefficients(
            torch.zeros_like(coefficients.high), tuple(bands), torch.zeros_like(coefficients.low)
        )
        inner = slice(self._padding[0], self._padding[0] + self.size)
        return self._pyramid.reconstruct(difference)[0, inner, inner].numpy()

    def _padded(self, luminance: Values) -> Tensor:
        return torch.from_numpy(np.pad(luminance, self._padding, mode="symmetric"))[None]


def smooth_change(earlier: Tensor, later: Tensor) -> Tensor:
    """Change of phase between coefficients (K, S, S), smoothed with amplitude weights."""
    product = later * earlier.conj()
    weight = product.abs()
    return _smooth(weight * product.angle()) / (_smooth(weight) + _TINY)


def mirrored(phase: Tensor) -> Tensor:
    """Phase changes (K, S, S) on the mirrored grid (K, 2 S, 2 S)."""
    opposite = torch.cat([-phase[:1], phase[1:].flip(0)]).flip(-1)
    above = torch.cat([phase, opposite], dim=-1)
    below = torch.cat([-opposite.flip(-1), -phase.flip(-1)], dim=-1).flip(-2)
    return torch.cat([above, below], dim=-2)


def _smooth(pictures: Tensor) -> Tensor:
    position = torch.arange(pictures.shape[-1], dtype=pictures.dtype)
    taps = torch.exp(-((position[:, None] - position) ** 2) / (2 * _SIGMA**2))
    return taps @ pictures @ taps
