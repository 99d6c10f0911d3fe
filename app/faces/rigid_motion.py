"""How a face moved rigidly from one frame to the next, to a hundredth of a pixel.

A grid of points on the rigid part of the face (forehead to upper lip, between the temples) is
followed by pyramidal Lucas-Kanade flow (Bouguet 2001), and a similarity is fitted to the motion by
iteratively reweighted least squares with Cauchy weights, so that blinks, gaze, lips and background
hardly pull on it. Averaging over the grid makes it far steadier than landmarks found frame by
frame; landmarks keep it from drifting (`app.faces.steadying`).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.faces.frame import MARGIN, AnalysedFrame
from app.faces.similarity import Similarity, fit_similarity, to_complex

_X, _Y = np.meshgrid(np.linspace(20, 92, 10), np.linspace(22, 84, 9))
_GRID: NDArray[np.complex128] = (_X + 1j * _Y).ravel()
_START = np.stack([_GRID.real + MARGIN, _GRID.imag + MARGIN], -1)[:, None].astype(np.float32)

_WINDOW = (13, 13)
_PYRAMID_LEVELS = 3
_UNTIL = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 20, 0.005)
_ROUNDS = 5
_LEAST_POINTS = 8
# Residuals (pixels of the face frame) below the first are noise whatever their spread; points
# within the second move with the face.
_NOISE_FLOOR = 0.05
_AGREES = 1.0


@dataclass(frozen=True, slots=True)
class RigidMotion:
    """Motion of a face between two frames.

    Attributes
    ----------
    change : Similarity
        In the face frame: where a point of the face went.
    agreement : float
        Share of the grid that moved so, 0 ... 1.
    """

    change: Similarity
    agreement: float


def rigid_motion(
    before: AnalysedFrame, after: AnalysedFrame, pose: Similarity
) -> RigidMotion | None:
    """Motion of a face of known pose from one frame to the next; None where it cannot be seen."""
    ends, found, corners = cv2.calcOpticalFlowPyrLK(
        before.patch(pose),
        after.patch(pose),
        _START,
        _START.copy(),
        winSize=_WINDOW,
        maxLevel=_PYRAMID_LEVELS,
        criteria=_UNTIL,
        flags=cv2.OPTFLOW_LK_GET_MIN_EIGENVALS | cv2.OPTFLOW_USE_INITIAL_FLOW,
        minEigThreshold=1e-5,
    )
    ends_ = to_complex(ends[:, 0].astype(np.float64)) - MARGIN * (1 + 1j)
    usable = (found[:, 0] == 1) & before.contains(pose(_GRID)) & after.contains(pose(ends_))
    if np.count_nonzero(usable) < _LEAST_POINTS:
        return None
    # The smaller eigenvalue says how well a point is fixed in both directions; no point may rule.
    certainty = corners[usable, 0].astype(np.float64)
    certainty = np.minimum(certainty, np.median(certainty)) + 1e-12
    change, residual = _robust_fit(_GRID[usable], ends_[usable], certainty)
    return RigidMotion(change, float(np.count_nonzero(residual < _AGREES)) / _GRID.size)


def _robust_fit(
    start: NDArray[np.complex128], end: NDArray[np.complex128], certainty: NDArray[np.float64]
) -> tuple[Similarity, NDArray[np.float64]]:
    moved = end - start
    residual = np.abs(moved - (np.median(moved.real) + 1j * np.median(moved.imag)))
    for _ in range(_ROUNDS):
        width = max(_NOISE_FLOOR, 1.5 * float(np.median(residual)))
        a, b = fit_similarity(start, end, certainty / (1 + (residual / width) ** 2))
        residual = np.abs(a * start + b - end)
    return Similarity(complex(a), complex(b)), residual
