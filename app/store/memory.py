"""What the window was like: JSON values by key; never annotations, never history."""

import json
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.store.schema import memory

T = TypeVar("T")


def remember(connection: Connection, key: str, value: object) -> None:
    """Keep a value."""
    text = json.dumps(value)
    query = insert(memory).values(key=key, value=text)
    connection.execute(query.on_conflict_do_update(index_elements=["key"], set_={"value": text}))


def recall(connection: Connection, key: str, default: T) -> T:
    """What was kept, or ``default``."""
    text = connection.execute(select(memory.c.value).where(memory.c.key == key)).scalar()
    value: T = default if text is None else json.loads(text)
    return value
