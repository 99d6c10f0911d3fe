"""A line of a lane's head: how a curve looks, its name, a caution, and what it reads."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QToolTip, QWidget

from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, themes
from app.ui.timeline.glyphs import caution, draw_focus, swatch
from app.ui.timeline.lane import LaneRow

HEIGHT = 20
SWATCH_WIDTH = 20
VALUE_WIDTH = 48


class TrackRow(QAbstractButton):
    """A switch for one curve; one without a key only shows."""

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
        left = 0.0
        if row.key is not None:
            area = QRectF(0, 0, SWATCH_WIDTH, self.height())
            swatch(painter, area, self._colour, row.variant)
            left = SWATCH_WIDTH + 8.0
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        lively = row.key is not None and self.underMouse()
        painter.setPen(theme.colour("text" if lively else "faint"))
        end = self._caution_area().left() if row.caution else self.width() - VALUE_WIDTH
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

    def _caution_area(self) -> QRectF:
        return QRectF(self.width() - VALUE_WIDTH - 16, (self.height() - 14) / 2, 14, 14)
