"""Columns of a large text table, in bounded memory and vectorised.

The text is taken in blocks of whole lines. Plain blocks, where every line has the same number of
cells and nothing is quoted, go through pandas; the others, and every block in which something is
wrong, go cell by cell, which finds the place of the fault. Both read numbers to the last bit.
"""

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TextIO

import numpy as np
from numpy.typing import NDArray

from app.formats.encodings import refuse_cut_off
from app.formats.text_source import TextSource, not_text

Kind = Literal["number", "text", "skip"]
"""What a column is read as."""

BLOCK = 1 << 22
"""Characters of a block; a quoted text that spans lines may lengthen it."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_NONE = frozenset(["", "nan", "-nan", "-nan(ind)", "na", "n/a", "#n/a", "null", "none", "?"])
_NONE_SPELLED = sorted({each for none in _NONE for each in (none, none.upper(), none.capitalize())})
_NONE_SPELLED += ["NaN", "-NaN"]


@dataclass(frozen=True, slots=True, eq=False)
class TextTable:
    """The columns that were read.

    Attributes
    ----------
    source : TextSource
        The text they are of, in the encoding that was right.
    numbers : dict of int to float64 array (N,)
        By column; NaN where a cell is empty or says so.
    texts : dict of int to tuple of str
        By column; as written, not stripped.
    lines : int64 array (N,)
        The line that each row starts at, from 1.
    """

    source: TextSource
    numbers: dict[int, NDArray[np.float64]]
    texts: dict[int, tuple[str, ...]]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.lines.size)

    def only(self, rows: NDArray[np.bool_]) -> "TextTable":
        """The rows where it is true, of N."""
        return TextTable(
            self.source,
            {i: values[rows] for i, values in self.numbers.items()},
            {
                i: tuple(cell for cell, kept in zip(cells, rows, strict=True) if kept)
                for i, cells in self.texts.items()
            },
            self.lines[rows],
        )


@dataclass(slots=True)
class _Columns:
    kinds: tuple[Kind, ...]
    numbers: dict[int, list[NDArray[np.float64]]] = field(default_factory=dict)
    texts: dict[int, list[str]] = field(default_factory=dict)
    lines: list[NDArray[np.int64]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numbers = {i: [] for i, kind in enumerate(self.kinds) if kind == "number"}
        self.texts = {i: [] for i, kind in enumerate(self.kinds) if kind == "text"}

    def table(self, source: TextSource) -> TextTable:
        none = np.empty(0)
        return TextTable(
            source,
            {i: np.concatenate([none, *parts]) for i, parts in self.numbers.items()},
            {i: tuple(cells) for i, cells in self.texts.items()},
            np.concatenate([np.empty(0, dtype=np.int64), *self.lines]),
        )


def read_table(
    source: TextSource, after: int, kinds: Sequence[Kind], *, rows_count: bool = False
) -> TextTable:
    """Read the columns of a text.

    Parameters
    ----------
    source : TextSource
        The text.
    after : int
        Lines to leave out at its beginning: the header's.
    kinds : sequence of {"number", "text", "skip"}
        One per column; every row must have as many cells, or more that are empty.
    rows_count : bool
        Whether the number of a row is its frame. A blank line between others is then a gap when
        there is one column, and an error when there are more; otherwise blank lines are left out.

    Raises
    ------
    InputError
        A cell is no number, a row has too few or too many cells, or the text cannot be decoded.
    """
    encodings = [source.encoding] if source.settled else [source.encoding, "cp1252"]
    for encoding in encodings:
        try:
            tried = replace(source, encoding=encoding)
            return _read(tried, after, tuple(kinds), rows_count)
        except UnicodeError as error:
            refuse_cut_off(source.path, error)
        except OSError as error:
            raise source.error(
                f"cannot be read on: {(error.strerror or str(error)).lower()}; check the file."
            ) from error
    raise not_text(source.path, encodings[-1])


def number_of(cell: str, decimal: str = ".") -> float | None:
    """The number that a cell holds; NaN when it is empty or says so, None when it holds no number.

    A number has no thousands separator, and is finite.
    """
    stripped = cell.strip()
    if stripped.casefold() in _NONE:
        return math.nan
    if decimal != ".":
        stripped = stripped.replace(".", " ").replace(decimal, ".")
    if not _NUMBER.fullmatch(stripped):
        return None
    value = float(stripped)
    return value if math.isfinite(value) else None


def _read(source: TextSource, after: int, kinds: tuple[Kind, ...], rows_count: bool) -> TextTable:
    columns = _Columns(kinds)
    with source.open(source.encoding) as stream:
        for _ in range(after):
            stream.readline()
        for text, line in _blocks(stream, after + 1):
            plain = '"' not in text and _plain_lines(text, source, len(kinds))
            if not (plain and _take_fast(text, line, source, columns)):
                _take_slowly(text, line, source, columns, rows_count)
    return columns.table(source)


def _blocks(stream: TextIO, line: int) -> Iterator[tuple[str, int]]:
    """Whole lines and the number of the first; blank lines at the end of the text are left out."""
    pending = ""
    while text := stream.read(BLOCK):
        text = pending + text + stream.readline()
        if text.count('"') % 2:
            text += _rest_of_quote(stream)
        body = text.rstrip("\n\t ")
        # Spaces and separators of a last row belong to it, blank lines to the next block.
        end = text.find("\n", len(body))
        end = len(text) if end < 0 else end + 1
        pending = text[end:]
        if body:
            yield text[:end], line
            line += text.count("\n", 0, end)
        else:
            pending = text


def _rest_of_quote(stream: TextIO) -> str:
    lines = []
    while line := stream.readline():
        lines.append(line)
        if line.count('"') % 2:
            break
    return "".join(lines)


def _plain_lines(text: str, source: TextSource, width: int) -> bool:
    raw = np.frombuffer(text.encode(), dtype=np.uint8)
    ends = np.flatnonzero(raw == 10)
    if raw.size and raw[-1] != 10:
        ends = np.append(ends, raw.size)
    if np.any(np.diff(ends, prepend=-1) == 1):  # a blank line
        return False
    at = np.flatnonzero(raw == ord(source.separator))
    per_line = np.diff(np.searchsorted(at, ends), prepend=0)
    return bool(np.all(per_line == width - 1))


def _take_fast(text: str, line: int, source: TextSource, columns: _Columns) -> bool:
    import pandas

    wanted = [i for i, kind in enumerate(columns.kinds) if kind != "skip"]
    try:
        frame = pandas.read_csv(
            io.StringIO(text),
            sep=source.separator,
            header=None,
            names=range(len(columns.kinds)),
            usecols=wanted,
            dtype={i: float if columns.kinds[i] == "number" else object for i in wanted},
            decimal=source.decimal,
            keep_default_na=False,
            na_values=dict.fromkeys(columns.numbers, _NONE_SPELLED),
            skip_blank_lines=False,
            quoting=csv.QUOTE_NONE,
            engine="c",
        )
    except ValueError:
        return False  # cell by cell, to say where
    rows = text.count("\n") + (not text.endswith("\n"))
    found = {i: frame[i].to_numpy(dtype=np.float64) for i in columns.numbers}
    if len(frame) != rows or any(np.isinf(values).any() for values in found.values()):
        return False
    for i, values in found.items():
        columns.numbers[i].append(values)
    for i, cells in columns.texts.items():
        cells.extend(frame[i].tolist())
    columns.lines.append(np.arange(line, line + rows, dtype=np.int64))
    return True


def _take_slowly(
    text: str, line: int, source: TextSource, columns: _Columns, rows_count: bool
) -> None:
    numbers: dict[int, list[float]] = {i: [] for i in columns.numbers}
    lines: list[int] = []
    for row, at in _cell_rows(text, line, source):
        cells = _checked(row, at, source, len(columns.kinds), rows_count)
        if cells is None:
            continue
        for i, values in numbers.items():
            values.append(_number_at(cells[i], at, i, source))
        for i, kept in columns.texts.items():
            kept.append(cells[i])
        lines.append(at)
    for i, values in numbers.items():
        columns.numbers[i].append(np.array(values, dtype=np.float64))
    columns.lines.append(np.array(lines, dtype=np.int64))


def _cell_rows(text: str, line: int, source: TextSource) -> Iterator[tuple[list[str], int]]:
    reader = csv.reader(io.StringIO(text), delimiter=source.separator)
    at = line
    try:
        for row in reader:
            yield row, at
            at = line + reader.line_num
    except csv.Error as error:
        raise source.error(f"the row cannot be split into cells: {error}", at) from None


def _checked(
    row: list[str], line: int, source: TextSource, width: int, rows_count: bool
) -> list[str] | None:
    if not row or (width > 1 and len(row) == 1 and not row[0].strip()):
        if not rows_count:
            return None
        if width == 1:
            return [""]
    cells = list(row)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) != width:
        raise source.error(
            f"expected {width} {'cell' if width == 1 else 'cells'}, found {len(row)}", line
        )
    return cells


def _number_at(cell: str, line: int, column: int, source: TextSource) -> float:
    value = number_of(cell, source.decimal)
    if value is None:
        raise source.error(f"expected a number, found '{cell.strip()[:40]}'", line, column + 1)
    return value
