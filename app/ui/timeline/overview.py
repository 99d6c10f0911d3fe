"""The whole recording in a strip, with the window that is visible below."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.session.viewport import Viewport
from app.ui.theme import Theme, themes
from app.ui.timeline.curve_lane import CurveLane
from app.ui.timeline.glyphs import draw_focus
from app.ui.timeline.hits import OverviewHit, OverviewPart, dragged_window, overview_hit
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import draw_gaps

OVERVIEW_HEIGHT = 36
KEYBOARD_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
CURSORS = {
    OverviewPart.OUTSIDE: Qt.CursorShape.ArrowCursor,
    OverviewPart.WINDOW: Qt.CursorShape.OpenHandCursor,
    OverviewPart.START: Qt.CursorShape.SizeHorCursor,
    OverviewPart.END: Qt.CursorShape.SizeHorCursor,
}


class Overview(QWidget):
    """Drag the window or its edges; click elsewhere to go there; Page Up and Down turn pages.

    Signals
    -------
    lookRequested(viewport)
        Show another stretch.
    """

    lookRequested = Signal(object)  # noqa: N815

    def __init__(self, lanes: Sequence[CurveLane], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._scene = Scene()
        self._shown: tuple[int, ...] = ()
        self.repaints = 0
        self._viewport = Viewport.of(0.0, 0.0)
        self._playhead: float | None = None
        self._held: OverviewHit | None = None
        self._by_keyboard = False
        self._picture: QPixmap | None = None
        self._painted_for: object = None
        self.setFixedHeight(OVERVIEW_HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Overview of the recording")
        self.setToolTip("Drag the window to pan, its edges to zoom")
        themes.changed.connect(self._redraw)

    @property
    def time_scale(self) -> TimeScale:
        """The whole recording over the width."""
        return TimeScale(self._viewport.first, self._viewport.last, max(self.width(), 1))

    def show_scene(self, scene: Scene) -> None:
        """Take what is known now; the lanes were told already. Draws only what looks different."""
        shown = (*(lane.revision for lane in self._lanes), id(scene.gaps), scene.times.size)
        self._scene = scene  # holds the gaps, so that no others can take their identity
        if shown != self._shown:
            self._shown = shown
            self._redraw()

    def look(self, viewport: Viewport) -> None:
        """Take another visible stretch."""
        if (viewport.first, viewport.last) != (self._viewport.first, self._viewport.last):
            self._picture = None
        self._viewport = viewport
        self.update()

    def move_playhead(self, seconds: float | None) -> None:
        """Take another playhead."""
        before, self._playhead = self._playhead, seconds
        places = [at and round(self.time_scale.x(at)) for at in (before, seconds)]
        if places[0] != places[1]:
            for x in places:
                if x is not None:
                    self.update(round(x) - 2, 0, 5, self.height())

    # Gestures.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold; a click outside brings the window there and holds it by its middle."""
        if event.button() != Qt.MouseButton.LeftButton or not self._scene.times.size:
            return
        x = event.position().x()
        hit = overview_hit(x, self._viewport, self.time_scale)
        if hit.part is OverviewPart.OUTSIDE:
            self._ask(dragged_window(hit, self._viewport, self.time_scale.seconds(x)))
            hit = OverviewHit(OverviewPart.WINDOW, self._viewport.span / 2)
        self._held = hit

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag, or show what could be held."""
        x = event.position().x()
        if self._held is not None:
            self._ask(dragged_window(self._held, self._viewport, self.time_scale.seconds(x)))
        else:
            self.setCursor(CURSORS[overview_hit(x, self._viewport, self.time_scale).part])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Turn pages."""
        pages = {Qt.Key.Key_PageUp: -0.9, Qt.Key.Key_PageDown: 0.9}
        share = pages.get(Qt.Key(event.key()))
        if share is None:
            super().keyPressEvent(event)
        else:
            self._ask(self._viewport.panned(share * self._viewport.span))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show a ring only to whom came by the keyboard, not when the window opens."""
        self._by_keyboard = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def _ask(self, viewport: Viewport) -> None:
        self.lookRequested.emit(viewport)

    # Drawing.

    def _redraw(self, *_: object) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The recording, dimmed outside the window, with the playhead."""
        theme, painter = themes.now, QPainter(self)
        wanted = (self.size(), self.devicePixelRatioF())
        if self._picture is None or wanted != self._painted_for:
            self._picture, self._painted_for = self._drawn(theme), wanted
        painter.drawPixmap(0, 0, self._picture)
        if self._scene.times.size:
            self._draw_window(painter, theme)
            if self._playhead is not None:
                x = round(self.time_scale.x(self._playhead))
                painter.fillRect(QRectF(x - 0.5, 0, 1.5, self.height()), theme.colour("accent"))
        if self._by_keyboard and self.hasFocus():
            draw_focus(painter, self)

    def _drawn(self, theme: Theme) -> QPixmap:
        self.repaints += 1
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.colour("base"))
        painter = QPainter(picture)
        area, scale = QRectF(0, 0, self.width(), self.height() - 1), self.time_scale
        if self._scene.gaps is not None:
            draw_gaps(painter, self._scene.gaps, scale, area, theme)
        for lane in self._lanes:
            if not lane.hint():
                lane.paint(painter, area, scale, theme)
        painter.fillRect(QRectF(0, area.bottom(), self.width(), 1), theme.colour("hairline"))
        painter.end()
        return picture

    def _draw_window(self, painter: QPainter, theme: Theme) -> None:
        scale, height = self.time_scale, self.height() - 1
        left, right = round(scale.x(self._viewport.start)), round(scale.x(self._viewport.end))
        right = max(right, left + 3)
        veil = theme.colour("overlay", 0.72)
        painter.fillRect(QRectF(0, 0, left, height), veil)
        painter.fillRect(QRectF(right, 0, self.width() - right, height), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("faint"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QRectF(left + 0.5, 0.5, right - left - 1, height - 1)
        painter.drawRoundedRect(frame, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("faint"))
        if right - left >= 16:
            for x in (left + 2, right - 5):
                painter.drawRoundedRect(QRectF(x, height / 2 - 7, 3, 14), 1.5, 1.5)
