"""Between the annotations of a recording and the files of other tools.

A plan (`app.session.exchange_plan`) settles what becomes of each column. What was measured by a
program, not by a person, becomes predictions: they are shown and never edited.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.document import CurveAnnotation, Document
from app.core.edits.tracks import new_curve, new_segment_track, within
from app.core.errors import EditError, InputError
from app.core.resample import proposed_range, rescaled, to_frames
from app.core.samples import Samples
from app.core.scheme import DimensionScheme, Schemes
from app.core.track import ContinuousTrack, Provenance
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    ExportCurve,
    ExportSegments,
)
from app.session.exchange_plan import CurvePlan, ImportPlan, Range, lies_in, misfit
from app.session.tracks import ShownTrack


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import makes.

    Attributes
    ----------
    document : Document
        With the tracks.
    schemes : Schemes
        With dimensions that were not known before.
    predictions : tuple of ShownTrack
        What was measured by a program.
    remarks : tuple of str
        One sentence each on what did not fit.
    tracks : tuple of str
        Ids of the new tracks.
    """

    document: Document
    schemes: Schemes
    predictions: tuple[ShownTrack, ...]
    remarks: tuple[str, ...]
    tracks: tuple[str, ...]


def imported(
    document: Document,
    schemes: Schemes,
    seconds: NDArray[np.float64],
    content: Content,
    plan: ImportPlan,
    source: str,
) -> Imported:
    """Make tracks of a file.

    Parameters
    ----------
    document : Document
        They come after its tracks.
    schemes : Schemes
        What may be annotated; dimensions that are missing are added.
    seconds : float64 array (T,)
        Presentation times of the frames.
    content : Content
        What was read.
    plan : ImportPlan
        What becomes of it.
    source : str
        For people: the file's name.

    Raises
    ------
    InputError
        Nothing is taken, or values lie outside their dimension's range.
    """
    remarks: list[str] = []
    predictions: list[ShownTrack] = []
    before = {track.head.id for track in document}
    for curve, chosen in zip(content.curves, plan.curves, strict=True):
        if not chosen.take:
            continue
        values, said = on_frames(curve, seconds, chosen, plan.shift)
        remarks += said
        schemes, scheme = _with_dimension(schemes, chosen, content, plan)
        values = _mapped(values, chosen, scheme, source)
        if content.read_only:
            predictions.append(_measured(chosen, values, seconds, source))
            continue
        document, _ = new_curve(
            document,
            scheme,
            rater=chosen.rater,
            samples=Samples.of(values),
            source=f"imported from {source}",
        )
    for track, wanted in zip(content.segment_tracks, plan.segments, strict=True):
        if wanted.take:
            moved = [
                replace(each, onset=each.onset + plan.shift, offset=each.offset + plan.shift)
                for each in track.segments
            ]
            document, _ = new_segment_track(
                document,
                wanted.scheme,
                rater=wanted.rater,
                name=wanted.name,
                segments=moved,
                source=f"imported from {source}",
            )
    made = tuple(each.head.id for each in document if each.head.id not in before)
    if not made and not predictions:
        raise InputError(f"Nothing was chosen of {source}; tick at least one column or track.")
    return Imported(document, schemes, tuple(predictions), tuple(dict.fromkeys(remarks)), made)


def on_frames(
    curve: CurveContent, seconds: NDArray[np.float64], plan: CurvePlan, shift: float = 0.0
) -> tuple[NDArray[np.float64], list[str]]:
    """The values of a column on the frames of a recording, and what did not fit.

    Parameters
    ----------
    curve : CurveContent
        One value per frame, or values with times.
    seconds : float64 array (T,)
        Presentation times of the frames.
    plan : CurvePlan
        How frames between values are filled.
    shift : float
        Seconds added to the times of the file, or to those of its frames.
    """
    said = [sentence] if (sentence := misfit(curve, seconds, shift)) else []
    if curve.times is not None:
        times = curve.times + shift
        return to_frames(times, curve.values, seconds, method=plan.between), said
    values = np.full(seconds.size, np.nan)
    count = min(seconds.size, curve.values.size)
    values[:count] = curve.values[:count]
    if shift:
        values = to_frames(seconds + shift, values, seconds, method=plan.between)
    return values, said


def _with_dimension(
    schemes: Schemes, chosen: CurvePlan, content: Content, plan: ImportPlan
) -> tuple[Schemes, DimensionScheme]:
    """With the dimension of a column, made for all columns of its name where it is new."""
    known = schemes.dimension(chosen.dimension)
    if known is not None:
        return schemes, known
    columns = [
        curve
        for curve, each in zip(content.curves, plan.curves, strict=True)
        if each.take and each.dimension == chosen.dimension
    ]
    low, high = chosen.from_range or _range_of(columns)
    made = DimensionScheme(chosen.dimension, low, high)
    return replace(schemes, dimensions=(*schemes.dimensions, made)), made


def _range_of(columns: Sequence[CurveContent]) -> Range:
    """What the file states, where its values keep to that; else the customary range of them."""
    ends = [found for curve in columns if (found := curve.found) is not None]
    found = (min(low for low, _ in ends), max(high for _, high in ends)) if ends else (-1.0, 1.0)
    for curve in columns:
        if curve.declared is not None and lies_in(found, curve.declared):
            return curve.declared
    low, high = proposed_range(*found)
    return (low, high) if low < high else (low - 1.0, low + 1.0)


def _mapped(
    values: NDArray[np.float64], plan: CurvePlan, scheme: DimensionScheme, source: str
) -> NDArray[np.float64]:
    known = values[~np.isnan(values)]
    from_range = plan.from_range
    allowed = from_range or (scheme.low, scheme.high)
    if known.size and not lies_in((float(known.min()), float(known.max())), allowed):
        raise InputError(
            f"{plan.dimension} of {source} goes from {known.min():g} to {known.max():g}, outside "
            f"{allowed[0]:g} to {allowed[1]:g}; say which range it is on, and it is mapped."
        )
    if from_range is None or from_range == (scheme.low, scheme.high):
        return values
    onto = rescaled(values, from_range, (scheme.low, scheme.high))
    # 1e-12 of a range is nobody's judgement, and -0.9 stays -0.9 when it is written again.
    return within(np.round(onto, 12), scheme)


def _measured(
    plan: CurvePlan, values: NDArray[np.float64], seconds: NDArray[np.float64], source: str
) -> ShownTrack:
    made = Provenance(source, "", "", False, {"imported": True}, source=source)
    track = ContinuousTrack(plan.dimension, seconds, values, made)
    return ShownTrack(
        key=(source, "", 1, plan.dimension),
        label=source,
        track=track,
        person=1,
        caution="Measured by another program",
    )


def export_content(
    document: Document,
    seconds: NDArray[np.float64],
    *,
    media: Path | None,
    fps: float,
    tracks: Sequence[str] | None = None,
) -> ExportContent:
    """The annotations of a recording as every format takes them.

    Parameters
    ----------
    document : Document
        What there is.
    seconds : float64 array (T,)
        Presentation times of its frames.
    media : Path or None
        The recording.
    fps : float
        Its frames per second.
    tracks : sequence of str, optional
        Ids of those to write; all when left out.

    Raises
    ------
    EditError
        There is nothing to write.
    """
    wanted = [each for each in document if tracks is None or each.head.id in tracks]
    if not wanted:
        raise EditError("There is nothing to export: the recording has no annotations yet.")
    curves = [each for each in wanted if isinstance(each, CurveAnnotation)]
    return ExportContent(
        seconds,
        tuple(
            ExportCurve(each.head.scheme, each.head.rater, each.samples.values, each.low, each.high)
            for each in curves
        ),
        tuple(
            ExportSegments(each.head.name, each.head.rater, each.segments)
            for each in wanted
            if not isinstance(each, CurveAnnotation)
        ),
        media,
        fps,
    )
