"""Keeps the edits of one recording on the disk.

The same verbs as a journal in memory: each is one transaction, durable when it returns. The edits
form a tree; head and tip are stored with the recording, so undo and redo survive a restart.
"""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from app.core.document import Document
from app.core.errors import EditError, ProjectError
from app.core.history import ROOT, EditEntry, History
from app.store.damage import ProjectDamaged
from app.store.database import Database
from app.store.moment import now
from app.store.objects import Documents
from app.store.schema import edit, rater, recording

_ENTRY = (
    edit.c.number,
    edit.c.parent,
    edit.c.author,
    edit.c.at,
    edit.c.kind,
    edit.c.summary,
    edit.c.reason,
    edit.c.track,
)


class StoreJournal:
    """The edits of one recording, in the project database.

    Attributes
    ----------
    read_only : str
        Why nothing can be edited, one sentence; empty when edits are taken.
    """

    def __init__(
        self,
        database: Database,
        documents: Documents,
        recording_id: int,
        frames: int,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self.read_only = database.read_only
        self._database, self._documents, self._id = database, documents, recording_id
        self._frames, self._on_change = frames, on_change
        self._history, self._states = self._read()
        self._document = self._state(self._history.head)

    @property
    def history(self) -> History:
        """All edits, and the present one."""
        return self._history

    @property
    def document(self) -> Document:
        """The present state."""
        return self._document

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
        """Keep an edit of the present state; it is on the disk when this returns.

        Raises
        ------
        EditError, ProjectError
            It cannot be kept; nothing has changed.
        """
        self._refuse_when_read_only()
        if after.frames != self._frames:
            raise ValueError(f"a document of {after.frames} frames for {self._frames}")
        number = len(self._history.entries) + 1
        entry = EditEntry(number, self._history.head, author, now(), kind, summary, reason, track)
        history = self._history.made(entry)
        with self._database.write() as connection:
            digest, tracks = self._documents.store(connection, after)
            self._move(connection, history)
            self._insert(connection, entry, digest, len(after.tracks))
        self._documents.kept(after, tracks)
        self._history, self._document = history, after
        self._states[number] = digest
        self._on_change()
        return entry

    def undo(self) -> Document:
        """One edit back."""
        return self._walk(self._history.undone())

    def redo(self) -> Document:
        """One edit on."""
        return self._walk(self._history.redone())

    def go_to(self, number: int) -> Document:
        """To the state after any edit, or to `ROOT`."""
        return self._walk(self._history.at(number))

    def state(self, number: int) -> Document:
        """The state after any edit, without going there."""
        return self._state(number)

    def explain(self, number: int, reason: str) -> None:
        """Give an edit another reason."""
        self._refuse_when_read_only()
        explained = replace(self._history.entry(number), reason=reason)
        one = (edit.c.recording == self._id) & (edit.c.number == number)
        with self._database.write() as connection:
            connection.execute(update(edit).where(one).values(reason=reason))
        entries = tuple(
            explained if entry.id == number else entry for entry in self._history.entries
        )
        self._history = History(entries, self._history.head, self._history.tip)

    def _walk(self, history: History) -> Document:
        self._refuse_when_read_only()
        document = self._state(history.head)
        with self._database.write() as connection:
            self._move(connection, history)
        self._history, self._document = history, document
        self._on_change()
        return document

    def _state(self, number: int) -> Document:
        if number == ROOT:
            return Document(self._frames)
        return self._documents.load(self._states[number])

    def _insert(self, connection: Connection, entry: EditEntry, digest: str, tracks: int) -> None:
        connection.execute(
            insert(edit).values(
                recording=self._id,
                number=entry.id,
                parent=entry.parent,
                author=entry.author,
                at=entry.at,
                kind=entry.kind,
                summary=entry.summary,
                reason=entry.reason,
                track=entry.track,
                document=digest,
                tracks=tracks,
            )
        )
        if entry.author:
            connection.execute(insert_or(rater).values(name=entry.author).on_conflict_do_nothing())

    def _move(self, connection: Connection, history: History) -> None:
        # Where it was is checked too: another journal of the recording may have gone on.
        was = (recording.c.head == self._history.head) & (recording.c.tip == self._history.tip)
        made = select(func.count()).where(edit.c.recording == self._id).scalar_subquery()
        moved = connection.execute(
            update(recording)
            .where(recording.c.id == self._id, was, made == len(self._history.entries))
            .values(head=history.head, tip=history.tip)
        )
        if moved.rowcount != 1:
            raise ProjectError(
                "The annotations of this recording were changed elsewhere; close the project and "
                "open it again to see them."
            )

    def _read(self) -> tuple[History, dict[int, str]]:
        query = select(*_ENTRY, edit.c.document).where(edit.c.recording == self._id)
        place = select(recording.c.head, recording.c.tip).where(recording.c.id == self._id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(edit.c.number)).all()
            at = connection.execute(place).one()
        entries = tuple(EditEntry(*row[:-1]) for row in rows)
        if not _is_whole(entries, at.head, at.tip):
            raise ProjectDamaged(self._database.folder, "the history of a recording has holes")
        return History(entries, at.head, at.tip), {row.number: row.document for row in rows}

    def _refuse_when_read_only(self) -> None:
        if self.read_only:
            raise EditError(self.read_only)


def _is_whole(entries: tuple[EditEntry, ...], head: int, tip: int) -> bool:
    states = range(len(entries) + 1)
    numbers = all(entry.id == place for place, entry in enumerate(entries, 1))
    parents = all(entry.parent in range(entry.id) for entry in entries)
    if not (numbers and parents and head in states and tip in states):
        return False
    history = History(entries, head, tip)
    return head in (ROOT, *history.line)
