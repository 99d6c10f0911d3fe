"""A small trunk for machines without a GPU, trained from scratch in minutes on two cores.

A slim residual network on 112x112 RGB that ends as face networks for aligned crops do: instead of
averaging the last 7x7 map, every channel has its own 7x7 weights over it, because on an aligned
face the mouth and the brows each have their place (global depthwise convolution, MobileFaceNets,
Chen et al. 2018). Plain 3x3 convolutions rather than depthwise ones: on a CPU they reach several
times the arithmetic rate, in training more than in inference.

Each image is standardised by its own mean and deviation, so that exposure and contrast of the
recording need not be learnt.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.preprocessing import CROP_SIZE, check_crops
from models.trunk import ConvNorm, Trunk

_STEM = 16
_WIDTHS = (32, 64, 128)  # of the stages at 28x28, 14x14 and 7x7
_LAST_SIZE = 7
_FLATTEST = 1.0  # gray levels; keeps a picture of one colour finite


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions, the first with stride 2, added to a projection of the input."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first = ConvNorm(inputs, outputs, 3, stride=2, padding=1)
        self.second = ConvNorm(outputs, outputs, 3, padding=1)
        self.project = ConvNorm(inputs, outputs, 1)

    def forward(self, maps: Tensor) -> Tensor:
        """(N, inputs, H, W) to (N, outputs, H / 2, W / 2)."""
        shortcut = self.project(functional.avg_pool2d(maps, 2))
        maps = self.second(functional.relu(self.first(maps)))
        return functional.relu(maps + shortcut)


class CompactTrunk(Trunk):
    """512 features of any sign; 0.4 million weights, 77 MFLOP a frame."""

    name = "compact"
    width = 512

    def __init__(self) -> None:
        super().__init__()
        self.stem = ConvNorm(3, _STEM, 3, stride=2, padding=1)
        inputs = (_STEM, *_WIDTHS)
        pairs = zip(inputs, _WIDTHS, strict=False)
        self.stages = nn.Sequential(*(ResidualBlock(before, after) for before, after in pairs))
        self.expand = ConvNorm(_WIDTHS[-1], self.width, 1)
        self.place = nn.Parameter(torch.empty(self.width, _LAST_SIZE, _LAST_SIZE))
        nn.init.normal_(self.place, std=1 / _LAST_SIZE)
        self.norm = nn.BatchNorm1d(self.width)

    def prepare(self, crops: Tensor) -> Tensor:
        """Each image minus its mean over its deviation, float32 (N, 3, 112, 112)."""
        check_crops(crops, (CROP_SIZE,))
        images = crops.permute(0, 3, 1, 2).float()
        deviation, mean = torch.std_mean(images, dim=(1, 2, 3), keepdim=True, correction=0)
        return (images - mean) / (deviation + _FLATTEST)

    def features(self, images: Tensor) -> Tensor:
        """Features (N, 512) of prepared images."""
        maps = self.stages(functional.relu(self.stem(images)))
        maps = functional.relu(self.expand(maps))
        return self.norm((maps * self.place).sum(dim=(2, 3)))  # type: ignore[no-any-return]
