"""The Motion dock for print: a step large with its colours, all steps, and the probe."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.ui.fonts import digits_font, text_font
from app.ui.motion.colour_bar import BAR_HIGH, paint_bar
from app.ui.motion.look import LEVELS, ORIENTATIONS, Look, Pictures, colours_of, step_text
from app.ui.motion.painting import Point, paint_rows, paint_step, rows_height
from app.ui.motion.probe_view import PROBE_HIGH, ProbeRow, paint_probe
from app.ui.output.figure import Figure
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, Theme

WIDE = 560.0
"""Logical pixels from which rows and probe stand beside the large picture, and not below."""
LARGEST = 380.0
_TITLE = 18.0
_LARGE_SHARE = 0.42


@dataclass(frozen=True, slots=True)
class MotionPage:
    """What is printed.

    Attributes
    ----------
    pictures : Pictures
        Of the snippet.
    look : Look
        How it is shown.
    point : (float, float) or None
        Where it is probed.
    rows : tuple of ProbeRow
        What was found there in this snippet; empty for nothing.
    step : int
        Whose displacements are listed.
    """

    pictures: Pictures
    look: Look
    point: Point | None = None
    rows: Sequence[ProbeRow] = ()
    step: int = 0

    @property
    def figure(self) -> Figure:
        """As it is offered."""
        return Figure("motion", "Motion", self.height_for, self.paint, 640.0, 350.0)

    def places(self, width: float) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        """Where the large picture, its colours, the rows and the probe lie."""
        wide = width >= WIDE
        side = min(width * _LARGE_SHARE if wide else width, LARGEST)
        large = QRectF(0, _TITLE, side, side)
        bar = QRectF(0, large.bottom() + GRID, side, BAR_HIGH)
        left = side + 2 * PANEL_PADDING if wide else 0.0
        top = _TITLE if wide else bar.bottom() + 2 * GRID
        rows = QRectF(left, top, width - left, rows_height(width - left))
        probe = QRectF(left, rows.bottom() + 3 * GRID, width - left, 0.0)
        probe.setHeight(float(PROBE_HIGH) if self.rows else 0.0)
        return large, bar, rows, probe

    def height_for(self, width: float) -> float:
        """The lowest end of anything."""
        return max(place.bottom() for place in self.places(width) if not place.isEmpty())

    def paint(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """All of it."""
        pictures, look = self.pictures, self.look
        corner = area.topLeft()
        large, bar, rows, probe = (each.translated(corner) for each in self.places(area.width()))
        self._paint_title(painter, QRectF(corner.x(), corner.y(), area.width(), _TITLE), theme)
        paint_step(painter, large, pictures, look, self.point, theme)
        limits = pictures.limits(look)
        paint_bar(painter, bar, limits, look.shown.unit, colours_of(look.shown), theme)
        paint_rows(painter, rows, pictures, look, theme)
        if self.rows:
            paint_probe(painter, probe, self.rows, self.step, theme)

    def _paint_title(self, painter: QPainter, line: QRectF, theme: Theme) -> None:
        look = self.look
        painter.setFont(text_font(SMALL_TEXT_SIZE, bold=True))
        painter.setPen(theme.colour("text"))
        band = f"{ORIENTATIONS[look.orientation]} {LEVELS[look.level]}"
        name = f"{look.shown.value}, {band}"
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(line, flags, name)
        gone = painter.fontMetrics().horizontalAdvance(name) + 12
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        said = " ".join(filter(None, (step_text(look, self.pictures), self.pictures.snippet.note)))
        room = line.adjusted(gone, 0, 0, 0)
        elided = painter.fontMetrics().elidedText(
            said, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, flags, elided)
