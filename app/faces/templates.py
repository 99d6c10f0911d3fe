"""Where the landmarks of a face lie in its upright, aligned crop of 112 x 112 pixels.

These positions are the *face frame*: the room's own coordinates of a face, in which following,
boxes and crops are expressed. A pose is the similarity from the face frame to the picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from app.core.face_track import EYES_AND_NOSE_BASE, FIVE_POINTS
from app.faces.similarity import Similarity, fit_similarity, to_complex


@dataclass(frozen=True, slots=True)
class Template:
    """Landmark positions of one scheme.

    Attributes
    ----------
    points : complex array (P,)
        Positions in the crop, pixels.
    mixing : float array (P, L)
        Each fitted point as a mean of the scheme's L landmarks.
    weights : float array (P,)
        Weight of each point in the least squares fit.
    """

    points: NDArray[np.complex128]
    mixing: NDArray[np.float64]
    weights: NDArray[np.float64]


def template(
    points: list[tuple[float, float]], members: list[list[int]], weights: list[float]
) -> Template:
    """Template whose points are means of the landmarks listed as their members."""
    count = 1 + max(index for group in members for index in group)
    mixing = np.zeros((len(points), count))
    for row, group in enumerate(members):
        mixing[row, group] = 1 / len(group)
    return Template(to_complex(np.array(points)), mixing, np.array(weights))


# The common five-point template: eye centres, nose tip, mouth corners.
_FIVE = [(38.3, 51.7), (73.5, 51.5), (56.0, 71.7), (41.5, 92.4), (70.7, 92.2)]
# dlib's fifth point is the base of the nose, not its tip. Its place is a measured one: recordings
# aligned by this template on the five points of an independent detector (YuNet) show dlib's nose
# base within 0.6 pixels of it when dlib's eye centres lie on the template's. Its weight is among
# those with which the crops of the two detectors agree best: eyes alone zoom in when the head
# turns, a heavy nose shifts the crop sideways. The choice matters little
# (docs/benchmarks/faces.md).
_NOSE_BASE = (55.9, 77.3)
_NOSE_BASE_WEIGHT = 0.4

_EACH = [[0], [1], [2], [3], [4]]
_EYES_NOSE = [[0, 1], [2, 3], [4]]

FACE_FRAME: Mapping[str, Template] = MappingProxyType(
    {
        FIVE_POINTS: template(_FIVE, _EACH, [1.0] * 5),
        EYES_AND_NOSE_BASE: template(
            [*_FIVE[:2], _NOSE_BASE], _EYES_NOSE, [1.0, 1.0, _NOSE_BASE_WEIGHT]
        ),
    }
)
"""Template of each landmark scheme in the crop ``five-point-112``."""


def poses(
    landmarks: NDArray[np.floating], layout: Template
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Similarities from a template to landmarks (..., L, 2): ``a``, ``b`` of shape (...)."""
    targets = to_complex(np.asarray(landmarks, np.float64)) @ layout.mixing.T
    return fit_similarity(layout.points, targets, layout.weights)


def pose(landmarks: NDArray[np.floating], scheme: str) -> Similarity:
    """Pose of one face with landmarks (L, 2): the similarity from the face frame to the picture."""
    a, b = poses(landmarks, FACE_FRAME[scheme])
    return Similarity(complex(a), complex(b))
