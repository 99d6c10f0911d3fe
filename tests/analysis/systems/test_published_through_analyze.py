"""The published weights' files, imported and read, against the released conventions written out.

The real files cannot be had any more; these have their key names and shapes and other values.
"""

from pathlib import Path

import numpy as np
import pytest
import torch

from app.analysis.systems.mimamo import Mimamo
from app.analysis.systems.table import make_system
from app.core.errors import WeightsError
from app.weights.import_file import import_weights
from models.published import load_published
from tests.reference.plain_network import plain_network
from tests.reference.plain_phase import plain_phase_differences
from tests.reference.plain_resnet50 import plain_resnet50, random_published_trunk
from tests.reference.synthetic_clip import synthetic_gray
from tests.support.shared import shared_file
from tests.support.tolerances import PUBLISHED_READING

FRAMES, DIFFERENT = 70, 12
FORTH_AND_BACK = np.abs((np.arange(FRAMES) + DIFFERENT - 1) % (2 * DIFFERENT - 2) - DIFFERENT + 1)
SPANS = [slice(0, 64), slice(6, 70)]
MEAN_RGB = (131.0912, 103.8827, 91.4953)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def trunk_state() -> dict[str, torch.Tensor]:
    return random_published_trunk()


@pytest.fixture
def published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trunk_state: dict[str, torch.Tensor]
) -> Mimamo:
    # In float32 on every processor: how little 16 bits move the trunk is tested with the trunk.
    monkeypatch.setattr("models.inference.reduced_types", lambda _device: ())
    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    import_weights(shared_file("golden/mimamo_random.pth.tar"), ("valence", "arousal"))
    torch.save(trunk_state, tmp_path / "trunk.pth")
    import_weights(tmp_path / "trunk.pth")
    return make_system("mimamo", "mimamo-published", CPU)


def crops() -> np.ndarray:
    """Different RGB crops of the closed-form clip; their gray picture is not needed here."""
    gray = torch.from_numpy(synthetic_gray(DIFFERENT)).float()[:, None]
    large = torch.nn.functional.interpolate(gray, (112, 112), mode="bicubic", align_corners=False)
    tints = torch.tensor([1.0, 0.85, 0.7])
    return (large.clamp(0, 255).movedim(1, -1) * tints).to(torch.uint8).numpy()


def released_trunk(state: dict[str, torch.Tensor], pictures: np.ndarray) -> np.ndarray:
    images = torch.from_numpy(pictures).movedim(-1, 1).float()
    size = (224, 224)
    images = torch.nn.functional.interpolate(images, size, mode="bilinear", align_corners=False)
    images -= torch.tensor(MEAN_RGB).view(3, 1, 1)
    with torch.no_grad():
        return torch.cat([plain_resnet50(state, part) for part in images.split(8)]).numpy()


def released_values(gray: np.ndarray, spatial: np.ndarray) -> tuple[np.ndarray, dict]:
    """Both windows in one batch, the recurrence over them, later windows over earlier ones."""
    net = load_published(shared_file("golden/mimamo_random.pth.tar"), "windows")
    # The released code scales gray in float32.
    levels = plain_phase_differences(
        (gray.astype("f4") / np.float32(255)).astype("f8"), 12, "released"
    )
    inputs = [np.stack([x[span] for span in SPANS]).astype("f8") for x in (*levels, spatial)]
    maps = plain_network(net, *inputs)
    values = np.full((FRAMES, 2), np.nan)
    for span, window in zip(SPANS, maps["valence_arousal"], strict=True):
        values[span] = window
    return values, maps


def test_a_run_is_read_by_the_released_conventions(published, trunk_state):
    assert published.spec.crop == "openface-112"
    parameters = published.card.parameters
    assert (parameters["unwrap"], parameters["recurrence"]) == ("released", "windows")
    pictures = crops()
    reader = published.start_run(keep_features=True)
    parts = np.split(FORTH_AND_BACK, range(16, FRAMES, 16))
    batches = [published.features(pictures[part]) for part in parts]
    readings = [reading for batch in batches for reading in reader.push(batch)] + reader.finish()
    assert [reading.start for reading in readings] == [0, 6]
    found = np.full((FRAMES, 2), np.nan)
    for reading in readings:
        found[reading.start : reading.start + 64] = reading.valence_arousal

    gray = torch.cat([batch["gray"] for batch in batches]).numpy()
    expected, maps = released_values(gray, released_trunk(trunk_state, pictures)[FORTH_AND_BACK])
    assert expected.std(axis=0).min() > 40 * PUBLISHED_READING  # it is no constant that agrees
    np.testing.assert_allclose(found, expected, atol=PUBLISHED_READING, rtol=0)
    for window, reading in enumerate(readings):
        for name, array in reading.features.items():
            np.testing.assert_allclose(array, maps[name][window], atol=10 * PUBLISHED_READING)


def test_without_its_trunk_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    import_weights(shared_file("golden/mimamo_random.pth.tar"), ("valence", "arousal"))
    with pytest.raises(WeightsError, match="resnet50_ferplus_dag"):
        make_system("mimamo", "mimamo-published", CPU)
