"""How a row of the History dock is painted: what was done, when, by whom, and why."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.history import EditEntry
from app.ui.fonts import digits_font, text_font
from app.ui.panels.history_model import ENTRY, STANDING, START, START_TIP, Standing
from app.ui.style_sheet import mixed, selection
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, TEXT_SIZE, themes

ROW_HEIGHT = 11 * GRID
_INDENT = 4 * GRID
_DOT = 4
_DOT_LEFT = PANEL_PADDING + _DOT
_LEFT = _DOT_LEFT + 4 * GRID
_ALIGN = Qt.AlignmentFlag.AlignVCenter


class HistoryDelegate(QStyledItemDelegate):
    """Two lines and a dot on a line through time: full for what is done, a ring for what is not."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are of one height."""
        return QSize(0, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one edit."""
        entry: EditEntry | None = index.data(ENTRY)
        standing: Standing = index.data(STANDING)
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_surface(painter, rect, option.state, standing)
        indent = _INDENT if standing is Standing.ASIDE else 0
        _paint_dot(painter, rect, standing, indent)
        left = rect.left() + _LEFT + indent
        upper = QRect(left, rect.top() + GRID, rect.right() - PANEL_PADDING - left, 5 * GRID)
        lower = upper.translated(0, 4 * GRID + 2)
        _paint_texts(painter, upper, lower, entry, standing)
        painter.restore()


def when_text(at: str, now: datetime) -> str:
    """A moment in a few letters: the hour of today, the day of other days."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    if moment.date() == now.date():
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%d %b %H:%M" if moment.year == now.year else "%d %b %Y")


def _paint_surface(
    painter: QPainter, rect: QRect, state: QStyle.StateFlag, standing: Standing
) -> None:
    theme = themes.now
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, selection(theme))
    elif standing is Standing.PRESENT:
        painter.fillRect(rect, theme.colour("overlay"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, mixed(theme, "base", "text", 0.05))
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
        painter.setPen(theme.colour("text"))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _paint_dot(painter: QPainter, rect: QRect, standing: Standing, indent: int) -> None:
    theme = themes.now
    x, y = rect.left() + _DOT_LEFT, rect.center().y()
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.drawLine(x, rect.top(), x, rect.bottom() + 1)
    if indent:
        painter.drawLine(x, y, x + indent, y)
        x += indent
    radius = _DOT + 1 if standing is Standing.PRESENT else _DOT - 1
    full = standing in (Standing.DONE, Standing.PRESENT)
    colour = theme.colour("text" if standing is Standing.PRESENT else "faint")
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(colour if full else theme.colour("base"))
    painter.drawEllipse(x - radius, y - radius, 2 * radius, 2 * radius)


def _paint_texts(
    painter: QPainter, upper: QRect, lower: QRect, entry: EditEntry | None, standing: Standing
) -> None:
    theme = themes.now
    done = standing in (Standing.DONE, Standing.PRESENT)
    title = theme.colour("text" if done else "faint")
    title_font = text_font(TEXT_SIZE, bold=standing is Standing.PRESENT)
    if entry is None:
        _draw(painter, upper, START, title_font, title)
        _draw(painter, lower, START_TIP, text_font(SMALL_TEXT_SIZE), theme.colour("faint"))
        return
    when = when_text(entry.at, datetime.now().astimezone())
    clock = digits_font(SMALL_TEXT_SIZE)
    width = QFontMetrics(clock).horizontalAdvance(when) + 2 * GRID
    painter.setFont(clock)
    painter.setPen(theme.colour("faint"))
    painter.drawText(upper, Qt.AlignmentFlag.AlignRight | _ALIGN, when)
    _draw(painter, upper.adjusted(0, 0, -width, 0), entry.summary, title_font, title)
    words = [entry.author or "nobody named"]
    words += ["set aside"] if standing is Standing.ASIDE else []
    words += [
        f"\N{LEFT DOUBLE QUOTATION MARK}{entry.reason}\N{RIGHT DOUBLE QUOTATION MARK}"
    ] * bool(entry.reason)
    text = " \N{MIDDLE DOT} ".join(words)
    _draw(painter, lower, text, text_font(SMALL_TEXT_SIZE), theme.colour("faint"))


def _draw(painter: QPainter, rect: QRect, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | _ALIGN, shown)
