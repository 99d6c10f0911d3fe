"""Which detection is which face.

Nothing here claims to know who somebody is: a face keeps its number by place, size and looks.

* A face being followed takes the detection that overlaps it (intersection over union >= 0.3).
* A face lost earlier takes a remaining detection whose centre lies within 1.5 box sides of where it
  was last seen and whose size differs by less than a factor of 2, however long ago that was.
* What still remains is a new face.

Among several candidates the whole assignment with the least total distance is taken (Kuhn 1955),
where looks (1 - correlation with the remembered face) count as much as place.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from app.faces.detector import Detection
from app.faces.following import FollowedFace
from app.faces.frame import AnalysedFrame
from app.faces.templates import pose

LEAST_OVERLAP = 0.3
_REACH = 1.5
_SIZE_FACTOR = 2.0
_FORBIDDEN = 1e6

# Two followed faces that overlap more are one; cheek to cheek is less.
_SAME_FACE = 0.45


def assign(
    faces: Sequence[FollowedFace],
    found: Sequence[Detection],
    frame: AnalysedFrame,
    scheme: str,
) -> tuple[list[tuple[FollowedFace, Detection]], list[Detection]]:
    """Give the detections of a frame to faces.

    Parameters
    ----------
    faces : sequence of FollowedFace
        Followed now, or lost earlier.
    found : sequence of Detection
        In this frame.
    frame : AnalysedFrame
        The frame.
    scheme : str
        What the detections' landmarks are.

    Returns
    -------
    pairs : list of (FollowedFace, Detection)
    new : list of Detection
        Those that belong to no known face.
    """
    followed = [face for face in faces if face.following]
    pairs = _match(followed, found, followed_distance, frame, scheme)
    taken = [detection.box for _, detection in pairs]
    rest = [each for each in found if all(each.box is not box for box in taken)]
    rest = [each for each in rest if not any(overlap(each.box, box) > _SAME_FACE for box in taken)]
    lost = [face for face in faces if not face.following]
    back = _match(lost, rest, lost_distance, frame, scheme)
    returned = [detection.box for _, detection in back]
    return pairs + back, [each for each in rest if all(each.box is not box for box in returned)]


def _match(
    faces: Sequence[FollowedFace],
    found: Sequence[Detection],
    apart: Callable[[NDArray[np.float64], NDArray[np.float64]], float | None],
    frame: AnalysedFrame,
    scheme: str,
) -> list[tuple[FollowedFace, Detection]]:
    """Pairs of the assignment with the least total distance in place and looks."""
    if not faces or not found:
        return []
    cost = np.full((len(faces), len(found)), _FORBIDDEN)
    for i, face in enumerate(faces):
        for j, detection in enumerate(found):
            place = apart(face.box, detection.box)
            if place is not None:
                looks = face.unlikeness(frame, pose(detection.landmarks, scheme))
                cost[i, j] = place + looks
    rows, columns = linear_sum_assignment(cost)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(faces[i], found[j]) for i, j in pairs if cost[i, j] < _FORBIDDEN]


def overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Intersection over union of two boxes, 0 ... 1."""
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    common = float(np.prod(np.maximum(high - low, 0.0)))
    total = float(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2])) - common
    return common / total if total > 0 else 0.0


def followed_distance(face: NDArray[np.float64], found: NDArray[np.float64]) -> float | None:
    """Distance 0 ... 0.7 of a followed face and a detection by their boxes."""
    common = overlap(face, found)
    return 1.0 - common if common >= LEAST_OVERLAP else None


def lost_distance(face: NDArray[np.float64], found: NDArray[np.float64]) -> float | None:
    """Distance of a face lost earlier and a detection, in box sides, by their boxes."""
    sides = np.array([np.mean(box[2:] - box[:2]) for box in (face, found)])
    if sides.max() > _SIZE_FACTOR * sides.min():
        return None
    apart = float(np.linalg.norm(face[:2] + face[2:] - found[:2] - found[2:])) / 2
    relative = apart / float(sides.mean())
    return relative if relative <= _REACH else None


def doubles(boxes: Sequence[NDArray[np.float64]]) -> list[tuple[int, int]]:
    """Pairs of boxes that overlap so much that they hold one face."""
    return [
        (i, j)
        for i in range(len(boxes))
        for j in range(i + 1, len(boxes))
        if overlap(boxes[i], boxes[j]) > _SAME_FACE
    ]
