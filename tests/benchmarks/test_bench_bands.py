"""The band of an hour beside that of a minute, as the lane draws them."""

import time

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.session.bands import Band
from app.ui.timeline.lane_bands import LaneBands
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import ValueScale
from tests.support.timelines import shown, time_base

HOUR, MINUTE, WIDTH, HEIGHT = 108_000, 1800, 1280, 78


def drawing(frames, seconds):
    """Draws the first ``seconds`` of a recording of so many frames."""
    rng, base = np.random.default_rng(0), time_base(frames)
    track = shown(base, "arousal", np.sin(np.arange(frames) / 1800))
    band = Band(track.key, 20, np.zeros(frames), rng.uniform(0.02, 0.3, frames))
    bands, scale = LaneBands(), TimeScale(0.0, seconds, WIDTH)
    bands.show([track], {track.key: band})
    picture, values = QPixmap(WIDTH, HEIGHT), ValueScale(-1, 1, 6, HEIGHT - 6)

    def draw():
        painter = QPainter(picture)
        bands.draw(painter, QRectF(picture.rect()), scale, values, track, QColor("orange"))
        painter.end()

    return draw


def milliseconds(draw, times=15):
    draw()
    spent = []
    for _ in range(times):
        start = time.process_time()
        draw()
        spent.append((time.process_time() - start) * 1e3)
    return float(np.median(spent))


def test_the_band_of_an_hour_costs_what_that_of_a_minute_costs(benchmark, qapp):
    whole, minute = drawing(HOUR, HOUR / 30), drawing(MINUTE, MINUTE / 30)
    benchmark.pedantic(whole, rounds=10)
    cost, short = milliseconds(whole), milliseconds(minute)
    zoomed = milliseconds(drawing(HOUR, 60.0))
    print(f"\nband: hour {cost:.1f} ms, minute {short:.1f} ms, minute of the hour {zoomed:.1f} ms")
    assert cost < 4 * short
    assert zoomed < 4 * short
