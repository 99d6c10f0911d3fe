"""Dash patterns that tell curves of one dimension apart; tied to time, so panning leaves them be.

Convention: pieces are arrays of x in logical pixels with y of the same length, each to be drawn as
one unbroken solid line.
"""

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.decimation import runs_of

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


def pattern_of(variant: int) -> tuple[float, ...]:
    """The pattern of a curve's variant, >= 0."""
    return PATTERNS[variant % len(PATTERNS)]


def drawn(x: Floats, pattern: tuple[float, ...], phase: float) -> NDArray[np.bool_]:
    """Whether a pattern is drawn at places; ``phase`` is the place where it begins."""
    if not pattern:
        return np.ones(x.shape, np.bool_)
    borders = np.cumsum(pattern)
    along = np.mod(x - phase, borders[-1])
    return np.asarray(np.searchsorted(borders, along, side="right") % 2 == 0)


def pieces(
    x: Floats, y: Floats, pattern: tuple[float, ...] = (), phase: float = 0.0
) -> list[tuple[Floats, Floats]]:
    """The unbroken lines of a curve: cut at NaN, and where its pattern is not drawn.

    A value alone between two gaps gives a piece of one point.
    """
    parts: list[tuple[Floats, Floats]] = []
    for start, stop in runs_of(~np.isnan(y)):
        run_x, run_y = x[start:stop], y[start:stop]
        parts.extend(_dashed(run_x, run_y, pattern, phase) if pattern else [(run_x, run_y)])
    return parts


def _dashed(
    x: Floats, y: Floats, pattern: tuple[float, ...], phase: float
) -> list[tuple[Floats, Floats]]:
    if x.size < 2:
        return [(x, y)]
    period = sum(pattern)
    repeats = np.arange(np.floor((x[0] - phase) / period), np.ceil((x[-1] - phase) / period) + 1)
    edges = (phase + repeats[:, None] * period + np.cumsum((0.0, *pattern[:-1]))).ravel()
    places = np.union1d(x, edges[(edges > x[0]) & (edges < x[-1])])
    values = np.interp(places, x, y)
    on = drawn((places[:-1] + places[1:]) / 2, pattern, phase)
    return [(places[a : b + 1], values[a : b + 1]) for a, b in runs_of(on)]
