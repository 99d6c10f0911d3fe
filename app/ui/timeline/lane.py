"""What every lane of the timeline is: a small class that draws one kind of thing over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.session.tracks import TrackKey
from app.ui.theme import Theme
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import ValueScale

MARGIN = 6.0
"""Logical pixels a curve keeps from the upper and the lower edge of its lane."""


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A line of a lane's head: a curve by its name, how it looks, and what is behind it.

    Attributes
    ----------
    label : str
        Its name.
    key : TrackKey or None
        The prediction it shows; None for what cannot be hidden alone.
    variant : int
        Dash pattern.
    visible : bool
        Whether it is drawn.
    caution : str
        What the user must know before trusting it; may be empty.
    tip : str
        Where it came from, for the tooltip; may be empty.
    person : int
        Whose; 0 where that means nothing.
    annotation : str
        Id of the annotated track it shows; empty for anything else.
    locked : bool
        Whether that track is protected from edits.
    active : bool
        Whether that track is the one for edits.
    below : bool
        Whether it is more about the row above, with whose name it is in line.
    """

    label: str
    key: TrackKey | None = None
    variant: int = 0
    visible: bool = True
    caution: str = ""
    tip: str = ""
    person: int = 0
    annotation: str = ""
    locked: bool = False
    active: bool = False
    below: bool = False


class Lane(Protocol):
    """One lane.

    Attributes
    ----------
    name : str
        Identifies it in settings.
    title : str
        Its name for people.
    colour : str
        Name of a colour of the theme.
    height : int
        Logical pixels when the user chose none.
    editable : bool
        Whether anything in it can be edited.
    """

    name: str
    title: str
    colour: str
    height: int
    editable: bool

    def show(self, scene: Scene) -> bool:
        """Take what is known now; whether the lane looks different."""

    def rows(self) -> Sequence[LaneRow]:
        """The lines of its head, top to bottom."""

    def values(self, frame: int) -> Sequence[str]:
        """What each row reads at a frame, as text of steady width; empty in a gap."""

    def places(self, frame: int) -> Sequence[float | None]:
        """The value of each row at a frame, for dots on the curves; None for no dot."""

    def hint(self) -> str:
        """What would fill the lane, while it is empty; else nothing."""

    def labels(self) -> Sequence[float]:
        """Values named on its axis."""

    def value_scale(self, height: float) -> ValueScale:
        """Its values over a height."""

    def row_colour(self, row: LaneRow, theme: Theme) -> QColor:
        """How a row's curve is coloured."""

    def paint(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """Draw what is visible; gaps are there already."""


@runtime_checkable
class SaysMore(Protocol):
    """A lane whose curves have more to say at a frame than where they came from."""

    def tip(self, row: LaneRow, frame: int) -> str:
        """What a row reads at a frame, in words; empty for nothing."""
