"""The middle of the window: notices above, the picture or the empty state below."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.empty_state import EmptyState
from app.ui.notices import NoticeBar
from app.ui.theme import GRID, themes


class Stage(QWidget):
    """Shows the player while a recording is open."""

    def __init__(self, empty: EmptyState, player: QWidget, bar: NoticeBar) -> None:
        super().__init__()
        self._empty, self._player = empty, player
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(player)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self._target = _DropTarget(self)

    @property
    def showing_player(self) -> bool:
        """Whether a recording is on show."""
        return self._stack.currentWidget() is self._player

    def show_player(self, wanted: bool) -> None:
        """The picture, or the empty state."""
        shown = self._player if wanted else self._empty
        # Whoever works elsewhere, for example in the list of recordings, stays there.
        take_focus = self._stack.currentWidget() is not shown
        self._stack.setCurrentWidget(shown)
        if take_focus:
            shown.setFocus()

    def invite(self, wanted: bool) -> None:
        """Show that files may be dropped here."""
        self._target.setGeometry(self.rect())
        self._target.setVisible(wanted)
        self._target.raise_()


class _DropTarget(QWidget):
    """A frame over the middle while files are dragged over the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, theme = QPainter(self), themes.now
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("base", 0.82))
        painter.setPen(QPen(theme.colour("text"), 2))
        edge = 3 * GRID
        painter.drawRoundedRect(self.rect().adjusted(edge, edge, -edge, -edge), 8, 8)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Drop to open")
