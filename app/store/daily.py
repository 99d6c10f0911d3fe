"""The backup of the day, made beside the work."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from app.core.errors import StudioError
from app.store.backups import DAILY, is_due, make_backup
from app.store.damage import problem
from app.store.database import Database


class DailyBackup:
    """Makes the backup of the day, if there is none yet.

    With a write-ahead log it runs in a thread of its own, on a connection of its own, while edits
    go on. Without one a reader would hold up a writer, so it is made at once.

    Attributes
    ----------
    problem : StudioError or None
        Why none could be made; known after `wait`.
    """

    def __init__(self, database: Database, path: Path) -> None:
        self.problem: StudioError | None = None
        self._path = path
        self._thread: Thread | None = None
        moment = datetime.now(UTC)
        if not is_due(path.parent, moment):
            return
        if database.journal_mode == "wal":
            self._thread = Thread(target=self._make, args=(moment,), name="daily backup")
            self._thread.start()
        else:
            self._make(moment)

    def wait(self) -> None:
        """Until it is made, or has failed."""
        if self._thread is not None:
            self._thread.join()

    def _make(self, moment: datetime) -> None:
        try:
            make_backup(self._path, DAILY, moment)
        except (sqlite3.Error, OSError) as error:
            self.problem = problem(self._path.parent, error)
