"""The list of edits of a recording as CSV, one row for each, in the order in which they were made.

Columns: ``id`` from 1; ``parent``, the edit it was made after, 0 for the very beginning; ``at``,
ISO 8601 in UTC; ``author``; ``kind``; ``summary``; ``reason``; ``track``, an id; ``present``, 1 if
the edit is part of the present state and 0 if it was taken back. UTF-8, comma, header, line feeds.
"""

import csv
import io
from collections.abc import Iterator

from app.core.history import EditEntry, History
from app.formats.excel_safe import excel_safe

COLUMNS = ("id", "parent", "at", "author", "kind", "summary", "reason", "track", "present")


def history_csv(history: History) -> str:
    """The text of the file; free text is safe in a spreadsheet."""
    held = frozenset(history.path(history.head))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(tuple(_cells(entry, present=entry.id in held)) for entry in history.entries)
    return target.getvalue()


def _cells(entry: EditEntry, *, present: bool) -> Iterator[str]:
    for column in COLUMNS[:-1]:
        value = getattr(entry, column)
        yield excel_safe(value) if isinstance(value, str) else str(value)
    yield str(int(present))
