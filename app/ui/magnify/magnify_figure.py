"""The Magnify dock for print: the face before and after, and how it was magnified."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.ui.fonts import digits_font, text_font
from app.ui.magnify.pair_view import paint_pair, pair_height
from app.ui.output.figure import Figure
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme

_LINE = 18.0
_LEFT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True, eq=False)
class MagnifyPage:
    """What is printed.

    Attributes
    ----------
    images : (QImage, QImage)
        Before and after.
    settings : str
        How it was magnified.
    place : str
        Which range, and which moment of it.
    """

    images: tuple[QImage, QImage]
    settings: str
    place: str

    @property
    def figure(self) -> Figure:
        """As it is offered."""
        return Figure("magnify", "Magnify", self.height_for, self.paint, 420.0)

    def height_for(self, width: float) -> float:
        """Two lines over the pictures."""
        return 2 * _LINE + GRID + pair_height(width)

    def paint(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """All of it."""
        lines = (
            (self.settings, text_font(SMALL_TEXT_SIZE, bold=True), "text"),
            (self.place, digits_font(SMALL_TEXT_SIZE), "faint"),
        )
        for row, (text, font, colour) in enumerate(lines):
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            cut = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, int(area.width())
            )
            painter.drawText(area.adjusted(0, row * _LINE, 0, 0), _LEFT, cut)
        paint_pair(painter, area.adjusted(0, 2 * _LINE + GRID, 0, 0), self.images, theme)
