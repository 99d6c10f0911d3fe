import numpy as np
import pytest

from app.video.frames import FrameBatch


def test_length_is_the_number_of_frames():
    batch = FrameBatch(np.zeros((3, 4, 5, 3), np.uint8), np.arange(3), np.arange(3.0))
    assert len(batch) == 3


@pytest.mark.parametrize(
    "images",
    [np.zeros((3, 4, 5, 3), np.float32), np.zeros((3, 4, 5), np.uint8), np.zeros((3, 4, 5, 1))],
)
def test_other_images_than_rgb_bytes_are_refused(images):
    with pytest.raises(ValueError, match="images must be"):
        FrameBatch(images, np.arange(3), np.arange(3.0))


def test_arrays_of_other_lengths_are_refused():
    images = np.zeros((3, 4, 5, 3), np.uint8)
    with pytest.raises(ValueError, match="index and seconds"):
        FrameBatch(images, np.arange(2), np.arange(3.0))
    with pytest.raises(ValueError, match="index and seconds"):
        FrameBatch(images, np.arange(3), np.arange(4.0))
