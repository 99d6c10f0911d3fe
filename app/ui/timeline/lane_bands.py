"""The bands of a lane: one deviation to either side of a prediction, under its line.

A band is drawn from extremes as curves are: where samples are crowded a column reaches from the
lowest lower edge to the highest upper edge of its frames, so an hour costs what a minute costs.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from app.session.bands import Band
from app.session.tracks import ShownTrack, TrackKey
from app.ui.timeline.curve_words import signed, value_at
from app.ui.timeline.decimation import Curve, runs_of
from app.ui.timeline.lane import LaneRow
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import CROWDED, ValueScale, draw_band

OPACITY = 0.32
LEAST_HEIGHT = 40.0
"""Of a lane that has room for bands; the overview has none."""

MEANING = (
    "The band is the spread (one standard deviation) of the network's own answers when it drops "
    "units at random (Monte-Carlo dropout). It is no confidence interval of what the person felt: "
    "wide means that the answer hangs on few units, narrow does not mean right."
)


class LaneBands:
    """The bands of the predictions of one dimension."""

    def __init__(self) -> None:
        self._shown: tuple[tuple[ShownTrack, Band], ...] = ()
        self._curves: dict[TrackKey, tuple[ShownTrack, Band, Curve]] = {}

    @property
    def things(self) -> tuple[Band, ...]:
        """What is drawn; the same objects look the same."""
        return tuple(band for _, band in self._shown)

    def show(self, tracks: Sequence[ShownTrack], bands: Mapping[TrackKey, Band]) -> None:
        """Take the predictions of the lane, and every band there is."""
        found = [(each, bands[each.key]) for each in tracks if each.visible and each.key in bands]
        self._shown = tuple(
            (each, band) for each, band in found if band.mean.size == each.track.values.size
        )
        known = {each.key for each, _ in self._shown}
        self._curves = {key: kept for key, kept in self._curves.items() if key in known}

    def rows(self) -> list[LaneRow]:
        """A line of the head for each: what it reads is the deviation."""
        return [
            LaneRow(f"Spread of {band.passes} passes", tip=MEANING, below=True)
            for _, band in self._shown
        ]

    def values(self, frame: int) -> list[str]:
        """Deviations at a frame; empty in a gap."""
        return [_deviation(band, frame) for _, band in self._shown]

    def tip(self, key: TrackKey | None, frame: int) -> str:
        """A prediction and its spread at a frame, in words; empty where there is none."""
        for shown, band in self._shown:
            if shown.key == key and _deviation(band, frame):
                value = signed(value_at(shown.track.values, frame))
                plain = value_at(band.mean, frame)
                # The curve is kept within the scale, what it is made of is not.
                mean = signed(plain) + (", beyond the scale" if abs(plain) > 1 else "")
                deviation = _deviation(band, frame).replace("±", "± ")
                return (
                    f"{value} {deviation} (one SD of {band.passes} passes with dropout, whose mean "
                    f"is {mean})"
                )
        return ""

    def draw(
        self,
        painter: QPainter,
        area: QRectF,
        scale: TimeScale,
        values: ValueScale,
        shown: ShownTrack,
        colour: QColor,
    ) -> None:
        """The band of one prediction, in a paler tone of its colour."""
        curve = self._curve(shown)
        if curve is not None and area.height() >= LEAST_HEIGHT:
            paler = QColor(colour)
            paler.setAlphaF(colour.alphaF() * OPACITY)
            if isinstance(painter.device(), QWidget | QPixmap | QImage):
                draw_band(painter, curve, scale, values, paler)
            else:
                _draw_outline(painter, curve, scale, values, paler)

    def _curve(self, shown: ShownTrack) -> Curve | None:
        band = next((band for each, band in self._shown if each is shown), None)
        if band is None:
            return None
        kept = self._curves.get(shown.key)
        if kept is None or kept[0].track is not shown.track or kept[1] is not band:
            low, high = band.about(shown.track.values)
            kept = (shown, band, Curve(shown.track.seconds, low, high))
            self._curves[shown.key] = kept
        return kept[2]


def _draw_outline(
    painter: QPainter, curve: Curve, scale: TimeScale, values: ValueScale, colour: QColor
) -> None:
    """For print: an outline stays one at any size, and may take its time."""
    if curve.density(scale) > CROWDED:
        columns = curve.columns(scale)
        x, low, high = columns.x, columns.low, columns.high
    else:
        x, low, high = curve.samples(scale)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for start, stop in runs_of(~np.isnan(low)):
        across = np.concatenate((x[start:stop], x[start:stop][::-1]))
        edge = np.concatenate((low[start:stop], high[start:stop][::-1]))
        corners = zip(across.tolist(), values.ys(edge).tolist(), strict=True)
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _deviation(band: Band, frame: int) -> str:
    value = value_at(band.deviation, frame)
    return "" if np.isnan(value) else f"±{value:.3f}"
