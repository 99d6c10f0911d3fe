"""Tabular and aggregated events of BORIS, of old and new versions."""

import csv
import io
from collections import defaultdict
from pathlib import Path

from app.core.errors import InputError
from app.formats.boris import NO_SUBJECT, Event, Found, paired
from app.formats.content import ReadOptions
from app.formats.excel_safe import from_excel_safe
from app.formats.marks import counted
from app.formats.text_table import number_of
from app.formats.whole_text import fault

_TYPE = ("Behavior type", "Status")


class _Table:
    """The rows below the header; cells by the names of their columns."""

    def __init__(self, path: Path, text: str, options: ReadOptions) -> None:
        self.path = path
        separator = options.separator or max("\t,;", key=text.split("\n")[0].count)
        self.decimal = options.decimal or "."
        rows = _rows(path, text, separator)
        at = next((i for i, (_, row) in enumerate(rows) if _is_header(row)), None)
        if at is None:
            what = "expected columns “Behavior” and “Time” or “Start (s)”, found none"
            raise fault(path, what, 1)
        self.before = [row for _, row in rows[:at]]
        self.names = [cell.strip() for cell in rows[at][1]]
        self.rows = rows[at + 1 :]

    def text(self, row: list[str], *names: str) -> str:
        """The cell of the first of these columns that is there."""
        for name in names:
            if name in self.names:
                place = self.names.index(name)
                return from_excel_safe(row[place]) if place < len(row) else ""
        return ""

    def modifier(self, row: list[str]) -> str:
        """All modifiers, as a project has them."""
        cells = zip(self.names, row, strict=False)
        return "|".join(cell for name, cell in cells if name.startswith("Modifier") and cell)

    def number(self, line: int, row: list[str], name: str) -> float:
        """A number of seconds."""
        text = self.text(row, name)
        value = number_of(text, self.decimal)
        if value is None or value != value:
            column = self.names.index(name) + 1
            raise fault(self.path, f"expected seconds, found '{text[:40]}'", line, column)
        return value

    def seconds(self, line: int, row: list[str], name: str) -> float:
        """A time of the recording."""
        offset = number_of(self.text(row, "Time offset (s)") or "0", self.decimal) or 0.0
        return round(self.number(line, row, name) - offset, 9)

    def fault(self, line: int, name: str, what: str) -> InputError:
        """The sentence for a cell."""
        return fault(self.path, what, line, self.names.index(name) + 1)


def _rows(path: Path, text: str, separator: str) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, and the line at which each begins."""
    rows, reader, line = [], csv.reader(io.StringIO(text), delimiter=separator), 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise fault(path, f"the row cannot be split into cells: {error}", line) from None
    return rows


def _is_header(row: list[str]) -> bool:
    cells = [cell.strip() for cell in row]
    return "Behavior" in cells and ("Time" in cells or "Start (s)" in cells)


def read_events(path: Path, text: str, options: ReadOptions) -> Found:
    """Read a tabular or an aggregated export.

    Raises
    ------
    InputError
        It is none, or damaged.
    """
    table = _Table(path, text, options)
    return _aggregated(table) if "Start (s)" in table.names else _tabular(table)


def _place(table: _Table, row: list[str]) -> tuple[str, str]:
    """Observation and subject of a row."""
    said = next((each[1] for each in table.before if each[0] == "Observation id"), "")
    subject = table.text(row, "Subject")
    return table.text(row, "Observation id") or said, "" if subject == NO_SUBJECT else subject


def _note_media(table: _Table, row: list[str], found: Found, observation: str) -> None:
    names = ("Media file name", "Media file path", "Media file", "Source")
    found.media.setdefault(observation, table.text(row, *names))


def _tabular(table: _Table) -> Found:
    found = Found()
    kind_column = next((name for name in _TYPE if name in table.names), None)
    if kind_column is None:
        raise fault(table.path, "expected a column “Behavior type” or “Status”, found none")
    events: dict[str, list[Event]] = defaultdict(list)
    states: dict[str, dict[str, bool]] = defaultdict(dict)
    for line, row in table.rows:
        observation, subject = _place(table, row)
        kind = table.text(row, kind_column).strip().upper()
        if kind not in ("START", "STOP", "POINT"):
            what = f"expected START, STOP or POINT, found '{kind[:40]}'"
            raise table.fault(line, kind_column, what)
        seconds = table.seconds(line, row, "Time")
        code = table.text(row, "Behavior")
        comment = table.text(row, "Comment")
        events[observation].append(Event(seconds, subject, code, table.modifier(row), comment))
        states[observation][code] = kind != "POINT"
        _note_media(table, row, found, observation)
    for observation, each in events.items():
        marks, unpaired = paired(each, states[observation])
        for subject, of_subject in marks.items():
            found.marks[observation, subject] += of_subject
        if unpaired:
            count = counted(unpaired, "state")
            found.remarks.append(f"Observation “{observation}”: {count} never stopped, left out.")
    return found


def _aggregated(table: _Table) -> Found:
    found = Found()
    for line, row in table.rows:
        observation, subject = _place(table, row)
        onset = table.seconds(line, row, "Start (s)")
        offset = table.seconds(line, row, "Stop (s)") if table.text(row, "Stop (s)") else onset
        if offset < onset:
            what = f"expected a stop not before {onset:g}, found {offset:g}"
            raise table.fault(line, "Stop (s)", what)
        code, comment = table.text(row, "Behavior"), table.text(row, "Comment start")
        event = Event(onset, subject, code, table.modifier(row), comment)
        found.marks[observation, subject].append((onset, offset, code, event.note))
        _note_media(table, row, found, observation)
    return found
