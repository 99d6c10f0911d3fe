"""Tables of measured faces, of OpenFace and py-feat: the columns that are worth a track.

Landmarks and identities, hundreds of columns, are left out while reading. Several faces in a frame
are several rows; the track takes one face, and says so.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.formats.columns import distinct_columns
from app.formats.content import CurveContent, ReadOptions
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import Kind, TextTable, read_table

Ranges = Callable[[str], tuple[float, float] | None]


def header_of(path: Path, head: bytes) -> tuple[str, ...]:
    """The stripped names of the columns, for recognising; none when it is no table."""
    try:
        return sniff(path, head=head).rows[0] if head else ()
    except InputError:
        return ()


def read_columns(
    path: Path, options: ReadOptions, wanted: Callable[[str], bool]
) -> tuple[TextTable, dict[str, NDArray[np.float64]]]:
    """The wanted columns of a table, by name, all numbers.

    Raises
    ------
    InputError
        It is no table, or a cell is no number.
    """
    source = sniff(path, options)
    names = source.rows[0]
    kinds: list[Kind] = ["number" if wanted(name) else "skip" for name in names]
    distinct_columns(source, [name for name in names if wanted(name)])
    table = read_table(source, source.ends[0], kinds)
    return table, {names[i]: values for i, values in table.numbers.items()}


def frame_order(
    table: TextTable, frames: NDArray[np.float64], column: int
) -> tuple[NDArray[np.int64], int]:
    """The first row of each frame, in their order, and how many rows that leaves out.

    Raises
    ------
    InputError
        A frame is no whole number.
    """
    wrong = np.flatnonzero(~(np.isfinite(frames) & (frames >= 0) & (frames == np.floor(frames))))
    if wrong.size:
        line = int(table.lines[wrong[0]])
        what = f"expected the number of a frame, found {frames[wrong[0]]:g}"
        raise table.source.error(what, line, column + 1)
    _, first = np.unique(frames, return_index=True)
    rows = first.astype(np.int64)
    return rows, int(frames.size - rows.size)


def column_of(source: TextSource, name: str) -> int:
    """Where a column is, from 0.

    Raises
    ------
    InputError
        There is none.
    """
    if name not in source.rows[0]:
        raise source.error(f"expected a column {name}, found none", source.lines[0])
    return source.rows[0].index(name)


def curve(
    name: str,
    times: NDArray[np.float64] | None,
    values: NDArray[np.float64],
    ranges: Ranges,
) -> CurveContent:
    """A measured curve; nobody rated it."""
    return CurveContent(name, "", times, values, ranges(name))
