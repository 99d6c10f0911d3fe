"""What is filled in pixel columns, against its definition and against Qt's own composition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from app.ui.timeline.column_pictures import fill_columns, fill_twice, line_in_columns

WIDTH, HEIGHT = 5, 12
BOUNDS = (0.0, float(HEIGHT))
X = np.arange(WIDTH) + 0.5


def painted(paint, ratio=1):
    """Colours, float64 (H, W, 3), of what is painted on white."""
    image = QImage(WIDTH * ratio, HEIGHT * ratio, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return pixels[:, : image.width(), 2::-1].astype(float)


def cover(top, bottom, rows=HEIGHT):
    """The share of each pixel between two lines, by definition."""
    edges = np.arange(rows)[:, None]
    found = np.minimum(bottom, edges + 1) - np.maximum(top, edges)
    return np.clip(np.nan_to_num(found, nan=0.0), 0, 1)


def mixed(share, colour):
    return 255 + share[..., None] * (np.array(colour.getRgb()[:3]) - 255)


heights = st.lists(st.floats(0, HEIGHT), min_size=WIDTH, max_size=WIDTH)


@settings(max_examples=40)
@given(heights, heights)
def test_each_pixel_is_filled_as_far_as_it_is_covered(qapp, some, others):
    top, bottom = np.minimum(some, others), np.maximum(some, others)
    colour = QColor(200, 30, 90)
    found = painted(lambda on: fill_columns(on, X, (top, bottom, colour), BOUNDS))
    np.testing.assert_allclose(found, mixed(cover(top, bottom), colour), atol=2.5)


@settings(max_examples=40)
@given(heights, heights, st.floats(0.2, 1))
def test_two_fillings_at_once_look_like_one_over_the_other(qapp, some, others, opacity):
    top, bottom = np.minimum(some, others), np.maximum(some, others)
    pale, strong = QColor(40, 120, 220, 90), QColor(220, 60, 20)
    strong.setAlphaF(opacity)
    below, above = (top, bottom, pale), (top + 1, top + 2, strong)

    def one_by_one(on):
        fill_columns(on, X, below, BOUNDS)
        fill_columns(on, X, above, BOUNDS)

    found = painted(lambda on: fill_twice(on, X, below, above, BOUNDS))
    np.testing.assert_allclose(found, painted(one_by_one), atol=255 / 15)


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_empty_columns_stay_empty_on_any_screen(qapp, ratio):
    x = (np.arange(WIDTH * ratio) + 0.5) / ratio
    top = np.where(x < 2, np.nan, 3.0)
    filling = (top, top + 2, QColor("black"))
    found = painted(lambda on: fill_columns(on, x, filling, BOUNDS), ratio)[..., 0]
    assert (found[:, : 2 * ratio] == 255).all()
    assert (found[3 * ratio : 5 * ratio, 2 * ratio :] == 0).all()
    assert (np.delete(found, np.s_[3 * ratio : 5 * ratio], axis=0) == 255).all()


def test_nothing_to_fill_paints_nothing(qapp):
    nothing = np.full(WIDTH, np.nan)
    filling = (nothing, nothing, QColor("black"))
    assert (painted(lambda on: fill_columns(on, X, filling, BOUNDS)) == 255).all()
    assert (painted(lambda on: fill_twice(on, X, filling, filling, BOUNDS)) == 255).all()


def test_a_lane_that_is_very_high_is_filled_too(qapp):
    """More rows than 16 bits have steps for."""
    image = QImage(1, 400, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    filling = (np.array([1.0]), np.array([399.5]), QColor("black"))
    fill_columns(painter, np.array([0.5]), filling, (0.0, 400.0))
    painter.end()
    found = [image.pixelColor(0, y).red() for y in range(400)]
    assert found[0] == 255
    assert set(found[1:399]) == {0}
    assert found[399] == pytest.approx(128, abs=2)


@given(st.lists(st.one_of(st.floats(0, 50), st.just(float("nan"))), min_size=1, max_size=40))
def test_a_line_has_its_width_everywhere_and_no_hole_between_columns(values):
    y = np.array(values)
    top, bottom = line_in_columns(y, 1.5)
    known = ~np.isnan(y)
    assert (np.isnan(top) == ~known).all()
    assert (bottom[known] - top[known] >= 1.5 - 1e-9).all()
    assert (top[known] <= y[known] - 0.75 + 1e-9).all()
    joined = np.flatnonzero(known[:-1] & known[1:])
    assert (top[joined] <= bottom[joined + 1] + 1e-9).all()
    assert (top[joined + 1] <= bottom[joined] + 1e-9).all()


def test_a_steep_line_is_as_wide_across_on_a_fine_screen():
    y = np.where(np.arange(9) == 4, 20.0, 0.0)
    _, plain = line_in_columns(y, 1.5)
    _, fine = line_in_columns(y, 1.5, 2.0)
    assert (plain > 15).sum() == 1
    assert (fine > 15).sum() == 3
