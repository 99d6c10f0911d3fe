"""Curves of crowded samples as small pictures: what each pixel column is filled with.

Convention: places and heights are logical pixels, float64 (W,), one for each physical column; NaN
leaves a column empty. The ends of what is filled are soft. Qt takes 20 times as long for the same
outline as a polygon; a file is given it, so that it stays sharp at any size.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from app.ui.plates import on_paper
from app.ui.timeline.decimation import runs_of
from app.ui.timeline.paths import path_of

Floats = NDArray[np.float64]
Filling = tuple[Floats, Floats, QColor]
"""Upper and lower end of what is filled in each column, and its colour."""

_STRAIGHT = 1e-4
"""Change of slope below which a line goes straight on: a thousandth of a pixel over ten."""


def fill_columns(
    painter: QPainter, x: Floats, filling: Filling, bounds: tuple[float, float]
) -> None:
    """Fill each column.

    Parameters
    ----------
    x : float64 array (W,)
        Centres, a physical pixel apart.
    bounds : (float, float)
        Top and bottom of the values' range; little of what lies beyond is drawn.
    """
    top, bottom, colour = filling
    if on_paper(painter):
        _fill_outlines(painter, x, top, bottom, colour)
        return
    rows = _rows(painter, (filling,), bounds)
    if rows is not None:
        pixels = _looked_up(_shades_of(colour.rgba()), _cover(painter, filling, rows))
        _draw(painter, pixels, x, rows)


def fill_twice(
    painter: QPainter, x: Floats, below: Filling, above: Filling, bounds: tuple[float, float]
) -> None:
    """Fill each column, and again over it, for the price of little more than one; see above."""
    rows = _rows(painter, (below, above), bounds)
    if rows is not None:
        # Sixteen steps of both, which the eye cannot tell from more, make one number of a byte.
        steps, over = _cover(painter, below, rows), _cover(painter, above, rows)
        steps >>= 4
        over &= 0xF0
        steps |= over
        pixels = _looked_up(_both_shades_of(below[2].rgba(), above[2].rgba()), steps)
        _draw(painter, pixels, x, rows)


def line_in_columns(y: Floats, width: float, per_pixel: float = 1.0) -> tuple[Floats, Floats]:
    """Upper and lower end, in each column, of a line through the columns' middles.

    Parameters
    ----------
    y : float64 array (W,)
        Heights, logical pixels.
    width : float
        Of the line, logical pixels.
    per_pixel : float
        Columns in a logical pixel.
    """
    top, bottom = y.copy(), y.copy()
    between = (y[1:] + y[:-1]) / 2  # NaN beside a gap, which fmin and fmax pass over
    for part in (slice(1, None), slice(None, -1)):
        np.fmin(top[part], between, out=top[part])
        np.fmax(bottom[part], between, out=bottom[part])
    upper, lower = top - width / 2, bottom + width / 2
    # Where a line is steep, its width lies across.
    for shift in range(1, round((width * per_pixel - 1) / 2) + 1):
        for part, from_there in _shifted(shift):
            np.fmin(upper[part], top[from_there], out=upper[part])
            np.fmax(lower[part], bottom[from_there], out=lower[part])
    nothing = np.isnan(y)
    upper[nothing] = lower[nothing] = np.nan
    return upper, lower


def _shifted(shift: int) -> tuple[tuple[slice, slice], ...]:
    """Parts of a row of columns, and what lies so far to the left and to the right of them."""
    left, right = slice(None, -shift), slice(shift, None)
    return (right, left), (left, right)


def _rows(
    painter: QPainter, fillings: tuple[Filling, ...], bounds: tuple[float, float]
) -> range | None:
    """The physical rows that anything is drawn in; None where nothing is.

    Physical, since a logical row of a screen at 150 % may begin within a pixel.
    """
    ratio = painter.device().devicePixelRatioF()
    highest = min(np.fmin.reduce(top) for top, _, _ in fillings)
    lowest = max(np.fmax.reduce(bottom) for _, bottom, _ in fillings)
    if np.isnan(highest) or np.isnan(lowest):
        return None
    first = int(np.floor(max(np.floor(bounds[0]) - 2, highest) * ratio))
    last = int(np.ceil(min(np.ceil(bounds[1]) + 2, lowest) * ratio))
    return range(first, max(last, first + 1))


def _cover(painter: QPainter, filling: Filling, rows: range) -> NDArray[np.uint8]:
    """How much of each pixel is filled, in steps of 1 / 255, uint8 (H, W); W is made even.

    In whole numbers, of 16 bits where the height allows: the screen has no finer steps either.
    """
    ratio, count = painter.device().devicePixelRatioF(), len(rows)
    kind = np.int16 if (count + 1) * 255 <= np.iinfo(np.int16).max else np.int32
    empty = np.isnan(filling[0])
    ends = []
    for side in filling[:2]:
        steps = np.full(side.size + side.size % 2, -255.0)
        np.clip((side * ratio - rows.start) * 255, -255, (count + 1) * 255, out=steps[: side.size])
        steps[: side.size][empty] = -255
        ends.append(np.rint(steps).astype(kind))
    edges = np.arange(0, (count + 1) * 255, 255, dtype=kind)[:, None]
    cover = np.minimum(ends[1], edges[1:])
    cover -= np.maximum(ends[0], edges[:-1])
    np.clip(cover, 0, 255, out=cover)
    return np.asarray(cover.astype(np.uint8))


def _draw(painter: QPainter, pixels: NDArray[np.uint32], x: Floats, rows: range) -> None:
    ratio, (height, width) = painter.device().devicePixelRatioF(), pixels.shape
    # Pixels that Qt need not convert; it takes three times as long over steps with a table.
    kind = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, width, height, 4 * width, kind)
    image.setDevicePixelRatio(ratio)
    place = QPointF(round(x[0] * ratio - 0.5) / ratio, rows.start / ratio)
    painter.drawImage(place, image)


@lru_cache(maxsize=16)
def _shades_of(rgba: int) -> NDArray[np.uint64]:
    """The colour in 256 opacities up to its own, by pairs; see `_by_pairs`."""
    return _by_pairs(_packed(rgba, (rgba >> 24) / 255 * np.arange(256) / 255))


@lru_cache(maxsize=16)
def _both_shades_of(below: int, above: int) -> NDArray[np.uint64]:
    """Colours by 16 times the step of the upper one and the step of the lower, by pairs."""
    over, under = np.divmod(np.arange(256), 16)
    over, under = over / 15 * (above >> 24) / 255, under / 15 * (below >> 24) / 255
    return _by_pairs(_packed(above, over) + _packed(below, under * (1 - over)))


def _by_pairs(colours: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Two pixels for every pair of steps, uint64 (65536,): half as many are to be looked up."""
    pairs = np.empty((256, 256, 2), np.uint32)
    # The first of two bytes is the lower part of a number on every machine Qt knows us on.
    pairs[:, :, 0], pairs[:, :, 1] = colours[None, :], colours[:, None]
    return pairs.reshape(-1).view(np.uint64)


def _looked_up(pairs: NDArray[np.uint64], steps: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Pixels (H, W) of steps (H, W), W even."""
    return np.take(pairs, steps.view(np.uint16), mode="wrap").view(np.uint32)


def _packed(rgba: int, opacity: Floats) -> NDArray[np.uint32]:
    """A colour in some opacities, as premultiplied pixels."""
    red, green, blue, alpha = (
        (part * opacity).astype(np.uint32)
        for part in (rgba >> 16 & 255, rgba >> 8 & 255, rgba & 255, 255)
    )
    return np.asarray(alpha << 24 | red << 16 | green << 8 | blue, np.uint32)


def _fill_outlines(
    painter: QPainter, x: Floats, top: Floats, bottom: Floats, colour: QColor
) -> None:
    """A polygon for each stretch of columns without a gap."""
    half = (x[-1] - x[0]) / max(x.size - 1, 1) / 2
    path = QPainterPath()
    for start, stop in runs_of(~np.isnan(top)):
        along = np.concatenate(([x[start] - half], x[start:stop], [x[stop - 1] + half]))
        upper, lower = (
            _corners(along, np.pad(side[start:stop], 1, mode="edge")) for side in (top, bottom)
        )
        xs, ys = (np.concatenate((a, b[::-1])) for a, b in zip(upper, lower, strict=True))
        path.addPath(path_of(xs, ys, np.arange(xs.size) == 0))
        path.closeSubpath()
    painter.fillPath(path, colour)


def _corners(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The same line without the points where it goes straight on."""
    slope = np.diff(y) / np.diff(x)
    bent = np.abs(np.diff(slope)) > _STRAIGHT
    kept = np.concatenate(([True], bent, [True]))
    return x[kept], y[kept]
