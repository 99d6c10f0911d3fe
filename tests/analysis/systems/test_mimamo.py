"""The system itself: what it makes of crops on each device."""

import numpy as np
import pytest
import torch

from app.analysis.systems.mimamo import Mimamo
from models.card import ModelCard
from models.checkpoint import LoadedModel
from models.mimamo import MimamoNet
from models.spatial_stream import build_trunk
from models.spec import ModelSpec
from tests.reference.synthetic_clip import synthetic_gray
from tests.support.tolerances import CPU_CUDA

SPEC = ModelSpec(trunk="compact", spatial_width=512, window=16)


def lived_in(module):
    """The module with statistics in its batch norms and a recurrence that matters."""
    for part in module.modules():
        if isinstance(part, torch.nn.BatchNorm1d | torch.nn.BatchNorm2d):
            part.running_mean.normal_(std=0.1)
            part.running_var.uniform_(0.7, 1.4)
        if isinstance(part, torch.nn.GRU):
            for parameter in part.parameters():
                parameter.data.mul_(2)
    return module.eval()


def system(device="cpu"):
    torch.manual_seed(2)
    net, trunk = lived_in(MimamoNet.from_spec(SPEC)), lived_in(build_trunk("compact"))
    card = ModelCard("made", SPEC, "nothing", "MIT", "tests", False)
    return Mimamo(
        LoadedModel(net, trunk, card, "0" * 64), trunk, "0" * 64, "", torch.device(device)
    )


def crops(count=40):
    """The closed-form clip, enlarged to crops."""
    gray = torch.from_numpy(synthetic_gray(count)).float()[:, None]
    large = torch.nn.functional.interpolate(gray, (112, 112), mode="bicubic", align_corners=False)
    tints = torch.tensor([1.0, 0.9, 0.8])
    return (large.clamp(0, 255).movedim(1, -1) * tints).to(torch.uint8).numpy()


def read(made, pictures):
    reader = made.start_run(keep_features=True)
    readings = []
    for start in range(0, len(pictures), made.spec.batch):
        readings += reader.push(made.features(pictures[start : start + made.spec.batch]))
    return readings + reader.finish(), reader.whole()


def test_too_little_memory_takes_fewer_crops_at_a_time(monkeypatch):
    made, pictures = system(), crops(16)
    expected = made.features(pictures)
    trunk, sizes = made._trunk, []

    def limited(images):
        sizes.append(len(images))
        if sizes[-1] > 4:
            raise torch.OutOfMemoryError
        return trunk(images)

    monkeypatch.setattr(made, "_trunk", limited)
    features = made.features(pictures)
    assert sizes == [16, 8, 4, 4, 8, 4, 4]
    assert torch.equal(features["gray"], expected["gray"])
    torch.testing.assert_close(features["spatial"], expected["spatial"])


def test_readings_carry_no_features_unless_asked():
    made, pictures = system(), crops(16)
    reader = made.start_run()
    readings = reader.push(made.features(pictures)) + reader.finish()
    assert readings
    assert all(reading.features is None for reading in readings)


@pytest.mark.gpu
def test_whole_readings_on_cuda_are_those_of_the_cpu():
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    pictures = crops()
    expected, expected_whole = read(system(), pictures)
    found, whole = read(system("cuda"), pictures)
    assert [reading.start for reading in found] == [reading.start for reading in expected]
    for ours, plain in zip(found, expected, strict=True):
        assert np.abs(ours.valence_arousal - plain.valence_arousal).max() < CPU_CUDA
        # No trunk in these, so nothing is in 16 bits.
        assert np.abs(ours.features["temporal"] - plain.features["temporal"]).max() < CPU_CUDA
    assert np.abs(np.subtract(whole, expected_whole)).max() < CPU_CUDA
