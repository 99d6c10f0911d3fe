"""The Features dock for print: a map with its axes and colours, and units ranked by a curve."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.core.unit_ranking import RankedUnit
from app.session.feature_maps import ShownMap
from app.session.viewport import Viewport
from app.ui.features.colour_bar import COLOURS_HIGH, paint_colours
from app.ui.features.painting import AXIS, paint_map, paint_unit, unit_ends
from app.ui.fonts import digits_font, text_font
from app.ui.output.figure import Figure
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, Theme
from app.ui.timeline.scale import TimeScale

WIDE = 560.0
"""Logical pixels from which units stand beside the map, and not below."""
MOST_UNITS = 12
_MAP, _SIDE, _NUMBERS, _ROW, _LINE = 280.0, 188.0, 42.0, 20.0, 18.0
_COLOURS = 240.0
_LEFT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True, eq=False)
class FeaturesPage:
    """What is printed.

    Attributes
    ----------
    shown : ShownMap
        The map.
    viewport : Viewport
        The stretch of time.
    times : float64 array (T,)
        Of the recording's frames.
    ranking : sequence of RankedUnit
        Its units, the first ones are printed; empty for none.
    curve : str
        What they are ranked by.
    """

    shown: ShownMap
    viewport: Viewport
    times: NDArray[np.float64]
    ranking: Sequence[RankedUnit] = ()
    curve: str = ""

    @property
    def figure(self) -> Figure:
        """As it is offered."""
        return Figure("features", "Features", self.height_for, self.paint, 720.0, 280.0)

    @property
    def units(self) -> Sequence[RankedUnit]:
        """Those that are printed."""
        return self.ranking[:MOST_UNITS]

    def places(self, width: float) -> tuple[QRectF, QRectF, QRectF]:
        """Where the map with the numbers below, its colours and the units lie."""
        beside = bool(self.units) and width >= WIDE
        right = width - (_SIDE + 2 * PANEL_PADDING if beside else 0.0)
        narrow = right < 1.6 * _COLOURS
        colours = QRectF(0, 0, min(_COLOURS, right - _NUMBERS), COLOURS_HIGH)
        colours.moveTopRight(QRectF(0, _LINE + GRID if narrow else 0, right, 1).topRight())
        top = colours.bottom() + GRID
        map_place = QRectF(_NUMBERS, top, right - _NUMBERS, _MAP + AXIS)
        high = _LINE * 2 + _ROW * len(self.units) if self.units else 0.0
        left, above = (right + 2 * PANEL_PADDING, 0.0) if beside else (0.0, map_place.bottom())
        gap = 0.0 if beside else 3 * GRID
        return map_place, colours, QRectF(left, above + gap, width - left, high)

    def height_for(self, width: float) -> float:
        """The lowest end of anything."""
        return max(place.bottom() for place in self.places(width) if not place.isEmpty())

    def paint(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """All of it."""
        corner = area.topLeft()
        map_place, colours, units = (each.translated(corner) for each in self.places(area.width()))
        painter.setFont(text_font(SMALL_TEXT_SIZE, bold=True))
        painter.setPen(theme.colour("text"))
        title = QRectF(map_place.left(), corner.y(), map_place.width(), _LINE)
        painter.drawText(title, _LEFT, f"{self.shown.title}, {self.shown.heat.units} units")
        paint_colours(painter, colours, self.shown, theme)
        scale = TimeScale.of(self.viewport, max(1, int(map_place.width())))
        paint_map(painter, map_place, self.shown, scale, self.times, theme)
        self._paint_axis(painter, map_place, theme)
        self._paint_units(painter, units, theme)

    def _paint_axis(self, painter: QPainter, place: QRectF, theme: Theme) -> None:
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        beside = QRectF(place.left() - _NUMBERS, place.top(), _NUMBERS - GRID - 1, _MAP)
        first, last = unit_ends(self.shown)
        sides = Qt.AlignmentFlag
        for text, side in ((first, sides.AlignTop), ("unit", sides.AlignVCenter),
                           (last, sides.AlignBottom)):  # fmt: skip
            painter.drawText(beside, side | _RIGHT, text)
        below = QRectF(beside.left(), place.bottom() - AXIS + GRID, beside.width(), AXIS - GRID)
        painter.drawText(below, sides.AlignVCenter | _RIGHT, "frame")

    def _paint_units(self, painter: QPainter, place: QRectF, theme: Theme) -> None:
        if not self.units:
            return
        painter.setFont(text_font(SMALL_TEXT_SIZE, bold=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(place, _LEFT, "Units by correlation with")
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        cut = painter.fontMetrics().elidedText(
            self.curve, Qt.TextElideMode.ElideRight, int(place.width())
        )
        painter.drawText(place.adjusted(0, _LINE, 0, 0), _LEFT, cut)
        for row, ranked in enumerate(self.units):
            top = place.top() + 2 * _LINE + row * _ROW
            paint_unit(painter, QRectF(place.left(), top, place.width(), _ROW), ranked, theme)
