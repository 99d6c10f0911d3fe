"""Which curves a take of live rating is laid on, and how it gets there.

Convention: a mode is the dimensions that are rated at once: one, or valence (to the right) and
arousal (upwards) on the affect plane.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.core.document import CurveAnnotation, Document
from app.core.edits.curves import with_values
from app.core.edits.takes import punched, rated
from app.core.edits.tracks import new_curve
from app.core.samples import Samples
from app.core.scheme import DimensionScheme
from app.session.annotations import Annotations
from app.session.tool_settings import FrameRange

AFFECT_PLANE = ("valence", "arousal")

Mode = tuple[str, ...]
"""Names of the dimensions that are rated at once."""


@dataclass(frozen=True, slots=True)
class Punch:
    """A passage that is rated again.

    Attributes
    ----------
    passage : FrameRange
        Its frames.
    fade_frames : int
        Frames of the cross-fade at each end, >= 0.
    """

    passage: FrameRange
    fade_frames: int


@dataclass(frozen=True, slots=True)
class RatedCurve:
    """A curve that a take is laid on.

    Attributes
    ----------
    curve : CurveAnnotation
        As it was when the take began.
    is_new : bool
        Whether it is made together with the take.
    """

    curve: CurveAnnotation
    is_new: bool

    @property
    def id(self) -> str:
        """Of the curve."""
        return self.curve.head.id

    def now(self, document: Document) -> CurveAnnotation:
        """The curve as a document has it, or as it was."""
        found = document.find(self.id)
        return found if isinstance(found, CurveAnnotation) else self.curve


def modes_of(annotations: Annotations) -> tuple[Mode, ...]:
    """What may be rated: each dimension, and the affect plane where both of its axes are there."""
    names = [scheme.name for scheme in annotations.schemes.dimensions]
    active = annotations.active_curve
    if active is not None and active.head.scheme not in names:
        names.append(active.head.scheme)
    plane = (AFFECT_PLANE,) if set(AFFECT_PLANE) <= set(names) else ()
    return (*((name,) for name in names), *plane)


def curve_for(
    annotations: Annotations, dimension: str, *, anybodys: bool = False
) -> CurveAnnotation | None:
    """The curve on which a dimension is rated; None where a new one is needed.

    The active curve, if it is of that dimension and the rater's own; else the latest one of the
    rater's own that is not locked. A whole take never lands on somebody else's curve.

    Parameters
    ----------
    anybodys : bool
        Whether the active curve is taken even when it is another rater's, as for a passage of it
        that is rated again.
    """
    active = annotations.active_curve
    matches = active is not None and active.head.scheme == dimension
    if active is not None and matches and (anybodys or active.head.rater == annotations.rater):
        return active
    own = [
        curve
        for curve in annotations.document.curves
        if curve.head.scheme == dimension
        and curve.head.rater == annotations.rater
        and not curve.head.locked
    ]
    return own[-1] if own else None


def axis_of(annotations: Annotations, dimension: str) -> DimensionScheme:
    """Range and labels of a dimension, as the curve has them on which it would be rated."""
    curve = curve_for(annotations, dimension)
    return _scheme(annotations, dimension) if curve is None else axis_on(annotations, curve)


def axis_on(annotations: Annotations, curve: CurveAnnotation) -> DimensionScheme:
    """Range of a curve, and the labels of its dimension."""
    return replace(_scheme(annotations, curve.head.scheme), low=curve.low, high=curve.high)


def _scheme(annotations: Annotations, dimension: str) -> DimensionScheme:
    return annotations.schemes.dimension(dimension) or DimensionScheme(dimension)


def curves_for(annotations: Annotations, mode: Mode, *, anybodys: bool) -> tuple[RatedCurve, ...]:
    """The curves of a mode, new ones where there are none.

    Raises
    ------
    EditError
        One of them is locked.
    """
    document, found = annotations.document, []
    for dimension in mode:
        curve = curve_for(annotations, dimension, anybodys=anybodys)
        if curve is not None:
            document.editable(curve.head.id)
            found.append(RatedCurve(curve, is_new=False))
            continue
        scheme = _scheme(annotations, dimension)
        made, track = new_curve(document, scheme, rater=annotations.rater)
        found.append(RatedCurve(made.curve(track), is_new=True))
    return tuple(found)


def laid(
    curve: CurveAnnotation, take: NDArray[np.float64], punch: Punch | None
) -> NDArray[np.float64]:
    """The values of a curve with a take on it, float64 (T,), within the curve's range."""
    values, take = curve.samples.values, np.clip(take, curve.low, curve.high)
    if punch is None:
        return rated(values, take)
    passage = punch.passage
    return punched(values, take, passage.first, passage.stop, punch.fade_frames)


def committed(
    document: Document,
    curves: tuple[RatedCurve, ...],
    takes: NDArray[np.float64],
    punch: Punch | None,
    rater: str,
) -> tuple[Document, tuple[str, ...]]:
    """A document with a take, and the curves it is on.

    A curve that went, or was locked, since the take began is left alone; the take becomes a new
    curve of the rater, so that it is not lost.

    Parameters
    ----------
    takes : float64 array (curves, T)
        NaN where nothing was rated.
    """
    ids = []
    for wanted, take in zip(curves, takes, strict=True):
        there = document.find(wanted.id)
        track = wanted.id
        if wanted.is_new and there is None:
            document = document.added(wanted.curve)
        elif there is None or there.head.locked:
            head, old = wanted.curve.head, wanted.curve
            scheme = DimensionScheme(head.scheme, old.low, old.high)
            document, track = new_curve(document, scheme, rater=rater)
        values = laid(document.curve(track), take, punch)
        document = with_values(document, track, values)
        ids.append(track)
    return document, tuple(ids)


def previewed(
    curve: CurveAnnotation,
    take: NDArray[np.float64],
    punch: Punch | None,
    before: Samples | None,
) -> CurveAnnotation:
    """A curve as the take under way would leave it."""
    return replace(curve, samples=Samples.of(laid(curve, take, punch), before or curve.samples))
