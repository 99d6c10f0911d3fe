"""Theorems of the pyramid: it loses nothing, is linear, analytic, shiftable and steerable."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from models.pyramid_products import quadrature_bands
from models.steerable_pyramid import SteerablePyramid
from tests.reference.plain_phase import plain_bands
from tests.support.shared import shared_file
from tests.support.tolerances import EXACT_FLOAT64, PYRAMID_FLOAT32

GEOMETRIES = [(48, 2, 2), (48, 3, 4), (64, 4, 3), (32, 1, 2), (16, 3, 6)]


def pictures(count: int, size: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    return torch.rand((count, size, size), generator=torch.Generator().manual_seed(5), dtype=dtype)


@pytest.mark.parametrize(("size", "levels", "orientations"), GEOMETRIES)
def test_perfect_reconstruction(size: int, levels: int, orientations: int) -> None:
    pyramid = SteerablePyramid(size, levels, orientations)
    images = pictures(3, size)
    coefficients = pyramid.decompose(images)
    shapes = [tuple(band.shape) for band in coefficients.bands]
    assert shapes == [(3, orientations, 2 * size >> v, 2 * size >> v) for v in range(levels)]
    torch.testing.assert_close(
        pyramid.reconstruct(coefficients), images, atol=EXACT_FLOAT64, rtol=0
    )


def test_every_part_is_needed_for_the_reconstruction() -> None:
    pyramid = SteerablePyramid()
    images = pictures(1, 48)
    whole = pyramid.decompose(images)
    zeroed = [
        type(whole)(0 * whole.high, whole.bands, whole.low),
        type(whole)(whole.high, (0 * whole.bands[0], whole.bands[1]), whole.low),
        type(whole)(whole.high, (whole.bands[0], 0 * whole.bands[1]), whole.low),
        type(whole)(whole.high, whole.bands, 0 * whole.low),
    ]
    errors = [(pyramid.reconstruct(part) - images).abs().max().item() for part in zeroed]
    assert min(errors) > 0.01


def test_float32_reconstructs_to_its_precision() -> None:
    pyramid = SteerablePyramid()
    images = pictures(2, 48, torch.float32)
    rebuilt = pyramid.reconstruct(pyramid.decompose(images))
    assert rebuilt.dtype == torch.float32
    torch.testing.assert_close(rebuilt, images, atol=PYRAMID_FLOAT32, rtol=0)


@pytest.mark.parametrize("kind", ["small", "synthetic"])
def test_bands_are_the_frozen_coefficients(kind: str) -> None:
    frozen = np.load(shared_file(f"golden/phase_reference_{kind}.npz"))
    chosen = frozen["index_table"][frozen["coef_row"]]
    gray = torch.from_numpy(frozen["gray_u8"][chosen].astype(np.float32) / 255)
    for level, band in enumerate(SteerablePyramid().bands(gray)):
        expected = frozen[f"coef_level{level}"].transpose(1, 0, 2, 3)
        np.testing.assert_allclose(band.numpy(), expected, atol=PYRAMID_FLOAT32, rtol=0)


def test_bands_agree_with_the_independent_transform() -> None:
    images = pictures(2, 48)
    for level, band in enumerate(SteerablePyramid().bands(images)):
        expected = np.stack([plain_bands(image)[level] for image in images.numpy()])
        np.testing.assert_allclose(band.numpy(), expected, atol=EXACT_FLOAT64, rtol=0)


def test_real_matrix_products_are_the_same_bands() -> None:
    images = pictures(5, 48)
    products = quadrature_bands(images)
    for band, parts in zip(SteerablePyramid().bands(images), products, strict=True):
        found = torch.complex(parts.real, parts.imaginary).transpose(0, 1)
        torch.testing.assert_close(found, band, atol=EXACT_FLOAT64, rtol=0)


@settings(max_examples=20, deadline=None)
@given(a=st.floats(-3, 3), b=st.floats(-3, 3))
def test_linear(a: float, b: float) -> None:
    pyramid = SteerablePyramid(32, 2, 4)
    first, second = pictures(2, 32).split(1)
    mixed = pyramid.bands(a * first + b * second)
    for z, x, y in zip(mixed, pyramid.bands(first), pyramid.bands(second), strict=True):
        torch.testing.assert_close(z, a * x + b * y, atol=EXACT_FLOAT64, rtol=0)


def test_coefficients_are_analytic() -> None:
    """No energy at opposite frequencies: the spectrum of a band is one-sided."""
    for band in SteerablePyramid().decompose(pictures(1, 48)).bands:
        power = torch.fft.fft2(band[0]).abs() ** 2
        half = power.shape[-1] // 2
        against_x = power[0, :, half + 1 :].sum() / power[0].sum()
        against_y = power[1, half + 1 :].sum() / power[1].sum()
        assert max(against_x, against_y) < 1e-4


def test_a_constant_picture_has_no_bands() -> None:
    flat = torch.full((1, 48, 48), 0.7, dtype=torch.float64)
    pyramid = SteerablePyramid()
    coefficients = pyramid.decompose(flat)
    assert max(band.abs().max() for band in coefficients.bands) < EXACT_FLOAT64
    assert coefficients.high.abs().max() < EXACT_FLOAT64
    torch.testing.assert_close(pyramid.reconstruct(coefficients), flat)


@pytest.mark.parametrize("orientation", [0, 1])
def test_each_orientation_answers_to_its_own_grating(orientation: int) -> None:
    wave = 0.5 + 0.3 * torch.cos(2 * torch.pi * torch.arange(48, dtype=torch.float64) / 4.1)
    image = wave.expand(48, 48) if orientation == 0 else wave[:, None].expand(48, 48)
    fine = SteerablePyramid().bands(image[None])[0][0].abs()
    assert fine[orientation].mean() > 100 * fine[1 - orientation].mean()


@pytest.mark.parametrize(
    ("images", "complaint"),
    [
        (torch.zeros(48, 48), "must be"),
        (torch.zeros(1, 24, 24), "48"),
        (torch.zeros(1, 48, 48, dtype=torch.uint8), "uint8"),
        (torch.zeros(1, 48, 48, dtype=torch.float16), "float16"),
    ],
)
def test_wrong_pictures_are_refused(images: torch.Tensor, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        SteerablePyramid().decompose(images)


def test_impossible_pyramid_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="multiple of 8"):
        SteerablePyramid(size=20, levels=3)
