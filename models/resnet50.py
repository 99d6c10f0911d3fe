"""ResNet-50 as the published expression features were trained: strides in the 1x1 convolutions.

The network of the file ``resnet50_ferplus_dag`` (ResNet-50 on VGGFace2, then FER+; converted from
Caffe). It differs from the common PyTorch ResNet-50 in two ways that loading the weights does not
reveal: stride 2 sits in the first 1x1 convolution of stages 3 to 5, and the first pooling has no
padding but rounds its size up. Input: RGB 0..255 minus the mean, 224x224.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.preprocessing import check_crops
from models.trunk import ConvNorm, Trunk

_MEAN_RGB = (131.0912, 103.8827, 91.4953)
_INPUT_SIZE = 224
_STAGES = ((3, 64, 1), (4, 128, 2), (6, 256, 2), (3, 512, 2))  # blocks, width, stride
_EXPANSION = 4
_CLASSES = 8


class Bottleneck(nn.Module):
    """1x1 reduce, 3x3, 1x1 increase, added to the input or its projection."""

    def __init__(self, inputs: int, width: int, stride: int, project: bool) -> None:
        super().__init__()
        outputs = width * _EXPANSION
        self.reduce = ConvNorm(inputs, width, 1, stride=stride)
        self.middle = ConvNorm(width, width, 3, padding=1)
        self.increase = ConvNorm(width, outputs, 1)
        self.project = ConvNorm(inputs, outputs, 1, stride=stride) if project else None

    def forward(self, maps: Tensor) -> Tensor:
        """(N, inputs, H, W) to (N, 4 * width, H / stride, W / stride)."""
        shortcut = maps if self.project is None else self.project(maps)
        maps = functional.relu(self.reduce(maps), inplace=True)
        maps = functional.relu(self.middle(maps), inplace=True)
        return functional.relu(self.increase(maps).add_(shortcut), inplace=True)


class ResNet50Trunk(Trunk):
    """2048 average-pooled features, each at least 0; 23.5 million weights, 7.7 GFLOP a frame.

    Takes crops of 112x112 or 224x224 pixels; the former are enlarged bilinearly.
    """

    name = "resnet50_ferplus"
    width = 2048
    crop_sizes = (112, 224)

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(_MEAN_RGB).view(3, 1, 1), persistent=False)
        self.stem = ConvNorm(3, 64, 7, stride=2, padding=3)
        self.stages = nn.ModuleList()
        inputs = 64
        for blocks, width, stride in _STAGES:
            self.stages.append(_stage(inputs, blocks, width, stride))
            inputs = width * _EXPANSION
        self.classifier = nn.Conv2d(inputs, _CLASSES, 1)

    def prepare(self, crops: Tensor) -> Tensor:
        """RGB minus the mean, float32 (N, 3, 224, 224), of uint8 crops (N, S, S, 3)."""
        check_crops(crops, self.crop_sizes)
        images = crops.permute(0, 3, 1, 2).float()
        if crops.shape[1] != _INPUT_SIZE:
            size = (_INPUT_SIZE, _INPUT_SIZE)
            images = functional.interpolate(images, size, mode="bilinear", align_corners=False)
        return images - self.get_buffer("mean")

    def features(self, images: Tensor) -> Tensor:
        """Features (N, 2048) of prepared images."""
        maps = functional.relu(self.stem(images), inplace=True)
        maps = functional.max_pool2d(maps, 3, stride=2, padding=0, ceil_mode=True)
        for stage in self.stages:
            maps = stage(maps)
        return maps.mean(dim=(2, 3), dtype=torch.float32)

    def expression_logits(self, features: Tensor) -> Tensor:
        """Scores (N, 8) of the FER+ classes the trunk was trained on, from its features."""
        return self.classifier(features[..., None, None]).flatten(1)  # type: ignore[no-any-return]


def published_trunk_keys() -> dict[str, str]:
    """From every key of ``resnet50_ferplus_dag`` to the key of `ResNet50Trunk`."""
    pairs = {"conv1_7x7_s2": "stem"}
    for stage, (blocks, _, _) in enumerate(_STAGES):
        for block in range(blocks):
            published, ours = f"conv{stage + 2}_{block + 1}_", f"stages.{stage}.{block}."
            pairs |= {
                f"{published}1x1_reduce": f"{ours}reduce",
                f"{published}3x3": f"{ours}middle",
                f"{published}1x1_increase": f"{ours}increase",
            }
            if block == 0:
                pairs[f"{published}1x1_proj"] = f"{ours}project"
    norm = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    keys = {f"{name}.weight": f"{ours}.conv.weight" for name, ours in pairs.items()}
    keys |= {f"{name}_bn.{n}": f"{ours}.norm.{n}" for name, ours in pairs.items() for n in norm}
    return keys | {f"classifier.{n}": f"classifier.{n}" for n in ("weight", "bias")}


def _stage(inputs: int, blocks: int, width: int, stride: int) -> nn.Sequential:
    first = Bottleneck(inputs, width, stride, project=True)
    rest = [Bottleneck(width * _EXPANSION, width, 1, project=False) for _ in range(blocks - 1)]
    return nn.Sequential(first, *rest)
