"""What an edit of a range works on now: the active curve, and its selection."""

import numpy as np

from app.core.document import CurveAnnotation
from app.core.edits.ranges import at_times
from app.core.errors import EditError
from app.session.session import Session
from app.ui.dialogs.range_edit_row import Operation, RangeTarget, Source
from app.ui.panels.range_chooser import clock


def editable_curve(session: Session) -> CurveAnnotation:
    """The active curve.

    Raises
    ------
    EditError
        There is none that can be edited now; says why and what to do.
    """
    annotations = session.annotations
    if annotations.read_only:
        raise EditError(annotations.read_only)
    if annotations.active is None:
        raise EditError("Choose a curve in the Tracks dock first, or make one there.")
    curve = annotations.document.curve(annotations.active.head.id)
    annotations.document.editable(curve.head.id)
    return curve


def target_of(session: Session, operation: Operation, frame: int) -> RangeTarget:
    """What an operation works on: the selection, else the whole curve or one frame.

    Raises
    ------
    EditError
        No curve can be edited now.
    """
    curve, annotations = editable_curve(session), session.annotations
    sources = sources_of(session, curve) if operation.id == "range_copy_from" else ()
    times, end = annotations.seconds, session.playback.end
    if not times.size:
        raise EditError("The recording has no frames to annotate.")
    if annotations.selection is not None:
        part = annotations.selection.slice
        return RangeTarget(curve, times, end, part, "selection", sources)
    if operation.alone == "frame":
        frame = min(max(frame, 0), times.size - 1)
        return RangeTarget(curve, times, end, slice(frame, frame + 1), "frame", sources)
    return RangeTarget(curve, times, end, slice(0, times.size), "curve", sources)


def sources_of(session: Session, curve: CurveAnnotation) -> tuple[Source, ...]:
    """What can be copied from: nothing of others while the rater is blind; same dimension first."""
    if session.annotations.blind:
        return ()
    seconds = session.annotations.seconds
    several = len({shown.person for shown in session.tracks}) > 1
    found = [
        Source(
            "|".join(map(str, shown.key)),
            f"{shown.label}{f', person {shown.person}' if several else ''}: "
            f"{shown.track.dimension}",
            shown.track.dimension,
            shown.track.values
            if np.array_equal(shown.track.seconds, seconds)
            else at_times(shown.track.seconds, shown.track.values, seconds),
        )
        for shown in session.tracks
        if shown.track.seconds.size
    ]
    found += [
        Source(each.head.id, curve_text(each), each.head.scheme, each.samples.values)
        for each in session.annotations.document.curves
        if each.head.id != curve.head.id
    ]
    return tuple(sorted(found, key=lambda source: source.dimension != curve.head.scheme))


def curve_text(curve: CurveAnnotation) -> str:
    """A curve's name, after that of its rater when it does not hold it."""
    rater, name = curve.head.rater, curve.head.name
    return f"{rater}: {name}" if rater and rater not in name else name


def place_text(session: Session, part: slice) -> str:
    """Where a part lies, for the history: ``"0:02.3 to 0:04.1"``, a frame ``"at 0:02.3"``."""
    seconds = session.annotations.seconds
    if part.stop - part.start == 1:
        return f"at {clock(float(seconds[part.start]))}"
    end = float(seconds[part.stop]) if part.stop < seconds.size else session.playback.end
    return f"{clock(float(seconds[part.start]))} to {clock(end)}"


def target_text(session: Session, target: RangeTarget) -> str:
    """Which part is edited, for the dialog."""
    place, count = place_text(session, target.part), target.part.stop - target.part.start
    if target.kind == "frame":
        return f"Nothing is selected: frame {target.part.start}, {place}"
    frames = f"{place}, {count} frame{'s' if count > 1 else ''}"
    if target.kind == "curve":
        return f"Nothing is selected: the whole curve, {frames}"
    return f"The selection, {frames}"
