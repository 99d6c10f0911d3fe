"""The drawn part of a lane: painted once into a picture, blitted until something changes."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, themes
from app.ui.timeline.gaps import Shares
from app.ui.timeline.hits import frame_at
from app.ui.timeline.lane import Lane, LaneRow
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import draw_gaps
from app.ui.timeline.surface import TimeSurface

TIP_REACH = 8.0
"""Logical pixels within which the cursor means a curve."""


class LaneCanvas(TimeSurface):
    """One lane over time."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lane = lane
        self._scene = Scene()
        self._folded = False
        self._picture: QPixmap | None = None
        self._painted_for: object = None
        self.repaints = 0
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

    def _redraw(self, *_: object) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Blit; draw first if time, size or content changed."""
        wanted = (self._viewport, self.size(), self.devicePixelRatioF())
        if self._picture is None or wanted != self._painted_for:
            self._picture, self._painted_for = self._drawn(), wanted
        painter = QPainter(self)
        ratio = self._picture.devicePixelRatio()
        source = QRectF(event.rect())
        painter.drawPixmap(
            source,
            self._picture,
            QRectF(source.topLeft() * ratio, source.size() * ratio),
        )

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

    # The tooltip names the curve under the cursor.

    def event(self, event: QEvent) -> bool:
        """Say where the nearest curve came from."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.row_at(event.pos())
            if row is None or not row.tip:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), row.tip, self)
            return True
        return super().event(event)

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
