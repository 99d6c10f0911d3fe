"""A feature map as a picture over time: units on Y, time on X, gaps grey.

One picture is made for each repaint from the means of its pixel columns, so it costs the same at
any zoom. Where a pixel is lower than a unit it shows the mean of the units it covers.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from app.session.features import ShownMap
from app.ui.colour_maps import DIVERGING, VIRIDIS, packed
from app.ui.theme import Theme
from app.ui.timeline.scale import TimeScale

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
    ratio = painter.device().devicePixelRatioF()
    width, rows = round(scale.width * ratio), round(height * ratio)
    if width < 1 or rows < 1:
        return
    pixels = map_pixels(shown, scale, width, rows, theme.colour("gap").rgb())
    image = QImage(pixels.data, width, rows, 4 * width, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(*place), image)


def map_pixels(
    shown: ShownMap, scale: TimeScale, width: int, rows: int, gap: int
) -> NDArray[np.uint32]:
    """Colours, uint32 (rows, width), as ``0xFFRRGGBB``; ``gap`` where there is nothing."""
    values = column_means(shown, scale, width)  # (width, units)
    units = values.shape[1]
    if rows < units:
        values = values @ _shares(shown.order.tobytes(), units, rows)
    gaps = np.isnan(values[:, 0])
    steps = np.nan_to_num(shown.limits.place(values), nan=0.0)
    steps *= 255
    steps += 0.5
    indices = np.ascontiguousarray(steps.astype(np.uint8).T)
    if rows >= units:
        indices = indices[shown.order[unit_rows(units, rows)]]
    pixels = _PIXELS[shown.diverging][indices]
    pixels[:, gaps] = gap
    return np.ascontiguousarray(pixels)


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
    """Instants as fractions of frames: frame k is shown from ``times[k]`` to ``times[k + 1]``.

    Before the first and after the last frame they go on evenly, so that they never stand still.
    """
    usual = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
    ends = np.append(times, times[-1] + usual)
    places = np.interp(seconds, ends, np.arange(len(ends), dtype=np.float64))
    places += np.minimum(seconds - ends[0], 0) / usual
    places += np.maximum(seconds - ends[-1], 0) / usual
    return np.asarray(places)


def unit_rows(units: int, rows: int) -> NDArray[np.int64]:
    """The place in the order that each of at least as many pixel rows shows, int64 (rows,)."""
    return np.arange(rows) * units // rows


@lru_cache(maxsize=32)
def _shares(order: bytes, units: int, rows: int) -> NDArray[np.float32]:
    """By how much each unit counts in each pixel row, float32 (units, rows); columns sum to 1."""
    bounds = np.linspace(0, units, rows + 1)
    place = np.arange(units)[:, None]
    covered = np.minimum(bounds[1:], place + 1) - np.maximum(bounds[:-1], place)
    covered = np.clip(covered, 0, None) * (rows / units)
    shares = np.empty((units, rows), np.float32)
    shares[np.frombuffer(order, np.int64)] = covered
    return shares
