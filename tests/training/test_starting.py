"""Who starts from weights takes their streams and their input."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.training.settings import NETWORK_PARTS, NetworkSettings
from app.training.starting import architecture_of, network_from
from models.card import read_card
from models.catalogue import DEFAULT
from models.checkpoint import save_model
from models.mimamo import MimamoNet

FOLDER = Path(__file__).parents[2] / "resources" / "weights"


def test_the_shipped_weights_are_gone_on_from_as_they_are():
    spec = architecture_of(DEFAULT)
    network = network_from(DEFAULT, ("head",))
    assert (network.start, network.train) == (DEFAULT, ("head",))
    assert network.differences == spec.num_phase
    assert network.trunk == spec.trunk
    assert network.temporal == "phase-difference"
    assert network.spatial


@pytest.mark.parametrize("streams", [("temporal",), ("spatial",)])
def test_weights_of_one_stream_say_so(tmp_path, streams):
    card = read_card(next(FOLDER.glob("mimamo-demo*")))
    spec = replace(
        card.architecture,
        streams=streams,
        num_phase=8,
        **({"trunk": "none", "spatial_width": 0} if "spatial" not in streams else {}),
    )
    path = tmp_path / "own.safetensors"
    save_model(path, MimamoNet.from_spec(spec), None, replace(card, architecture=spec))
    network = network_from(str(path), NETWORK_PARTS)
    assert network.spatial is ("spatial" in streams)
    assert (network.temporal == "none") is ("temporal" not in streams)
    assert network.differences == 8


@pytest.mark.parametrize("content", [b"", b"not weights"])
def test_what_cannot_be_looked_into_keeps_the_defaults(tmp_path, content):
    path = tmp_path / "own.safetensors"
    path.write_bytes(content)
    assert architecture_of(str(path)) is None
    assert architecture_of(str(tmp_path / "none")) is None
    assert network_from(str(path), ("head",)) == NetworkSettings(start=str(path), train=("head",))
