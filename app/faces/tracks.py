"""From what was noted of the faces to the `FaceTrack` of each person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.core.face_track import FaceTrack
from app.faces.bridging import TICK, confidence, usable_and_bridged
from app.faces.records import FaceHistory
from app.faces.similarity import to_points
from app.faces.steadying import steady_landmarks
from app.faces.templates import FACE_FRAME, poses

SHORTEST_PRESENCE = 0.4
"""Seconds a face must be usable in total to be a person, in a recording that is not shorter."""

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


@dataclass(frozen=True, slots=True)
class _Person:
    """What becomes known of a person over its own R frames; the arrays as in `FaceTrack`."""

    span: slice
    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    confidence: NDArray[np.float32]
    valid: NDArray[np.bool_]
    bridged: NDArray[np.bool_]


def face_tracks(
    histories: Iterable[FaceHistory], clock: Clock, scheme: str
) -> tuple[FaceTrack, ...]:
    """Tracks of all persons, numbered by first appearance, from left to right within a frame.

    Parameters
    ----------
    histories : iterable of FaceHistory
        One per face; taken one by one, and each spans only its own frames.
    clock : Clock
        T frames.
    scheme : str
        What the landmarks are.

    Returns
    -------
    tuple of FaceTrack
        Without faces seen for less than 0.4 s in total (or in none of the frames of a shorter
        recording): of such chance finds no run can be read.
    """
    shown = _shown_seconds(clock.seconds)
    least = SHORTEST_PRESENCE - TICK
    needed = least if shown.sum() >= least else 0.0
    people = (_person(history, clock, scheme) for history in histories)
    kept = [
        each for each in people if each.valid.any() and shown[each.span][each.valid].sum() >= needed
    ]
    kept.sort(key=_first_appearance)
    return tuple(_track(each, number, clock, scheme) for number, each in enumerate(kept, start=1))


def _shown_seconds(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """How long each frame is shown; the last as long as a typical one."""
    steps = np.diff(seconds)
    return np.append(steps, np.median(steps) if steps.size else 0.0)


def _first_appearance(person: _Person) -> tuple[int, float]:
    row = int(np.argmax(person.valid))
    return person.span.start + row, float(person.boxes[row, 0] + person.boxes[row, 2])


def _person(history: FaceHistory, clock: Clock, scheme: str) -> _Person:
    span = slice(history.first, history.first + len(history))
    seconds = clock.seconds[span]
    usable, bridged = usable_and_bridged(history, seconds, clock.cuts[span], clock.seconds.size)
    landmarks = to_points(steady_landmarks(history, seconds, usable))
    return _Person(
        span=span,
        boxes=_boxes(history, landmarks, scheme),
        landmarks=landmarks.astype(np.float32),
        confidence=confidence(history, seconds, usable, bridged).astype(np.float32),
        valid=usable,
        bridged=bridged,
    )


def _track(person: _Person, number: int, clock: Clock, scheme: str) -> FaceTrack:
    return FaceTrack(
        person=number,
        index=clock.index,
        seconds=clock.seconds,
        boxes=_spread(person.boxes, clock, person.span, np.nan),
        landmarks=_spread(person.landmarks, clock, person.span, np.nan),
        scheme=scheme,
        confidence=_spread(person.confidence, clock, person.span, 0),
        valid=_spread(person.valid, clock, person.span, False),
        bridged=_spread(person.bridged, clock, person.span, False),
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
