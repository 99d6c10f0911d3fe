"""What writers of columns have in common: cells, names of files, and what a format can hold."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import OutputError
from app.core.resample import rescaled
from app.files import atomic_write_text, make_folder
from app.formats.columns import DIMENSIONS
from app.formats.content import ExportContent, ExportCurve, WriteOptions
from app.formats.marks import distinct, distinct_files, one_line

_SAFE_NAME = re.compile(r"[^\w\-. ]+")


def shortest(value: float, gap: str = "") -> str:
    """The shortest text that reads back as the same number; a gap as told."""
    if math.isnan(value):
        return gap
    return repr(float(value)).removesuffix(".0")


def shortest_all(values: NDArray[np.float64], gap: str = "") -> list[str]:
    """`shortest` of each value."""
    return [shortest(value, gap) for value in values.tolist()]


def gap_text(options: WriteOptions, curves: Iterable[ExportCurve]) -> str:
    """How a gap is written where the format leaves the choice.

    Raises
    ------
    OutputError
        A curve holds the sentinel as a value, which would be taken for a gap.
    """
    if options.gaps != "sentinel":
        return ""
    for curve in curves:
        if np.any(curve.values == options.sentinel) or not math.isfinite(options.sentinel):
            raise OutputError(
                f"{options.sentinel:g} cannot stand for gaps: it is a value of "
                f"“{one_line(curve.dimension)}” by “{one_line(curve.rater)}”, or no number; choose "
                "another sentinel, or empty cells."
            )
    return shortest(options.sentinel)


def write_rows(target: Path, rows: Iterable[Sequence[str]], separator: str = ",") -> Path:
    """Write rows of cells as UTF-8 with line feeds, whole or not at all.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\n").writerows(rows)
    return write_text(target, buffer.getvalue())


def write_text(target: Path, text: str) -> Path:
    """Write a text as UTF-8, making its folder; whole or not at all.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    make_folder(target.parent)
    with atomic_write_text(target) as stream:
        stream.write(text)
    return target


def named(target: Path, *parts: str) -> Path:
    """A path beside another, its name extended by parts that people chose."""
    return target.with_name("_".join([target.stem, *map(safe_name, parts)]) + target.suffix)


def safe_name(text: str) -> str:
    """A text as a part of a file's name."""
    return _SAFE_NAME.sub("-", text).strip(" .") or "unnamed"


def by_dimension(content: ExportContent, name: str) -> dict[str, list[tuple[str, ExportCurve]]]:
    """By dimension: its curves, each with its rater; a rater's later ones are numbered.

    Raises
    ------
    OutputError
        There are no curves.
    """
    found: dict[str, list[ExportCurve]] = {}
    for curve in curves_or_refuse(content, name):
        found.setdefault(curve.dimension or "values", []).append(curve)
    return {
        dimension: list(zip(distinct(curve.rater for curve in curves), curves, strict=True))
        for dimension, curves in found.items()
    }


def in_folder(target: Path, dimension: str, dimensions: Iterable[str]) -> Path:
    """The path of a name in the folder of a dimension, beside ``target``.

    ``target`` may lie in the folder of a dimension already.
    """
    every = list(dimensions)
    names = dict(zip(every, distinct_files(map(safe_name, every)), strict=True))
    above = target.parent.parent if target.parent.name in names.values() else target.parent
    return above / names[dimension] / target.name


def files_of(target: Path, parts: Iterable[str]) -> list[Path]:
    """A file for each of some parts: the target itself for one, else `named` after each, apart."""
    names = distinct_files(map(safe_name, parts))
    return [target] if len(names) == 1 else [named(target, name) for name in names]


def per_rater(
    content: ExportContent, dimensions: Sequence[str]
) -> dict[str, dict[str, ExportCurve]]:
    """By rater: the first curve of each dimension, for those raters who have all of them."""
    found: dict[str, dict[str, ExportCurve]] = {}
    for curve in content.curves:
        if curve.dimension in dimensions:
            found.setdefault(curve.rater, {}).setdefault(curve.dimension, curve)
    return {rater: each for rater, each in found.items() if len(each) == len(dimensions)}


def left_out(
    content: ExportContent, dimensions: Sequence[str], *, beside: Sequence[str] = ()
) -> list[str]:
    """Sentences on the curves that `per_rater` leaves out, except dimensions ``beside``."""
    taken = {
        id(curve) for each in per_rater(content, dimensions).values() for curve in each.values()
    }
    needed = " and ".join(dimensions)
    return [
        f"“{curve.dimension}” by “{curve.rater}” is left out: per rater, one curve of {needed} "
        "each is written, and all are needed."
        for curve in content.curves
        if id(curve) not in taken and curve.dimension not in beside
    ]


def per_rater_or_refuse(
    content: ExportContent, dimensions: Sequence[str], name: str
) -> dict[str, dict[str, ExportCurve]]:
    """As `per_rater`.

    Raises
    ------
    OutputError
        Nobody has all of them.
    """
    found = per_rater(content, dimensions)
    if not found:
        raise OutputError(
            f"{name} needs {' and '.join(dimensions)} of one rater; choose curves that have both."
        )
    return found


def curves_or_refuse(content: ExportContent, name: str) -> tuple[ExportCurve, ...]:
    """The curves.

    Raises
    ------
    OutputError
        There are none.
    """
    if not content.curves:
        raise OutputError(f"{name} holds curves, and none was chosen; choose at least one.")
    return content.curves


def within(
    curve: ExportCurve, low: float, high: float, options: WriteOptions, name: str
) -> NDArray[np.float64]:
    """The values of a curve for a format with a range of its own: mapped if asked, else as is.

    Raises
    ------
    OutputError
        They are to be written as they are, and leave the range of the format.
    """
    if options.map_ranges:
        return rescaled(curve.values, (curve.low, curve.high), (low, high))
    known = curve.values[~np.isnan(curve.values)]
    if known.size and (known.min() < low or known.max() > high):
        raise OutputError(
            f"{name} holds values from {low:g} to {high:g}, and “{one_line(curve.dimension)}” by "
            f"“{one_line(curve.rater)}” goes from {known.min():g} to {known.max():g}; have ranges "
            "mapped, or choose another format."
        )
    return curve.values


def other_range(content: ExportContent, low: float, high: float, name: str) -> list[str]:
    """Sentences on curves whose range is not the format's."""
    return [
        f"“{curve.dimension}” by “{curve.rater}” has the range {curve.low:g} to {curve.high:g}, "
        f"{name} has {low:g} to {high:g}: values are written as they are unless ranges are mapped."
        for curve in content.curves
        if (curve.low, curve.high) != (low, high)
    ]


def no_segments(content: ExportContent, name: str) -> list[str]:
    """A sentence when there are segments, for a format without any."""
    return [f"{name} holds no segments: they are left out."] if content.segment_tracks else []


def no_raters(content: ExportContent, name: str) -> list[str]:
    """A sentence when there are raters' names, for a format that has no place for them."""
    named_raters = [rater for rater in content.raters if rater]
    return [f"{name} does not say who rated."] if named_raters else []


def unusual_dimensions(content: ExportContent, name: str) -> list[str]:
    """A sentence when a dimension's name does not come back from the name of a folder."""
    if all(curve.dimension in DIMENSIONS for curve in content.curves):
        return []
    return [
        f"{name} names a dimension by its folder: importing asks for others than "
        f"{', '.join(DIMENSIONS)}."
    ]


def odd_names(content: ExportContent, name: str) -> list[str]:
    """A sentence when names of dimensions and raters lose the blanks around them in a header."""
    if all(
        text == text.strip() for curve in content.curves for text in (curve.dimension, curve.rater)
    ):
        return []
    return [f"{name} leaves out blanks around names of dimensions and raters."]


def repeated_raters(content: ExportContent, name: str) -> list[str]:
    """A sentence when a rater has two curves of a dimension, whose columns need other names."""
    owners = [(curve.dimension, curve.rater) for curve in content.curves]
    if len(set(owners)) == len(owners):
        return []
    return [f"{name} has one curve of a dimension per rater: the raters of others are numbered."]


def bin_width(content: ExportContent, options: WriteOptions) -> float:
    """Seconds of a bin: a quarter, or, with times in frames, the usual step of frames."""
    seconds = content.frame_seconds
    if options.time_base == "frame" and seconds.size > 1:
        return float(np.median(np.diff(seconds)))
    return 0.25


def bin_means(
    values: NDArray[np.float64], seconds: NDArray[np.float64], step: float
) -> NDArray[np.float64]:
    """Means over ``[k step, (k + 1) step)``; gaps do not count, and a bin of gaps is one."""
    if seconds.size == 0:
        return np.empty(0)
    number = np.maximum(np.floor(seconds / step + 1e-6).astype(np.int64), 0)
    known = ~np.isnan(values)
    size = int(number[-1]) + 1
    counts = np.bincount(number[known], minlength=size)
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(low, number[known], values[known])
    np.maximum.at(high, number[known], values[known])
    sums = np.bincount(number[known], weights=values[known], minlength=size)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    # A mean of equal numbers is that number; summing may miss it by the last bit.
    return np.where(counts > 0, np.clip(means, low, high), np.nan)


def end_of(content: ExportContent) -> float:
    """When the last frame ends, in seconds: half-open, one usual step after it begins."""
    seconds = content.frame_seconds
    if seconds.size == 0:
        return 0.0
    step = float(np.median(np.diff(seconds))) if seconds.size > 1 else 1 / (content.fps or 25.0)
    return float(seconds[-1]) + step


def frame_shown(
    values: NDArray[np.float64], seconds: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The value of the frame that is shown at each of some times; NaN before the first."""
    frame = np.searchsorted(seconds, at + 1e-6, side="right") - 1
    return np.where(frame < 0, np.nan, values[np.maximum(frame, 0)])
