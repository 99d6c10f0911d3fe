"""A unit of a feature map over the curves of a lane: its own range fills the height."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.session.feature_maps import UnitCourse
from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.decimation import Curve
from app.ui.timeline.lane import MARGIN
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import Ink, ValueScale, draw_curve

_WIDTH, _OPACITY = 1.0, 0.75
_LEAST_HEIGHT = 40.0
"""Of a lane that has room for it; the overview has none."""


def draw_unit(
    painter: QPainter, unit: UnitCourse, area: QRectF, scale: TimeScale, theme: Theme
) -> None:
    """Its course, and its name with its range at the lane's upper right end."""
    if area.height() < _LEAST_HEIGHT:
        return
    values = ValueScale(unit.low, unit.high, MARGIN, area.height() - MARGIN)
    ink = Ink(theme.colour("text", _OPACITY), width=_WIDTH)
    draw_curve(painter, _curve(unit), scale, values, ink)
    font = digits_font(SMALL_TEXT_SIZE)
    text = f"{unit.label}: {number_text(unit.low)} to {number_text(unit.high)}"
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
    label = QRectF(area.right() - width - 4, area.top() + 2, width, height)
    painter.fillRect(label, theme.colour("base", 0.8))
    painter.setFont(font)
    painter.setPen(theme.colour("text"))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def number_text(value: float) -> str:
    """A value with three digits that count, and a true minus sign."""
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")


@lru_cache(maxsize=2)
def _curve(unit: UnitCourse) -> Curve:
    return Curve(unit.seconds, unit.values)
