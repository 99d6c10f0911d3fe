"""What a face detector is to the rest of the house.

Convention: pixels ``(x, y)`` of the picture given, (0, 0) being the centre of the top left pixel;
boxes ``(left, top, right, bottom)``; landmarks in the order of ``scheme``
(`app.core.face_track`), which starts with what lies left in the picture.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

LONGEST_SIDE = 640
"""Pictures larger than this (pixels) are reduced before faces are looked for."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One face found in one picture.

    Attributes
    ----------
    box : float64 array (4,)
        Left, top, right, bottom in pixels of the picture given; may reach outside it.
    score : float
        How sure the detector is, 0 ... 1.
    landmarks : float64 array (L, 2)
        Pixels of the picture given.
    """

    box: NDArray[np.float64]
    score: float
    landmarks: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check shapes and range."""
        if self.box.shape != (4,) or self.landmarks.shape[1:] != (2,):
            raise ValueError(
                f"a box is (4,) and landmarks are (L, 2), not {self.box.shape} and "
                f"{self.landmarks.shape}"
            )
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score must lie in 0 ... 1, not {self.score}")


class FaceDetector(Protocol):
    """Finds faces and their landmarks in single pictures; keeps no state between them."""

    @property
    def name(self) -> str:
        """Short name for provenance, for example ``"dlib-hog"``."""

    @property
    def scheme(self) -> str:
        """What its landmarks are: a constant of `app.core.face_track`."""

    def detect(self, image: NDArray[np.uint8], longest_side: int | None = None) -> list[Detection]:
        """Find the faces of a picture, the surest first.

        Parameters
        ----------
        image : uint8 array (H, W, 3)
            RGB, upright.
        longest_side : int or None
            Bring the picture to this many pixels on its longest side first, larger or smaller;
            ``None``: reduce to `LONGEST_SIDE`, never enlarge.
        """

    def locate(
        self, image: NDArray[np.uint8], box: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        """Landmarks (L, 2) of a face known to fill a box; None if that is too dear to do often."""


def working_scale(image: NDArray[np.uint8], longest_side: int | None) -> float:
    """Factor that brings a picture to the size asked for (see `FaceDetector.detect`)."""
    longest: int = max(image.shape[:2])
    if longest_side is None:
        return min(1.0, LONGEST_SIDE / longest)
    return longest_side / longest
