"""A lane for a feature map: units from top to bottom, as a heat map."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.session.feature_maps import TITLES, ShownMap
from app.ui.theme import Theme
from app.ui.timeline.curve_words import signed
from app.ui.timeline.heat_picture import draw_map
from app.ui.timeline.lane import LaneRow
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import ValueScale
from app.ui.timeline.unit_drawing import number_text

_MARK = 5.0


class FeatureLane:
    """One map; see `Lane`.

    Attributes
    ----------
    map : str
        Its name among the maps.
    pointed : int or None
        The unit under the mouse.
    """

    colour, height, editable = "faint", 128, False

    def __init__(self, map_name: str) -> None:
        self.map = map_name
        self.name = f"features_{map_name}"
        self.title = TITLES.get(map_name, map_name)
        self.pointed: int | None = None
        self._shown: ShownMap | None = None
        self._blind = False

    @property
    def shown(self) -> ShownMap | None:
        """What it draws."""
        return None if self._blind else self._shown

    def show(self, scene: Scene) -> bool:
        """Take the map."""
        shown = next((each for each in scene.maps if each.name == self.map), None)
        changed = shown is not self._shown or scene.blind != self._blind
        self._shown, self._blind = shown, scene.blind
        return changed

    def rows(self) -> Sequence[LaneRow]:
        """The unit under the mouse, else the selected one; and where the colours end."""
        if self.shown is None:
            return ()
        unit, limits = self._unit, self.shown.limits
        about = limits.note or f"Colours {number_text(limits.low)} to {number_text(limits.high)}"
        name = f"Unit {unit}" if unit is not None else f"{self.shown.heat.units} units"
        return (LaneRow(name, tip="Point at the map to read a unit"), LaneRow(about, tip=about))

    def values(self, frame: int) -> Sequence[str]:
        """What that unit reads."""
        if self.shown is None:
            return ()
        unit = self._unit
        return ("" if unit is None else signed(self.shown.value(frame, unit)), "")

    def places(self, frame: int) -> Sequence[float | None]:
        """No dots."""
        return tuple(None for _ in self.rows())

    def hint(self) -> str:
        """Why it is empty."""
        return "Hidden while you rate blind" if self._blind else ""

    def labels(self) -> Sequence[float]:
        """Numbers of units, where they stand in their own order."""
        shown = self.shown
        if shown is None or np.any(np.diff(shown.order) != 1):
            return ()
        return (0, shown.heat.units - 1)

    def value_scale(self, height: float) -> ValueScale:
        """Units from top to bottom."""
        units = self.shown.heat.units if self.shown is not None else 1
        return ValueScale(float(units), 0.0, 0.0, height)

    def row_colour(self, row: LaneRow, theme: Theme) -> QColor:
        """None of its own."""
        return theme.colour(self.colour)

    def unit_at(self, y: float, height: float) -> int | None:
        """The unit at a place."""
        if self.shown is None or not 0 <= y < height:
            return None
        units = self.shown.heat.units
        return int(self.shown.order[min(int(y / height * units), units - 1)])

    def paint(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """The map, and a mark at the selected unit."""
        if self.shown is None:
            return
        place = (area.left(), area.top())
        draw_map(painter, self.shown, scale, place, area.height(), theme)
        if self.shown.unit is not None:
            draw_unit_mark(painter, self.shown, area, theme)

    @property
    def _unit(self) -> int | None:
        if self.pointed is not None or self.shown is None:
            return self.pointed
        return self.shown.unit


def draw_unit_mark(painter: QPainter, shown: ShownMap, area: QRectF, theme: Theme) -> None:
    """Wedges at both ends of the selected unit's row."""
    row = int(np.flatnonzero(shown.order == shown.unit)[0])
    y = area.top() + (row + 0.5) * area.height() / shown.heat.units
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("base"), 1))
    painter.setBrush(theme.colour("text"))
    for edge, inward in ((area.left(), _MARK), (area.right(), -_MARK)):
        corners = ((edge, y - _MARK), (edge + inward * 1.4, y), (edge, y + _MARK))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
