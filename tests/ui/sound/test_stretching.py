from itertools import islice

import numpy as np
import pytest

from app.ui.sound.feed import AHEAD_SECONDS, SoundFeed
from app.ui.sound.stretching import heard
from app.video.audio import read_audio
from tests.support.videos import constant_pts, write_counted

RATE = 16_000


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("stretch") / "tone.mp4"
    return write_counted(path, constant_pts(120), audio_rate=RATE)


def gathered(blocks, count):
    parts, have = [], 0
    for block in blocks:
        parts.append(block)
        have += len(block)
        if have >= count:
            break
    return np.concatenate(parts)[:count]


def pitch(samples):
    spectrum = np.abs(np.fft.rfft(samples[:, 0] * np.hanning(len(samples))))
    return np.argmax(spectrum) * RATE / len(samples)


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.0, 1.5, 2.0])
def test_the_pitch_stays_at_every_speed(recording, speed):
    samples = gathered(heard(recording, 0.5, speed, RATE), RATE)
    assert pitch(samples) == pytest.approx(440, abs=3)


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_faster_sound_ends_sooner(recording, speed):
    blocks = heard(recording, 1.0, speed, RATE)
    samples = gathered(blocks, 8 * RATE)
    loud = np.flatnonzero(np.abs(samples[:, 0]) > 0.1)
    assert loud[-1] / RATE == pytest.approx(3.0 / speed, abs=0.15)


def test_at_its_own_speed_it_is_the_sound_of_the_file(recording):
    ours = gathered(heard(recording, 1.25, 1.0, RATE), RATE)
    file = read_audio(recording, 1.25, 2.25, rate=RATE, channels=2).samples
    assert np.array_equal(ours, file)


def test_after_the_sound_comes_silence_without_end(recording):
    samples = gathered(heard(recording, 3.5, 1.0, RATE), 3 * RATE)
    assert len(samples) == 3 * RATE
    assert np.abs(samples[-2 * RATE :]).max() == 0


def test_before_the_sound_begins_there_is_silence_of_that_length(recording):
    samples = gathered(heard(recording, -0.5, 1.0, RATE), RATE)
    assert np.abs(samples[: int(0.49 * RATE)]).max() == 0
    assert np.abs(samples[int(0.6 * RATE) :]).max() > 0.3


def test_a_file_without_sound_is_silent(tmp_path):
    path = write_counted(tmp_path / "mute.mp4", constant_pts(5))
    assert all(not block.any() for block in islice(heard(path, 0, 1.5, RATE), 5))


def test_a_speed_that_is_not_heard_is_refused(recording):
    with pytest.raises(ValueError, match="to be heard, not 3"):
        next(heard(recording, 0, 3, RATE))


def test_a_feed_decodes_ahead_only_so_far_and_hands_out_what_is_asked(recording):
    feed = SoundFeed(recording, 0.0, 1.0, RATE)
    feed.start()
    parts = []
    while sum(map(len, parts)) < 3 * RATE:
        parts.append(feed.take(137))
        assert len(parts[-1]) <= 137
        assert feed._count <= (AHEAD_SECONDS + 0.2) * RATE
    samples = np.concatenate(parts)
    assert pitch(samples[RATE : 2 * RATE]) == pytest.approx(440, abs=2)
    feed.stop()
    feed.join(5)
    assert not feed.is_alive()
