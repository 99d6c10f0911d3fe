"""The few signs of a lane's head, drawn so that they are sharp at any scale."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.theme import themes
from app.ui.timeline.dashes import pattern_of

SIZE = 20
Glyph = Callable[[QPainter, QRectF, bool], None]
"""Draws a sign into a square with the painter's pen; told whether it is switched on."""


def eye(painter: QPainter, area: QRectF, on: bool) -> None:
    """An eye; struck through when off."""
    middle, half = area.center(), area.width() * 0.34
    painter.drawPath(eye_outline(middle, half))
    painter.drawEllipse(middle, half * 0.34, half * 0.34)
    if not on:
        painter.drawLine(middle + QPointF(-half, half * 0.8), middle + QPointF(half, -half * 0.8))


def eye_outline(middle: QPointF, half: float) -> QPainterPath:
    """Two lids between two corners."""
    left, right = middle - QPointF(half, 0), middle + QPointF(half, 0)
    path = QPainterPath(left)
    path.quadTo(middle - QPointF(0, half * 1.3), right)
    path.quadTo(middle + QPointF(0, half * 1.3), left)
    return path


def lock(painter: QPainter, area: QRectF, on: bool) -> None:
    """A padlock; open when off."""
    middle = area.center()
    body = QRectF(middle.x() - 4, middle.y() - 0.5, 8, 6)
    painter.drawRoundedRect(body, 1, 1)
    bow = QPainterPath(QPointF(body.left() + 1.5, body.top()))
    bow.lineTo(body.left() + 1.5, body.top() - 2)
    bow.arcTo(QRectF(body.left() + 1.5, body.top() - 4.5, 5, 5), 180, -180)
    bow.lineTo(body.right() - 1.5, body.top() - (0.0 if on else 2.5))
    painter.drawPath(bow)


def caution(painter: QPainter, area: QRectF, on: bool = True) -> None:
    """A triangle with an exclamation mark."""
    middle, half = area.center(), 5.0
    top = QPointF(middle.x(), middle.y() - half)
    path = QPainterPath(top)
    path.lineTo(middle.x() + half + 0.5, middle.y() + half - 0.5)
    path.lineTo(middle.x() - half - 0.5, middle.y() + half - 0.5)
    path.closeSubpath()
    painter.drawPath(path)
    painter.drawLine(middle + QPointF(0, -1.5), middle + QPointF(0, 1.5))
    painter.drawPoint(middle + QPointF(0, 3.0))


def swatch(
    painter: QPainter, area: QRectF, colour: QColor, variant: int, thickness: float = 2.0
) -> None:
    """A stretch of line as the curve is drawn."""
    pen = QPen(colour, thickness)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pattern = pattern_of(variant)
    if pattern:
        pen.setDashPattern([length / pen.widthF() for length in pattern])
    painter.setPen(pen)
    y = area.center().y()
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def draw_focus(painter: QPainter, widget: QWidget) -> None:
    """The ring about a control that has the keyboard."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(themes.now.colour("text"), 1))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


class GlyphButton(QAbstractButton):
    """A small button with a sign, which can be switched."""

    def __init__(self, glyph: Glyph, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self.setCheckable(True)
        self.setFixedSize(SIZE, SIZE)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        themes.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A square."""
        return QSize(SIZE, SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The sign, livelier under the cursor."""
        theme = themes.now
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.isEnabled() and self.underMouse()
        opacity = 1.0 if self.isEnabled() else 0.55
        colour = theme.colour("text" if lively else "faint", opacity)
        painter.setPen(QPen(colour, 1.3))
        self._glyph(painter, QRectF(self.rect()), self.isChecked())
        if self.hasFocus():
            draw_focus(painter, self)
