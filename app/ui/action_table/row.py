"""A row of the table of actions."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QAction

Needs = Literal["recording", "result", "work"]
"""What must be there before an action can be chosen: a recording on screen, a result for it, or
whatever the controller of background work says."""

MENUS = ("File", "Edit", "View", "Playback", "Annotate", "Analyse", "Train", "Help")
"""The menu bar, in this order; a menu without entries is not shown."""

_PLAIN = QAction.MenuRole.NoRole


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One thing the user can do.

    Attributes
    ----------
    id : str
        Its name in the program and in the preferences.
    menu : str
        ``"Menu"`` or ``"Menu/Submenu"``.
    group : int
        Rows of a menu with different groups are separated by a line.
    text : str
        In the menu; an ellipsis says that a dialog follows.
    tip : str
        What it does, in a few words.
    keys : tuple of str
        Default keys, as Qt's portable text.
    icon : str
        A name of ``resources/icons``; empty for none.
    checkable : bool
        Whether it is a switch.
    preference : str
        Where its state is remembered, for example ``"overlays.box"``; empty for nowhere.
    choice_of : str
        Rows of one name exclude each other; empty for none.
    needs : str or None
        What must be there before it can be chosen.
    role : QAction.MenuRole
        Where macOS puts it.
    """

    id: str
    menu: str
    group: int
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    preference: str = ""
    choice_of: str = ""
    needs: Needs | None = None
    role: QAction.MenuRole = _PLAIN
