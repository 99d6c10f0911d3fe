"""Phase differences the plain way, in numpy: what the tests compare the package with.

Written from the published description (see ``docs/phase-conventions.md``) and sharing no line with
the package: FFTs of each picture, explicit loops over snippets, direct convolution.
"""

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import correlate1d

Array = NDArray[Any]


@cache
def plain_masks() -> list[Array]:
    """Band masks (2, 96, 96) and (2, 48, 48), centred, from the tables of the original."""
    k = np.arange(-48, 48) / 48
    fy, fx = k[:, None] + 0 * k, k + 0 * k[:, None]
    r = np.sqrt(fx**2 + fy**2)
    r[48, 48] = 1 / 48
    L = np.log(r) / np.log(2)
    theta = np.arctan2(fy, fx)
    j = np.arange(-257, 2)
    X = -0.5 + (2 / np.pi) * (np.pi * j / 512 + np.pi / 4)
    Y = np.abs(np.cos(np.pi * j / 512))
    Y[0], Y[258] = Y[1], Y[257]
    jt = np.arange(-2049, 1026)
    T = np.pi * jt / 1024
    lobes = 2 * np.cos(T) * (np.abs((np.pi + T) % (2 * np.pi) - np.pi) < np.pi / 2)
    angular = [np.interp(theta, T + b * np.pi / 2, lobes) for b in (0, 1)]

    def hi(shift: int) -> Array:
        return np.asarray(np.interp(L, X - shift, Y))

    def lo(shift: int) -> Array:
        return np.asarray(np.interp(L, X - shift, np.sqrt(1 - Y**2)))

    level0 = np.stack([lo(0) * hi(1) * a for a in angular])
    level1 = np.stack([lo(0) * lo(1) * hi(2) * a for a in angular])[:, 24:72, 24:72]
    return [level0, level1]


def plain_bands(picture: Array) -> list[Array]:
    """Complex coefficients (2, 48, 48) and (2, 24, 24) of one picture (48, 48)."""
    mirrored = np.block([[picture, picture[:, ::-1]], [picture[::-1], picture[::-1, ::-1]]])
    spectrum = np.fft.fftshift(np.fft.fft2(mirrored))
    bands = []
    for masks, crop, keep in zip(plain_masks(), (0, 24), (48, 24), strict=True):
        inner = spectrum[crop : 96 - crop, crop : 96 - crop]
        waves = [np.fft.ifft2(np.fft.ifftshift(-1j * mask * inner)) for mask in masks]
        bands.append(np.stack(waves)[:, :keep, :keep])
    return bands


def plain_blur(pictures: Array) -> Array:
    """Gaussian 11 x 11 of standard deviation 2, not normalised, over the last two axes."""
    taps = np.exp(-(np.arange(-5, 6) ** 2) / 8)
    rows = correlate1d(pictures, taps, axis=-1, mode="constant")
    return np.asarray(correlate1d(rows, taps, axis=-2, mode="constant"))


def plain_angle(z: Array) -> Array:
    """Angle of complex numbers, 0 for 0 (numpy's depends on the sign of the zeros)."""
    return np.where(z == 0, 0.0, np.angle(z))


def plain_pair(z0: Array, z1: Array) -> Array:
    """The convention "pair" for coefficients (2, S, S) of two consecutive frames."""
    weight = (np.abs(z0) + 1e-10) * (np.abs(z1) + 1e-10)
    blurred = plain_blur(weight * plain_angle(z1 * np.conj(z0))) / plain_blur(weight)
    centred = blurred - blurred.mean(axis=(-2, -1), keepdims=True)
    return np.asarray(np.clip(centred, -5 * np.pi, 5 * np.pi))


def plain_snippet(z: Array, one_sided: bool) -> Array:
    """The snippet-wise conventions for coefficients (L + 1, 2, S, S): (L, 2, S, S)."""
    phase, amplitude = plain_angle(z), np.abs(z) + 1e-10
    unwrapped = phase.copy() if one_sided else np.unwrap(phase, axis=0)
    if one_sided:
        for t in range(1, len(phase)):
            for later in range(t, len(phase)):
                unwrapped[later] -= 2 * np.pi * (phase[t] - phase[t - 1] > np.pi)
    psi = plain_blur(amplitude * unwrapped) / plain_blur(amplitude)
    step = np.diff(psi, axis=0)
    centred = step - step.mean(axis=(-2, -1), keepdims=True)
    return np.asarray(np.clip(centred, -5 * np.pi, 5 * np.pi))


def plain_phase_differences(gray: Array, num_phase: int, unwrap: str) -> tuple[Array, Array]:
    """Every snippet of a clip (T, 48, 48) from its own pyramids: level 0, level 1."""
    levels: tuple[list[Array], list[Array]] = ([], [])
    for t in range(len(gray)):
        chosen = np.clip(np.arange(t - num_phase // 2, t + num_phase // 2 + 1), 0, len(gray) - 1)
        pyramids = [plain_bands(gray[frame]) for frame in chosen]
        for level, out in enumerate(levels):
            z = np.stack([bands[level] for bands in pyramids])
            if unwrap == "pair":
                steps = np.stack([plain_pair(a, b) for a, b in pairwise(z)])
            else:
                steps = plain_snippet(z, one_sided=unwrap == "released")
            out.append(steps.transpose(1, 0, 2, 3).reshape(2 * num_phase, *z.shape[-2:]))
    return np.stack(levels[0]), np.stack(levels[1])
