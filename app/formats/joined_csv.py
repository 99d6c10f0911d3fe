"""Predictions and chosen annotations of a recording in one table: a row per frame.

UTF-8, comma, dot; columns ``frame`` (from 0) and ``time_s`` (or ``time_ms``), then one per curve,
``dimension:system`` or ``dimension:rater``, then one per track of segments, ``name:rater``, with
the labels of the segments that hold the frame, joined by "; ". A segment that begins and ends
between two frames, and an event, is at the frame that is shown then. Numbers are the shortest that
read back as the same; text is safe for spreadsheets.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.resample import to_frames
from app.core.track import ContinuousTrack
from app.files import atomic_write_text
from app.formats.content import ExportCurve, ExportSegments, WriteOptions
from app.formats.excel_safe import excel_safe
from app.formats.marks import distinct

Prediction = tuple[str, ContinuousTrack]
"""How the system is called, for example ``"mimamo"``, and a curve of it."""


def joined_csv(
    predictions: Sequence[Prediction],
    curves: Sequence[ExportCurve],
    segment_tracks: Sequence[ExportSegments],
    frame_seconds: NDArray[np.float64],
    options: WriteOptions | None = None,
) -> str:
    """The table's whole text; lines end with a line feed.

    Parameters
    ----------
    predictions : sequence of (str, ContinuousTrack)
        The name of the system and the curve; carried to the frames where its times are others.
    curves : sequence of ExportCurve
        Annotations, one value per frame.
    segment_tracks : sequence of ExportSegments
        Annotations.
    frame_seconds : float64 array (T,)
        Presentation times of the frames.
    options : WriteOptions, optional
        How times and gaps are written.
    """
    text = io.StringIO()
    rows = joined_rows(predictions, curves, segment_tracks, frame_seconds, options)
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_joined_csv(
    target: Path,
    predictions: Sequence[Prediction],
    curves: Sequence[ExportCurve],
    segment_tracks: Sequence[ExportSegments],
    frame_seconds: NDArray[np.float64],
    options: WriteOptions | None = None,
) -> list[Path]:
    """Write the table; parameters as of `joined_csv`.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    with atomic_write_text(target) as stream:
        stream.write(joined_csv(predictions, curves, segment_tracks, frame_seconds, options))
    return [target]


def joined_rows(
    predictions: Sequence[Prediction],
    curves: Sequence[ExportCurve],
    segment_tracks: Sequence[ExportSegments],
    frame_seconds: NDArray[np.float64],
    options: WriteOptions | None = None,
) -> Iterator[tuple[str, ...]]:
    """The rows, the header first; parameters as of `joined_csv`."""
    options = options or WriteOptions()
    in_milliseconds = options.time_base == "milliseconds"
    gap = _shortest(options.sentinel) if options.gaps == "sentinel" else ""
    names = [
        *(_column(track.dimension, system) for system, track in predictions),
        *(_column(curve.dimension, curve.rater) for curve in curves),
        *(_column(track.name, track.rater) for track in segment_tracks),
    ]
    columns = [
        *(_numbers(_on_frames(track, frame_seconds), gap) for _, track in predictions),
        *(_numbers(curve.values, gap) for curve in curves),
        *(_labels(track, frame_seconds) for track in segment_tracks),
    ]
    frames = [str(frame) for frame in range(frame_seconds.size)]
    times = _numbers(frame_seconds * 1000 if in_milliseconds else frame_seconds, "")
    yield ("frame", "time_ms" if in_milliseconds else "time_s", *map(excel_safe, distinct(names)))
    yield from zip(frames, times, *columns, strict=True)


def _column(what: str, who: str) -> str:
    return f"{what}:{who}" if who else what


def _on_frames(track: ContinuousTrack, frame_seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    if np.array_equal(track.seconds, frame_seconds):
        return track.values
    return to_frames(track.seconds, track.values, frame_seconds)


def _numbers(values: NDArray[np.float64], gap: str) -> list[str]:
    return [gap if value != value else _shortest(value) for value in values.tolist()]


def _shortest(value: float) -> str:
    return repr(value + 0.0).removesuffix(".0")


def _labels(track: ExportSegments, frame_seconds: NDArray[np.float64]) -> list[str]:
    cells: list[list[str]] = [[] for _ in range(frame_seconds.size)]
    for segment in track.segments:
        first, stop = np.searchsorted(frame_seconds, [segment.onset, segment.offset])
        if stop <= first:  # between two frames: the one that is shown then
            first = int(np.searchsorted(frame_seconds, segment.onset, side="right")) - 1
            stop = first + 1
        for cell in cells[max(0, int(first)) : max(0, int(stop))]:
            cell.append(segment.label)
    return [excel_safe("; ".join(cell)) for cell in cells]
