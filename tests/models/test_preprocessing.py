"""Gray images against Pillow, which defines them."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from models.preprocessing import gray48, gray48_bytes
from tests.support.shared import shared_file


def pillow_gray48(crops):
    """uint8 (N, 112, 112, 3) to uint8 (N, 48, 48), as the phase stream was defined."""
    size, kernel = (48, 48), Image.Resampling.LANCZOS
    return np.stack(
        [np.asarray(Image.fromarray(c).convert("L").resize(size, kernel)) for c in crops]
    )


def assert_as_pillow(crops):
    ours = gray48_bytes(torch.from_numpy(crops)).numpy()
    np.testing.assert_array_equal(ours, pillow_gray48(crops))


def test_random_crops_are_pillows_to_the_bit():
    rng = np.random.default_rng(1)
    assert_as_pillow(rng.integers(0, 256, (40, 112, 112, 3), dtype=np.uint8))


def test_black_and_white_noise_clips_as_pillow_does():
    rng = np.random.default_rng(2)
    crops = (rng.integers(0, 2, (20, 112, 112, 1)) * np.full(3, 255)).astype(np.uint8)
    reference = pillow_gray48(crops)
    assert (reference.min(), reference.max()) == (0, 255), "both ends must be reached"
    assert_as_pillow(crops)


@settings(max_examples=40, deadline=None)
@given(hnp.arrays(np.uint8, (7, 7, 3)), st.integers(0, 15), st.integers(0, 15))
def test_blocky_pictures_are_pillows_to_the_bit(blocks, down, right):
    picture = np.roll(np.kron(blocks, np.ones((16, 16, 1), np.uint8)), (down, right), axis=(0, 1))
    assert_as_pillow(picture[None])


@pytest.mark.parametrize("name", ["faceapi_happy.jpg", "faceapi_sad.jpg", "pyfeat_single_face.jpg"])
def test_photographs_are_pillows_to_the_bit(name):
    with Image.open(shared_file(f"images/{name}")) as file:
        picture = file.convert("RGB")
    sides = [112, 160, 300]
    tiles = [np.asarray(picture.resize((side, side)))[-112:, -112:] for side in sides]
    assert_as_pillow(np.stack(tiles))


def test_values_are_the_bytes_over_255():
    crops = torch.randint(0, 256, (3, 112, 112, 3), dtype=torch.uint8)
    gray = gray48(crops)
    assert gray.dtype == torch.float32
    assert gray.shape == (3, 48, 48)
    reference = pillow_gray48(crops.numpy()).astype(np.float32) / np.float32(255)
    np.testing.assert_array_equal(gray.numpy(), reference)


@pytest.mark.parametrize("level", range(0, 256, 15))
def test_a_flat_gray_picture_keeps_its_level(level):
    crops = torch.full((1, 112, 112, 3), level, dtype=torch.uint8)
    assert (gray48_bytes(crops) == level).all()


def test_pictures_do_not_depend_on_their_batch_or_memory_layout():
    crops = torch.randint(0, 256, (5, 112, 112, 3), dtype=torch.uint8)
    whole = gray48(crops)
    alone = torch.cat([gray48(crop[None]) for crop in crops])
    strided = crops.permute(0, 3, 1, 2).contiguous().permute(0, 2, 3, 1)
    assert torch.equal(whole, alone)
    assert torch.equal(whole, gray48(strided))


def test_autocast_changes_nothing():
    crops = torch.randint(0, 256, (2, 112, 112, 3), dtype=torch.uint8)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        reduced = gray48(crops)
    assert torch.equal(reduced, gray48(crops))


def test_no_crops_give_no_images():
    assert gray48(torch.empty(0, 112, 112, 3, dtype=torch.uint8)).shape == (0, 48, 48)


@pytest.mark.parametrize(
    "crops",
    [
        torch.zeros(1, 112, 112, 3),
        torch.zeros(112, 112, 3, dtype=torch.uint8),
        torch.zeros(1, 3, 112, 112, dtype=torch.uint8),
        torch.zeros(1, 96, 96, 3, dtype=torch.uint8),
    ],
)
def test_other_shapes_and_types_are_refused(crops):
    with pytest.raises(ValueError, match=r"must be torch\.uint8 \(N, 112, 112, 3\)"):
        gray48(crops)


@pytest.mark.gpu
def test_cuda_gives_the_same_bits():
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    crops = torch.randint(0, 256, (64, 112, 112, 3), dtype=torch.uint8)
    assert torch.equal(gray48(crops.cuda()).cpu(), gray48(crops))
