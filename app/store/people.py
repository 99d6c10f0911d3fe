"""Who annotates and who is seen."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.core.errors import ProjectError
from app.store.schema import rater, subject


def raters(connection: Connection) -> tuple[str, ...]:
    """Everybody who has annotated or was named as a rater, by name."""
    rows = connection.execute(select(rater.c.name).order_by(rater.c.name.collate("NOCASE")))
    return tuple(rows.scalars())


def add_rater(connection: Connection, name: str) -> None:
    """Name a rater; nothing when the name is there.

    Raises
    ------
    ProjectError
        The name is empty.
    """
    connection.execute(insert(rater).values(name=_name(name, "rater")).on_conflict_do_nothing())


def subjects(connection: Connection) -> tuple[str, ...]:
    """Everybody who is seen in a recording, by name."""
    rows = connection.execute(select(subject.c.name).order_by(subject.c.name.collate("NOCASE")))
    return tuple(rows.scalars())


def subject_id(connection: Connection, name: str) -> int | None:
    """The row of a subject, made when there is none; None for an empty name."""
    if not name.strip():
        return None
    wanted = _name(name, "subject")
    connection.execute(insert(subject).values(name=wanted).on_conflict_do_nothing())
    number = connection.execute(select(subject.c.id).where(subject.c.name == wanted)).scalar_one()
    return int(number)


def _name(name: str, what: str) -> str:
    if not name.strip():
        raise ProjectError(f"A {what} needs a name; type one.")
    return name.strip()
