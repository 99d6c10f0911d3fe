"""The faces of one frame, as they are drawn and clicked.

Convention: pixels of the upright picture, whole numbers being pixel centres, as in `FaceTrack`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.face_track import FaceTrack


@dataclass(frozen=True, slots=True)
class ShownFace:
    """A face in a frame.

    Attributes
    ----------
    person : int
        From 1.
    box : (float, float, float, float)
        Left, top, right, bottom.
    landmarks : float array (L, 2)
        In pixels.
    confidence : float
        0 ... 1.
    bridged : bool
        Whether the face is held over a gap of detection.
    chosen : bool
        Whether it is the person chosen.
    """

    person: int
    box: tuple[float, float, float, float]
    landmarks: NDArray[np.float64]
    confidence: float
    bridged: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two analysed frames about a frame: rows of a track, and how far on the way (0 ... 1)."""

    before: int
    after: int
    share: float


def chosen_person(tracks: Sequence[FaceTrack], person: int) -> int:
    """The number of the person chosen; for 0 the one whose face covers most area over time."""
    if person or not tracks:
        return person
    return max(tracks, key=lambda track: track.median_area * int(track.valid.sum())).person


def neighbours(track: FaceTrack, frame: int) -> Neighbours | None:
    """The analysed frames about a frame; None where the face is not seen on both sides."""
    after = int(np.searchsorted(track.index, frame))
    if after < len(track) and track.index[after] == frame:
        return Neighbours(after, after, 0.0) if track.valid[after] else None
    before = after - 1
    if before < 0 or after >= len(track) or not (track.valid[before] and track.valid[after]):
        return None
    start, stop = int(track.index[before]), int(track.index[after])
    return Neighbours(before, after, (frame - start) / (stop - start))


def between(values: NDArray[np.floating], place: Neighbours) -> NDArray[np.float64]:
    """A row of values at a place, linearly between the analysed frames."""
    first = np.asarray(values[place.before], np.float64)
    if place.before == place.after:
        return first
    return np.asarray(first + place.share * (np.asarray(values[place.after], np.float64) - first))


def faces_in(tracks: Sequence[FaceTrack], frame: int, person: int) -> tuple[ShownFace, ...]:
    """The faces seen in a frame, the chosen one last so that it is drawn on top."""
    chosen = chosen_person(tracks, person)
    faces = []
    for track in tracks:
        place = neighbours(track, frame)
        if place is None:
            continue
        left, top, right, bottom = between(track.boxes, place).tolist()
        faces.append(
            ShownFace(
                track.person,
                (left, top, right, bottom),
                between(track.landmarks, place),
                float(between(track.confidence, place)),
                bool(track.bridged[place.before] or track.bridged[place.after]),
                track.person == chosen,
            )
        )
    return tuple(sorted(faces, key=lambda face: face.chosen))


def face_hit(faces: Sequence[ShownFace], point: tuple[float, float]) -> ShownFace | None:
    """The face whose box holds a point; of several, the one whose middle is nearest."""
    x, y = point
    held = [
        face
        for face in faces
        if face.box[0] <= x <= face.box[2] and face.box[1] <= y <= face.box[3]
    ]

    def distance(face: ShownFace) -> float:
        left, top, right, bottom = face.box
        return float(np.hypot((left + right) / 2 - x, (top + bottom) / 2 - y))

    return min(held, key=distance, default=None)
