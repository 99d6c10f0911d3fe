"""The difference of the two curves that are compared, shaded between them."""

import time

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.ui.theme import DARK, LIGHT, themes
from app.ui.timeline.decimation import Curve
from app.ui.timeline.difference import draw_difference
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import ValueScale
from tests.support.annotating import make_curve, open_annotations

HOUR = 108_000


@pytest.fixture
def compared(opened):
    """A prediction of 0.5 with a gap, and an annotation of -0.5."""
    opened.journal = open_annotations(opened.session)
    opened.track = make_curve(opened.session, np.full(300, -0.5), activate=False)
    return opened


def tone_at(view, frame, value):
    canvas = view.strips["arousal"].canvas
    picture = canvas.grab().toImage()
    x = canvas.time_scale.x(5.0 + frame / 30)
    y = canvas.lane.value_scale(canvas.height()).y(value)
    return picture.pixelColor(round(x), round(y))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_it_is_shaded_between_the_curves_and_nowhere_else(compared, theme):
    themes.use(theme)
    try:
        view, base = compared.view, theme.colour("base")
        assert tone_at(view, 60, 0.2) == base
        compared.session.comparing.shade(True)
        assert abs(tone_at(view, 60, 0.2).lightness() - base.lightness()) > 20
        assert tone_at(view, 60, 0.2) == tone_at(view, 200, -0.3)
        assert tone_at(view, 60, 0.7) == tone_at(view, 60, -0.7) == base
        assert tone_at(view, 150, 0.2) == theme.colour("gap")
        compared.session.comparing.shade(False)
        assert tone_at(view, 60, 0.2) == base
    finally:
        themes.use(DARK)


def test_only_what_is_drawn_is_shaded(compared):
    session, view, base = compared.session, compared.view, DARK.colour("base")
    session.comparing.shade(True)
    session.annotations.show(compared.track, visible=False)
    assert tone_at(view, 60, 0.2) == base
    session.annotations.show(compared.track, visible=True)
    assert tone_at(view, 60, 0.2) != base
    (key,) = [each.key for each in session.tracks.of("arousal")]
    session.comparing.choose_prediction("arousal", key)
    session.tracks.show(key, visible=False)
    assert tone_at(view, 60, 0.2) == base
    session.tracks.show(key, visible=True)
    session.annotations.hide_others(True)
    assert tone_at(view, 60, 0.2) == base


def test_it_follows_a_stroke_under_way(compared):
    session, view = compared.session, compared.view
    session.comparing.shade(True)
    notes = session.annotations
    before = tone_at(view, 60, -0.3)
    curve = notes.document.curve(compared.track)
    samples = curve.samples.replaced(0, np.full(300, 0.2))
    notes.show_preview(type(curve)(curve.head, samples))
    assert tone_at(view, 60, -0.3) == DARK.colour("base") != before
    notes.show_preview(None)
    assert tone_at(view, 60, -0.3) == before


def test_ranges_of_their_own(qapp):
    """0 on -1 ... 1 and 5 on 1 ... 9 are one place: nothing to shade."""
    seconds = np.arange(30) / 30
    curves = (
        (Curve(seconds, np.zeros(30)), ValueScale(-1, 1, 0, 60)),
        (Curve(seconds, np.full(30, 5.0)), ValueScale(1, 9, 0, 60)),
    )
    image = QImage(100, 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("black"))
    painter = QPainter(image)
    draw_difference(painter, *curves, TimeScale(0.0, 1.0, 100), DARK)
    painter.end()
    assert {image.pixelColor(50, y).name() for y in range(60)} == {"#000000"}


@pytest.mark.parametrize("span", [3600.0, 300.0, 5.0])
def test_an_hour_is_shaded_in_a_few_milliseconds(qapp, span):
    rng = np.random.default_rng(0)
    seconds = np.arange(HOUR) / 30
    placed = [
        (Curve(seconds, np.clip(np.sin(seconds / 60 + k) + rng.normal(0, 0.1, HOUR), -1, 1)),
         ValueScale(-1, 1, 6, 72))
        for k in (0, 1)
    ]  # fmt: skip
    image = QImage(1280, 78, QImage.Format.Format_ARGB32_Premultiplied)
    spent = []
    for _ in range(9):
        painter = QPainter(image)
        start = time.process_time()
        draw_difference(painter, *placed, TimeScale(100.0, 100.0 + span, 1280), DARK)
        spent.append(time.process_time() - start)
        painter.end()
    assert np.median(spent) < 8e-3
