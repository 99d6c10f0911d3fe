"""Aff-Wild (2017): a number per line and frame, without a header, in one file per dimension.

The files of a recording have one name in two folders, ``valence/clip.txt`` and
``arousal/clip.txt``; either of them stands for both. Range -1 ... 1. A frame that is not to be used
is -5, as in its successor.
"""

from pathlib import Path

import numpy as np

from app.core.errors import InputError
from app.formats.columns import (
    dimension_in,
    frames_or_rate,
    headless_numbers,
    outside,
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
from app.formats.marks import distinct_files
from app.formats.text_source import sniff
from app.formats.text_table import read_table
from app.formats.writing import (
    by_dimension,
    in_folder,
    named,
    no_raters,
    no_segments,
    other_range,
    safe_name,
    shortest_all,
    unusual_dimensions,
    within,
    write_text,
)

NAME = "Aff-Wild"
SENTINEL = -5.0
_FOLDERS = ("valence", "arousal")


def recognises(path: Path, head: bytes) -> bool:
    """Whether it is one column of numbers without a header."""
    source = source_of(path, head)
    return source is not None and headless_numbers(source, 1)


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read the file, and the one of the other dimension when it is there."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; choose a file in its folder valence or arousal.")
    curve, layout = _read_one(path, options)
    curves, remarks = [curve], [*outside(curve.values, -1, 1, curve.dimension or "values")]
    other = _other(path)
    if other is not None and other.is_file():
        second, _ = _read_one(other, options)
        curves.append(second)
        remarks += outside(second.values, -1, 1, second.dimension)
        remarks.append(f"{second.dimension.capitalize()} comes from {other}.")
        if second.values.size != curve.values.size:
            remarks.append(
                f"{curve.dimension.capitalize()} has {curve.values.size} frames, "
                f"{second.dimension} {second.values.size}."
            )
    return Content(tuple(curves), (), tuple(remarks), media=path.stem), layout


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a file per curve, in a folder named after its dimension beside ``target``."""
    groups = by_dimension(content, NAME)
    several = len({rater for group in groups.values() for rater, _ in group}) > 1
    written = []
    for dimension, group in groups.items():
        folder = in_folder(target, dimension, groups)
        raters = distinct_files(safe_name(rater) for rater, _ in group)
        for rater, (_, curve) in zip(raters, group, strict=True):
            place = named(folder, rater) if several else folder
            values = within(curve, -1, 1, options, NAME)
            lines = shortest_all(np.where(np.isnan(values), SENTINEL, values))
            written.append(write_text(place, "".join(f"{line}\n" for line in lines)))
    return written


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    return [
        *other_range(content, -1, 1, NAME),
        *no_segments(content, NAME),
        *no_raters(content, NAME),
        *unusual_dimensions(content, NAME),
        f"{NAME} holds no times: line and frame go together.",
    ]


def _other(path: Path) -> Path | None:
    here = path.parent.name.casefold()
    if here not in _FOLDERS:
        return None
    there = _FOLDERS[1 - _FOLDERS.index(here)]
    return path.parent.parent / there / path.name


def _read_one(path: Path, options: ReadOptions) -> tuple[CurveContent, Layout]:
    source = sniff(path, options)
    if len(source.rows[0]) > 1:
        raise source.error(
            f"expected one number, found {len(source.rows[0])} cells; if the comma is a decimal "
            "sign, choose it as such and ; as separator",
            source.lines[0],
        )
    table = read_table(source, 0, ["number"], rows_count=True)
    values = without_sentinel(table.numbers[0], options, SENTINEL)
    dimension = dimension_in(path.parent.name, path.stem)
    times = frames_or_rate(values.size, options)
    curve = CurveContent(dimension, "", times, values, (-1.0, 1.0))
    return curve, table.source.layout(header=None, time_base="frame")
