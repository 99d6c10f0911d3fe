"""The bands of the 48-pixel, two-scale, two-orientation pyramid as products of small real matrices.

The FFT of a half-sample mirrored real picture is its DCT-II up to a phase, and the two masks are
even across their orientation, so every band of `SteerablePyramid` is exactly

    C = X̂ = A X Aᵀ,          A[k, n] = 2 cos(pi k (2 n + 1) / 96)
    T[m, l] = sum_k e_k cos(pi k (2 s m + 1) / 96) (C H₀)[k, l],    e₀ = 1, else 2
    z₀[m, n] = sum_l T[m, l] (sin - i cos)(pi l (2 s n + 1) / 96) / M²

with s = 1, M = 96, k, l < 48 on level 0 and s = 2, M = 48, k, l < 24 on level 1; H is the band's
mask at the frequencies k, l >= 0. Orientation 1 is the same with rows and columns exchanged. About
2 million multiplications a picture, and the same result as the FFT to rounding.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from models.pyramid_filters import Mask, filter_bank

SIZE = 48
LEVELS = 2
ORIENTATIONS = 2


@dataclass(frozen=True, slots=True)
class Quadrature:
    """Real and imaginary part of one level's bands.

    Attributes
    ----------
    real, imaginary : tensors (2, N, S, S)
        Orientation first, so that each orientation is one contiguous stack of pictures.
    """

    real: Tensor
    imaginary: Tensor


def quadrature_bands(images: Tensor) -> tuple[Quadrature, Quadrature]:
    """Band coefficients of level 0 (S = 48) and level 1 (S = 24) of pictures (N, 48, 48)."""
    cosine, levels = _matrices(images.dtype, images.device)
    spectrum = _from_left(cosine, _from_right(images, cosine.mT))
    return _level(spectrum, levels[0]), _level(spectrum[:, :24, :24], levels[1])


@dataclass(frozen=True, slots=True)
class _Level:
    masks: Tensor  # (2, K, K)
    even: Tensor  # (S, K), e_k cos
    odd: Tensor  # (S, K), sin / M²
    negative: Tensor  # (S, K), -cos / M²


def _level(spectrum: Tensor, level: _Level) -> Quadrature:
    across = _from_left(level.even, spectrum * level.masks[0])
    down = _from_right(spectrum * level.masks[1], level.even.mT)
    parts = [
        torch.stack([_from_right(across, wave.mT), _from_left(wave, down)])
        for wave in (level.odd, level.negative)
    ]
    return Quadrature(*parts)


def _from_right(pictures: Tensor, matrix: Tensor) -> Tensor:
    """``pictures @ matrix`` as one tall product."""
    count, rows, columns = pictures.shape
    return (pictures.reshape(-1, columns) @ matrix).view(count, rows, matrix.shape[1])


def _from_left(matrix: Tensor, pictures: Tensor) -> Tensor:
    """``matrix @ pictures`` for each picture (``@`` alone would transpose and copy them)."""
    return torch.bmm(matrix.expand(len(pictures), -1, -1), pictures)


@lru_cache(maxsize=8)
def _matrices(dtype: torch.dtype, device: torch.device) -> tuple[Tensor, tuple[_Level, ...]]:
    bank = filter_bank(SIZE, LEVELS, ORIENTATIONS)
    order, sample = np.arange(SIZE), np.arange(SIZE)

    def tensor(values: Mask) -> Tensor:
        return torch.as_tensor(np.ascontiguousarray(values)).to(device=device, dtype=dtype)

    # A cached constant made in inference mode could never take part in a gradient.
    with torch.inference_mode(False):
        levels = []
        for level, mask in enumerate(bank.bands):
            kept = SIZE >> level
            angle = np.pi * np.outer(2 * sample[:kept] * 2**level + 1, order[:kept]) / (2 * SIZE)
            weight = np.where(order[:kept] == 0, 1.0, 2.0)
            scale = 1 / (2 * kept) ** 2
            levels.append(
                _Level(
                    tensor(mask[:, kept:, kept:]),
                    tensor(weight * np.cos(angle)),
                    tensor(scale * np.sin(angle)),
                    tensor(-scale * np.cos(angle)),
                )
            )
        cosine = 2 * np.cos(np.pi * np.outer(order, 2 * sample + 1) / (2 * SIZE))
        return tensor(cosine), tuple(levels)
