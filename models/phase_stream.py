"""Temporal stream of the network: phase differences of a snippet to 256 features.

The released network for 48x48 images (reference values in the paper's text differ: it speaks of
four blocks of two convolutions, the released network has three). Level 1 of the pyramid joins after
the first block, whose output has its size.
"""

import torch
from torch import Tensor, nn

FEATURES = 256
ORIENTATIONS = 2
LEVEL0_SIZE = 48
LEVEL1_SIZE = 24
_WIDTHS = (64, 128, 256)


class TemporalStream(nn.Module):
    """Three blocks of two convolutions, then two fully connected blocks.

    Parameters
    ----------
    num_phase : int
        Phase differences per snippet; the inputs have ``2 * num_phase`` channels,
        channel = orientation * num_phase + step.
    """

    def __init__(self, num_phase: int = 12) -> None:
        super().__init__()
        channels = ORIENTATIONS * num_phase
        first, second, third = _WIDTHS
        self.blocks = nn.ModuleList(
            [
                _convolution_block(channels, first),
                _convolution_block(first + channels, second),
                _convolution_block(second, third),
            ]
        )
        self.dropout = nn.Dropout2d(0.2)
        self.projection = nn.Sequential(*_linear_block(third), *_linear_block(FEATURES))

    def forward(self, level0: Tensor, level1: Tensor) -> Tensor:
        """Features (N, 256) of differences (N, C, 48, 48) and (N, C, 24, 24), in radians."""
        first, second, third = self.blocks
        maps = torch.cat([first(level0), level1], dim=1)
        maps = self.dropout(second(maps))
        maps = self.dropout(third(maps))
        return self.projection(maps.mean(dim=(2, 3)))  # type: ignore[no-any-return]


def _convolution_block(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1, stride=2),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


def _linear_block(inputs: int) -> tuple[nn.Module, ...]:
    return nn.Linear(inputs, FEATURES), nn.ReLU(), nn.BatchNorm1d(FEATURES), nn.Dropout(0.3)
