"""The timeline on screens at 100, 150 and 200 %, where a logical pixel may be one and a half."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.session.viewport import Viewport
from app.ui.hairlines import on_pixels
from app.ui.theme import LIGHT
from app.ui.timeline.column_pictures import fill_columns, fill_twice
from app.ui.timeline.decimation import Curve, runs_of
from app.ui.timeline.gaps import Shares
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import Ink, ValueScale, blended, draw_curve, draw_gaps

RATIOS = (1.0, 1.5, 2.0)
BLACK = QColor("black")

pytestmark = pytest.mark.parametrize("ratio", RATIOS)


def blank(width, height, ratio, like=0xFFFFFFFF):
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.fill(like)
    image.setDevicePixelRatio(ratio)
    return image


def pixels(image):
    """Colours, uint8 (H, W, 3), red first."""
    found = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return found[:, : image.width(), 2::-1].copy()


def darkness(image):
    """How much of each pixel is black, float64 (H, W)."""
    return 1 - pixels(image)[..., 0] / 255


@pytest.mark.parametrize("top", [3.0, 3.2, 4.0, 4.5, 5.9])
def test_columns_are_filled_where_they_should_be(qapp, ratio, top):
    image, count = blank(20, 16, ratio), round(20 * ratio)
    x = (np.arange(count) + 0.5) / ratio
    ends = np.full(count, top), np.full(count, top + 2.6)
    painter = QPainter(image)
    fill_columns(painter, x, (*ends, BLACK), (0.0, 16.0))
    painter.end()
    edges = np.arange(image.height())
    wanted = np.minimum(ratio * (top + 2.6), edges + 1) - np.maximum(ratio * top, edges)
    wanted = np.repeat(np.clip(wanted, 0, 1)[:, None], count, axis=1)
    np.testing.assert_allclose(darkness(image), wanted, atol=0.02)


@pytest.mark.parametrize("top", [3.0, 4.5])
def test_two_fillings_lie_where_one_would(qapp, ratio, top):
    once, twice, count = blank(20, 16, ratio), blank(20, 16, ratio), round(20 * ratio)
    x = (np.arange(count) + 0.5) / ratio
    filling = (np.full(count, top), np.full(count, top + 2.6), BLACK)
    for image, paint in (
        (once, lambda on: fill_columns(on, x, filling, (0.0, 16.0))),
        (twice, lambda on: fill_twice(on, x, filling, filling, (0.0, 16.0))),
    ):
        painter = QPainter(image)
        paint(painter)
        painter.end()
    # Laid over itself only the soft ends get darker.
    assert (darkness(twice).sum(axis=1) > 0).tolist() == (darkness(once).sum(axis=1) > 0).tolist()


class Pens(QPainter):
    """Remembers how wide lines are."""

    def __init__(self, device):
        super().__init__(device)
        self.widths = []

    def setPen(self, pen):  # noqa: N802
        if hasattr(pen, "widthF"):
            self.widths.append(pen.widthF())
        super().setPen(pen)


@pytest.mark.parametrize("width", [1.5, 2.5, 3.0])
def test_a_long_line_is_made_of_lines_of_one_pixel_of_the_screen(qapp, ratio, width):
    """Qt takes 20 times as long for wider ones."""
    seconds = np.arange(600) / 30
    image = blank(700, 60, ratio)
    painter = Pens(image)
    curve = Curve(seconds, np.sin(seconds))
    scale, values = TimeScale(0.0, 20.0, 700), ValueScale(-1.0, 1.0, 4.0, 56.0)
    draw_curve(painter, curve, scale, values, Ink(BLACK, width=width))
    painter.end()
    assert painter.widths
    assert max(painter.widths) * ratio == pytest.approx(1)


@pytest.mark.parametrize("width", [1.5, 2.5, 3.0])
def test_a_long_line_has_its_width_and_no_hole(qapp, ratio, width):
    seconds = np.arange(600) / 30
    image = blank(700, 60, ratio)
    painter = QPainter(image)
    scale, values = TimeScale(0.0, 20.0, 700), ValueScale(-1.0, 1.0, 4.0, 56.0)
    draw_curve(painter, Curve(seconds, 0.1 * seconds - 1), scale, values, Ink(BLACK, width=width))
    painter.end()
    found = darkness(image)[:, round(100 * ratio) : round(600 * ratio)]
    assert found.sum(axis=0).mean() == pytest.approx(width * ratio, rel=0.25)
    inside = found > 0.9
    for column in range(0, inside.shape[1], 17):
        rows = np.flatnonzero(inside[:, column])
        assert (np.diff(rows) == 1).all()


def test_gaps_end_on_the_pixel_where_they_end(qapp, ratio):
    """Not on the logical one: the bar of found faces below them has the finer columns, too."""
    seconds = np.arange(400) / 40
    gaps = Shares(seconds, (seconds >= 3.1) & (seconds < 6.325))
    scale, image = TimeScale(0.0, 10.0, 101), blank(101, 8, ratio)
    painter = QPainter(image)
    draw_gaps(painter, gaps, scale, QRectF(0, 0, 101, 8), LIGHT)
    painter.end()
    shares = gaps.columns(scale, image.width())
    found, full = pixels(image), QColor(blended(LIGHT.base, LIGHT.gap, 1.0)).red()
    assert (found == found[:1]).all()
    assert (found[0, shares > 1 - 1e-9, 0] == full).all()
    assert (found[0, shares < 1e-9, 0] == 255).all()


def test_the_overview_is_painted_once_for_a_screen(opened, qtbot, ratio):
    overview = opened.view.overview
    overview.devicePixelRatioF = lambda: ratio
    overview.resize(733, overview.height())
    overview.grab()
    before = overview.repaints
    overview.move_playhead(opened.base.seconds[40])
    overview.grab()
    assert overview.repaints == before


def test_the_overview_is_painted_anew_for_another_screen(opened, qtbot, ratio):
    overview = opened.view.overview
    overview.grab()
    before = overview.repaints
    overview.devicePixelRatioF = lambda: 2 * ratio
    overview.grab()
    assert overview.repaints == before + 1


def test_hairlines_are_equally_thick_wherever_they_lie(qapp, ratio):
    found = set()
    for left, shift in ((4, 0), (5, 0), (4, 1), (5, 1)):
        image = blank(20, 20, ratio)
        painter = QPainter(image)
        painter.translate(shift, 0)
        painter.fillRect(on_pixels(painter, QRectF(left, 0, 1, 20)), BLACK)
        painter.end()
        dark = darkness(image)[5]
        assert set(dark.tolist()) == {0.0, 1.0}
        at = np.flatnonzero(dark)
        assert abs(at[0] - (left + shift) * ratio) <= 0.5
        found.add(len(at))
    assert found == {max(1, round(ratio))}


def test_ticks_of_the_ruler_are_equally_thick(opened, qtbot, ratio):
    ruler = opened.view.ruler
    opened.session.look(Viewport(5.0, 15.0, 5.0, 15.0))
    image = blank(ruler.width(), ruler.height(), ratio)
    ruler.render(image, QPoint())
    row = pixels(image)[round((ruler.height() - 4) * ratio)].astype(int)
    marks = runs_of((row != np.median(row, axis=0)).any(axis=1))
    assert len(marks) > 10
    assert {stop - start for start, stop in marks} == {max(1, round(ratio))}
