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
_MOST = 1 << 30


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
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST:
                raise InputError(f"{path.name} is too large for a workbook; save it as CSV.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            rows = [[_cell(cell) for cell in row] for row in book.worksheets[0].values]
        finally:
            book.close()
    except InputError:
        raise
    except Exception as error:
        # openpyxl lets through whatever a damaged archive or part makes of it.
        raise InputError(f"{path.name} cannot be read as a workbook: {error}.") from error
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
