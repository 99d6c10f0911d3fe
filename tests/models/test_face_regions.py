"""Masks of the face's regions."""

import itertools

import cv2
import numpy as np
import pytest

from models.face_regions import MOTION_REGIONS, REGIONS, Ellipse, Polygon, level_mask, region_mask


@pytest.mark.parametrize("size", [24, 48, 112])
def test_parts_of_the_face_do_not_overlap(size: int) -> None:
    for one, other in itertools.combinations(MOTION_REGIONS, 2):
        assert not (region_mask(one, size) & region_mask(other, size)).any()
    assert all(region_mask(name, size).any() for name in REGIONS)


@pytest.mark.parametrize("region", REGIONS)
def test_masks_agree_with_another_rasteriser(region: str) -> None:
    """OpenCV fills the same shapes at 1/16 pixel, up to samples on an edge."""
    picture = np.zeros((448, 448), np.uint8)
    for shape in REGIONS[region]:
        if isinstance(shape, Polygon):
            corners = np.rint((np.array(shape.corners) * 448 - 0.5) * 16).astype(np.int32)
            cv2.fillPoly(picture, [corners], 1, shift=4)
        else:
            middle = np.rint((np.array([shape.x, shape.y]) * 448 - 0.5) * 16).astype(int)
            axes = np.rint(np.array([shape.half_width, shape.half_height]) * 448 * 16).astype(int)
            cv2.ellipse(picture, middle, axes, 0, 0, 360, 1, -1, shift=4)
    filled, mask = picture.astype(bool), region_mask(region, 448)
    assert (filled & mask).sum() / (
        filled | mask
    ).sum() > 0.95  # OpenCV takes every pixel on an edge


@pytest.mark.parametrize(
    ("region", "x", "y"),
    [("eyes", 38.3, 51.7), ("eyes", 73.5, 51.5), ("nose", 56.0, 71.7), ("mouth", 41.5, 92.4),
     ("mouth", 70.7, 92.2)],
)  # fmt: skip
def test_landmarks_of_the_template_lie_in_their_region(region: str, x: float, y: float) -> None:
    assert region_mask(region, 112)[round(y), round(x)]


def test_sizes_show_the_same_area() -> None:
    for name in REGIONS:
        shares = [region_mask(name, size).mean() for size in (48, 112, 448)]
        np.testing.assert_allclose(shares, shares[-1], rtol=0.08)


def test_level_1_takes_every_second_sample() -> None:
    assert level_mask("mouth", 0).shape == (48, 48)
    np.testing.assert_array_equal(level_mask("mouth", 1), region_mask("mouth", 48)[::2, ::2])


def test_what_is_no_region_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of brows"):
        region_mask("ears", 48)
    with pytest.raises(ValueError, match="at least one"):
        region_mask("eyes", 0)


def test_ellipse() -> None:
    inside = Ellipse(0.5, 0.5, 0.2, 0.1).holds(
        np.array([0.5, 0.69, 0.5]), np.array([0.5, 0.5, 0.61])
    )
    assert inside.tolist() == [True, True, False]
