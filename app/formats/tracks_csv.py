r"""Our own tracks: curves in ``NAME.csv``, segments beside it in ``NAME.segments.csv``.

UTF-8, comma, dot. Curves have a column of times, ``time_s`` in seconds or ``time_ms`` or ``frame``
(from 0), and a column ``dimension:rater`` each (a colon in the name of a dimension is written
``\:``); numbers are the shortest that read back as the same; a gap is an empty cell. Segments have
the columns ``onset_s,offset_s,label,note,track,rater``. Text is safe for spreadsheets.
"""

import re
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import OutputError
from app.formats.columns import (
    DIMENSIONS,
    LONGEST,
    frames_or_rate,
    header_of,
    seconds_in,
    without_sentinel,
)
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    Layout,
    ReadOptions,
    SegmentContent,
    TimeBase,
    WriteOptions,
)
from app.formats.excel_safe import excel_safe, from_excel_safe
from app.formats.marks import numbered
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import Kind, TextTable, number_of, read_table
from app.formats.writing import gap_text, odd_names, shortest, shortest_all, write_rows

NAME = "MIMAMO Studio tracks CSV"
SEGMENTS_HEADER = ("onset_s", "offset_s", "label", "note", "track", "rater")
PREDICTION = ("frame", "time_s", "face", "confidence", "valence", "arousal")
_TIMES: dict[str, TimeBase] = {"time_s": "s", "time_ms": "ms", "frame": "frame"}
_COLUMN = re.compile(r"((?:[^:\\]|\\.)*)(?::(.*))?", re.DOTALL)


def recognises(path: Path, head: bytes) -> bool:
    """Whether the header begins with a column of times, or is that of segments."""
    header = header_of(path, head)
    if len(header) < 2 or header == SEGMENTS_HEADER:
        return header == SEGMENTS_HEADER
    if header[0] != "frame" or "time_s" in header:
        return header[0] in _TIMES
    return all(":" in name or name in DIMENSIONS for name in header[1:])  # others count frames too


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read curves and the segments beside them, or segments alone."""
    source = sniff(path, options)
    if source.rows[0] == SEGMENTS_HEADER:
        return Content(segment_tracks=_segments(source)), source.layout()
    if source.rows[0][0] not in _TIMES:
        raise source.error(
            f"expected a column time_s, time_ms or frame, found '{source.rows[0][0][:40]}'", 1, 1
        )
    content, layout = _curves(source, options)
    beside = segments_path(path)
    if not beside.exists():
        return content, layout
    tracks = _segments(sniff(beside))
    remark = f"Segments come from {beside.name}, beside it."
    return Content(content.curves, tracks, (*content.remarks, remark), content.read_only), layout


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write the curves, and the segments when there are any."""
    if not (content.curves or content.segment_tracks):
        raise OutputError(f"{NAME} has nothing to hold; choose at least one track.")
    written = []
    if content.curves:
        written.append(write_rows(target, _curve_rows(content, options)))
    if content.segment_tracks:
        written.append(write_rows(segments_path(target), _segment_rows(content)))
    return written


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    lost = odd_names(content, NAME)
    if any((curve.low, curve.high) != (-1.0, 1.0) for curve in content.curves):
        lost.append(f"{NAME} does not hold the ranges of dimensions; importing asks for them.")
    if any(not track.segments for track in content.segment_tracks):
        lost.append(f"{NAME} does not hold tracks without any segment.")
    return lost


def segments_path(target: Path) -> Path:
    """Where the segments beside a file of curves lie."""
    return target.with_name(f"{target.stem}.segments.csv")


def _curves(source: TextSource, options: ReadOptions) -> tuple[Content, Layout]:
    header = source.rows[0]
    clock = header.index("time_s") if "time_s" in header else 0
    times_are = options.time_unit or _TIMES[header[clock]]
    predicted = header == PREDICTION
    skipped = {i for i, name in enumerate(header) if name in _TIMES and i != clock}
    skipped |= {2, 3} if predicted else set()
    skipped |= (labels := _labels(source, clock, skipped))
    kinds: list[Kind] = ["skip" if i in skipped else "number" for i in range(len(header))]
    table = read_table(source, source.ends[0], kinds)
    times, place, remarks = _clock(table, clock, times_are, options)
    curves = tuple(
        CurveContent(*_split(name), times, place(without_sentinel(table.numbers[i], options)))
        for i, name in enumerate(header)
        if i != clock and i not in skipped
    )
    if labels:
        columns = ", ".join(header[i] for i in sorted(labels))
        remarks = [*remarks, f"Labels of segments ({columns}) are not taken from a joined table."]
    if predicted:
        remarks = [*remarks, "These are predictions of a system, not annotations."]
    layout = table.source.layout(time_base=times_are)
    return Content(curves, (), tuple(remarks), read_only=predicted), layout


def _labels(source: TextSource, clock: int, skipped: set[int]) -> set[int]:
    """The columns of a joined table (frames beside times) that hold labels of segments."""
    header = source.rows[0]
    joined = header[0] == "frame" and any(name in _TIMES for name in header[1:])
    if not joined or header == PREDICTION:
        return set()
    asked = {
        i
        for i, name in enumerate(header)
        if i not in skipped and i != clock and _split(name)[0] not in DIMENSIONS
    }
    if not asked:
        return set()
    kinds: list[Kind] = ["text" if i in asked else "skip" for i in range(len(header))]
    cells = read_table(source, source.ends[0], kinds).texts
    return {i for i in asked if any(number_of(cell, source.decimal) is None for cell in cells[i])}


class _InOrder:
    def __call__(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return values


class _ByFrame:
    """Puts values on the frames that a column names; frames that it leaves out are gaps."""

    def __init__(self, frames: NDArray[np.int64]) -> None:
        self._frames = frames

    def __call__(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        placed = np.full(int(self._frames[-1]) + 1 if self._frames.size else 0, np.nan)
        placed[self._frames] = values
        return placed


def _clock(
    table: TextTable, clock: int, times_are: TimeBase, options: ReadOptions
) -> tuple[NDArray[np.float64] | None, _InOrder | _ByFrame, list[str]]:
    if times_are != "frame":
        times, remarks = seconds_in(table, clock, options, times_are)
        return times, _InOrder(), remarks
    written = table.numbers[clock]
    wrong = np.flatnonzero(
        ~((written >= 0) & (written == np.floor(written)) & (written < LONGEST))
        | (np.diff(written, prepend=-1) <= 0)
    )
    if wrong.size:
        line = int(table.lines[wrong[0]])
        raise table.source.error(
            f"expected a frame number, from 0 and increasing, found {written[wrong[0]]:g}",
            line,
            clock + 1,
        )
    place = _ByFrame(written.astype(np.int64))
    return frames_or_rate(place(written).size, options), place, []


def _segments(source: TextSource) -> tuple[SegmentContent, ...]:
    kinds: list[Kind] = ["number", "number", "text", "text", "text", "text"]
    table = read_table(source, source.ends[0], kinds)
    onsets, offsets = table.numbers[0], table.numbers[1]
    wrong = np.flatnonzero(~(offsets >= onsets))
    if wrong.size:
        row = int(wrong[0])
        raise source.error(
            f"expected an offset not before the onset {onsets[row]:g}, found {offsets[row]:g}",
            int(table.lines[row]),
            2,
        )
    by_track: dict[tuple[str, str], list[tuple[float, float, str, str]]] = defaultdict(list)
    texts = ([from_excel_safe(cell) for cell in table.texts[i]] for i in range(2, 6))
    rows = zip(onsets.tolist(), offsets.tolist(), *texts, strict=True)
    for onset, offset, label, note, track, rater in rows:
        by_track[track, rater].append((onset, offset, label, note))
    return tuple(
        SegmentContent(track, rater, numbered(each)) for (track, rater), each in by_track.items()
    )


def _curve_rows(content: ExportContent, options: WriteOptions) -> list[list[str]]:
    gap = gap_text(options, content.curves)
    names = [_joined(curve.dimension, curve.rater) for curve in content.curves]
    columns = [shortest_all(curve.values, gap) for curve in content.curves]
    title, times = _written_times(content, options)
    return [[title, *names], *map(list, zip(times, *columns, strict=True))]


def _written_times(content: ExportContent, options: WriteOptions) -> tuple[str, list[str]]:
    if options.time_base == "frame":
        return "frame", [str(frame) for frame in range(content.frame_seconds.size)]
    if options.time_base == "milliseconds":
        return "time_ms", shortest_all(content.frame_seconds * 1000)
    return "time_s", shortest_all(content.frame_seconds)


def _segment_rows(content: ExportContent) -> list[list[str]]:
    rows = [list(SEGMENTS_HEADER)]
    for track in content.segment_tracks:
        for segment in track.segments:
            texts = (segment.label, segment.note, track.name, track.rater)
            times = (shortest(segment.onset), shortest(segment.offset))
            rows.append([*times, *(excel_safe(text) for text in texts)])
    return rows


def _joined(dimension: str, rater: str) -> str:
    escaped = dimension.replace("\\", "\\\\").replace(":", "\\:")
    return excel_safe(f"{escaped}:{rater}")


def _split(name: str) -> tuple[str, str]:
    found = _COLUMN.fullmatch(from_excel_safe(name))
    if found is None:  # a lone backslash at its end
        return name, ""
    return re.sub(r"\\(.)", r"\1", found[1]), found[2] or ""
