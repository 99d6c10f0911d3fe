"""What a lane does with the mouse, when it does more than move the playhead.

`LaneCanvas` tells the pointer of its lane about the left button and about hovering. A press that is
not taken moves the playhead, as everywhere on the timeline. Ctrl with a drag always moves it.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.ui.theme import Theme
from app.ui.timeline.scale import TimeScale


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is on a lane.

    Attributes
    ----------
    x, y : float
        Logical pixels from the lane's upper left corner; while dragging they may lie outside.
    seconds : float
        The instant at ``x``.
    modifiers : Qt.KeyboardModifier
        Keys held down.
    height : float
        The lane's, logical pixels.
    scale : TimeScale
        What is visible.
    """

    x: float
    y: float
    seconds: float
    modifiers: Qt.KeyboardModifier
    height: float
    scale: TimeScale

    def has(self, modifier: Qt.KeyboardModifier) -> bool:
        """Whether a key is held down."""
        return bool(self.modifiers & modifier)


class LanePointer(Protocol):
    """What the left button does on a lane."""

    def press(self, at: Pointer) -> bool:
        """Take hold; False lets the press move the playhead."""

    def drag(self, at: Pointer) -> None:
        """Move what is held."""

    def release(self, at: Pointer) -> None:
        """Let go: what was done is kept."""

    def double_click(self, at: Pointer) -> bool:
        """Do what a double click does; False for nothing. A press and a release came before."""

    def hover(self, at: Pointer | None) -> Qt.CursorShape | None:
        """What the cursor looks like there; None for the usual one. Told None when it leaves."""

    def cancel(self) -> None:
        """Let go and undo what was done: Escape, or the document changed."""


@runtime_checkable
class DrawingPointer(LanePointer, Protocol):
    """A pointer that draws over its lane; it is drawn again whenever the mouse moves."""

    def draw(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """Draw what is held, or what the tool would reach."""
