"""From the mouse on a lane to a frame and a value of the curve that is edited."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.core.document import CurveAnnotation
from app.session.session import Session
from app.ui.timeline.editing.geometry import boundary_at, edges_of, snapped, value_at
from app.ui.timeline.editing.strokes import Place
from app.ui.timeline.hits import frame_at, nearest_frame
from app.ui.timeline.lane import MARGIN
from app.ui.timeline.pointer import Pointer
from app.ui.timeline.strokes import ValueScale

Floats = NDArray[np.float64]


def snap_targets(session: Session) -> Sequence[float]:
    """Instants that drags stick to: the frame at the playhead, the selection, segments."""
    notes, times = session.annotations, session.annotations.seconds
    targets = [float(times[session.playback.frame])] if times.size else []
    chosen = notes.selection
    if chosen is not None:
        targets.append(float(times[chosen.first]))
        targets.append(
            float(times[chosen.stop]) if chosen.stop < times.size else session.playback.end
        )
    return [*targets, *edges_of(notes.document, notes.hidden)]


def covered(at: Pointer, times: Floats, pixels: float) -> int:
    """How many frames lie within so many pixels about the mouse."""
    reach = pixels * at.scale.seconds_per_pixel
    first, stop = np.searchsorted(times, (at.seconds - reach, at.seconds + reach))
    return int(stop - first)


def covered_between(place: Place, times: Floats) -> tuple[float, float]:
    """Where the frames that the mouse covers begin and cease to be shown."""
    first, stop = min(place.first, times.size - 1), place.stop
    step = float(np.median(np.diff(times[-9:]))) if times.size > 1 else 0.0
    end = float(times[stop]) if stop < times.size else float(times[-1]) + step
    return float(times[first]), end


def place_of(
    at: Pointer, curve: CurveAnnotation, times: Floats, end: float, targets: Sequence[float] = ()
) -> Place:
    """The frame and the value that the mouse means.

    Parameters
    ----------
    at : Pointer
        The mouse; where it has left the lane, the nearest place inside counts.
    curve : CurveAnnotation
        Gives the range.
    times : float64 array (T,)
        Presentation times, T >= 1.
    end : float
        When the last frame ceases to be shown.
    targets : sequence of float
        Instants to stick to.
    """
    value = value_at(at.y, ValueScale(curve.low, curve.high, MARGIN, at.height - MARGIN))
    seconds = snapped(at.seconds, at.scale, targets)
    frame = nearest_frame(seconds, times)
    if seconds != at.seconds:
        # What sticks to an edge covers nothing beyond it.
        edge = boundary_at(seconds, times, end)
        return Place(frame, value, edge, edge)
    half = at.scale.seconds_per_pixel / 2
    first, last = frame_at(at.seconds - half, times), frame_at(at.seconds + half, times)
    return Place(frame, value, first, last + 1)
