"""The affect plane: valence to the right, arousal upwards, a point that leaves a trail."""

import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.core.scheme import DimensionScheme
from app.ui.fonts import digits_font
from app.ui.rating.geometry import Axis, across, place, square
from app.ui.rating.plane_frame import paint_corners, paint_ends, paint_ground, paint_lines
from app.ui.rating.rating_view import RatingView, all_known, axis_colour, value_text
from app.ui.rating.trail import Trail
from app.ui.theme import TEXT_SIZE, themes

_SIDE, _TOP, _BOTTOM = 10.0, 26.0, 52.0
_POINT = 8.0
_ROOM_FOR_WORDS = 200
"""Height below which the plane has the view to itself."""
_ROW = Qt.AlignmentFlag.AlignVCenter


class PlaneView(RatingView):
    """A square with its axes and corners by name, the point, and where it was.

    Parameters
    ----------
    now : callable
        Seconds from any origin, for the trail.
    """

    def __init__(
        self, now: Callable[[], float] = time.monotonic, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self.trail = Trail()

    def show_axes(self, axes: tuple[DimensionScheme, ...], values: tuple[float, ...]) -> None:
        """Rate other dimensions."""
        self.trail.clear()
        super().show_axes(axes, values)

    def leave_trail(self) -> None:
        """The display refreshes while it plays: the trail grows, and fades."""
        if self.isVisible() and self.values:
            self.trail.add(self._now(), self.values)
            self.update()

    def values_at(self, at: QPointF) -> tuple[float, ...]:
        """The values at a place."""
        _, (right, up) = self._shape()
        return right.value(at.x()), up.value(at.y())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All of it, on every move."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), themes.now.colour("base"))
        if len(self.axes) == 2 and len(self.values) == 2:
            area, axes = self._shape()
            theme = themes.now
            paint_ground(painter, area, theme)
            paint_lines(painter, area, axes, theme)
            if self._has_words:
                paint_corners(painter, area, theme)
                paint_ends(painter, area, axes, theme)
                self._paint_values(painter, area)
            self._paint_trail(painter, axes)
            self._paint_point(painter, area, axes)
            quarter = area.width() / 4
            self.paint_count(painter, area.center() + QPointF(-quarter, quarter))
        self.paint_focus(painter)

    @property
    def _has_words(self) -> bool:
        """Whether there is room for more than the plane itself."""
        return self.height() >= _ROOM_FOR_WORDS

    def _shape(self) -> tuple[QRectF, tuple[Axis, Axis]]:
        top, bottom = (_TOP, _BOTTOM) if self._has_words else (_SIDE, _SIDE)
        area = square(QRectF(self.rect()), _SIDE, top, _SIDE, bottom)
        return area, across(area, self.axes[0], self.axes[1])

    def _paint_trail(self, painter: QPainter, axes: tuple[Axis, Axis]) -> None:
        last: QPointF | None = None
        for fresh, values in self.trail.places(self._now()):
            point = place(axes, values)
            if last is not None:
                pen = QPen(themes.now.colour("text", 0.15 + 0.6 * fresh), 1 + 2.5 * fresh)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(last, point)
            last = point

    def _paint_point(self, painter: QPainter, area: QRectF, axes: tuple[Axis, Axis]) -> None:
        theme = themes.now
        before = all_known(self.before)
        if before is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("faint"), 2))
            painter.drawEllipse(place(axes, before), _POINT, _POINT)
        point = place(axes, self.values)
        for axis, end in ((axes[0], QPointF(point.x(), area.bottom())),
                          (axes[1], QPointF(area.left(), point.y()))):  # fmt: skip
            painter.setPen(QPen(axis_colour(axis.scheme.name), 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(point, end)
        painter.setPen(QPen(theme.colour("base"), 2))
        painter.setBrush(theme.colour("text"))
        painter.drawEllipse(point, _POINT, _POINT)

    def _paint_values(self, painter: QPainter, area: QRectF) -> None:
        row = QRectF(12, area.bottom() + 24, self.width() - 24, 22)
        painter.setFont(digits_font(TEXT_SIZE))
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for axis, value, side in zip(self.axes, self.values, sides, strict=True):
            painter.setPen(axis_colour(axis.name))
            painter.drawText(row, _ROW | side, f"{axis.name} {value_text(axis, value)}")
