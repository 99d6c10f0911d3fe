"""What lies under the cursor, and what dragging it does: pure functions of frozen values."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from app.session.viewport import SHORTEST_SECONDS, Viewport
from app.ui.timeline.scale import TimeScale

REACH = 6.0
"""Logical pixels within which a line is taken hold of."""

Marks = tuple[float | None, float | None]
"""Loop in and out, each when set, in seconds."""


class RulerPart(Enum):
    """What of the ruler is under the cursor."""

    TIME = "time"
    LOOP_IN = "loop in"
    LOOP_OUT = "loop out"


def ruler_hit(x: float, marks: Marks, scale: TimeScale, reach: float = REACH) -> RulerPart:
    """The nearer loop mark within reach, or plain time; of two at one place, the one dragged to."""
    near = [
        (abs(scale.x(seconds) - x), order, part)
        for order, (part, seconds) in enumerate(
            zip((RulerPart.LOOP_IN, RulerPart.LOOP_OUT), marks, strict=True)
        )
        if seconds is not None and abs(scale.x(seconds) - x) <= reach
    ]
    return min(near, default=(0.0, 0, RulerPart.TIME))[2]


def dragged_mark(
    part: RulerPart, seconds: float, marks: Marks, times: NDArray[np.float64]
) -> float:
    """Where a dragged loop mark comes to lie: on the nearest frame, short of the other mark.

    Parameters
    ----------
    part : RulerPart
        Which mark.
    seconds : float
        Where the cursor is.
    marks : Marks
        Both as they are.
    times : float64 array (T,)
        Presentation times of the frames, T >= 1.
    """
    frame = nearest_frame(seconds, times)
    start, end = marks
    if part is RulerPart.LOOP_IN and end is not None:
        frame = min(frame, int(np.searchsorted(times, end, side="left")) - 1)
    if part is RulerPart.LOOP_OUT and start is not None:
        frame = max(frame, int(np.searchsorted(times, start, side="right")))
    return float(times[min(max(frame, 0), len(times) - 1)])


def nearest_frame(seconds: float, times: NDArray[np.float64]) -> int:
    """Index of the frame whose presentation time is nearest."""
    after = int(np.searchsorted(times, seconds))
    if after == 0:
        return 0
    if after == len(times):
        return len(times) - 1
    return after if times[after] - seconds < seconds - times[after - 1] else after - 1


def frame_at(seconds: float, times: NDArray[np.float64]) -> int:
    """Index of the frame shown at a time; 0 before the first."""
    return max(0, int(np.searchsorted(times, seconds, side="right")) - 1)


class OverviewPart(Enum):
    """What of the overview strip is under the cursor."""

    OUTSIDE = "outside"
    WINDOW = "window"
    START = "start edge"
    END = "end edge"


@dataclass(frozen=True, slots=True)
class OverviewHit:
    """What is taken hold of in the overview.

    Attributes
    ----------
    part : OverviewPart
        What it is.
    held : float
        Seconds from the start of the visible window to where it is held.
    """

    part: OverviewPart
    held: float


def overview_hit(x: float, viewport: Viewport, scale: TimeScale) -> OverviewHit:
    """What is under the cursor; edges are wider outside the window than inside a small one."""
    left, right = scale.x(viewport.start), scale.x(viewport.end)
    inside = min(REACH, (right - left) / 4)
    held = scale.seconds(x) - viewport.start
    if left - REACH <= x <= left + inside:
        return OverviewHit(OverviewPart.START, held)
    if right - inside <= x <= right + REACH:
        return OverviewHit(OverviewPart.END, held)
    inside_window = left < x < right
    return OverviewHit(OverviewPart.WINDOW if inside_window else OverviewPart.OUTSIDE, held)


def dragged_window(hit: OverviewHit, viewport: Viewport, seconds: float) -> Viewport:
    """What is visible when what was taken hold of is dragged to an instant."""
    shortest = min(SHORTEST_SECONDS, viewport.last - viewport.first)
    if hit.part is OverviewPart.START:
        start = min(max(seconds, viewport.first), viewport.end - shortest)
        return replace(viewport, start=max(start, viewport.first))
    if hit.part is OverviewPart.END:
        end = max(min(seconds, viewport.last), viewport.start + shortest)
        return replace(viewport, end=min(end, viewport.last))
    if hit.part is OverviewPart.WINDOW:
        return viewport.panned(seconds - hit.held - viewport.start)
    return viewport.centred(seconds)
