"""The corner above the heads: the time and the frame that the numbers below belong to."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.fonts import digits_font
from app.ui.theme import PANEL_PADDING, SMALL_TEXT_SIZE, themes
from app.ui.timeline.head import AXIS_WIDTH, COLOUR_BAR, HEAD_WIDTH
from app.ui.timeline.overview import OVERVIEW_HEIGHT
from app.ui.timeline.ruler import RULER_HEIGHT
from app.ui.timeline.ticks import time_label


class Clock(QWidget):
    """Time and frame at the cursor, else at the playhead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source, self.time, self.frame = "", "", ""
        self.setFixedSize(HEAD_WIDTH, OVERVIEW_HEIGHT + RULER_HEIGHT)
        self.setAccessibleName("Time and frame that the values below are read at")
        themes.changed.connect(self.update)

    def show_instant(self, frame: int, seconds: float, *, hovering: bool) -> None:
        """Take a frame and its presentation time."""
        self.source = "at the cursor" if hovering else "at the playhead"
        self.time, self.frame = time_label(seconds, 3), f"{frame}"
        self.setAccessibleDescription(f"{self.source}: {self.time}, frame {self.frame}")
        self.update()

    def clear(self) -> None:
        """Show nothing: there is no recording."""
        self.source = self.time = self.frame = ""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Caption, time, frame."""
        theme, painter = themes.now, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("raised"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour("hairline"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hairline"))
        left = COLOUR_BAR + PANEL_PADDING
        line = QRectF(left, 10, self.width() - left - AXIS_WIDTH - 4, 18)
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.source)
        if not self.time:
            return
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        line.translate(0, 24)
        painter.drawText(line, right, f"frame {self.frame}")
        large = digits_font()
        large.setWeight(QFont.Weight.DemiBold)
        painter.setFont(large)
        painter.setPen(theme.colour("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.time)
