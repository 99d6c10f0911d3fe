"""How a line of the Recordings dock is painted: state, name, and where it is."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.session.session import RecordingEntry, RecordingState
from app.ui.fonts import digits_font, text_font
from app.ui.icons import ICON_SIZE, icon_pixmap
from app.ui.panels.recordings_model import ENTRY, NAME, ON_SCREEN, in_words
from app.ui.style_sheet import mixed, selection
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, TEXT_SIZE, themes

ROW_HEIGHT = 12 * GRID
_BAR = 3

_ICONS = {
    RecordingState.LISTED: ("film", "faint"),
    RecordingState.OPEN: ("film", "text"),
    RecordingState.WAITING: ("clock", "faint"),
    RecordingState.ANALYSING: ("run", "text"),
    RecordingState.ANALYSED: ("check", "text"),
    RecordingState.FAILED: ("error", "error"),
}


class RecordingsDelegate(QStyledItemDelegate):
    """Two lines: the name, and the state; a thin bar while it is being analysed."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All lines are of one height."""
        return QSize(0, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one entry."""
        entry: RecordingEntry = index.data(ENTRY)
        theme, rect = themes.now, option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, selection(theme))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, mixed(theme, "base", "text", 0.05))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(theme.colour("text"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        icon, colour = _ICONS[entry.state]
        pixmap = icon_pixmap(icon, ICON_SIZE, painter.device().devicePixelRatio(), colour)
        middle = rect.center().y() - ICON_SIZE // 2
        painter.drawPixmap(rect.left() + PANEL_PADDING, middle, pixmap)
        left = rect.left() + PANEL_PADDING + ICON_SIZE + 2 * GRID
        text = QRect(left, rect.top(), rect.right() - PANEL_PADDING - left, rect.height())
        self._paint_text(painter, text, entry, index.data(NAME), bool(index.data(ON_SCREEN)))
        painter.restore()

    def _paint_text(
        self, painter: QPainter, rect: QRect, entry: RecordingEntry, name: str, on_screen: bool
    ) -> None:
        theme = themes.now
        analysing = entry.state is RecordingState.ANALYSING
        upper = QRect(rect.left(), rect.top() + GRID + GRID // 2, rect.width(), 5 * GRID)
        lower = upper.translated(0, 4 * GRID + (0 if analysing else 1))
        _draw(painter, upper, name, text_font(TEXT_SIZE, bold=on_screen), "text")
        words = entry.message if entry.state is RecordingState.FAILED else in_words(entry)
        colour = "error" if entry.state is RecordingState.FAILED else "faint"
        _draw(painter, lower, words, digits_font(SMALL_TEXT_SIZE), colour)
        if analysing:
            bar = QRect(rect.left(), rect.bottom() - _BAR - 1, rect.width(), _BAR)
            painter.fillRect(bar, theme.colour("hairline"))
            bar.setWidth(round(bar.width() * entry.progress))
            painter.fillRect(bar, theme.colour("text"))


def _draw(painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(themes.now.colour(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
