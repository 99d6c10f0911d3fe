"""The drawn part of a lane: painted once into a picture, blitted until something changes."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.session.viewport import Viewport
from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, themes
from app.ui.timeline.gaps import Shares
from app.ui.timeline.hits import frame_at
from app.ui.timeline.lane import Lane, LaneRow, SaysMore
from app.ui.timeline.pointer import DrawingPointer, LanePointer, Pointer
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import draw_gaps
from app.ui.timeline.surface import NOTCH, TimeSurface

TIP_REACH = 8.0
"""Logical pixels within which the cursor means a curve."""


class LaneCanvas(TimeSurface):
    """One lane over time.

    Signals
    -------
    reachRequested(notches)
        Alt and the wheel: the tool is to reach further, or less far.
    """

    reachRequested = Signal(float)  # noqa: N815

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lane = lane
        self._scene = Scene()
        self._folded = False
        self._picture: QPixmap | None = None
        self._painted_for: object = None
        self.repaints = 0
        self.pointer: LanePointer | None = None
        self._drawing: DrawingPointer | None = None
        self._held = False
        self._dropped = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(f"{lane.title} over time")
        themes.changed.connect(self._redraw)

    @property
    def gaps(self) -> Shares | None:
        """Where it is grey."""
        return self._scene.gaps

    def show_scene(self, scene: Scene) -> None:
        """Take what the lane shows now; it was told already."""
        self._scene = scene
        self._redraw()

    def fold(self, folded: bool) -> None:
        """Show nothing but the gaps, or everything."""
        self._folded = folded
        self._redraw()

    def look(self, viewport: Viewport) -> None:
        """Show another stretch, also to a pointer that rests."""
        super().look(viewport)
        free = not (self._held or self._dropped)
        if self.pointer is not None and self._mouse is not None and free and self._pointed():
            keys = QGuiApplication.keyboardModifiers()
            self._show_cursor(self.pointer.hover(self._place(self._mouse, keys)))

    def _redraw(self, *_: object) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Blit; draw first if time, size or content changed."""
        wanted = (self._viewport, self.size(), self.devicePixelRatioF())
        if self._picture is None or wanted != self._painted_for:
            self._picture, self._painted_for = self._drawn(), wanted
        painter = QPainter(self)
        # All of it, which Qt cuts: a part that begins within a pixel of the screen would be moved.
        painter.drawPixmap(0, 0, self._picture)
        if self._drawing is not None and not self._folded:
            self._drawing.draw(painter, QRectF(self.rect()), self.time_scale, themes.now)

    def _drawn(self) -> QPixmap:
        self.repaints += 1
        ratio, theme = self.devicePixelRatioF(), themes.now
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.colour("base"))
        painter = QPainter(picture)
        area = QRectF(self.rect())
        if self._scene.gaps is not None:
            draw_gaps(painter, self._scene.gaps, self.time_scale, area, theme)
        hint = self.lane.hint()
        if not self._folded and not hint:
            self.lane.paint(painter, area, self.time_scale, theme)
        elif hint and not self._folded:
            painter.setFont(digits_font(SMALL_TEXT_SIZE))
            painter.setPen(theme.colour("faint"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, hint)
        painter.end()
        return picture

    # The pointer of the lane is told about the mouse.

    @property
    def is_held(self) -> bool:
        """Whether the pointer took hold and has not let go."""
        return self._held

    def set_pointer(self, pointer: LanePointer | None) -> None:
        """Give the left button another meaning."""
        self.drop()
        self.pointer = pointer
        # Asked once, as it takes long.
        self._drawing = pointer if isinstance(pointer, DrawingPointer) else None
        self.unsetCursor()
        self.update()

    def drop(self) -> None:
        """Undo what is held, if anything; the button is still down, and does nothing more."""
        if self._held and self.pointer is not None:
            self._held, self._dropped = False, True
            self.pointer.cancel()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let the pointer take hold, or move the playhead."""
        self._dropped = False
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.button() == Qt.MouseButton.LeftButton and self._pointed() and not ctrl:
            self._held = self.pointer is not None and self.pointer.press(self._at(event))
            self.update()
        if not self._held:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let the pointer drag or hover."""
        left = event.buttons() & Qt.MouseButton.LeftButton
        taken = self._held or self._dropped
        if self.pointer is None or (left and not taken):
            super().mouseMoveEvent(event)
            return
        if taken:
            self._hover(event.position())
            if self._held:
                self.pointer.drag(self._at(event))
        else:
            super().mouseMoveEvent(event)
            shape = self.pointer.hover(self._at(event)) if self._pointed() else None
            self._show_cursor(shape)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let the pointer keep what was done."""
        if event.button() != Qt.MouseButton.LeftButton or not (self._held or self._dropped):
            super().mouseReleaseEvent(event)
        elif self._held and self.pointer is not None:
            self._held = False
            self.pointer.release(self._at(event))
        self._dropped = False
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let the pointer have it; else it is one more press."""
        left = event.button() == Qt.MouseButton.LeftButton
        pointer = self.pointer if left and self._pointed() else None
        if pointer is not None and pointer.double_click(self._at(event)):
            self._dropped = True
            self.update()
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Alt and the wheel change the reach of the tool; else zoom or pan."""
        if self.pointer is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            turned = event.angleDelta()
            # Qt turns a wheel by a quarter while Alt is held, on some platforms.
            self.reachRequested.emit((turned.y() or turned.x()) / NOTCH)
            event.accept()
            self.update()
        else:
            super().wheelEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Hover no more."""
        super().leaveEvent(event)
        if self.pointer is not None:
            self.pointer.hover(None)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape undoes what is held."""
        if event.key() == Qt.Key.Key_Escape and self._held:
            self.drop()
        else:
            super().keyPressEvent(event)

    def _pointed(self) -> bool:
        return self.pointer is not None and not self._folded and self._scene.times.size > 0

    def _at(self, event: QMouseEvent) -> Pointer:
        return self._place(event.position(), event.modifiers())

    def _place(self, at: QPointF, keys: Qt.KeyboardModifier) -> Pointer:
        scale = self.time_scale
        return Pointer(at.x(), at.y(), scale.seconds(at.x()), keys, self.height(), scale)

    def _show_cursor(self, shape: Qt.CursorShape | None) -> None:
        if shape is None:
            self.unsetCursor()
        elif self.cursor().shape() != shape:
            self.setCursor(shape)

    # The tooltip names the curve under the cursor.

    def event(self, event: QEvent) -> bool:
        """Say where the nearest curve came from; Escape is the pointer's while it holds."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self._held
        ):
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = self.tip_at(event.pos())
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def tip_at(self, place: QPoint) -> str:
        """What is said of the nearest curve: what it reads there, and where it came from."""
        row = self.row_at(place)
        if row is None:
            return ""
        frame = frame_at(self.time_scale.seconds(place.x()), self._scene.times)
        more = self.lane.tip(row, frame) if isinstance(self.lane, SaysMore) else ""
        return "\n".join(filter(None, (more, row.tip)))

    def row_at(self, place: QPoint) -> LaneRow | None:
        """The visible curve nearest to a place, within reach."""
        if self._folded or not self._scene.times.size:
            return None
        frame = frame_at(self.time_scale.seconds(place.x()), self._scene.times)
        values = self.lane.value_scale(self.height())
        near = [
            (abs(values.y(value) - place.y()), order)
            for order, value in enumerate(self.lane.places(frame))
            if value is not None and abs(values.y(value) - place.y()) <= TIP_REACH
        ]
        return self.lane.rows()[min(near)[1]] if near else None
