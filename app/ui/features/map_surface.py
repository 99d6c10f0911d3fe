"""A feature map on a surface of its own: units on Y, frames on X, the playhead over it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.session.features import ShownMap
from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, themes
from app.ui.timeline.feature_lane import draw_unit_mark
from app.ui.timeline.heat_picture import draw_map
from app.ui.timeline.surface import TimeSurface

AXIS = 22
_LEAST_GAP = 84.0


class MapSurface(TimeSurface):
    """Time as on the timeline; below it the numbers of frames.

    Signals
    -------
    pointed(unit or None)
        The unit under the mouse.
    unitChosen(unit)
        It was clicked twice.
    """

    pointed = Signal(object)
    unitChosen = Signal(int)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Feature map over time")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self._shown: ShownMap | None = None
        self._times: NDArray[np.float64] = np.zeros(0)
        self._playhead: float | None = None
        self._picture: QPixmap | None = None
        self._painted_for: object = None
        themes.changed.connect(self.update)

    def show_map(self, shown: ShownMap | None, times: NDArray[np.float64]) -> None:
        """Take another map, and the times of the recording's frames."""
        self._shown, self._times = shown, times
        self.update()

    def move_playhead(self, seconds: float) -> None:
        """Put the playhead somewhere else."""
        if seconds != self._playhead:
            self._playhead = seconds
            self.update()

    def unit_at(self, y: float) -> int | None:
        """The unit at a height."""
        height = self.height() - AXIS
        if self._shown is None or not 0 <= y < height:
            return None
        units = self._shown.heat.units
        return int(self._shown.order[min(int(y / height * units), units - 1)])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Name the unit, too."""
        self.pointed.emit(self.unit_at(event.position().y()))
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Select the unit."""
        unit = self.unit_at(event.position().y())
        if unit is not None:
            self.unitChosen.emit(unit)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Name none."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Blit; draw first if time, size or content changed."""
        size, ratio = self.size(), self.devicePixelRatioF()
        wanted = (self._viewport, size, ratio, self._shown, themes.now)
        if self._picture is None or wanted != self._painted_for:
            self._picture, self._painted_for = QPixmap(size * ratio), wanted
            self._picture.setDevicePixelRatio(ratio)
            onto = QPainter(self._picture)
            self._draw(onto)
            onto.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self._playhead is not None:
            x = round(self.time_scale.x(self._playhead))
            accent = themes.now.colour("accent")
            painter.fillRect(QRectF(x - 0.75, 0, 1.5, self.height() - AXIS), accent)

    def _draw(self, painter: QPainter) -> None:
        theme, area = themes.now, QRectF(0, 0, self.width(), self.height() - AXIS)
        painter.fillRect(self.rect(), theme.colour("base"))
        if self._shown is None:
            return
        draw_map(painter, self._shown, self.time_scale, (0.0, 0.0), area.height(), theme)
        if self._shown.unit is not None:
            draw_unit_mark(painter, self._shown, area, theme)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        for x, frame in frame_ticks(self.time_scale.xs(self._times), self.width()):
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 4))
            text = str(frame)
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(x - wide / 2, 0.0), self.width() - wide)
            place = QRectF(left, area.bottom() + 4, wide + 2, AXIS - 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)


def frame_ticks(xs: NDArray[np.float64], width: int) -> list[tuple[float, int]]:
    """Places and numbers of round frames, far enough from each other to be read."""
    first, last = np.searchsorted(xs, (0, width))
    if last <= first:
        return []
    least = (last - first) * _LEAST_GAP / max(width, 1)
    step = 1
    while step < least:
        leading = int(str(step)[0])
        step = step * 5 // 2 if leading == 2 else step * 2
    start = -(-int(first) // step) * step
    return [(float(xs[frame]), frame) for frame in range(start, int(last), step)]
