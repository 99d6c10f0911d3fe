"""What moves over all lanes: the playhead, the line under the cursor, and dots on the curves.

It lies above the lanes and lets every event through; moving it repaints two narrow strips, which
the lanes below blit from their pictures.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.session.viewport import Viewport
from app.ui.theme import themes
from app.ui.timeline.scale import TimeScale

REACH = 8
"""Logical pixels to either side of a line that belong to it."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark on a curve.

    Attributes
    ----------
    y : float
        Logical pixels from the top of the overlay.
    colour : QColor
        The curve's.
    """

    y: float
    colour: QColor


class Overlay(QWidget):
    """The playhead over everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = Viewport.of(0.0, 0.0)
        self._playhead: float | None = None
        self._cursor: float | None = None
        self._dots: tuple[Dot, ...] = ()
        self._selected: tuple[float, float] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        themes.changed.connect(self.update)

    @property
    def time_scale(self) -> TimeScale:
        """The visible stretch over the width as it is now."""
        return TimeScale.of(self._viewport, self.width())

    @property
    def playhead_x(self) -> float | None:
        """Where the playhead is, if it is anywhere."""
        return None if self._playhead is None else self.time_scale.x(self._playhead)

    @property
    def selected(self) -> tuple[float, float] | None:
        """The stretch of time shown as selected."""
        return self._selected

    def look(self, viewport: Viewport) -> None:
        """Show another stretch."""
        if viewport != self._viewport:
            self._viewport = viewport
            self.update()

    def move_playhead(self, seconds: float | None) -> None:
        """Put the playhead at an instant; None without a recording."""
        before, self._playhead = self._playhead, seconds
        self._refresh(before, seconds)

    def point_at(self, seconds: float | None, dots: tuple[Dot, ...] = ()) -> None:
        """Show a line where the cursor is, with dots on the curves; None for none."""
        before, self._cursor = self._cursor, seconds
        self._dots = dots
        self._refresh(before, seconds)

    def select(self, selected: tuple[float, float] | None) -> None:
        """Show a stretch of time as selected; None for none."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def _refresh(self, *instants: float | None) -> None:
        for seconds in instants:
            if seconds is not None:
                x = round(self.time_scale.x(seconds))
                self.update(QRect(x - REACH, 0, 2 * REACH + 1, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The selection, two lines, dots, and the playhead's grip."""
        theme, painter = themes.now, QPainter(self)
        if self._selected is not None:
            self._draw_selection(painter, *self._selected)
        if self._cursor is not None:
            x = self.time_scale.x(self._cursor)
            painter.fillRect(QRectF(round(x), 0, 1, self.height()), theme.colour("faint", 0.6))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("base"), 1.5))
            for dot in self._dots:
                painter.setBrush(dot.colour)
                painter.drawEllipse(QPointF(x, dot.y), 4, 4)
        if self._playhead is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_playhead(painter, round(self.time_scale.x(self._playhead)))

    def _draw_selection(self, painter: QPainter, start: float, end: float) -> None:
        theme, scale = themes.now, self.time_scale
        left, right = round(scale.x(start)), round(scale.x(end))
        painter.fillRect(
            QRectF(left, 0, max(right - left, 1), self.height()), theme.colour("text", 0.10)
        )
        for x in (left, right):
            painter.fillRect(QRectF(x - 0.5, 0, 1, self.height()), theme.colour("text", 0.55))

    def _draw_playhead(self, painter: QPainter, x: int) -> None:
        colour = themes.now.colour("accent")
        painter.fillRect(QRectF(x - 0.5, 0, 1.5, self.height()), colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        middle = x + 0.25
        corners = ((-5, 0), (5, 0), (5, 6), (0, 11), (-5, 6))
        painter.drawPolygon(QPolygonF([QPointF(middle + dx, y) for dx, y in corners]))
