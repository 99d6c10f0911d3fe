"""File > Open recent."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.settings.preferences import Preferences
from app.settings.recent_files import forget_all_files, recent_files
from app.ui.turns import turns


def distinct_names(paths: tuple[Path, ...]) -> tuple[str, ...]:
    """File names; those that occur twice are followed by their folder."""
    names = [path.name for path in paths]
    return tuple(
        path.name if names.count(path.name) == 1 else f"{path.name}  ({path.parent})"
        for path in paths
    )


class RecentMenu(QMenu):
    """The recordings opened last, made anew whenever it opens.

    Signals
    -------
    chosen(path)
        The user wants one again.
    """

    chosen = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__("Open &recent", parent)
        self.setToolTipsVisible(True)
        self._preferences = preferences
        preferences.changed.connect(self._on_preference)
        self.fill()

    def fill(self) -> None:
        """List what was opened last."""
        self.clear()
        paths = recent_files(self._preferences)
        for path, name in zip(paths, distinct_names(paths), strict=True):
            entry = self.addAction(name.replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.triggered.connect(lambda *_, of=path: self.chosen.emit(of))
        if paths:
            self.addSeparator()
            self.addAction("&Clear this list", lambda: forget_all_files(self._preferences))
        self.setEnabled(bool(paths))

    def _on_preference(self, name: str) -> None:
        if name == "recent_files":
            turns.soon(self.fill)
