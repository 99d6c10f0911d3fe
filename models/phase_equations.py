"""Least squares behind `models.displacement`: gradients of local phase, and their normal equations.

Convention. Pictures are stacked (2, N, S, S): orientation, frame, row, column. Lengths are pixels
of the 48-pixel gray picture on both levels; amplitudes are those of gray values in [0, 1], without
the pyramid's growth by 4 a level. Weights and formulas stand in `models.displacement`.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import pi

import torch
from torch import Tensor

from models.phase_frames import blur
from models.pyramid_products import LEVELS, SIZE
from models.steerable_pyramid import SteerablePyramid

# Noise of one gray level moves the result by 0.25 ... 0.95 of the plain root, median 0.55: noise of
# neighbouring coefficients is neither independent nor as large as the picture's (docs/motion.md).
NOISE = 0.6 / 255

MIRRORED = (4, 8)
"""Pixels of the 48 along each side where a level sees mirrored structure: these are not used."""

TINY = 1e-20
_PASSES = 2  # the second knows from the first which turn is meant


@dataclass(frozen=True, slots=True)
class Carrier:
    """Coefficients of a level and their phase gradient, each tensor (2, N, S, S)."""

    z: Tensor
    across: Tensor  # phi_x, radians a pixel of the 48
    down: Tensor  # phi_y
    power: Tensor  # |z|², 0 at the rim and where the gradient is no wave of the band


def carriers(gray: Tensor) -> tuple[Carrier, ...]:
    """Carriers of level 0 and level 1 of gray pictures (N, 48, 48)."""
    bands = SteerablePyramid(SIZE, LEVELS).decompose(gray).bands
    return tuple(_carrier(z, level) for level, z in enumerate(bands))


def _carrier(whole: Tensor, level: int) -> Carrier:
    whole = whole / 4**level  # the pyramid's levels grow by 4 each
    size = whole.shape[-1] // 2
    spectrum = torch.fft.fft2(whole)
    wave = _wave_numbers(2 * size, level, whole.dtype, whole.device)
    z, z_x, z_y = (
        pictures[..., :size, :size].transpose(0, 1)
        for pictures in (
            whole,
            torch.fft.ifft2(spectrum * wave),
            torch.fft.ifft2(spectrum * wave[:, None]),
        )
    )
    power = z.real**2 + z.imag**2 + TINY
    across, down = (z.conj() * z_x).imag / power, (z.conj() * z_y).imag / power
    # Beside a point without amplitude the gradient has no bound; no wave of a level is that short.
    usable = (across**2 + down**2 < (pi / 2**level) ** 2) & _unmirrored(level, z.device)
    return Carrier(z, across, down, power * usable)


@lru_cache(maxsize=8)
def _unmirrored(level: int, device: torch.device) -> Tensor:
    """Samples (S, S) whose band filter sees little of the mirror image."""
    position = torch.arange(0, SIZE, 2**level, device=device)
    inside = (position >= MIRRORED[level]) & (position < SIZE - MIRRORED[level])
    return inside & inside[:, None]


@lru_cache(maxsize=8)
def _wave_numbers(size: int, level: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    """Factors i k that derive a spectrum along an axis, per pixel of the 48."""
    frequency = torch.fft.fftfreq(size, dtype=torch.float64) / 2**level
    factors: Tensor = 2j * pi * frequency
    return factors.to(device=device, dtype=dtype)


@dataclass(frozen=True, slots=True)
class Equations:
    """Blurred normal equations of each orientation, tensors (2, N - 1, S, S)."""

    xx: Tensor
    xy: Tensor
    yy: Tensor
    xt: Tensor
    yt: Tensor

    def both(self) -> "Equations":
        """Of both orientations together, (N - 1, S, S)."""
        parts = (self.xx, self.xy, self.yy, self.xt, self.yt)
        return Equations(*(part.sum(0) for part in parts))

    def plus(self, coarse: "Equations") -> "Equations":
        """Together with those of the level above, whose samples lie on every second of these."""
        return Equations(
            self.xx + doubled(coarse.xx),
            self.xy + doubled(coarse.xy),
            self.yy + doubled(coarse.yy),
            self.xt + doubled(coarse.xt),
            self.yt + doubled(coarse.yt),
        )

    def solved(self) -> Tensor:
        """Motion (2, N - 1, S, S)."""
        determinant = self.xx * self.yy - self.xy**2 + TINY**2
        x = (self.yy * self.xt - self.xy * self.yt) / determinant
        y = (self.xx * self.yt - self.xy * self.xt) / determinant
        return torch.stack([x, y])

    def uncertainty(self) -> Tensor:
        """Root of the largest variance, pixels."""
        middle = (self.xx + self.yy) / 2
        spread = torch.hypot((self.xx - self.yy) / 2, self.xy)
        return NOISE / torch.sqrt((middle - spread).clamp(min=TINY))


def equations(carrier: Carrier, expected: Tensor | None) -> Equations:
    """Normal equations, each turn of phase the one nearest to the expected motion."""
    earlier, later = slice(None, -1), slice(1, None)
    across = (carrier.across[:, earlier] + carrier.across[:, later]) / 2
    down = (carrier.down[:, earlier] + carrier.down[:, later]) / 2
    before, after = carrier.power[:, earlier], carrier.power[:, later]
    weight = before * after / (before + after + TINY)
    change = torch.angle(carrier.z[:, later] * carrier.z[:, earlier].conj())
    for _ in range(_PASSES):
        if expected is not None:
            turn = -(across * expected[0] + down * expected[1])
            change = turn + _principal(change - turn)
        sums = Equations(
            blur(weight * across**2),
            blur(weight * across * down),
            blur(weight * down**2),
            -blur(weight * across * change),
            -blur(weight * down * change),
        )
        expected = sums.both().solved()
    return sums


def _principal(angle: Tensor) -> Tensor:
    return angle - 2 * pi * torch.round(angle / (2 * pi))


def doubled(pictures: Tensor) -> Tensor:
    """Each sample of level 1 on the four samples of level 0 that it covers."""
    return pictures.repeat_interleave(2, -1).repeat_interleave(2, -2)
