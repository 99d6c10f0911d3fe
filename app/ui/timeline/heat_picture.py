"""A feature map as a picture over time: units on Y, time on X, gaps grey.

One picture is made for each repaint from the means of its pixel columns, so it costs the same at
any zoom. Where a pixel is lower than a unit it shows the mean of the units it covers.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.session.feature_maps import ShownMap
from app.ui.colour_maps import DIVERGING, VIRIDIS, packed
from app.ui.plates import draw_plate
from app.ui.theme import Theme
from app.ui.timeline.scale import TimeScale

_CROWDED = 2.0
"""Frames per pixel from which a column is a mean of several anyway."""
_PIXELS = {True: packed(DIVERGING), False: packed(VIRIDIS)}


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
    pixels = np.repeat(map_pixels(shown, wider, columns, rows, gap), 2, axis=1)
    return np.ascontiguousarray(pixels[:, :width])


def map_pixels(
    shown: ShownMap, scale: TimeScale, width: int, rows: int, gap: int
) -> NDArray[np.uint32]:
    """Colours, uint32 (rows, width), as ``0xFFRRGGBB``; ``gap`` where there is nothing."""
    values = column_means(shown, scale, width)  # (width, units)
    gaps = np.isnan(values[:, 0])
    steps = shown.limits.place(values_of_rows(values, shown.order, rows))
    steps[:, gaps] = 0
    steps *= 255
    steps += 0.5
    pixels = np.take(_PIXELS[shown.diverging], steps.astype(np.uint8))
    pixels[:, gaps] = gap
    if rows > len(pixels):
        pixels = pixels[np.arange(rows) * len(pixels) // rows]
    return pixels


def values_of_rows(
    values: NDArray[np.float32], order: NDArray[np.int64], rows: int
) -> NDArray[np.float32]:
    """Means of the units that each pixel row covers, float32 (rows, width); a row each at most.

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
    upright = np.ascontiguousarray(values.T)
    if rows >= units:
        return upright[order]
    bounds = np.arange(rows + 1) * units // rows
    counts = np.diff(bounds)
    found = np.take(upright, order[bounds[:-1]], axis=0)
    for slot in range(1, int(counts.max())):
        wide = np.flatnonzero(counts > slot)
        if len(wide) == rows:
            found += np.take(upright, order[bounds[:-1] + slot], axis=0)
        else:
            found[wide] += upright[order[bounds[wide] + slot]]
    found /= counts.astype(np.float32)[:, None]
    return found


def column_means(shown: ShownMap, scale: TimeScale, width: int) -> NDArray[np.float32]:
    """Means of pixel columns, float32 (width, units); NaN in gaps and beyond the map."""
    edges = scale.start + (scale.end - scale.start) / width * np.arange(width + 1.0)
    places = positions(edges, shown.seconds)
    start, stop = float(places[0]), float(places[-1])
    found, means = shown.heat.means(start, stop, width)
    linear = np.linspace(start, stop, width + 1)
    step = (stop - start) / width
    if np.abs(places - linear).max() < 0.5 * max(step, 1e-9):
        return means
    middles = (places[:-1] + places[1:]) / 2  # frames of uneven length
    return means[np.clip(np.searchsorted(found, middles, side="right") - 1, 0, width - 1)]


def positions(seconds: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Increasing instants as fractions of frames: frame k is shown from ``times[k]`` on.

    Before the first and after the last frame they go on evenly, so that they never stand still.
    """
    usual = usual_step(times)
    end = float(times[-1]) + usual
    around = np.searchsorted(times, seconds[[0, -1]])
    part = slice(max(0, int(around[0]) - 1), int(around[1]) + 1)  # all there is to look at
    near = np.append(times[part], end) if part.stop >= len(times) else times[part]
    places = np.interp(seconds, near, part.start + np.arange(len(near), dtype=np.float64))
    places += np.minimum(seconds - times[0], 0) / usual
    places += np.maximum(seconds - end, 0) / usual
    return np.asarray(places)


def usual_step(times: NDArray[np.float64]) -> float:
    """Mean seconds from a frame to the next; 1 for a single one."""
    return float(times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 1.0
