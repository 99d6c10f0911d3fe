"""Curves put on paper: thin lines where single samples show, ribbons with their mean where not."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from app.ui.plates import on_paper
from app.ui.theme import Theme
from app.ui.timeline.dashes import Outline, outline, pattern_of
from app.ui.timeline.decimation import Columns, Curve, runs_of
from app.ui.timeline.gaps import Shares
from app.ui.timeline.paths import path_of
from app.ui.timeline.scale import TimeScale

Floats = NDArray[np.float64]

LINE_WIDTH = 1.5
CROWDED = 1.0
"""Samples per pixel from which columns are drawn and not samples."""
ROOMY = 16.0
"""Logical pixels between samples from which each is marked with a dot."""
RIBBON_OPACITY = 0.38
"""Of the passage from lowest to highest, relative to the line of the mean; half for variants."""
TONES = 6
"""Steps of gray in which columns that are partly a gap are drawn."""
_STRAIGHT = 1e-4
"""Change of slope below which a line goes straight on: a thousandth of a pixel over ten."""
MOST_STROKED = 300
"""Points up to which a line gets Qt's exact stroke, whose cost grows faster than their number."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a curve looks.

    Attributes
    ----------
    colour : QColor
        With its opacity.
    variant : int
        Chooses the dash pattern, >= 0.
    width : float
        Of the line, logical pixels.
    dots : float
        Logical pixels between samples from which each is marked with a dot.
    """

    colour: QColor
    variant: int = 0
    width: float = LINE_WIDTH
    dots: float = ROOMY


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Values laid over the height of a lane.

    Attributes
    ----------
    low, high : float
        Values at the bottom and at the top.
    top, bottom : float
        Their places, logical pixels.
    """

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Where a value is."""
        return self.bottom + (value - self.low) / (self.high - self.low) * (self.top - self.bottom)

    def ys(self, values: Floats) -> Floats:
        """Where values are; NaN stays NaN."""
        share = (values - self.low) / (self.high - self.low)
        return np.asarray(self.bottom + share * (self.top - self.bottom))


def draw_curve(
    painter: QPainter, curve: Curve, scale: TimeScale, values: ValueScale, ink: Ink
) -> None:
    """A curve that is one line, dashed by its variant."""
    if curve.density(scale) > CROWDED:
        columns = columns_of(painter, curve, scale)
        _draw_ribbon(painter, columns, values, ink)
        x, y = columns.x, values.ys(columns.mean)
    else:
        x, low, _ = curve.samples(scale)
        y = values.ys(low)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if x.size > 1 and (x[-1] - x[0]) / (x.size - 1) >= ink.dots:
        known = ~np.isnan(y)
        _draw_dots(painter, x[known], y[known], ink.width / 2 + 1.25, ink.colour)
    # The pattern is tied to the time of the recording, not to the edge of the screen.
    _draw_line(painter, outline(x, y, pattern_of(ink.variant), scale.x(0.0)), ink)


def draw_band(
    painter: QPainter, curve: Curve, scale: TimeScale, values: ValueScale, colour: QColor
) -> None:
    """A curve whose samples are ranges (a waveform), filled; a hair thick where they are narrow."""
    columns = columns_of(painter, curve, scale)
    top, bottom = values.ys(columns.high) - 0.5, values.ys(columns.low) + 0.5
    fill_columns(painter, columns.x, top, bottom, values, colour)


def draw_gaps(
    painter: QPainter, gaps: Shares, scale: TimeScale, area: QRectF, theme: Theme
) -> None:
    """Grey where there is nothing to read; paler where only a part of a column is a gap."""
    if not gaps.any:
        return
    # Short gaps of a long recording would fade away in proportion; half-tone keeps them in sight.
    shares = gaps.columns(scale, scale.width)
    tones = np.where(shares > 1e-6, np.maximum(np.ceil(shares * TONES - 1e-3), TONES // 2), 0)
    edges = np.flatnonzero(np.diff(tones, prepend=0, append=0))
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if tones[start]:
            tone = blended(theme.base, theme.gap, float(tones[start]) / TONES)
            painter.fillRect(QRectF(start, area.top(), stop - start, area.height()), tone)


@lru_cache(maxsize=64)
def blended(below: str, above: str, share: float) -> QColor:
    """The colour between two; opaque, since Qt fills that several times as fast."""
    first, second = QColor(below), QColor(above)
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )


def _draw_ribbon(painter: QPainter, columns: Columns, values: ValueScale, ink: Ink) -> None:
    colour = QColor(ink.colour)
    opacity = RIBBON_OPACITY if ink.variant == 0 else RIBBON_OPACITY / 2
    colour.setAlphaF(ink.colour.alphaF() * opacity)
    top, bottom = values.ys(columns.high), values.ys(columns.low)
    half = LINE_WIDTH / 2
    fill_columns(painter, columns.x, top - half, bottom + half, values, colour)


def columns_of(painter: QPainter, curve: Curve, scale: TimeScale) -> Columns:
    """One column per physical pixel, interpolated where samples are further apart."""
    step = 1 / painter.device().devicePixelRatioF()
    if curve.density(scale) * step > CROWDED:  # else some columns would hold no sample
        return curve.columns(scale, step)
    x, low, high = curve.samples(scale)
    places = np.linspace(0.0, scale.width, round(scale.width / step), endpoint=False) + step / 2
    if not x.size:
        nothing: Floats = np.full(places.shape, np.nan)
        return Columns(places, nothing, nothing, nothing)
    low = np.interp(places, x, low, np.nan, np.nan)
    high = np.interp(places, x, high, np.nan, np.nan)
    return Columns(places, low, high, (low + high) / 2)


def fill_columns(
    painter: QPainter, x: Floats, top: Floats, bottom: Floats, values: ValueScale, colour: QColor
) -> None:
    """Fill from ``top`` to ``bottom`` in each column, soft at the ends; NaN leaves it empty.

    Qt takes 20 times as long for the same outline as a polygon; a file is given it, so that
    it stays sharp at any size.
    """
    if on_paper(painter):
        _fill_outlines(painter, x, top, bottom, colour)
        return
    ratio = painter.device().devicePixelRatioF()
    known = ~np.isnan(top)
    if not known.any():
        return
    first = max(int(np.floor(values.top)) - 2, int(np.floor(top[known].min())))
    last = min(int(np.ceil(values.bottom)) + 2, int(np.ceil(bottom[known].max())))
    height = max(last - first, 1)
    rows = np.arange(round(height * ratio), dtype=np.float32)[:, None]
    above, below = (((side - first) * ratio).astype(np.float32) for side in (top, bottom))
    cover = np.minimum(below, rows + 1) - np.maximum(above, rows)
    np.clip(cover, 0, 1, out=cover)
    cover *= 255
    shades = np.zeros((cover.shape[0], -(-x.size // 4) * 4), np.uint8)
    np.copyto(shades[:, : x.size], np.nan_to_num(cover, copy=False), casting="unsafe")
    image = QImage(shades.data, x.size, *shades.shape, QImage.Format.Format_Indexed8)
    image.setColorTable(_shades_of(colour.rgba()))
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(round(x[0] * ratio - 0.5) / ratio, first), image)


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


@lru_cache(maxsize=32)
def _shades_of(rgba: int) -> list[int]:
    """The colour in 256 opacities up to its own."""
    opacity, plain = rgba >> 24 & 255, rgba & 0xFFFFFF
    return [(opacity * k // 255) << 24 | plain for k in range(256)]


def _draw_line(painter: QPainter, line: Outline, ink: Ink) -> None:
    quick = line.x.size > MOST_STROKED and not on_paper(painter)
    pen = QPen(ink.colour, 1.0 if quick else ink.width)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = path_of(line.x, line.y, line.begins)
    # Qt draws lines of one pixel 20 times as fast as wider ones; several make the width.
    for right, down in _passes(ink.width) if quick else ((0.0, 0.0),):
        painter.translate(right, down)
        painter.drawPath(path)
        painter.translate(-right, -down)
    _draw_dots(painter, line.lone_x, line.lone_y, ink.width / 2 + 0.5, ink.colour)


@lru_cache(maxsize=8)
def _passes(width: float) -> tuple[tuple[float, float], ...]:
    """Where lines of one pixel are drawn that together are a wider one."""
    if width <= LINE_WIDTH:
        return ((-0.18, -0.18), (0.18, 0.18))
    half = (width - 1) / 2
    return ((0.0, -half), (0.0, 0.0), (0.0, half), (-half, 0.0), (half, 0.0))


def _draw_dots(painter: QPainter, x: Floats, y: Floats, radius: float, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for place, value in zip(x.tolist(), y.tolist(), strict=True):
        painter.drawEllipse(QPointF(place, value), radius, radius)
