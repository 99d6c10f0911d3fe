"""What readers of columns have in common: times, sentinels and the names of dimensions."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.formats.content import ReadOptions
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import TextTable, number_of

DIMENSIONS = ("arousal", "valence", "dominance", "liking")
"""Dimensions that files are named after."""

LATEST = 1e15
"""No clock shows more, in any unit; sums and differences of times stay exact enough."""

LONGEST = 10_000_000
"""Frames; no recording has more, and a row that names a later one is damaged."""

_UNIT = {"s": 1.0, "ms": 1000.0}


def header_of(path: Path, head: bytes) -> tuple[str, ...]:
    """The first row of what may be a text, in lower case; empty when it is none."""
    source = source_of(path, head)
    return tuple(cell.casefold() for cell in source.rows[0]) if source is not None else ()


def source_of(path: Path, head: bytes) -> TextSource | None:
    """What may be a text, as sniffed from its head; None when it is none."""
    try:
        return sniff(path, head=head) if head else None
    except InputError:
        return None


def headless_numbers(source: TextSource, width: int) -> bool:
    """Whether the first rows are all numbers, as many in each: a table without a header."""
    return bool(source.rows) and all(
        len(row) == width and None not in [number_of(cell, source.decimal) for cell in row]
        for row in source.rows[:5]
    )


def dimension_in(*texts: str) -> str:
    """The dimension that the first of some texts names; empty when none does."""
    for text in texts:
        for dimension in DIMENSIONS:
            if dimension in text.casefold():
                return dimension
    return ""


def dimension_of_path(path: Path) -> str:
    """The dimension that a file, or else its folder, is named after."""
    return dimension_in(path.stem, path.parent.name)


def chosen_video(source: TextSource, videos: Sequence[str], options: ReadOptions) -> str:
    """The one recording that is wanted of a file that holds some.

    Raises
    ------
    InputError
        There are several and none was chosen, or the one that was is not there.
    """
    names = list(dict.fromkeys(videos))
    if options.video is None and len(names) <= 1:
        return names[0] if names else ""
    if options.video in names:
        return str(options.video)
    some = ", ".join(name[:60] for name in names[:5]) + (", …" if len(names) > 5 else "")
    what = "choose one" if options.video is None else f"“{options.video}” is not among them"
    raise source.error(f"it holds {len(names)} recordings ({some}); {what}")


def seconds_in(
    table: TextTable, column: int, options: ReadOptions, unit: str = "s"
) -> tuple[NDArray[np.float64], list[str]]:
    """The times of a table in seconds, and what was odd about them.

    Raises
    ------
    InputError
        A time is missing, or lies before the one above it.
    """
    written, source = table.numbers[column], table.source
    missing = np.flatnonzero(~(np.abs(written) <= LATEST))
    if missing.size:
        found = written[missing[0]]
        shown = "an empty cell" if np.isnan(found) else f"{found:g}"
        raise source.error(
            f"expected a time, found {shown}", int(table.lines[missing[0]]), column + 1
        )
    back = np.flatnonzero(np.diff(written) < 0)
    if back.size:
        row = int(back[0]) + 1
        raise source.error(
            f"expected a time not before {written[row - 1]:g}, found {written[row]:g}",
            int(table.lines[row]),
            column + 1,
        )
    repeated = int(np.count_nonzero(np.diff(written) == 0))
    return written / per_second(source, options, unit), _repeats(repeated)


def binned_times(
    table: TextTable, column: int, options: ReadOptions
) -> tuple[NDArray[np.float64], list[str]]:
    """When bins begin, in seconds, of a table that says when they end.

    Raises
    ------
    InputError
        As for `seconds_in`, or a bin ends before its width.
    """
    ends, remarks = seconds_in(table, column, options)
    if ends.size == 0:
        return ends, remarks
    steps = np.diff(ends[:2])
    width = float(steps[0]) if steps.size and steps[0] > 0 else float(ends[0])
    # Ends are multiples of the width up to rounding, and so are the beginnings.
    number = np.round(ends / width) if width > 1e-6 else ends
    regular = width > 1e-6 and bool(np.allclose(number * width, ends, rtol=0, atol=1e-3))
    if regular:
        width = float(ends[-1] / number[-1])  # the first step alone is rounded more
    begins = np.round((number - 1) * width, 9) if regular else ends - width
    remarks.append(f"Each value stands for the {width:g} s that end at its time.")
    return begins, remarks


def per_second(source: TextSource, options: ReadOptions, unit: str = "s") -> float:
    """How many of the units that times are written in make a second.

    Raises
    ------
    InputError
        They are frames, and their rate is not known.
    """
    unit = options.time_unit or unit
    if unit == "frame" and not options.rate:
        raise source.error("times in frames need a rate; give the frames per second")
    return float(options.rate or 0) if unit == "frame" else _UNIT[unit]


def frames_or_rate(count: int, options: ReadOptions) -> NDArray[np.float64] | None:
    """Times of rows that are frames: None, or their times at a rate that was asked for."""
    return np.arange(count) / options.rate if options.rate else None


def without_sentinel(
    values: NDArray[np.float64], options: ReadOptions, own: float = math.nan
) -> NDArray[np.float64]:
    """Values with NaN in place of the sentinel: the one that was asked for or the format's own."""
    sentinel = own if options.sentinel is None else options.sentinel
    return np.where(values == sentinel, np.nan, values)


def outside(
    values: NDArray[np.float64], low: float, high: float, dimension: str
) -> tuple[str, ...]:
    """A remark when values leave the range that their file states."""
    count = int(np.count_nonzero((values < low) | (values > high)))
    if not count:
        return ()
    said = "value lies" if count == 1 else "values lie"
    return (f"{count} {said} outside {low:g} to {high:g}, the stated range of {dimension}.",)


def distinct_columns(source: TextSource, names: Sequence[str]) -> None:
    """Refuse a header that has one of some names twice: which column is meant is not known.

    Raises
    ------
    InputError
        It does.
    """
    header = [cell.casefold() for cell in source.rows[0]]
    for column, name in enumerate(header):
        if name in header[:column] and name in [each.casefold() for each in names]:
            shown = source.rows[0][column]
            raise source.error(
                f"expected one column {shown}, found another", source.lines[0], column + 1
            )


def unquoted(text: str) -> str:
    """A text without the blanks and the pair of quotes around it."""
    stripped = text.strip()
    paired = len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "'\""
    return stripped[1:-1] if paired else stripped


def _repeats(repeated: int) -> list[str]:
    if not repeated:
        return []
    rows = "1 row has" if repeated == 1 else f"{repeated} rows have"
    return [f"{rows} the time of the row above; the last row of each time counts."]
