"""One step of a snippet, large: crisp pixels, the face under it, regions, and the probe."""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.motion.look import SIDE, Look, Pictures
from app.ui.motion.painting import Point, paint_step
from app.ui.theme import themes

LEAST, GREATEST = 3, 9
"""Logical pixels that a pixel of the picture takes at least, and at most."""

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

_AWAY = Qt.Key.Key_Escape


class LargeView(QWidget):
    """Shows one picture, and says which point was clicked.

    Signals
    -------
    probed(point)
        x and y in pixels of the 48, whole numbers at pixel centres; None for none any more.
    """

    probed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: Pictures | None = None
        self._look = Look()
        self.point: Point | None = None
        self._tallest = SIDE * GREATEST
        self.setAccessibleName("Motion of one step; click a point to probe it")
        self.setToolTip(
            "Click a point of the face to see its phase and how it moves; arrow keys move the "
            "point, Escape takes it away"
        )
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)

    def show_pictures(self, pictures: Pictures | None, look: Look) -> None:
        """Show a snippet as chosen."""
        self._pictures, self._look = pictures, look
        self.update()

    def show_point(self, point: Point | None) -> None:
        """Mark the point that is probed."""
        self.point = point
        self.update()

    def limit_height(self, height: int) -> None:
        """Be no taller than this, but tall enough to be clicked at."""
        tallest = min(max(height, SIDE * LEAST), SIDE * GREATEST)
        if tallest != self._tallest:
            self._tallest = tallest
            self.updateGeometry()

    @property
    def area(self) -> QRectF:
        """Where the 48 pixels lie: a whole number of screen pixels each."""
        ratio = self.devicePixelRatioF()
        side = self._side(min(self.width(), self.height()))
        left = int((self.width() - side) / 2 * ratio) / ratio
        return QRectF(max(left, 0), 0, side, side)

    def _side(self, room: float) -> float:
        ratio = self.devicePixelRatioF()
        return max(1, int(min(room, SIDE * GREATEST) * ratio // SIDE)) * SIDE / ratio

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """A square, without a rest below it."""
        return math.ceil(self._side(min(max(width, SIDE), self._tallest)))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Five pixels for one."""
        return QSize(5 * SIDE, 5 * SIDE)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As small as it may be."""
        return QSize(LEAST * SIDE, LEAST * SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground or face, the picture, outlines, probe."""
        painter, area, theme = QPainter(self), self.area, themes.now
        paint_step(painter, area, self._pictures, self._look, self.point, theme)
        if self._pictures is not None and self.hasFocus():
            painter.setPen(QPen(theme.colour("text"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))

    # The probe.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Probe where it was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._probe(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The probe goes along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._probe(event.position())

    def event(self, event: QEvent) -> bool:
        """While it has the keyboard, the arrows are its own."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        return bool(self._moved_by(event)) or (event.key() == _AWAY and self.point is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move the probe by a pixel; Escape takes it away."""
        if event.key() == _AWAY and self.point is not None:
            self.show_point(None)
            self.probed.emit(None)
            return
        step = self._moved_by(event)
        if step is None:
            super().keyPressEvent(event)
            return
        x, y = self.point or (SIDE // 2, SIDE // 2)
        self._tell(x + step[0], y + step[1])

    def _moved_by(self, event: QKeyEvent) -> tuple[int, int] | None:
        light = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return None if light else _ARROWS.get(Qt.Key(event.key()))

    def _probe(self, at: QPointF) -> None:
        area = self.area
        place = (at - area.topLeft()) * (SIDE / area.width())
        self._tell(place.x() - 0.5, place.y() - 0.5)

    def _tell(self, x: float, y: float) -> None:
        if self._pictures is not None:
            last = SIDE - 1
            point = min(max(round(x), 0), last), min(max(round(y), 0), last)
            self.show_point(point)
            self.probed.emit(point)
