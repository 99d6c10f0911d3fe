"""From decoded pictures to upright RGB arrays, all of one size."""

import numpy as np
from av import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from app.video.rotation import Orientation


class UprightConverter:
    """Converts decoded pictures to RGB, turns them upright and keeps them at one size.

    Matrix (BT.601, BT.709, ...) and range (limited, full) are those the picture is marked with;
    an unmarked one is taken as BT.601, limited, as FFmpeg does. A picture of another size than
    promised is scaled with its aspect kept and centred on black.

    Parameters
    ----------
    width, height : int
        Size in pixels of the stored picture, before rotation.
    orientation : Orientation
        How it becomes upright.
    """

    def __init__(self, width: int, height: int, orientation: Orientation) -> None:
        self._width = width
        self._height = height
        self._orientation = orientation
        # One for all pictures: setting up a converter costs more than converting a small picture.
        self._reformatter = VideoReformatter()
        self.resized = 0
        """How many pictures of another size have been converted."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Height, width and channels of what comes out."""
        if self._orientation.sideways:
            return self._width, self._height, 3
        return self._height, self._width, 3

    def rgb(self, frame: VideoFrame) -> NDArray[np.uint8]:
        """An upright RGB picture (H, W, 3) that belongs to the caller."""
        image = np.empty(self.shape, np.uint8)
        self.write(frame, image)
        return image

    def write(self, frame: VideoFrame, target: NDArray[np.uint8]) -> None:
        """Write the upright RGB picture into an array of the promised shape."""
        if (frame.width, frame.height) == (self._width, self._height):
            stored = self._stored_rgb(frame, self._width, self._height)
        else:
            self.resized += 1
            stored = self._letterboxed(frame)
        np.copyto(target, self._orientation.upright(stored))

    def _stored_rgb(self, frame: VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
        converted = self._reformatter.reformat(frame, width, height, "rgb24")
        return np.asarray(converted.to_ndarray(), np.uint8)

    def _letterboxed(self, frame: VideoFrame) -> NDArray[np.uint8]:
        scale = min(self._width / frame.width, self._height / frame.height)
        width = min(self._width, max(1, round(frame.width * scale)))
        height = min(self._height, max(1, round(frame.height * scale)))
        left, top = (self._width - width) // 2, (self._height - height) // 2
        image = np.zeros((self._height, self._width, 3), np.uint8)
        image[top : top + height, left : left + width] = self._stored_rgb(frame, width, height)
        return image
