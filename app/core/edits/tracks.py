"""Edits of whole tracks: make, name, colour, lock, copy, order, delete, accept a prediction.

A locked track keeps its values, its name and its existence; its colour and its place in the list
are how it is looked at, and can always be changed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from app.core.document import Annotation, CurveAnnotation, Document, SegmentAnnotation, TrackHead
from app.core.errors import EditError
from app.core.resample import rescaled
from app.core.samples import Samples
from app.core.scheme import DimensionScheme
from app.core.segment import Segment
from app.core.track import ContinuousTrack

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def new_curve(
    document: Document,
    scheme: DimensionScheme,
    *,
    rater: str,
    name: str = "",
    samples: Samples | None = None,
    source: str = "",
    created: str = "",
) -> tuple[Document, str]:
    """With a curve more, at the end of the list.

    Parameters
    ----------
    scheme : DimensionScheme
        What it rates; its range becomes the curve's.
    rater : str
        Whose it is.
    name : str
        Empty for one that the rater has not used yet, made of the dimension's.
    samples : Samples, optional
        One value per frame, within the range; a gap throughout when left out.
    source : str
        Where the values came from, when not from the rater's hand.
    created : str
        ISO 8601 in UTC; empty for now.

    Returns
    -------
    Document, str
        And the id of the track.

    Raises
    ------
    EditError
        The values do not fit the recording or the range.
    """
    samples = Samples.gap(document.frames) if samples is None else samples
    if len(samples) != document.frames:
        raise EditError(
            f"The curve has {len(samples)} values, but the recording has {document.frames} frames."
        )
    _check_range(samples.values, scheme)
    head = _new_head(document, scheme.name, rater, name, source, created)
    return document.added(CurveAnnotation(head, samples, scheme.low, scheme.high)), head.id


def new_segment_track(
    document: Document,
    scheme_name: str,
    *,
    rater: str,
    name: str = "",
    segments: Iterable[Segment] = (),
    source: str = "",
    created: str = "",
) -> tuple[Document, str]:
    """With a track of segments more, at the end of the list; see `new_curve`."""
    head = _new_head(document, scheme_name, rater, name, source, created)
    return document.added(SegmentAnnotation(head, tuple(sorted(segments)))), head.id


def accepted(
    document: Document,
    track: ContinuousTrack,
    scheme: DimensionScheme,
    *,
    rater: str,
    label: str,
    part: slice | None = None,
    name: str = "",
    from_range: tuple[float, float] | None = None,
) -> tuple[Document, str]:
    """With an annotation that begins as a prediction; it can be edited, the prediction cannot.

    Parameters
    ----------
    track : ContinuousTrack
        The prediction, on the recording's frames.
    scheme : DimensionScheme
        What it becomes a rating of.
    rater : str
        Who accepts it.
    label : str
        What predicted it, for people: ``"MIMAMO Net, mimamo-demo"``.
    part : slice, optional
        The frames to take; the others are a gap. All when left out.
    name : str
        As of `new_curve`.
    from_range : (float, float), optional
        The prediction's range, mapped linearly on the scheme's; values are taken as they are when
        left out.

    Raises
    ------
    EditError
        It is another recording's, or has values that the scheme does not allow.
    """
    if track.values.size != document.frames:
        raise EditError(
            f"The prediction has {track.values.size} values, but the recording has "
            f"{document.frames} frames; analyse the recording again."
        )
    values = np.full(document.frames, np.nan)
    chosen = slice(None) if part is None else part
    values[chosen] = track.values[chosen]
    if from_range is not None:
        values = within(rescaled(values, from_range, (scheme.low, scheme.high)), scheme)
    return new_curve(
        document,
        scheme,
        rater=rater,
        name=name,
        samples=Samples.of(values),
        source=f"accepted from {label}",
    )


def within(values: NDArray[np.float64], scheme: DimensionScheme) -> NDArray[np.float64]:
    """Values without what rounding may have put outside the range of a dimension."""
    return np.clip(values, scheme.low, scheme.high)


def renamed(document: Document, track: str, name: str) -> Document:
    """With another name for a track."""
    name = name.strip()
    if not name:
        raise EditError("A track needs a name.")
    found = document.editable(track)
    return document.replaced(_with_head(found, replace(found.head, name=name)))


def recoloured(document: Document, track: str, colour: str) -> Document:
    """With another colour, ``"#RRGGBB"``; empty for the rater's own."""
    if colour and not _COLOUR.fullmatch(colour):
        raise EditError(f"A colour is written #RRGGBB, not {colour}.")
    found = document.track(track)
    return document.replaced(_with_head(found, replace(found.head, colour=colour)))


def locked(document: Document, track: str, *, lock: bool) -> Document:
    """With a track protected from edits, or not."""
    found = document.track(track)
    return document.replaced(_with_head(found, replace(found.head, locked=lock)))


def duplicated(document: Document, track: str, *, rater: str) -> tuple[Document, str]:
    """With an unlocked copy after a track, of whoever copies it; and the copy's id."""
    found = document.track(track)
    old = found.head
    source = f"copied from {old.name} of {old.rater}" if old.rater else f"copied from {old.name}"
    head = replace(
        _new_head(document, old.scheme, rater, f"{old.name} copy", source, ""),
        colour=old.colour,
    )
    return document.added(_with_head(found, head), _place(document, track) + 1), head.id


def deleted(document: Document, track: str) -> Document:
    """With a track less."""
    document.editable(track)
    return document.without(track)


def moved_to(document: Document, track: str, place: int) -> Document:
    """With a track at another place of the list, 0 for the first; cut to the list."""
    found = document.track(track)
    rest = document.without(track)
    return rest.added(found, min(max(place, 0), len(rest.tracks)))


def free_name(document: Document, scheme: str, rater: str) -> str:
    """A name for a track of a scheme that the rater has not used yet."""
    taken = {each.head.name for each in document if each.head.rater == rater}
    number = 1
    while (name := scheme if number == 1 else f"{scheme} {number}") in taken:
        number += 1
    return name


def _new_head(
    document: Document, scheme: str, rater: str, name: str, source: str, created: str
) -> TrackHead:
    return TrackHead(
        id=uuid4().hex,
        name=name.strip() or free_name(document, scheme, rater),
        rater=rater,
        scheme=scheme,
        created=created or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        source=source,
    )


def _with_head(track: Annotation, head: TrackHead) -> Annotation:
    if isinstance(track, CurveAnnotation):
        return replace(track, head=head)
    return replace(track, head=head)


def _place(document: Document, track: str) -> int:
    return next(place for place, each in enumerate(document) if each.head.id == track)


def _check_range(values: NDArray[np.float64], scheme: DimensionScheme) -> None:
    known = values[~np.isnan(values)]
    if known.size and (known.min() < scheme.low or known.max() > scheme.high):
        raise EditError(
            f"The values go from {known.min():g} to {known.max():g}, but {scheme.name} goes from "
            f"{scheme.low:g} to {scheme.high:g}; change its range in Annotate > Schemes first."
        )
