"""The backup of the day, made beside the work."""

import sqlite3
from datetime import UTC, datetime
from threading import Thread

from sqlalchemy import exists, select

from app.core.errors import StudioError
from app.store.backups import DAILY, is_due, make_backup
from app.store.damage import problem
from app.store.database import Database
from app.store.schema import edit


class DailyBackup:
    """Makes the backup of the day when a project is opened, if there is none yet.

    A project without an edit needs none; on its first day it gets one when it is closed. With a
    write-ahead log the backup is made in a thread of its own, on a connection of its own, while
    edits go on. Without one a reader would hold up a writer, so it is made at once.

    Attributes
    ----------
    problem : StudioError or None
        Why none could be made; known after `wait`.
    """

    def __init__(self, database: Database) -> None:
        self.problem: StudioError | None = None
        self._database = database
        self._thread: Thread | None = None
        if not self._is_wanted():
            return
        if database.journal_mode == "wal":
            self._thread = Thread(target=self._make, name="daily backup")
            self._thread.start()
        else:
            self._make()

    def wait(self) -> None:
        """Until it is made, or has failed."""
        if self._thread is not None:
            self._thread.join()

    def end(self) -> None:
        """Make what could not be made at the beginning; the project is being closed."""
        self.wait()
        if self.problem is None and self._is_wanted():
            self._make()

    def _is_wanted(self) -> bool:
        if not is_due(self._database.folder, datetime.now(UTC)):
            return False
        with self._database.read() as connection:
            return bool(connection.execute(select(exists(select(edit.c.number)))).scalar())

    def _make(self) -> None:
        try:
            make_backup(self._database.path, DAILY)
        except (sqlite3.Error, OSError) as error:
            self.problem = problem(self._database.folder, error)
