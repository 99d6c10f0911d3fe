"""What a tool shows over its lane: the value under the cursor, and how far it reaches."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.scale import TimeScale

PADDING, DISTANCE = 6.0, 12.0


@dataclass(frozen=True, slots=True)
class Readout:
    """A value, and where.

    Attributes
    ----------
    x, y : float
        The mouse, logical pixels.
    value, place : str
        The value, and the time with the frame.
    """

    x: float
    y: float
    value: str
    place: str


def draw_readout(painter: QPainter, area: QRectF, readout: Readout, theme: Theme) -> None:
    """A small label beside the mouse, always inside the lane."""
    font = digits_font(SMALL_TEXT_SIZE)
    bold = digits_font(SMALL_TEXT_SIZE)
    bold.setBold(True)
    value_width = QFontMetricsF(bold).horizontalAdvance(readout.value)
    place_width = QFontMetricsF(font).horizontalAdvance(readout.place)
    width, height = value_width + place_width + 3 * PADDING, 20.0
    left = readout.x + DISTANCE
    if left + width > area.right() - 2:
        left = readout.x - DISTANCE - width
    top = min(max(readout.y - height - 4, area.top() + 2), area.bottom() - height - 2)
    box = QRectF(round(left) + 0.5, round(top) + 0.5, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.setBrush(theme.colour("overlay", 0.94))
    painter.drawRoundedRect(box, 4, 4)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(bold)
    painter.setPen(theme.colour("text"))
    painter.drawText(box.adjusted(PADDING, 0, 0, 0), middle, readout.value)
    painter.setFont(font)
    painter.setPen(theme.colour("faint"))
    painter.drawText(box.adjusted(value_width + 2 * PADDING, 0, 0, 0), middle, readout.place)


def draw_falloff(
    painter: QPainter, area: QRectF, scale: TimeScale, middle: float, reach: float, colour: QColor
) -> None:
    """How softly the neighbours follow: a band, with a bell of a raised cosine at its foot."""
    left, right = scale.x(middle - reach), scale.x(middle + reach)
    _fill_band(painter, area, left, right, colour)
    if right - left < 4:
        return
    share = np.linspace(-1, 1, 41)
    height = min(18.0, area.height() / 4)
    tops = area.bottom() - 1 - height * (1 + np.cos(np.pi * share)) / 2
    places = (left + right) / 2 + share * (right - left) / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen_colour = QColor(colour)
    pen_colour.setAlphaF(0.9)
    painter.setPen(QPen(pen_colour, 1.25))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = zip(places.tolist(), tops.tolist(), strict=True)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def draw_brush(
    painter: QPainter,
    area: QRectF,
    scale: TimeScale,
    at: QPointF,
    middle: float,
    reach: float,
    colour: QColor,
) -> None:
    """A ring as wide as the brush, at the mouse, in its band."""
    left, right = scale.x(middle - reach), scale.x(middle + reach)
    _fill_band(painter, area, left, right, colour)
    across = max((right - left) / 2, 3.0)
    down = min(across, 16.0, area.height() / 2 - 2)
    y = min(max(at.y(), area.top() + down + 1), area.bottom() - down - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = QColor(colour)
    ring.setAlphaF(0.9)
    painter.setPen(QPen(ring, 1.25))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = min(across, down)
    box = QRectF((left + right) / 2 - across, y - down, 2 * across, 2 * down)
    painter.drawRoundedRect(box, radius, radius)


def draw_eraser(painter: QPainter, area: QRectF, left: float, width: float, colour: QColor) -> None:
    """The frames that are to become a gap."""
    _fill_band(painter, area, left, left + width, colour, 0.30)


def _fill_band(
    painter: QPainter,
    area: QRectF,
    left: float,
    right: float,
    colour: QColor,
    opacity: float = 0.12,
) -> None:
    shade = QColor(colour)
    shade.setAlphaF(opacity)
    left, right = max(left, area.left()), min(right, area.right())
    if right > left:
        painter.fillRect(QRectF(left, area.top(), right - left, area.height()), shade)
