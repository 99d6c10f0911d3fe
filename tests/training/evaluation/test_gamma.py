"""Changing light: the formula, the same draws for everybody, and nothing at b = 0."""

import numpy as np
import pytest
import torch

from app.analysis.systems.table import make_system
from app.training.evaluation.gamma import GammaFaces, with_gamma


def crops(count=5, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (count, 112, 112, 3), dtype=np.uint8)


def test_gamma_is_the_published_formula_on_eight_bits():
    faces, gamma = crops(), np.array([1.0, 0.2, 0.5, 1.4, 1.8])
    made = with_gamma(faces, gamma)
    expected = np.round(255 * (faces / 255.0) ** gamma[:, None, None, None])
    np.testing.assert_array_equal(made, expected.astype(np.uint8))
    np.testing.assert_array_equal(made[0], faces[0])
    assert made.dtype == np.uint8


class Seen:
    """A maker of features that keeps what it saw."""

    def __init__(self):
        self.system = make_system("mimamo", None, torch.device("cpu"))
        self.spec, self.card, self.device = self.system.spec, self.system.card, self.system.device
        self.crops = []

    def features(self, faces):
        self.crops.append(faces)
        return {"gray": torch.zeros(len(faces), 48, 48)}


@pytest.fixture(scope="module")
def faces():
    return np.full((40, 112, 112, 3), 100, np.uint8)


def light_of(faces, bound, sha256="ab" * 32, seed=1, batch=16):
    """The gamma of each frame, found back from what was seen."""
    maker = Seen()
    light = GammaFaces(maker, bound, sha256, seed)
    for start in range(0, len(faces), batch):
        light.features(faces[start : start + batch])
    levels = np.concatenate(maker.crops)[:, 0, 0, 0]
    return np.log(levels / 255) / np.log(100 / 255)


def test_frames_differ_within_the_bounds_and_b_scales_the_same_draws(faces):
    strong, weak = light_of(faces, 0.8), light_of(faces, 0.2)
    assert strong.min() >= 0.2 - 0.01
    assert strong.max() <= 1.8 + 0.01
    assert strong.std() > 0.3
    np.testing.assert_allclose((strong - 1) / 4, weak - 1, atol=0.01)


def test_draws_depend_on_recording_and_seed_and_not_on_batches(faces):
    first = light_of(faces, 0.6)
    np.testing.assert_array_equal(first, light_of(faces, 0.6, batch=7))
    assert not np.array_equal(first, light_of(faces, 0.6, sha256="cd" * 32))
    assert not np.array_equal(first, light_of(faces, 0.6, seed=2))


def test_without_strength_nothing_changes(faces):
    maker = Seen()
    GammaFaces(maker, 0.0, "ab" * 32, 1).features(crops())
    np.testing.assert_array_equal(maker.crops[0], crops())


def test_the_cache_would_tell_lights_apart():
    maker = Seen()
    cards = [GammaFaces(maker, bound, "ab" * 32, 1).card.parameters for bound in (0.0, 0.2)]
    assert cards[0] != cards[1]
    assert set(maker.card.parameters) < set(cards[0])
