"""What every widget over the time axis understands: wheel, pinch, drag, hover.

Plain or Ctrl wheel zooms about the cursor; Shift or a horizontal wheel pans; a left drag moves the
playhead; a middle drag pans. A surface only says what was asked for; it changes nothing.
"""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from app.session.viewport import Viewport
from app.ui.timeline.scale import TimeScale

ZOOM_PER_NOTCH = 1.25
NOTCH = 120
PAN_PIXELS_PER_NOTCH = 60


class TimeSurface(QWidget):
    """A widget whose width is the visible stretch of time.

    Signals
    -------
    seekRequested(seconds)
        Put the playhead there.
    zoomRequested(factor, about)
        Show ``1 / factor`` of the time, keeping an instant in its place.
    panRequested(seconds)
        Show what is so much later.
    hovered(seconds or None)
        The cursor is at an instant, or has left.
    """

    seekRequested = Signal(float)  # noqa: N815
    zoomRequested = Signal(float, float)  # noqa: N815
    panRequested = Signal(float)  # noqa: N815
    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = Viewport.of(0.0, 0.0)
        self._panned_from: float | None = None
        self._mouse: QPointF | None = None
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)

    @property
    def time_scale(self) -> TimeScale:
        """The visible stretch over the width as it is now."""
        return TimeScale.of(self._viewport, self.width())

    def look(self, viewport: Viewport) -> None:
        """Show another stretch; a mouse that rests is at another instant then."""
        if viewport != self._viewport:
            self._viewport = viewport
            self.update()
            if self._mouse is not None:
                self._hover(self._mouse)

    # Gestures.

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom or pan."""
        turned = event.angleDelta()
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shift or abs(turned.x()) > abs(turned.y()):
            notches = (turned.x() or turned.y()) / NOTCH
            pixels = -notches * PAN_PIXELS_PER_NOTCH
            self.panRequested.emit(pixels * self.time_scale.seconds_per_pixel)
        elif turned.y():
            self._zoom(ZOOM_PER_NOTCH ** (turned.y() / NOTCH), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom by a pinch."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(max(0.1, 1.0 + event.value()), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = self.mapFromGlobal(pinch.centerPoint().toPoint())
                self._zoom(max(0.1, pinch.scaleFactor()), QPointF(centre))
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of the playhead or of time."""
        x = event.position().x()
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed(x)
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._panned_from = x
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag what is held, or hover."""
        x = event.position().x()
        self._hover(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged(x)
        elif self._panned_from is not None:
            self.panRequested.emit((self._panned_from - x) * self.time_scale.seconds_per_pixel)
            self._panned_from = x
        else:
            self.passed_over(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panned_from = None
            self.unsetCursor()
        elif event.button() == Qt.MouseButton.LeftButton:
            self.released()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Hover."""
        self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Hover no more."""
        self._mouse = None
        self.hovered.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another width is another scale."""
        self.update()

    def _hover(self, at: QPointF) -> None:
        self._mouse = at
        self.hovered.emit(self.time_scale.seconds(min(max(at.x(), 0.0), self.width())))

    def _zoom(self, factor: float, at: QPointF) -> None:
        self.zoomRequested.emit(factor, self.time_scale.seconds(at.x()))

    # What a left press does; widgets with more to hold say otherwise.

    def pressed(self, x: float) -> None:
        """Move the playhead to a place."""
        self.seekRequested.emit(self.time_scale.seconds(x))

    def dragged(self, x: float) -> None:
        """Move the playhead along."""
        self.seekRequested.emit(self.time_scale.seconds(x))

    def released(self) -> None:
        """Nothing is held any more."""

    def passed_over(self, x: float) -> None:
        """Show by the cursor what could be held."""
