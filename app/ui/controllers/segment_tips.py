"""What is said of the segment under the cursor."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from app.ui.timeline.canvas import LaneCanvas
from app.ui.timeline.segment_lane import SegmentLane


class SegmentTips(QObject):
    """Answers the canvas of the lane when it asks for a tooltip."""

    def __init__(self, canvas: LaneCanvas, lane: SegmentLane) -> None:
        super().__init__(canvas)
        self._canvas, self._lane = canvas, lane
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show label, times and note."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        canvas, place = self._canvas, event.pos()
        tip = self._lane.tip_at(place.x(), place.y(), canvas.height(), canvas.time_scale)
        if tip:
            QToolTip.showText(event.globalPos(), tip, canvas)
        return bool(tip)
