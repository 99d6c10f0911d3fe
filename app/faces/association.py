"""Which detection is which face.

Nothing here claims to know who somebody is: a face keeps its number by place, size and looks.

* A face being followed takes the detection that overlaps it (intersection over union >= 0.3).
* A face lost earlier takes a remaining detection whose centre lies within 1.5 box sides of where it
  was last seen, whose size differs by less than a factor of 2 and which looks like it did before:
  correlation with the nearest of its views >= 0.65, however long ago that was, or >= 0.5 if it was
  lost at most 0.5 s ago and the picture was not cut since, for a head that turns fast.
* What still remains is a new face.

Among several candidates the whole assignment with the least total distance is taken (Kuhn 1955),
where looks (1 - correlation, at most 1) count as much as place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from app.faces.bridging import LONGEST_BRIDGE, TICK
from app.faces.detector import Detection
from app.faces.following import FollowedFace
from app.faces.frame import AnalysedFrame
from app.faces.looks import appearance
from app.faces.templates import pose

LEAST_OVERLAP = 0.3
_REACH = 1.5
_SIZE_FACTOR = 2.0
_FORBIDDEN = 1e6

# Chosen on shared recordings (docs/benchmarks/faces.md): below, two different faces in the same
# place would often be taken for one; above, a head that comes back turned for somebody new.
LEAST_LIKENESS = 0.65
LEAST_LIKENESS_AT_ONCE = 0.5

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
    seen = [Seen(each, appearance(frame, pose(each.landmarks, scheme))) for each in found]
    pairs = _match([face for face in faces if face.following], seen, _followed_cost)
    taken = [detection.box for _, detection in pairs]
    rest = [
        each
        for each in seen
        if all(each.detection.box is not box for box in taken)
        and not any(overlap(each.detection.box, box) > _SAME_FACE for box in taken)
    ]
    lost = [face for face in faces if not face.following]
    back = _match(lost, rest, partial(_lost_cost, seconds=frame.seconds))
    returned = [detection.box for _, detection in back]
    new = [each.detection for each in rest]
    return pairs + back, [each for each in new if all(each.box is not box for box in returned)]


@dataclass(frozen=True, slots=True)
class Seen:
    """A detection and what it looks like.

    Attributes
    ----------
    detection : Detection
    looks : float64 array (28, 28)
        Its `appearance`.
    """

    detection: Detection
    looks: NDArray[np.float64]


def _match(
    faces: Sequence[FollowedFace],
    found: Sequence[Seen],
    cost_of: Callable[[FollowedFace, Seen], float | None],
) -> list[tuple[FollowedFace, Detection]]:
    """Pairs of the assignment with the least total cost."""
    if not faces or not found:
        return []
    cost = np.full((len(faces), len(found)), _FORBIDDEN)
    for i, face in enumerate(faces):
        for j, each in enumerate(found):
            known = cost_of(face, each)
            if known is not None:
                cost[i, j] = known
    rows, columns = linear_sum_assignment(cost)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(faces[i], found[j].detection) for i, j in pairs if cost[i, j] < _FORBIDDEN]


def _followed_cost(face: FollowedFace, found: Seen) -> float | None:
    place = followed_distance(face.box, found.detection.box)
    if place is None:
        return None
    return place + min(1.0, 1.0 - face.looks.recent_likeness(found.looks))


def _lost_cost(face: FollowedFace, found: Seen, seconds: float) -> float | None:
    place = lost_distance(face.box, found.detection.box)
    alike = 0.0 if place is None else face.looks.likeness(found.looks)
    at_once = seconds - face.last_seen <= LONGEST_BRIDGE + TICK
    needed = LEAST_LIKENESS_AT_ONCE if at_once else LEAST_LIKENESS
    return None if place is None or alike < needed else place + 1.0 - alike


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
