"""Changing light: each frame's crop is brightened or darkened by a gamma of its own.

Convention: 8-bit crops become ``round(255 * (x / 255) ** gamma)``, before gray pictures and trunk
see them; gamma is ``1 + b * u`` with u drawn evenly from -1 ... 1 for each frame. The draws depend
on the recording alone, so every strength b and every weights file sees the same u, and b = 0 is
what was recorded, to the byte.
"""

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.systems.system import FeatureMaker, Features, SystemCard, SystemSpec

_LEVELS = np.arange(256) / 255


def with_gamma(crops: NDArray[np.uint8], gamma: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Crops (N, S, S, 3), each with its gamma (N,), above 0."""
    tables = np.rint(255 * _LEVELS ** gamma[:, None]).astype(np.uint8)
    return np.take_along_axis(tables, crops.reshape(len(crops), -1), axis=1).reshape(crops.shape)


class GammaFaces:
    """Features of crops in changing light, of one recording read once in order.

    Parameters
    ----------
    maker : FeatureMaker
        Of the features of crops as they are.
    bound : float
        b, 0 <= b < 1.
    sha256 : str
        Of the recording.
    seed : int
        Of the draws.
    """

    def __init__(self, maker: FeatureMaker, bound: float, sha256: str, seed: int) -> None:
        self._maker, self._bound, self._seed = maker, bound, seed
        self._rng = np.random.default_rng([seed, int(sha256[:16], 16)])

    @property
    def spec(self) -> SystemSpec:
        """As the maker's."""
        return self._maker.spec

    @property
    def card(self) -> SystemCard:
        """The maker's, with the light in it."""
        return self._maker.card.seeing({"gamma": self._bound, "gamma_seed": self._seed})

    @property
    def device(self) -> torch.device:
        """Where the maker runs."""
        return self._maker.device

    def features(self, crops: NDArray[np.uint8]) -> Features:
        """Features of the next crops (N, S, S, 3)."""
        drawn = self._rng.uniform(-1, 1, len(crops))
        return self._maker.features(with_gamma(crops, 1 + self._bound * drawn))
