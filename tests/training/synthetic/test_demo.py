"""The demo recording as it is committed, and the command that makes it."""

import struct

import numpy as np
import pytest

from app.training.synthetic.demo import COVERED_S, DEMO_SETTINGS, covered, demo_curves
from app.training.synthetic.portrait import SAMPLES
from app.training.synthetic.sound import SOUND_RATE, hum
from app.video.pyav_reader import open_recording

DEMO = SAMPLES / "demo.mp4"
CURVES = np.genfromtxt(SAMPLES / "demo_curves.csv", delimiter=",", names=True)


def boxes() -> list[bytes]:
    """Names of the file's outermost parts, in order."""
    content, at, found = DEMO.read_bytes(), 0, []
    while at < len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        found.append(name)
        at += size
    return found


def test_the_file_is_small_and_its_index_comes_first() -> None:
    assert DEMO.stat().st_size <= 3_000_000
    names = boxes()
    assert names.index(b"moov") < names.index(b"mdat")


def test_length_size_and_sound() -> None:
    with open_recording(DEMO) as reader:
        recording = reader.recording
    seconds = recording.time_base.seconds
    assert (recording.width, recording.height, recording.codec) == (640, 360, "h264")
    assert recording.audio_rate == SOUND_RATE
    assert seconds[-1] + 1 / 30 == pytest.approx(20, abs=0.05)


def test_the_curves_have_a_row_per_frame_at_its_time() -> None:
    assert CURVES.dtype.names == ("time_s", "valence", "arousal")
    with open_recording(DEMO) as reader:
        seconds = reader.recording.time_base.seconds
    assert CURVES["time_s"] == pytest.approx(seconds, abs=1e-6)
    valence, arousal = demo_curves(seconds)
    assert CURVES["valence"] == pytest.approx(valence, abs=1e-4)
    assert CURVES["arousal"] == pytest.approx(arousal, abs=1e-4)
    assert np.ptp(CURVES["valence"]) > 1.2
    assert np.ptp(CURVES["arousal"]) > 1.2


def test_the_face_is_covered_where_it_is_said() -> None:
    middle = sum(COVERED_S) / 2
    with open_recording(DEMO) as reader:
        base = reader.recording.time_base
        hidden = reader.frame(base.index_at(middle))
        shown = reader.frame(base.index_at(middle - 1))
    assert hidden.astype(int).std(axis=(0, 1)).max() < 4
    assert shown.std() > 40


def test_the_card_comes_and_goes() -> None:
    seconds = np.arange(DEMO_SETTINGS.frames) / DEMO_SETTINGS.fps
    plain = (np.full((4, 8, 3), 200, np.uint8) for _ in seconds)
    share = [float((frame[..., 0] != 200).mean()) for frame in covered(plain, seconds)]
    outside = (seconds <= COVERED_S[0]) | (seconds >= COVERED_S[1])
    assert max(np.array(share)[outside]) == 0
    assert 0.6 <= np.mean(np.array(share) == 1) * 20 <= 0.9


def test_the_hum_follows_arousal() -> None:
    seconds = np.linspace(0, 4, 121)
    sound = hum(np.where(seconds < 2, -1.0, 1.0), seconds, 4.0)
    quiet, loud = sound[: 2 * SOUND_RATE - 4000], sound[2 * SOUND_RATE + 4000 :]
    assert sound.shape == (4 * SOUND_RATE,)
    assert np.abs(sound).max() <= 1
    assert loud.std() > 2 * quiet.std()
    assert crossings(loud) > 1.7 * crossings(quiet)


def crossings(sound: np.ndarray) -> float:
    """Strongest frequency."""
    spectrum = np.abs(np.fft.rfft(sound))
    return float(np.fft.rfftfreq(sound.size, 1 / SOUND_RATE)[spectrum.argmax()])
