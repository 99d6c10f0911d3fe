"""RECOLA: ``;``, a column ``time`` in seconds and one per rater, a file per dimension.

The dimension is the folder's name, ``arousal/P16.csv``. Names of raters have stray blanks in the
release, which are stripped. The gold standard has one column of that name. Range -1 ... 1.
"""

from pathlib import Path

import numpy as np

from app.formats.columns import (
    dimension_of_path,
    outside,
    seconds_in,
    source_of,
    without_sentinel,
)
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    Layout,
    ReadOptions,
    WriteOptions,
)
from app.formats.excel_safe import excel_safe, from_excel_safe
from app.formats.text_source import sniff
from app.formats.text_table import Kind, read_table
from app.formats.writing import (
    by_dimension,
    gap_text,
    in_folder,
    no_segments,
    odd_names,
    other_range,
    repeated_raters,
    shortest_all,
    unusual_dimensions,
    within,
    write_rows,
)

NAME = "RECOLA"
GOLD = "gold standard"
_RATERS = ("fm", "ff")


def recognises(path: Path, head: bytes) -> bool:
    """Whether the first column is ``time`` and the others are raters."""
    source = source_of(path, head)
    if source is None or len(source.rows[0]) < 2 or source.rows[0][0].casefold() != "time":
        return False
    others = [name.casefold() for name in source.rows[0][1:]]
    raters = all(name == GOLD or name.startswith(_RATERS) for name in others)
    return raters or source.separator == ";"


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read the file of one dimension."""
    source = sniff(path, options)
    header = source.rows[0]
    if header[0].casefold() != "time" or len(header) < 2:
        raise source.error(f"expected a column time, then raters, found '{header[0][:40]}'", 1, 1)
    kinds: list[Kind] = ["number"] * len(header)
    table = read_table(source, source.ends[0], kinds)
    times, remarks = seconds_in(table, 0, options)
    dimension = dimension_of_path(path)
    curves = []
    for i, name in enumerate(header[1:], 1):
        values = without_sentinel(table.numbers[i], options)
        rater = from_excel_safe(name)
        curves.append(CurveContent(dimension, rater, times, values, (-1.0, 1.0)))
        remarks += outside(values, -1, 1, f"{dimension or 'values'} by {rater}")
    if not dimension:
        remarks.append("Neither the file nor its folder is named after a dimension; choose it.")
    return Content(tuple(curves), (), tuple(remarks), media=path.stem), table.source.layout()


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a file per dimension, in a folder of its name beside ``target``; a row per frame."""
    groups = by_dimension(content, NAME)
    times = shortest_all(content.frame_seconds)
    gap = gap_text(options, content.curves)
    written = []
    for dimension, group in groups.items():
        columns = [shortest_all(within(curve, -1, 1, options, NAME), gap) for _, curve in group]
        header = ["time", *(excel_safe(rater) for rater, _ in group)]
        rows = [header, *zip(times, *columns, strict=True)]
        written.append(write_rows(in_folder(target, dimension, groups), rows, ";"))
    return written


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    lost = [*other_range(content, -1, 1, NAME), *no_segments(content, NAME)]
    lost += unusual_dimensions(content, NAME)
    lost += [*odd_names(content, NAME), *repeated_raters(content, NAME)]
    if content.frame_seconds.size > 1 and not np.allclose(np.diff(content.frame_seconds), 0.04):
        lost.append(f"{NAME} itself has a row every 0.04 s; here there is one per frame.")
    return lost
