"""What a spatial trunk is, and the one building block they share."""

from abc import abstractmethod
from typing import ClassVar

from torch import Tensor, nn


class Trunk(nn.Module):
    """Features of single frames: the network under the spatial stream.

    Attributes
    ----------
    name : str
        As it stands in `ModelSpec.trunk`.
    width : int
        Features per frame (S).
    crop_sizes : tuple of int
        Sides of the square crops it takes, pixels.
    """

    name: ClassVar[str]
    width: ClassVar[int]
    crop_sizes: ClassVar[tuple[int, ...]] = (112,)

    @abstractmethod
    def prepare(self, crops: Tensor) -> Tensor:
        """Resized and normalised float32 images (N, 3, H, W) of uint8 crops (N, S, S, 3), RGB."""

    @abstractmethod
    def features(self, images: Tensor) -> Tensor:
        """Features (N, width) of prepared images, in their floating type."""

    def forward(self, crops: Tensor) -> Tensor:
        """Features, float32 (N, width), of uint8 crops (N, 112, 112, 3), RGB."""
        return self.features(self.prepare(crops)).float()


class ConvNorm(nn.Module):
    """A convolution without bias and its batch norm, kept as a pair so that they can be fused."""

    def __init__(
        self, inputs: int, outputs: int, size: int, stride: int = 1, padding: int = 0
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, size, stride=stride, padding=padding, bias=False)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)

    def forward(self, maps: Tensor) -> Tensor:
        """Convolve and normalise (N, C, H, W)."""
        return self.norm(self.conv(maps))  # type: ignore[no-any-return]
