"""Copies of the database that can be gone back to: one a day, one before each migration, ten kept.

A backup is made from one moment of the database while it is in use, checked from end to end, and
only then takes its name; a damaged database is never copied over good backups.
"""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "backups"
KEPT = 10
DAILY = "daily"
_STEP_PAGES = 2048
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A state of the project that can be gone back to.

    Attributes
    ----------
    path : Path
        The file.
    made : datetime
        When, in UTC.
    reason : str
        ``"daily"``, or ``"before-version-2"``.
    size : int
        Bytes.
    """

    path: Path
    made: datetime
    reason: str
    size: int

    @property
    def title(self) -> str:
        """For people, with the time of their clock."""
        local = self.made.astimezone()
        megabytes = max(0.1, self.size / 1e6)
        why = self.reason.replace("-", " ")
        return f"{local:%Y-%m-%d %H:%M}, {why}, {megabytes:.1f} MB"


def backups_of(folder: Path) -> tuple[Backup, ...]:
    """The backups of a project, the latest first."""
    found = [_backup(path) for path in (folder / FOLDER).glob("*.db")]
    known = [backup for backup in found if backup is not None]
    return tuple(sorted(known, key=lambda each: (each.made, each.path.name), reverse=True))


def is_due(folder: Path, moment: datetime) -> bool:
    """Whether no daily backup was made on the (UTC) day of a moment."""
    days = {each.made.date() for each in backups_of(folder) if each.reason == DAILY}
    return moment.date() not in days


def make_backup(database: Path, reason: str, moment: datetime | None = None) -> Backup:
    """Copy a database that may be in use, check the copy, and drop the oldest of more than ten.

    Raises
    ------
    sqlite3.Error, OSError
        It cannot be made, or what was copied is damaged; the backups are then as they were.
    """
    moment = (moment or datetime.now(UTC)).replace(microsecond=0)
    folder = database.parent / FOLDER
    folder.mkdir(exist_ok=True)
    target = folder / f"{moment.strftime(_TIME)}_{reason}.db"
    temporary = target.with_suffix(".part")
    try:
        copy_database(database, temporary)
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(target)
    finally:
        remove_database(temporary)
    # Not the new one, should the clock have gone back.
    older = (each for each in backups_of(database.parent) if each.path != target)
    for old in list(older)[KEPT - 1 :]:
        with suppress(OSError):
            old.path.unlink()
    return Backup(target, moment, reason, target.stat().st_size)


def copy_database(database: Path, target: Path) -> None:
    """Write one moment of a database that may be in use to a new file, and check that.

    Raises
    ------
    sqlite3.Error
        Either cannot be opened, the disk is full, or what was copied is damaged.
    """
    source = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
    with closing(source):
        # The read transaction holds one moment while others go on writing.
        source.isolation_level = None
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        copy_from(source, target)


def copy_from(source: sqlite3.Connection, target: Path) -> None:
    """Write what a connection sees to a new file, and check that; see `copy_database`."""
    remove_database(target)
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=_STEP_PAGES, sleep=0.001)
        refuse_damaged(copy)
        # One file and nothing beside it, whatever it is put on.
        copy.execute("PRAGMA journal_mode=DELETE").fetchone()


def refuse_damaged(connection: sqlite3.Connection) -> None:
    """Read a whole database.

    Raises
    ------
    sqlite3.DatabaseError
        It is damaged.
    """
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(f"damaged: {found}")


def remove_database(path: Path) -> None:
    """Delete a database and what SQLite keeps beside it, as far as they are there."""
    for each in (path, *beside(path)):
        each.unlink(missing_ok=True)


def beside(path: Path) -> tuple[Path, ...]:
    """What SQLite may keep beside a database."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal"))


def _backup(path: Path) -> Backup | None:
    time, _, reason = path.stem.partition("_")
    try:
        made = datetime.strptime(time, _TIME).replace(tzinfo=UTC)
        return Backup(path, made, reason, path.stat().st_size)
    except (ValueError, OSError):
        return None  # somebody else's file
