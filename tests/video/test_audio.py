from itertools import pairwise

import av
import numpy as np
import pytest

from app.core.errors import InputError
from app.video.audio import (
    Sound,
    audio_blocks,
    envelope_steps,
    read_audio,
    waveform_envelope,
)
from app.video.pyav_reader import open_recording
from app.video.writer import VideoWriter
from tests.support.shared import shared_file, shared_videos
from tests.support.tolerances import AAC_AGAIN, AAC_SINE
from tests.support.videos import constant_pts, counted_picture, tone, write_counted

RATE = 16_000
SECONDS = 3.0


@pytest.fixture(scope="module", params=[".mp4", ".mkv", ".mov"])
def sine(request, tmp_path_factory):
    """A recording of 3 s with a 440 Hz sine of amplitude 0.5."""
    path = tmp_path_factory.mktemp("sound") / f"a{request.param}"
    return write_counted(path, constant_pts(90), audio_rate=RATE)


def expected(sound: Sound) -> np.ndarray:
    times = sound.start + np.arange(len(sound)) / sound.rate
    return 0.5 * np.sin(2 * np.pi * 440 * times)


def test_sound_is_heard_when_it_was_put(sine):
    sound = read_audio(sine)
    assert (sound.rate, sound.start) == (RATE, 0.0)
    assert sound.samples.dtype == np.float32
    assert SECONDS <= sound.stop < SECONDS + 0.15  # AAC fills its last frame
    inner = np.s_[2000 : int(2.9 * RATE)]
    np.testing.assert_allclose(sound.samples[inner, 0], expected(sound)[inner], atol=AAC_SINE)


@pytest.mark.parametrize("start", [0.2, 0.499, 0.7, 1.0, 1.2345, 2.5])
@pytest.mark.parametrize("length", [0.01, 0.1, 0.3])
def test_any_stretch_is_that_of_the_whole(sine, start, length):
    whole, sound = read_audio(sine), read_audio(sine, start, start + length)
    assert sound.start == pytest.approx(start, abs=1 / RATE)
    assert sound.start >= start - 1e-6
    assert abs(len(sound) - length * RATE) <= 1
    first = round((sound.start - whole.start) * RATE)
    np.testing.assert_allclose(
        sound.samples, whole.samples[first : first + len(sound)], atol=AAC_AGAIN
    )


@pytest.mark.parametrize("rate", [8000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("start", [None, 1.0])
def test_another_rate_keeps_the_time(sine, rate, start):
    sound = read_audio(sine, start, 2.5, rate=rate, channels=2)
    assert (sound.rate, sound.samples.shape[1]) == (rate, 2)
    assert sound.start == pytest.approx(start or 0.0, abs=1 / RATE)
    assert sound.stop == pytest.approx(2.5, abs=2e-3)
    inner = np.s_[int(0.2 * rate) : -int(0.1 * rate)]
    for channel in range(2):
        np.testing.assert_allclose(
            sound.samples[inner, channel], expected(sound)[inner], atol=2 * AAC_SINE
        )


def test_blocks_follow_each_other_without_holes(sine):
    whole = read_audio(sine, 0.3, 2.2)
    blocks = list(audio_blocks(sine, start=0.3, stop=2.2, seconds=0.25))
    assert all(len(block) >= 0.25 * RATE for block in blocks[:-1])
    for one, two in pairwise(blocks):
        assert two.start == pytest.approx(one.stop, abs=1e-9)
    np.testing.assert_array_equal(np.concatenate([b.samples for b in blocks]), whole.samples)


def test_channels_are_mixed_to_their_mean_and_doubled(tmp_path):
    left, right = tone(1.0, RATE), tone(1.0, RATE, 660.0)
    with VideoWriter(
        tmp_path / "a.mp4", 128, 96, audio_rate=RATE, audio_channels=2, preset="ultrafast"
    ) as writer:
        writer.write(counted_picture(0))
        writer.write_audio(np.stack([left, right], axis=1))
    both = read_audio(tmp_path / "a.mp4")
    mono = read_audio(tmp_path / "a.mp4", channels=1)
    assert (both.samples.shape[1], mono.samples.shape[1]) == (2, 1)
    np.testing.assert_allclose(mono.samples[:, 0], both.samples.mean(axis=1), atol=1e-6)
    spectrum = np.abs(np.fft.rfft(both.samples[2000:14_000], axis=0))
    np.testing.assert_allclose(spectrum.argmax(axis=0) * RATE / 12_000, [440, 660], atol=1.5)


def test_silence_stands_where_sound_is_missing(tmp_path):
    path = tmp_path / "a.mkv"
    samples = tone(1.0, RATE)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for first in (0, 2 * RATE):  # the second between 1 and 2 is missing
            for start in range(0, RATE, 1000):
                piece = (samples[start : start + 1000] * 32767).astype(np.int16)
                frame = av.AudioFrame.from_ndarray(piece[None], "s16", "mono")
                frame.sample_rate, frame.pts = RATE, first + start
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    sound = read_audio(path)
    assert len(sound) == 3 * RATE
    wanted = np.concatenate([samples, np.zeros(RATE), samples])
    np.testing.assert_allclose(sound.samples[:, 0], wanted, atol=1e-4)


def test_no_sound_at_all(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(5))
    assert read_audio(path) is None
    assert waveform_envelope(path, 10) is None
    assert list(audio_blocks(path)) == []


def test_no_sound_there(sine):
    sound = read_audio(sine, 50.0, 60.0, channels=2)
    assert sound.samples.shape == (0, 2)
    assert (sound.rate, sound.start) == (RATE, 50.0)
    envelope = waveform_envelope(sine, 4, 50.0, 60.0)
    assert np.isnan(envelope.minimum).all()
    assert (envelope.start, envelope.stop) == (50.0, 60.0)


@pytest.mark.parametrize(
    ("bins", "start", "stop"), [(1, None, None), (7, None, None), (100, 0.5, 2)]
)
def test_the_envelope_is_that_of_the_samples(sine, bins, start, stop):
    envelope = waveform_envelope(sine, bins, start, stop)
    sound = read_audio(sine, start, stop)
    times = sound.start + np.arange(len(sound)) / sound.rate
    width = (envelope.stop - envelope.start) / bins
    place = np.minimum(np.floor((times - envelope.start + 1e-9) / width), bins - 1)
    for number in range(bins):
        inside = sound.samples[place == number]
        assert envelope.minimum[number] == pytest.approx(inside.min(), abs=AAC_AGAIN)
        assert envelope.maximum[number] == pytest.approx(inside.max(), abs=AAC_AGAIN)


def test_more_bins_than_samples_leave_gaps(sine):
    envelope = waveform_envelope(sine, 1000, 1.0, 1.01)
    assert 0 < np.isnan(envelope.minimum).sum() < 1000
    assert np.array_equal(np.isnan(envelope.minimum), np.isnan(envelope.maximum))


def test_the_envelope_can_be_stopped_on_the_way(sine):
    steps = envelope_steps(sine, 10)
    share = next(steps)
    assert 0 < share <= 1
    steps.close()


def test_bad_input_is_refused(tmp_path):
    for read in (read_audio, lambda path: waveform_envelope(path, 5)):
        with pytest.raises(InputError, match="does not exist"):
            read(tmp_path / "none.mp4")
    path = write_counted(tmp_path / "a.mp4", constant_pts(3))
    with pytest.raises(ValueError, match="stop"):
        read_audio(path, 2.0, 1.0)
    with pytest.raises(ValueError, match="channels"):
        read_audio(path, channels=3)
    with pytest.raises(ValueError, match="rate"):
        read_audio(path, rate=0)
    with pytest.raises(ValueError, match="bins"):
        waveform_envelope(path, 0)
    with pytest.raises(ValueError, match="seconds"):
        list(audio_blocks(path, seconds=0))


@pytest.mark.parametrize("path", shared_videos() or [None], ids=lambda p: p.name if p else "none")
def test_shared_recordings_sound_as_a_full_decode(path):
    if path is None:
        pytest.skip("needs the shared recordings")
    with open_recording(path) as reader:
        rate = reader.recording.audio_rate
    sound = read_audio(path)
    assert (sound is None) == (rate is None)
    if sound is None:
        return
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
    samples = np.concatenate([frame.to_ndarray() for frame in frames], axis=1).T
    assert frames[0].format.name == "fltp"
    assert sound.rate == rate == frames[0].sample_rate
    assert sound.start == pytest.approx(frames[0].time)
    np.testing.assert_array_equal(sound.samples, samples)


def test_sound_that_starts_late_keeps_its_time():
    sound = read_audio(shared_file("video/pyfeat_face_noface.mov"))
    assert sound.start == pytest.approx(2.43, abs=0.001)
