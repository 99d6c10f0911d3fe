"""Panels behind others wait until they come in sight; nobody ever sees what is not so any more."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from app.ui.dock import Dock
from app.ui.following import Following
from app.ui.sight import Sight
from app.ui.turns import turns


class Panel(QWidget):
    """Notes what it follows, and what it shows whenever it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.following = Following(self)
        self.followed, self.truth = 0, 0
        self.painted: list[bool] = []

    def change(self) -> None:
        self.truth += 1
        self.following.soon(self.follow)

    def follow(self) -> None:
        self.followed = self.truth

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self.painted.append(self.followed == self.truth)


@pytest.fixture
def docks(qtbot, given):
    window = QMainWindow()
    qtbot.addWidget(window)
    made = [Dock(name, name, Panel(), window) for name in ("front", "behind")]
    for dock in made:
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    window.tabifyDockWidget(*made)
    made[0].raise_()
    window.resize(400, 300)
    window.show()
    qtbot.waitExposed(window)
    made[0].window_kept = window  # whoever holds the docks holds their window
    qtbot.waitUntil(lambda: made[0].in_sight and not made[1].in_sight)
    return made


def test_a_panel_alone_follows_at_once(qtbot):
    panel = Panel()
    qtbot.addWidget(panel)
    panel.change()
    assert panel.followed == 1
    assert not panel.following.waits


def test_in_sight_it_has_a_turn(qtbot, docks):
    panel = docks[0].widget()
    panel.change()
    panel.change()
    assert panel.followed == 0
    assert panel.following.waits
    qtbot.waitUntil(lambda: turns.idle)
    assert panel.followed == 2


def test_behind_another_dock_it_waits_until_it_is_raised(qtbot, docks):
    panel = docks[1].widget()
    panel.change()
    qtbot.waitUntil(lambda: turns.idle)
    assert panel.followed == 0
    panel.painted.clear()
    docks[1].raise_()
    qtbot.waitUntil(lambda: bool(panel.painted))
    assert panel.painted[0], "it was painted before it followed"


def test_closed_it_waits_until_it_is_shown(qtbot, docks):
    panel = docks[0].widget()
    docks[0].close()
    panel.change()
    qtbot.waitUntil(lambda: turns.idle)
    assert panel.followed == 0
    panel.painted.clear()
    docks[0].show()
    docks[0].raise_()
    qtbot.waitUntil(lambda: bool(panel.painted))
    assert panel.painted[0]


def test_who_needs_it_now_has_it_catch_up(qtbot, docks):
    panel = docks[1].widget()
    panel.change()
    panel.following.catch_up()
    assert panel.followed == 1
    assert not panel.following.waits


def test_detached_it_is_in_sight(qtbot, docks):
    docks[1].setFloating(True)
    qtbot.waitUntil(lambda: docks[1].in_sight)
    panel = docks[1].widget()
    panel.change()
    qtbot.waitUntil(lambda: turns.idle)
    assert panel.followed == 1


def test_a_page_within_a_panel_comes_and_goes_with_its_dock(qtbot, docks):
    page = QWidget(docks[1].widget())
    sight, heard = Sight(page), []
    sight.came.connect(lambda: heard.append("came"))
    sight.went.connect(lambda: heard.append("went"))
    page.show()
    assert not sight.seen
    docks[1].raise_()
    qtbot.waitUntil(lambda: sight.seen)
    docks[0].raise_()
    qtbot.waitUntil(lambda: not sight.seen)
    assert heard == ["came", "went"]


def test_what_fails_to_follow_keeps_nothing_else_from_it(qtbot, docks):
    panel, heard = docks[0].widget(), []

    def fail():
        raise ValueError("on purpose")

    with qtbot.captureExceptions() as failures:
        panel.following.soon(fail)
        panel.following.soon(lambda: heard.append("still"))
        qtbot.waitUntil(lambda: turns.idle)
    assert heard == ["still"]
    assert len(failures) == 1
    assert not panel.following.waits
