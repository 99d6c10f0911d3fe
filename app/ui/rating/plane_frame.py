"""The affect plane as such: its ground, its lines, its words. For rating, and for looking.

The words in the corners are those of the circumplex of Russell (1980), "A circumplex model of
affect", Journal of Personality and Social Psychology 39, 1161-1178.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.fonts import text_font
from app.ui.rating.geometry import Axis, place
from app.ui.theme import SMALL_TEXT_SIZE, Theme

TEXT_HIGH = 18.0
ROOM_FOR_CORNERS, ROOM_FOR_SIDES = 190.0, 160.0
"""Widths from which words do not run into each other."""

_ALIGN = Qt.AlignmentFlag
CORNERS = (
    _ALIGN.AlignLeft | _ALIGN.AlignTop,
    _ALIGN.AlignRight | _ALIGN.AlignTop,
    _ALIGN.AlignLeft | _ALIGN.AlignBottom,
    _ALIGN.AlignRight | _ALIGN.AlignBottom,
)
QUADRANTS = ("angry, afraid", "happy, excited", "sad, bored", "calm, content")
"""In the order of the corners."""


def paint_ground(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """What everything lies on."""
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.setBrush(theme.colour("raised"))
    painter.drawRect(area)


def paint_lines(painter: QPainter, area: QRectF, axes: tuple[Axis, Axis], theme: Theme) -> None:
    """The circle, and the axes through the middle of both ranges."""
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area)
    painter.setPen(QPen(theme.colour("faint", 0.6), 1))
    middle = place(axes, (axes[0].scheme.middle, axes[1].scheme.middle))
    painter.drawLine(QPointF(area.left(), middle.y()), QPointF(area.right(), middle.y()))
    painter.drawLine(QPointF(middle.x(), area.top()), QPointF(middle.x(), area.bottom()))


def paint_ends(
    painter: QPainter,
    area: QRectF,
    axes: tuple[Axis, Axis],
    theme: Theme,
    *,
    inside: bool = False,
) -> None:
    """What the ends of the axes mean: above and below the plane or inside it, and at its sides."""
    right, up = (axis.scheme for axis in axes)
    painter.setPen(theme.colour("text"))
    painter.setFont(text_font(SMALL_TEXT_SIZE, bold=True))
    wide = area.adjusted(-area.left(), 0, area.left(), 0)
    away = -TEXT_HIGH if inside else 3.0
    above = QRectF(wide.left(), area.top() - 1 - away - TEXT_HIGH, wide.width(), TEXT_HIGH)
    below = QRectF(wide.left(), area.bottom() + away, wide.width(), TEXT_HIGH)
    _write(painter, above, _ALIGN.AlignCenter, up.high_label, theme)
    _write(painter, below, _ALIGN.AlignCenter, up.low_label, theme)
    if area.width() < ROOM_FOR_SIDES:
        return
    inner = area.adjusted(6, 5, -6, -5)
    beside = QRectF(inner.left(), area.center().y() - 3 - TEXT_HIGH, inner.width(), TEXT_HIGH)
    _write(painter, beside, _ALIGN.AlignVCenter | _ALIGN.AlignLeft, right.low_label, theme)
    _write(painter, beside, _ALIGN.AlignVCenter | _ALIGN.AlignRight, right.high_label, theme)


_SEAM = ((-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (-1, 1), (1, -1), (1, 1))


def paint_corners(
    painter: QPainter, area: QRectF, theme: Theme, words: tuple[str, ...] = QUADRANTS
) -> None:
    """What the quadrants mean, or other words; where there is room."""
    if area.width() < ROOM_FOR_CORNERS and words is QUADRANTS:
        return
    painter.setPen(theme.colour("faint"))
    painter.setFont(text_font(SMALL_TEXT_SIZE))
    inner = area.adjusted(6, 5, -6, -5)
    for name, corner in zip(words, CORNERS, strict=True):
        _write(painter, inner, corner, name, theme)


def _write(
    painter: QPainter, box: QRectF, where: Qt.AlignmentFlag, text: str, theme: Theme
) -> None:
    """Words with a seam in the colour of the ground, so that they are read over anything."""
    pen = painter.pen()
    painter.setPen(theme.colour("raised", 0.9))
    for right, down in _SEAM:
        painter.drawText(box.translated(right, down), where, text)
    painter.setPen(pen)
    painter.drawText(box, where, text)
