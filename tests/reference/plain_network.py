"""The network written out in NumPy, float64, from the published description, without torch.

It works on tensors under their published names, so it also checks which weight goes where.
"""

import numpy as np

PUBLISHED_PREFIXES = {
    "spatial.": "mlp.mlp.",
    "temporal.blocks.": "phasenet.conv_net.",
    "temporal.projection.": "phasenet.fc.",
    "fusion.": "transform.",
    "gru.": "rnns.",
    "head.": "classifier.",
}


def published_names(net):
    """Tensors of a network under their published names, in order, without the batch counters."""
    state = {k: v for k, v in net.state_dict().items() if not k.endswith("num_batches_tracked")}
    return {
        published + key.removeprefix(ours): tensor
        for key, tensor in state.items()
        for ours, published in PUBLISHED_PREFIXES.items()
        if key.startswith(ours)
    }


def plain_network(net, phase0, phase1, spatial):
    """Every feature map (B, T, ...) by name, from float64 arrays."""
    w = {key: t.double().numpy() for key, t in published_names(net).items()}
    lead = spatial.shape[:2]
    streams = {}
    if "spatial" in net.streams:
        x = spatial.reshape(-1, spatial.shape[-1])
        for dense, norm in (("mlp.mlp.1", "mlp.mlp.2"), ("mlp.mlp.5", "mlp.mlp.6")):
            x = relu(batch_norm(w, norm, linear(w, dense, x)))
        streams["spatial"] = x
    if "temporal" in net.streams:
        first = conv_block(w, 0, phase0.reshape(-1, *phase0.shape[2:]))
        x = np.concatenate([first, phase1.reshape(-1, *phase1.shape[2:])], axis=1)
        x = conv_block(w, 2, conv_block(w, 1, x)).mean(axis=(2, 3))
        for dense, norm in (("phasenet.fc.0", "phasenet.fc.2"), ("phasenet.fc.4", "phasenet.fc.6")):
            x = batch_norm(w, norm, relu(linear(w, dense, x)))
        streams["temporal"] = x
    x = relu(linear(w, "transform.0", np.concatenate(list(streams.values()), axis=1)))
    maps = {**streams, "fused": batch_norm(w, "transform.2", x)}
    maps = {name: array.reshape(*lead, -1) for name, array in maps.items()}
    axis = 1 if net.recurrence == "time" else 0
    maps["gru"] = np.moveaxis(gru(w, np.moveaxis(maps["fused"], axis, 0)), 0, axis)
    flat = linear(w, "classifier.1", maps["gru"].reshape(-1, 256))
    maps["valence_arousal"] = batch_norm(w, "classifier.2", flat).reshape(*lead, 2)
    return maps


def relu(x):
    return np.maximum(x, 0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def linear(w, name, x):
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def batch_norm(w, name, x):
    """Over axis 1 of (N, C) or (N, C, H, W)."""
    along = (1, -1) + (1,) * (x.ndim - 2)
    mean, var, scale, shift = (
        w[f"{name}.{part}"].reshape(along)
        for part in ("running_mean", "running_var", "weight", "bias")
    )
    return (x - mean) / np.sqrt(var + 1e-5) * scale + shift


def conv3x3(w, name, x, stride):
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    patches = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))
    patches = patches[:, :, ::stride, ::stride]
    maps = np.tensordot(patches, w[f"{name}.weight"], axes=((1, 4, 5), (1, 2, 3)))
    return np.moveaxis(maps, 3, 1) + w[f"{name}.bias"].reshape(1, -1, 1, 1)


def conv_block(w, block, x):
    name = f"phasenet.conv_net.{block}"
    x = relu(batch_norm(w, f"{name}.1", conv3x3(w, f"{name}.0", x, 1)))
    return relu(batch_norm(w, f"{name}.4", conv3x3(w, f"{name}.3", x, 2)))


def gru(w, sequence):
    """Two bidirectional layers over axis 0 of (L, N, 256)."""
    for layer in range(2):
        forward = gru_direction(w, f"l{layer}", sequence)
        backward = gru_direction(w, f"l{layer}_reverse", sequence[::-1])[::-1]
        sequence = np.concatenate([forward, backward], axis=2)
    return sequence


def gru_direction(w, name, sequence):
    state, states = np.zeros((sequence.shape[1], 128)), []
    for x in sequence:
        gates = x @ w[f"rnns.weight_ih_{name}"].T + w[f"rnns.bias_ih_{name}"]
        memory = state @ w[f"rnns.weight_hh_{name}"].T + w[f"rnns.bias_hh_{name}"]
        reset, update = (sigmoid(gates[:, k : k + 128] + memory[:, k : k + 128]) for k in (0, 128))
        new = np.tanh(gates[:, 256:] + reset * memory[:, 256:])
        state = (1 - update) * new + update * state
        states.append(state)
    return np.stack(states)
