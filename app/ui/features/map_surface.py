"""A feature map on a surface of its own: units on Y, frames on X, the playhead over it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.session.feature_maps import ShownMap
from app.ui.features.painting import AXIS, paint_map
from app.ui.theme import themes
from app.ui.timeline.surface import TimeSurface


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
        theme = themes.now
        painter.fillRect(self.rect(), theme.colour("base"))
        if self._shown is None:
            return
        area = QRectF(self.rect())
        paint_map(painter, area, self._shown, self.time_scale, self._times, theme)
