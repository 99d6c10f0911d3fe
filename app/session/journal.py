"""What keeps the edits of one recording: a protocol, and a keeper in memory.

The project database has its own keeper (`app.store.journal`) with the same verbs; there an edit is
on the disk when `commit` returns.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from app.core.document import Document
from app.core.errors import EditError
from app.core.history import ROOT, EditEntry, History


class Journal(Protocol):
    """Keeps the states of a recording's annotations.

    Every verb raises `EditError` or `ProjectError`, one sentence, when it cannot be done; the state
    is then what it was.
    """

    @property
    def read_only(self) -> str:
        """Why nothing can be edited, one sentence; empty when edits are taken."""

    @property
    def history(self) -> History:
        """All edits, and the present one."""

    @property
    def document(self) -> Document:
        """The present state."""

    def commit(
        self,
        after: Document,
        *,
        author: str,
        kind: str,
        summary: str,
        reason: str = "",
        track: str = "",
    ) -> EditEntry:
        """Keep an edit of the present state; `after` is then the present one."""

    def undo(self) -> Document:
        """One edit back."""

    def redo(self) -> Document:
        """One edit on."""

    def go_to(self, number: int) -> Document:
        """To the state after any edit, or to `ROOT`."""

    def explain(self, number: int, reason: str) -> None:
        """Give an edit another reason."""


def now() -> str:
    """The moment as journals write it: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class MemoryJournal:
    """Keeps states in memory only; see `Journal`."""

    def __init__(self, document: Document, read_only: str = "") -> None:
        self.read_only = read_only
        self.history = History()
        self._states = {ROOT: document}

    @property
    def document(self) -> Document:
        """The present state."""
        return self._states[self.history.head]

    def commit(
        self,
        after: Document,
        *,
        author: str,
        kind: str,
        summary: str,
        reason: str = "",
        track: str = "",
    ) -> EditEntry:
        """Keep an edit."""
        if self.read_only:
            raise EditError(self.read_only)
        number = len(self.history.entries) + 1
        entry = EditEntry(number, self.history.head, author, now(), kind, summary, reason, track)
        self.history = self.history.made(entry)
        self._states[number] = after
        return entry

    def undo(self) -> Document:
        """One edit back."""
        self.history = self.history.undone()
        return self.document

    def redo(self) -> Document:
        """One edit on."""
        self.history = self.history.redone()
        return self.document

    def go_to(self, number: int) -> Document:
        """To any state."""
        self.history = self.history.at(number)
        return self.document

    def explain(self, number: int, reason: str) -> None:
        """Give an edit another reason."""
        entries = tuple(
            replace(entry, reason=reason) if entry.id == number else entry
            for entry in self.history.entries
        )
        self.history = History(entries, self.history.head, self.history.tip)
