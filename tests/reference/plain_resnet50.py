"""ResNet-50 written out over published tensors, with the place of the stride as a choice."""

import torch
from torch.nn import functional

BLOCKS = (3, 4, 6, 3)
WIDTHS = (64, 128, 256, 512)


def published_shapes():
    """Every convolution of the published file by name, with the shape of its weight."""
    shapes = {"conv1_7x7_s2": (64, 3, 7, 7)}
    inputs = 64
    for stage, (blocks, width) in enumerate(zip(BLOCKS, WIDTHS, strict=True), start=2):
        for block in range(1, blocks + 1):
            name = f"conv{stage}_{block}"
            shapes[f"{name}_1x1_reduce"] = (width, inputs, 1, 1)
            shapes[f"{name}_3x3"] = (width, width, 3, 3)
            shapes[f"{name}_1x1_increase"] = (4 * width, width, 1, 1)
            if block == 1:
                shapes[f"{name}_1x1_proj"] = (4 * width, inputs, 1, 1)
            inputs = 4 * width
    return shapes


def random_published_trunk(seed=0):
    """A state dict as the published file has it, 267 tensors, with random values."""
    generator = torch.Generator().manual_seed(seed)
    state = {}
    for name, shape in published_shapes().items():
        outputs, inputs, size, _ = shape
        scale = (2 / (inputs * size * size)) ** 0.5
        state[f"{name}.weight"] = scale * torch.randn(shape, generator=generator)
        state[f"{name}_bn.weight"] = 0.4 + 0.4 * torch.rand(outputs, generator=generator)
        state[f"{name}_bn.bias"] = 0.2 * torch.randn(outputs, generator=generator)
        state[f"{name}_bn.running_mean"] = 0.1 * torch.randn(outputs, generator=generator)
        state[f"{name}_bn.running_var"] = 0.7 + 0.6 * torch.rand(outputs, generator=generator)
    state["conv1_7x7_s2_bn.running_var"] *= 5000  # its input is 0..255, not of unit variance
    state["classifier.weight"] = 0.02 * torch.randn(8, 2048, 1, 1, generator=generator)
    state["classifier.bias"] = torch.randn(8, generator=generator)
    return state


def plain_resnet50(w, images, stride_in="1x1_reduce"):
    """Features (N, 2048) of images (N, 3, 224, 224) minus the mean."""

    def conv(name, x, stride=1):
        y = functional.conv2d(x, w[f"{name}.weight"], stride=stride, padding=_padding(name))
        mean, var, scale, shift = (
            w[f"{name}_bn.{part}"].view(1, -1, 1, 1)
            for part in ("running_mean", "running_var", "weight", "bias")
        )
        return (y - mean) / torch.sqrt(var + 1e-5) * scale + shift

    x = torch.relu(conv("conv1_7x7_s2", images, 2))
    # No padding, size rounded up: one row and column of -inf at the far ends.
    x = functional.max_pool2d(functional.pad(x, (0, 1, 0, 1), value=-torch.inf), 3, stride=2)
    for stage, blocks in enumerate(BLOCKS, start=2):
        for block in range(1, blocks + 1):
            name, stride = f"conv{stage}_{block}", 2 if stage > 2 and block == 1 else 1
            strides = {part: stride if part == stride_in else 1 for part in ("1x1_reduce", "3x3")}
            y = torch.relu(conv(f"{name}_1x1_reduce", x, strides["1x1_reduce"]))
            y = torch.relu(conv(f"{name}_3x3", y, strides["3x3"]))
            y = conv(f"{name}_1x1_increase", y)
            x = torch.relu(y + (conv(f"{name}_1x1_proj", x, stride) if block == 1 else x))
    return functional.avg_pool2d(x, 7).flatten(1)


def _padding(name):
    return {"3x3": 1, "s2": 3}.get(name.rsplit("_", 1)[1], 0)
