"""Motion energy: how much local phase changes from frame to frame, in the face and its regions.

Convention. For each pair of consecutive frames, level and orientation, with D the phase difference
of the ``"pair"`` convention less its spatial mean (`models.phase_pairs`: what the temporal stream
sees, so a shift of the whole crop hardly counts), and A the root of the blurred product of both
frames' amplitudes,

    energy = sum_region A |D| / sum_region A        radians a frame,

an amplitude-weighted mean over the samples of a region. The energy of a frame is the mean of the
two pairs it belongs to, so that a curve has no lag; multiply by the frame rate for radians a
second. ``"face"`` is the whole crop without the 4 pixels of the rim, where the pyramid's mirror
image mixes in. A region without any structure, as in a black picture, has energy 0.

Energies of recordings compare only at equal frame rate, and noise adds to each: a still face under
sensor noise is not exactly zero (docs/motion.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.face_regions import MOTION_REGIONS, level_mask
from models.phase_frames import band_phases, check_gray, full_precision
from models.phase_pairs import PairDifference, pair_difference, without_mean
from models.pyramid_products import LEVELS, ORIENTATIONS, SIZE

REGION_NAMES = ("face", *MOTION_REGIONS)
"""Columns of every energy."""

_RIM = 4
_BATCH = 32
_TINY = 1e-12

Energies = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MotionEnergy:
    """Motion energy of a run of N frames.

    Attributes
    ----------
    bands : float32 array (N - 1, 2, 2, 5)
        Of each pair of consecutive frames: level, orientation (motion in x, in y), region in the
        order of `REGION_NAMES`; radians a frame, >= 0.
    """

    bands: Energies

    @property
    def pairs(self) -> Energies:
        """Mean over levels and orientations, (N - 1, 5)."""
        return _mean(self.bands, (1, 2))

    @property
    def frames(self) -> Energies:
        """Energy of each frame (N, 5): the mean of its pairs; NaN if there is one frame only."""
        pairs = self.pairs
        if len(pairs) == 0:
            return np.full((1, len(REGION_NAMES)), np.nan, np.float32)
        return _mean(
            np.stack([np.concatenate([pairs[:1], pairs]), np.concatenate([pairs, pairs[-1:]])]), 0
        )


def motion_energy(gray: Tensor) -> MotionEnergy:
    """Motion energy of a run of frames.

    Parameters
    ----------
    gray : float32 or float64 tensor (N, 48, 48)
        Gray values in [0, 1], N >= 1, of one run of usable faces.

    Raises
    ------
    ValueError
        If ``gray`` is not as described.
    """
    check_gray(gray)
    if len(gray) == 0:
        raise ValueError("gray holds no frame")
    return MotionEnergy(MotionEnergyStream().push(gray))


class MotionEnergyStream:
    """Motion energy of a run that comes in chunks; keeps one frame. One run, one stream."""

    def __init__(self) -> None:
        self._last: Tensor | None = None

    def push(self, gray: Tensor) -> Energies:
        """Energies of the pairs that the next frames complete.

        Parameters
        ----------
        gray : float32 or float64 tensor (n, 48, 48)
            The next n >= 0 frames, gray values in [0, 1]; one precision and device a run.

        Returns
        -------
        float32 array (m, 2, 2, 5)
            As `MotionEnergy.bands`; m = n, or n - 1 for the first frames of the run.

        Raises
        ------
        ValueError
            If ``gray`` is not as described.
        """
        check_gray(gray)
        if len(gray) == 0:
            return _none()
        run = gray if self._last is None else torch.cat([self._last, gray])
        self._last = gray[-1:].clone()
        return np.concatenate([_none(), *_energies(run)])


def _energies(run: Tensor) -> Iterator[Energies]:
    for start in range(0, len(run) - 1, _BATCH):
        frames = run[start : start + _BATCH + 1]
        with full_precision(frames), torch.inference_mode():
            levels = [
                _level_energy(pair_difference(bands), level)
                for level, bands in enumerate(band_phases(frames))
            ]
            yield torch.stack(levels, dim=1).float().cpu().numpy()


def _level_energy(pair: PairDifference, level: int) -> Tensor:
    """Energy (pairs, orientations, regions) of one level."""
    amplitude = pair.weight.sqrt().flatten(-2)
    change = without_mean(pair.difference).abs().flatten(-2)
    masks = _masks(level, change.dtype, change.device)
    total = (amplitude * change) @ masks
    # The floor of the amplitudes is not structure.
    energy: Tensor = total / (amplitude @ masks + _TINY * masks.sum(0))
    return energy.transpose(0, 1)


@lru_cache(maxsize=8)
def _masks(level: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    """Masks (S * S, regions), region last."""
    face = np.zeros((SIZE, SIZE), bool)
    face[_RIM:-_RIM, _RIM:-_RIM] = True
    masks = [face[:: 2**level, :: 2**level], *(level_mask(name, level) for name in MOTION_REGIONS)]
    with torch.inference_mode(False):
        stacked = torch.from_numpy(np.stack(masks, axis=-1))
        return stacked.flatten(0, 1).to(device=device, dtype=dtype)


def _none() -> Energies:
    return np.zeros((0, LEVELS, ORIENTATIONS, len(REGION_NAMES)), np.float32)


def _mean(values: Energies, axis: int | tuple[int, ...]) -> Energies:
    mean: Energies = values.mean(axis=axis, dtype=np.float32)
    return mean
