"""Labels, as raters and files give them, put on the frames that are analysed. Loads no torch.

Convention: seconds are presentation times; a value stands at its own instant, and between two
samples labels run along the straight line. Nothing is made up: before the first sample and after
the last there is no label, and a pause longer than `LONGEST_PAUSE` sampling steps stays a gap, as
does what a rater left out. Curves by frame are put on their frames, whatever the times.

A rater reacts late, so a rater's curve may be moved earlier by a number of seconds. Several raters
are averaged instant by instant over those who rated then, each dimension by itself: where one of
them paused the mean is the others', and only where nobody rated is there a gap. A rater with
several curves of one dimension counts once, by their mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.resample import to_frames
from app.training.labelled import LabelCurve

LONGEST_PAUSE = 1.5
"""Median sampling steps that the straight line bridges; longer pauses are gaps."""

SHIFT_OF_OTHERS = "*"
"""Under this name stands the shift of all raters that are not named."""


@dataclass(frozen=True, slots=True)
class RatedCurve:
    """What one rater, or a file, said.

    Attributes
    ----------
    rater : str
        Empty where nobody is named.
    curve : LabelCurve
        As given.
    """

    rater: str
    curve: LabelCurve


def shift_of(rater: str, shifts: Mapping[str, float]) -> float:
    """Seconds by which a rater's curve is moved earlier."""
    return float(shifts.get(rater, shifts.get(SHIFT_OF_OTHERS, 0.0)))


def needs_times(rated: Sequence[RatedCurve], shifts: Mapping[str, float]) -> bool:
    """Whether the times of the recording's frames must be known to fuse some curves.

    So it is where a curve that counts frames is moved, and where several must meet on the frames.
    """
    by_rater = merged(rated)
    by_frame = [each.curve.by_frame for each in by_rater]
    moved = any(each.curve.by_frame and shift_of(each.rater, shifts) for each in by_rater)
    return moved or (len(by_rater) > 1 and not all(by_frame))


def fused(
    rated: Sequence[RatedCurve],
    shifts: Mapping[str, float],
    frame_seconds: NDArray[np.float64] | None = None,
) -> LabelCurve:
    """One curve of several raters', each moved by its shift, then averaged frame by frame.

    Parameters
    ----------
    rated : sequence of RatedCurve
        Of one recording.
    shifts : mapping of str to float
        Seconds by rater; ``"*"`` for all that are not named.
    frame_seconds : float64 array (T,), optional
        Presentation times of the recording's frames; needed where `needs_times` says so.

    Returns
    -------
    LabelCurve
        A single curve stays as it was sampled; several are on frames. Labels after the last frame
        become rows after it, which no frame has.
    """
    by_rater = merged(rated)
    if needs_times(rated, shifts):
        if frame_seconds is None:
            raise ValueError("the times of the frames must be known to move or fuse these labels")
        return _fused_on_frames(by_rater, shifts, frame_seconds)
    if not all(each.curve.by_frame for each in by_rater):
        (one,) = by_rater
        return moved_earlier(one.curve, shift_of(one.rater, shifts))
    count = max((len(each.curve.values) for each in by_rater), default=0)
    values = [_padded(each.curve.values, count) for each in by_rater] or [np.zeros((0, 2))]
    return LabelCurve(np.zeros(0), mean_of(values), by_frame=True)


def merged(rated: Sequence[RatedCurve]) -> list[RatedCurve]:
    """One curve a rater: several on the same frames or times become their mean."""
    groups: dict[str, list[LabelCurve]] = {}
    for each in rated:
        groups.setdefault(each.rater, []).append(each.curve)
    found = []
    for rater, curves in groups.items():
        first = curves[0]
        if all(_alike(first, curve) for curve in curves):
            mean = mean_of([curve.values for curve in curves])
            curves = [LabelCurve(first.seconds, mean, first.by_frame)]
        found += [RatedCurve(rater, curve) for curve in curves]
    return found


def moved_earlier(curve: LabelCurve, seconds: float) -> LabelCurve:
    """The curve as it would be had its rater not hesitated for ``seconds``."""
    return LabelCurve(curve.seconds - seconds, curve.values) if seconds else curve


def mean_of(values: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Mean (N, 2) over those that are not NaN; NaN where all are."""
    stacked = np.stack(values)
    known = ~np.isnan(stacked)
    count = known.sum(axis=0)
    total = np.where(known, stacked, 0.0).sum(axis=0)
    mean: NDArray[np.float64] = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean


def at_times(curve: LabelCurve, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Labels (T, 2) of a curve with times, at other times."""
    longest = LONGEST_PAUSE * sampling_step(curve)
    columns = [
        to_frames(curve.seconds, column, seconds, method="linear", longest_gap=longest)
        for column in curve.values.T
    ]
    return np.stack(columns, axis=1)


def sampling_step(curve: LabelCurve) -> float:
    """Median seconds from sample to sample; 0 for fewer than two."""
    return float(np.median(np.diff(curve.seconds))) if len(curve.seconds) > 1 else 0.0


def labels_of(
    curve: LabelCurve, index: NDArray[np.int64], seconds: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Labels of analysed frames.

    Parameters
    ----------
    curve : LabelCurve
        Of the recording.
    index : int64 array (T,)
        Recording frame indices of the analysed frames.
    seconds : float64 array (T,)
        Their presentation times.

    Returns
    -------
    float32 array (T, 2)
        Valence, arousal; NaN where there is no label.
    """
    if not curve.by_frame:
        return at_times(curve, seconds).astype(np.float32)
    labels = np.full((len(index), 2), np.nan, np.float32)
    inside = index < len(curve.values)
    labels[inside] = curve.values[index[inside]]
    return labels


def beyond_the_end(curve: LabelCurve, frame_seconds: NDArray[np.float64]) -> int:
    """How many labels lie after the last frame of the recording; they are not used."""
    if curve.by_frame:
        late = curve.values[len(frame_seconds) :]
    else:
        frame = float(np.median(np.diff(frame_seconds))) if len(frame_seconds) > 1 else 0.0
        late = curve.values[curve.seconds > frame_seconds[-1] + max(frame, sampling_step(curve))]
    return int(np.isfinite(late).any(axis=1).sum())


def _merged(rated: Sequence[RatedCurve]) -> list[RatedCurve]:
    """One curve a rater: several on the same frames or times become their mean."""
    groups: dict[str, list[LabelCurve]] = {}
    for each in rated:
        groups.setdefault(each.rater, []).append(each.curve)
    merged = []
    for rater, curves in groups.items():
        first = curves[0]
        alike = all(
            np.array_equal(first.seconds, curve.seconds)
            and (first.by_frame, len(first.values)) == (curve.by_frame, len(curve.values))
            for curve in curves
        )
        if alike:
            mean = mean_of([curve.values for curve in curves])
            curves = [LabelCurve(first.seconds, mean, first.by_frame)]
        merged += [RatedCurve(rater, curve) for curve in curves]
    return merged


def _alike(one: LabelCurve, other: LabelCurve) -> bool:
    same = (one.by_frame, len(one.values)) == (other.by_frame, len(other.values))
    return same and np.array_equal(one.seconds, other.seconds)


def _fused_on_frames(
    rated: Sequence[RatedCurve], shifts: Mapping[str, float], frame_seconds: NDArray[np.float64]
) -> LabelCurve:
    last = max([0.0, *(float(e.curve.seconds[-1]) for e in rated if len(e.curve.seconds))])
    most = max([0, *(len(each.curve.values) for each in rated if each.curve.by_frame)])
    seconds = _continued(frame_seconds, last, most)
    values = []
    for each in rated:
        curve = each.curve
        if curve.by_frame:
            curve = LabelCurve(seconds, _padded(curve.values[: len(seconds)], len(seconds)))
        values.append(at_times(moved_earlier(curve, shift_of(each.rater, shifts)), seconds))
    mean = mean_of(values)
    known = np.flatnonzero(~np.isnan(mean).all(axis=1))
    kept = max(len(frame_seconds), int(known[-1]) + 1 if known.size else 0)
    return LabelCurve(np.zeros(0), mean[:kept], by_frame=True)


def _continued(frame_seconds: NDArray[np.float64], last: float, most: int) -> NDArray[np.float64]:
    """The frames' times, going on evenly to a time or a number of frames, at most as long again."""
    count = len(frame_seconds)
    step = float(np.median(np.diff(frame_seconds))) if count > 1 else 1.0
    wanted = max(most, count + int(max(0.0, last - frame_seconds[-1]) / step))
    more = np.arange(1, min(wanted, 2 * count) - count + 1) * step
    return np.concatenate([frame_seconds, frame_seconds[-1] + more])


def _padded(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    padded = np.full((count, 2), np.nan)
    padded[: len(values)] = values
    return padded
