"""Curves put on paper: thin lines where single samples show, ribbons with their mean where not."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.ui.plates import on_paper
from app.ui.theme import Theme
from app.ui.timeline.column_pictures import fill_columns, fill_twice, line_in_columns
from app.ui.timeline.dashes import Outline, is_drawn, lone, outline, pattern_of
from app.ui.timeline.decimation import Columns, Curve
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
MOST_STROKED, MOST_STROKED_WIDE = 100, 300
"""Points up to which a line, and one wider than `LINE_WIDTH`, gets Qt's exact stroke, whose cost
grows faster than their number."""


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
    pattern, phase = pattern_of(ink.variant), scale.x(0.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if curve.density(scale) > CROWDED:
        columns = columns_of(painter, curve, scale)
        y, top, bottom = (values.ys(side) for side in (columns.mean, columns.high, columns.low))
        ribbon = (top - LINE_WIDTH / 2, bottom + LINE_WIDTH / 2)
        paler = QColor(ink.colour)
        opacity = RIBBON_OPACITY if ink.variant == 0 else RIBBON_OPACITY / 2
        paler.setAlphaF(ink.colour.alphaF() * opacity)
        bounds = (values.top, values.bottom)
        if not on_paper(painter):
            line = line_in_columns(y, ink.width, painter.device().devicePixelRatioF())
            between = ~is_drawn(columns.x, pattern, phase)
            for end in line:
                end[between] = np.nan
            fill_twice(painter, columns.x, (*ribbon, paler), (*line, ink.colour), bounds)
            _draw_dots(painter, *lone(columns.x, y), ink.width / 2 + 0.5, ink.colour)
            return
        fill_columns(painter, columns.x, (*ribbon, paler), bounds)
        x = columns.x
    else:
        x, low, _ = curve.samples(scale)
        y = values.ys(low)
    if x.size > 1 and (x[-1] - x[0]) / (x.size - 1) >= ink.dots:
        known = ~np.isnan(y)
        _draw_dots(painter, x[known], y[known], ink.width / 2 + 1.25, ink.colour)
    # The pattern is tied to the time of the recording, not to the edge of the screen.
    _draw_line(painter, outline(x, y, pattern, phase), ink)


def draw_band(
    painter: QPainter, curve: Curve, scale: TimeScale, values: ValueScale, colour: QColor
) -> None:
    """A curve whose samples are ranges (a waveform), filled; a hair thick where they are narrow."""
    columns = columns_of(painter, curve, scale)
    top, bottom = values.ys(columns.high) - 0.5, values.ys(columns.low) + 0.5
    fill_columns(painter, columns.x, (top, bottom, colour), (values.top, values.bottom))


def draw_gaps(
    painter: QPainter, gaps: Shares, scale: TimeScale, area: QRectF, theme: Theme
) -> None:
    """Grey where there is nothing to read; paler where only a part of a column is a gap."""
    if not gaps.any:
        return
    if not on_paper(painter):
        ratio = painter.device().devicePixelRatioF()
        row = _row_of_gaps(gaps, scale, round(scale.width * ratio), theme)
        place = QRectF(area.left(), area.top(), row.width() / ratio, area.height())
        painter.drawImage(place, row)
        return
    for tone in gaps.tones(scale, scale.width):
        place = QRectF(tone.start, area.top(), tone.stop - tone.start, area.height())
        painter.fillRect(place, blended(theme.base, theme.gap, tone.share))


@lru_cache(maxsize=4)
def _row_of_gaps(gaps: Shares, scale: TimeScale, columns: int, theme: Theme) -> QImage:
    """One row of the screen's pixels, which every lane draws as high as it is."""
    row = QImage(columns, 1, QImage.Format.Format_RGB32)
    row.fill(QColor(theme.base))  # opaque, which Qt draws faster
    painter = QPainter(row)
    for tone in gaps.tones(scale, columns):
        colour = blended(theme.base, theme.gap, tone.share)
        painter.fillRect(tone.start, 0, tone.stop - tone.start, 1, colour)
    painter.end()
    return row


@lru_cache(maxsize=64)
def blended(below: str, above: str, share: float) -> QColor:
    """The colour between two; opaque, since Qt fills that several times as fast."""
    first, second = QColor(below), QColor(above)
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )


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


def _draw_line(painter: QPainter, line: Outline, ink: Ink) -> None:
    most = MOST_STROKED if ink.width <= LINE_WIDTH else MOST_STROKED_WIDE
    quick = line.x.size > most and not on_paper(painter)
    pixel = 1 / painter.device().devicePixelRatioF() if quick else 1.0
    pen = QPen(ink.colour, pixel if quick else ink.width)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = path_of(line.x, line.y, line.begins)
    # Qt draws lines of one pixel of the screen 20 times as fast as wider ones; several make the
    # width.
    for right, down in _passes(ink.width / pixel) if quick else ((0.0, 0.0),):
        painter.translate(right * pixel, down * pixel)
        painter.drawPath(path)
        painter.translate(-right * pixel, -down * pixel)
    _draw_dots(painter, line.lone_x, line.lone_y, ink.width / 2 + 0.5, ink.colour)


@lru_cache(maxsize=8)
def _passes(width: float) -> tuple[tuple[float, float], ...]:
    """Where lines of one pixel are drawn that together are a wider one; all in pixels."""
    if width <= LINE_WIDTH:
        return ((-0.18, -0.18), (0.18, 0.18))
    half = (width - 1) / 2
    count = math.ceil(half)
    places = [(0.0, 0.0)]
    for ring in range(1, count + 1):  # no further apart than a line is wide, so without a hole
        turns = np.arange(4 if ring == 1 else 8) * (np.pi / (2 if ring == 1 else 4))
        reach = half * ring / count
        across, down = (reach * np.cos(turns)).tolist(), (reach * np.sin(turns)).tolist()
        places += zip(across, down, strict=True)
    return tuple(places)


def _draw_dots(painter: QPainter, x: Floats, y: Floats, radius: float, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for place, value in zip(x.tolist(), y.tolist(), strict=True):
        painter.drawEllipse(QPointF(place, value), radius, radius)
