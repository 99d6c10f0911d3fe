"""A frame as following sees it: small and gray."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from app.faces.detector import LONGEST_SIDE
from app.faces.similarity import Similarity

FACE_SIZE = 112
MARGIN = 24
PATCH_SIZE = FACE_SIZE + 2 * MARGIN
"""A patch is the face frame with this margin around it, one pixel per unit."""

_THUMBNAIL = (32, 24)

# A cut changes the layout of the whole picture at once. Camera shake, a moving head or a flash
# leave the thumbnails of neighbouring frames alike in layout (correlation) or in level.
_CUT_CORRELATION = 0.6
_CUT_LEVELS = 12.0


class AnalysedFrame:
    """One frame, beside it itself in gray, its longest side reduced to at most 640 pixels.

    Parameters
    ----------
    image : uint8 array (H, W, 3)
        RGB.
    row : int
        Rank among the analysed frames.
    seconds : float
        Presentation time.
    """

    def __init__(self, image: NDArray[np.uint8], row: int = 0, seconds: float = 0.0) -> None:
        self.image = image
        self.row = row
        self.seconds = seconds
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        height, width = gray.shape
        self.scale = min(1.0, LONGEST_SIDE / max(height, width))
        if self.scale < 1:
            size = (max(1, round(width * self.scale)), max(1, round(height * self.scale)))
            gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
        self._levels: list[NDArray[np.uint8]] = [np.asarray(gray, np.uint8)]
        self.thumbnail = np.asarray(
            cv2.resize(gray, _THUMBNAIL, interpolation=cv2.INTER_AREA), np.float64
        )

    @property
    def gray(self) -> NDArray[np.uint8]:
        """The reduced picture, uint8 (h, w)."""
        return self._levels[0]

    def patch(self, pose: Similarity) -> NDArray[np.uint8]:
        """The face of that pose upright in its frame, uint8 (PATCH_SIZE, PATCH_SIZE).

        Parameters
        ----------
        pose : Similarity
            From the face frame to the full picture.
        """
        reduction = abs(pose.a) * self.scale
        level = max(0, math.floor(math.log2(max(reduction, 1.0))))
        scale = self.scale / 2**level
        half = 0.5 + 0.5j
        # Pixel centres are whole numbers at every size: (z + half) * scale - half.
        shift = scale * (pose.b - pose.a * MARGIN * (1 + 1j) + half) - half
        matrix = Similarity(scale * pose.a, shift).matrix
        return np.asarray(
            cv2.warpAffine(
                self._level(level),
                matrix,
                (PATCH_SIZE, PATCH_SIZE),
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            ),
            np.uint8,
        )

    def _level(self, level: int) -> NDArray[np.uint8]:
        while len(self._levels) <= level:
            last = self._levels[-1]
            # An odd row or column would shift the grid of pixel centres.
            even = last[: last.shape[0] // 2 * 2, : last.shape[1] // 2 * 2]
            half = cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            self._levels.append(np.asarray(half, np.uint8))
        return self._levels[level]

    def contains(self, points: NDArray[np.complex128]) -> NDArray[np.bool_]:
        """Which points (...) of the full picture lie inside it."""
        height, width = self.gray.shape
        x, y = points.real * self.scale, points.imag * self.scale
        return np.asarray((x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1))


def is_cut(before: AnalysedFrame, after: AnalysedFrame) -> bool:
    """Whether two neighbouring frames show different scenes."""
    difference = float(np.mean(np.abs(before.thumbnail - after.thumbnail)))
    if difference < _CUT_LEVELS:
        return False
    return likeness(before.thumbnail, after.thumbnail) < _CUT_CORRELATION


def likeness(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Correlation coefficient of two gray pictures of one size; 0 where one is uniform."""
    a = one - one.mean()
    b = other - other.mean()
    norm = math.sqrt(float((a * a).sum()) * float((b * b).sum()))
    return float((a * b).sum()) / norm if norm > 0 else 0.0
