"""Where the mouse means which frame and which value: pure functions."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.core.document import Document
from app.session.tool_settings import FrameRange
from app.ui.timeline.hits import nearest_frame
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import ValueScale

Floats = NDArray[np.float64]

SNAP_REACH = 6.0
"""Logical pixels within which a drag sticks to the playhead and to edges."""
EDGE_REACH = 5.0
"""Logical pixels within which an edge of the selection is taken hold of."""


def value_at(y: float, values: ValueScale) -> float:
    """The value at a height, within the scale's range wherever the mouse is."""
    share = (y - values.bottom) / (values.top - values.bottom)
    return values.low + min(max(share, 0.0), 1.0) * (values.high - values.low)


def boundary_at(seconds: float, times: Floats, end: float) -> int:
    """The boundary between frames nearest to an instant: ``k`` is before frame ``k``; 0 ... T.

    Parameters
    ----------
    seconds : float
        Anywhere.
    times : float64 array (T,)
        Presentation times, T >= 1.
    end : float
        When the last frame ceases to be shown.
    """
    frame = nearest_frame(seconds, times)
    last = times.size - 1
    if frame == last and abs(end - seconds) < abs(seconds - float(times[last])):
        return last + 1
    return frame


def snapped(
    seconds: float, scale: TimeScale, targets: Iterable[float], reach: float = SNAP_REACH
) -> float:
    """The target within reach of an instant on screen, the nearest; else the instant itself."""
    within = reach * scale.seconds_per_pixel
    distance, target = min(
        ((abs(target - seconds), target) for target in targets), default=(np.inf, seconds)
    )
    return target if distance <= within else seconds


def edges_of(document: Document, hidden: frozenset[str] = frozenset()) -> Sequence[float]:
    """Instants at which a visible segment begins or ends, or an event is."""
    shown = [track for track in document.segment_tracks if track.head.id not in hidden]
    return sorted(
        {
            instant
            for track in shown
            for each in track.segments
            for instant in (each.onset, each.offset)
        }
    )


def edge_hit(x: float, first: float, last: float, reach: float = EDGE_REACH) -> str:
    """Which edge of the selection is under the mouse: ``"first"``, ``"stop"`` or none (empty).

    Parameters
    ----------
    x, first, last : float
        The mouse and both edges, logical pixels.
    """
    distance, edge = min((abs(x - first), "first"), (abs(x - last), "stop"))
    return edge if distance <= reach else ""


def range_between(one: int, other: int, frames: int) -> FrameRange:
    """The frames between two boundaries; the frame after them where they are one.

    Parameters
    ----------
    one, other : int
        Boundaries, 0 ... T.
    frames : int
        T, >= 1.
    """
    first, stop = sorted((one, other))
    if first == stop:
        first = min(first, frames - 1)
        stop = first + 1
    return FrameRange(first, stop)


def extended(selection: FrameRange, boundary: int, frames: int) -> FrameRange:
    """A selection drawn out, or in by its nearer edge, to a boundary."""
    nearer_first = abs(boundary - selection.first) < abs(boundary - selection.stop)
    kept = selection.stop if nearer_first else selection.first
    return range_between(kept, boundary, frames)


def run_at(values: Floats, frame: int) -> FrameRange:
    """The unbroken run of values about a frame, or of gaps when it is one."""
    alike = np.isnan(values) == np.isnan(values[frame])
    before = np.flatnonzero(~alike[:frame])
    after = np.flatnonzero(~alike[frame:])
    first = int(before[-1]) + 1 if before.size else 0
    stop = frame + int(after[0]) if after.size else int(values.size)
    return FrameRange(first, stop)


def nearest_known(values: Floats, frame: int, reach: int) -> int | None:
    """The frame with a value that is nearest to one, within reach; None for none."""
    first = max(0, frame - reach)
    known = np.flatnonzero(~np.isnan(values[first : frame + reach + 1])) + first
    return int(known[np.argmin(np.abs(known - frame))]) if known.size else None
