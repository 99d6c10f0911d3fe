"""What becomes of a file of another tool: proposed by the program, settled by the user.

Nothing is rescaled unless the plan says so.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.core.resample import proposed_range
from app.core.scheme import DimensionScheme, Schemes
from app.formats.content import Content, CurveContent

Range = tuple[float, float]
Between = Literal["previous", "linear"]
"""How frames between two values of a file are filled: the value before holds, or a line."""

_MOST_TICKED = 12
"""Columns of a measuring program that are proposed at once; it may write hundreds."""
_USUAL = ("valence", "arousal")


@dataclass(frozen=True, slots=True)
class CurvePlan:
    """What becomes of one column of a file.

    Attributes
    ----------
    take : bool
        Whether it becomes a track.
    dimension, rater : str
        Of the track.
    from_range : (low, high) or None
        Mapped linearly from this on the dimension's range; None takes values as they are.
    between : {"previous", "linear"}
        How frames between values are filled.
    """

    take: bool
    dimension: str
    rater: str
    from_range: Range | None = None
    between: Between = "previous"


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """What becomes of one track of segments of a file.

    Attributes
    ----------
    take : bool
        Whether it becomes a track.
    name, rater, scheme : str
        Of the track.
    """

    take: bool
    name: str
    rater: str
    scheme: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What becomes of a file: one plan per column, in its order.

    Attributes
    ----------
    curves : tuple of CurvePlan
        As `Content.curves`.
    segments : tuple of SegmentPlan
        As `Content.segment_tracks`.
    shift : float
        Seconds added to every time of the file.
    """

    curves: tuple[CurvePlan, ...]
    segments: tuple[SegmentPlan, ...]
    shift: float = 0.0


def proposed_plan(content: Content, schemes: Schemes, rater: str) -> ImportPlan:
    """What is proposed for a file.

    A column whose values fit its dimension is taken as it is; else the range that the file states,
    or the usual one about its values, is proposed to be mapped: the user sees and settles it.
    """
    unnamed = iter(_unused(content, schemes))
    curves = []
    for number, curve in enumerate(content.curves):
        dimension = curve.dimension or next(unnamed, f"column {number + 1}")
        usual = not content.read_only or dimension in _USUAL or number < _MOST_TICKED
        curves.append(
            CurvePlan(
                take=usual and bool(np.isfinite(curve.values).any()),
                dimension=dimension,
                rater=curve.rater or rater,
                from_range=proposed_from(curve, schemes.dimension(dimension)),
            )
        )
    scheme = schemes.categories[0].name if schemes.categories else "segments"
    segments = tuple(
        SegmentPlan(bool(each.segments), each.name, each.rater or rater, scheme)
        for each in content.segment_tracks
    )
    return ImportPlan(tuple(curves), segments)


def _unused(content: Content, schemes: Schemes) -> list[str]:
    named = {curve.dimension for curve in content.curves}
    return [each.name for each in schemes.dimensions if each.name not in named]


def proposed_from(curve: CurveContent, scheme: DimensionScheme | None) -> Range | None:
    """The range that a column is proposed to be mapped from; None to take values as they are."""
    found = curve.found
    if found is None or scheme is None:
        return None
    range_of_file = curve.declared
    if range_of_file is None and not lies_in(found, (scheme.low, scheme.high)):
        range_of_file = proposed_range(*found)
    return None if range_of_file == (scheme.low, scheme.high) else range_of_file


def lies_in(found: Range, allowed: Range) -> bool:
    """Whether a range lies in another."""
    return allowed[0] <= found[0] and found[1] <= allowed[1]


def misfit(curve: CurveContent, seconds: NDArray[np.float64], shift: float = 0.0) -> str:
    """What of a column does not fit a recording, one sentence; empty when all does.

    Parameters
    ----------
    curve : CurveContent
        One value per frame, or values with times.
    seconds : float64 array (T,)
        Presentation times of the frames.
    shift : float
        Seconds added to the times of the file.
    """
    rows, frames = curve.values.size, seconds.size
    if curve.times is not None:
        times = curve.times + shift
        outside = int(((times < seconds[0] - 1) | (times > seconds[-1] + 1)).sum()) if frames else 0
        if not outside:
            return ""
        return f"{outside} of {rows} values lie outside the recording and are left out."
    if rows == frames:
        return ""
    rest = "last rows are left out" if rows > frames else "last frames are a gap"
    return f"The file has {rows} rows and the recording {frames} frames: the {rest}."


def carried(proposed: ImportPlan, before: ImportPlan, chosen: ImportPlan) -> ImportPlan:
    """What the user settled, carried over to a new reading of the same file.

    Parameters
    ----------
    proposed : ImportPlan
        For the new reading.
    before, chosen : ImportPlan
        What was proposed for the reading before, and what the user made of it.
    """
    curves, segments = proposed.curves, proposed.segments
    if len(before.curves) == len(chosen.curves) == len(curves):
        curves = tuple(
            replace(new, **_settled(old, mine))
            for new, old, mine in zip(curves, before.curves, chosen.curves, strict=True)
        )
    if len(before.segments) == len(chosen.segments) == len(segments):
        segments = tuple(
            replace(new, **_settled(old, mine))
            for new, old, mine in zip(segments, before.segments, chosen.segments, strict=True)
        )
    return ImportPlan(curves, segments, chosen.shift)


def _settled(before: CurvePlan | SegmentPlan, chosen: CurvePlan | SegmentPlan) -> dict[str, Any]:
    """The fields that the user changed."""
    fields = {name: getattr(chosen, name) for name in chosen.__slots__}
    return {name: mine for name, mine in fields.items() if mine != getattr(before, name)}
