"""What becomes of a file of another tool: proposed by the program, settled by the user.

Nothing is rescaled unless the plan says so.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

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
                from_range=_proposed_from(curve, schemes.dimension(dimension)),
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


def _proposed_from(curve: CurveContent, scheme: DimensionScheme | None) -> Range | None:
    found = curve.found
    if found is None or scheme is None:
        return None
    range_of_file = curve.declared
    if range_of_file is None and not within(found, (scheme.low, scheme.high)):
        range_of_file = proposed_range(*found)
    return None if range_of_file == (scheme.low, scheme.high) else range_of_file


def within(found: Range, allowed: Range) -> bool:
    """Whether a range lies in another."""
    return allowed[0] <= found[0] and found[1] <= allowed[1]
