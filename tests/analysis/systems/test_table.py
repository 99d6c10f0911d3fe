"""Systems by name, and weights that cannot be used."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.analysis.systems.table import make_system
from app.core.errors import WeightsError
from models.card import ModelCard
from models.checkpoint import save_model
from models.mimamo import MimamoNet
from models.spatial_stream import build_trunk
from models.spec import ModelSpec
from tests.support.shared import shared_file

CPU = torch.device("cpu")
COMPACT = ModelSpec(trunk="compact", spatial_width=512, window=16)


def written(folder: Path, spec: ModelSpec, with_trunk: bool = True) -> str:
    """A checkpoint of that architecture, untrained."""
    torch.manual_seed(1)
    trunk = build_trunk(spec.trunk) if with_trunk else None
    path = folder / "made.safetensors"
    card = ModelCard("made", spec, "nothing", "MIT", "tests", False)
    save_model(path, MimamoNet.from_spec(spec), trunk, card)
    return str(path)


def values(system, frames=24):
    generator = np.random.default_rng(0)
    crops = generator.integers(0, 256, (frames, 112, 112, 3), dtype=np.uint8)
    reader = system.start_run()
    readings = reader.push(system.features(crops)) + reader.finish()
    read = np.full((frames, 2), np.nan)
    for reading in readings:
        read[reading.start : reading.start + len(reading.valence_arousal)] = reading.valence_arousal
    return read


@pytest.mark.parametrize("crop", ["my-crop", "square-box-20"])
def test_a_crop_that_cannot_be_cut_is_refused_by_name(tmp_path, crop):
    path = written(tmp_path, replace(COMPACT, crop=crop))
    with pytest.raises(WeightsError) as refusal:
        make_system("mimamo", path, CPU)
    for part in (f"'{crop}'", "made.safetensors", "five-point-112, openface-112", "--weights"):
        assert part in str(refusal.value)


def test_a_temporal_network_needs_no_trunk(tmp_path):
    spec = ModelSpec(trunk="none", spatial_width=0, window=16, streams=("temporal",))
    system = make_system("mimamo", written(tmp_path, spec, with_trunk=False), CPU)
    assert set(system.features(np.zeros((2, 112, 112, 3), np.uint8))) == {"gray"}
    assert np.isfinite(values(system)).all()
    assert "trunk_sha256" not in system.card.parameters
    assert system.card.parameters["trunk"] == "none"


def test_a_spatial_network_is_read(tmp_path):
    spec = replace(COMPACT, streams=("spatial",))
    assert np.isfinite(values(make_system("mimamo", written(tmp_path, spec), CPU))).all()


def test_a_trunk_that_is_nowhere_is_said(tmp_path):
    path = written(tmp_path, COMPACT, with_trunk=False)
    with pytest.raises(WeightsError, match="need the trunk compact"):
        make_system("mimamo", path, CPU)


def test_weights_of_the_other_system_are_refused(tmp_path):
    expressions = str(shared_file("weights/fer2013_mini_XCEPTION.102-0.66.hdf5"))
    with pytest.raises(WeightsError, match="holds no MIMAMO network"):
        make_system("mimamo", expressions, CPU)
    with pytest.raises(WeightsError, match="holds no expression network"):
        make_system("expression-baseline", written(tmp_path, COMPACT), CPU)


def test_an_unknown_system_is_refused_with_those_there_are():
    with pytest.raises(WeightsError, match="mimamo, expression-baseline"):
        make_system("openface", None, CPU)
