"""A line of a lane's head: how a curve looks, its name, a caution, and what it reads."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QToolTip, QWidget

from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, themes
from app.ui.timeline.glyphs import GlyphButton, caution, draw_focus, eye, lock, swatch
from app.ui.timeline.lane import LaneRow

HEIGHT = 20
SWATCH_WIDTH = 20
VALUE_WIDTH = 48
BUTTON_WIDTH = 18


class TrackRow(QAbstractButton):
    """A switch for one curve; one without a key only shows."""

    swatch_thickness, swatch_indent = 2.0, 0.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = LaneRow("")
        self.reading = ""
        self._colour = QColor()
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        themes.changed.connect(self.update)

    def show_row(self, row: LaneRow, colour: QColor) -> None:
        """Take another curve."""
        self.row, self._colour = row, colour
        can_be_hidden = row.key is not None
        self.setChecked(row.visible)
        focus = Qt.FocusPolicy.TabFocus if can_be_hidden else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if can_be_hidden else Qt.CursorShape.ArrowCursor
        )
        self.setToolTip(row.tip)
        shown = "shown" if row.visible else "hidden"
        self.setAccessibleName(f"{row.label}, {shown}" if can_be_hidden else row.label)
        self.setAccessibleDescription(row.caution or row.tip)
        self.update()

    def show_reading(self, reading: str) -> None:
        """Take another value, as text."""
        if reading != self.reading:
            self.reading = reading
            self.update()

    def nextCheckState(self) -> None:  # noqa: N802
        """Leave the switch be: the session says what is visible."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """One line."""
        return QSize(120, HEIGHT)

    def event(self, event: QEvent) -> bool:
        """The caution has a tooltip of its own."""
        if (
            isinstance(event, QHelpEvent)
            and self.row.caution
            and self._caution_area().contains(event.pos().toPointF())
        ):
            QToolTip.showText(event.globalPos(), self.row.caution, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Swatch, name, caution, value."""
        theme, row = themes.now, self.row
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if row.visible else 0.4)
        left = SWATCH_WIDTH + 8.0 if row.below or self._can_be_chosen else 0.0
        if self._can_be_chosen:
            indent = self.swatch_indent
            area = QRectF(indent, 0, SWATCH_WIDTH - indent, self.height())
            swatch(painter, area, self._colour, row.variant, self.swatch_thickness)
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        lively = self._can_be_chosen and (self.underMouse() or row.active)
        painter.setPen(theme.colour("text" if lively else "faint"))
        end = self._caution_area().left() if row.caution else self._name_end
        space = QRectF(left, 0, max(0.0, end - left - 4), self.height())
        name = QFontMetricsF(digits_font(SMALL_TEXT_SIZE)).elidedText(
            row.label, Qt.TextElideMode.ElideRight, space.width()
        )
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, name)
        if row.caution:
            painter.setPen(QPen(theme.colour("warning"), 1.2))
            caution(painter, self._caution_area())
        painter.setPen(theme.colour("text"))
        value = QRectF(self.width() - VALUE_WIDTH, 0, VALUE_WIDTH, self.height())
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(value, right, self.reading if row.visible else "")
        painter.setOpacity(1.0)
        if self.hasFocus():
            draw_focus(painter, self)

    @property
    def _can_be_chosen(self) -> bool:
        return self.row.key is not None or bool(self.row.annotation)

    @property
    def _name_end(self) -> float:
        return float(self.width() - VALUE_WIDTH)

    def _caution_area(self) -> QRectF:
        return QRectF(self.width() - VALUE_WIDTH - 16, (self.height() - 14) / 2, 14, 14)


class AnnotationRow(TrackRow):
    """A line for an annotated track: a click makes it the one for edits.

    Signals
    -------
    eyeToggled(visible)
        It is to be drawn, or not.
    lockToggled()
        It is to be locked, or unlocked.
    """

    swatch_thickness, swatch_indent = 3.5, 6.0
    eyeToggled = Signal(bool)  # noqa: N815
    lockToggled = Signal()  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lock = GlyphButton(lock, "Lock", "Lock this track against edits", self)
        self.eye = GlyphButton(eye, "Show", "Show or hide this track", self)
        for button in (self.lock, self.eye):
            button.setFixedSize(BUTTON_WIDTH, HEIGHT)
        self.lock.clicked.connect(lambda *_: self._ask_lock())
        self.eye.clicked.connect(lambda *_: self._ask_eye())

    def show_row(self, row: LaneRow, colour: QColor) -> None:
        """Take another track."""
        super().show_row(row, colour)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setChecked(row.active)
        self.lock.setChecked(row.locked)
        self.eye.setChecked(row.visible)
        state = "active, " if row.active else ""
        locked = ", locked" if row.locked else ""
        shown = "shown" if row.visible else "hidden"
        self.setAccessibleName(f"{row.label}, {state}{shown}{locked}")
        self.setAccessibleDescription("Makes this the track that is edited")
        self.lock.setAccessibleName(f"Lock {row.label}")
        self.lock.setToolTip("Unlock this track" if row.locked else "Lock this track against edits")
        self.eye.setAccessibleName(f"Show {row.label}")
        self.eye.setToolTip("Hide this track" if row.visible else "Show this track")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the buttons before the value."""
        end = self.width() - VALUE_WIDTH
        self.eye.move(end - BUTTON_WIDTH, 0)
        self.lock.move(end - 2 * BUTTON_WIDTH, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The line, with the accent at its edge while it is the active one."""
        super().paintEvent(event)
        if self.row.active:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(themes.now.colour("accent"))
            painter.drawRoundedRect(QRectF(0, 3, 3, HEIGHT - 6), 1.5, 1.5)

    @property
    def _name_end(self) -> float:
        return float(self.width() - VALUE_WIDTH - 2 * BUTTON_WIDTH)

    def _ask_lock(self) -> None:
        self.lock.setChecked(self.row.locked)  # the session says what is locked
        self.lockToggled.emit()

    def _ask_eye(self) -> None:
        self.eye.setChecked(self.row.visible)
        self.eyeToggled.emit(not self.row.visible)
