"""The figures of a pair in two columns; painted, since they change with every step of scrolling."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.core.agreement import NO_AGREEMENT, Agreement
from app.ui.compare.words import FIGURES, figures
from app.ui.fonts import digits_font, text_font
from app.ui.theme import SMALL_TEXT_SIZE, TEXT_SIZE, Theme, themes

_ROW = 20
TABLE_HIGH = _ROW * (len(FIGURES) + 1)
_NAMES = 0.3
"""Share of the width for the names of figures; the columns have the rest."""
COLUMNS = ("In view", "Whole")
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class FiguresTable(QWidget):
    """Shows the agreement of what is visible and of the whole."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._found = (NO_AGREEMENT, NO_AGREEMENT)
        self.texts = tuple(map(figures, self._found))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_figures(self, visible: Agreement, whole: Agreement) -> None:
        """Show other figures; only what reads differently is drawn."""
        if (visible, whole) == self._found:
            return
        self._found = (visible, whole)
        texts = (figures(visible), figures(whole))
        if texts != self.texts:
            self.texts = texts
            self.setAccessibleDescription(self.description)
            self.update()

    @property
    def description(self) -> str:
        """Everything in words."""
        return "; ".join(
            f"{name}: {first} in view, {second} of the whole"
            for (name, _), first, second in zip(FIGURES, *self.texts, strict=True)
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A heading and a row for each figure."""
        return QSize(240, TABLE_HIGH)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the digits."""
        return QSize(200, TABLE_HIGH)

    def event(self, event: QEvent) -> bool:
        """Say what a figure means."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = event.pos().y() // _ROW - 1
            if 0 <= row < len(FIGURES):
                QToolTip.showText(event.globalPos(), FIGURES[row][1], self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Names, and two columns of digits."""
        paint_table(QPainter(self), QRectF(self.rect()), self.texts, themes.now)


def paint_table(
    painter: QPainter, area: QRectF, texts: Sequence[Sequence[str]], theme: Theme
) -> None:
    """Names of the figures, and two columns of digits.

    Parameters
    ----------
    texts : sequence of sequence of str
        Of each column, in the order of `FIGURES`.
    """
    wide = area.width() * (1 - _NAMES) / 2
    names = QRectF(area.left(), area.top(), area.width() * _NAMES, _ROW)
    columns = [QRectF(names.right() + k * wide, area.top(), wide, _ROW) for k in (0, 1)]
    painter.setFont(text_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    for column, title in zip(columns, COLUMNS, strict=True):
        painter.drawText(column, _RIGHT, title)
    for row, (name, _) in enumerate(FIGURES, 1):
        painter.drawText(names.translated(0, row * _ROW), _LEFT, name)
    painter.setPen(theme.colour("text"))
    painter.setFont(digits_font(TEXT_SIZE))
    for column, column_texts in zip(columns, texts, strict=True):
        for row, text in enumerate(column_texts, 1):
            painter.drawText(column.translated(0, row * _ROW), _RIGHT, text)
    painter.setPen(theme.colour("hairline"))
    line = area.top() + _ROW - 1
    painter.drawLine(QPointF(area.left(), line), QPointF(area.right(), line))
