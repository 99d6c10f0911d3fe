"""A stroke of each tool while the button is down: what the curve's values are so far."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.core.edits.strokes import brushed, drawn, erased, moved
from app.session.tool_settings import Tool, ToolSettings

Floats = NDArray[np.float64]

STAMPS_PER_REACH = 4
"""How often the brush works within its own reach, so that a fast stroke smooths as a slow one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the mouse is, as a curve sees it.

    Attributes
    ----------
    frame : int
        The frame meant.
    value : float
        The value meant, within the curve's range.
    first, stop : int
        The frames that the mouse covers, half-open: one, or those of a pixel where there are more.
    """

    frame: int
    value: float
    first: int
    stop: int


class Stroke(Protocol):
    """Values so far; every verb returns them anew, so that those shown before stay as they were.

    Attributes
    ----------
    frame : int
        The frame the value beside the cursor is read at.
    """

    frame: int

    def begin(self, at: Place) -> Floats:
        """The button went down."""

    def go_on(self, at: Place, settings: ToolSettings) -> Floats:
        """The mouse moved, or a width changed."""


class DrawStroke:
    """A freehand line."""

    def __init__(self, values: Floats, seconds: Floats) -> None:
        self._values, self._seconds = values, seconds
        self._last = (0, 0.0)
        self.frame = 0

    def begin(self, at: Place) -> Floats:
        """The first point."""
        return self._on((at.frame, at.value), (at.frame, at.value))

    def go_on(self, at: Place, settings: ToolSettings) -> Floats:
        """A line to the next point."""
        return self._on(self._last, (at.frame, at.value))

    def _on(self, last: tuple[int, float], now: tuple[int, float]) -> Floats:
        self._last, self.frame = now, now[0]
        frames, heights = (last[0], now[0]), (last[1], now[1])
        self._values = drawn(self._values, frames, heights, self._seconds)
        return self._values


class MoveStroke:
    """A point that is taken up and down, and its neighbours softly with it."""

    def __init__(self, values: Floats, seconds: Floats) -> None:
        self._values, self._seconds = values, seconds
        self._held = 0.0
        self.frame = 0

    def begin(self, at: Place) -> Floats:
        """Take hold; nothing moves yet."""
        self.frame, self._held = at.frame, at.value
        return self._values

    def go_on(self, at: Place, settings: ToolSettings) -> Floats:
        """Move by as much as the mouse moved since."""
        delta = at.value - self._held
        return moved(self._values, self._seconds, self.frame, delta, settings.falloff)


class SmoothStroke:
    """A brush; every stretch it goes over becomes smoother."""

    def __init__(self, values: Floats, seconds: Floats, settings: ToolSettings) -> None:
        self._values, self._seconds = values, seconds
        self._width = settings.brush
        self.frame = 0

    def begin(self, at: Place) -> Floats:
        """The first touch."""
        self.frame = at.frame
        return self._touch(at.frame)

    def go_on(self, at: Place, settings: ToolSettings) -> Floats:
        """Touch all along the way."""
        self._width = settings.brush
        way = abs(float(self._seconds[at.frame]) - float(self._seconds[self.frame]))
        # What is less than a step waits for the next move.
        touches = int(way / (self._width / STAMPS_PER_REACH))
        return self._touch(at.frame, min(touches, STAMPS_PER_REACH)) if touches else self._values

    def _touch(self, frame: int, passes: int = 1) -> Floats:
        for _ in range(passes):
            self._values = brushed(self._values, self._seconds, self.frame, self._width, to=frame)
        self.frame = frame
        return self._values


class EraseStroke:
    """A gap wherever the mouse goes."""

    def __init__(self, values: Floats) -> None:
        self._values = values
        self._last = (0, 0)
        self.frame = 0

    def begin(self, at: Place) -> Floats:
        """What the mouse covers."""
        self._last = (at.first, at.stop)
        return self.go_on(at, ToolSettings())

    def go_on(self, at: Place, settings: ToolSettings) -> Floats:
        """And all it went over."""
        first, stop = min(self._last[0], at.first), max(self._last[1], at.stop)
        self._last, self.frame = (at.first, at.stop), at.frame
        self._values = erased(self._values, first, stop)
        return self._values


def stroke_of(settings: ToolSettings, values: Floats, seconds: Floats) -> Stroke:
    """The stroke of a tool that edits, on a curve's values (T,) at presentation times (T,)."""
    if settings.tool is Tool.DRAW:
        return DrawStroke(values, seconds)
    if settings.tool is Tool.MOVE:
        return MoveStroke(values, seconds)
    if settings.tool is Tool.SMOOTH:
        return SmoothStroke(values, seconds, settings)
    if settings.tool is Tool.ERASE:
        return EraseStroke(values)
    raise ValueError(f"{settings.tool.value} edits nothing")
