"""The range that was magnified: its gaps, and where the playhead is in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import GRID, themes

if TYPE_CHECKING:
    from app.analysis.magnified import Magnified

_HEIGHT = 5 * GRID


class RangeBar(QWidget):
    """A bar as long as the range; a click moves the playhead there.

    Signals
    -------
    seekRequested(seconds)
        The playhead is wanted there.
    """

    seekRequested = Signal(float)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Magnified | None = None
        self._seconds = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The magnified range")
        self.setToolTip("The magnified range; click to move the playhead there")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        themes.changed.connect(self.update)

    def show_result(self, found: "Magnified | None", seconds: float) -> None:
        """Show another range."""
        self._found = found
        gaps = len(found.gaps) if found is not None else 0
        said = "gap without a face" if gaps == 1 else "gaps without a face"
        self.setAccessibleDescription(f"{gaps} {said}" if gaps else "")
        self.show_moment(seconds)

    def show_moment(self, seconds: float) -> None:
        """The playhead is there."""
        self._seconds = seconds
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line to click at."""
        return QSize(20 * GRID, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height."""
        return QSize(10 * GRID, _HEIGHT)

    def x_of(self, seconds: float) -> float:
        """Where a time lies."""
        if self._found is None:
            return 0.0
        order = self._found.order
        return (seconds - order.start) / order.seconds * self.width()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Passages filled, gaps hatched, the playhead."""
        painter, theme, found = QPainter(self), themes.now, self._found
        if found is None:
            return
        line = QRectF(0, _HEIGHT / 2 - GRID, self.width(), 2 * GRID)
        painter.fillRect(line, theme.colour("faint", 0.45))
        for start, end in found.gaps:
            place = QRectF(
                self.x_of(start), line.top(), self.x_of(end) - self.x_of(start), 2 * GRID
            )
            painter.fillRect(place, theme.colour("base"))
            painter.fillRect(place, theme.colour("gap"))
            painter.fillRect(place, QBrush(theme.colour("faint"), Qt.BrushStyle.BDiagPattern))
        if found.order.start <= self._seconds <= found.order.end:
            x = min(max(self.x_of(self._seconds), 1.0), self.width() - 1.0)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawLine(QPointF(x, 0), QPointF(x, _HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go there."""
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The playhead goes along with the button held."""
        self._seek(event)

    def _seek(self, event: QMouseEvent) -> None:
        if self._found is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        order = self._found.order
        share = min(max(event.position().x() / max(self.width(), 1), 0.0), 1.0)
        # The end itself is outside.
        self.seekRequested.emit(order.start + min(share, 1 - 1e-6) * order.seconds)
