"""Drawing over the picture: boxes, landmarks, quality.

Over a video the colours are the same in both themes: white lines with a dark edge are seen on any
picture. ``unit`` is the size of a pixel of the design, so that a saved frame of 4K has lines as
strong, for its size, as the window.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.ui.fonts import digits_font
from app.ui.theme import GRID, SMALL_TEXT_SIZE
from app.ui.video.faces_shown import ShownFace
from app.ui.video.inset_painting import paint_affect, paint_crop
from app.ui.video.overlay import Overlay
from app.ui.video.zoom import CENTRE, Placement

LINE = QColor(255, 255, 255)
EDGE = QColor(0, 0, 0, 130)
LABEL = QColor(16, 17, 20, 200)
QUIET = 0.62
"""Opacity of the faces that are not chosen."""

MARGIN = 3 * GRID


def paint_overlay(
    painter: QPainter, overlay: Overlay, placement: Placement, room: QRectF, unit: float = 1.0
) -> None:
    """Draw everything that is switched on.

    Parameters
    ----------
    painter : QPainter
        On the widget, or on an image of the picture's size.
    overlay : Overlay
        What there is.
    placement : Placement
        Where the picture lies.
    room : QRectF
        In whose lower corners the insets lie.
    unit : float
        Pixels to a pixel of the design.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for face in overlay.faces:
        painter.setOpacity(1.0 if face.chosen else QUIET)
        _paint_face(painter, face, overlay.switches, placement, room, unit)
    painter.setOpacity(1.0)
    inner = room.adjusted(*(sign * MARGIN * unit for sign in (1, 1, -1, -1)))
    if "crop" in overlay.switches and overlay.crop is not None:
        paint_crop(painter, overlay.crop, inner, unit)
    if "affect" in overlay.switches and overlay.affect is not None:
        paint_affect(painter, overlay.affect, inner, unit)
    painter.restore()


_LABEL_HELD = 5
"""A box this many plates high has room for one that covers no eye."""


def box_in_widget(face: ShownFace, placement: Placement) -> QRectF:
    """A face's box where it is drawn."""
    left, top, right, bottom = face.box
    corner = QPointF(*placement.to_widget((left + CENTRE, top + CENTRE)))
    return QRectF(corner, QPointF(*placement.to_widget((right + CENTRE, bottom + CENTRE))))


def _paint_face(
    painter: QPainter,
    face: ShownFace,
    switches: frozenset[str],
    placement: Placement,
    room: QRectF,
    unit: float,
) -> None:
    box = box_in_widget(face, placement)
    if "box" in switches:
        _paint_box(painter, face, box, unit)
    if "landmarks" in switches:
        _paint_landmarks(painter, face.landmarks, placement, unit)
    if "box" in switches:
        _paint_label(painter, str(face.person), box, unit, bold=face.chosen)
    if "quality" in switches:
        _paint_quality(painter, face, box, room, unit)


def _paint_box(painter: QPainter, face: ShownFace, box: QRectF, unit: float) -> None:
    width = (2.0 if face.chosen else 1.25) * unit
    radius = GRID * unit
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, thick in ((EDGE, width + 2 * unit), (LINE, width)):
        pen = QPen(colour, thick)
        if face.bridged:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([6 * unit / thick, 5 * unit / thick])
        painter.setPen(pen)
        painter.drawRoundedRect(box, radius, radius)


def _paint_landmarks(
    painter: QPainter, landmarks: NDArray[np.float64], placement: Placement, unit: float
) -> None:
    painter.setPen(QPen(EDGE, unit))
    painter.setBrush(LINE)
    for x, y in landmarks.tolist():
        middle = QPointF(*placement.to_widget((x + CENTRE, y + CENTRE)))
        painter.drawEllipse(middle, 2.75 * unit, 2.75 * unit)


def _font(unit: float, *, bold: bool = False) -> QFont:
    font = digits_font(SMALL_TEXT_SIZE)
    font.setPixelSize(max(1, round(SMALL_TEXT_SIZE * unit)))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _paint_label(painter: QPainter, text: str, box: QRectF, unit: float, *, bold: bool) -> None:
    """A small plate inside the upper left corner of a box; above one too small to hold it."""
    font = _font(unit, bold=bold)
    metrics = QFontMetricsF(font)
    height = metrics.height() + GRID * unit
    width = max(height, metrics.horizontalAdvance(text) + 2.5 * GRID * unit)
    plate = QRectF(box.left() + GRID * unit, box.top() + GRID * unit, width, height)
    if box.height() < _LABEL_HELD * height:
        plate.moveBottomLeft(box.topLeft() - QPointF(0, GRID // 2 * unit))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(LINE if bold else LABEL)
    painter.drawRoundedRect(plate, GRID * unit, GRID * unit)
    painter.setPen(LABEL if bold else LINE)
    painter.setFont(font)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _paint_quality(
    painter: QPainter, face: ShownFace, box: QRectF, room: QRectF, unit: float
) -> None:
    """A bar as long as the tracker is sure, and the number; below the box if there is room."""
    font = _font(unit)
    text = f"{face.confidence:.2f}" + (" held" if face.bridged else "")
    metrics = QFontMetricsF(font)
    digits = metrics.horizontalAdvance(text) + 2 * GRID * unit
    plate = QRectF(
        box.left(), box.bottom() + GRID * unit, box.width(), metrics.height() + GRID * unit / 2
    )
    plate.setWidth(max(box.width(), digits + 6 * GRID * unit))
    if plate.bottom() > room.bottom():
        plate.moveBottom(min(box.bottom(), room.bottom()) - GRID * unit)
        plate.setLeft(plate.left() + GRID * unit)
        plate.setRight(plate.right() - GRID * unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(LABEL)
    painter.drawRoundedRect(plate, GRID * unit, GRID * unit)
    length = plate.width() - digits - GRID * unit
    bar = QRectF(plate.left() + GRID * unit, plate.center().y() - unit, length, 2 * unit)
    painter.setBrush(QColor(255, 255, 255, 70))
    painter.drawRoundedRect(bar, unit, unit)
    bar.setWidth(length * min(max(face.confidence, 0.0), 1.0))
    painter.setBrush(LINE)
    painter.drawRoundedRect(bar, unit, unit)
    painter.setPen(LINE)
    painter.setFont(font)
    plate.setRight(plate.right() - GRID * unit)
    painter.drawText(plate, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
