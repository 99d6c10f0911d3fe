"""What the Tracks dock says of a recording that nobody has annotated yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.actions import Actions
from app.ui.icons import tint
from app.ui.panels.parts import caption, note
from app.ui.theme import GRID

_TEXT = (
    "Nobody has annotated this recording yet. A curve is rated live while it plays, or drawn frame "
    "by frame; it can also begin as a prediction or come from a file."
)
_ROWS = (
    ("new_curve", "New curve...", "plus"),
    ("accept_prediction", "Accept prediction...", "check"),
)


class NoAnnotations(QWidget):
    """Three ways to begin.

    Signals
    -------
    importRequested()
        The user wants to read annotations from a file.
    """

    importRequested = Signal()  # noqa: N815 - Qt's way of naming

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(caption("Annotations"))
        column.addWidget(note(_TEXT))
        column.addSpacing(GRID)
        self._actions = actions
        self.buttons = {
            name: self._follower(actions, name, text, icon) for name, text, icon in _ROWS
        }
        self.buttons["import"] = _button(
            "Import...", "import", "Read curves and segments of a file"
        )
        self.buttons["import"].clicked.connect(self.importRequested)
        for button in self.buttons.values():
            column.addWidget(button)

    def _follower(self, actions: Actions, name: str, text: str, icon: str) -> QPushButton:
        action = actions[name]
        button = _button(text, icon, action.toolTip())
        button.clicked.connect(action.trigger)
        button.setEnabled(action.isEnabled())
        # A method, not a closure: Qt lets go of it together with this widget.
        action.changed.connect(self._follow)
        return button

    def _follow(self) -> None:
        for name, *_ in _ROWS:
            action, button = self._actions[name], self.buttons[name]
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())


def _button(text: str, icon: str, tip: str) -> QPushButton:
    button = QPushButton(f" {text}")
    button.setToolTip(tip)
    button.setAccessibleName(text.rstrip("."))
    tint(button, icon)
    return button
