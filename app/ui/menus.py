"""Menu bar and tool bar, made from the table of actions."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from app.ui.action_table import MENUS, ROWS, ActionRow
from app.ui.actions import Actions
from app.ui.icons import TOOL_ICON_SIZE

TOOL_BAR: tuple[tuple[str, bool], ...] = (
    ("open_video", True),
    ("open_folder", False),
    ("", False),
    ("run_analysis", True),
    ("cancel_analysis", False),
    ("", False),
    ("undo", False),
    ("redo", False),
    ("", False),
    ("live_rating", True),
    ("new_segment", False),
    ("blind", False),
    ("", False),
    ("export_csv", False),
    ("export_report", False),
    ("save_frame", False),
    ("stretch", False),
    ("help_guide", False),
    ("preferences", False),
)
"""What stands in the tool bar, and whether its text is shown; an empty name is a line."""


def build_menus(
    window: QMainWindow, actions: Actions, extra: Mapping[str, Sequence[QMenu | QAction]]
) -> dict[str, QMenu]:
    """Fill the menu bar.

    Parameters
    ----------
    extra : mapping
        Entries that are no rows: after which action's id they stand.

    Returns
    -------
    dict
        The menus by name, for example ``"View"`` and ``"View/Theme"``.
    """
    menus: dict[str, QMenu] = {}
    for name in MENUS:
        rows = [row for row in ROWS if row.menu.partition("/")[0] == name]
        if not rows:
            continue
        menus[name] = window.menuBar().addMenu(f"&{name}")
        menus[name].setToolTipsVisible(True)
        last = rows[0].group
        for row in rows:
            begun = "/" in row.menu and row.menu in menus
            if row.group != last and not begun:
                menus[name].addSeparator()
            last = row.group
            _place(row, menus, actions)
            for entry in extra.get(row.id, ()):
                _add(menus[name], entry)
    for action in actions:
        window.addAction(action)
    return menus


def build_tool_bar(window: QMainWindow, actions: Actions) -> QToolBar:
    """Fill the tool bar."""
    bar = QToolBar("Tool bar")
    bar.setObjectName("tool_bar")
    bar.setMovable(False)
    bar.setIconSize(QSize(TOOL_ICON_SIZE, TOOL_ICON_SIZE))
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for name, with_text in TOOL_BAR:
        if not name:
            bar.addSeparator()
        elif name == "stretch":
            bar.addWidget(_stretch())
        else:
            bar.addAction(actions[name])
            _dress(bar.widgetForAction(actions[name]), actions[name], with_text=with_text)
    window.addToolBar(bar)
    return bar


def _place(row: ActionRow, menus: dict[str, QMenu], actions: Actions) -> None:
    top, _, sub = row.menu.partition("/")
    if sub and row.menu not in menus:
        menus[row.menu] = menus[top].addMenu(sub)
        menus[row.menu].setToolTipsVisible(True)
    menus[row.menu].addAction(actions[row.id])


def _add(menu: QMenu, entry: QMenu | QAction) -> None:
    if isinstance(entry, QMenu):
        menu.addMenu(entry)
    else:
        menu.addAction(entry)


def _dress(button: QWidget, action: QAction, *, with_text: bool) -> None:
    if not isinstance(button, QToolButton):
        return
    # Reached with Tab, but a click leaves the keys with the picture.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text().replace("&", "").rstrip("."))
    if with_text:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)


def _stretch() -> QWidget:
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return space
