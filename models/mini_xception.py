"""The mini-XCEPTION expression network, trained on FER2013, as a torch module.

Network and weights: Arriaga, Valdenegro-Toro, Plöger (2017), "Real-time Convolutional Neural
Networks for Emotion and Gender Classification", arXiv:1710.07557; repository
oarriaga/face_classification (MIT). The published file is HDF5 written by Keras; its conventions are
kept exactly: kernels are (height, width, in, out), batch normalisation has epsilon 1e-3, and "same"
padding with stride 2 puts the odd pixel after the image, not before it.

It sees one still face and knows no motion. It was trained on posed and web photographs, so speech
reads as expression.
"""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.errors import ModelError

CLASSES = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""What the seven probabilities stand for, in their order."""

INPUT_SIZE = 64
"""Height and width in pixels of the gray face the network takes."""

_EPSILON = 1e-3
_WIDTHS = (8, 16, 32, 64, 128)
_NAMED_AT_MOST = 4

_LEAVES = {
    "depthwise.weight": "depthwise_kernel:0",
    "pointwise.weight": "pointwise_kernel:0",
    "running_mean": "moving_mean:0",
    "running_var": "moving_variance:0",
}
_CONVOLUTION = {"weight": "kernel:0", "bias": "bias:0"}
_NORMALISATION = {"weight": "gamma:0", "bias": "beta:0"}


class SeparableConv(nn.Sequential):
    """A 3x3 depthwise convolution, then a 1x1 one across channels; no biases; size kept."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)


class ResidualBlock(nn.Module):
    """Two separable convolutions and a pooling beside a strided 1x1 shortcut; halves the size."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv1 = SeparableConv(inputs, outputs)
        self.bn1 = nn.BatchNorm2d(outputs, eps=_EPSILON)
        self.conv2 = SeparableConv(outputs, outputs)
        self.bn2 = nn.BatchNorm2d(outputs, eps=_EPSILON)
        self.shortcut = nn.Conv2d(inputs, outputs, 1, stride=2, bias=False)
        self.shortcut_bn = nn.BatchNorm2d(outputs, eps=_EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, inputs, H, W) to (N, outputs, ceil(H / 2), ceil(W / 2))."""
        y = functional.relu(self.bn1(self.conv1(x)))
        y = _max_pool_same(self.bn2(self.conv2(y)))
        shortcut: Tensor = self.shortcut_bn(self.shortcut(x))
        return y + shortcut


class MiniXception(nn.Module):
    """Seven expression probabilities of one still gray face.

    The parameters are random until a published file is read into it with `read_mini_xception`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, _WIDTHS[0], 3, bias=False)
        self.bn1 = nn.BatchNorm2d(_WIDTHS[0], eps=_EPSILON)
        self.conv2 = nn.Conv2d(_WIDTHS[0], _WIDTHS[0], 3, bias=False)
        self.bn2 = nn.BatchNorm2d(_WIDTHS[0], eps=_EPSILON)
        self.blocks = nn.Sequential(*(ResidualBlock(a, b) for a, b in pairwise(_WIDTHS)))
        self.classifier = nn.Conv2d(_WIDTHS[-1], len(CLASSES), 3, padding=1)

    def logits(self, gray: Tensor) -> Tensor:
        """What the probabilities are the softmax of, (N, 7); arguments as for `forward`."""
        if gray.ndim != 3 or gray.shape[1:] != (INPUT_SIZE, INPUT_SIZE):
            raise ValueError(
                f"gray must have shape (N, {INPUT_SIZE}, {INPUT_SIZE}), not {tuple(gray.shape)}"
            )
        x = gray[:, None].to(self.conv1.weight.dtype) / 255 * 2 - 1
        x = functional.relu(self.bn1(self.conv1(x)))
        x = functional.relu(self.bn2(self.conv2(x)))
        maps: Tensor = self.classifier(self.blocks(x))
        return maps.mean(dim=(2, 3))

    def forward(self, gray: Tensor) -> Tensor:
        """Probabilities of the expressions.

        Parameters
        ----------
        gray : tensor (N, 64, 64)
            Gray faces, 0 ... 255, uint8 or float; scaled to [-1, 1] here.

        Returns
        -------
        tensor (N, 7)
            Non-negative, sums to 1, in the order of `CLASSES`.

        Raises
        ------
        ValueError
            Another shape.
        """
        return functional.softmax(self.logits(gray), dim=1)


def read_mini_xception(path: Path) -> MiniXception:
    """Read the published HDF5 file into a network ready to predict (evaluation mode, float32).

    Raises
    ------
    ModelError
        The file is not HDF5, is damaged, or an array is missing, unknown, of another shape or not
        finite; the message names what does not fit.
    """
    network = MiniXception()
    wanted = {
        key: tensor
        for key, tensor in network.state_dict().items()
        if not key.endswith("num_batches_tracked")
    }
    layers = _layer_names()
    names = {key: _published_name(key, layers) for key in wanted}
    shapes = {names[key]: _published_shape(key, tensor) for key, tensor in wanted.items()}
    arrays = _read_arrays(path, shapes)
    for key, tensor in wanted.items():
        tensor.copy_(torch.from_numpy(arrays[names[key]]).permute(_own_axes(key, tensor)))
    return network.eval()


def _max_pool_same(x: Tensor) -> Tensor:
    """Maximum over 3x3 with stride 2, as Keras pads "same": the odd pixel after, not before."""
    height, width = x.shape[-2:]
    left, right = (1, 1) if width % 2 else (0, 1)
    top, bottom = (1, 1) if height % 2 else (0, 1)
    padded = functional.pad(x, [left, right, top, bottom], value=-torch.inf)
    return functional.max_pool2d(padded, 3, stride=2)


def _layer_names() -> dict[str, str]:
    """Our module names to the layer names of the published file."""
    names = {
        "conv1": "conv2d_1",
        "bn1": "batch_normalization_1",
        "conv2": "conv2d_2",
        "bn2": "batch_normalization_2",
        "classifier": "conv2d_7",
    }
    for block in range(len(_WIDTHS) - 1):
        names |= {
            f"blocks.{block}.conv1": f"separable_conv2d_{2 * block + 1}",
            f"blocks.{block}.bn1": f"batch_normalization_{3 * block + 4}",
            f"blocks.{block}.conv2": f"separable_conv2d_{2 * block + 2}",
            f"blocks.{block}.bn2": f"batch_normalization_{3 * block + 5}",
            f"blocks.{block}.shortcut": f"conv2d_{block + 3}",
            f"blocks.{block}.shortcut_bn": f"batch_normalization_{3 * block + 3}",
        }
    return names


def _published_name(key: str, layers: Mapping[str, str]) -> str:
    """``layer/array`` in the published file of one of our parameters."""
    module = max((name for name in layers if key.startswith(f"{name}.")), key=len)
    leaf = key.removeprefix(f"{module}.")
    kind = _NORMALISATION if layers[module].startswith("batch") else _CONVOLUTION
    return f"{layers[module]}/{_LEAVES.get(leaf) or kind[leaf]}"


def _published_shape(key: str, tensor: Tensor) -> tuple[int, ...]:
    axes = _own_axes(key, tensor)
    return tuple(tensor.shape[axes.index(axis)] for axis in range(tensor.ndim))


def _own_axes(key: str, tensor: Tensor) -> tuple[int, ...]:
    """Which axis of the published array each axis of ours is."""
    if tensor.ndim == 1:
        return (0,)
    # (height, width, in, out); a depthwise kernel is (height, width, channel, 1).
    return (2, 3, 0, 1) if "depthwise" in key else (3, 2, 0, 1)


def _read_arrays(
    path: Path, shapes: Mapping[str, tuple[int, ...]]
) -> dict[str, NDArray[np.float32]]:
    """The arrays of those names and shapes, when the file holds these and no others."""
    found, wrong = _read_fitting(path, shapes)
    wrong += [f"{name} is missing" for name in shapes if name not in found]
    wrong += [f"{name} is not finite" for name, a in found.items() if not np.isfinite(a).all()]
    if wrong:
        more = f" and {len(wrong) - _NAMED_AT_MOST} more" if len(wrong) > _NAMED_AT_MOST else ""
        raise ModelError(
            f"{path} does not fit the mini-XCEPTION network: "
            f"{'; '.join(wrong[:_NAMED_AT_MOST])}{more}."
        )
    return found


def _read_fitting(
    path: Path, shapes: Mapping[str, tuple[int, ...]]
) -> tuple[dict[str, NDArray[np.float32]], list[str]]:
    """The arrays that fit, and a phrase for each that does not."""
    import h5py  # here and not above: whoever only wants the network needs no HDF5

    found: dict[str, NDArray[np.float32]] = {}
    wrong: list[str] = []

    def visit(name: str, item: object) -> None:
        if not isinstance(item, h5py.Dataset):
            return
        # The published names repeat the layer: conv2d_1/conv2d_1_1/kernel:0.
        short = f"{name.split('/')[0]}/{name.split('/')[-1]}"
        if shapes.get(short) != item.shape:
            wrong.append(f"{short} {item.shape}, expected {shapes.get(short, 'nothing')}")
        else:
            found[short] = np.asarray(item[()], dtype=np.float32)

    try:
        with h5py.File(path, "r") as file:
            group = file.get("model_weights")
            if isinstance(group, h5py.Group):
                group.visititems(visit)
            else:
                wrong.append("there is no group model_weights")
    except FileNotFoundError:
        raise ModelError(f"There is no file {path}; check the path.") from None
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        # What HDF5 says of damage; a damaged array comes as any of these.
        raise ModelError(f"{path} is not an HDF5 file, or it is damaged: fetch it anew.") from error
    return found, wrong
