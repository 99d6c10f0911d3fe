"""From what was noted of the faces to the `FaceTrack` of each person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.core.face_track import FaceTrack
from app.faces.bridging import confidence, usable_and_bridged
from app.faces.records import FaceHistory
from app.faces.similarity import to_points
from app.faces.steadying import steady_landmarks
from app.faces.templates import FACE_FRAME, poses

Element = TypeVar("Element", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Clock:
    """The analysed frames.

    Attributes
    ----------
    index : int64 array (T,)
        Index in the recording.
    seconds : float64 array (T,)
        Presentation times.
    cuts : bool array (T,)
        Whether a frame begins a new scene.
    """

    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    cuts: NDArray[np.bool_]


def face_tracks(
    histories: Sequence[FaceHistory], clock: Clock, scheme: str
) -> tuple[FaceTrack, ...]:
    """Tracks of all persons, numbered by first appearance, from left to right within a frame."""
    tracks = [_track(history, clock, scheme) for history in histories]
    tracks = [track for track in tracks if track.valid.any()]
    tracks.sort(key=_first_appearance)
    return tuple(replace(track, person=number) for number, track in enumerate(tracks, start=1))


def _first_appearance(track: FaceTrack) -> tuple[int, float]:
    row = int(np.argmax(track.valid))
    return row, float(track.boxes[row, 0] + track.boxes[row, 2])


def _track(history: FaceHistory, clock: Clock, scheme: str) -> FaceTrack:
    span = slice(history.first, history.first + len(history))
    seconds = clock.seconds[span]
    usable, bridged = usable_and_bridged(history, seconds, clock.cuts[span])
    landmarks = to_points(steady_landmarks(history, seconds, usable))
    return FaceTrack(
        person=1,
        index=clock.index,
        seconds=clock.seconds,
        boxes=_spread(_boxes(history, landmarks, scheme), clock, span, np.nan),
        landmarks=_spread(landmarks.astype(np.float32), clock, span, np.nan),
        scheme=scheme,
        confidence=_spread(
            confidence(history, seconds, usable, bridged).astype(np.float32), clock, span, 0
        ),
        valid=_spread(usable, clock, span, False),
        bridged=_spread(bridged, clock, span, False),
        cuts=clock.cuts,
    )


def _boxes(
    history: FaceHistory, landmarks: NDArray[np.float64], scheme: str
) -> NDArray[np.float32]:
    """Boxes (R, 4): the detector's usual box around such landmarks, upright.

    Detected boxes jump by whole steps of the detector's grid; their median place and size in the
    face frame, carried along with the landmarks, do not.
    """
    boxes = history.box[np.isfinite(history.box[:, 0])]
    centre, size = np.median(boxes.real, axis=0) + 1j * np.median(boxes.imag, axis=0)
    a, b = poses(landmarks, FACE_FRAME[scheme])
    middle, half = a * centre + b, np.abs(a) * size / 2
    low, high = middle - half, middle + half
    return np.stack([low.real, low.imag, high.real, high.imag], axis=-1).astype(np.float32)


def _spread(values: NDArray[Element], clock: Clock, span: slice, empty: float) -> NDArray[Element]:
    """Values of the rows of a span among all analysed frames."""
    whole = np.full((clock.index.size, *values.shape[1:]), empty, values.dtype)
    whole[span] = values
    return whole
