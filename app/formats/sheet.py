"""The first sheet of a workbook (``.xlsx``), taken as comma-separated text.

Line and column of what is wrong in it are then the sheet's row and column.
"""

import csv
import io
import zipfile
from pathlib import Path

from app.core.errors import InputError
from app.formats.content import ReadOptions
from app.formats.text_source import TextSource, sniff, sniff_text

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
_MOST = 1 << 28
"""Bytes of all parts, unpacked; a rating of many hours has a few million."""
_ROWS, _COLUMNS = 1 << 20, 64
"""As many rows as a sheet has, and more columns than any rating."""


def sniff_table(path: Path, options: ReadOptions) -> TextSource:
    """Sniff a text, or the first sheet of a workbook.

    Raises
    ------
    InputError
        It is missing, empty, an old workbook, or damaged.
    """
    start = _start(path)
    if start.startswith(_OLD):
        raise InputError(f"{path.name} is an old Excel file; save it as .xlsx or as CSV.")
    return sniff_text(path, _sheet_text(path)) if start == _ZIP else sniff(path, options)


def is_workbook(head: bytes) -> bool:
    """Whether it begins as a workbook does."""
    return head.startswith((_ZIP, _OLD))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(4)
    except OSError:
        return b""  # sniffing says what is wrong with it


def _sheet_text(path: Path) -> str:
    import openpyxl  # parses with defusedxml where that is installed, as it is here

    try:
        with path.open("rb") as stream:
            with zipfile.ZipFile(stream) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _MOST:
                    raise _too_large(path)
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            rows: list[list[str]] = []
            for row in sheet.iter_rows(values_only=True, max_col=_COLUMNS):
                if len(rows) == _ROWS:
                    raise _too_large(path)
                rows.append([_cell(cell) for cell in row])
    except InputError:
        raise
    except Exception as error:
        # openpyxl lets through whatever a damaged archive or part makes of it.
        raise InputError(
            f"{path.name} is damaged, or no workbook; open it in a spreadsheet program and save "
            "its table as CSV."
        ) from error
    width = max((_filled(row) for row in rows), default=0)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(row[:width] for row in rows)
    return buffer.getvalue()


def _too_large(path: Path) -> InputError:
    return InputError(f"{path.name} is too large for a workbook of ratings; save it as CSV.")


def _filled(row: list[str]) -> int:
    return next((i for i in range(len(row), 0, -1) if row[i - 1]), 0)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
