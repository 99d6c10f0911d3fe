import resource
import signal
from fractions import Fraction

import av
import numpy as np
import pytest

from app.core.errors import OutputError
from app.video.pyav_reader import open_recording
from app.video.writer import VideoWriter
from tests.support.videos import counted_picture, read_counter, tone


def boxes(path):
    """Names of the top-level boxes of an mp4, in order."""
    content, place, names = path.read_bytes(), 0, []
    while place < len(content):
        names.append(content[place + 4 : place + 8].decode())
        place += int.from_bytes(content[place : place + 4], "big")
    return names


def write(path, count=10, **options):
    with VideoWriter(path, 128, 96, preset="ultrafast", **options) as writer:
        for number in range(count):
            writer.write(counted_picture(number))


def write_all(path, *images):
    with VideoWriter(path, 128, 96, crf=0) as writer:
        for image in images:
            writer.write(image)


def test_frames_come_back_at_the_rate_written(tmp_path):
    write(tmp_path / "a.mp4", 12, fps=Fraction(30_000, 1001))
    with open_recording(tmp_path / "a.mp4") as reader:
        expected = np.arange(12) * 1001 / 30_000
        np.testing.assert_allclose(reader.recording.time_base.seconds, expected, atol=1e-12)
        assert [read_counter(reader.frame(number)) for number in range(12)] == list(range(12))


@pytest.mark.parametrize("fps", [25, 29.97, 30, 60, 12.5])
def test_any_rate(tmp_path, fps):
    write(tmp_path / "a.mp4", 4, fps=fps)
    with open_recording(tmp_path / "a.mp4") as reader:
        assert reader.recording.time_base.median_fps == pytest.approx(fps, rel=1e-4)


def test_the_index_comes_first(tmp_path):
    write(tmp_path / "a.mp4")
    names = boxes(tmp_path / "a.mp4")
    assert names.index("moov") < names.index("mdat")


def test_colours_survive(tmp_path):
    colours = [(200, 40, 40), (40, 180, 60), (50, 60, 210), (128, 128, 128), (255, 255, 255)]
    with VideoWriter(tmp_path / "a.mp4", 64, 64, crf=8, options={"g": "1"}) as writer:
        for colour in colours:
            writer.write(np.full((64, 64, 3), colour, np.uint8))
    with open_recording(tmp_path / "a.mp4") as reader:
        for number, colour in enumerate(colours):
            np.testing.assert_allclose(reader.frame(number)[32, 32], colour, atol=4)
    with av.open(str(tmp_path / "a.mp4")) as container:
        frame = next(container.decode(video=0))
        assert (frame.colorspace, frame.color_range) == (1, 1)


def test_views_that_are_not_contiguous_are_written_right(tmp_path):
    with VideoWriter(tmp_path / "a.mp4", 128, 96, preset="ultrafast") as writer:
        writer.write(counted_picture(5)[:, ::-1][:, ::-1])
    with open_recording(tmp_path / "a.mp4") as reader:
        assert read_counter(reader.frame(0)) == 5


def test_nothing_appears_before_the_end_and_nothing_after_an_error(tmp_path):
    path = tmp_path / "a.mp4"
    with VideoWriter(path, 128, 96) as writer:
        writer.write(counted_picture(0))
        assert not path.exists()
    before = path.read_bytes()
    with pytest.raises(ValueError, match="image must be"):
        write_all(path, counted_picture(1), counted_picture(2, 64, 64))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(OutputError, match="folder does not exist"):
        write(tmp_path / "none" / "a.mp4")


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    """A limit on file size is the full disk that a test can have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    noise = np.random.default_rng(0).integers(0, 256, (20, 96, 128, 3), dtype=np.uint8)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))
    try:
        with pytest.raises(OutputError, match=r"a\.mp4"):
            write_all(tmp_path / "a.mp4", *noise)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert list(tmp_path.iterdir()) == []


def test_wrong_arguments_are_refused(tmp_path):
    path = tmp_path / "a.mp4"
    for wrong in (
        {"width": 127},
        {"height": 0},
        {"fps": 0},
        {"audio_rate": 0},
        {"audio_channels": 3},
        {"rotation": 45},
    ):
        with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
            VideoWriter(**({"path": path, "width": 128, "height": 96} | wrong))
    with pytest.raises(ValueError, match="not open"):
        VideoWriter(path, 128, 96).write(counted_picture(0))
    with VideoWriter(path, 128, 96, audio_channels=2) as writer:
        with pytest.raises(ValueError, match="image must be"):
            writer.write(counted_picture(0, 64, 64))
        writer.write(counted_picture(0), pts=5)
        with pytest.raises(ValueError, match="pts must increase"):
            writer.write(counted_picture(1), pts=5)
        with pytest.raises(ValueError, match="without sound"):
            writer.write_audio(np.zeros(10))
    with VideoWriter(path, 128, 96, audio_rate=16_000, audio_channels=2) as writer:
        writer.write(counted_picture(0))
        with pytest.raises(ValueError, match="samples must be"):
            writer.write_audio(np.zeros(10))


def test_a_sound_track_that_stays_empty_does_no_harm(tmp_path):
    write(tmp_path / "a.mp4", 3, audio_rate=16_000)
    with open_recording(tmp_path / "a.mp4") as reader:
        assert len(reader.recording.time_base) == 3


def test_sound_in_pieces_is_the_sound_at_once(tmp_path):
    samples = tone(1.0, 16_000)
    for name, pieces in (("one.mp4", [samples]), ("many.mp4", np.array_split(samples, 37))):
        with VideoWriter(tmp_path / name, 128, 96, preset="ultrafast", audio_rate=16_000) as writer:
            writer.write(counted_picture(0))
            for piece in pieces:
                writer.write_audio(piece)
    with av.open(str(tmp_path / "one.mp4")) as one, av.open(str(tmp_path / "many.mp4")) as many:
        for a, b in zip(one.demux(audio=0), many.demux(audio=0), strict=True):
            assert (a.pts, bytes(a)) == (b.pts, bytes(b))
