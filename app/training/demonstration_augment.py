"""Random light, noise, blur and mirroring of single crops, for the trunk's training."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from app.training.synthetic.face_warp import ACTIONS

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
    images = _shifted(images, rng)
    images = images ** torch.exp(_normal(rng, 0.3, count, 1, 1, 1))
    images = images * torch.exp(
        _normal(rng, 0.2, count, 1, 1, 1) + _normal(rng, 0.1, count, 3, 1, 1)
    )
    across = torch.linspace(-1, 1, images.shape[-1])
    slope = 1 + _normal(rng, 0.2, count, 1, 1, 1) * across
    slope = slope + _normal(rng, 0.2, count, 1, 1, 1) * across[:, None]
    images = images * slope.clamp(min=0.1)
    gray = torch.from_numpy(rng.random(count) < 0.2)
    images[gray] = images[gray].mean(dim=1, keepdim=True)
    blurred = torch.from_numpy(rng.random(count) < 0.25)
    images[blurred] = functional.avg_pool2d(images[blurred], 3, stride=1, padding=1)
    noise = torch.from_numpy(rng.uniform(0, 0.03, (count, 1, 1, 1)).astype(np.float32))
    images = images + noise * torch.from_numpy(
        rng.standard_normal(tuple(images.shape), dtype=np.float32)
    )
    return (images.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1), actions


def _normal(rng: np.random.Generator, spread: float, *shape: int) -> Tensor:
    return torch.from_numpy((spread * rng.standard_normal(shape)).astype(np.float32))


def _shifted(images: Tensor, rng: np.random.Generator, most: int = 3) -> Tensor:
    """The batch shifted by up to ``most`` pixels, black where nothing was seen."""
    down, right = (int(v) for v in rng.integers(0, 2 * most + 1, 2))
    height, width = images.shape[-2:]
    padded = functional.pad(images, (most, most, most, most))
    return padded[..., down : down + height, right : right + width]
