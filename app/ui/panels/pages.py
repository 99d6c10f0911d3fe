"""What panels are laid out with: a page that teaches, a page that scrolls, pages in one place."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import tint
from app.ui.panels.parts import note
from app.ui.theme import GRID, PANEL_PADDING

_LOWEST = 20 * GRID


class TeachingPage(QWidget):
    """Why there is nothing to see, and a button for what would help.

    Parameters
    ----------
    action : QAction
        What the button does; it is greyed while the action is.
    label, icon : str
        Of the button.
    """

    def __init__(self, action: QAction, label: str = "Run analysis", icon: str = "run") -> None:
        super().__init__()
        self._text = note()
        self.button = QPushButton(f" {label}")
        self.button.setAccessibleName(label)
        tint(self.button, icon)
        self.button.clicked.connect(action.trigger)
        # A method, not a closure: Qt lets go of it together with this widget.
        action.changed.connect(self._follow)
        self._action = action
        self._follow()
        self.button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(PANEL_PADDING,) * 4)
        column.setSpacing(PANEL_PADDING)
        column.addWidget(self._text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, *, offer: bool = False) -> None:
        """Say why, and whether the button would help."""
        self._text.setText(text)
        self.button.setVisible(offer)

    def _follow(self) -> None:
        self.button.setEnabled(self._action.isEnabled())
        self.button.setToolTip(self._action.toolTip())


class ScrollingPage(QScrollArea):
    """A page that scrolls where the dock is lower than what is in it; never sideways.

    Parameters
    ----------
    column : QVBoxLayout
        What is in it, below each other.
    surface : str
        ``"raised"``, or ``"base"`` under what is looked at.
    """

    def __init__(self, column: QVBoxLayout, surface: str = "raised") -> None:
        super().__init__()
        inner = self._inner = QWidget()
        inner.setProperty("surface", surface)
        column.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, PANEL_PADDING)
        inner.setLayout(column)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for what is in it, beside the bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inner.minimumSizeHint().width() + bar, _LOWEST)

    def reach(self, widget: QWidget) -> None:
        """Scroll until something of it is in sight."""
        self._inner.adjustSize()
        self.ensureWidgetVisible(widget)


def filling(panel: QWidget, *pages: QWidget) -> QStackedWidget:
    """Pages that fill a panel, one at a time."""
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    whole = QVBoxLayout(panel)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(stack)
    return stack
