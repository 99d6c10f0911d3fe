"""The annotations of one recording: an immutable value, of which every edit makes another.

A document holds what people made: curves and segments. Predictions are never in it; one becomes an
annotation by being accepted. Values of a curve lie on the frames of the recording, in presentation
order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.core.errors import EditError
from app.core.samples import Samples
from app.core.segment import Segment
from app.core.track import ContinuousTrack, Provenance, SegmentTrack


@dataclass(frozen=True, slots=True)
class TrackHead:
    """What is known of an annotated track beside its content.

    Attributes
    ----------
    id : str
        Told apart by it, in its project and for ever: 32 hexadecimal digits.
    name : str
        For people; need not be unique.
    rater : str
        Who made it.
    scheme : str
        Name of the dimension or of the category scheme.
    colour : str
        ``"#RRGGBB"``, or empty for the one that the place in the list gives.
    locked : bool
        Whether it is protected from edits.
    created : str
        When, ISO 8601 in UTC, for example ``"2026-11-21T09:30:00Z"``.
    source : str
        Where it came from when not from the rater's hand: ``"imported from x.csv"``,
        ``"accepted from MIMAMO Net"``; empty otherwise.
    """

    id: str
    name: str
    rater: str
    scheme: str
    colour: str = ""
    locked: bool = False
    created: str = ""
    source: str = ""

    @property
    def provenance(self) -> Provenance:
        """As the track's."""
        return Provenance.of_rater(self.rater, self.source)


@dataclass(frozen=True, slots=True)
class CurveAnnotation:
    """A curve that people rate and correct.

    Attributes
    ----------
    head : TrackHead
        Name, rater, dimension.
    samples : Samples
        One value per frame, each within ``[low, high]`` or a gap.
    low, high : float
        The range of the dimension when the curve was made, ``low < high``.
    """

    head: TrackHead
    samples: Samples
    low: float = -1.0
    high: float = 1.0

    def __post_init__(self) -> None:
        """Check the promises above."""
        if not self.low < self.high:
            raise ValueError(f"a range goes from less to more, not {self.low} to {self.high}")
        known = self.samples.values[~np.isnan(self.samples.values)]
        if known.size and (known.min() < self.low or known.max() > self.high):
            raise ValueError(
                f"values of {self.head.scheme} must lie within {self.low:g} to {self.high:g}"
            )

    def track(self, seconds: NDArray[np.float64]) -> ContinuousTrack:
        """The timeline track, on the recording's presentation times."""
        return ContinuousTrack(self.head.scheme, seconds, self.samples.values, self.head.provenance)


@dataclass(frozen=True, slots=True)
class SegmentAnnotation:
    """Segments and events that people mark.

    Attributes
    ----------
    head : TrackHead
        Name, rater, category scheme.
    segments : tuple of Segment
        Sorted; ids differ.
    """

    head: TrackHead
    segments: tuple[Segment, ...] = ()

    def __post_init__(self) -> None:
        """Check the promises above."""
        if list(self.segments) != sorted(self.segments):
            raise ValueError("segments must be sorted")
        if len({segment.id for segment in self.segments}) < len(self.segments):
            raise ValueError("the ids of a track's segments must differ")

    @property
    def free_id(self) -> int:
        """An id that no segment has."""
        return max((segment.id for segment in self.segments), default=0) + 1

    def segment(self, number: int) -> Segment | None:
        """The segment of an id."""
        return next((each for each in self.segments if each.id == number), None)

    def track(self) -> SegmentTrack:
        """The timeline track."""
        return SegmentTrack(self.head.scheme, self.segments, self.head.provenance)


Annotation = CurveAnnotation | SegmentAnnotation
"""A track that people made."""


@dataclass(frozen=True, slots=True)
class Document:
    """All annotations of one recording.

    Attributes
    ----------
    frames : int
        Frames of the recording, >= 0; the length of every curve.
    tracks : tuple of Annotation
        In the order of the list; ids differ.
    """

    frames: int
    tracks: tuple[Annotation, ...] = ()

    def __post_init__(self) -> None:
        """Check the promises above."""
        for track in self.curves:
            if len(track.samples) != self.frames:
                raise ValueError(
                    f"{track.head.name} has {len(track.samples)} values for {self.frames} frames"
                )
        if len({track.head.id for track in self.tracks}) < len(self.tracks):
            raise ValueError("the ids of tracks must differ")

    def __iter__(self) -> Iterator[Annotation]:
        return iter(self.tracks)

    @property
    def curves(self) -> tuple[CurveAnnotation, ...]:
        """The curves, in order."""
        return tuple(track for track in self.tracks if isinstance(track, CurveAnnotation))

    @property
    def segment_tracks(self) -> tuple[SegmentAnnotation, ...]:
        """The tracks of segments, in order."""
        return tuple(track for track in self.tracks if isinstance(track, SegmentAnnotation))

    def find(self, track: str) -> Annotation | None:
        """The track of an id, or None."""
        return next((each for each in self.tracks if each.head.id == track), None)

    def track(self, track: str) -> Annotation:
        """The track of an id.

        Raises
        ------
        EditError
            There is none: it was deleted.
        """
        found = self.find(track)
        if found is None:
            raise EditError("The track is not there any more; choose another in the Tracks dock.")
        return found

    def curve(self, track: str) -> CurveAnnotation:
        """The curve of an id.

        Raises
        ------
        EditError
            There is none, or it holds segments.
        """
        found = self.track(track)
        if not isinstance(found, CurveAnnotation):
            raise EditError(f"“{found.head.name}” holds segments; choose a curve to edit values.")
        return found

    def segments_of(self, track: str) -> SegmentAnnotation:
        """The track of segments of an id.

        Raises
        ------
        EditError
            There is none, or it is a curve.
        """
        found = self.track(track)
        if not isinstance(found, SegmentAnnotation):
            raise EditError(f"“{found.head.name}” is a curve; choose a track of segments.")
        return found

    def replaced(self, track: Annotation) -> "Document":
        """With another state of one of its tracks."""
        self.track(track.head.id)
        return replace(
            self,
            tracks=tuple(track if each.head.id == track.head.id else each for each in self.tracks),
        )

    def added(self, track: Annotation, place: int | None = None) -> "Document":
        """With a track more, at the end or at a place of the list."""
        place = len(self.tracks) if place is None else place
        return replace(self, tracks=(*self.tracks[:place], track, *self.tracks[place:]))

    def without(self, track: str) -> "Document":
        """With a track less."""
        self.track(track)
        return replace(self, tracks=tuple(each for each in self.tracks if each.head.id != track))

    def editable(self, track: str) -> Annotation:
        """The track of an id, if it is not locked.

        Raises
        ------
        EditError
            There is none, or it is locked.
        """
        found = self.track(track)
        if found.head.locked:
            raise EditError(
                f"“{found.head.name}” is locked; unlock it in the Tracks dock to edit it."
            )
        return found
