"""The preview of a figure is drawn in slices; what is not wanted any more is left in good order."""

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor

from app.ui.output.figure import Figure, Sheet
from app.ui.output.figure_dialog import Preview
from app.ui.theme import LIGHT
from app.ui.turns import turns

SHEET = Sheet(8.5, 8.0, 300, "")


@pytest.fixture
def preview(qtbot, given):
    made = Preview()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def striped(colour, drawn):
    """A figure of ten stripes, a slice each."""

    def paint(painter, area, theme):
        for stripe in range(10):
            painter.save()
            painter.restore()
            high = area.height() / 10
            painter.fillRect(
                QRectF(area.left(), area.top() + stripe * high, area.width(), high), QColor(colour)
            )
            drawn.append(colour)
            yield

    return Figure(colour, colour, lambda width: width / 2, paint, 400.0)


def shown(preview):
    within = preview.rect().center() + QPoint(0, 5)  # where no two stripes meet
    return preview.grab().toImage().pixelColor(within).name()


def test_a_figure_appears_when_all_of_it_is_drawn(qtbot, preview):
    drawn = []
    preview.show_figure(striped("#ff0000", drawn), SHEET, LIGHT)
    assert drawn == []
    qtbot.waitUntil(lambda: turns.idle)
    assert drawn == ["#ff0000"] * 10
    assert shown(preview) == "#ff0000"


def test_another_one_takes_its_place_while_it_is_drawn(qtbot, preview):
    drawn = []
    first, second = striped("#ff0000", drawn), striped("#0000ff", drawn)
    preview.show_figure(first, SHEET, LIGHT)
    turns.soon(lambda: preview.show_figure(second, SHEET, LIGHT))
    qtbot.waitUntil(lambda: turns.idle)
    assert drawn.count("#ff0000") < 10
    assert drawn[-10:] == ["#0000ff"] * 10
    assert shown(preview) == "#0000ff"


def test_it_is_drawn_anew_for_another_size(qtbot, preview):
    drawn = []
    preview.show_figure(striped("#ff0000", drawn), SHEET, LIGHT)
    qtbot.waitUntil(lambda: turns.idle)
    preview.resize(700, 500)
    qtbot.waitUntil(lambda: len(drawn) == 20 and turns.idle)
    corner = preview.rect().adjusted(30, 100, -30, -100).topLeft()
    assert preview.grab().toImage().pixelColor(corner).name() == "#ff0000"


def test_a_dialog_that_closes_leaves_nothing_half_drawn(qtbot, given):
    drawn = []
    preview = Preview()
    preview.resize(400, 300)
    preview.show()
    preview.show_figure(striped("#ff0000", drawn), SHEET, LIGHT)
    qtbot.waitUntil(lambda: bool(drawn))
    preview.close()
    preview.deleteLater()
    qtbot.waitUntil(lambda: turns.idle)
    qtbot.wait(20)
