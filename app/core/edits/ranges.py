"""Edits of a range of a curve: arrays in, arrays out.

Every function takes all values of a curve, float64 (T,) with NaN for a gap, and the ``part`` that
is edited, a slice of frames ``[start, stop)``; it returns other values that are, outside the part,
those it was given bit for bit. No gap is filled but by `filled`, `interpolated` across gaps,
`made_constant` across gaps, `blended` and `pasted`; whether values fit the curve's range is the
business of `app.core.edits.curves.with_values`. Times are presentation times in seconds, evenly
spaced or not.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.core.edits.monotone import monotone_cubic
from app.core.edits.savitzky_golay import smooth_runs, window_frames
from app.core.errors import EditError

Floats = NDArray[np.float64]
Method = Literal["linear", "monotone"]
FillMethod = Literal["linear", "monotone", "hold"]
Uncovered = Literal["gap", "hold"]

_HAIR = 1e-9


def interpolated(
    values: Floats,
    seconds: Floats,
    part: slice,
    method: Method,
    *,
    ends: Literal["outside", "inside"] = "outside",
    across_gaps: bool = False,
) -> Floats:
    """Lay a line, or a smooth curve, through a range.

    Parameters
    ----------
    method : {"linear", "monotone"}
        A straight line over time, or a monotone cubic that joins the curve's slope on both sides.
    ends : {"outside", "inside"}
        From the value just before the range to the one just after it, or between the first and
        the last known value of the range. Where there is no value just outside, the known one
        that is nearest within takes its place.
    across_gaps : bool
        Whether gaps within the range get values as well.

    Raises
    ------
    EditError
        There are not two values to go between.
    """
    first, last = _anchors(values, part, ends)
    between = np.arange(max(first, part.start), min(last + 1, part.stop))
    if not across_gaps:
        between = between[~np.isnan(values[between])]
    result = values.copy()
    if method == "linear":
        ends_at = [first, last]
        found = np.interp(seconds[between], seconds[ends_at], values[ends_at])
    else:
        # One value more on either side gives the slope that the curve arrives and leaves with.
        points = [first, last]
        points = [first - 1, *points] if first and not np.isnan(values[first - 1]) else points
        follows = last + 1 < values.size and not np.isnan(values[last + 1])
        points = [*points, last + 1] if follows else points
        found = monotone_cubic(seconds[points], values[points], seconds[between])
    result[between] = found
    return result


def smoothed(values: Floats, seconds: Floats, part: slice, window: float, order: int) -> Floats:
    """Smooth by local polynomials (Savitzky-Golay); the curve around the range is taken in.

    Parameters
    ----------
    window : float
        Seconds, rounded to an odd number of frames.
    order : int
        Of the polynomial: one of that order is left as it is.

    Raises
    ------
    EditError
        The window holds too few frames for the order.
    """
    frames = window_frames(seconds, window, order)
    around = slice(max(0, part.start - frames), part.stop + frames)
    smooth = smooth_runs(values[around], seconds[around], frames, order)
    result = values.copy()
    result[part] = smooth[part.start - around.start :][: part.stop - part.start]
    return result


def shifted(
    values: Floats,
    seconds: Floats,
    part: slice,
    by_seconds: float,
    by_value: float,
    uncovered: Uncovered = "gap",
) -> Floats:
    """Move the values of a range in time and in value.

    Moved values are read between frames by linear interpolation; a frame next to a gap has the
    gap where the gap was moved to. What would leave the range is cut.

    Parameters
    ----------
    by_seconds : float
        Later when positive.
    by_value : float
        In the units of the curve.
    uncovered : {"gap", "hold"}
        What becomes of frames that nothing was moved to: a gap, or the nearest moved value.
    """
    result = values.copy()
    if by_seconds:
        moved = at_times(seconds[part] + by_seconds, values[part], seconds[part])
        if uncovered == "hold":
            moved = _held(moved, values[part], seconds[part], by_seconds)
        result[part] = moved
    if by_value:
        result[part] += by_value
    return result


def scaled(values: Floats, part: slice, factor: float) -> Floats:
    """Stretch about the mean of the known values: below 1 flatter, above 1 steeper."""
    result, known = values.copy(), values[part][~np.isnan(values[part])]
    if known.size and factor != 1:
        mean = known.mean()
        result[part] = mean + factor * (result[part] - mean)
    return result


def clamped(values: Floats, part: slice, low: float, high: float) -> Floats:
    """Limit to a band.

    Raises
    ------
    EditError
        The band is upside down.
    """
    if low > high:
        raise EditError("The lower limit is above the upper one.")
    result = values.copy()
    result[part] = np.clip(result[part], low, high)
    return result


def made_constant(values: Floats, part: slice, value: float, *, across_gaps: bool = True) -> Floats:
    """Give every frame of a range one value; gaps as well, or only what has a value."""
    result = values.copy()
    result[part] = np.where(np.isnan(values[part]) & (not across_gaps), np.nan, value)
    return result


def erased_range(values: Floats, part: slice) -> Floats:
    """Make a range a gap."""
    result = values.copy()
    result[part] = np.nan
    return result


def nudged(values: Floats, part: slice, delta: float, low: float, high: float) -> Floats:
    """Raise or lower known values, each as far as the range goes."""
    result = values.copy()
    result[part] = np.clip(result[part] + delta, low, high)
    return result


def filled(
    values: Floats, seconds: Floats, part: slice, method: FillMethod, longest: float
) -> Floats:
    """Fill gaps from the known values on both sides of them.

    Parameters
    ----------
    method : {"linear", "monotone", "hold"}
        A line over time, a monotone cubic through the known values around, or the value before.
    longest : float
        Seconds from a gap's first frame to the next known value (or to the end of the recording);
        a longer gap stays, also when only some of it lies in the range.
    """
    known = np.flatnonzero(~np.isnan(values))
    missing = np.flatnonzero(np.isnan(values[part])) + part.start
    if known.size == 0 or missing.size == 0:
        return values.copy()
    after = np.searchsorted(known, missing)
    step = float(np.median(np.diff(seconds))) if seconds.size > 1 else 0.0
    starts = seconds[np.where(after > 0, known[after - 1] + 1, 0)]
    following = known[np.minimum(after, known.size - 1)]
    stops = np.where(after < known.size, seconds[following], seconds[-1] + step)
    wanted = (stops - starts <= longest + _HAIR) & (after > 0)
    if method != "hold":
        wanted &= after < known.size
    missing, after = missing[wanted], after[wanted]
    result = values.copy()
    if method == "hold":
        result[missing] = values[known[after - 1]]
    elif method == "linear":
        result[missing] = np.interp(seconds[missing], seconds[known], values[known])
    elif missing.size:
        result[missing] = monotone_cubic(seconds[known], values[known], seconds[missing])
    return result


def blended(
    values: Floats,
    source: Floats,
    part: slice,
    strength: float,
    *,
    source_gaps: Literal["keep", "replace"] = "keep",
) -> Floats:
    """Mix in another curve: ``(1 - strength) values + strength source``.

    Parameters
    ----------
    source : float64 array (T,)
        On the same frames; a gap of ``values`` takes it whole, whatever the strength.
    strength : float
        Within [0, 1]: at 0 nothing changes, at 1 the range is the source's.
    source_gaps : {"keep", "replace"}
        Whether a gap of the source leaves what is there, or becomes a gap.
    """
    if not 0 <= strength <= 1:
        raise ValueError(f"a strength lies within 0 to 1, not {strength}")
    if source.shape != values.shape:
        raise ValueError(f"the source has {source.shape} values for {values.shape}")
    result = values.copy()
    if strength == 0:
        return result
    here, there = values[part], source[part]
    mixed = (1 - strength) * here + strength * there if strength < 1 else there.copy()
    mixed = np.where(np.isnan(here), there, mixed)
    if source_gaps == "keep":
        mixed = np.where(np.isnan(there), here, mixed)
    result[part] = mixed
    return result


def pasted(values: Floats, first: int, clip: Floats) -> Floats:
    """Put other values from a frame on, gaps included; what passes the end is cut."""
    result = values.copy()
    room = result[first : first + clip.size]
    room[:] = clip[: room.size]
    return result


def at_times(times: Floats, values: Floats, at: Floats) -> Floats:
    """Read a curve between its samples, linearly.

    Parameters
    ----------
    times, values : float64 array (N,)
        Strictly increasing seconds, N >= 1; NaN is a gap.
    at : float64 array (K,)
        Seconds.

    Returns
    -------
    float64 array (K,)
        A gap outside the samples, and between two of which one is a gap.
    """
    right = np.clip(np.searchsorted(times, at), 1, max(times.size - 1, 1))
    left = right - 1
    right = np.minimum(right, times.size - 1)
    found = np.full(at.size, np.nan)
    for near in (left, right):  # on a sample it is that sample, whatever is beside it
        there = np.abs(times[near] - at) <= _HAIR
        found[there] = values[near[there]]
    between = np.isnan(found) & (times[left] < at) & (at < times[right])
    off = between & (np.abs(times[left] - at) > _HAIR) & (np.abs(times[right] - at) > _HAIR)
    start, end = left[off], right[off]
    share = (at[off] - times[start]) / (times[end] - times[start])
    found[off] = values[start] + share * (values[end] - values[start])
    return found


def _anchors(values: Floats, part: slice, ends: str) -> tuple[int, int]:
    known = np.flatnonzero(~np.isnan(values[part])) + part.start
    inner = (int(known[0]), int(known[-1])) if known.size else (-1, -1)
    first, last = inner
    if ends == "outside":
        if part.start > 0 and not np.isnan(values[part.start - 1]):
            first = part.start - 1
        if part.stop < values.size and not np.isnan(values[part.stop]):
            last = part.stop
    if first < 0 or last < 0 or first >= last:
        raise EditError(
            "There are no two values to interpolate between; select more, or draw its ends first."
        )
    return first, last


def _held(moved: Floats, values: Floats, seconds: Floats, by: float) -> Floats:
    """With the value at the edge that was moved inwards, beyond that edge."""
    if by > 0:
        return np.where(seconds < seconds[0] + by - _HAIR, values[0], moved)
    return np.where(seconds > seconds[-1] + by + _HAIR, values[-1], moved)
