"""Edits of segments and events: make, remove, move, split, merge, label.

Convention: seconds of presentation time, half-open ``[onset, offset)``; an event has
``offset == onset``. Segments of one track may overlap. An id that was given stays with its segment;
a new segment gets one that the track has not in use. Nothing here knows frames or the ends of the
recording: whoever asks puts times where they belong.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum

from app.core.document import Document, SegmentAnnotation
from app.core.errors import EditError
from app.core.segment import Segment


class Edge(Enum):
    """An end of a segment."""

    ONSET = "onset"
    OFFSET = "offset"


def added(
    document: Document, track: str, onset: float, offset: float, label: str = "", note: str = ""
) -> tuple[Document, int]:
    """With a segment more; an event when ``offset == onset``.

    Parameters
    ----------
    track : str
        Id of a track of segments.
    onset, offset : float
        Seconds, in any order.

    Returns
    -------
    Document, int
        And the id of the segment.

    Raises
    ------
    EditError
        The track is locked, gone or a curve, or a time is no number.
    """
    held = _held(document, track)
    number = held.free_id
    segment = Segment(*_ordered(onset, offset), label.strip(), note.strip(), number)
    return _with(document, held, (*held.segments, segment)), number


def removed(document: Document, track: str, numbers: Iterable[int]) -> Document:
    """With some segments less."""
    held, gone = _held(document, track), set(numbers)
    for number in gone:
        _one(held, number)
    return _with(document, held, (each for each in held.segments if each.id not in gone))


def placed(document: Document, track: str, number: int, onset: float, offset: float) -> Document:
    """With a segment between two other instants, in any order."""
    held = _held(document, track)
    first, last = _ordered(onset, offset)
    return _changed(document, held, replace(_one(held, number), onset=first, offset=last))


def edge_moved(document: Document, track: str, number: int, edge: Edge, seconds: float) -> Document:
    """With one end of a segment elsewhere; past the other end it turns about.

    Raises
    ------
    EditError
        Nothing would be left of it, besides the reasons of `added`.
    """
    segment = _one(_held(document, track), number)
    other = segment.offset if edge is Edge.ONSET else segment.onset
    if seconds == other:
        raise EditError("A segment must have a length; drag its edge further from the other one.")
    return placed(document, track, number, seconds, other)


def moved(document: Document, track: str, number: int, by: float) -> Document:
    """With a segment so many seconds later; it keeps its length, to rounding."""
    segment = _one(_held(document, track), number)
    return placed(document, track, number, segment.onset + by, segment.offset + by)


def split(document: Document, track: str, number: int, at: float) -> tuple[Document, int]:
    """With a segment cut in two at an instant.

    The first part keeps id and note; both have the label.

    Returns
    -------
    Document, int
        And the id of the second part.

    Raises
    ------
    EditError
        The instant is not inside it, besides the reasons of `added`.
    """
    held = _held(document, track)
    whole = _one(held, number)
    if not whole.onset < at < whole.offset:
        raise EditError("Put the playhead inside a segment to split it.")
    second = Segment(at, whole.offset, whole.label, "", held.free_id)
    parts = (replace(whole, offset=at), second)
    rest = (each for each in held.segments if each.id != number)
    return _with(document, held, (*rest, *parts)), second.id


def merged(document: Document, track: str, number: int, other: int) -> Document:
    """With two segments joined: from the earlier onset to the later offset.

    The first keeps its id; its label and note come first, the other's fill what is empty or, for
    notes, follow.
    """
    held = _held(document, track)
    if number == other:
        raise EditError("Two segments are needed to merge; choose another one.")
    one, two = _one(held, number), _one(held, other)
    notes = dict.fromkeys(note for note in (one.note, two.note) if note)
    whole = Segment(
        min(one.onset, two.onset),
        max(one.offset, two.offset),
        one.label or two.label,
        "; ".join(notes),
        number,
    )
    rest = (each for each in held.segments if each.id not in (number, other))
    return _with(document, held, (*rest, whole))


def labelled(document: Document, track: str, numbers: Iterable[int], label: str) -> Document:
    """With another label for some segments."""
    held, meant = _held(document, track), set(numbers)
    for number in meant:
        _one(held, number)
    return _with(document, held, _relabelled(held.segments, meant, label.strip()))


def noted(document: Document, track: str, number: int, note: str) -> Document:
    """With another note for a segment."""
    held = _held(document, track)
    return _changed(document, held, replace(_one(held, number), note=note.strip()))


def next_after(held: SegmentAnnotation, number: int) -> Segment:
    """The segment after one, in the order of time.

    Raises
    ------
    EditError
        It is the last one, or not there.
    """
    place = held.segments.index(_one(held, number))
    if place + 1 == len(held.segments):
        raise EditError("There is no segment after this one in its track.")
    return held.segments[place + 1]


def _held(document: Document, track: str) -> SegmentAnnotation:
    document.editable(track)
    return document.segments_of(track)


def _one(held: SegmentAnnotation, number: int) -> Segment:
    found = held.segment(number)
    if found is None:
        raise EditError("The segment is not there any more; choose another one.")
    return found


def _ordered(onset: float, offset: float) -> tuple[float, float]:
    if not (math.isfinite(onset) and math.isfinite(offset)):
        raise EditError("The times of a segment must be numbers.")
    return (onset, offset) if onset <= offset else (offset, onset)


def _relabelled(segments: Iterable[Segment], meant: set[int], label: str) -> Iterator[Segment]:
    for segment in segments:
        yield replace(segment, label=label) if segment.id in meant else segment


def _changed(document: Document, held: SegmentAnnotation, segment: Segment) -> Document:
    rest = (each for each in held.segments if each.id != segment.id)
    return _with(document, held, (*rest, segment))


def _with(document: Document, held: SegmentAnnotation, segments: Iterable[Segment]) -> Document:
    return document.replaced(replace(held, segments=tuple(sorted(segments))))
