"""What an import would do, said before it is done: the sentence at the end of its dialog."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.scheme import DimensionScheme, Schemes
from app.formats.content import Content, CurveContent
from app.session.exchange_plan import CurvePlan, ImportPlan, SegmentPlan, lies_in, misfit

_UNNAMED = "The file does not say what it rates: check the dimension."


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would happen.

    Attributes
    ----------
    sentence : str
        What, or what is wrong.
    possible : bool
        Whether it can be done.
    remarks : tuple of str
        What will not fit, one sentence each.
    """

    sentence: str
    possible: bool
    remarks: tuple[str, ...] = ()


def outlook(
    content: Content, plan: ImportPlan, schemes: Schemes, seconds: NDArray[np.float64], name: str
) -> Outlook:
    """What an import would do.

    Parameters
    ----------
    content, plan : Content, ImportPlan
        What was read, and what is to become of it.
    schemes : Schemes
        What may be annotated.
    seconds : float64 array (T,)
        Presentation times of the frames.
    name : str
        The recording's, for people.
    """
    curves = [
        (curve, chosen)
        for curve, chosen in zip(content.curves, plan.curves, strict=True)
        if chosen.take
    ]
    segments = [each for each in plan.segments if each.take]
    fault = next(_faults(content, curves, segments, schemes), "")
    if fault:
        return Outlook(fault, possible=False)
    unfit = [misfit(curve, seconds, plan.shift) for curve, _ in curves]
    unnamed = [_UNNAMED for curve, _ in curves if not curve.dimension]
    remarks = tuple(dict.fromkeys(said for said in (*unnamed, *unfit) if said))
    done = _done(content, len(curves), len(segments), name)
    mapped = _mapped([chosen for _, chosen in curves], schemes)
    return Outlook(f"{done}{mapped}", possible=True, remarks=remarks)


def counted(number: int, one: str, many: str = "") -> str:
    """So many of something, for people."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _faults(
    content: Content,
    curves: list[tuple[CurveContent, CurvePlan]],
    segments: list[SegmentPlan],
    schemes: Schemes,
) -> Iterator[str]:
    if not content.curves and not content.segment_tracks:
        yield "There is nothing in the file to import."
    if not curves and not segments:
        yield "Tick at least one curve or track."
    for curve, chosen in curves:
        yield from _faults_of(curve, chosen, schemes, measured=content.read_only)
    if content.read_only:
        twice = _first_twice([chosen.dimension for _, chosen in curves])
        if twice:
            yield f"Two columns would become {twice}; give them different dimensions."
    for each in segments:
        if not each.rater.strip():
            yield f"Say who marked “{each.name or 'the segments'}”: name a rater."


def _faults_of(
    curve: CurveContent, chosen: CurvePlan, schemes: Schemes, *, measured: bool
) -> Iterator[str]:
    name = chosen.dimension.strip()
    if not name:
        yield "Name the dimension of every ticked curve."
    if not measured and not chosen.rater.strip():
        yield f"Say who rated {name}: name a rater."
    scheme = schemes.dimension(name)
    if chosen.from_range is not None:
        low, high = chosen.from_range
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            yield f"{low:g} … {high:g} is no range: the first number must be the lower one."
    yield from _leaves(curve, chosen, scheme)


def _leaves(
    curve: CurveContent, chosen: CurvePlan, scheme: DimensionScheme | None
) -> Iterator[str]:
    found, allowed = curve.found, chosen.from_range
    if allowed is None and scheme is not None:
        allowed = (scheme.low, scheme.high)
    if found is None:
        yield f"The column of {chosen.dimension} holds no value; untick it."
    elif allowed is not None and not lies_in(found, allowed):
        yield (
            f"{chosen.dimension} goes from {found[0]:g} to {found[1]:g}, outside {allowed[0]:g} … "
            f"{allowed[1]:g}; choose the range it was rated on under “Mapped from”."
        )


def _done(content: Content, curves: int, segments: int, name: str) -> str:
    if content.read_only:
        return f"{counted(curves, 'measured curve')} will be shown with {name}, and not be edited."
    parts = [counted(curves, "curve")] if curves else []
    parts += [counted(segments, "track", "tracks") + " of segments"] if segments else []
    return f"{' and '.join(parts)} will be added to {name}."


def _mapped(chosen: list[CurvePlan], schemes: Schemes) -> str:
    said = []
    for each in chosen:
        scheme = schemes.dimension(each.dimension)
        if each.from_range is None or scheme is None:
            continue
        if each.from_range != (scheme.low, scheme.high):
            low, high = each.from_range
            said.append(f"{low:g} … {high:g} on {scheme.low:g} … {scheme.high:g}")
    return f" Values are mapped from {', '.join(dict.fromkeys(said))}." if said else ""


def _first_twice(names: list[str]) -> str:
    return next((name for name in names if names.count(name) > 1), "")
