"""What long work says while it runs: each value yielded is progress and a place to stop."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from app.core.face_track import FaceTrack


class Stage(Enum):
    """Where an analysis is."""

    FACES = "finding faces"
    READING = "reading the face"
    HIDING = "hiding parts of the face"


@dataclass(frozen=True, slots=True)
class PredictedBlock:
    """Values that have just become known.

    Attributes
    ----------
    person : int
        Whose.
    index : int64 array (n,)
        Recording frame indices.
    valence_arousal : float64 array (n, 2)
        In [-1, 1].
    """

    person: int
    index: NDArray[np.int64]
    valence_arousal: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is.

    Attributes
    ----------
    stage : Stage
        What is being done.
    done, total : int
        Frames finished and frames to do in this stage; ``0 <= done <= total``.
    blocks : tuple of PredictedBlock
        Results that became known since the last report.
    faces : tuple of FaceTrack or None
        Everybody who was found, once, when the search of faces is complete.
    """

    stage: Stage
    done: int
    total: int
    blocks: tuple[PredictedBlock, ...] = ()
    faces: tuple[FaceTrack, ...] | None = None
