"""The list of recordings for Qt's views; tells them only what changed."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.session.session import RecordingEntry, RecordingState, Session

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

ENTRY = Qt.ItemDataRole.UserRole
"""Role of the `RecordingEntry`."""
NAME = Qt.ItemDataRole.UserRole + 1
"""Role of the name to show: with the folder where two have one name."""
ON_SCREEN = Qt.ItemDataRole.UserRole + 2
"""Role of whether it is on screen."""


class RecordingsModel(QAbstractListModel):
    """The session's list as it was at the last `follow`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._entries: tuple[RecordingEntry, ...] = ()
        self._names: dict[Path, str] = {}
        self.follow()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many are listed."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is shown of an entry."""
        if not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        name = self._names.get(entry.path, entry.path.name)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{name}, {in_words(entry)}"
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (str(entry.path), in_words(entry), entry.message)))
            case _ if role == ENTRY:
                return entry
            case _ if role == NAME:
                return name
            case _ if role == ON_SCREEN:
                recording = self._session.recording
                return recording is not None and recording.path == entry.path
        return None

    def follow(self) -> None:
        """Take the list as it is now."""
        before, after = self._entries, tuple(self._session.entries)
        known, paths = [entry.path for entry in before], [entry.path for entry in after]
        if paths[: len(known)] != known:
            self.beginResetModel()
            self._take(after)
            self.endResetModel()
            return
        if len(paths) > len(known):
            self.beginInsertRows(_NOWHERE, len(known), len(paths) - 1)
            self._take(after)
            self.endInsertRows()
        self._entries = after
        for row, (old, new) in enumerate(zip(before, after, strict=False)):
            if old is not new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _take(self, entries: tuple[RecordingEntry, ...]) -> None:
        self._entries = entries
        self._names = distinct_names([entry.path for entry in entries])

    def repaint(self) -> None:
        """Another recording is on screen."""
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))


def distinct_names(paths: Sequence[Path]) -> dict[Path, str]:
    """File names; one that occurs twice is followed by its folder."""
    occurring = Counter(path.name for path in paths)
    return {
        path: path.name if occurring[path.name] == 1 else f"{path.name}  ({path.parent.name})"
        for path in paths
    }


def in_words(entry: RecordingEntry) -> str:
    """Where a recording is."""
    if entry.state is RecordingState.ANALYSING:
        stage = f", {entry.message}" if entry.message else ""
        return f"{entry.progress:.0%}{stage}"
    tracks = f"{entry.tracks} track{'s' * (entry.tracks != 1)}" if entry.tracks else ""
    parts = (str(entry.state.value), tracks, entry.subject)
    return " \N{MIDDLE DOT} ".join(filter(None, parts))
