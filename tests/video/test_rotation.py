import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video.rotation import Orientation, orientation_from_matrix
from tests.support.videos import constant_pts, counted_picture, read_counter, write_counted

ONE = 65536


def matrix(rotation: int, mirrored: bool) -> np.ndarray:
    """Display matrix by its definition: mirror (p to -p), then turn clockwise (y points down)."""
    angle = np.deg2rad(rotation)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    (a, c), (b, d) = turn @ np.diag([-1 if mirrored else 1, 1])
    whole = np.array([a, b, 0, c, d, 0, 0, 0, 16384])
    return np.rint(whole * ONE).astype(np.int32)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", [False, True])
def test_matrix_is_read_back(rotation, mirrored):
    found = orientation_from_matrix(matrix(rotation, mirrored))
    assert found == Orientation(rotation, mirrored)


@given(rotation=st.sampled_from([0, 90, 180, 270]), off=st.integers(-44, 44), flip=st.booleans())
def test_odd_angles_go_to_the_nearest_quarter(rotation, off, flip):
    assert orientation_from_matrix(matrix(rotation + off, flip)) == Orientation(rotation, flip)


def test_a_matrix_without_area_means_upright():
    assert orientation_from_matrix(np.zeros(9, np.int32)) == Orientation()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", [False, True])
def test_every_pixel_goes_where_the_matrix_sends_it(rotation, mirrored):
    picture = np.random.default_rng(0).integers(0, 256, (4, 7, 3), dtype=np.uint8)
    numbers = matrix(rotation, mirrored).reshape(3, 3)
    (a, b), (c, d) = np.sign(numbers[:2, :2])
    q, p = np.mgrid[0:4, 0:7]
    x, y = a * p + c * q, b * p + d * q
    x, y = x - x.min(), y - y.min()
    expected = np.zeros((y.max() + 1, x.max() + 1, 3), np.uint8)
    expected[y, x] = picture
    np.testing.assert_array_equal(Orientation(rotation, mirrored).upright(picture), expected)


def test_half_quarters_are_refused():
    with pytest.raises(ValueError, match="rotation must be"):
        Orientation(45)


def write_flipped(path, degrees, hflip):
    """A file whose display matrix FFmpeg itself composed."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "8"})
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        stream.set_display_rotation(degrees, hflip=hflip)
        for number in range(3):
            frame = av.VideoFrame.from_ndarray(counted_picture(0b1100000000000001 + number))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("degrees", "hflip"),
    [(90, False), (180, False), (-90, False), (0, True), (90, True), (180, True), (-90, True)],
)
def test_agrees_with_ffmpegs_own_reading_of_the_matrix(tmp_path, degrees, hflip):
    from app.video.pyav_reader import open_recording

    write_flipped(tmp_path / "a.mp4", degrees, hflip)
    with av.open(str(tmp_path / "a.mp4")) as container:
        frame = next(container.decode(video=0))
        numbers = np.frombuffer(bytes(frame.side_data["DISPLAYMATRIX"]), np.int32).reshape(3, 3)
        stored = frame.to_ndarray(format="rgb24")
    (a, b), (c, d) = np.sign(numbers[:2, :2]).astype(int)
    q, p = np.mgrid[0:96, 0:128]
    x, y = a * p + c * q, b * p + d * q
    x, y = x - x.min(), y - y.min()
    expected = np.zeros((y.max() + 1, x.max() + 1, 3), np.uint8)
    expected[y, x] = stored
    with open_recording(tmp_path / "a.mp4") as reader:
        np.testing.assert_array_equal(reader.frame(0), expected)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_recording_stands_upright(tmp_path, rotation):
    from app.video.pyav_reader import open_recording

    path = write_counted(tmp_path / "a.mp4", constant_pts(6), rotation=rotation)
    with open_recording(path) as reader:
        recording = reader.recording
        assert (recording.width, recording.height, recording.rotation) == (128, 96, rotation)
        for number in range(6):
            image = reader.frame(number)
            assert read_counter(image) == number
            assert image[60:, :60, 0].mean() > image[60:, :60, 2].mean() + 20  # reddish left
            assert image[60:, 68:, 2].mean() > image[60:, 68:, 0].mean() + 20  # bluish right
