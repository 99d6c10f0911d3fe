"""A lane's head: name and colour, eye and lock, its curves with what they read, and its axis."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.fonts import digits_font, text_font
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, themes
from app.ui.timeline.glyphs import SIZE, GlyphButton, eye, lock
from app.ui.timeline.lane import Lane
from app.ui.timeline.track_row import HEIGHT as ROW_HEIGHT
from app.ui.timeline.track_row import TrackRow

HEAD_WIDTH = 264
AXIS_WIDTH = 28
COLOUR_BAR = 3
TITLE_HEIGHT = SIZE + 2 * GRID


class LaneHead(QWidget):
    """What stands left of a lane.

    Signals
    -------
    folded(bool)
        The eye was closed or opened.
    trackToggled(key, visible)
        A curve is to be drawn or hidden.
    """

    folded = Signal(bool)
    trackToggled = Signal(object, bool)  # noqa: N815

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lane = lane
        self.rows: list[TrackRow] = []
        self.setFixedWidth(HEAD_WIDTH)
        self.eye = GlyphButton(eye, f"Show the lane {lane.title}", "Fold this lane, or open it")
        self.eye.setChecked(True)
        self.eye.toggled.connect(self._on_eye)
        self.lock = GlyphButton(lock, f"Lock the lane {lane.title}", _lock_tip(lane))
        self.lock.setChecked(True)
        self.lock.setEnabled(lane.editable)
        self._title = QLabel(lane.title)
        self._title.setFont(text_font(bold=True))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(COLOUR_BAR + PANEL_PADDING, GRID, AXIS_WIDTH + GRID, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(self._title_line())
        self._layout.addStretch(1)
        self._dress()
        themes.changed.connect(self._dress)

    @property
    def needed_height(self) -> int:
        """Logical pixels that its lines take."""
        return TITLE_HEIGHT + ROW_HEIGHT * len(self.lane.rows()) + GRID

    @property
    def is_folded(self) -> bool:
        """Whether the eye is closed."""
        return not self.eye.isChecked()

    def show_rows(self) -> None:
        """Take the lane's rows as they are now; lines that stay are kept."""
        wanted = self.lane.rows()
        while len(self.rows) > len(wanted):
            self.rows.pop().deleteLater()
        while len(self.rows) < len(wanted):
            row = TrackRow(self)
            row.clicked.connect(self._on_row)
            self._layout.insertWidget(1 + len(self.rows), row)
            self.rows.append(row)
        for row, content in zip(self.rows, wanted, strict=True):
            row.show_row(content, self.lane.row_colour(content, themes.now))
            row.setVisible(not self.is_folded)
        self.update()

    def show_values(self, values: Sequence[str]) -> None:
        """Take what the rows read."""
        for row, value in zip(self.rows, values, strict=False):
            row.show_reading(value)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Surface, colour bar, axis."""
        theme = themes.now
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("raised"))
        painter.fillRect(0, 0, COLOUR_BAR, self.height(), theme.colour(self.lane.colour))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour("hairline"))
        if self.is_folded:
            return
        values = self.lane.value_scale(self.height())
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for value in self.lane.labels():
            # The outermost ones move inwards, so that they are never cut.
            y = min(max(values.y(value), 8.0), self.height() - 8.0)
            text = f"{value:g}".replace("-", "\N{MINUS SIGN}")
            place = QRectF(self.width() - AXIS_WIDTH, y - 8, AXIS_WIDTH - 6, 16)
            painter.drawText(place, right, text)

    def _title_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._title, 1)
        line.addWidget(self.lock)
        line.addWidget(self.eye)
        return line

    def _dress(self, *_: object) -> None:
        self._title.setStyleSheet(f"color: {themes.now.text}; background: transparent;")
        self.show_rows()

    def _on_eye(self, shown: bool) -> None:
        for row in self.rows:
            row.setVisible(shown)
        self.folded.emit(not shown)
        self.update()

    def _on_row(self) -> None:
        row = self.sender()
        if isinstance(row, TrackRow) and row.row.key is not None:
            self.trackToggled.emit(row.row.key, not row.row.visible)


def _lock_tip(lane: Lane) -> str:
    return "Lock this lane" if lane.editable else "Nothing in this lane can be edited"
