"""The quick copy of a trunk gives the trunk's features."""

import warnings

import numpy as np
import pytest
import torch

from models.inference import (
    TOLERANCE,
    prepare_for_inference,
    prepare_network,
    reduced_types,
    true_float32,
)
from models.mimamo import MimamoNet
from models.published import load_published
from models.spatial_stream import build_trunk
from models.trunk import ConvNorm
from tests.support.shared import shared_file
from tests.support.tolerances import CPU_CUDA, NETWORK_FLOAT32, TRUNK_FLOAT32


def lived_in(name):
    """A trunk whose batch norms have statistics."""
    torch.manual_seed(0)
    trunk = build_trunk(name)
    for module in trunk.modules():
        if isinstance(module, torch.nn.BatchNorm2d | torch.nn.BatchNorm1d):
            module.running_mean.normal_(std=0.1)
            module.running_var.uniform_(0.7, 1.4)
            torch.nn.init.uniform_(module.weight, 0.5, 1.0)
            torch.nn.init.normal_(module.bias, std=0.1)
    return trunk.eval()


@pytest.fixture(scope="module", params=["compact", "resnet50_ferplus"])
def trunk(request):
    return lived_in(request.param)


def crops(count=3):
    generator = torch.Generator().manual_seed(1)
    return torch.randint(0, 256, (count, 112, 112, 3), dtype=torch.uint8, generator=generator)


def plain(trunk, pictures):
    with torch.no_grad():
        return trunk(pictures)


def distance(features, reference):
    return float((features - reference).norm() / reference.norm())


def test_folding_does_not_change_features(trunk):
    quick = prepare_for_inference(trunk, dtypes=())
    features = quick(crops())
    assert quick.dtype == torch.float32
    assert quick.moved == 0
    assert features.dtype == torch.float32
    assert not features.requires_grad
    assert distance(features, plain(trunk, crops())) < TRUNK_FLOAT32


def test_every_batch_norm_behind_a_convolution_is_folded_in_a_copy(trunk):
    quick = prepare_for_inference(trunk, dtypes=())
    pairs = [m for m in quick.trunk.modules() if isinstance(m, ConvNorm)]
    assert pairs
    assert all(isinstance(pair.norm, torch.nn.Identity) for pair in pairs)
    originals = [m for m in trunk.modules() if isinstance(m, ConvNorm)]
    assert all(isinstance(pair.norm, torch.nn.BatchNorm2d) for pair in originals)


def test_a_trunk_in_training_is_copied_in_evaluation_and_left_alone():
    trunk = lived_in("compact").train()
    before = {key: tensor.clone() for key, tensor in trunk.state_dict().items()}
    quick = prepare_for_inference(trunk, dtypes=())
    pictures = crops(2)
    # Statistics of the batch would make a picture depend on its company.
    assert distance(quick(pictures[:1]), quick(pictures)[:1]) < TRUNK_FLOAT32
    assert trunk.training
    assert all(torch.equal(tensor, before[key]) for key, tensor in trunk.state_dict().items())
    assert all(p.requires_grad for p in trunk.parameters())


def test_sixteen_bits_are_taken_when_features_hardly_move():
    trunk = lived_in("compact")
    quick = prepare_for_inference(trunk, dtypes=(torch.bfloat16,))
    moved = distance(quick(crops()), plain(trunk, crops()))
    assert quick.dtype == torch.bfloat16
    assert 0 < quick.moved < TOLERANCE
    assert 0 < moved < 2 * TOLERANCE
    convolutions = [m.conv for m in quick.trunk.modules() if isinstance(m, ConvNorm)]
    assert {c.weight.dtype for c in convolutions} == {torch.bfloat16}


@pytest.mark.parametrize("factor", [1e6, 1e30], ids=["moves", "overflows"])
def test_sixteen_bits_are_left_when_features_move(factor):
    trunk = lived_in("compact")
    with torch.no_grad():
        # A difference of two large numbers loses its digits in 16 bits.
        trunk.stem.norm.bias.add_(factor)
        trunk.stages[0].first.norm.running_mean.normal_()
    quick = prepare_for_inference(trunk, dtypes=(torch.float16,))
    assert quick.dtype == torch.float32
    assert quick.moved == 0


def test_autocast_around_the_call_changes_nothing():
    quick = prepare_for_inference(lived_in("compact"), dtypes=())
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = quick(crops())
    assert torch.equal(inside, quick(crops()))


def test_only_a_processor_with_sixteen_bit_arithmetic_is_asked_for_it(monkeypatch):
    for capabilities, expected in (
        ({"avx2": True, "avx512_bf16": False}, ()),
        ({"avx512_bf16": True}, (torch.bfloat16,)),
        ({"architecture": "aarch64", "bf16": True}, (torch.bfloat16,)),
    ):
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda c=capabilities: c)
        assert reduced_types(torch.device("cpu")) == expected


def test_a_prepared_network_gives_the_frozen_outputs():
    golden = np.load(shared_file("golden/mimamo_reference_small.npz"))
    inputs = [torch.from_numpy(golden[k].astype("f4")) for k in ("phase0", "phase1", "features")]
    net = load_published(shared_file("golden/mimamo_random.pth.tar"), "windows")
    quick = prepare_network(net)
    with torch.inference_mode():
        output = quick(*inputs)
    for name, key in (("temporal", "temporal"), ("gru", "gru"), ("valence_arousal", "out")):
        found = getattr(output, name).numpy()
        np.testing.assert_allclose(found, golden[key], atol=NETWORK_FLOAT32, rtol=0)


def test_a_network_is_prepared_in_a_copy():
    torch.manual_seed(0)
    net = MimamoNet(512).train()
    before = {key: tensor.clone() for key, tensor in net.state_dict().items()}
    quick = prepare_network(net)
    convolution_norms = [m for m in quick.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    assert not convolution_norms
    assert not quick.training
    assert not any(p.requires_grad for p in quick.parameters())
    assert net.training
    assert all(torch.equal(tensor, before[key]) for key, tensor in net.state_dict().items())


def test_a_network_without_a_temporal_stream_is_prepared():
    quick = prepare_network(MimamoNet(512, streams=("spatial",)))
    assert quick(None, None, torch.ones(1, 3, 512)).valence_arousal.shape == (1, 3, 2)


def precisions():
    cudnn = torch.backends.cudnn
    switches = (cudnn.conv, cudnn.rnn, torch.backends.cuda.matmul)
    return [switch.fp32_precision for switch in switches]


def fail_inside(device):
    with true_float32(device):
        assert precisions() == ["ieee"] * 3
        raise KeyError


def test_true_float32_switches_tf32_off_and_puts_it_back():
    before = precisions()
    assert "tf32" in before
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch says that this machine has no CUDA
        with pytest.raises(KeyError):
            fail_inside(torch.device("cuda"))
    assert precisions() == before


def test_true_float32_keeps_autocast_out():
    layer = torch.nn.Linear(4, 4)
    with torch.autocast("cpu", dtype=torch.bfloat16), true_float32(torch.device("cpu")):
        values = layer(torch.ones(1, 4))
    assert values.dtype == torch.float32
    assert values.is_inference()


@pytest.mark.gpu
@pytest.mark.parametrize("name", ["compact", "resnet50_ferplus"])
def test_cuda_gives_the_features_of_the_cpu(name):
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    trunk = lived_in(name)
    exact = prepare_for_inference(trunk, "cuda", dtypes=())
    quick = prepare_for_inference(trunk, "cuda")
    assert distance(exact(crops()).cpu(), plain(trunk, crops())) < CPU_CUDA
    assert quick.dtype == torch.float16
    assert distance(quick(crops()).cpu(), plain(trunk, crops())) < TOLERANCE
