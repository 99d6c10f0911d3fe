"""The edits of the recording on screen for Qt's views: a row each, after a first one, Start."""

from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from app.core.history import ROOT, EditEntry, History
from app.session.annotations import Annotations
from app.ui.panels.annotation_look import local_time

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

NUMBER = Qt.ItemDataRole.UserRole
"""Role of the edit's id; `ROOT` of the first row."""
ENTRY = Qt.ItemDataRole.UserRole + 1
"""Role of the `EditEntry`; None of the first row."""
STANDING = Qt.ItemDataRole.UserRole + 2
"""Role of the `Standing`."""

START = "Start"
START_TIP = "The recording before the first edit"


class Standing(Enum):
    """Where an edit is, seen from the present state."""

    DONE = "done"
    PRESENT = "the present state"
    AHEAD = "taken back, redo makes it again"
    ASIDE = "set aside"


class HistoryModel(QAbstractListModel):
    """The annotations' edits as they were at the last `follow`; a new one is a new row."""

    def __init__(self, annotations: Annotations) -> None:
        super().__init__()
        self._annotations = annotations
        self._open, self._history = False, History()
        self._done: frozenset[int] = frozenset()
        self._line: frozenset[int] = frozenset()
        self.follow()

    @property
    def history(self) -> History:
        """What is shown."""
        return self._history

    def row_of(self, number: int) -> int:
        """The row of an edit."""
        entries = self._history.entries
        if number == ROOT:
            return 0
        # Ids count from 1 without a hole, unless a keeper leaves some out.
        if number <= len(entries) and entries[number - 1].id == number:
            return number
        return next(row for row, entry in enumerate(entries, 1) if entry.id == number)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """The beginning and every edit; nothing while nothing is open."""
        if parent.isValid() or not self._open:
            return 0
        return len(self._history.entries) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is shown of an edit."""
        row = index.row()
        if not 0 <= row <= len(self._history.entries):
            return None
        entry = self._history.entries[row - 1] if row else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return in_words(entry, self._standing(entry))
            case Qt.ItemDataRole.ToolTipRole:
                return tip_of(entry, self._standing(entry))
            case _ if role == NUMBER:
                return entry.id if entry else ROOT
            case _ if role == ENTRY:
                return entry
            case _ if role == STANDING:
                return self._standing(entry)
        return None

    def _standing(self, entry: EditEntry | None) -> Standing:
        number = entry.id if entry else ROOT
        if number == self._history.head:
            return Standing.PRESENT
        if number == ROOT or number in self._done:
            return Standing.DONE
        return Standing.AHEAD if number in self._line else Standing.ASIDE

    def follow(self) -> None:
        """Take the edits as they are now; nothing that is there already is made anew."""
        before, after = self._history.entries, self._annotations.history.entries
        known = len(before)
        grown = 0 < known < len(after) and after[known - 1].id == before[-1].id
        if grown and after[0].at == before[0].at:
            self.beginInsertRows(_NOWHERE, known + 1, len(after))
            self._take()
            self.endInsertRows()
        elif known == len(after) and known and [e.id for e in before] == [e.id for e in after]:
            self._take()
        else:
            self.beginResetModel()
            self._take()
            self.endResetModel()
            return
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def _take(self) -> None:
        self._open, self._history = self._annotations.is_open, self._annotations.history
        self._done = frozenset(self._history.path(self._history.head))
        self._line = frozenset(self._history.line)


class HistoryFilter(QSortFilterProxyModel):
    """Only edits in which all words of a text occur: in summary, author, reason or kind."""

    def __init__(self, model: HistoryModel) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self.setSourceModel(model)

    def look_for(self, text: str) -> None:
        """Take another text."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Whether an edit is shown."""
        if not self._words:
            return True
        model = self.sourceModel()
        entry: EditEntry | None = model.data(model.index(row, 0), ENTRY)
        if entry is None:
            return False
        text = f"{entry.summary} {entry.author} {entry.reason} {entry.kind}".casefold()
        return all(word in text for word in self._words)


def in_words(entry: EditEntry | None, standing: Standing) -> str:
    """An edit as one line."""
    if entry is None:
        return START if standing is not Standing.PRESENT else f"{START}, {standing.value}"
    parts = [entry.summary, entry.author, local_time(entry.at)]
    parts.append(f"because {entry.reason}" if entry.reason else "")
    parts.append("" if standing is Standing.DONE else standing.value)
    return ", ".join(filter(None, parts))


def tip_of(entry: EditEntry | None, standing: Standing) -> str:
    """Everything about an edit, line by line."""
    if entry is None:
        return START_TIP
    lines = [entry.summary, f"by {entry.author or 'nobody named'}, {local_time(entry.at)}"]
    lines.append(f"why: {entry.reason}" if entry.reason else "")
    lines.append(f"edit {entry.id}, {standing.value}")
    if standing is Standing.ASIDE:
        lines.append("Another edit was made in its place; a click goes back to it.")
    return "\n".join(filter(None, lines))
