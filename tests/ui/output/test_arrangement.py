"""Figures stand as their views stand in the window."""

import pytest
from PySide6.QtCore import QPointF, QRectF

from app.ui.output.arrangement import SPACE, Group, arranged, placed

PLAYER, DOCK = QRectF(0, 0, 900, 500), QRectF(904, 0, 300, 500)
BELOW = QRectF(0, 504, 1204, 300)


def places(rectangles, heights, width=800.0):
    corner = QPointF(0, 0)
    found = placed(arranged(rectangles, heights), corner, width)
    assert corner == QPointF(0, 0)
    return [found[number] for number in range(len(rectangles))]


def test_two_beside_each_other_over_a_third():
    below, player, dock = places(
        [BELOW, PLAYER, DOCK], [lambda _: 100.0, lambda w: w / 2, lambda _: 333.0]
    )
    assert (player.topLeft(), dock.top()) == (QPointF(0, 0), 0)
    assert dock.left() == player.right() + SPACE
    assert dock.right() == pytest.approx(800)
    assert player.width() / dock.width() == pytest.approx(3)
    assert player.height() == pytest.approx(player.width() / 2)
    assert below == QRectF(0, max(player.height(), 333.0) + SPACE, 800, 100)


def test_a_dock_as_high_as_the_window_stands_beside_both_others():
    tall, upper, lower = places(
        [QRectF(904, 0, 300, 804), PLAYER, QRectF(0, 504, 900, 300)], [lambda _: 50.0] * 3
    )
    assert upper.left() == lower.left() == 0
    assert lower.top() == upper.bottom() + SPACE
    assert tall.topLeft() == QPointF(upper.right() + SPACE, 0)


def test_views_that_lie_over_each_other_go_below_each_other():
    first, second, third = places(
        [QRectF(0, 0, 500, 500), QRectF(200, 200, 500, 500), QRectF(100, 300, 500, 500)],
        [lambda _: 40.0] * 3,
    )
    assert [each.left() for each in (first, second, third)] == [0, 0, 0]
    assert first.bottom() < second.top()
    assert second.bottom() < third.top()


def test_no_two_places_ever_overlap():
    rectangles = [QRectF(x, y, 98, 98) for x in (0, 100, 200) for y in (0, 100, 200)]
    found = places(rectangles, [lambda w: w * 1.5] * 9)
    assert isinstance(arranged(rectangles, [lambda _: 1.0] * 9), Group)
    for number, one in enumerate(found):
        assert all(not one.intersects(other) for other in found[number + 1 :])
        assert one.right() <= 800 + 1e-6
