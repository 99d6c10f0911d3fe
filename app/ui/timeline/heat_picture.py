"""A feature map as a picture over time: units on Y, time on X, gaps grey.

One picture is made for each repaint from the means of its pixel columns, so it costs the same at
any zoom. Where a pixel is lower than a unit it shows the mean of the units it covers.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.session.feature_maps import ColumnValue, ShownMap
from app.ui.colour_maps import DIVERGING, VIRIDIS, packed
from app.ui.plates import draw_plate
from app.ui.theme import Theme
from app.ui.timeline.scale import TimeScale

_CROWDED = 2.0
"""Frames per pixel from which a column is a mean of several anyway."""
_PIXELS = {True: packed(DIVERGING), False: packed(VIRIDIS)}
_PAIRS = {diverging: np.repeat(table, 2).view(np.uint64) for diverging, table in _PIXELS.items()}


def draw_map(
    painter: QPainter,
    shown: ShownMap,
    scale: TimeScale,
    place: tuple[float, float],
    height: float,
    theme: Theme,
) -> None:
    """Draw what is visible.

    Parameters
    ----------
    place : (float, float)
        Upper left corner, logical pixels.
    height : float
        Logical pixels.
    """
    gap, room = theme.colour("gap").rgb(), QRectF(*place, scale.width, height)

    def picture(dots: float) -> QImage:
        width, rows = max(1, round(scale.width * dots)), max(1, round(height * dots))
        pixels = visible_pixels(shown, scale, width, rows, gap)
        image = QImage(pixels.data, width, rows, 4 * width, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(dots)
        return image

    if room.width() >= 1 and room.height() >= 1:
        draw_plate(painter, room, picture)


def visible_pixels(
    shown: ShownMap, scale: TimeScale, width: int, rows: int, gap: int
) -> NDArray[np.uint32]:
    """As `map_pixels`; where frames are crowded, columns are two pixels wide, for half the work."""
    per_pixel = (scale.end - scale.start) / width / usual_step(shown.seconds)
    if per_pixel < _CROWDED:
        return map_pixels(shown, scale, width, rows, gap)
    columns = -(-width // 2)
    end = scale.start + (scale.end - scale.start) * 2 * columns / width
    wider = TimeScale(scale.start, end, scale.width)
    steps, gaps = _steps(shown, wider, columns, rows)
    pixels = np.take(
        _PAIRS[shown.diverging], steps, mode="wrap"
    )  # two pixels are written as one number
    pixels[:, gaps] = np.uint64(gap << 32 | gap)
    return np.ascontiguousarray(pixels.view(np.uint32)[:, :width])


def map_pixels(
    shown: ShownMap, scale: TimeScale, width: int, rows: int, gap: int
) -> NDArray[np.uint32]:
    """Colours, uint32 (rows, width), as ``0xFFRRGGBB``; ``gap`` where there is nothing."""
    steps, gaps = _steps(shown, scale, width, rows)
    pixels = np.take(_PIXELS[shown.diverging], steps, mode="wrap")
    pixels[:, gaps] = gap
    return pixels


def _steps(
    shown: ShownMap, scale: TimeScale, width: int, rows: int
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Steps of the colours (rows, width), and which columns (width,) have none."""
    values = column_values(shown, scale, width)  # (width, units)
    gaps = np.isnan(values[:, 0])
    places = shown.limits.place(values_of_rows(values, shown.order, rows))
    places[gaps] = 0
    places *= 255
    places += 0.5
    upright = np.ascontiguousarray(places.astype(np.uint8).T)
    if rows > len(upright):
        upright = upright[np.arange(rows) * len(upright) // rows]
    return upright, gaps


def values_of_rows(
    values: NDArray[np.float32], order: NDArray[np.int64], rows: int
) -> NDArray[np.float32]:
    """Means of the units that each pixel row covers, float32 (width, rows); a row each at most.

    Parameters
    ----------
    values : float32 array (width, units)
        Of columns.
    order : int64 array (units,)
        The unit of each place from the top.
    rows : int
        Pixel rows; with more of them than units, there is a row for each unit.
    """
    units = len(order)
    if not np.array_equal(order, np.arange(units)):
        values = np.take(values, order, axis=1)
    if rows >= units:
        return values.copy()
    bounds = np.arange(rows + 1) * units // rows
    counts = np.diff(bounds)
    if units % rows == 0:
        slots = units // rows
        found = values[:, ::slots].copy()
        for slot in range(1, slots):
            found += values[:, slot::slots]
    else:
        found = np.take(values, bounds[:-1], axis=1)
        for slot in range(1, int(counts.max())):
            wide = np.flatnonzero(counts > slot)
            found[:, wide] += values[:, bounds[wide] + slot]
    found /= counts.astype(np.float32)
    return found


def column_values(shown: ShownMap, scale: TimeScale, width: int) -> NDArray[np.float32]:
    """Means of pixel columns, or their strongest values; NaN in gaps and beyond the map.

    Returns
    -------
    float32 array (width, units)
    """
    edges = scale.start + (scale.end - scale.start) / width * np.arange(width + 1.0)
    places = positions(edges, shown.seconds)
    start, stop = float(places[0]), float(places[-1])
    heat = shown.heat
    read = heat.strongest if shown.columns is ColumnValue.STRONGEST else heat.means
    found, values = read(start, stop, width)
    linear = np.linspace(start, stop, width + 1)
    step = (stop - start) / width
    if np.abs(places - linear).max() < 0.5 * max(step, 1e-9):
        return values
    middles = (places[:-1] + places[1:]) / 2  # frames of uneven length
    return values[np.clip(np.searchsorted(found, middles, side="right") - 1, 0, width - 1)]


def positions(seconds: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Increasing instants as fractions of frames: frame k is shown from ``times[k]`` on.

    Before the first and after the last frame they go on evenly, so that they never stand still.
    """
    usual, last = usual_step(times), len(times) - 1
    end = float(times[-1]) + usual
    before = np.clip(np.searchsorted(times, seconds, side="right") - 1, 0, last)
    began = times[before]
    lengths = np.where(before < last, times[np.minimum(before + 1, last)], end) - began
    places = before + np.clip((seconds - began) / lengths, 0, 1)
    places = places + np.minimum(seconds - times[0], 0) / usual
    return np.asarray(places + np.maximum(seconds - end, 0) / usual)


def usual_step(times: NDArray[np.float64]) -> float:
    """Mean seconds from a frame to the next; 1 for a single one."""
    return float(times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 1.0
