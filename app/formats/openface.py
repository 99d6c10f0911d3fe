"""OpenFace 2 tables: action units, head pose and gaze, as tracks that are only read.

Cells are separated by a comma and a blank; ``frame`` counts from 1, ``timestamp`` is in seconds.
Where ``success`` is 0 the face was not found, and the numbers are zeros or left from before: those
frames are gaps. AUxx_r are intensities, 0 ... 5, AUxx_c presences, 0 or 1. Source: OpenFace wiki,
"Output Format", and RecorderCSV.cpp.
"""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.formats.columns import LONGEST
from app.formats.content import Content, Layout, ReadOptions
from app.formats.marks import counted
from app.formats.measured import column_of, curve, frame_order, header_of, read_columns
from app.formats.text_table import TextTable

NAME = "OpenFace CSV"
_KEPT = re.compile(r"AU\d\d_[rc]|pose_[TR][xyz]|gaze_angle_[xy]")
_NEEDED = ("frame", "face_id", "timestamp", "confidence", "success")


def recognises(path: Path, head: bytes) -> bool:
    """Whether the header is that of OpenFace."""
    names = header_of(path, head)
    return "success" in names and "confidence" in names and ("frame" in names or "face" in names)


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read the measured tracks.

    Raises
    ------
    InputError
        It is no such table, or damaged.
    """
    wanted = lambda name: name in _NEEDED or bool(_KEPT.fullmatch(name))  # noqa: E731
    table, columns = read_columns(path, options, wanted)
    for name in ("frame", "timestamp", "success"):
        column_of(table.source, name)
    rows, remarks = _rows(table, columns)
    lost = columns["success"][rows] != 1
    if lost.any():
        remarks.append(
            f"No face found (success is 0), so gaps: {counted(int(lost.sum()), 'frame')}."
        )
    times = None if options.time_unit == "frame" else _times(table, columns["timestamp"], rows)
    place = _places(table, columns["frame"], rows) if times is None else np.arange(rows.size)
    curves = []
    for name in columns:
        if name not in _NEEDED:
            placed = np.full(int(place.max(initial=-1)) + 1, np.nan)
            placed[place] = np.where(lost, np.nan, columns[name][rows])
            curves.append(curve(name, times, placed, _range))
    content = Content(tuple(curves), remarks=tuple(remarks), read_only=True)
    return content, table.source.layout(time_base="frame" if times is None else "s")


def _rows(
    table: TextTable, columns: dict[str, NDArray[np.float64]]
) -> tuple[NDArray[np.int64], list[str]]:
    frames, faces = columns["frame"], columns.get("face_id")
    kept, remarks = np.arange(frames.size), []
    if faces is not None and np.unique(faces).size > 1:
        first = float(np.nanmin(faces))
        kept = np.flatnonzero(faces == first)
        remarks.append(
            f"Several faces: only those with face_id {first:g} were read, which OpenFace does not "
            "promise to be one person."
        )
    part = TextTable(table.source, {}, {}, table.lines[kept])
    rows, left_out = frame_order(part, frames[kept], column_of(table.source, "frame"))
    if left_out:
        remarks.append(f"Frames that were there before, left out: {counted(left_out, 'row')}.")
    return kept[rows], remarks


def _places(
    table: TextTable, frames: NDArray[np.float64], rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where rows go when they belong to frames: OpenFace counts from 1."""
    wrong = np.flatnonzero((frames[rows] < 1) | (frames[rows] > LONGEST))
    if wrong.size:
        row = int(rows[wrong[0]])
        what = f"expected the number of a frame, from 1, found {frames[row]:g}"
        column = column_of(table.source, "frame") + 1
        raise table.source.error(what, int(table.lines[row]), column)
    return frames[rows].astype(np.int64) - 1


def _times(
    table: TextTable, written: NDArray[np.float64], rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    times = written[rows]
    wrong = np.flatnonzero(~np.isfinite(times) | (np.diff(times, prepend=-np.inf) < 0))
    if wrong.size:
        row = int(rows[wrong[0]])
        what = f"expected a timestamp not before the one above, found {written[row]:g}"
        column = column_of(table.source, "timestamp") + 1
        raise table.source.error(what, int(table.lines[row]), column)
    return times


def _range(name: str) -> tuple[float, float] | None:
    if name.endswith("_r"):
        return (0.0, 5.0)
    return (0.0, 1.0) if name.endswith("_c") else None
