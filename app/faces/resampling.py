"""Warping without aliasing, and without steps in time.

A picture that is reduced must be blurred first, or its finest detail turns into patterns that crawl
as the face moves: motion to the phase stream. How much it is blurred follows the reduction
continuously. Large reductions first halve the picture (means of 2 x 2 on a grid fixed to the
picture), and the blur after that is lessened by what halving blurred already, so that the total is
the same on both sides of the reduction at which one more halving sets in.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

# Standard deviation of the blur in pixels of the crop; the usual compromise between aliasing and
# sharpness (a Gaussian of half a pixel passes 29 % of the highest frequency).
_BLUR = 0.5
# At least this reduction is left to the Gaussian, so that it hides the halving's box shape.
_LEFT_TO_GAUSSIAN = 1.5
_BORDER = 4


def warp(image: NDArray[np.uint8], matrix: NDArray[np.float64], side: int) -> NDArray[np.uint8]:
    """The view of a picture through a similarity, uint8 (side, side, 3).

    Parameters
    ----------
    image : uint8 array (H, W, 3)
        Black is assumed around it.
    matrix : float64 array (2, 3)
        Pixels of the view to pixels of the picture.
    side : int
        Width and height of the view.
    """
    reduction = math.sqrt(abs(float(np.linalg.det(matrix[:, :2]))))
    levels = max(0, math.floor(math.log2(max(reduction / _LEFT_TO_GAUSSIAN, 1.0))))
    region, corner = _region(image, matrix, side, 2**levels, reduction)
    if region.size == 0:
        return np.zeros((side, side, 3), np.uint8)
    for _ in range(levels):
        height, width = region.shape[:2]
        half = cv2.resize(region, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        region = np.asarray(half, np.uint8)
    sigma = _remaining_blur(reduction, levels)
    if sigma > 0:
        blurred = cv2.GaussianBlur(region, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
        region = np.asarray(blurred, np.uint8)
    inside = np.array(matrix, np.float64)
    inside[:, 2] -= corner
    inside /= 2**levels
    inside[:, 2] -= (1 - 2.0**-levels) / 2
    return np.asarray(
        cv2.warpAffine(region, inside, (side, side), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP),
        np.uint8,
    )


def _remaining_blur(reduction: float, levels: int) -> float:
    """Standard deviation in pixels after halving ``levels`` times.

    ``_BLUR^2 (reduction^2 - 1)`` is wanted in all (nothing at reduction 1); the mean of n pixels
    has variance ``(n^2 - 1) / 12`` already.
    """
    wanted = _BLUR**2 * (reduction**2 - 1)
    done = (4.0**levels - 1) / 12
    return math.sqrt(max(wanted - done, 0.0)) / float(2**levels)


def _region(
    image: NDArray[np.uint8], matrix: NDArray[np.float64], side: int, grid: int, reduction: float
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The part of the picture that is seen, on the halving grid, with a black border."""
    corners = np.array([[0, 0, 1], [side, 0, 1], [0, side, 1], [side, side, 1]]) @ matrix.T
    border = math.ceil(_BORDER * max(reduction, 1.0))
    height, width = image.shape[:2]
    low = np.floor(corners.min(axis=0)).astype(np.int64) - border
    high = np.ceil(corners.max(axis=0)).astype(np.int64) + border
    # Multiples of the grid: the same picture pixels are averaged however the face moves.
    low = np.maximum(low, -border) // grid * grid
    high = -(-np.minimum(high, np.array([width, height]) + border) // grid) * grid
    inner_low, inner_high = np.maximum(low, 0), np.minimum(high, [width, height])
    if np.any(inner_high <= inner_low):
        return np.empty((0, 0, 3), np.uint8), low
    inner = image[inner_low[1] : inner_high[1], inner_low[0] : inner_high[0]]
    before, after = inner_low - low, high - inner_high
    padded = cv2.copyMakeBorder(
        inner, before[1], after[1], before[0], after[0], cv2.BORDER_CONSTANT
    )
    return np.asarray(padded, np.uint8), low
