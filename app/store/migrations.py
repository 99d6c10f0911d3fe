"""From the tables of an earlier version to those of this one.

A step is a function of a connection that brings version n to n + 1; steps are never changed once
released. Each runs in a transaction of its own together with the new number, after a backup.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from app.store.backups import make_backup
from app.store.damage import FILE, told_plainly
from app.store.database import Database
from app.store.schema import APPLICATION_ID, VERSION, metadata

Step = Callable[[Connection], None]

STEPS: tuple[Step, ...] = ()
"""``STEPS[0]`` brings version 1 to 2, and so on; ``len(STEPS) == VERSION - 1``."""


def version_of(database: Database) -> int:
    """The version of a database's tables."""
    return _pragma(database, "user_version")


def is_project(database: Database) -> bool:
    """Whether a database is that of a project."""
    return _pragma(database, "application_id") == APPLICATION_ID


def newest() -> int:
    """The version that this program writes."""
    return 1 + len(STEPS)


def make_tables(database: Database) -> None:
    """Give a new database the tables of this version."""
    with database.write() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID:d}")
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION:d}")
        metadata.create_all(connection)


def migrate(database: Database) -> None:
    """Bring an older database to this version; nothing when it is not older.

    Raises
    ------
    ProjectError
        There is no room for the backup, or a step failed; the database is then at the version of
        the last step that went well.
    """
    version = version_of(database)
    if version >= newest():
        return
    with told_plainly(database.folder):
        make_backup(database.folder / FILE, f"before-version-{newest()}")
    for number in range(version, newest()):
        _step(database, number + 1, STEPS[number - 1])


def _step(database: Database, number: int, step: Step) -> None:
    # Tables are rebuilt in steps; references are then checked at the end and not at each row.
    database.check_references(on=False)
    try:
        with database.write() as connection:
            step(connection)
            database.refuse_broken_references()
            connection.exec_driver_sql(f"PRAGMA user_version={number:d}")
    finally:
        database.check_references(on=True)


def _pragma(database: Database, name: str) -> int:
    with database.read() as connection:
        found: Any = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
    return int(found)
