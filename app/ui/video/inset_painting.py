"""The small pictures in the corners: the aligned crop, and where the prediction lies.

They lie on a dark plate in both themes, because what is under them may be any picture.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from app.ui.fonts import digits_font, text_font
from app.ui.theme import DARK, GRID, SMALL_TEXT_SIZE
from app.ui.video.overlay import Affect
from app.ui.video.time_text import signed_text

PLATE = QColor(16, 17, 20, 216)
LINE = QColor(255, 255, 255)
SIDE = 112.0
"""Width and height of an inset's picture, in pixels of the design."""

PADDING = 2 * GRID
CAPTION = 5 * GRID
CAUTION_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop

SMALLEST_SHARE = 0.45
"""An inset takes no more than this share of the room's width and height."""


def inset_unit(room: QRectF, unit: float) -> float:
    """The unit of an inset, smaller than ``unit`` where there is little room."""
    side = SIDE + 2 * PADDING + 2 * CAPTION
    return min(unit, SMALLEST_SHARE * room.width() / side, SMALLEST_SHARE * room.height() / side)


def paint_crop(painter: QPainter, crop: QImage, room: QRectF, unit: float) -> None:
    """The face as the network sees it, in the lower right corner."""
    unit = inset_unit(room, unit)
    size = QRectF(0, 0, (SIDE + 2 * PADDING) * unit, (SIDE + PADDING + CAPTION) * unit)
    size.moveBottomRight(room.bottomRight())
    _paint_plate(painter, size, unit)
    square = _square(size, unit)
    painter.save()
    outline = QPainterPath()
    outline.addRoundedRect(square, GRID * unit / 2, GRID * unit / 2)
    painter.setClipPath(outline)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(square, crop, QRectF(crop.rect()))
    painter.restore()
    _paint_caption(painter, "aligned crop", square, unit)


def paint_affect(painter: QPainter, affect: Affect, room: QRectF, unit: float) -> None:
    """Valence to the right and arousal up, with the present point, in the lower left corner."""
    unit = inset_unit(room, unit)
    caution = caution_height(affect.caution, unit)
    height = (SIDE + PADDING + 2 * CAPTION - GRID) * unit + caution
    size = QRectF(0, 0, (SIDE + 2 * PADDING) * unit, height)
    size.moveBottomLeft(room.bottomLeft())
    _paint_plate(painter, size, unit)
    square = _square(size, unit)
    _paint_plane(painter, square, unit)
    point = affect_point(affect, square)
    painter.setPen(QPen(QColor(0, 0, 0, 160), unit))
    painter.setBrush(LINE)
    painter.drawEllipse(point, 4 * unit, 4 * unit)
    row = QRectF(square.left(), square.bottom() + GRID * unit, square.width(), 4 * GRID * unit)
    _paint_value(painter, "valence", affect.valence, row, unit)
    _paint_value(painter, "arousal", affect.arousal, row.translated(0, row.height()), unit)
    if affect.caution:
        below = row.translated(0, 2 * row.height())
        below.setHeight(caution)
        _paint_caution(painter, affect.caution, below, unit)


def caution_height(caution: str, unit: float) -> float:
    """Room for a label of any length, on as many lines as it needs."""
    if not caution:
        return 0.0
    metrics = QFontMetricsF(_sized(text_font(), unit))
    line = QRectF(0, 0, SIDE * unit, 1000 * unit)
    return metrics.boundingRect(line, CAUTION_FLAGS, caution).height() + 2 * GRID * unit


def affect_point(affect: Affect, square: QRectF) -> QPointF:
    """Where a prediction lies in the plane's square."""
    return QPointF(
        square.center().x() + affect.valence * square.width() / 2,
        square.center().y() - affect.arousal * square.height() / 2,
    )


def _paint_plate(painter: QPainter, rect: QRectF, unit: float) -> None:
    painter.setPen(QPen(QColor(255, 255, 255, 36), unit))
    painter.setBrush(PLATE)
    painter.drawRoundedRect(rect, 1.5 * GRID * unit, 1.5 * GRID * unit)


def _square(plate: QRectF, unit: float) -> QRectF:
    return QRectF(
        plate.left() + PADDING * unit, plate.top() + PADDING * unit, SIDE * unit, SIDE * unit
    )


def _paint_plane(painter: QPainter, square: QRectF, unit: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(255, 255, 255, 60), unit))
    painter.drawRoundedRect(square, GRID * unit / 2, GRID * unit / 2)
    middle = square.center()
    painter.setPen(QPen(DARK.colour("valence", 0.8), unit))
    painter.drawLine(QPointF(square.left(), middle.y()), QPointF(square.right(), middle.y()))
    painter.setPen(QPen(DARK.colour("arousal", 0.8), unit))
    painter.drawLine(QPointF(middle.x(), square.top()), QPointF(middle.x(), square.bottom()))


def _sized(font: QFont, unit: float) -> QFont:
    font.setPixelSize(max(1, round(SMALL_TEXT_SIZE * unit)))
    return font


def _paint_value(painter: QPainter, name: str, value: float, row: QRectF, unit: float) -> None:
    painter.setPen(DARK.colour(name))
    painter.setFont(_sized(text_font(), unit))
    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
    painter.setPen(LINE)
    painter.setFont(_sized(digits_font(), unit))
    painter.drawText(
        row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, signed_text(value)
    )


def _paint_caution(painter: QPainter, caution: str, row: QRectF, unit: float) -> None:
    painter.setFont(_sized(text_font(), unit))
    painter.setPen(DARK.colour("warning"))
    painter.drawText(row, CAUTION_FLAGS, caution)


def _paint_caption(painter: QPainter, text: str, square: QRectF, unit: float) -> None:
    row = QRectF(square.left(), square.bottom(), square.width(), CAPTION * unit)
    painter.setPen(DARK.colour("faint"))
    painter.setFont(_sized(text_font(), unit))
    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
