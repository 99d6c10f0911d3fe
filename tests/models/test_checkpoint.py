"""Checkpoints: what comes back, what stays together, and what is refused."""

import hashlib
import json
import os
import signal
import subprocess
import sys

import pytest
import safetensors.torch
import torch

from models.card import METADATA_KEY, ModelCard, read_card
from models.checkpoint import load_model, save_model
from models.errors import ModelError
from models.mimamo import MimamoNet
from models.spatial_stream import build_trunk
from models.spec import ModelSpec

SPEC = ModelSpec(trunk="compact", spatial_width=512, num_phase=4, recurrence="time")


def card(spec=SPEC, **changes):
    fields = {
        "name": "demo",
        "architecture": spec,
        "training_data": "synthetic facial motion",
        "licence": "MIT",
        "intended_use": "demonstration",
        "validated_on_people": False,
        "validation": {"ccc_valence": 0.61},
        "extra": {"seed": 7},
    }
    return ModelCard(**fields | changes)


def random_net(spec=SPEC):
    torch.manual_seed(0)
    net = MimamoNet.from_spec(spec).eval()
    for name, buffer in net.named_buffers():
        if "running" in name:
            buffer.uniform_(0.5, 1.5)
    return net


def window(seed=1):
    generator = torch.Generator().manual_seed(seed)
    phase0 = torch.randn(1, 3, 8, 48, 48, generator=generator)
    phase1 = torch.randn(1, 3, 8, 24, 24, generator=generator)
    crops = torch.randint(0, 256, (3, 112, 112, 3), dtype=torch.uint8, generator=generator)
    return phase0, phase1, crops


def predict(net, trunk):
    phase0, phase1, crops = window()
    with torch.no_grad():
        return net(phase0, phase1, trunk(crops)[None]).valence_arousal


@pytest.fixture
def saved(tmp_path):
    net, trunk = random_net(), build_trunk("compact").eval()
    path = tmp_path / "demo.safetensors"
    digest = save_model(path, net, trunk, card())
    return path, net, trunk, digest


def test_a_model_comes_back_to_the_bit(saved):
    path, net, trunk, digest = saved
    loaded = load_model(path)
    assert loaded.card == card() == read_card(path)
    assert loaded.sha256 == digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not loaded.net.training
    assert not loaded.trunk.training
    assert torch.equal(predict(loaded.net, loaded.trunk), predict(net, trunk))


def test_the_same_model_gives_the_same_file(saved, tmp_path):
    path, net, trunk, digest = saved
    assert save_model(tmp_path / "again.safetensors", net, trunk, card()) == digest
    loaded = load_model(path)
    copied = tmp_path / "copied.safetensors"
    assert save_model(copied, loaded.net, loaded.trunk, loaded.card) == digest


def test_half_the_size_moves_predictions_little_and_loads_as_float32(saved, tmp_path):
    path, net, trunk, _ = saved
    small = tmp_path / "small.safetensors"
    save_model(small, net, trunk, card(), half=True)
    loaded = load_model(small)
    assert small.stat().st_size < 0.55 * path.stat().st_size
    assert {t.dtype for t in loaded.net.parameters()} == {torch.float32}
    torch.testing.assert_close(
        predict(loaded.net, loaded.trunk), predict(net, trunk), rtol=0, atol=5e-3
    )


def test_values_beyond_sixteen_bits_survive_half_the_size(tmp_path):
    net = random_net()
    with torch.no_grad():
        net.fusion[0].bias[0] = 1e6
    path = tmp_path / "wide.safetensors"
    save_model(path, net, None, card(), half=True)
    assert float(load_model(path).net.fusion[0].bias[0].detach()) == 1e6


def test_a_model_without_its_trunk(tmp_path):
    path = tmp_path / "head.safetensors"
    save_model(path, random_net(), None, card())
    loaded = load_model(path)
    assert loaded.trunk is None
    assert loaded.card.architecture.trunk == "compact"


@pytest.mark.parametrize("streams", [("spatial",), ("temporal",)])
def test_a_single_stream_comes_back(streams, tmp_path):
    trunk = {"trunk": "none", "spatial_width": 0} if streams == ("temporal",) else {}
    spec = ModelSpec(**SPEC.to_dict() | {"streams": streams, "columns": SPEC.columns} | trunk)
    net = random_net(spec)
    path = tmp_path / "one.safetensors"
    save_model(path, net, None, card(spec))
    phase0, phase1, _ = window()
    spatial = torch.rand(1, 3, spec.spatial_width)
    with torch.no_grad():
        again, before = load_model(path).net, net
        outputs = [n(phase0, phase1, spatial).valence_arousal for n in (again, before)]
    assert torch.equal(*outputs)


def test_columns_in_the_file_follow_the_card_and_in_the_network_never_change(tmp_path):
    reverse = ModelSpec.from_dict(SPEC.to_dict() | {"columns": ["arousal", "valence"]})
    net = random_net(reverse)
    path = tmp_path / "reverse.safetensors"
    save_model(path, net, None, card(reverse))
    stored = safetensors.torch.load_file(path)
    assert torch.equal(stored["net.head.1.weight"], net.head[1].weight.flip(0))
    loaded = load_model(path).net
    assert torch.equal(loaded.head[1].weight, net.head[1].weight)
    assert torch.equal(loaded.head[2].running_var, net.head[2].running_var)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"num_phase": 12}, "card says num_phase 12, the network has 4"),
        ({"recurrence": "windows"}, "card says recurrence 'windows', the network has 'time'"),
        ({"trunk": "resnet50_ferplus", "spatial_width": 2048}, "card says spatial_width 2048"),
    ],
)
def test_a_card_of_another_network_is_refused_when_saving(changes, message, tmp_path):
    other = ModelSpec.from_dict(SPEC.to_dict() | changes)
    with pytest.raises(ValueError, match=message):
        save_model(tmp_path / "x", random_net(), None, card(other))
    assert not list(tmp_path.iterdir())


def test_weights_that_are_not_finite_are_not_saved(tmp_path):
    net = random_net()
    with torch.no_grad():
        net.fusion[0].weight[0, 0] = float("nan")
    with pytest.raises(
        ValueError, match=r"net\.fusion\.0\.weight holds values that are not finite"
    ):
        save_model(tmp_path / "x", net, None, card())


def rewritten(path, tensors=None, text=None):
    """The file with other tensors or another card."""
    tensors = safetensors.torch.load_file(path) if tensors is None else tensors
    text = read_card(path).to_json() if text is None else text
    path.write_bytes(safetensors.torch.save(tensors, metadata={METADATA_KEY: text}))
    return path


def test_tensors_that_do_not_fit_are_named(saved):
    path = saved[0]
    tensors = safetensors.torch.load_file(path)
    del tensors["net.gru.bias_hh_l1"]
    tensors["net.fusion.9.weight"] = torch.zeros(3)
    tensors["net.head.1.bias"] = torch.zeros(3)
    with pytest.raises(ModelError) as caught:
        load_model(rewritten(path, tensors))
    message = str(caught.value)
    assert "missing: gru.bias_hh_l1" in message
    assert "unknown: fusion.9.weight" in message
    assert "head.1.bias (3,) instead of (2,)" in message
    assert "the network in demo.safetensors" in message


def test_tensors_of_another_architecture_are_named(saved):
    fields = json.loads(read_card(saved[0]).to_json())
    fields["architecture"]["num_phase"] = 12
    with pytest.raises(ModelError, match=r"temporal\.blocks\.0\.0\.weight \(64, 8, 3, 3\) instead"):
        load_model(rewritten(saved[0], text=json.dumps(fields)))


def test_tensors_of_no_part_are_named(saved):
    tensors = safetensors.torch.load_file(saved[0]) | {"optimizer.step": torch.zeros(1)}
    with pytest.raises(ModelError, match=r"tensors that no part uses: optimizer\.step"):
        load_model(rewritten(saved[0], tensors))


def test_values_that_are_not_finite_are_named(saved):
    tensors = safetensors.torch.load_file(saved[0])
    tensors["trunk.stem.conv.weight"][0] = float("inf")
    with pytest.raises(ModelError, match=r"not finite: stem\.conv\.weight"):
        load_model(rewritten(saved[0], tensors))


@pytest.mark.parametrize("keep", [0, 5, 8, 200, -1])
def test_a_file_that_is_cut_off_is_refused(saved, keep):
    path = saved[0]
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError, match=r"demo\.safetensors .*damaged"):
        load_model(path)


def test_files_of_other_kinds_are_refused(tmp_path):
    path = tmp_path / "x.safetensors"
    for content in (b"\xff" * 64, b"GIF89a" * 20, b"\x02\0\0\0\0\0\0\0[]"):
        path.write_bytes(content)
        for read in (load_model, read_card):
            with pytest.raises(ModelError, match="not a safetensors file, or it is damaged"):
                read(path)
    path.write_bytes(safetensors.torch.save({"a": torch.zeros(1)}))
    with pytest.raises(ModelError, match="has no model card"):
        load_model(path)


def test_a_missing_file_is_an_error_of_the_file_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "none.safetensors")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(saved, monkeypatch):
    path, net, trunk, digest = saved

    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        save_model(path, net, trunk, card(name="other"))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_size_limit_leaves_nothing_half_written(tmp_path):
    resource = pytest.importorskip("resource", reason="needs limits on file sizes")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, '.')\n"
        "from models.checkpoint import _replace\n"
        "_replace(Path(sys.argv[1]), bytes(1_000_000))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "x")]
    done = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert not list(tmp_path.iterdir())
