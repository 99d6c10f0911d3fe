from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import InputError
from app.video import pyav_reader
from app.video.pyav_reader import open_recording
from tests.support.videos import (
    FINE,
    constant_pts,
    counted_picture,
    read_counter,
    truncate,
    variable_pts,
    write_changing_size,
    write_counted,
)

COUNT = 50

KINDS = {
    "constant.mp4": {"pts": constant_pts(COUNT)},
    "variable.mp4": {"pts": variable_pts(COUNT)},
    "offset.mp4": {"pts": constant_pts(COUNT, start=90_000)},
    "variable-offset.mkv": {"pts": variable_pts(COUNT, start=123_456)},
    "b-frames.mp4": {"pts": constant_pts(COUNT), "b_frames": 3, "key_every": 25},
    "open-gop.mkv": {"pts": constant_pts(COUNT), "options": {"x264-params": "open-gop=1"}},
    "intra.mp4": {"pts": constant_pts(COUNT), "key_every": 1},
    "one-group.mp4": {"pts": variable_pts(COUNT), "key_every": 250, "b_frames": 0},
    "long-group.mp4": {"pts": constant_pts(COUNT), "key_every": 250, "b_frames": 3},
    "sideways.mov": {"pts": constant_pts(COUNT), "rotation": 90},
    "stream.ts": {"pts": constant_pts(COUNT)},
    "with-sound.mp4": {"pts": constant_pts(COUNT), "audio_rate": 16_000},
}


@pytest.fixture(scope="module", params=KINDS)
def counted(request, tmp_path_factory):
    """A recording whose frames number themselves, and the seconds at which they were put."""
    kind = KINDS[request.param]
    path = write_counted(tmp_path_factory.mktemp("videos") / request.param, **kind)
    return path, np.array(kind["pts"]) * float(FINE)


def counters(batches):
    return [read_counter(image) for batch in batches for image in batch.images]


def test_frames_are_shown_when_they_were_put(counted):
    path, seconds = counted
    with open_recording(path) as reader:
        recording = reader.recording
        found = recording.time_base.seconds
        shift = found[0] - seconds[0] if path.suffix == ".ts" else 0.0  # TS starts where it likes
        tick = float(recording.time_base.unit)
        np.testing.assert_allclose(found - shift, seconds, atol=tick / 2 + 1e-12)
        assert (recording.width, recording.height, recording.codec) == (128, 96, "h264")
        assert recording.path == path
        assert recording.audio_rate == (16_000 if "sound" in path.name else None)
        assert reader.notices == []


def test_a_pass_shows_every_frame_once_in_order(counted):
    path, _ = counted
    with open_recording(path) as reader:
        batches = list(reader.batches(size=7))
        assert [len(batch) for batch in batches] == [7] * 7 + [1]
        assert counters(batches) == list(range(COUNT))
        index = np.concatenate([batch.index for batch in batches])
        np.testing.assert_array_equal(index, np.arange(COUNT))
        seconds = np.concatenate([batch.seconds for batch in batches])
        np.testing.assert_array_equal(seconds, reader.recording.time_base.seconds)


@pytest.mark.parametrize(
    ("start", "stop", "step"),
    [(0, None, 3), (0, 20, 1), (1, None, 1), (13, 37, 4), (49, None, 1), (24, 25, 1), (0, 999, 7)],
)
def test_a_pass_shows_the_frames_asked_for(counted, start, stop, step):
    path, _ = counted
    with open_recording(path) as reader:
        batches = list(reader.batches(start=start, stop=stop, step=step, size=4))
    wanted = list(range(COUNT))[start:stop:step]
    assert counters(batches) == wanted
    assert [int(i) for batch in batches for i in batch.index] == wanted


def test_random_access_finds_the_frame_of_every_index(counted):
    path, _ = counted
    order = np.random.default_rng(1).permutation(COUNT)
    with open_recording(path, cache_bytes=0) as reader:
        assert [read_counter(reader.frame(int(index))) for index in order] == list(order)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wanted=st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=12),
    kept=st.sampled_from([0, 60_000, 10_000_000]),
)
def test_random_access_equals_the_pass_to_the_bit(counted, wanted, kept):
    path, _ = counted
    with open_recording(path, cache_bytes=kept) as reader:
        images = np.concatenate([batch.images for batch in reader.batches()])
        for index in wanted:
            np.testing.assert_array_equal(reader.frame(index), images[index])


def test_stepping_both_ways_and_prefetching(counted):
    path, _ = counted
    steps = [30, 31, 32, 31, 30, 29, 28, 40, 39, 38, 12, 11, 13, 0, 1, 49, 48]
    with open_recording(path, cache_bytes=400_000) as reader:
        for index in steps:
            assert read_counter(reader.frame(index)) == index
            for kept in reader.prefetch(index):
                assert 0 <= kept < index


def test_prefetching_spares_the_steps_back_from_decoding(tmp_path, monkeypatch):
    path = write_counted(tmp_path / "a.mp4", constant_pts(120), key_every=60, b_frames=0)
    with open_recording(path) as reader:
        reader.frame(60)
        kept = list(reader.prefetch(60))
        assert kept == list(range(60))

        def fail(*_):
            pytest.fail("decoded although it was prefetched")

        monkeypatch.setattr("app.video.random_access.PictureStream.start_at", fail)
        assert [read_counter(reader.frame(index)) for index in range(59, -1, -1)] == kept[::-1]


def test_the_cache_stays_within_its_bytes(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(60), key_every=30)
    with open_recording(path, cache_bytes=200_000) as reader:
        for index in (59, 58, 3, 30, 29):
            reader.frame(index)
            list(reader.prefetch(index))
            assert 0 < reader._finder.cache.bytes_kept <= 200_000


def test_passes_and_single_frames_do_not_disturb_each_other(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(30))
    with open_recording(path) as reader:
        both = zip(reader.batches(size=1), reader.batches(size=1, step=2), strict=False)
        for number, (one, two) in enumerate(both):
            assert read_counter(one.images[0]) == number
            assert read_counter(two.images[0]) == 2 * number
            assert read_counter(reader.frame(29 - number)) == 29 - number


def test_every_frame_belongs_to_the_caller(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(4))
    with open_recording(path) as reader:
        first = reader.frame(2)
        first[:] = 0
        assert read_counter(reader.frame(2)) == 2
        one, two = reader.batches(size=2)
        one.images[:] = 0
        assert read_counter(two.images[0]) == 2


def test_large_pictures_come_in_smaller_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(pyav_reader, "BATCH_BYTES", 3 * 128 * 96 * 3)
    path = write_counted(tmp_path / "a.mp4", constant_pts(8))
    with open_recording(path) as reader:
        assert [len(batch) for batch in reader.batches(size=16)] == [3, 3, 2]


def test_wrong_arguments_are_refused_at_once(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(4))
    with open_recording(path) as reader:
        for wrong in ({"start": -1}, {"stop": -1}, {"step": 0}, {"size": 0}):
            with pytest.raises(ValueError, match="start and stop"):
                reader.batches(**wrong)
        for index in (-1, 4):
            with pytest.raises(IndexError, match="not among the 4 frames"):
                reader.frame(index)
        assert list(reader.batches(start=4)) == []
        assert list(reader.batches(start=2, stop=2)) == []


def test_closing_twice_is_fine_and_reading_afterwards_is_not(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(4))
    reader = open_recording(path)
    reader.frame(1)
    reader.close()
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.frame(1)
    with pytest.raises(ValueError, match="closed"):
        reader.batches()


def test_one_frame(tmp_path):
    with open_recording(write_counted(tmp_path / "a.mp4", [0])) as reader:
        assert len(reader.recording.time_base) == 1
        assert counters(reader.batches()) == [0]
        assert read_counter(reader.frame(0)) == 0


def test_the_smallest_picture(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(5), width=8, height=8)
    with open_recording(path) as reader:
        (batch,) = reader.batches()
        assert batch.images.shape == (5, 8, 8, 3)
        np.testing.assert_array_equal(reader.frame(3), batch.images[3])


def test_a_very_large_picture(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(2), width=4096, height=4096, b_frames=0)
    with open_recording(path) as reader:
        assert counters(reader.batches(size=16)) == [0, 1]
        assert read_counter(reader.frame(1)) == 1


def test_a_picture_that_changes_its_size_keeps_the_first_and_its_aspect(tmp_path):
    path = write_changing_size(tmp_path / "a.mkv", [(128, 96), (64, 96), (256, 96), (128, 96)])
    inside = [np.s_[:, :], np.s_[:, 32:96], np.s_[24:72, :], np.s_[:, :]]
    with open_recording(path) as reader:
        assert reader.notices == []
        (batch,) = reader.batches(size=64)
        assert batch.images.shape == (40, 96, 128, 3)
        for number, image in enumerate(batch.images):
            part = inside[number // 10]
            assert read_counter(image[part]) == number
            outside = np.ones(image.shape[:2], bool)
            outside[part] = False
            assert not image[outside].any()
            np.testing.assert_array_equal(reader.frame(number), image)
        (notice,) = reader.notices
        assert "changes its size" in notice


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_a_cut_off_file_is_read_as_far_as_it_goes(tmp_path, suffix, share):
    whole = write_counted(tmp_path / f"whole{suffix}", constant_pts(120))
    with open_recording(truncate(whole, tmp_path / f"cut{suffix}", share)) as reader:
        assert "cut off" in reader.notices[0]
        shown = counters(reader.batches())
        # Of the last few frames, those are missing that were to be decoded after the cut.
        assert shown[:-4] == list(range(len(shown) - 4))
        assert shown == sorted(set(shown))
        assert 120 * share * 0.5 < len(shown) < 120
        recording = reader.recording
        assert len(recording.time_base) == len(shown)
        assert [read_counter(reader.frame(i)) for i in range(len(shown))] == shown
        assert len(reader.notices) == len(set(reader.notices)) <= 2


def test_a_hole_in_the_middle_is_passed_over(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(90), key_every=10, b_frames=0)
    with av.open(str(path)) as container:
        places = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    content = bytearray(path.read_bytes())
    for position, size in places[30:40]:
        content[position : position + size] = bytes(size)
    path.write_bytes(content)
    with open_recording(path) as reader:
        assert len(reader.recording.time_base) == 90
        batches = list(reader.batches())
        assert counters(batches) == [*range(30), *range(40, 90)]
        np.testing.assert_array_equal(
            np.concatenate([batch.index for batch in batches]), np.arange(80)
        )
        np.testing.assert_allclose(
            reader.recording.time_base.seconds, np.r_[0:30, 40:90] / 30, atol=1e-9
        )
        assert any("80 can be decoded" in notice for notice in reader.notices)
        assert any("damaged" in notice for notice in reader.notices)
        assert read_counter(reader.frame(30)) == 40


def test_in_place_of_a_broken_frame_comes_the_one_still_shown(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(90), key_every=10, b_frames=0)
    with av.open(str(path)) as container:
        places = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    content = bytearray(path.read_bytes())
    for position, size in places[30:40]:
        content[position : position + size] = bytes(size)
    path.write_bytes(content)
    with open_recording(path) as reader:
        assert read_counter(reader.frame(35)) == 29
        assert read_counter(reader.frame(40)) == 40
        assert any("damaged" in notice for notice in reader.notices)
        assert counters(reader.batches(start=25, stop=45)) == [*range(25, 30), *range(40, 45)]


def test_a_file_that_vanishes_while_open(tmp_path):
    path = write_counted(tmp_path / "a.mp4", constant_pts(4))
    with open_recording(path) as reader:
        path.unlink()
        with pytest.raises(InputError, match="does not exist"):
            list(reader.batches())
        with pytest.raises(InputError, match="does not exist"):
            reader.frame(0)


def write_with_edit_list(path, count, hidden):
    """A file of which an edit list hides the first frames, as a lossless cut leaves it."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"g": "250", "crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 30)
        packets = []
        for number in range(count):
            frame = av.VideoFrame.from_ndarray(counted_picture(number))
            frame.pts, frame.time_base = number, Fraction(1, 30)
            packets += stream.encode(frame)
        packets += stream.encode(None)
        for packet in packets:
            packet.pts, packet.dts = packet.pts - hidden, packet.dts - hidden
            container.mux(packet)


def test_packets_marked_discard_are_no_frames(tmp_path):
    path = tmp_path / "a.mp4"
    write_with_edit_list(path, 30, hidden=7)
    with av.open(str(path)) as container:
        hidden = sum(packet.is_discard for packet in container.demux(video=0))
    assert hidden > 0
    with open_recording(path) as reader:
        assert len(reader.recording.time_base) == 30 - hidden
        shown = counters(reader.batches())
        assert shown == list(range(hidden, 30))
        assert [read_counter(reader.frame(i)) for i in range(30 - hidden)] == shown
        assert reader.notices == []


COLOURS = {"bt601": 5, "bt709": 1}
RANGES = {"limited": 1, "full": 2}


@pytest.mark.parametrize("matrix", COLOURS)
@pytest.mark.parametrize("extent", RANGES)
def test_colours_follow_the_files_marks(tmp_path, matrix, extent):
    """Flat pictures of known Y'CbCr against the formulas of ITU-R BT.601 and BT.709."""
    wanted = {}
    with av.open(str(tmp_path / "a.mkv"), "w") as container:
        stream = container.add_stream("ffv1", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.colorspace = COLOURS[matrix]
        stream.codec_context.color_range = RANGES[extent]
        for number, (y, cb, cr) in enumerate([(120, 128, 128), (90, 160, 110), (150, 100, 170)]):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane, value in zip(frame.planes, (y, cb, cr), strict=True):
                plane.update(bytes([value]) * plane.buffer_size)
            frame.colorspace, frame.color_range = COLOURS[matrix], RANGES[extent]
            frame.pts = number
            container.mux(stream.encode(frame))
            wanted[number] = to_rgb(y, cb, cr, matrix, extent)
        container.mux(stream.encode(None))
    with open_recording(tmp_path / "a.mkv") as reader:
        for number, colour in wanted.items():
            image = reader.frame(number)
            assert (np.ptp(image, axis=(0, 1)) <= 1).all()
            np.testing.assert_allclose(image[20, 20], colour, atol=2)


def to_rgb(y, cb, cr, matrix, extent):
    red, blue = {"bt601": (0.299, 0.114), "bt709": (0.2126, 0.0722)}[matrix]
    if extent == "limited":
        y, cb, cr = (y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    else:
        y, cb, cr = y / 255, (cb - 128) / 255, (cr - 128) / 255
    r = y + 2 * (1 - red) * cr
    b = y + 2 * (1 - blue) * cb
    g = (y - red * r - blue * b) / (1 - red - blue)
    return np.clip(np.array([r, g, b]) * 255, 0, 255)
