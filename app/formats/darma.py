"""DARMA: two dimensions by joystick, in bins of time; each row's ``Second`` is the end of its bin.

A block of three rows (time, multimedia file, magnitude), the names of the columns
``Second,X,Y,Button``, a row of ``%%%%%%``, then the data; x and y are the joystick's -1 ... 1 times
the magnitude, ``NaN`` where nothing was sampled. "Combine" writes the description in every row.
Logs, ``log_20221128T133748.csv``, have no header: time, x, y and button of every sample.
"""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.formats.carma import MARK, mark_row
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
    SegmentContent,
    WriteOptions,
)
from app.formats.excel_safe import excel_safe, from_excel_safe
from app.formats.marks import numbered
from app.formats.sheet import is_workbook, sniff_table
from app.formats.text_source import TextSource
from app.formats.text_table import Kind, TextTable, number_of, read_table
from app.formats.writing import (
    bin_means,
    bin_width,
    end_of,
    files_of,
    left_out,
    no_raters,
    no_segments,
    per_rater_or_refuse,
    shortest,
    shortest_all,
    within,
    write_rows,
)

NAME = "DARMA"
_PAIR = ("valence", "arousal")
_COMBINED = ("annotationfile", "multimediafile", "magnitude", "xlabel", "ylabel")
_LOG = re.compile(r"log_\d{8}T\d{6}\.csv", re.IGNORECASE)


def recognises(path: Path, head: bytes) -> bool:
    """Whether it has the mark above its data in four columns, the combined header, or is a log."""
    if is_workbook(head):
        try:
            return _is_darma(sniff_table(path, ReadOptions()))
        except InputError:
            return False
    source = source_of(path, head)
    return source is not None and (_is_darma(source) or _is_log(path, source))


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read one file."""
    source = sniff_table(path, options)
    mark = mark_row(source)
    if mark:
        return _read_block(source, mark, options)
    if tuple(cell.casefold() for cell in source.rows[0][:5]) == _COMBINED:
        return _read_combined(source, options)
    if headless_numbers(source, 4):
        return _read_log(source, options)
    raise source.error(f"expected a row of {MARK} above the data, and found none")


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a file per rater; x is valence, y is arousal.

    A row is the mean of 0.25 s, or, with times in frames, of one frame.
    """
    found = per_rater_or_refuse(content, _PAIR, NAME)
    return [
        write_rows(place, _rows(content, curves, options))
        for place, curves in zip(files_of(target, found), found.values(), strict=True)
    ]


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    lost = [
        *left_out(content, _PAIR),
        f"{NAME} holds means of bins of 0.25 s; with times in frames a bin is one frame.",
        *no_segments(content, NAME),
        *no_raters(content, NAME),
    ]
    lost += [
        f"“{curve.dimension}” by “{curve.rater}” has the range {curve.low:g} to {curve.high:g}; "
        f"{NAME} has one magnitude for both dimensions and signs: the range is lost."
        for curve in content.curves
        if (curve.low, curve.high) != (-_magnitude(content.curves), _magnitude(content.curves))
    ]
    return lost


def _is_darma(source: TextSource) -> bool:
    mark = mark_row(source)
    if mark:
        return len(source.rows[mark - 1]) >= 4 and source.rows[mark - 1][3] != ""
    return tuple(cell.casefold() for cell in source.rows[0][:5]) == _COMBINED


def _is_log(path: Path, source: TextSource) -> bool:
    return _LOG.fullmatch(path.name) is not None and headless_numbers(source, 4)


def _read_block(source: TextSource, mark: int, options: ReadOptions) -> tuple[Content, Layout]:
    said = {row[0].casefold(): row for row in source.rows[: mark - 1] if len(row) > 1}
    if "magnitude" not in said:
        raise source.error("expected a row Magnitude above the names of the columns")
    magnitude = _magnitude_stated(source, said["magnitude"][1])
    table = read_table(source, source.ends[mark], ["number"] * 4)
    times, remarks = binned_times(table, 0, options)
    names = source.rows[mark - 1][1:3]
    media = said.get("multimedia file", said.get("media file", ("", "")))[1]
    curves, more = _pair(table, (1, 2), names, times, magnitude, "", options)
    logs = sorted(each.name for each in source.path.parent.glob("log_*.csv"))
    if logs:
        remarks.append(f"Beside it lie logs of every sample ({logs[0]}), which are finer.")
    return (
        Content(
            curves,
            _pressed(times, table.numbers[3], _width(times)),
            (*remarks, *more),
            media=from_excel_safe(media),
        ),
        table.source.layout(header=mark - 1),
    )


def _read_combined(source: TextSource, options: ReadOptions) -> tuple[Content, Layout]:
    header = source.rows[0]
    if len(header) != 9:
        raise source.error(f"expected 9 columns, found {len(header)}", 1)
    kinds: list[Kind] = ["text", "text", "number", "text", "text", *["number"] * 4]  # type: ignore[list-item]
    table = read_table(source, source.ends[0], kinds)
    curves: list[CurveContent] = []
    tracks: list[SegmentContent] = []
    remarks: list[str] = []
    for name in dict.fromkeys(table.texts[0]):
        part = table.only(np.array([each == name for each in table.texts[0]], dtype=bool))
        times, odd = binned_times(part, 5, options)
        magnitude = float(part.numbers[2][0])
        names = (part.texts[3][0], part.texts[4][0])
        rater = Path(from_excel_safe(name)).stem
        pair, more = _pair(part, (6, 7), names, times, magnitude, rater, options)
        curves += pair
        tracks += _pressed(times, part.numbers[8], _width(times), rater)
        remarks += [*odd, *more]
    media = from_excel_safe(table.texts[1][0]) if len(table) else ""
    content = Content(tuple(curves), tuple(tracks), tuple(dict.fromkeys(remarks)), media=media)
    return content, table.source.layout()


def _read_log(source: TextSource, options: ReadOptions) -> tuple[Content, Layout]:
    table = read_table(source, 0, ["number"] * 4)
    times, remarks = seconds_in(table, 0, options)
    curves = tuple(
        CurveContent(dimension, "", times, without_sentinel(table.numbers[i], options))
        for i, dimension in ((1, "valence"), (2, "arousal"))
    )
    remarks.append("A log does not name its dimensions: x is taken as valence, y as arousal.")
    tracks = _pressed(times, table.numbers[3], _width(times))
    return Content(curves, tracks, tuple(remarks)), table.source.layout(header=None)


def _pair(
    table: TextTable,
    columns: tuple[int, int],
    names: tuple[str, ...],
    times: NDArray[np.float64],
    magnitude: float,
    rater: str,
    options: ReadOptions,
) -> tuple[tuple[CurveContent, ...], list[str]]:
    curves: list[CurveContent] = []
    remarks: list[str] = []
    for column, name in zip(columns, names, strict=True):
        label = from_excel_safe(name.strip())
        dimension = dimension_in(label) or label.casefold()
        values = without_sentinel(table.numbers[column], options)
        curves.append(CurveContent(dimension, rater, times, values, (-magnitude, magnitude)))
        remarks += outside(values, -magnitude, magnitude, dimension)
    return tuple(curves), remarks


def _pressed(
    times: NDArray[np.float64], button: NDArray[np.float64], width: float, rater: str = ""
) -> tuple[SegmentContent, ...]:
    down = np.nan_to_num(button) > 0
    if not down.any():
        return ()
    edges = np.flatnonzero(np.diff(down, prepend=False, append=False))
    ends = np.append(times, times[-1] + width)
    rows = [
        (float(ends[first]), float(ends[stop]), "pressed", "")
        for first, stop in zip(edges[::2], edges[1::2], strict=True)
    ]
    return (SegmentContent("button", rater, numbered(rows)),)


def _width(times: NDArray[np.float64]) -> float:
    return float(np.median(np.diff(times))) if times.size > 1 else 0.0


def _magnitude_stated(source: TextSource, text: str) -> float:
    value = number_of(text, source.decimal)
    if value is None or not value > 0:
        raise source.error(f"expected a number above 0 as magnitude, found '{text[:40]}'")
    return value


def _magnitude(curves: tuple[ExportCurve, ...]) -> float:
    return max((max(abs(curve.low), abs(curve.high)) for curve in curves), default=1.0)


def _rows(
    content: ExportContent, curves: dict[str, ExportCurve], options: WriteOptions
) -> list[tuple[str, ...]]:
    step = bin_width(content, options)
    most = _magnitude(tuple(curves.values()))
    columns = [
        shortest_all(
            bin_means(
                within(curves[name], -most, most, options, NAME), content.frame_seconds, step
            ),
            "NaN",
        )
        for name in _PAIR
    ]
    ends = shortest_all(np.round(np.arange(1, len(columns[0]) + 1) * step, 9))
    media = excel_safe(content.media.name) if content.media is not None else ""
    return [
        ("Time of Rating", "", "", ""),
        ("Multimedia File", media, shortest(end_of(content)), ""),
        ("Magnitude", shortest(most), "", ""),
        ("Second", "Valence", "Arousal", "Button"),
        (MARK,) * 4,
        *zip(ends, *columns, ["0"] * len(ends), strict=True),
    ]
