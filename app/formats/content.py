"""What passes between a file of annotations and the rest: the common form of every format.

Convention: times in seconds of presentation time; NaN is a gap. A reader hands over values as the
file has them, never rescaled; a writer writes them as they are unless it is told to map ranges.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.core.segment import Segment

TimeBase = Literal["frame", "s", "ms"]
"""What the rows of a file are counted in; ``"frame"`` is one row per frame."""


@dataclass(frozen=True, slots=True, eq=False)
class CurveContent:
    """One column of one file.

    Attributes
    ----------
    dimension : str
        Proposed, lower case, for example ``"arousal"``; may be empty.
    rater : str
        Proposed; may be empty.
    times : float64 array (N,) or None
        Seconds, not decreasing; None where value i belongs to frame i.
    values : float64 array (N,)
        As written, never rescaled; a sentinel and an empty cell are NaN.
    declared : (low, high) or None
        The range that the file itself, or its format, states.
    found : (low, high) or None
        Least and greatest value, looked up once; None when every one is a gap.
    """

    dimension: str
    rater: str
    times: NDArray[np.float64] | None
    values: NDArray[np.float64]
    declared: tuple[float, float] | None = None
    found: tuple[float, float] | None = field(init=False)

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.values.ndim != 1:
            raise ValueError(f"values must be (N,), not {self.values.shape}")
        if self.times is not None and self.times.shape != self.values.shape:
            raise ValueError(f"one time per value: {self.times.shape}, {self.values.shape}")
        known = self.values[~np.isnan(self.values)]
        found = (float(known.min()), float(known.max())) if known.size else None
        object.__setattr__(self, "found", found)


@dataclass(frozen=True, slots=True)
class SegmentContent:
    """The segments of one track of a file.

    Attributes
    ----------
    name : str
        What the file calls the track; may be empty.
    rater : str
        Proposed; may be empty.
    segments : tuple of Segment
        Sorted; ids differ.
    note : str
        One sentence on them, or empty.
    """

    name: str
    rater: str
    segments: tuple[Segment, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was read from a file.

    Attributes
    ----------
    curves : tuple of CurveContent
        In the order of the file.
    segment_tracks : tuple of SegmentContent
        In the order of the file.
    remarks : tuple of str
        One sentence each: what was odd, dropped or guessed.
    read_only : bool
        Whether it was measured by a program and not annotated by a person.
    media : str
        Name or path of the recording as the file states it; may be empty.
    rate : float or None
        Frames or samples per second that the file states.
    """

    curves: tuple[CurveContent, ...] = ()
    segment_tracks: tuple[SegmentContent, ...] = ()
    remarks: tuple[str, ...] = ()
    read_only: bool = False
    media: str = ""
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file was understood; what the preview of an import shows.

    Attributes
    ----------
    encoding : str
        For example ``"utf-8-sig"``, ``"cp1252"``.
    separator : str
        One character between cells; empty where there are none (JSON, XML).
    decimal : str
        ``"."`` or ``","``.
    header : tuple of str
        Names of the columns; empty when the file has no header.
    first_rows : tuple of tuple of str
        Cells of the first few rows, as written.
    time_base : {"frame", "s", "ms"}
        What times are written in.
    """

    encoding: str = "utf-8"
    separator: str = ""
    decimal: str = "."
    header: tuple[str, ...] = ()
    first_rows: tuple[tuple[str, ...], ...] = ()
    time_base: TimeBase = "s"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user settled; None everywhere it is left to be found out.

    Attributes
    ----------
    separator, decimal, encoding : str or None
        As in `Layout`.
    time_unit : {"frame", "s", "ms"} or None
        What times are written in.
    sentinel : float or None
        The value that means "none"; NaN for no such value; None for the format's own.
    rate : float or None
        Rows per second, for files that count frames but belong to another rate.
    video : str or None
        Which recording is wanted of a file that holds many: its name as the file has it.
    """

    separator: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    time_unit: TimeBase | None = None
    sentinel: float | None = None
    rate: float | None = None
    video: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ExportCurve:
    """A curve to write.

    Attributes
    ----------
    dimension, rater : str
        What, by whom.
    values : float64 array (T,)
        One per frame; NaN is a gap.
    low, high : float
        The range of the dimension.
    """

    dimension: str
    rater: str
    values: NDArray[np.float64]
    low: float = -1.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class ExportSegments:
    """A track of segments to write.

    Attributes
    ----------
    name, rater : str
        Of the track; by whom.
    segments : tuple of Segment
        Sorted.
    """

    name: str
    rater: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ExportContent:
    """What is written of one recording.

    Attributes
    ----------
    frame_seconds : float64 array (T,)
        Presentation times of the frames, strictly increasing.
    curves : tuple of ExportCurve
        Each with T values.
    segment_tracks : tuple of ExportSegments
        May be empty.
    media : Path or None
        The recording.
    fps : float
        Its frames per second, on average; 0 when unknown.
    """

    frame_seconds: NDArray[np.float64]
    curves: tuple[ExportCurve, ...] = ()
    segment_tracks: tuple[ExportSegments, ...] = ()
    media: Path | None = None
    fps: float = 0.0

    def __post_init__(self) -> None:
        """Check the promises above."""
        for curve in self.curves:
            if curve.values.shape != self.frame_seconds.shape:
                raise ValueError(
                    f"{curve.dimension}: {curve.values.shape} values for "
                    f"{self.frame_seconds.shape} frames"
                )

    @property
    def raters(self) -> tuple[str, ...]:
        """Everybody who made something, in order of appearance."""
        curves = (curve.rater for curve in self.curves)
        marks = (track.rater for track in self.segment_tracks)
        return tuple(dict.fromkeys((*curves, *marks)))


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How the user wants it written; a format follows what it can hold.

    Attributes
    ----------
    time_base : {"frame", "seconds", "milliseconds"}
        What times are written in, where the format leaves the choice.
    gaps : {"empty", "sentinel"}
        How a gap is written, where the format leaves the choice.
    sentinel : float
        The value that stands for a gap.
    map_ranges : bool
        Whether values are mapped linearly from their dimension's range to the one the format
        prescribes; without it they are written as they are.
    """

    time_base: Literal["frame", "seconds", "milliseconds"] = "seconds"
    gaps: Literal["empty", "sentinel"] = "empty"
    sentinel: float = -5.0
    map_ranges: bool = False
