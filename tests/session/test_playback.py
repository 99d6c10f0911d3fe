from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.timebase import TimeBase
from app.session.playback import FASTEST, SLOWEST, MonotonicClock, Playback


class Time:
    """A time that passes when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def playback(time: Time) -> Playback:
    made = Playback(MonotonicClock(time))
    made.open(TimeBase(np.arange(10, 60, dtype=np.int64) * 40, Fraction(1, 1000)))  # 0.4 ... 2.36 s
    return made


def pass_time(playback: Playback, time: Time, seconds: float) -> None:
    time.now += seconds
    playback.tick()


def test_it_plays_in_real_time_from_the_first_presentation_time(playback, time):
    assert (playback.seconds, playback.frame) == (0.4, 0)
    playback.play()
    pass_time(playback, time, 0.5)
    assert playback.seconds == pytest.approx(0.9)
    assert playback.frame == 12


@given(st.lists(st.tuples(st.sampled_from(["play", "pause", "tick", "step", "rate", "seek"]),
                          st.floats(-3, 3)), max_size=30))  # fmt: skip
def test_the_frame_shown_is_always_the_one_of_the_position(actions):
    time = Time()
    playback = Playback(MonotonicClock(time))
    base = TimeBase(np.cumsum(np.array([5, 30, 41, 7, 300, 33], np.int64)), Fraction(1, 1000))
    playback.open(base)
    for name, value in actions:
        time.now += abs(value)
        match name:
            case "play":
                playback.play()
            case "pause":
                playback.pause()
            case "tick":
                playback.tick()
            case "step":
                playback.step(int(value))
            case "rate":
                playback.set_rate(value or 1)
            case "seek":
                playback.seek(value)
        assert playback.frame == base.index_at(playback.seconds)
        assert playback.start <= playback.seconds <= playback.end


def test_it_stops_at_the_end_on_the_last_frame_and_begins_anew(playback, time):
    playback.play()
    pass_time(playback, time, 99)
    assert not playback.playing
    assert playback.frame == 49
    playback.play()
    assert playback.frame == 0


def test_it_loops_between_marks(playback, time):
    playback.mark(start=1.0)
    playback.mark(end=1.5)
    playback.seek(1.4)
    playback.play()
    pass_time(playback, time, 0.05)
    assert playback.seconds == pytest.approx(1.45)
    pass_time(playback, time, 0.10)
    assert playback.seconds == pytest.approx(1.0)
    assert playback.playing


def test_marks_that_cross_drop_the_other_one(playback):
    playback.mark(start=1.0)
    playback.mark(end=0.8)
    assert playback.marks == (None, 0.8)
    assert playback.loop is None


def test_stepping_stands_still_and_stays_within(playback, time):
    playback.play()
    playback.step(3)
    assert not playback.playing
    assert playback.frame == 3
    playback.step(-10)
    assert playback.frame == 0
    playback.step(1000)
    assert playback.frame == 49


def test_j_k_l(playback, time):
    playback.shuttle(1)
    assert playback.rate == 1.0
    playback.shuttle(1)
    assert playback.rate == 2.0
    playback.shuttle(1)
    playback.shuttle(1)
    assert playback.rate == 4.0
    playback.seek(2.0)
    playback.shuttle(-1)
    assert playback.rate == -1.0
    pass_time(playback, time, 0.5)
    assert playback.seconds == pytest.approx(1.5)
    playback.shuttle(0)
    assert not playback.playing
    playback.toggle()
    assert playback.rate == 1.0


def test_backwards_it_stops_at_the_beginning(playback, time):
    playback.seek(0.6)
    playback.shuttle(-1)
    pass_time(playback, time, 5)
    assert (playback.frame, playback.playing) == (0, False)


def test_the_rate_stays_within_its_limits(playback):
    playback.set_rate(99)
    assert playback.rate == FASTEST
    playback.set_rate(-0.001)
    assert playback.rate == -SLOWEST
    with pytest.raises(ValueError, match="pause"):
        playback.set_rate(0)


def test_changing_the_rate_does_not_move_the_playhead(playback, time):
    playback.play()
    pass_time(playback, time, 0.4)
    playback.set_rate(0.5)
    pass_time(playback, time, 0.4)
    assert playback.seconds == pytest.approx(0.4 + 0.4 + 0.2)


def test_views_are_told(playback):
    moves = []
    playback.moved.connect(lambda frame, seconds: moves.append((frame, seconds)))
    playback.seek_frame(5)
    assert moves == [(5, pytest.approx(0.6))]


def test_without_a_recording_nothing_happens():
    playback = Playback()
    playback.play()
    playback.step(1)
    playback.seek(3)
    playback.tick()
    assert (playback.frame, playback.playing, playback.seconds) == (0, False, 0.0)


def test_a_single_frame_can_be_played(time):
    playback = Playback(MonotonicClock(time))
    playback.open(TimeBase(np.array([0], np.int64), Fraction(1, 30)))
    playback.play()
    pass_time(playback, time, 1)
    assert not playback.playing
