"""The closed-form clip of the golden outputs: two gratings, a wandering and a breathing spot.

No person is in it, so it may stand in the repository; ``phase_reference_synthetic.npz`` holds what
the released code makes of it.
"""

import numpy as np
from numpy.typing import NDArray

FRAMES = 24


def synthetic_gray(frames: int = FRAMES) -> NDArray[np.uint8]:
    """8-bit gray frames (frames, 48, 48)."""
    t = np.arange(frames, dtype=np.float64)[:, None, None]
    y, x = np.mgrid[:48, :48].astype(np.float64)
    gratings = 0.10 * np.cos(2 * np.pi * (0.11 * x + 0.05 * y) - 0.20 * t)
    gratings = gratings + 0.07 * np.cos(2 * np.pi * (-0.04 * x + 0.17 * y) + 0.35 * t)
    wandering = (x - 24 - 6 * np.sin(0.35 * t)) ** 2 + (y - 20 - 4 * np.cos(0.27 * t)) ** 2
    breathing = 2 * (2.5 + 1.5 * np.sin(0.8 * t)) ** 2
    spots = 0.30 * np.exp(-wandering / 72)
    spots = spots - 0.25 * np.exp(-((x - 24) ** 2 / 98 + (y - 36) ** 2 / breathing))
    return np.floor(np.clip(0.45 + gratings + spots, 0, 1) * 255 + 0.5).astype(np.uint8)
