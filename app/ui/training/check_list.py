"""The check list before a training: how much there is, what it takes, and what forbids it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.training.outlook import Outlook
from app.ui.fonts import digits_font, text_font
from app.ui.panels.parts import WarningNote, caption, note
from app.ui.theme import GRID, SMALL_TEXT_SIZE, TEXT_SIZE, themes
from app.ui.training.density_view import DensityView
from app.ui.training.words import check_rows

_ROW = 20
_NAMES = 84
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Rows(QWidget):
    """Names, and what is so, in two columns; long values end in an ellipsis and in the tooltip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[tuple[str, str], ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_rows(self, rows: tuple[tuple[str, str], ...]) -> None:
        """Show others."""
        if rows == self.rows:
            return
        self.rows = rows
        words = "\n".join(f"{name}: {value}" for name, value in rows)
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line each."""
        return QSize(280, _ROW * len(self.rows))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height."""
        return QSize(180, _ROW * len(self.rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Both columns."""
        painter, theme = QPainter(self), themes.now
        wide = self.width() - _NAMES
        values = digits_font(TEXT_SIZE - 1)
        for number, (name, value) in enumerate(self.rows):
            top = number * _ROW
            painter.setFont(text_font(SMALL_TEXT_SIZE))
            painter.setPen(theme.colour("faint"))
            painter.drawText(QRectF(0, top, _NAMES, _ROW), _LEFT, name)
            painter.setFont(values)
            painter.setPen(theme.colour("text"))
            shown = QFontMetrics(values).elidedText(value, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRectF(_NAMES, top, wide, _ROW), _LEFT, shown)


class CheckList(QWidget):
    """Shows an `Outlook`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = Outlook()
        self.rows = Rows("Check list")
        self.density = DensityView()
        self.cautions, self.obstacles = note(), WarningNote("")
        self.obstacles.setAccessibleName("What forbids to start")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(caption("Before starting"))
        for widget in (self.rows, self.density, self.cautions, self.obstacles):
            column.addWidget(widget)
        self.show_outlook(Outlook())

    def show_outlook(self, found: Outlook) -> None:
        """Show another check list."""
        self.found = found
        known = bool(found.labels)
        self.rows.show_rows(tuple(check_rows(found)) if known else ())
        self.rows.setVisible(known)
        self.density.show_density(found.density)
        self._say(self.cautions, found.cautions)
        self._say(self.obstacles, found.obstacles)

    def _say(self, where: QLabel, sentences: tuple[str, ...]) -> None:
        where.setText("\n".join(sentences))
        where.setVisible(bool(sentences))
