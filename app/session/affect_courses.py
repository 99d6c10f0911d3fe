"""The recording on screen as courses over the affect plane: as predicted, and as annotated."""

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from app.core.affect_plane import Course
from app.session.comparing import Comparing, stretched
from app.session.session import Session

AXES = ("valence", "arousal")
"""To the right, and upwards."""


class Source(Enum):
    """Whose values."""

    PREDICTED = "predicted"
    ANNOTATED = "annotated"


class AffectCourses:
    """Made when asked for, and kept until a value changes.

    Both follow `Comparing`: the same prediction and the same annotation are meant everywhere, and
    what blind hides is not there.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[Source, tuple[Sequence[object], Course]] = {}

    def course(self, source: Source) -> Course | None:
        """Values of both dimensions on the frames of the recording; None where one is missing."""
        base, comparing = self._session.playback.time_base, self._session.comparing
        of = _predicted if source is Source.PREDICTED else _annotated
        valence, arousal = (of(comparing, dimension) for dimension in AXES)
        frames = len(base) if base is not None else 0
        if base is None or valence is None or arousal is None:
            self._kept.pop(source, None)
            return None
        if {valence[0].size, arousal[0].size} != {frames}:
            return None
        made_of = (base, valence[0], arousal[0], valence[1:], arousal[1:])
        kept = self._kept.get(source)
        if kept is None or not _same(kept[0], made_of):
            course = Course(base.seconds, stretched(*valence), stretched(*arousal))
            kept = self._kept[source] = (made_of, course)
        return kept[1]

    def name(self, source: Source) -> str:
        """Whose it is, for people; empty where it is nobody's."""
        comparing = self._session.comparing
        names = []
        for dimension in AXES:
            if source is Source.PREDICTED:
                shown = comparing.prediction(dimension)
                names.append(shown.label if shown is not None else "")
            else:
                made = comparing.annotation(dimension)
                names.append(made.head.rater or made.head.name if made is not None else "")
        return " / ".join(filter(None, dict.fromkeys(names)))

    def missing(self, source: Source) -> Sequence[str]:
        """The dimensions that have no values of a source."""
        of = _predicted if source is Source.PREDICTED else _annotated
        return [name for name in AXES if of(self._session.comparing, name) is None]


_Raw = tuple[NDArray[np.float64], float, float]
"""Values and the ends of their range."""


def _predicted(comparing: Comparing, dimension: str) -> _Raw | None:
    shown = comparing.prediction(dimension)
    return (shown.track.values, -1.0, 1.0) if shown is not None else None


def _annotated(comparing: Comparing, dimension: str) -> _Raw | None:
    made = comparing.annotation(dimension)
    return (made.samples.values, made.low, made.high) if made is not None else None


def _same(kept: Sequence[object], now: Sequence[object]) -> bool:
    """Arrays by identity, ranges by value."""
    return all(a is b or (isinstance(a, tuple) and a == b) for a, b in zip(kept, now, strict=True))
