"""Eyelids: the upper lid slides over the eye, its lashes with it, and its skin unfolds."""

import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.portrait import EYES, Eye

Grid = NDArray[np.float32]

_LASHES = 2.2


def lid_shift(eye: Eye, x: Grid, y: Grid, closed: float) -> Grid:
    """How far above each point of a grid the portrait is sampled, float32 (H, W), <= 0.

    ``closed`` is 0 for the portrait's eye, 1 for a shut one; slightly negative opens it wider. The
    lashes move as they are; the skin between them and the brow is stretched.
    """
    upper = np.interp(x[0], *np.transpose(eye.upper)).astype(np.float32)
    lower = np.interp(x[0], *np.transpose(eye.lower)).astype(np.float32)
    edge = upper + np.float32(closed) * (lower - upper)
    travel = edge - upper
    skin = np.maximum(edge - _LASHES - eye.crease, 0.5)
    share = np.clip((y - eye.crease) / skin, 0, 1)
    return np.where(y < edge, -travel * share, 0).astype(np.float32)


def blink_shift(x: Grid, y: Grid, closed: tuple[float, float]) -> Grid:
    """The shift of both eyes together."""
    total = np.zeros_like(y)
    for eye, amount in zip(EYES, closed, strict=True):
        if amount:
            total += lid_shift(eye, x, y, amount)
    return total
