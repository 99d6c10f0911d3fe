"""The network against frozen outputs, an independent implementation, and what must hold."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from models.mimamo import MimamoNet
from models.published import load_published
from models.spec import ModelSpec
from tests.reference.plain_network import plain_network, published_names
from tests.support.shared import shared_file
from tests.support.tolerances import NETWORK_FLOAT32, RECURRENCE_FLOAT32

MAPS = ("spatial", "temporal", "fused", "gru", "valence_arousal")


def random_net(seed=0, **options):
    """A network with statistics that matter, in evaluation mode."""
    torch.manual_seed(seed)
    net = MimamoNet(**{"spatial_width": 8, "num_phase": 4} | options).eval()
    for name, buffer in net.named_buffers():
        if name.endswith("running_mean"):
            buffer.normal_(std=0.3)
        elif name.endswith("running_var"):
            buffer.uniform_(0.3, 1.5)
    return net


def random_inputs(windows=2, frames=3, width=8, num_phase=4, seed=1):
    generator = torch.Generator().manual_seed(seed)
    channels = 2 * num_phase
    return (
        torch.randn(windows, frames, channels, 48, 48, generator=generator),
        torch.randn(windows, frames, channels, 24, 24, generator=generator),
        torch.rand(windows, frames, width, generator=generator),
    )


def golden(name):
    with np.load(shared_file(f"golden/{name}")) as file:
        return {key: torch.from_numpy(file[key]) for key in file.files}


def released_inputs(frozen):
    return tuple(frozen[name].float() for name in ("phase0", "phase1", "features"))


def assert_maps(output, frozen, suffix=""):
    pairs = {
        "spatial": output.spatial,
        "temporal": output.temporal,
        "transform": output.fused,
        f"gru{suffix}": output.gru,
        f"out{suffix}": output.valence_arousal,
    }
    for name, ours in pairs.items():
        torch.testing.assert_close(ours, frozen[name], rtol=0, atol=NETWORK_FLOAT32, msg=name)


@pytest.mark.parametrize(
    ("recurrence", "suffix"), [("windows", ""), ("time", "_batch_first")], ids=["windows", "time"]
)
def test_released_code_is_reproduced(recurrence, suffix):
    frozen = golden("mimamo_reference_small.npz")
    net = load_published(shared_file("golden/mimamo_random.pth.tar"), recurrence)
    with torch.no_grad():
        output = net(*released_inputs(frozen))
    assert_maps(output, frozen, suffix)


def test_released_code_on_single_windows_is_reproduced():
    frozen = golden("mimamo_reference_small.npz")
    net = load_published(shared_file("golden/mimamo_random.pth.tar"), "windows")
    inputs = released_inputs(frozen)
    with torch.no_grad():
        alone = [net(*(tensor[k : k + 1] for tensor in inputs)) for k in range(2)]
    gru = torch.cat([output.gru for output in alone])
    out = torch.cat([output.valence_arousal for output in alone])
    torch.testing.assert_close(gru, frozen["gru_single"], rtol=0, atol=NETWORK_FLOAT32)
    torch.testing.assert_close(out, frozen["out_single"], rtol=0, atol=NETWORK_FLOAT32)


def formula(position, shape):
    """Numbers in [0, 1) from a formula, float64, C order, as the golden files' README gives it."""
    i = np.arange(1, np.prod(shape, dtype=int) + 1, dtype=np.float64)
    values = np.sin(12.9898 * i + 78.233 * (position + 1)) * 43758.5453
    return (values - np.floor(values)).reshape(shape)


def formula_weight(name, u):
    if name.endswith("running_mean") or ".bias" in name:
        return 0.4 * (u - 0.5)
    if name.endswith("running_var"):
        return 0.25 + u
    if name.startswith("rnns.weight"):
        return 3 * (u - 0.5) / np.sqrt(128)
    if u.ndim == 1:
        return 0.5 + u
    return 2 * (u - 0.5) * np.sqrt(3 / np.prod(u.shape[1:]))


@pytest.mark.parametrize(
    ("recurrence", "suffix"), [("windows", ""), ("time", "_batch_first")], ids=["windows", "time"]
)
def test_weights_given_by_a_formula_give_the_frozen_outputs(recurrence, suffix, tmp_path):
    frozen = golden("mimamo_formula_reference.npz")
    state, position = {}, 0
    for name, tensor in published_names(MimamoNet()).items():
        if name == "transform.0.weight":
            position += 6  # the released file has six unused tensors before this one
        u = formula(position, tensor.shape)
        state[name] = torch.from_numpy(formula_weight(name, u)).float()
        position += 1
    assert position == 94
    torch.save({"epoch": 1, "state_dict": state}, tmp_path / "formula.pth.tar")
    net = load_published(tmp_path / "formula.pth.tar", recurrence)
    phase0 = formula(201, (2, 6, 24, 48, 48)) - 0.5
    phase1 = formula(202, (2, 6, 24, 24, 24)) - 0.5
    features = np.maximum(2 * (formula(200, (2, 6, 2048)) - 0.3), 0)
    inputs = [torch.from_numpy(array).float() for array in (phase0, phase1, features)]
    with torch.no_grad():
        output = net(*inputs)
    assert_maps(output, frozen, suffix)


@pytest.mark.parametrize("recurrence", ["time", "windows"])
@pytest.mark.parametrize("streams", [("spatial", "temporal"), ("spatial",), ("temporal",)])
def test_plain_numpy_gives_the_same(recurrence, streams):
    net = random_net(recurrence=recurrence, streams=streams)
    inputs = random_inputs()
    with torch.no_grad():
        output = net(*inputs)
    plain = plain_network(net, *(tensor.double().numpy() for tensor in inputs))
    for name in MAPS:
        ours = getattr(output, name)
        if ours is None:
            assert name not in streams
            assert name not in plain
            continue
        np.testing.assert_allclose(ours.numpy(), plain[name], rtol=0, atol=RECURRENCE_FLOAT32)


def test_shapes_of_everything():
    output = random_net()(*random_inputs(windows=2, frames=5))
    assert output.valence_arousal.shape == (2, 5, 2)
    for name in ("spatial", "temporal", "fused", "gru"):
        assert getattr(output, name).shape == (2, 5, 256)


@settings(max_examples=8, deadline=None)
@given(windows=st.integers(1, 4), frames=st.integers(1, 4), seed=st.integers(0, 1000))
def test_in_time_windows_do_not_see_each_other(windows, frames, seed):
    net, inputs = random_net(recurrence="time"), random_inputs(windows, frames, seed=seed)
    with torch.no_grad():
        together = net(*inputs).valence_arousal
        apart = [net(*(t[k : k + 1] for t in inputs)).valence_arousal for k in range(windows)]
    torch.testing.assert_close(together, torch.cat(apart), rtol=0, atol=NETWORK_FLOAT32)


def test_in_time_the_order_of_frames_matters():
    net, inputs = random_net(recurrence="time"), random_inputs(frames=4)
    with torch.no_grad():
        forward = net(*inputs).valence_arousal
        backward = net(*(tensor.flip(1) for tensor in inputs)).valence_arousal.flip(1)
    assert (forward - backward).abs().max() > 1e-3


@settings(max_examples=8, deadline=None)
@given(frames=st.integers(2, 4), seed=st.integers(0, 1000))
def test_over_windows_frames_do_not_see_each_other(frames, seed):
    net, inputs = random_net(recurrence="windows"), random_inputs(3, frames, seed=seed)
    order = torch.randperm(frames, generator=torch.Generator().manual_seed(seed))
    with torch.no_grad():
        straight = net(*inputs).valence_arousal
        shuffled = net(*(tensor[:, order] for tensor in inputs)).valence_arousal
    torch.testing.assert_close(straight[:, order], shuffled, rtol=0, atol=NETWORK_FLOAT32)


def test_over_windows_a_prediction_depends_on_its_company_and_their_order():
    net, inputs = random_net(recurrence="windows"), random_inputs(windows=3)
    order = torch.tensor([2, 0, 1])
    with torch.no_grad():
        together = net(*inputs).valence_arousal
        alone = net(*(tensor[:1] for tensor in inputs)).valence_arousal
        shuffled = net(*(tensor[order] for tensor in inputs)).valence_arousal
    assert (together[:1] - alone).abs().max() > 1e-3
    assert (together[order] - shuffled).abs().max() > 1e-3


def test_frames_encoded_in_pieces_give_the_same_predictions():
    net, inputs = random_net(), random_inputs(windows=1, frames=6)
    with torch.no_grad():
        whole = net(*inputs)
        pieces = [net.encode(*(t[:, k : k + 2] for t in inputs)).fused for k in (0, 2, 4)]
        again = net.predict(net.recur(torch.cat(pieces, dim=1)))
    torch.testing.assert_close(again, whole.valence_arousal, rtol=0, atol=NETWORK_FLOAT32)


def test_an_utterance_of_one_frame_is_that_frame():
    net = random_net()
    with torch.no_grad():
        output = net(*random_inputs(frames=1))
        utterance = net.utterance(output)
    torch.testing.assert_close(utterance, output.valence_arousal[:, 0])


def test_an_utterance_averages_features_of_valid_frames_only():
    net = random_net()
    valid = torch.tensor([[True, True, False], [False, True, False]])
    with torch.no_grad():
        output = net(*random_inputs())
        utterance = net.utterance(output, valid)
        mean = output.gru[0, :2].mean(dim=0)
        linear, norm = net.head[1], net.head[2]
        expected = (linear.weight @ mean + linear.bias - norm.running_mean) * norm.weight
        expected = expected / (norm.running_var + 1e-5).sqrt() + norm.bias
    torch.testing.assert_close(utterance[0], expected, rtol=0, atol=NETWORK_FLOAT32)
    torch.testing.assert_close(utterance[1], output.valence_arousal[1, 1])


def test_an_utterance_needs_a_valid_frame():
    net = random_net()
    output = net(*random_inputs())
    with pytest.raises(ValueError, match="at least one valid frame"):
        net.utterance(output, torch.tensor([[True, True, True], [False, False, False]]))
    with pytest.raises(ValueError, match=r"must be \(2, 3\)"):
        net.utterance(output, torch.ones(2, 4, dtype=torch.bool))


def test_gradients_reach_every_weight():
    net = random_net().train()
    net(*random_inputs()).valence_arousal.square().sum().backward()
    unreached = [name for name, p in net.named_parameters() if p.grad is None]
    assert not unreached


def test_a_single_stream_needs_no_other_input():
    _, _, spatial = random_inputs()
    phase0, phase1, _ = random_inputs()
    assert random_net(streams=("spatial",))(None, None, spatial).temporal is None
    assert random_net(streams=("temporal",))(phase0, phase1, None).spatial is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p0, p1, s: (p0, p1, None), "spatial is missing"),
        (lambda p0, p1, s: (p0, None, s), "phase1 is missing"),
        (lambda p0, p1, s: (p0[:, :, :6], p1, s), r"must be \(B, T, 8, 48, 48\)"),
        (lambda p0, p1, s: (p0, p0, s), r"must be \(B, T, 8, 24, 24\)"),
        (lambda p0, p1, s: (p0, p1, s[..., :7]), r"must be \(B, T, 8\)"),
        (lambda p0, p1, s: (p0, p1, s[:, :2]), "disagree"),
        (lambda p0, p1, s: (p0[:, :0], p1[:, :0], s[:, :0]), "must be"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        random_net()(*change(*random_inputs()))


def test_unknown_conventions_are_refused():
    with pytest.raises(ValueError, match="recurrence is 'frames'"):
        MimamoNet(recurrence="frames")
    with pytest.raises(ValueError, match="streams are"):
        MimamoNet(streams=("audio",))


def test_a_spec_gives_its_network():
    spec = ModelSpec(trunk="compact", spatial_width=512, num_phase=8, recurrence="windows")
    net = MimamoNet.from_spec(spec)
    assert (net.spatial_width, net.num_phase, net.recurrence) == (512, 8, "windows")
    assert net.temporal.blocks[0][0].weight.shape == (64, 16, 3, 3)
