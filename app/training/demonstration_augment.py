"""Random shape, light, noise, blur and mirroring of single crops, for the trunk's training.

All recordings show one portrait; what can be varied of its shape and shading is varied here.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from app.training.synthetic.face_warp import ACTIONS

_SHIFT, _SCALE, _ANGLE, _ELASTIC = 2.0, 0.05, 0.05, 1.2
"""Spreads in pixels, log size, radians, and pixels at the knots of the smooth deformation."""

_SHADING = 0.15
"""Spread of log brightness at the knots of the shading."""

_MIRRORED = [
    ACTIONS.index(
        name.replace("left", "right") if "left" in name else name.replace("right", "left")
    )
    for name in ACTIONS
]


def augmented(crops: Tensor, actions: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Crops uint8 (N, 112, 112, 3) and actions (N, K), each picture changed in its own way."""
    count = len(crops)
    images = crops.permute(0, 3, 1, 2).float() / 255
    mirrored = torch.from_numpy(rng.random(count) < 0.5)
    images[mirrored] = images[mirrored].flip(-1)
    actions = torch.where(mirrored[:, None], actions[:, _MIRRORED], actions)
    images = _relit(_deformed(images, rng), rng)
    gray = torch.from_numpy(rng.random(count) < 0.3)
    images[gray] = images[gray].mean(dim=1, keepdim=True)
    blurred = torch.from_numpy(rng.random(count) < 0.25)
    images[blurred] = functional.avg_pool2d(images[blurred], 3, stride=1, padding=1)
    noise = torch.from_numpy(rng.uniform(0, 0.03, (count, 1, 1, 1)).astype(np.float32))
    images = images + noise * _normal(rng, 1.0, *images.shape)
    return (images.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1), actions


def _normal(rng: np.random.Generator, spread: float, *shape: int) -> Tensor:
    return spread * torch.from_numpy(rng.standard_normal(shape, dtype=np.float32))


def _smooth(
    rng: np.random.Generator, spread: float, count: int, channels: int, size: int
) -> Tensor:
    """Smooth random fields (count, channels, size, size), interpolated from 5 x 5 values."""
    coarse = _normal(rng, spread, count, channels, 5, 5)
    return functional.interpolate(coarse, size=(size, size), mode="bicubic", align_corners=True)


def _deformed(images: Tensor, rng: np.random.Generator) -> Tensor:
    """Another head: shifted, scaled, turned and smoothly deformed; black where nothing was seen."""
    count, _, _, size = images.shape
    scale = torch.exp(_normal(rng, _SCALE, count, 2))
    angle = _normal(rng, _ANGLE, count)
    cos, sin = angle.cos(), angle.sin()
    turn = torch.stack([torch.stack([cos, -sin], 1), torch.stack([sin, cos], 1)], 1)
    pixel = 2 / size
    move = _normal(rng, _SHIFT * pixel, count, 2, 1)
    matrix = torch.cat([turn * scale[:, None, :], move], dim=2)
    grid = functional.affine_grid(matrix, list(images.shape), align_corners=False)
    grid = grid + _smooth(rng, _ELASTIC * pixel, count, 2, size).permute(0, 2, 3, 1)
    return functional.grid_sample(images, grid, align_corners=False)


def _relit(images: Tensor, rng: np.random.Generator) -> Tensor:
    """Another lamp and skin: gamma, colour, slope, and a smooth random shading."""
    count, size = len(images), images.shape[-1]
    images = images ** torch.exp(_normal(rng, 0.3, count, 1, 1, 1))
    images = images * torch.exp(
        _normal(rng, 0.2, count, 1, 1, 1)
        + _normal(rng, 0.1, count, 3, 1, 1)
        + _smooth(rng, _SHADING, count, 1, size)
    )
    across = torch.linspace(-1, 1, size)
    slope = 1 + _normal(rng, 0.2, count, 1, 1, 1) * across
    slope = slope + _normal(rng, 0.2, count, 1, 1, 1) * across[:, None]
    return images * slope.clamp(min=0.1)
