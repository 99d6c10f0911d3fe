"""MuSe and the MuSe-Toolbox: raw ratings, fused curves and segments.

* raw: ``timestamp,1,2,3``, seconds, a column per rater, in a folder named after the dimension
* fused: ``Time,value``, milliseconds
* labels of the challenge: ``timestamp,segment_id,value``, milliseconds
* predictions of the challenge: ``id,timestamp,prediction_arousal,prediction_valence``, milliseconds
* segments: ``start,end,segment_id`` and perhaps ``class_id``, milliseconds

Raw ratings may be in the units of a joystick; the files state no range.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.core.errors import OutputError
from app.formats.columns import (
    chosen_video,
    dimension_in,
    dimension_of_path,
    header_of,
    per_second,
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
    SegmentContent,
    WriteOptions,
)
from app.formats.excel_safe import excel_safe, from_excel_safe
from app.formats.marks import distinct_files, numbered
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import Kind, TextTable, read_table
from app.formats.writing import (
    by_dimension,
    gap_text,
    in_folder,
    odd_names,
    repeated_raters,
    safe_name,
    shortest_all,
    unusual_dimensions,
    write_rows,
)

NAME = "MuSe-Toolbox"
_SEGMENTS = ("start", "end", "segment_id")
_EXPECTED = "timestamp,1,2,3 or Time,value or start,end,segment_id"


def recognises(path: Path, head: bytes) -> bool:
    """Whether the header is one of the toolbox's or the challenge's."""
    source = source_of(path, head)
    header = header_of(path, head)
    return (
        # carma2 writes "time,value", in seconds.
        (source is not None and source.rows[0] == ("Time", "value"))
        or header[:3] == _SEGMENTS
        or (header[:1] == ("timestamp",) and len(header) > 1)
        or (header[:2] == ("id", "timestamp") and len(header) > 2)
    )


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read one file."""
    source = sniff(path, options)
    header = tuple(cell.casefold() for cell in source.rows[0])
    if header[:3] == _SEGMENTS:
        return _read_segments(source, options)
    if header == ("time", "value"):
        return _read_curves(source, options, 0, "ms", {1: ""})
    if header[:1] == ("timestamp",) and header[1:2] == ("segment_id",):
        return _read_curves(source, options, 0, "ms", dict.fromkeys(range(2, len(header)), ""))
    if header[:1] == ("timestamp",) and len(header) > 1:
        return _read_curves(source, options, 0, "s", dict(enumerate(source.rows[0][1:], 1)))
    if header[:2] == ("id", "timestamp") and len(header) > 2:
        return _read_curves(source, options, 1, "ms", dict.fromkeys(range(2, len(header)), ""))
    raise source.error(f"expected the header {_EXPECTED}", 1)


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write raw ratings: a file per dimension in a folder of its name; segments beside them."""
    if not (content.curves or content.segment_tracks):
        raise OutputError(f"{NAME} has nothing to hold; choose at least one track.")
    groups = by_dimension(content, NAME) if content.curves else {}
    times = shortest_all(content.frame_seconds)
    gap = gap_text(options, content.curves)
    written = []
    for dimension, group in groups.items():
        columns = [shortest_all(curve.values, gap) for _, curve in group]
        header = ["timestamp", *(excel_safe(rater or "1") for rater, _ in group)]
        rows = [header, *zip(times, *columns, strict=True)]
        written.append(write_rows(in_folder(target, dimension, groups), rows))
    folders = distinct_files(safe_name(track.name) for track in content.segment_tracks)
    for track, folder in zip(content.segment_tracks, folders, strict=True):
        place = target.parent / f"segments_{folder}" / target.name
        milliseconds = [
            (round(each.onset * 1000), round(each.offset * 1000)) for each in track.segments
        ]
        body = [
            (str(start), str(end), str(number))
            for number, (start, end) in enumerate(milliseconds, 1)
        ]
        written.append(write_rows(place, [_SEGMENTS, *body]))
    return written


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    lost = [*unusual_dimensions(content, NAME), *odd_names(content, NAME)]
    lost += repeated_raters(content, NAME)
    if not all(curve.rater for curve in content.curves):
        lost.append(f"{NAME} numbers a rater without a name: 1.")
    if any((curve.low, curve.high) != (-1.0, 1.0) for curve in content.curves):
        lost.append(f"{NAME} does not hold the ranges of dimensions.")
    if any(np.isnan(curve.values).any() for curve in content.curves):
        lost.append(f"{NAME} itself cannot work with gaps; fill them first to use its fusion.")
    if content.segment_tracks:
        lost.append(f"{NAME} numbers segments: labels and notes, tracks and raters are left out.")
    if any(
        not math.isclose(time * 1000, round(time * 1000), abs_tol=1e-6)
        for track in content.segment_tracks
        for each in track.segments
        for time in (each.onset, each.offset)
    ):
        lost.append(f"{NAME} holds the times of segments in whole milliseconds.")
    return lost


def _read_curves(
    source: TextSource, options: ReadOptions, clock: int, unit: str, raters: dict[int, str]
) -> tuple[Content, Layout]:
    header = source.rows[0]
    kinds: list[Kind] = ["skip"] * len(header)
    for i in (clock, *raters):
        kinds[i] = "number"
    if clock:
        kinds[0] = "text"
    table = read_table(source, source.ends[0], kinds)
    media = source.path.stem
    if clock:
        table, media = _one_video(table, options)
    times, remarks = seconds_in(table, clock, options, unit)
    whole = dimension_of_path(source.path)
    curves = []
    for i, rater in raters.items():
        values = without_sentinel(table.numbers[i], options)
        dimension = (dimension_in(header[i]) if not rater else "") or whole
        curves.append(CurveContent(dimension, from_excel_safe(rater), times, values))
    if not all(curve.dimension for curve in curves):
        remarks.append("Neither the file nor its folder is named after a dimension; choose it.")
    base = options.time_unit or ("ms" if unit == "ms" else "s")
    predicted = header[0].casefold() == "id"
    layout = table.source.layout(time_base=base)
    return Content(tuple(curves), (), tuple(remarks), read_only=predicted, media=media), layout


def _one_video(table: TextTable, options: ReadOptions) -> tuple[TextTable, str]:
    names = [cell.strip() for cell in table.texts[0]]
    wanted = chosen_video(table.source, names, options)
    return table.only(np.array([name == wanted for name in names], dtype=bool)), wanted


def _read_segments(source: TextSource, options: ReadOptions) -> tuple[Content, Layout]:
    # The toolbox's own examples name a column class_id that their rows do not have.
    width = len(source.rows[1]) if len(source.rows) > 1 else len(source.rows[0])
    if width < 3:
        raise source.error(f"expected at least 3 cells, found {width}", source.lines[1])
    kinds: list[Kind] = ["number", "number", *["text"] * (width - 2)]  # type: ignore[list-item]
    table = read_table(source, source.ends[0], kinds)
    divisor = per_second(source, options, "ms")
    rows = []
    for row, (start, end) in enumerate(_pairs(table)):
        if not end >= start:
            raise source.error(
                f"expected an end not before {start:g}, found {end:g}", int(table.lines[row]), 2
            )
        label = table.texts[3][row].strip() if width > 3 else ""
        note = f"segment {table.texts[2][row].strip()}"
        rows.append((start / divisor, end / divisor, label, note))
    said = "Labels are the numbers of classes." if width > 3 else ""
    track = SegmentContent("segments", "", numbered(rows), said)
    return Content((), (track,), media=source.path.stem), table.source.layout(time_base="ms")


def _pairs(table: TextTable) -> Sequence[tuple[float, float]]:
    return list(zip(table.numbers[0].tolist(), table.numbers[1].tolist(), strict=True))
