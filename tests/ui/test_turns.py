"""What need not be done at once is done in turns, once and in order, and never for what is gone."""

import time
from itertools import pairwise

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer

from app.ui.turns import Turns


@pytest.fixture
def turns(qapp):
    given = Turns()
    given.start()
    yield given
    given.stop()


class Follower(QObject):
    def __init__(self, heard, name="", seconds=0.0):
        super().__init__()
        self.heard, self.name, self.seconds = heard, name, seconds

    def follow(self):
        time.sleep(self.seconds)
        self.heard.append(self.name)


def test_without_turns_everything_is_done_at_once():
    heard = []
    never = Turns()
    never.soon(lambda: heard.append("now"))
    never.steps(heard.append(step) for step in ("one", "two"))
    assert heard == ["now", "one", "two"]
    assert never.idle


def test_nothing_is_done_within_the_change(qtbot, turns):
    heard = []
    turns.soon(lambda: heard.append("later"))
    assert heard == []
    assert not turns.idle
    qtbot.waitUntil(lambda: turns.idle)
    assert heard == ["later"]


def test_who_asks_often_follows_once_and_in_its_place(qtbot, turns):
    heard = []
    first, second = Follower(heard, "first"), Follower(heard, "second")
    for _ in range(3):
        turns.soon(first.follow)
        turns.soon(second.follow)
    qtbot.waitUntil(lambda: turns.idle)
    assert heard == ["first", "second"]


def test_the_window_lives_between_turns(qtbot, turns):
    """Three that take long do not come in one go: timers, as keys and mouse, come in between."""
    heard = []
    ticks = QTimer()
    ticks.timeout.connect(lambda: heard.append("tick"))
    ticks.start(1)
    qtbot.waitUntil(lambda: bool(heard))
    followers = [Follower(heard, "long", seconds=0.02) for _ in range(3)]
    for each in followers:
        turns.soon(each.follow)
    qtbot.waitUntil(lambda: turns.idle)
    ticks.stop()
    places = [place for place, what in enumerate(heard) if what == "long"]
    assert len(places) == 3
    assert all("tick" in heard[one:other] for one, other in pairwise(places))


def test_steps_of_two_works_alternate(qtbot, turns):
    heard = []

    def work(name):
        for number in range(3):
            heard.append(f"{name}{number}")
            yield

    turns.steps(work("a"))
    turns.steps(work("b"))
    qtbot.waitUntil(lambda: turns.idle)
    assert heard == ["a0", "b0", "a1", "b1", "a2", "b2"]


def test_work_that_is_closed_goes_no_further(qtbot, turns):
    heard = []

    def work():
        heard.append("begun")
        yield
        heard.append("never")

    going = work()
    turns.steps(going)
    turns.soon(going.close)  # has its turn between the first step and the second
    qtbot.waitUntil(lambda: turns.idle)
    assert heard == ["begun"]


def test_a_widget_that_is_gone_is_not_called(qtbot, turns):
    heard = []
    gone, there = Follower(heard, "gone"), Follower(heard, "there")
    turns.soon(gone.follow)
    turns.soon(there.follow)
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: turns.idle)
    assert heard == ["there"]


def test_who_fails_keeps_nobody_from_their_turn(qtbot, turns):
    heard = []

    def fail():
        raise ValueError("on purpose")

    with qtbot.captureExceptions() as failures:
        turns.soon(fail)
        turns.soon(lambda: heard.append("still"))
        qtbot.waitUntil(lambda: turns.idle)
    assert heard == ["still"]
    assert [str(failure[1]) for failure in failures] == ["on purpose"]


def test_work_of_what_is_gone_goes_no_further(qtbot, turns):
    heard, owner = [], QObject()

    def work():
        heard.append("begun")
        yield
        heard.append("never")

    turns.steps(work(), owner)
    turns.soon(lambda: shiboken6.delete(owner))
    qtbot.waitUntil(lambda: turns.idle)
    assert heard == ["begun"]


def test_what_waits_can_be_had_now(qtbot, turns):
    heard = []
    turns.soon(lambda: turns.soon(lambda: heard.append("second")))
    turns.steps(heard.append(step) for step in ("third", "fourth"))
    turns.flush()
    assert heard == ["third", "second", "fourth"]
    assert turns.idle


def test_what_waits_at_the_end_is_done(qapp):
    heard = []
    ending = Turns()
    ending.start()
    ending.soon(lambda: ending.soon(lambda: heard.append("asked for meanwhile")))
    ending.stop()
    assert heard == ["asked for meanwhile"]


def test_what_is_had_at_once_is_not_ended_by_who_fails(turns, monkeypatch):
    heard, told = [], []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, _: told.append(str(error)))

    def fail():
        raise ValueError("on purpose")

    turns.soon(fail)
    turns.soon(lambda: heard.append("still"))
    turns.flush()
    assert (heard, told) == (["still"], ["on purpose"])
