"""CARMA: ratings in bins of time; each row's ``Second`` is the end of its bin.

* now: a block of names and values, then ``Second,Rating``, then ``%%%%%%,%%%%%%``, then the data;
  the range is in rows 5 and 6 of the block. One line more at the top is tolerated.
* old: ``Filename,Lower Label,...,Second,Rating``, the same description in every row
* carma2: ``time,value``, ``NA`` for an empty bin; or without a header, at any times

As text or as a workbook. The width of a bin is not in the file: it is the first step.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from app.core.errors import InputError, OutputError
from app.formats.columns import (
    binned_times,
    dimension_in,
    headless_numbers,
    outside,
    seconds_in,
    source_of,
    without_sentinel,
)
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    ExportCurve,
    Layout,
    ReadOptions,
    WriteOptions,
)
from app.formats.excel_safe import excel_safe, from_excel_safe
from app.formats.sheet import is_workbook, sniff_table
from app.formats.text_source import TextSource
from app.formats.text_table import Kind, TextTable, number_of, read_table
from app.formats.writing import (
    bin_means,
    bin_width,
    curves_or_refuse,
    files_of,
    no_raters,
    no_segments,
    shortest,
    shortest_all,
    write_rows,
)

NAME = "CARMA"
MARK = "%%%%%%"
_OLD = ("filename", "lower label", "upper label", "minimum value")


def recognises(path: Path, head: bytes) -> bool:
    """Whether it has the mark above its data in two columns, the old header, or two columns."""
    if is_workbook(head):
        return _of_workbook(path)
    source = source_of(path, head)
    return source is not None and (_is_carma(source) or headless_numbers(source, 2))


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read one file."""
    source = sniff_table(path, options)
    mark = mark_row(source)
    if mark is not None:
        return _read_block(source, mark, options)
    header = tuple(cell.casefold() for cell in source.rows[0])
    if header[:4] == _OLD:
        return _read_old(source, header, options)
    if header == ("time", "value"):
        return _read_plain(source, options, has_header=True)
    if headless_numbers(source, 2):
        return _read_plain(source, options, has_header=False)
    raise source.error(f"expected a row {MARK},{MARK} above the data, and found none")


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a file per curve; dimension and rater join its name when there are several.

    A row is the mean of 0.25 s, or, with times in frames, of one frame.
    """
    curves = curves_or_refuse(content, NAME)
    places = files_of(target, [f"{curve.dimension}_{curve.rater}" for curve in curves])
    if target.suffix.casefold() in (".xlsx", ".xls"):
        raise OutputError(f"{NAME} files are written as text here; give {target.stem}.csv as name.")
    return [
        write_rows(place, _rows(content, curve, options))
        for curve, place in zip(curves, places, strict=True)
    ]


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    return [
        f"{NAME} holds means of bins of 0.25 s; with times in frames a bin is one frame.",
        f"{NAME} holds one curve per file; its dimension is only in the labels of the scale.",
        *no_segments(content, NAME),
        *no_raters(content, NAME),
    ]


def mark_row(source: TextSource) -> int | None:
    """The row above the data, among the first ones."""
    return next((i for i, row in enumerate(source.rows[:40]) if row[0] == MARK), None)


def _is_carma(source: TextSource) -> bool:
    mark = mark_row(source)
    if mark is not None:
        names = source.rows[mark - 1] if mark else ()
        return len([name for name in names if name]) == 2
    header = tuple(cell.casefold() for cell in source.rows[0])
    return header[:4] == _OLD or source.rows[0] == ("time", "value")


def _of_workbook(path: Path) -> bool:
    try:
        return _is_carma(sniff_table(path, ReadOptions()))
    except InputError:
        return False


def _read_block(source: TextSource, mark: int, options: ReadOptions) -> tuple[Content, Layout]:
    said = {row[0].casefold(): row[1] for row in source.rows[:mark] if len(row) > 1}
    table = read_table(source, source.ends[mark], ["number", "number"])
    content = _content(table, 0, said, options)
    layout = replace(
        table.source.layout(header=mark - 1 if mark else None),
        first_rows=source.rows[mark + 1 : mark + 9],
    )
    return content, layout


def _read_old(
    source: TextSource, header: tuple[str, ...], options: ReadOptions
) -> tuple[Content, Layout]:
    if header[-2:] != ("second", "rating"):
        raise source.error("expected the header to end in Second,Rating", 1)
    kinds: list[Kind] = ["skip"] * len(header)
    kinds[-2:] = ["number", "number"]
    table = read_table(source, source.ends[0], kinds)
    said = dict(zip(header, source.rows[1], strict=False)) if len(source.rows) > 1 else {}
    return _content(table, len(header) - 2, said, options), table.source.layout()


def _read_plain(
    source: TextSource, options: ReadOptions, *, has_header: bool
) -> tuple[Content, Layout]:
    after = source.ends[0] if has_header else 0
    table = read_table(source, after, ["number", "number"])
    times, remarks = seconds_in(table, 0, options)
    values = without_sentinel(table.numbers[1], options)
    curve = CurveContent(dimension_in(source.path.stem), "", times, values)
    layout = table.source.layout(header=0 if has_header else None)
    return Content((curve,), (), tuple(remarks), media=""), layout


def _content(table: TextTable, clock: int, said: dict[str, str], options: ReadOptions) -> Content:
    low, high = (_stated(table.source, said, name) for name in ("minimum value", "maximum value"))
    if not low < high:
        raise table.source.error(
            f"expected a maximum value above the minimum {low:g}, found {high:g}"
        )
    times, remarks = binned_times(table, clock, options)
    values = without_sentinel(table.numbers[clock + 1], options)
    dimension = dimension_in(said.get("upper label", ""), said.get("lower label", ""))
    dimension = dimension or dimension_in(table.source.path.stem)
    curve = CurveContent(dimension, "", times, values, (low, high))
    remarks += outside(values, low, high, dimension or "the ratings")
    ends = [from_excel_safe(said.get(name, "")) for name in ("lower label", "upper label")]
    if any(ends):
        remarks.append(f"The scale goes from “{ends[0]}” to “{ends[1]}”.")
    media = said.get("multimedia file", said.get("filename", ""))
    media = from_excel_safe(media).replace("\\", "/").rsplit("/", 1)[-1]
    return Content((curve,), (), tuple(remarks), media=media)


def _stated(source: TextSource, said: dict[str, str], name: str) -> float:
    value = number_of(said.get(name, ""), source.decimal)
    if value is None or np.isnan(value):
        raise source.error(f"expected a number for {name}, found '{said.get(name, '')[:40]}'")
    return value


def _rows(
    content: ExportContent, curve: ExportCurve, options: WriteOptions
) -> list[tuple[str, str]]:
    step = bin_width(content, options)
    means = bin_means(curve.values, content.frame_seconds, step)
    ends = np.round(np.arange(1, means.size + 1) * step, 9)
    media = content.media.name if content.media is not None else ""
    return [
        ("Time of Rating", ""),
        ("Multimedia File", excel_safe(media)),
        ("Lower Label", excel_safe(f"low {curve.dimension}")),
        ("Upper Label", excel_safe(f"high {curve.dimension}")),
        ("Minimum Value", shortest(curve.low)),
        ("Maximum Value", shortest(curve.high)),
        ("Number of Steps", "9"),
        ("Second", "Rating"),
        (MARK, MARK),
        *zip(shortest_all(ends), shortest_all(means, "NaN"), strict=True),
    ]
