"""Dash patterns that tell curves of one dimension apart; tied to time, so they pan along."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PATTERNS: tuple[tuple[float, ...], ...] = (
    (),
    (7.0, 4.0),
    (2.0, 3.0),
    (9.0, 3.0, 2.0, 3.0),
    (4.0, 7.0),
)
"""Logical pixels drawn, not drawn, ...; empty is solid. By variant; they begin again after the
last."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The unbroken lines of a curve, one after another.

    Attributes
    ----------
    x, y : float64 array (N,)
        Corners in logical pixels.
    begins : bool array (N,)
        Whether a corner begins a new line.
    lone_x, lone_y : float64 array (M,)
        Values alone between two gaps.
    """

    x: Floats
    y: Floats
    begins: NDArray[np.bool_]
    lone_x: Floats
    lone_y: Floats


def pattern_of(variant: int) -> tuple[float, ...]:
    """The pattern of a curve's variant, >= 0."""
    return PATTERNS[variant % len(PATTERNS)]


def outline(x: Floats, y: Floats, pattern: tuple[float, ...] = (), phase: float = 0.0) -> Outline:
    """What of a curve is drawn: not its gaps, and of a pattern only the dashes.

    Parameters
    ----------
    x, y : float64 array (T,)
        Places, strictly increasing, and heights in logical pixels; NaN is a gap.
    pattern : tuple of float
        As in `PATTERNS`.
    phase : float
        A place where the pattern begins.
    """
    lone_x, lone_y = lone(x, y)
    known = ~np.isnan(y)
    joined = known[:-1] & known[1:]
    if pattern and x.size > 1:
        x, y = _with_dash_ends(x, y, pattern, phase)
        known = ~np.isnan(y)
        middles = (x[:-1] + x[1:]) / 2
        joined = known[:-1] & known[1:] & is_drawn(middles, pattern, phase)
    before, after = np.append(False, joined)[: x.size], np.append(joined, False)[: x.size]
    corners = before | after
    return Outline(x[corners], y[corners], (after & ~before)[corners], lone_x, lone_y)


def lone(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Places and heights of values alone between two gaps."""
    nothing = np.isnan(y)
    alone = ~nothing
    alone[1:] &= nothing[:-1]
    alone[:-1] &= nothing[1:]
    return x[alone], y[alone]


def is_drawn(x: Floats, pattern: tuple[float, ...], phase: float) -> NDArray[np.bool_]:
    """Whether places lie on dashes; everywhere without a pattern."""
    if not pattern:
        return np.ones(x.shape, np.bool_)
    borders = np.cumsum(pattern)
    along = np.mod(x - phase, borders[-1])
    return np.asarray(np.searchsorted(borders, along, side="right") % 2 == 0)


def _with_dash_ends(
    x: Floats, y: Floats, pattern: tuple[float, ...], phase: float
) -> tuple[Floats, Floats]:
    """The curve with a corner at every place where a dash begins or ends."""
    period = sum(pattern)
    repeats = np.arange(np.floor((x[0] - phase) / period), np.ceil((x[-1] - phase) / period) + 1)
    edges = (phase + repeats[:, None] * period + np.cumsum((0.0, *pattern[:-1]))).ravel()
    places = np.union1d(x, edges[(edges > x[0]) & (edges < x[-1])])
    values = np.interp(places, x, y)
    # Interpolation takes a value beside a gap for a part of the gap.
    values[np.searchsorted(places, x)] = y
    return places, values
