"""A lane's head: name and colour, eye and lock, its curves with what they read, and its axis."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.fonts import digits_font, text_font
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, themes
from app.ui.timeline.glyphs import SIZE, GlyphButton, eye, lock
from app.ui.timeline.lane import Lane, LaneRow
from app.ui.timeline.track_row import HEIGHT as ROW_HEIGHT
from app.ui.timeline.track_row import AnnotationRow, TrackRow

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
    annotationToggled(id, visible), lockToggled(id), activated(id)
        An annotation is to be drawn or not, to be locked or unlocked, to be the one for edits.
    """

    folded = Signal(bool)
    trackToggled = Signal(object, bool)  # noqa: N815
    annotationToggled = Signal(str, bool)  # noqa: N815
    lockToggled = Signal(str)  # noqa: N815
    activated = Signal(str)

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lane = lane
        self.rows: list[TrackRow] = []
        self._shown: tuple[object, ...] = ()
        self.setFixedWidth(HEAD_WIDTH)
        self.eye = GlyphButton(eye, f"Show the lane {lane.title}", "Fold this lane, or open it")
        self.eye.setChecked(True)
        self.eye.toggled.connect(self._on_eye)
        self.lock = GlyphButton(lock, f"Lock the lane {lane.title}", _lock_tip(lane, None))
        self.lock.setChecked(True)
        self.lock.setEnabled(False)
        self.lock.clicked.connect(lambda *_: self._on_lock())
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
        kinds = [AnnotationRow if each.annotation else TrackRow for each in wanted]
        if kinds != [type(row) for row in self.rows]:
            self._make_rows(kinds)
        colours = [self.lane.row_colour(content, themes.now) for content in wanted]
        looks = zip(wanted, (colour.rgba() for colour in colours), strict=True)
        shown = (*looks, *self.lane.labels())
        if shown == self._shown:
            return  # as while a stroke is under way
        self._shown = shown
        for row, content, colour in zip(self.rows, wanted, colours, strict=True):
            row.show_row(content, colour)
            row.setVisible(not self.is_folded)
        self._show_lock()
        self.update()

    def _make_rows(self, kinds: Sequence[type[TrackRow]]) -> None:
        same = 0
        while same < min(len(kinds), len(self.rows)) and type(self.rows[same]) is kinds[same]:
            same += 1
        while len(self.rows) > same:
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        for kind in kinds[same:]:
            row = kind(self)
            row.clicked.connect(self._on_row)
            if isinstance(row, AnnotationRow):
                row.eyeToggled.connect(partial(self._on_annotation_eye, row))
                row.lockToggled.connect(partial(self._on_annotation_lock, row))
            self._layout.insertWidget(1 + len(self.rows), row)
            self.rows.append(row)

    @property
    def _active(self) -> LaneRow | None:
        return next((row for row in self.lane.rows() if row.active), None)

    def _show_lock(self) -> None:
        """The lane's lock is that of the active track, if it is one of this lane's."""
        active = self._active
        self.lock.setEnabled(active is not None)
        self.lock.setChecked(active.locked if active is not None else not self.lane.editable)
        self.lock.setToolTip(_lock_tip(self.lane, active))

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
        self._shown = ()
        self._title.setStyleSheet(f"color: {themes.now.text}; background: transparent;")
        self.show_rows()

    def _on_eye(self, shown: bool) -> None:
        for row in self.rows:
            row.setVisible(shown)
        self.folded.emit(not shown)
        self.update()

    def _on_row(self) -> None:
        row = self.sender()
        if not isinstance(row, TrackRow):
            return
        if row.row.annotation:
            self.activated.emit(row.row.annotation)
        elif row.row.key is not None:
            self.trackToggled.emit(row.row.key, not row.row.visible)

    def _on_annotation_eye(self, row: TrackRow, visible: bool) -> None:
        self.annotationToggled.emit(row.row.annotation, visible)

    def _on_annotation_lock(self, row: TrackRow) -> None:
        self.lockToggled.emit(row.row.annotation)

    def _on_lock(self) -> None:
        active = self._active
        if active is not None:
            self.lock.setChecked(active.locked)  # the session says what is locked
            self.lockToggled.emit(active.annotation)


def _lock_tip(lane: Lane, active: LaneRow | None) -> str:
    if active is not None:
        return f"{'Unlock' if active.locked else 'Lock'} “{active.label}”"
    if lane.editable:
        return "Choose a track of this lane to lock it"
    return "Nothing in this lane can be edited"
