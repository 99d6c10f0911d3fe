"""Regions of the aligned face as fixed masks: brows, eyes, nose, mouth, cheeks, jaw.

Convention. Shapes lie in the unit square of the ``five-point-112`` crop: (0, 0) is its upper left
corner (not the middle of a pixel), (1, 1) the lower right one, x to the right. The template's
points lie at (c + 0.5) / 112: eye centres (0.346, 0.466) and (0.661, 0.464), nose tip
(0.504, 0.645), mouth corners (0.375, 0.829) and (0.636, 0.828). Left and right are the picture's. A
sample belongs to a region when its middle lies inside one of the region's shapes.

The shapes are ours, drawn around the features of the aligned faces of five recordings. Masks are
fixed: a face that turns far out of the picture plane, or a brow raised high, leaves its region in
part. Brows, eyes, nose and mouth do not overlap; cheeks and jaw fill what is around them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Positions = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An upright ellipse in the unit square.

    Attributes
    ----------
    x, y : float
        Its middle.
    half_width, half_height : float
        Its half axes.
    """

    x: float
    y: float
    half_width: float
    half_height: float

    def holds(self, x: Positions, y: Positions) -> Mask:
        """Which of the positions lie inside."""
        across, down = (x - self.x) / self.half_width, (y - self.y) / self.half_height
        inside: Mask = across**2 + down**2 <= 1
        return inside


@dataclass(frozen=True, slots=True)
class Polygon:
    """A simple polygon in the unit square.

    Attributes
    ----------
    corners : tuple of (float, float)
        x and y of each corner, in order around it.
    """

    corners: tuple[tuple[float, float], ...]

    def holds(self, x: Positions, y: Positions) -> Mask:
        """Which of the positions lie inside: an odd number of sides to their right."""
        inside = np.zeros(np.broadcast_shapes(x.shape, y.shape), bool)
        for (x0, y0), (x1, y1) in zip(
            self.corners, self.corners[1:] + self.corners[:1], strict=True
        ):
            if y0 != y1:
                crossing = (y0 > y) != (y1 > y)
                inside ^= crossing & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
        return inside


Shape = Ellipse | Polygon


def _mirrored(corners: tuple[tuple[float, float], ...], axis: float = 0.504) -> Polygon:
    return Polygon(tuple((2 * axis - x, y) for x, y in corners))


_BROW = ((0.18, 0.40), (0.19, 0.31), (0.29, 0.25), (0.48, 0.29), (0.48, 0.375), (0.30, 0.365))
_CHEEK = ((0.18, 0.56), (0.40, 0.56), (0.37, 0.71), (0.29, 0.77), (0.29, 0.86), (0.21, 0.78))
_NOSE = (
    (0.455, 0.46),
    (0.553, 0.46),
    (0.575, 0.58),
    (0.63, 0.66),
    (0.60, 0.72),
    (0.408, 0.72),
    (0.378, 0.66),
    (0.433, 0.58),
)
_JAW = (
    (0.20, 0.80),
    (0.29, 0.88),
    (0.36, 0.945),
    (0.504, 0.965),
    (0.648, 0.945),
    (0.718, 0.88),
    (0.808, 0.80),
    (0.78, 1.00),
    (0.228, 1.00),
)

REGIONS: Mapping[str, tuple[Shape, ...]] = MappingProxyType(
    {
        "brows": (Polygon(_BROW), _mirrored(_BROW)),
        "eyes": (Ellipse(0.338, 0.462, 0.105, 0.072), Ellipse(0.670, 0.462, 0.105, 0.072)),
        "nose": (Polygon(_NOSE),),
        "mouth": (Ellipse(0.504, 0.840, 0.195, 0.104),),
        "cheeks": (Polygon(_CHEEK), _mirrored(_CHEEK)),
        "jaw": (Polygon(_JAW),),
    }
)
"""Shapes of each region, from the brows down."""

MOTION_REGIONS = ("brows", "eyes", "nose", "mouth")
"""Regions whose motion energy is shown."""


def region_mask(region: str, size: int) -> Mask:
    """Mask of a region on a picture of the crop.

    Parameters
    ----------
    region : str
        A name in `REGIONS`.
    size : int
        Side of the picture in samples, such as 48 or 112, at any resolution.

    Returns
    -------
    bool array (size, size)
        Read-only.

    Raises
    ------
    ValueError
        There is no such region, or no sample.
    """
    if region not in REGIONS:
        raise ValueError(f"there is no region {region!r}; choose one of {', '.join(REGIONS)}")
    if size < 1:
        raise ValueError(f"a mask needs at least one sample a side, not {size}")
    return _rasterised(region, size)


def level_mask(region: str, level: int) -> Mask:
    """Mask of a region on a pyramid level: bool (48, 48) on level 0, (24, 24) on level 1.

    Sample m of level 1 lies on sample 2 m of the 48-pixel picture, not between two of them.
    """
    return region_mask(region, 48)[:: 2**level, :: 2**level]


@lru_cache(maxsize=64)
def _rasterised(region: str, size: int) -> Mask:
    position = (np.arange(size) + 0.5) / size
    mask = np.zeros((size, size), bool)
    for shape in REGIONS[region]:
        mask |= shape.holds(position[None, :], position[:, None])
    mask.flags.writeable = False
    return mask
