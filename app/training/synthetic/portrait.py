"""The portrait and where its face is.

The contours were read off the picture by eye, to about half a pixel. Source and licence of the
picture are in ``resources/samples/SOURCES.md``.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"
PORTRAIT = SAMPLES / "portrait.png"

Points = tuple[tuple[float, float], ...]

FACE_CENTRE = (225.0, 125.0)
MOUTH_CORNERS: Points = ((203.0, 140.0), (245.0, 141.0))
UPPER_LIP: Points = (
    *((203.0, 140.0), (206, 140.8), (210, 141.6), (214, 142.6), (218, 143.4), (222, 143.9)),
    *((226.0, 143.9), (230, 143.4), (234, 142.6), (238, 141.8), (241, 141.2), (245, 141.0)),
)
"""Lower edge of the upper lip, corner to corner."""
LOWER_LIP: Points = (
    *((203.0, 140.0), (206, 143.5), (209, 146.0), (212, 148.0), (216, 149.5), (220, 150.1)),
    *((224.0, 150.1), (228, 149.7), (232, 148.4), (236, 146.6), (240, 144.4), (245, 141.0)),
)
"""Upper edge of the lower lip, corner to corner."""
BROWS: tuple[Points, Points] = (
    ((192.0, 90.0), (202, 88.8), (211, 91.5)),
    ((240.0, 93.0), (250, 92.5), (259, 95.0)),
)


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye's lid edges, from its left to its right corner, and the brow's lower edge above."""

    upper: Points
    lower: Points
    crease: float


EYES: tuple[Eye, Eye] = (
    Eye(
        upper=(
            *((192.0, 101.2), (196, 99.4), (200, 98.4), (204, 98.3), (208, 99.4)),
            *((211.0, 101.7), (213.5, 104.0)),
        ),
        lower=(
            *((192.0, 101.2), (196, 103.0), (200, 104.6), (204, 105.2), (208, 105.0)),
            *((211.0, 104.6), (213.5, 104.0)),
        ),
        crease=92.5,
    ),
    Eye(
        upper=(
            *((236.5, 105.0), (240, 102.0), (244, 100.6), (248, 100.3), (252, 101.0)),
            *((255.0, 102.3), (258.5, 104.3)),
        ),
        lower=(
            *((236.5, 105.0), (240, 105.9), (244, 106.8), (248, 107.0), (252, 106.4)),
            *((255.0, 105.5), (258.5, 104.3)),
        ),
        crease=95.0,
    ),
)


def load_portrait(texture: float = 1.0) -> NDArray[np.uint8]:
    """The portrait, RGB uint8 (288 t, 512 t, 3), at t texture pixels per portrait pixel."""
    stored = cv2.imread(str(PORTRAIT), cv2.IMREAD_COLOR)
    if stored is None:
        raise InputError(f"the portrait {PORTRAIT} is missing or damaged; install the project anew")
    picture = cv2.cvtColor(stored, cv2.COLOR_BGR2RGB)
    if texture != 1.0:
        method = cv2.INTER_CUBIC if texture > 1 else cv2.INTER_AREA
        picture = cv2.resize(picture, None, fx=texture, fy=texture, interpolation=method)
    return np.ascontiguousarray(picture, dtype=np.uint8)
