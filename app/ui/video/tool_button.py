"""A tool button that the Enter key presses: the space bar plays, wherever the focus is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QToolButton

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterButton(QToolButton):
    """A flat button with an icon; see above."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter clicks, or opens the menu."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif self.menu() is not None:
            self.showMenu()
        else:
            self.click()


def action_button(action: QAction, name: str, size: int) -> EnterButton:
    """The button of an action.

    Parameters
    ----------
    action : QAction
        What it does; gives icon and tooltip.
    name : str
        What it is called by a screen reader.
    size : int
        Side of the icon, pixels.
    """
    button = EnterButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(size, size))
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(name)
    return button
