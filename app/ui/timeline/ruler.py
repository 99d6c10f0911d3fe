"""The ruler: times of what is visible, and the loop with its marks."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui.fonts import digits_font
from app.ui.hairlines import on_pixels
from app.ui.theme import SMALL_TEXT_SIZE, Theme, themes
from app.ui.timeline.hits import Marks, RulerPart, ruler_hit
from app.ui.timeline.surface import TimeSurface
from app.ui.timeline.ticks import ticks

RULER_HEIGHT = 28
LOOP_HEIGHT = 6


class Ruler(TimeSurface):
    """Times along the top of the lanes.

    Signals
    -------
    markDragged(part, seconds)
        A loop mark is dragged to an instant.
    """

    markDragged = Signal(object, float)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: Marks = (None, None)
        self._held = RulerPart.TIME
        self.enabled_times = False
        self.setFixedHeight(RULER_HEIGHT)
        self.setAccessibleName("Time ruler")
        self.setToolTip("Click or drag to move the playhead; drag the loop marks to move them")
        themes.changed.connect(self.update)

    def show_marks(self, marks: Marks) -> None:
        """Take other loop marks."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    def show_times(self, shown: bool) -> None:
        """Name times, or none without a recording."""
        self.enabled_times = shown
        self.update()

    def pressed(self, x: float) -> None:
        """Take hold of a mark, or move the playhead."""
        self._held = ruler_hit(x, self._marks, self.time_scale)
        if self._held is RulerPart.TIME:
            super().pressed(x)

    def dragged(self, x: float) -> None:
        """Move what is held."""
        if self._held is RulerPart.TIME:
            super().dragged(x)
        else:
            self.markDragged.emit(self._held, self.time_scale.seconds(x))

    def released(self) -> None:
        """Let go."""
        self._held = RulerPart.TIME

    def passed_over(self, x: float) -> None:
        """Say where a mark can be held."""
        if ruler_hit(x, self._marks, self.time_scale) is RulerPart.TIME:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.SizeHorCursor)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Ticks, labels, loop."""
        theme, painter = themes.now, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("raised"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hairline"))
        if self.enabled_times:
            self._draw_loop(painter, theme)
            self._draw_ticks(painter, theme)

    def _draw_ticks(self, painter: QPainter, theme: Theme) -> None:
        scale, bottom = self.time_scale, self.height() - 1
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        for tick in ticks(scale):
            x, length = round(scale.x(tick.seconds)), 8 if tick.label else 4
            stroke = on_pixels(painter, QRectF(x, bottom - length, 1, length))
            painter.fillRect(stroke, theme.colour("faint" if tick.label else "hairline"))
            if tick.label:
                painter.setPen(theme.colour("faint"))
                width = painter.fontMetrics().horizontalAdvance(tick.label)
                if x + 4.5 + width <= self.width():
                    baseline = LOOP_HEIGHT + SMALL_TEXT_SIZE + 2
                    painter.drawText(QPointF(x + 4.5, baseline), tick.label)

    def _draw_loop(self, painter: QPainter, theme: Theme) -> None:
        scale = self.time_scale
        start, end = self._marks
        if start is not None and end is not None:
            left, right = scale.x(start), scale.x(end)
            band = QRectF(left, 0, right - left, LOOP_HEIGHT)
            painter.fillRect(band, theme.colour("text", 0.28))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        for seconds, side in ((start, 1), (end, -1)):
            if seconds is not None:
                painter.drawPolygon(_flag(scale.x(seconds), side, self.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _flag(x: float, side: int, height: float) -> QPolygonF:
    """A mark: a stem with a flag that points into the loop."""
    return QPolygonF(
        [
            QPointF(x, 0),
            QPointF(x + side * 7, 0),
            QPointF(x + side * 1.5, LOOP_HEIGHT + 2),
            QPointF(x + side * 1.5, height),
            QPointF(x, height),
        ]
    )
