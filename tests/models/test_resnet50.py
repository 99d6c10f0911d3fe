"""The ResNet-50 trunk against the network written out, and the differences that loading hides."""

import numpy as np
import pytest
import torch
from PIL import Image

from models.published import load_exactly
from models.resnet50 import ResNet50Trunk, published_trunk_keys
from tests.reference.plain_resnet50 import plain_resnet50, published_shapes, random_published_trunk
from tests.support.tolerances import TRUNK_FLOAT32


@pytest.fixture(scope="module")
def published():
    return random_published_trunk()


@pytest.fixture(scope="module")
def trunk(published):
    trunk = ResNet50Trunk()
    load_exactly(trunk, published, published_trunk_keys(), "the random trunk")
    return trunk.eval()


@pytest.fixture(scope="module")
def crops():
    generator = torch.Generator().manual_seed(1)
    return torch.randint(0, 256, (2, 112, 112, 3), dtype=torch.uint8, generator=generator)


def distance(features, reference):
    return float((features - reference).norm() / reference.norm())


def test_features_are_those_of_the_network_written_out(trunk, published, crops):
    with torch.no_grad():
        images = trunk.prepare(crops)
        features, plain = trunk(crops), plain_resnet50(published, images)
    assert features.shape == (2, 2048)
    assert features.dtype == torch.float32
    assert (features >= 0).all()
    assert distance(features, plain) < TRUNK_FLOAT32


def test_the_common_resnet_takes_the_same_weights_and_gives_wrong_features(trunk, published, crops):
    with torch.no_grad():
        features = trunk(crops)
        common = plain_resnet50(published, trunk.prepare(crops), stride_in="3x3")
    assert common.shape == features.shape
    assert distance(common, features) > 0.02


def test_keys_are_the_published_ones():
    keys = published_trunk_keys()
    norm = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    expected = {f"{name}.weight" for name in published_shapes()}
    expected |= {f"{name}_bn.{part}" for name in published_shapes() for part in norm}
    assert set(keys) == expected | {"classifier.weight", "classifier.bias"}
    assert len(keys) == 320
    assert sum(not key.endswith("num_batches_tracked") for key in keys) == 267
    assert sorted(keys.values()) == sorted(ResNet50Trunk().state_dict())


def test_input_is_rgb_minus_the_mean_enlarged_bilinearly(trunk, crops):
    mean = np.array([131.0912, 103.8827, 91.4953])
    images = trunk.prepare(crops).permute(0, 2, 3, 1).numpy() + mean
    for crop, image in zip(crops.numpy(), images, strict=True):
        pillow = Image.fromarray(crop).resize((224, 224), Image.Resampling.BILINEAR)
        # Pillow rounds to 8 bit after each of its two passes.
        np.testing.assert_allclose(image, np.asarray(pillow), rtol=0, atol=1.01)


def test_crops_of_the_full_size_are_not_resized(trunk, crops):
    large = crops.repeat_interleave(2, dim=1).repeat_interleave(2, dim=2)
    mean = torch.tensor([131.0912, 103.8827, 91.4953])
    expected = (large.float() - mean).permute(0, 3, 1, 2)
    torch.testing.assert_close(trunk.prepare(large), expected)


def test_expression_scores_are_the_classifier_on_features(trunk, published):
    generator = torch.Generator().manual_seed(2)
    features = torch.rand(3, 2048, generator=generator)
    weight = published["classifier.weight"].flatten(1)
    expected = features @ weight.T + published["classifier.bias"]
    torch.testing.assert_close(trunk.expression_logits(features), expected)


def test_other_crops_are_refused(trunk):
    with pytest.raises(ValueError, match=r"\(N, 112, 112, 3\) or \(N, 224, 224, 3\)"):
        trunk(torch.zeros(1, 96, 96, 3, dtype=torch.uint8))
