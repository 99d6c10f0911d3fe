"""py-feat tables (``fex.csv``): action units, emotions, head pose, as tracks that are only read.

A row without a face is empty, and a gap. Rows belong to frames, from 0; a table has no times. Of
several faces in a frame the first row is taken. Source: py-feat, feat/utils.
"""

import re
from pathlib import Path

import numpy as np

from app.core.errors import InputError
from app.formats.columns import LONGEST
from app.formats.content import Content, Layout, ReadOptions
from app.formats.marks import counted
from app.formats.measured import column_of, curve, frame_order, header_of, read_columns

NAME = "py-feat CSV"
EMOTIONS = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")
POSE = ("Pitch", "Roll", "Yaw")
_AFFECT = ("valence", "arousal")
_GAZE = ("gaze_pitch", "gaze_yaw", "gaze_angle")
_UNIT = re.compile(r"AU\d\d")


def recognises(path: Path, head: bytes) -> bool:
    """Whether the header is that of py-feat."""
    names = header_of(path, head)
    return "FaceScore" in names and ("FaceRectX" in names or "frame" in names)


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read the measured tracks.

    Raises
    ------
    InputError
        It is no such table, or damaged.
    """
    table, columns = read_columns(path, options, _wanted)
    frames = columns.pop("frame", None)
    if frames is None:
        frames, column = np.arange(len(table), dtype=np.float64), 0
    else:
        column = column_of(table.source, "frame")
    rows, left_out = frame_order(table, frames, column)
    if not columns:
        raise InputError(f"{path.name}: expected columns such as AU01, anger or Pitch, found none")
    count = int(frames[rows[-1]]) + 1 if rows.size else 0
    if count > LONGEST:
        line = int(table.lines[rows[-1]])
        raise table.source.error(
            f"frame {str(count - 1)[:40]} is too far to be one", line, column + 1
        )
    at = frames[rows].astype(np.int64)
    times = np.arange(count) / options.rate if options.rate else None
    curves = []
    for name, values in columns.items():
        placed = np.full(count, np.nan)
        placed[at] = values[rows]
        curves.append(curve(name, times, placed, _range))
    remarks = []
    if left_out:
        remarks.append(f"Further faces of a frame, left out: {counted(left_out, 'row')}.")
    if count > rows.size:
        remarks.append(f"Without a row, so gaps: {counted(count - rows.size, 'frame')}.")
    content = Content(tuple(curves), remarks=tuple(remarks), read_only=True)
    return content, table.source.layout(time_base="frame")


def _wanted(name: str) -> bool:
    kept = ("frame", *EMOTIONS, *POSE, *_AFFECT, *_GAZE)
    return name in kept or bool(_UNIT.fullmatch(name))


def _range(name: str) -> tuple[float, float] | None:
    if name in EMOTIONS or _UNIT.fullmatch(name):
        return (0.0, 1.0)
    return (-1.0, 1.0) if name in _AFFECT else None
