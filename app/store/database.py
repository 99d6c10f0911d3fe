"""One connection to a project database, and its transactions.

An edit is durable when its transaction returns: ``synchronous=FULL`` with a write-ahead log, and
``EXTRA`` with a rollback journal, which is what network folders get.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, StaticPool, create_engine

from app.core.errors import ProjectError
from app.store.backups import beside, copy_database, copy_from
from app.store.damage import FILE, told_plainly
from app.store.places import is_network

_PATIENCE = 1.0
"""Seconds to wait for another program that holds the file; the window stands still meanwhile."""


class Database:
    """The open database of a project; one thread at a time.

    Attributes
    ----------
    folder : Path
        Of the project.
    read_only : str
        Why nothing can be written, one sentence; empty when it can.
    path : Path
        The file that is read: beside a write-protected one with a log, a copy of it.
    journal_mode : str
        ``"wal"`` or ``"delete"``.
    writes : int
        How often it was written; another number means other contents.
    """

    def __init__(
        self, folder: Path, *, read_only: str = "", file: str = FILE, create: bool = False
    ) -> None:
        self.folder, self.read_only, self.writes = folder, read_only, 0
        self.path = folder / file
        self._copied: tempfile.TemporaryDirectory[str] | None = None
        with told_plainly(folder):
            self._raw = self._connect(create)
            try:
                self.journal_mode = self._set_up()
            except sqlite3.Error:
                self._raw.close()
                raise
        status = self.path.stat()
        self._file = (status.st_dev, status.st_ino)
        # Transactions are begun by hand, so that reading takes no lock of a writer.
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: self._raw,
            poolclass=StaticPool,
            isolation_level="AUTOCOMMIT",
        )
        self._connection = self._engine.connect()
        self._within = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """See one moment of the database.

        Raises
        ------
        ProjectError
            It cannot be read.
        """
        with self._transaction("BEGIN", "ROLLBACK") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Write all of it, durable when the block has ended, or nothing.

        Raises
        ------
        ProjectError
            It cannot be written; nothing has changed.
        """
        if self.read_only:
            raise ProjectError(self.read_only)
        self._refuse_when_gone()
        with self._transaction("BEGIN IMMEDIATE", "COMMIT") as connection:
            yield connection
        self.writes += 1

    def copy_to(self, target: Path) -> None:
        """Write this moment to a new file, also when the database's own was taken away.

        Raises
        ------
        sqlite3.Error
            It cannot be written, or what was copied is damaged.
        """
        if self._is_there():
            copy_database(self.path, target)
        else:
            copy_from(self._raw, target)

    def check_references(self, *, on: bool) -> None:
        """Whether references between rows are checked at each row; not within a transaction."""
        self._raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")

    def refuse_broken_references(self) -> None:
        """Look at all references between rows, within a transaction.

        Raises
        ------
        sqlite3.DatabaseError
            A row refers to one that is not there.
        """
        found = self._raw.execute("PRAGMA foreign_key_check").fetchone()
        if found is not None:
            raise sqlite3.DatabaseError(
                f"damaged: a row of {found[0]} refers to none in {found[2]}"
            )

    def refuse_damaged(self) -> None:
        """Look at every table but that of the objects, which are checked when they are read.

        Raises
        ------
        ProjectDamaged
            A table cannot be read as it was written.
        """
        with told_plainly(self.folder):
            rows = self._raw.execute("SELECT name FROM sqlite_schema WHERE type='table'")
            for name in sorted({str(row[0]) for row in rows} - {"object", "prediction"}):
                quoted = name.replace('"', '""')
                found = self._raw.execute(f'PRAGMA quick_check("{quoted}")').fetchone()[0]
                if found != "ok":
                    raise sqlite3.DatabaseError(f"damaged: {found}")

    def close(self) -> None:
        """Let go of the file; what SQLite kept beside it is folded in."""
        self._connection.close()
        self._engine.dispose()
        with suppress(sqlite3.Error):
            self._raw.close()
        if self._copied is not None:
            self._copied.cleanup()

    @contextmanager
    def _transaction(self, begin: str, end: str) -> Iterator[Connection]:
        if self._within:
            raise RuntimeError("transactions do not nest")
        self._within = True
        try:
            with told_plainly(self.folder):
                self._raw.execute(begin)
                yield self._connection
                self._raw.execute(end)
        finally:
            self._within = False
            # After most errors it is still open; after some SQLite has ended it already.
            if self._raw.in_transaction:
                with suppress(sqlite3.Error):
                    self._raw.execute("ROLLBACK")

    def _refuse_when_gone(self) -> None:
        if not self._is_there():
            raise ProjectError(
                f"{self.path} was moved, deleted or replaced while it is open; nothing was "
                "stored; save a copy of the project elsewhere, then open that."
            )

    def _is_there(self) -> bool:
        # A file that was taken away can still be written, and is gone when it is closed.
        try:
            status = self.path.stat()
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self._file

    def _connect(self, create: bool) -> sqlite3.Connection:
        if not self.read_only:
            return _opened(self.path, "rwc" if create else "rw")
        try:
            raw = _opened(self.path, "ro")
            raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            if not str(getattr(error, "sqlite_errorname", "")).startswith(
                ("SQLITE_CANTOPEN", "SQLITE_READONLY")
            ):
                raise
            return self._connect_unwritable()
        return raw

    def _connect_unwritable(self) -> sqlite3.Connection:
        # A write-ahead log needs files beside the database even for reading. Where none can be
        # made, a database without a log is opened as what does not change, one with a log (its
        # program was killed) is copied to where that can be played in.
        logs = [each for each in beside(self.path) if each.exists() and each.stat().st_size]
        if not any(each.name.endswith(("-wal", "-journal")) for each in logs):
            return _opened(self.path, "ro&immutable=1")
        self._copied = tempfile.TemporaryDirectory(prefix="mimamo-project-")
        for each in (self.path, *logs):
            if not each.name.endswith("-shm"):
                shutil.copyfile(each, Path(self._copied.name) / each.name)
        self.path = Path(self._copied.name) / self.path.name
        return _opened(self.path, "rw")

    def _set_up(self) -> str:
        run = self._raw.execute
        run("PRAGMA foreign_keys=ON")
        run("PRAGMA cache_size=-16384")
        if self.read_only:
            run("PRAGMA query_only=ON")
            return str(run("PRAGMA journal_mode").fetchone()[0])
        mode = "delete" if is_network(self.folder) else "wal"
        try:
            kept = run(f"PRAGMA journal_mode={mode}").fetchone()[0]
        except sqlite3.OperationalError:
            kept = run("PRAGMA journal_mode=DELETE").fetchone()[0]
        run("PRAGMA synchronous=FULL" if kept == "wal" else "PRAGMA synchronous=EXTRA")
        return str(kept)


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
