"""Damaged databases: said what is wrong, never opened as empty, and put back from a backup."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.core.errors import ProjectError
from app.store.backups import Backup, backups_of, beside, copy_database, remove_database
from app.store.lock import ProjectLock

FILE = "project.db"
_LONGEST_PATH = 490
"""Bytes; SQLite's own limit is 512 on most systems, with what it puts beside the file."""

_HEADER = b"SQLite format 3\0"
_READ_ONLY = {"SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"}


class ProjectDamaged(ProjectError):  # noqa: N818 - it names a state, as its siblings name kinds
    """A database that cannot be read as it was written.

    Attributes
    ----------
    backups : tuple of Backup
        What can be gone back to, the latest first; may be empty.
    """

    def __init__(self, folder: Path, what: str) -> None:
        self.backups: tuple[Backup, ...] = backups_of(folder)
        advice = (
            "restore a backup to go on; the damaged file is kept beside it"
            if self.backups
            else "there is no backup in it; put project.db back from a copy of your own"
        )
        super().__init__(f"The project in {folder} is damaged: {what}; {advice}.")


@contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Turn what SQLite raises about a project into one sentence."""
    try:
        yield
    except DBAPIError as error:
        raise problem(folder, error.orig or error) from error
    except (sqlite3.Error, OSError) as error:
        raise problem(folder, error) from error
    except UnicodeDecodeError as error:
        # Python reads SQLite's own messages as UTF-8, and these may quote what is damaged.
        raise ProjectDamaged(folder, "some text in it is no text") from error


def problem(folder: Path, error: BaseException) -> ProjectError:
    """The sentence for an error of SQLite or of the system."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    kind = "_".join(name.split("_")[:2])
    if kind in _DAMAGED or (not name and str(error).startswith("damaged")):
        return ProjectDamaged(folder, str(error).removeprefix("damaged: "))
    database = folder / FILE
    if kind == "SQLITE_FULL":
        return ProjectError(
            f"Cannot write {database}: the disk is full; free some space and do it once more."
        )
    if kind in ("SQLITE_BUSY", "SQLITE_LOCKED"):
        return ProjectError(
            f"Cannot write {database}: another program holds it; close that and do it once more."
        )
    if kind in _READ_ONLY:
        return ProjectError(
            f"Cannot write {database}: it is write-protected; save a copy of the project elsewhere."
        )
    if kind == "SQLITE_IOERR":
        return ProjectError(
            f"Cannot read or write {database}: the disk reports a fault ({error}); nothing was "
            "stored; save a copy of the project on another disk."
        )
    if kind == "SQLITE_CANTOPEN" and len(os.fsencode(database)) > _LONGEST_PATH:
        return ProjectError(
            f"Cannot open {database}: its path is too long for a database; choose a folder with "
            "a shorter one."
        )
    if kind == "SQLITE_CANTOPEN":
        return ProjectError(
            f"Cannot open {database}: it is not there or permission is denied; check the folder."
        )
    if kind == "SQLITE_ERROR" and str(error).startswith("no such"):
        return ProjectError(
            f"Cannot read {database}: its tables are those of a newer version of MIMAMO Studio "
            f"({error}); install that version to open it."
        )
    if isinstance(error, OSError):
        told = (error.strerror or str(error)).lower()
        return ProjectError(f"Cannot use {folder}: {told}; check the disk and its permissions.")
    return ProjectError(f"Cannot use {database}: {error}; nothing was stored.")


def refuse_unlike_database(database: Path) -> None:
    """Look at a file before SQLite does, which would take an empty one for a new database.

    Raises
    ------
    ProjectDamaged
        It is empty, shorter than it says it is, or no SQLite database.
    """
    folder = database.parent
    with told_plainly(folder):
        size = database.stat().st_size
        with database.open("rb") as stream:
            head = stream.read(100)
    if size == 0:
        raise ProjectDamaged(folder, f"{FILE} is empty (0 bytes)")
    if len(head) < 100 or head[:16] != _HEADER:
        raise ProjectDamaged(folder, f"{FILE} is not a SQLite database")
    page = int.from_bytes(head[16:18], "big")
    promised = int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page)
    # While there is a write-ahead log, the rest may be in that.
    if size < promised and not _has_log(database):
        raise ProjectDamaged(folder, f"{FILE} has {size} bytes of {promised}")


def restore(folder: Path, backup: Backup) -> Path:
    """Put a backup in the place of the database, which is kept under another name.

    Returns
    -------
    Path
        The damaged database as it is named now; where there was none, where it would be.

    Raises
    ------
    ProjectError
        The project is open in a window, the backup is damaged itself, or the disk is full.
    """
    database = folder / FILE
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = _free_name(folder, f"project-damaged-{time}")
    temporary = folder / "project-restored.part"
    with ProjectLock(folder) as lock:
        if lock.holder:
            raise ProjectError(
                f"The project in {folder} is open in another window ({lock.holder}); close it "
                "there to restore a backup."
            )
        with told_plainly(folder):
            try:
                _copy_whole(backup, temporary)
                if database.exists():
                    for each in (database, *beside(database)):
                        if each.exists():
                            each.replace(aside.with_name(each.name.replace(FILE, aside.name)))
                remove_database(database)
                temporary.replace(database)
            finally:
                remove_database(temporary)
    return aside


def _free_name(folder: Path, stem: str) -> Path:
    names = (folder / f"{stem}{'' if n == 1 else f'-{n}'}.db" for n in range(1, 1000))
    return next(name for name in names if not name.exists())


def _copy_whole(backup: Backup, target: Path) -> None:
    try:
        copy_database(backup.path, target)
    except sqlite3.DatabaseError as error:
        if "damaged" in str(error) or "malformed" in str(error) or "not a database" in str(error):
            raise ProjectError(
                f"The backup {backup.path.name} is damaged too; choose another one."
            ) from error
        raise
    with closing(sqlite3.connect(target)), target.open("rb+") as stream:
        os.fsync(stream.fileno())


def _has_log(database: Path) -> bool:
    log = beside(database)[0]
    return log.exists() and log.stat().st_size > 0
