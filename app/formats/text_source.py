"""A file of text: its encoding and its first rows, found from its head alone.

UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252; lines that end in LF,
CRLF or CR. A workbook's first sheet is taken as such a text as well.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.core.errors import InputError
from app.files import input_error
from app.formats.content import Layout, ReadOptions, TimeBase
from app.formats.encodings import UTF16, known_encoding, refuse_cut_off

HEAD = 1 << 16
SEPARATORS = (",", ";", "\t")
_SHOWN = 8
_DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")
_DECIMAL_DOT = re.compile(r"\s*[+-]?\d+\.\d+\s*")
_AFTER_A_NAME = re.compile(r"""["']?[A-Za-z_][\w %()]*["']?([,;\t])""")


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text of rows and cells, as sniffed.

    Attributes
    ----------
    path : Path
        Where it came from.
    encoding, separator, decimal : str
        As in `Layout`.
    settled : bool
        Whether the encoding is known, so that no other is tried.
    rows : tuple of tuple of str
        Cells of the rows of the head, stripped; blank lines are left out.
    lines, ends : tuples of int
        The lines that each of these rows starts and ends at, from 1.
    open : callable
        Opens the whole text in an encoding, line ends as line feeds.
    """

    path: Path
    encoding: str
    separator: str
    decimal: str
    settled: bool
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    ends: tuple[int, ...]
    open: Callable[[str], TextIO]

    def error(self, what: str, line: int | None = None, column: int | None = None) -> InputError:
        """The sentence for something wrong in it; line and column count from 1."""
        place = f", line {line}" if line is not None else ""
        place += f", column {column}" if column is not None else ""
        return InputError(f"{self.path.name}{place}: {' '.join(what.splitlines())}")

    def layout(self, *, header: int | None = 0, time_base: TimeBase = "s") -> Layout:
        """What the preview shows; ``header`` is the row of the names, None when there is none."""
        first = 0 if header is None else header + 1
        names = () if header is None or header >= len(self.rows) else self.rows[header]
        return Layout(
            self.encoding,
            self.separator,
            self.decimal,
            names,
            self.rows[first : first + _SHOWN],
            time_base,
        )


def sniff(path: Path, options: ReadOptions | None = None, head: bytes | None = None) -> TextSource:
    """Find out how a text is written, reading no more than its first 64 KiB.

    Parameters
    ----------
    path : Path
        The file.
    options : ReadOptions, optional
        What the user settled.
    head : bytes, optional
        Its first bytes, where they are known; the file is not touched then.

    Raises
    ------
    InputError
        It is missing, empty, or no text.
    """
    options = options or ReadOptions()
    recognising = head is not None
    head = _read_head(path) if head is None else head[:HEAD]
    encoding, settled = _encoding(path, head, options, recognising=recognising)
    text = _decoded(path, head, encoding)
    if not text.strip():
        raise InputError(f"{path.name} is empty; expected a table of text.")
    return _source(path, text, len(head) < HEAD, encoding, settled, options, _opener(path))


def sniff_text(path: Path, text: str) -> TextSource:
    """Take comma-separated text that was made of something else, for example of a workbook."""
    if not text.strip(",\n "):
        raise InputError(f"{path.name} is empty; expected a table.")
    options = ReadOptions(separator=",", decimal=".")
    return _source(path, text, True, "utf-8", True, options, lambda _: io.StringIO(text))


def _source(
    path: Path,
    text: str,
    whole: bool,
    encoding: str,
    settled: bool,
    options: ReadOptions,
    opener: Callable[[str], TextIO],
) -> TextSource:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not whole and "\n" in text:
        text = text[: text.rindex("\n") + 1]  # the last line may be cut
    for sign in filter(None, (options.separator, options.decimal)):
        if len(sign) != 1 or sign in '"\r\n':
            raise InputError(f"“{sign[:40]}” cannot be a sign in a table; give one character.")
    separator = options.separator or _separator(text)
    rows, lines, ends = _rows(text, separator)
    if not rows:
        raise InputError(f"{path.name} holds no cell with anything in it; expected a table.")
    decimal = options.decimal or _decimal(rows, separator)
    return TextSource(path, encoding, separator, decimal, settled, rows, lines, ends, opener)


def _read_head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError as error:
        raise input_error(path, error) from error


def _opener(path: Path) -> Callable[[str], TextIO]:
    return lambda encoding: path.open(encoding=encoding, newline=None)


def _encoding(
    path: Path, head: bytes, options: ReadOptions, *, recognising: bool
) -> tuple[str, bool]:
    if options.encoding is not None:
        return known_encoding(options.encoding), True
    if head.startswith(UTF16):
        return "utf-16", True
    if b"\0" in head:
        raise InputError(f"{path.name} is not a text file: it holds bytes of value zero.")
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError as error:
        if not recognising:
            refuse_cut_off(path, error)
        return "cp1252", True
    return "utf-8", False  # a later line may still be Windows-1252


def _decoded(path: Path, head: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
    except UnicodeError:
        raise not_text(path, encoding) from None


def not_text(path: Path, encoding: str) -> InputError:
    """The sentence for bytes that an encoding does not have."""
    tried = "UTF-8 or Windows-1252" if encoding == "cp1252" else encoding
    return InputError(
        f"{path.name} is not a text in {tried}; save it as UTF-8, or choose its encoding."
    )


def _separator(text: str) -> str:
    # What follows the first name of a header is it. Else it splits the lines into equally many
    # cells; of those that do, the one that makes most. In "0,5;1,5" the comma is a decimal sign, as
    # every cell between semicolons shows.
    sample = [line for line in text.split("\n")[:200] if line.strip()]
    named = _AFTER_A_NAME.match(sample[0])
    if named and 2 * sum(_cells_in(line, named[1]) > 1 for line in sample) >= len(sample):
        return named[1]
    scores = {}
    for separator in SEPARATORS:
        counts = Counter(_cells_in(line, separator) for line in sample)
        cells, often = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        scores[separator] = (cells > 1, often, cells)
    if scores[","][0] and any(scores[other][0] for other in ";\t"):
        stronger = max(";\t", key=lambda other: scores[other])
        if scores[stronger][1] * 2 >= len(sample):
            return stronger
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _cells_in(line: str, separator: str) -> int:
    if '"' not in line:
        return line.count(separator) + 1
    return len(next(csv.reader([line], delimiter=separator), [""]))


def _rows(
    text: str, separator: str
) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...], tuple[int, ...]]:
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    rows, lines, ends, line = [], [], [], 1
    while True:
        try:
            row = next(reader)
        except (StopIteration, csv.Error):
            break
        if any(cell.strip() for cell in row):
            rows.append(tuple(cell.strip() for cell in row))
            lines.append(line)
            ends.append(reader.line_num)
        line = reader.line_num + 1
    return tuple(rows), tuple(lines), tuple(ends)


def _decimal(rows: tuple[tuple[str, ...], ...], separator: str) -> str:
    if separator == ",":
        return "."
    cells = [cell for row in rows for cell in row]
    commas = sum(1 for cell in cells if _DECIMAL_COMMA.fullmatch(cell))
    dots = sum(1 for cell in cells if _DECIMAL_DOT.fullmatch(cell))
    return "," if commas > dots else "."
