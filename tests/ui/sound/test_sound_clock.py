"""The clock of the sound, with a device made of numbers."""

import numpy as np
import pytest

from app.session.playback import MonotonicClock, Playback
from app.ui.sound.sound_clock import PATIENCE, SoundClock
from app.video.pyav_reader import open_recording
from tests.support.videos import constant_pts, write_counted

RATE = 16_000


class FakeTime:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class FakeSink:
    """Takes samples into a buffer of a quarter second and plays them in gulps of 20 ms."""

    def __init__(self, time, speed=1.0, gulp=0.02):
        self.rate, self.broken = RATE, False
        self._time, self._speed, self._gulp = time, speed, round(gulp * RATE)
        self.unplugged = False
        self.played = []
        self.running = False

    def start(self):
        self.running, self._buffer, self._since = True, np.zeros((0, 2), np.float32), None

    def stop(self):
        self.running = False

    def room(self):
        self._play()
        return RATE // 4 - len(self._buffer)

    def write(self, samples):
        if self._since is None and len(samples):
            self._since, self._given = self._time(), 0
        self._buffer = np.concatenate([self._buffer, samples])
        return len(samples)

    def waiting(self):
        self._play()
        return len(self._buffer)

    def _play(self):
        if self._since is None or self.unplugged:
            return
        due = int((self._time() - self._since) * self._speed * RATE) // self._gulp * self._gulp
        taken = min(due - self._given, len(self._buffer))
        self._given += max(0, taken)
        self.played.append(self._buffer[:taken])
        self._buffer = self._buffer[taken:]


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "tone.mp4"
    return write_counted(path, constant_pts(300), audio_rate=RATE)


@pytest.fixture
def time():
    return FakeTime()


def clock_on(recording, time, sink, lost=lambda: None):
    clock = SoundClock(lost, time)
    clock.open(recording)
    clock.use(sink)
    return clock


def run(clock, time, seconds, step=0.016):
    """Positions at each tick; waits, outside the fake time, until sound is decoded."""
    import time as real

    positions = []
    for _ in range(round(seconds / step)):
        deadline = real.monotonic() + 5
        while clock.sounding and clock._feed._count < RATE // 2 and real.monotonic() < deadline:
            if clock._feed.error or not clock._feed.is_alive():
                break
            real.sleep(0.001)
        time.now += step
        positions.append(clock.position())
    return np.array(positions)


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_the_clock_runs_at_the_rate_of_the_device(recording, time, speed):
    clock = clock_on(recording, time, FakeSink(time))
    clock.start(1.0, speed)
    positions = run(clock, time, 2.0)
    assert clock.sounding
    assert np.all(np.diff(positions) >= 0)
    assert positions[-1] - positions[62] == pytest.approx(
        (len(positions) - 63) * 0.016 * speed, abs=0.04 * speed
    )
    clock.stop()


def test_between_gulps_of_the_device_time_goes_on_evenly(recording, time):
    clock = clock_on(recording, time, FakeSink(time, gulp=0.05))
    clock.start(0.0, 1.0)
    steps = np.diff(run(clock, time, 2.0)[30:])
    assert steps.min() > 0.5 * 0.016
    assert steps.max() < 1.5 * 0.016
    clock.stop()


def test_pictures_follow_a_device_that_runs_a_little_fast(recording, time):
    sink = FakeSink(time, speed=1.01)
    clock = clock_on(recording, time, sink)
    clock.start(0.0, 1.0)
    positions = run(clock, time, 6.0)
    heard = sum(map(len, sink.played)) / RATE
    assert heard > 6.0 * 1.005
    assert positions[-1] == pytest.approx(heard, abs=0.03)
    clock.stop()


def test_a_device_unplugged_loses_neither_position_nor_playing(recording, time):
    lost = []
    sink = FakeSink(time)
    clock = clock_on(recording, time, sink, lambda: lost.append(True))
    clock.start(2.0, 1.0)
    before = run(clock, time, 1.0)[-1]
    sink.unplugged = True
    during = run(clock, time, PATIENCE + 0.5)
    after = run(clock, time, 1.0)
    assert lost == [True]
    assert not clock.sounding
    assert not sink.running
    assert np.all(np.diff([before, *during, *after]) >= 0)
    assert after[-1] - after[0] == pytest.approx((len(after) - 1) * 0.016, abs=1e-6)
    assert during[0] == pytest.approx(before, abs=0.05)


def test_a_device_that_breaks_is_left_at_once(recording, time):
    sink = FakeSink(time)
    clock = clock_on(recording, time, sink)
    clock.start(0.0, 1.0)
    before = run(clock, time, 0.5)[-1]
    sink.broken = True
    time.now += 0.016
    assert clock.position() == pytest.approx(before, abs=0.04)
    time.now += 1.0
    assert clock.position() == pytest.approx(before + 1.0, abs=0.06)


@pytest.mark.parametrize("rate", [-1.0, 0.25, 4.0])
def test_backwards_and_beyond_half_to_double_it_is_silent(recording, time, rate):
    sink = FakeSink(time)
    clock = clock_on(recording, time, sink)
    clock.start(5.0, rate)
    time.now += 0.5
    assert clock.position() == pytest.approx(5.0 + 0.5 * rate)
    assert not clock.sounding
    assert not sink.played


def test_without_device_or_without_sound_it_is_the_monotonic_clock(recording, time):
    for path, sink in ((recording, None), (None, FakeSink(time))):
        clock, plain = clock_on(path, time, sink), MonotonicClock(time)
        for each in (clock, plain):
            each.start(1.0, 1.5)
        time.now += 0.7
        assert clock.position() == plain.position()
        clock.stop()
        time.now += 1.0
        assert clock.position() == pytest.approx(1.0 + 0.7 * 1.5)


def test_a_recording_that_vanished_plays_on_in_silence(tmp_path, time):
    lost = []
    clock = clock_on(tmp_path / "absent.mp4", time, FakeSink(time), lambda: lost.append(True))
    clock.start(0.0, 1.0)
    clock._feed.join(5)
    run(clock, time, 1.0)
    assert lost == [True]
    assert clock.position() > 0.5


def test_the_playback_follows_the_sound_frame_by_frame(recording, time):
    clock = clock_on(recording, time, FakeSink(time))
    playback = Playback(clock)
    with open_recording(recording) as reader:
        playback.open(reader.recording.time_base)
    playback.play()
    run(clock, time, 1.0)
    playback.tick()
    assert playback.frame == playback.time_base.index_at(playback.seconds)
    assert 20 <= playback.frame <= 31
    playback.pause()
    assert not clock.sounding
