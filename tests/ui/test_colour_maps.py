"""Maps are the published ones, uniform to the eye, and laid on values as said."""

from pathlib import Path

import numpy as np
import pytest

from app.ui.colour_maps import DIVERGING, VIRIDIS, image_of


def pixel(image, column, row):
    colour = image.pixelColor(column, row)
    return colour.red(), colour.green(), colour.blue(), colour.alpha()


def lightness(lut):
    """CIE L* of sRGB, 0 ... 100."""
    share = lut / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    root = np.where(luminance > 0.008856, np.cbrt(luminance), luminance * 7.787 + 16 / 116)
    return 116 * root - 16


def test_viridis_is_that_of_its_authors():
    import matplotlib

    wanted = np.array(matplotlib.colormaps["viridis"].colors) * 255
    assert np.abs(VIRIDIS - wanted).max() <= 1.5


def test_the_diverging_map_is_that_of_its_author():
    import pyqtgraph

    folder = Path(pyqtgraph.__file__).parent / "colors" / "maps"
    wanted = np.loadtxt(folder / "CET-D1.csv", delimiter=",")
    wanted = wanted * (255 if wanted.max() <= 1 else 1)
    assert np.abs(DIVERGING - wanted).max() <= 2.5


def test_equal_steps_look_equal():
    steps = np.diff(lightness(VIRIDIS))
    assert steps.mean() == pytest.approx(0.3, abs=0.03)
    assert np.abs(np.diff(lightness(VIRIDIS)[::8]) / 8 - steps.mean()).max() < 0.12
    lower, upper = lightness(DIVERGING)[:128], lightness(DIVERGING)[:127:-1]
    assert np.abs(lower - upper).max() < 6  # as dark on both sides
    assert lightness(DIVERGING)[120:136].min() > 85


def test_values_become_colours():
    image = image_of(np.array([[0.0, 0.5], [1.0, np.nan]]), (0.0, 1.0), VIRIDIS)
    assert pixel(image, 0, 0) == (*VIRIDIS[0], 255)
    assert pixel(image, 1, 0) == (*VIRIDIS[128], 255)
    assert pixel(image, 0, 1) == (*VIRIDIS[255], 255)
    assert pixel(image, 1, 1)[3] == 0


def test_beyond_the_limits_are_the_ends_and_equal_limits_the_middle():
    values = np.array([[-5.0, 5.0, np.inf]])
    image = image_of(values, (-1.0, 1.0), DIVERGING)
    assert pixel(image, 0, 0)[:3] == tuple(DIVERGING[0])
    assert pixel(image, 1, 0)[:3] == pixel(image, 2, 0)[:3] == tuple(DIVERGING[255])
    assert pixel(image_of(values, (2.0, 2.0), DIVERGING), 0, 0)[:3] == tuple(DIVERGING[128])


def test_opacity():
    values, alpha = np.array([[1.0, 1.0, np.nan]]), np.array([[0.5, 2.0, 1.0]])
    image = image_of(values, (0.0, 1.0), VIRIDIS, alpha)
    assert pixel(image, 0, 0)[3] == pytest.approx(128, abs=1)
    assert pixel(image, 0, 0)[:3] == pytest.approx(VIRIDIS[255].tolist(), abs=2)
    assert pixel(image, 1, 0) == (*VIRIDIS[255], 255)
    assert pixel(image, 2, 0)[3] == 0


def test_a_picture_keeps_its_own_memory():
    values = np.zeros((50, 50))
    image = image_of(values, (0.0, 1.0), VIRIDIS)
    values[:] = 1.0
    del values
    assert pixel(image, 10, 10)[:3] == tuple(VIRIDIS[0])
