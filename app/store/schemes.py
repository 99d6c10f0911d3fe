"""What may be annotated in a project, as JSON in its row."""

import json
from dataclasses import asdict

from sqlalchemy import Connection, select, update

from app.core.scheme import Category, CategoryScheme, DimensionScheme, Schemes
from app.store.canonical import written
from app.store.schema import project


def to_json(schemes: Schemes) -> str:
    """Schemes as canonical JSON."""
    return written(asdict(schemes))


def from_json(text: str) -> Schemes:
    """Schemes of JSON.

    Raises
    ------
    ValueError, KeyError, TypeError
        They are not what `to_json` writes.
    """
    kept = json.loads(text)
    return Schemes(
        tuple(DimensionScheme(**row) for row in kept["dimensions"]),
        tuple(
            CategoryScheme(row["name"], tuple(Category(**each) for each in row["categories"]))
            for row in kept["categories"]
        ),
    )


def of_project(connection: Connection) -> tuple[str, Schemes]:
    """Name and schemes of the project.

    Raises
    ------
    ValueError, KeyError, TypeError
        They are not what was written.
    """
    row = connection.execute(select(project.c.name, project.c.schemes)).first()
    if row is None:
        raise ValueError("they are missing")
    return row.name, from_json(row.schemes)


def keep(connection: Connection, schemes: Schemes) -> None:
    """Change the schemes of the project."""
    connection.execute(update(project).values(schemes=to_json(schemes)))
