"""Everything the user can do, as a table: menus, tool bar, tooltips and keys are made from it.

A row says where an action stands and how it looks, never what it does: controllers connect that
with `Actions.on`. Checkable actions with a preference start as they were left and remember.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from app.settings.preferences import Preferences
from app.ui.action_table import ROWS, ActionRow, Needs
from app.ui.icons import tint

__all__ = ["ROWS", "ActionRow", "Actions", "Conflict", "conflicts_of", "key_text"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A key that two actions claim.

    Attributes
    ----------
    key : str
        The key, as Qt's portable text.
    action : str
        The action that has it already.
    """

    key: str
    action: str


class Actions(QObject):
    """The actions of one window.

    Parameters
    ----------
    preferences : Preferences
        Holds changed keys, and what was switched on.
    parent : QObject or None
        Usually none: the window takes them in.
    """

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._rows = {row.id: row for row in ROWS}
        self._actions = {row.id: self._made(row) for row in ROWS}
        self._groups = self._make_groups()
        self._show_keys()
        preferences.changed.connect(self._on_preference)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def row(self, name: str) -> ActionRow:
        """The row an action was made from."""
        return self._rows[name]

    def on(self, name: str, slot: Callable[..., Any]) -> None:
        """Do something when an action is chosen.

        A checkable action calls ``slot(checked)`` whenever its state changes, by whom ever; any
        other calls ``slot()`` when it is chosen.
        """
        action = self._actions[name]
        if action.isCheckable():
            action.toggled.connect(slot)
        else:
            action.triggered.connect(lambda *_: slot())

    def enable(self, name: str, enabled: bool) -> None:
        """Let an action be chosen, or not."""
        self._actions[name].setEnabled(enabled)

    def enable_needing(self, needs: Needs, enabled: bool) -> None:
        """Let every action that needs something be chosen, or not."""
        for row in ROWS:
            if row.needs == needs:
                self.enable(row.id, enabled)

    # Keys.

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of an action, as Qt's portable text; the user's when changed."""
        changed = self._preferences.get("shortcuts")
        return tuple(changed.get(name, self._rows[name].keys))

    def all_keys(self) -> dict[str, tuple[str, ...]]:
        """The keys of every action."""
        return {name: self.keys(name) for name in self._rows}

    def set_all_keys(self, keys: dict[str, tuple[str, ...]]) -> None:
        """Take other keys; only what differs from the default is remembered."""
        changed = {
            name: list(chosen) for name, chosen in keys.items() if chosen != self._rows[name].keys
        }
        self._preferences.set("shortcuts", changed)

    # Making.

    def _made(self, row: ActionRow) -> QAction:
        action = QAction(row.text, self)
        action.setObjectName(row.id)
        action.setCheckable(row.checkable)
        action.setEnabled(row.needs is None)
        # On macOS Qt would otherwise guess from the text, and in other languages guess wrong.
        action.setMenuRole(row.role)
        # The space keeps the words of a button away from its icon.
        action.setIconText(" " + row.text.replace("&", "").rstrip("."))
        # In a menu the tick of a switch stands where its icon would.
        action.setIconVisibleInMenu(not row.checkable)
        if row.icon:
            tint(action, row.icon)
        if row.preference:
            action.setChecked(self._remembered(row.preference))
            action.toggled.connect(lambda on, of=row.preference: self._remember(of, on))
        return action

    def _make_groups(self) -> list[QActionGroup]:
        names = dict.fromkeys(row.choice_of for row in ROWS if row.choice_of)
        groups = []
        for name in names:
            group = QActionGroup(self)
            for row in ROWS:
                if row.choice_of == name:
                    group.addAction(self._actions[row.id])
            groups.append(group)
        return groups

    def _remembered(self, preference: str) -> bool:
        name, _, part = preference.partition(".")
        value = self._preferences.get(name)
        return bool(value[part] if part else value)

    def _remember(self, preference: str, on: bool) -> None:
        name, _, part = preference.partition(".")
        value = {**self._preferences.get(name), part: on} if part else on
        self._preferences.set(name, value)

    def _on_preference(self, name: str) -> None:
        if name == "shortcuts":
            self._show_keys()
        for row in ROWS:
            if row.preference and row.preference.partition(".")[0] == name:
                self._actions[row.id].setChecked(self._remembered(row.preference))

    def _show_keys(self) -> None:
        for name, row in self._rows.items():
            action, keys = self._actions[name], self.keys(name)
            action.setShortcuts([QKeySequence(key) for key in keys])
            shown = f"{row.tip} ({key_text(keys)})" if keys else row.tip
            action.setToolTip(shown)


def key_text(keys: Sequence[str]) -> str:
    """Keys as this platform writes them, for example ``"+ or ="``."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(key).toString(native) for key in keys)


def conflicts_of(
    keys: dict[str, tuple[str, ...]], name: str, wanted: Sequence[str]
) -> tuple[Conflict, ...]:
    """Which other actions already have keys that one wants."""
    portable = QKeySequence.SequenceFormat.PortableText
    asked = {QKeySequence(key).toString(portable) for key in wanted}
    return tuple(
        Conflict(key, other)
        for other, taken in keys.items()
        for key in taken
        if other != name and QKeySequence(key).toString(portable) in asked
    )
