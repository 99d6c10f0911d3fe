"""How a stored picture must be turned to stand upright.

Convention: the stored picture is first mirrored left to right (rarely needed), then turned
clockwise. The file says so by its display matrix ``[a b u; c d v; x y w]`` (ISO/IEC 14496-12,
8.3.2), which maps a stored point (p, q) to (a p + c q + x, b p + d q + y), y pointing down.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from av import VideoFrame
from av.buffer import Buffer
from numpy.typing import NDArray

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


@dataclass(frozen=True, slots=True)
class Orientation:
    """How to make a stored picture upright.

    Attributes
    ----------
    rotation : int
        Degrees clockwise, applied second: 0, 90, 180 or 270.
    mirrored : bool
        Whether left and right are exchanged first.
    """

    rotation: int = 0
    mirrored: bool = False

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.rotation not in (0, 90, 180, 270):
            raise ValueError(f"rotation must be 0, 90, 180 or 270 degrees, not {self.rotation}")

    @property
    def sideways(self) -> bool:
        """Whether width and height change places."""
        return self.rotation in (90, 270)

    def upright(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Turn a stored picture (H, W, 3); the picture itself if nothing is to be done."""
        if self.mirrored:
            image = np.asarray(cv2.flip(image, 1), np.uint8)
        if self.rotation:
            # A twelfth of the time of copying numpy's rotated view.
            image = np.asarray(cv2.rotate(image, _TURNS[self.rotation]), np.uint8)
        return image


def orientation_from_matrix(matrix: NDArray[np.int32]) -> Orientation:
    """Orientation of a display matrix (9,), to the nearest quarter turn.

    A matrix without area (all zeros in files that are wrong) means upright.
    """
    a, b, c, d = (float(matrix[place]) for place in (0, 1, 3, 4))
    determinant = a * d - b * c
    if determinant == 0:
        return Orientation()
    mirrored = determinant < 0
    sign = -1.0 if mirrored else 1.0
    degrees = math.degrees(math.atan2(sign * b, sign * a))
    return Orientation(round(degrees / 90) * 90 % 360, mirrored)


def orientation_of(frame: VideoFrame) -> Orientation:
    """Orientation that the file gives for a decoded frame."""
    side_data = frame.side_data.get("DISPLAYMATRIX")
    if not isinstance(side_data, Buffer):
        return Orientation()
    return orientation_from_matrix(np.frombuffer(bytes(side_data), np.int32))
