"""Values known at some times, carried to the frames; and values carried to another range.

Convention: times in seconds, of frames strictly increasing; values (T, D) or (T,); NaN is a gap.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray


def fill_between(
    seconds: NDArray[np.float64], known: NDArray[np.int64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Linear interpolation in time from the first known frame to the last.

    Parameters
    ----------
    seconds : float64 array (N,)
        Presentation times of all frames.
    known : int64 array (T,)
        Frames whose values are known, strictly increasing; T >= 1.
    values : float64 array (T, D)
        Their values.

    Returns
    -------
    float64 array (known[-1] - known[0] + 1, D)
        Values of the frames ``known[0] ... known[-1]``; exact at the known ones.
    """
    if known.size == 0 or values.shape[0] != known.size:
        raise ValueError(f"one value per known frame: {known.size} frames, {values.shape} values")
    frames = np.arange(known[0], known[-1] + 1)
    if len(frames) == len(known):
        return values.astype(np.float64, copy=True)
    at, of = seconds[frames], seconds[known]
    filled = np.empty((len(frames), values.shape[1]))
    for column in range(values.shape[1]):
        filled[:, column] = np.interp(at, of, values[:, column])
    return filled


SLACK = 0.001
"""Seconds: files write times to the millisecond at best, so closer ones are one instant."""

RANGES = (
    (-1.0, 1.0),
    (0.0, 1.0),
    (1.0, 9.0),
    (-10.0, 10.0),
    (-100.0, 100.0),
    (-1000.0, 1000.0),
)
"""Ranges that raters are customarily given."""


def to_frames(
    times: NDArray[np.float64],
    values: NDArray[np.float64],
    frame_seconds: NDArray[np.float64],
    *,
    method: Literal["previous", "linear"] = "previous",
    longest_gap: float | None = None,
) -> NDArray[np.float64]:
    """Samples at their own times, carried to the frames of a recording.

    A sample within `SLACK` of a frame (a quarter of a frame, if that is less) is taken as lying on
    it, so that rounded times lose nothing. Of samples at one instant the last counts.

    Parameters
    ----------
    times : float64 array (N,)
        Seconds, finite, not decreasing.
    values : float64 array (N,)
        NaN is a gap, which is never bridged.
    frame_seconds : float64 array (T,)
        Presentation times of the frames.
    method : {"previous", "linear"}
        The last sample at or before the frame; or the straight line between the two around it.
    longest_gap : float, optional
        Seconds: "previous" holds a sample no longer, "linear" bridges no longer pause. Without it
        there is no limit between samples, and the last one is held for the median step.

    Returns
    -------
    float64 array (T,)
        NaN before the first sample, in gaps, and after the end.
    """
    if times.ndim != 1 or times.shape != values.shape:
        raise ValueError(f"one time per value: {times.shape}, {values.shape}")
    if not np.isfinite(times).all() or np.any(np.diff(times) < 0):
        raise ValueError("times must be finite and must not decrease")
    if times.size == 0 or frame_seconds.size == 0:
        return np.full(frame_seconds.size, np.nan)
    at, known = _distinct(_on_frames(times, frame_seconds), values)
    hold = longest_gap if longest_gap is not None else _median_step(at)
    if method == "linear":
        return _linear(at, known, frame_seconds, np.inf if longest_gap is None else hold)
    before = np.searchsorted(at, frame_seconds, side="right") - 1
    taken = known[np.maximum(before, 0)]
    age = frame_seconds - at[np.maximum(before, 0)]
    limited = (before == at.size - 1) if longest_gap is None else np.ones(before.size, dtype=bool)
    # A sample whose time is up at the very frame has ended: stretches are half-open. The slack is
    # for sums of steps that are not exact in binary.
    over = limited & (age > 0) & (age > hold - 1e-9)
    return np.where((before < 0) | over, np.nan, taken)


def rescaled(
    values: NDArray[np.float64], from_range: tuple[float, float], to_range: tuple[float, float]
) -> NDArray[np.float64]:
    """Values mapped linearly from one range to another; the ends go to the ends exactly."""
    (low, high), (least, greatest) = from_range, to_range
    if not (low < high and least < greatest):
        raise ValueError(f"a range goes from less to more, not {from_range} to {to_range}")
    if from_range == to_range:
        return values.copy()
    part = (values - low) / (high - low)
    mapped: NDArray[np.float64] = least * (1 - part) + greatest * part
    return mapped


def proposed_range(low: float, high: float) -> tuple[float, float]:
    """The customary range that values between two extremes were most likely given in.

    A proposal for people to confirm: values say only what their range cannot be. Within -1 ... 1 it
    is that, which changes nothing, unless no value is negative and both 0 and 1 were nearly
    reached; within 1 ... 9 it is that.
    """
    if not low <= high:
        raise ValueError(f"the least value is not above the greatest: {low}, {high}")
    if 0 <= low <= 0.1 and 0.9 <= high <= 1:
        return (0.0, 1.0)
    for least, greatest in RANGES:
        if least <= low and high <= greatest:
            return (least, greatest)
    furthest = max(abs(low), abs(high))
    return (-furthest, furthest)


def _median_step(times: NDArray[np.float64]) -> float:
    return float(np.median(np.diff(times))) if times.size > 1 else 0.0


def _on_frames(
    times: NDArray[np.float64], frame_seconds: NDArray[np.float64]
) -> NDArray[np.float64]:
    slack = min(SLACK, _median_step(frame_seconds) / 4) if frame_seconds.size > 1 else SLACK
    after = np.clip(np.searchsorted(frame_seconds, times), 0, frame_seconds.size - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.abs(times - frame_seconds[before]) < np.abs(times - frame_seconds[after])
    frame = frame_seconds[np.where(nearer, before, after)]
    return np.where(np.abs(times - frame) <= slack, frame, times)


def _distinct(
    times: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    last = np.append(np.diff(times) > 0, True)
    return times[last], values[last]


def _linear(
    at: NDArray[np.float64],
    known: NDArray[np.float64],
    frame_seconds: NDArray[np.float64],
    longest: float,
) -> NDArray[np.float64]:
    after = np.searchsorted(at, frame_seconds)
    left, right = np.clip(after - 1, 0, at.size - 1), np.clip(after, 0, at.size - 1)
    span = at[right] - at[left]
    inside = (after > 0) & (after < at.size) & (span <= longest)
    part = np.where(inside, (frame_seconds - at[left]) / np.where(span > 0, span, 1), 0)
    between = known[left] * (1 - part) + known[right] * part
    exact = (after < at.size) & (at[right] == frame_seconds)
    return np.where(exact, known[right], np.where(inside, between, np.nan))
