"""Phase and amplitude of single frames, and the blur that weighs phases by amplitude.

Convention. Inside this room pictures are stacked (2, N, S, S): orientation, frame, row, column, so
that each orientation is contiguous; S = 48 on level 0 and 24 on level 1. Phases are radians in
[-pi, pi]; amplitudes are those of the band coefficients for gray values in [0, 1], plus 1e-10.
"""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from models.pyramid_products import ORIENTATIONS, SIZE, Quadrature, quadrature_bands

AMPLITUDE_FLOOR = 1e-10
"""Added to every amplitude, so that a black picture has weights too."""

_BLUR_RADIUS = 5
_BLUR_VARIANCE = 4.0


@dataclass(frozen=True, slots=True)
class BandPhase:
    """Local phase and amplitude of one pyramid level.

    Attributes
    ----------
    phase : tensor (2, N, S, S)
        Radians in [-pi, pi].
    amplitude : tensor (2, N, S, S)
        At least 1e-10.
    """

    phase: Tensor
    amplitude: Tensor


def band_phases(gray: Tensor) -> tuple[BandPhase, BandPhase]:
    """Phase and amplitude of every frame, each frame's pyramid built once.

    Parameters
    ----------
    gray : float32 or float64 tensor (N, 48, 48)
        Gray values in [0, 1], on any device.

    Returns
    -------
    tuple of BandPhase
        Level 0 (S = 48) and level 1 (S = 24).

    Raises
    ------
    ValueError
        If shape or precision is another.
    """
    check_gray(gray)
    with full_precision(gray):
        fine, coarse = quadrature_bands(gray)
        return _band_phase(fine), _band_phase(coarse)


def full_precision(gray: Tensor) -> torch.autocast:
    """Keep autocast out: in half precision the phases of weak bands would be random."""
    return torch.autocast(gray.device.type, enabled=False)


def check_gray(gray: Tensor) -> None:
    """Refuse what cannot be a stack of gray frames."""
    if gray.ndim != 3 or gray.shape[1:] != (SIZE, SIZE):
        raise ValueError(f"gray must be (frames, {SIZE}, {SIZE}), not {tuple(gray.shape)}")
    if gray.dtype not in (torch.float32, torch.float64):
        raise ValueError(
            f"gray must be float32 or float64 in [0, 1] (8-bit values / 255), not {gray.dtype}"
        )


def _band_phase(bands: Quadrature) -> BandPhase:
    real, imaginary = bands.real, bands.imaginary
    if not real.requires_grad:
        power = torch.addcmul(real * real, imaginary, imaginary)
        return BandPhase(torch.atan2(imaginary, real), power.sqrt() + AMPLITUDE_FLOOR)
    # Phase and amplitude have no slope where a coefficient is zero: give them 0, not NaN.
    flat = (real == 0) & (imaginary == 0)
    real, imaginary = torch.where(flat, 1.0, real), torch.where(flat, 0.0, imaginary)
    amplitude = torch.where(flat, 0.0, torch.hypot(real, imaginary)) + AMPLITUDE_FLOOR
    return BandPhase(torch.atan2(imaginary, real), amplitude)


def blur(pictures: Tensor) -> Tensor:
    """Gaussian blur of pictures (..., S, S): 11 x 11 taps exp(-(x² + y²) / 8), zero padding of 5.

    The taps are not normalised: a quotient of two blurs does not see their sum. As a product with a
    banded S x S matrix from both sides it is faster here than as two convolutions.
    """
    size = pictures.shape[-1]
    band = _blur_matrix(size, pictures.dtype, pictures.device)
    across = (pictures.reshape(-1, size) @ band).view(-1, size, size)
    return torch.bmm(band.expand(len(across), -1, -1), across).view(pictures.shape)


@lru_cache(maxsize=16)
def _blur_matrix(size: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    with torch.inference_mode(False):
        position = torch.arange(size, dtype=torch.float64)
        distance = position[:, None] - position
        taps = torch.exp(-(distance**2) / (2 * _BLUR_VARIANCE))
        return (taps * (distance.abs() <= _BLUR_RADIUS)).to(device=device, dtype=dtype)


def no_pictures(level: int, gray: Tensor, count: int = 0) -> Tensor:
    """``count`` zero pictures of a level, (2, count, S, S), on the device of ``gray``."""
    size = SIZE >> level
    return gray.new_zeros((ORIENTATIONS, count, size, size))
