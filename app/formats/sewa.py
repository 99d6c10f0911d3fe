"""SEWA labels of AVEC 2017 and 2018: no header, ``;``, a row every 0.1 s.

The columns are the name of the instance, which may be quoted, the time in seconds, and arousal,
valence and liking, -1 ... 1.
"""

import math
from pathlib import Path

import numpy as np

from app.formats.columns import (
    chosen_video,
    outside,
    seconds_in,
    source_of,
    unquoted,
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
from app.formats.marks import one_line
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import Kind, number_of, read_table
from app.formats.writing import (
    end_of,
    files_of,
    frame_shown,
    left_out,
    no_raters,
    no_segments,
    other_range,
    per_rater_or_refuse,
    shortest_all,
    within,
    write_rows,
)

NAME = "SEWA"
STEP = 0.1
"""Seconds from row to row."""

_DIMENSIONS = ("arousal", "valence", "liking")


def recognises(path: Path, head: bytes) -> bool:
    """Whether the first row is a name, a time and two or three values, and is no header."""
    source = source_of(path, head)
    return source is not None and source.separator in ";," and _fits(source)


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read one recording."""
    source = sniff(path, options)
    if not _fits(source):
        raise source.error(
            "expected a name, a time, and numbers for arousal, valence and liking", source.lines[0]
        )
    dimensions = _DIMENSIONS[: len(source.rows[0]) - 2]
    kinds: list[Kind] = ["text", *["number"] * (1 + len(dimensions))]  # type: ignore[list-item]
    table = read_table(source, 0, kinds)
    names = [unquoted(from_excel_safe(cell)) for cell in table.texts[0]]
    wanted = chosen_video(source, names, options)
    table = table.only(np.array([name == wanted for name in names], dtype=bool))
    times, remarks = seconds_in(table, 1, options)
    curves = []
    for i, dimension in enumerate(dimensions, 2):
        values = without_sentinel(table.numbers[i], options)
        if len(table) and np.isnan(values).all():
            remarks.append(f"There is no value of {dimension}, which is left out.")
            continue
        curves.append(CurveContent(dimension, "", times, values, (-1.0, 1.0)))
        remarks += outside(values, -1, 1, dimension)
    layout = table.source.layout(header=None)
    return Content(tuple(curves), (), tuple(remarks), media=wanted), layout


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a file per rater: the value of the frame shown, every 0.1 s. A gap is an empty cell."""
    found = per_rater_or_refuse(content, _DIMENSIONS[:2], NAME)
    liking = {curve.rater: curve for curve in content.curves if curve.dimension == "liking"}
    at = _rows_at(content)
    written = []
    for place, (rater, pair) in zip(files_of(target, found), found.items(), strict=True):
        curves = {**pair, **({"liking": liking[rater]} if rater in liking else {})}
        columns = [
            shortest_all(
                frame_shown(within(curves[name], -1, 1, options, NAME), content.frame_seconds, at)
            )
            if name in curves
            else [""] * at.size
            for name in _DIMENSIONS
        ]
        video = content.media.stem if content.media is not None else target.stem
        times = shortest_all(at)
        name = excel_safe(f"'{one_line(video)}'")  # as in the release; else 001 were a number
        rows = zip([name] * at.size, times, *columns, strict=True)
        written.append(write_rows(place, rows, ";"))
    return written


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    lost = [
        *left_out(content, _DIMENSIONS[:2], beside=("liking",)),
        *other_range(content, -1, 1, NAME),
        *no_segments(content, NAME),
        *no_raters(content, NAME),
    ]
    if any(np.isnan(curve.values).all() for curve in content.curves):
        lost.append(f"{NAME} holds no curve without any value: importing leaves it out.")
    if content.frame_seconds.size > 1 and np.min(np.diff(content.frame_seconds)) < STEP - 1e-6:
        lost.append(f"{NAME} has a row every {STEP:g} s: frames between them are left out.")
    return lost


def _fits(source: TextSource) -> bool:
    def fits(row: tuple[str, ...]) -> bool:
        numbers = [number_of(cell, source.decimal) for cell in row]
        return len(row) in (4, 5) and numbers[0] is None and None not in numbers[1:]

    return all(fits(row) for row in source.rows[:3])


def _rows_at(content: ExportContent) -> np.ndarray:
    count = max(math.ceil(end_of(content) / STEP - 1e-6), 0)
    return np.round(np.arange(count) * STEP, 6)
