"""A lane as it stands in the timeline: head, drawing, and the edge that is dragged for height."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import GRID, themes
from app.ui.timeline.canvas import LaneCanvas
from app.ui.timeline.head import HEAD_WIDTH, TITLE_HEIGHT, LaneHead
from app.ui.timeline.lane import Lane
from app.ui.timeline.scene import Scene

GREATEST_HEIGHT = 480
EDGE_HEIGHT = 5


class HeightEdge(QWidget):
    """The lower edge of a lane: drag it, or Up and Down with the keyboard on it.

    Signals
    -------
    dragged(pixels)
        The lane is to be so much higher.
    """

    dragged = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: float | None = None
        self.setFixedHeight(EDGE_HEIGHT)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Height of the lane {title}")
        self.setToolTip("Drag to change the height of this lane, or use Up and Down")
        themes.changed.connect(self.update)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag."""
        if self._held is not None:
            moved = round(event.globalPosition().y() - self._held)
            self._held += moved
            self.dragged.emit(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Up and Down, in steps of the grid."""
        steps = {Qt.Key.Key_Up: -2 * GRID, Qt.Key.Key_Down: 2 * GRID}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.dragged.emit(step)

    def enterEvent(self, event: QEvent) -> None:  # noqa: N802
        """Show that it can be held."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Be a hairline again."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A hairline; a bar while it is pointed at or has the keyboard."""
        theme, painter = themes.now, QPainter(self)
        painter.fillRect(0, 0, HEAD_WIDTH, EDGE_HEIGHT, theme.colour("raised"))
        painter.fillRect(HEAD_WIDTH, 0, self.width(), EDGE_HEIGHT, theme.colour("base"))
        if self.hasFocus():
            painter.fillRect(0, 1, self.width(), EDGE_HEIGHT - 2, theme.colour("text"))
        elif self.underMouse():
            painter.fillRect(0, 1, self.width(), EDGE_HEIGHT - 2, theme.colour("faint"))
        else:
            painter.fillRect(0, EDGE_HEIGHT - 1, self.width(), 1, theme.colour("hairline"))
            painter.fillRect(HEAD_WIDTH - 1, 0, 1, EDGE_HEIGHT, theme.colour("hairline"))


class LaneStrip(QWidget):
    """Head and canvas of one lane, with its edge.

    Signals
    -------
    heightChanged(pixels)
        The user chose another height.
    """

    heightChanged = Signal(int)  # noqa: N815

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lane = lane
        self.chosen_height = lane.height
        self.head = LaneHead(lane, self)
        self.canvas = LaneCanvas(lane, self)
        self.edge = HeightEdge(lane.title, self)
        self.setAccessibleName(f"Lane {lane.title}")
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.head)
        across.addWidget(self.canvas, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self.edge)
        self.head.folded.connect(self._on_folded)
        self.edge.dragged.connect(self._on_dragged)
        self._fit()

    def show_scene(self, scene: Scene) -> None:
        """Take what is known now; draws only if the lane looks different."""
        if self.lane.show(scene):
            self.head.show_rows()
            self._fit()
        elif scene.gaps is self.canvas.gaps:
            return
        self.canvas.show_scene(scene)

    def set_height(self, pixels: int) -> None:
        """Be so high, within what the head needs and a limit."""
        self.chosen_height = min(max(pixels, TITLE_HEIGHT), GREATEST_HEIGHT)
        self._fit()

    def _on_dragged(self, pixels: int) -> None:
        self.set_height(max(self.chosen_height, self.head.needed_height) + pixels)
        self.heightChanged.emit(self.chosen_height)

    def _on_folded(self, folded: bool) -> None:
        self.canvas.fold(folded)
        self.edge.setEnabled(not folded)
        self._fit()

    def _fit(self) -> None:
        wanted = max(self.chosen_height, self.head.needed_height)
        height = TITLE_HEIGHT if self.head.is_folded else wanted
        self.setFixedHeight(height + EDGE_HEIGHT)
