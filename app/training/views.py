"""Views of a face that a network learns from: plain, mirrored, and in crops a little off.

Convention: a view is fixed for a recording, so it is the same for every frame of every snippet and
for both streams; it is taken from the crop, wider by `MARGIN` pixels, before anything is computed.
Offsets are drawn by the recording's digest, so the views of a recording are the same in every run
and are found in the cache.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.systems.system import FeatureMaker, Features, SystemCard, SystemSpec

MARGIN = 6
"""Most pixels that a shifted crop is off in each direction, of 112."""


@dataclass(frozen=True, slots=True)
class CropView:
    """How a crop is taken of a wider one.

    Attributes
    ----------
    right, down : int
        Pixels its corner is off, ``-MARGIN ... MARGIN``.
    mirrored : bool
        Whether left and right are exchanged, after that.
    """

    right: int = 0
    down: int = 0
    mirrored: bool = False

    def __post_init__(self) -> None:
        """Check that it lies within the margin."""
        if max(abs(self.right), abs(self.down)) > MARGIN:
            raise ValueError(f"a view is off by at most {MARGIN} pixels, not {self}")

    def of(self, wide: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The view (N, S, S, 3) of crops (N, S + 2 MARGIN, S + 2 MARGIN, 3)."""
        side = wide.shape[1] - 2 * MARGIN
        top, left = MARGIN + self.down, MARGIN + self.right
        seen = wide[:, top : top + side, left : left + side]
        return np.ascontiguousarray(seen[:, :, ::-1] if self.mirrored else seen)


def views_of(sha256: str, person: int) -> tuple[CropView, ...]:
    """The views of one person besides the plain one: mirrored, shifted, shifted and mirrored."""
    rng = np.random.default_rng([int(sha256[:16], 16), person])
    shifts = rng.integers(-MARGIN, MARGIN + 1, (2, 2)).tolist()
    (right, down), (other_right, other_down) = shifts
    return (
        CropView(mirrored=True),
        CropView(right, down),
        CropView(other_right, other_down, mirrored=True),
    )


class ViewedFaces:
    """Features of several views of each face, made by a system from wider crops.

    Parameters
    ----------
    maker : FeatureMaker
        Of the features ``gray`` and, perhaps, ``spatial`` of plain crops.
    views : tuple of CropView
        Which.
    """

    def __init__(self, maker: FeatureMaker, views: tuple[CropView, ...]) -> None:
        self._maker, self._views = maker, views

    @property
    def spec(self) -> SystemSpec:
        """As the maker's."""
        return self._maker.spec

    @property
    def card(self) -> SystemCard:
        """The maker's, with the views in it: the cache tells them apart."""
        return self._maker.card.seeing({"views": repr(self._views), "margin": MARGIN})

    @property
    def device(self) -> torch.device:
        """Where the maker runs."""
        return self._maker.device

    def features(self, crops: NDArray[np.uint8]) -> Features:
        """Features by name and number of the view, ``gray.0``, ``spatial.0``, ``gray.1`` ..."""
        found: dict[str, torch.Tensor] = {}
        for number, view in enumerate(self._views):
            made = self._maker.features(view.of(crops))
            found |= {f"{name}.{number}": tensor for name, tensor in made.items()}
        return found
