"""Bands at any zoom: no edge is lost, gaps stay gaps."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.session.bands import Band
from app.ui.timeline.lane_bands import LaneBands
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import ValueScale
from tests.support.timelines import shown, time_base

HOUR, WIDTH, HEIGHT = 108_000, 1000, 100
VALUES = ValueScale(-1.0, 1.0, 0.0, float(HEIGHT))


def bands_of(values, deviation):
    base = time_base(len(values))
    track = shown(base, "arousal", values)
    made = LaneBands()
    made.show([track], {track.key: Band(track.key, 5, deviation * 0, deviation)})
    return made, track


def drawn(made, track, start, end, height=HEIGHT):
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("black"))
    painter = QPainter(image)
    area, scale = QRectF(0, 0, WIDTH, height), TimeScale(start, end, WIDTH)
    made.draw(painter, area, scale, VALUES, track, QColor("white"))
    painter.end()
    return np.asarray(image.constBits()).reshape(HEIGHT, WIDTH, 4)[..., 0] > 0


def test_a_single_wide_frame_of_an_hour_is_seen():
    deviation = np.full(HOUR, 0.05)
    deviation[40_000] = 0.9
    made, track = bands_of(np.zeros(HOUR), deviation)
    seen = drawn(made, track, 0.0, HOUR / 30)
    column = round(40_000 / HOUR * WIDTH)
    assert seen[8:92, column - 2 : column + 3].any(axis=1).all()
    assert not seen[8:40, 100].any()


def test_gaps_and_the_overview_stay_empty():
    values, deviation = np.zeros(300), np.full(300, 0.3)
    values[100:200] = np.nan
    made, track = bands_of(values, deviation)
    seen = drawn(made, track, 0.0, 10.0)
    assert seen[:, 150].any()
    assert not seen[:, 350:650].any()
    assert not drawn(made, track, 0.0, 10.0, height=36).any()


def test_a_band_of_other_frames_is_not_drawn():
    made, track = bands_of(np.zeros(300), np.full(200, 0.3))
    assert made.rows() == []
    assert not drawn(made, track, 0.0, 10.0).any()
