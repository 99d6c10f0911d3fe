"""What is looked at before a project is opened, and how one is made."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import insert, update

from app.core.errors import ProjectError
from app.core.scheme import Schemes
from app.store import recordings, schemes
from app.store.backups import FOLDER, remove_database
from app.store.damage import FILE, ProjectDamaged, refuse_unlike_database, told_plainly
from app.store.database import Database
from app.store.lock import ProjectLock
from app.store.migrations import is_project, make_tables, migrate, newest, version_of
from app.store.moment import now
from app.store.places import is_writable
from app.store.schema import project

CACHE = "cache"
_PART = "project-new.part"


def named(name: str) -> str:
    """A name without what surrounds it.

    Raises
    ------
    ProjectError
        Nothing is left.
    """
    if not name.strip():
        raise ProjectError("A project needs a name; type one.")
    return name.strip()


def make(folder: Path, name: str, offered: Schemes) -> None:
    """Write the database of a new project, whole or not at all.

    Raises
    ------
    ProjectError
        The folder is a project already, or cannot be written.
    """
    _refuse_taken(folder)
    with _begun(folder), closing(Database(folder, file=_PART, create=True)) as database:
        make_tables(database)
        row = {"id": 1, "name": name, "created": now(), "schemes": schemes.to_json(offered)}
        with database.write() as connection:
            connection.execute(insert(project).values(**row))


def copy(source: Database, home: Path, folder: Path, name: str) -> None:
    """Write a project as it is at this moment into another folder.

    Parameters
    ----------
    source : Database
        Open; may be in use.
    home : Path
        The project folder that its relative paths start from.
    folder : Path
        Where the copy goes.
    name : str
        Of the copy.

    Raises
    ------
    ProjectError
        The folder is a project already, or cannot be written.
    """
    _refuse_taken(folder)
    with _begun(folder):
        with told_plainly(folder):
            source.copy_to(folder / _PART)
        with closing(Database(folder, file=_PART)) as database, database.write() as connection:
            connection.execute(update(project).values(name=name))
            recordings.rebase(connection, home, folder)


def open_database(folder: Path, *, reading: bool) -> tuple[Database, ProjectLock | None]:
    """Open a project's database and, if it may be edited, hold its lock.

    Raises
    ------
    ProjectError
        There is no project in the folder.
    ProjectDamaged
        There is one that cannot be read.
    """
    _refuse_no_project(folder)
    refuse_unlike_database(folder / FILE)
    if reading:
        return _read(folder, "The project was opened for reading only."), None
    if not _may_write(folder):
        return _read(
            folder,
            f"{folder} is write-protected, so nothing can be edited; save a copy elsewhere to "
            "edit that.",
        ), None
    lock = ProjectLock(folder)
    if lock.holder:
        return _read(
            folder,
            f"{folder.name} is open in another window ({lock.holder}); it can be read here, and "
            "edited there.",
        ), None
    try:
        database = _written(folder)
    except BaseException:
        lock.release()
        raise
    if database.read_only:
        lock.release()
        return database, None
    return database, lock


def _written(folder: Path) -> Database:
    # Looked at before anything is written: what another program made stays as it is.
    with closing(_checked(Database(folder, read_only="Only looked at."))) as database:
        version = version_of(database)
    if version > newest():
        return _read(
            folder,
            f"{folder.name} was last opened by a newer version of MIMAMO Studio, so nothing can "
            "be edited; install that version to edit it.",
        )
    database = Database(folder)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _read(folder: Path, why: str) -> Database:
    database = _checked(Database(folder, read_only=why))
    if version_of(database) < newest():
        database.close()
        raise ProjectError(
            f"{folder.name} was made by an earlier version and must be brought up to date before "
            "it can be read here; open it where it can be written."
        )
    return database


def _checked(database: Database) -> Database:
    try:
        if not is_project(database):
            raise ProjectError(
                f"{database.folder / FILE} is a database of another program; choose the folder of "
                "a project."
            )
        database.refuse_damaged()
    except BaseException:
        database.close()
        raise
    return database


def _may_write(folder: Path) -> bool:
    return is_writable(folder) and os.access(folder / FILE, os.W_OK)


def _refuse_no_project(folder: Path) -> None:
    if folder.is_file():
        raise ProjectError(f"{folder} is a file; a project is a folder: choose its folder.")
    if not folder.is_dir():
        raise ProjectError(f"There is no folder {folder}; check whether it was moved or renamed.")
    database = folder / FILE
    if database.is_dir():
        raise ProjectError(f"{database} is a folder and no database; choose another folder.")
    if not database.exists():
        if any((folder / FOLDER).glob("*.db")):
            raise ProjectDamaged(folder, f"{FILE} is missing")
        raise ProjectError(f"{folder} is no project: there is no {FILE} in it; choose another.")


def _refuse_taken(folder: Path) -> None:
    if folder.is_file():
        raise ProjectError(f"{folder} is a file; choose another name for the project.")
    if (folder / FILE).exists():
        raise ProjectError(f"{folder} is a project already; open it, or choose another name.")


@contextmanager
def _begun(folder: Path) -> Iterator[None]:
    """Give what the block writes its name, or leave nothing behind."""
    with told_plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        remove_database(folder / _PART)
    try:
        yield
        with told_plainly(folder):
            _take_name(folder)
    finally:
        with suppress(OSError):
            remove_database(folder / _PART)
        with suppress(OSError):
            folder.rmdir()  # only an empty one


def _take_name(folder: Path) -> None:
    part = folder / _PART
    with closing(sqlite3.connect(part)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE").fetchone()
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(folder / FILE)
    (folder / CACHE).mkdir(exist_ok=True)
