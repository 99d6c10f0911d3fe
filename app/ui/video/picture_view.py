"""The picture of the frame at the playhead, with what is drawn over it."""

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.theme import themes
from app.ui.video.faces_shown import ShownFace, face_hit
from app.ui.video.overlay import Overlay
from app.ui.video.overlay_painting import paint_overlay
from app.ui.video.picture_painting import Painted
from app.ui.video.zoom import (
    CENTRE,
    WHEEL_STEP,
    Placement,
    Size,
    actual,
    fitted,
    held,
    panned,
    snapped,
    zoomed,
)

NOTCH = 120.0
"""What Qt counts for one notch of a wheel."""

SAVED_UNIT_HEIGHT = 540.0
"""A saved frame of this height has overlays of the design's size."""


class PictureView(QWidget):
    """Shows one frame; decides nothing.

    Signals
    -------
    faceClicked(person)
        A face was clicked.
    scaleChanged(scale)
        Screen pixels per picture pixel are others now.
    """

    faceClicked = Signal(int)  # noqa: N815 - Qt's way of naming
    scaleChanged = Signal(float)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painted: Painted | None = None
        self._frame = -1
        self._overlay = Overlay()
        self._placement = Placement(1.0, 0.0, 0.0)
        self._how: Literal["fit", "actual", "free"] = "fit"
        self._pressed: QPointF | None = None
        self._grasped: QPointF | None = None
        self.setMinimumSize(160, 120)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Picture")
        self.setAccessibleDescription("The frame at the playhead; click a face to choose a person")
        themes.changed.connect(self._retheme)

    # What is shown.

    @property
    def frame(self) -> int:
        """Index of the frame on screen; -1 for none."""
        return self._frame

    @property
    def image(self) -> QImage | None:
        """The picture on screen, without what is drawn over it."""
        return self._painted.image if self._painted else None

    @property
    def overlay(self) -> Overlay:
        """What is drawn over it."""
        return self._overlay

    @property
    def placement(self) -> Placement:
        """Where the picture lies."""
        return self._placement

    def show_picture(self, image: QImage, frame: int, overlay: Overlay) -> None:
        """Show a frame (RGB32, upright) with what is drawn over it."""
        same = self._painted is not None and self._painted.image.size() == image.size()
        self._painted, self._frame, self._overlay = Painted(image), frame, overlay
        if not same:
            self.fit()
        self.update()

    def show_overlay(self, overlay: Overlay) -> None:
        """Draw something else over the same frame."""
        self._overlay = overlay
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._painted, self._frame, self._overlay = None, -1, Overlay()
        self._how = "fit"
        self.update()

    def with_overlay(self) -> QImage | None:
        """The frame in its own size, with what is drawn over it; a copy."""
        if self._painted is None:
            return None
        image = self._painted.image.copy()
        painter = QPainter(image)
        unit = max(1.0, image.height() / SAVED_UNIT_HEIGHT)
        room = QRectF(image.rect())
        paint_overlay(painter, self._overlay, Placement(1.0, 0.0, 0.0), room, unit)
        painter.end()
        return image

    # Zoom.

    def fit(self) -> None:
        """Show the whole picture, and keep doing so."""
        self._how = "fit"
        self._place(fitted(self._picture(), self._room()))

    def show_actual(self) -> None:
        """One pixel of the video on one pixel of the screen."""
        self._how = "actual"
        ratio = self.devicePixelRatioF()
        self._place(actual(self._picture(), self._room(), ratio, self._placement))

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Larger by a factor about a point of the widget; its middle by default."""
        self._how = "free"
        point = about or QPointF(self.rect().center())
        place = (point.x(), point.y())
        self._place(zoomed(self._placement, self._picture(), self._room(), factor, place))

    def face_at(self, point: QPointF) -> ShownFace | None:
        """The face under a point of the widget."""
        if "box" not in self._overlay.switches:
            return None
        x, y = self._placement.to_picture((point.x(), point.y()))
        return face_hit(self._overlay.faces, (x - CENTRE, y - CENTRE))

    def _place(self, placement: Placement) -> None:
        self._placement = snapped(placement, self.devicePixelRatioF())
        self.scaleChanged.emit(self._placement.scale * self.devicePixelRatioF())
        self.update()

    def _picture(self) -> Size:
        image = self.image
        return (image.width(), image.height()) if image else (16.0, 9.0)

    def _room(self) -> Size:
        return self.width(), self.height()

    # Qt's events.

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A picture of 640 x 360."""
        return QSize(640, 360)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surface, picture, overlay, focus."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), themes.now.colour("base"))
        if self._painted is not None:
            self._painted.paint(painter, self._placement, self.devicePixelRatioF())
            paint_overlay(painter, self._overlay, self._placement, QRectF(self.rect()))
        if self.hasFocus() and self._focus_shown():
            painter.setPen(QPen(themes.now.colour("text", 0.6), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit again, or keep what is in the middle."""
        if self._how == "fit":
            self.fit()
            return
        before = event.oldSize()
        moved = Placement(
            self._placement.scale,
            self._placement.left + (self.width() - before.width()) / 2,
            self._placement.top + (self.height() - before.height()) / 2,
        )
        self._place(held(moved, self._picture(), self._room()))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom about the cursor."""
        if self._painted is not None and event.angleDelta().y():
            self.zoom(WHEEL_STEP ** (event.angleDelta().y() / NOTCH), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinch to zoom, besides what every widget does."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the picture, or begin a click."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = self._grasped = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the picture; show what a click would do."""
        if self._pressed is None or self._grasped is None:
            over = self._painted is not None and self.face_at(event.position()) is not None
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            return
        if not self._dragging(event.position()):
            return
        way = event.position() - self._grasped
        self._grasped = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._how != "fit":
            self._place(panned(self._placement, self._picture(), self._room(), way.x(), way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End a drag, or choose the face clicked."""
        pressed, self._pressed = self._pressed, None
        dragged = pressed is not None and self._grasped != pressed
        self._grasped = None
        self.unsetCursor()
        if pressed is None or dragged or event.button() != Qt.MouseButton.LeftButton:
            return
        face = self.face_at(event.position())
        if face is not None:
            self.faceClicked.emit(face.person)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Between the whole picture and its actual size."""
        if event.button() == Qt.MouseButton.LeftButton and self.face_at(event.position()) is None:
            if self._how == "fit":
                self.show_actual()
            else:
                self.fit()

    def _dragging(self, point: QPointF) -> bool:
        if self._pressed is None or self._grasped != self._pressed:
            return True
        return (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()

    def _focus_shown(self) -> bool:
        window = self.window()
        return bool(window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange))

    def _retheme(self) -> None:
        self.update()
