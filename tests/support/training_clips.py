"""Training clips made by hand: a texture that moves, faster where arousal is high.

Valence is in the features of the trunk, arousal in the motion alone, so each stream has something
to learn that the other cannot see.
"""

import numpy as np

from app.training.clips import ClipView, SplitClips, TrainingClip

WIDTH = 512
"""Features of the compact trunk."""


def moving_gray(moved: np.ndarray, seed: int) -> np.ndarray:
    """Gray pictures (T, 48, 48) of a smooth texture moved by (T, 2) pixels."""
    rng = np.random.default_rng(seed)
    waves, phases = rng.uniform(-0.9, 0.9, (16, 2)), rng.uniform(0, 2 * np.pi, 16)
    y, x = np.mgrid[:48, :48]
    at_x = x[None] - moved[:, 0, None, None]
    at_y = y[None] - moved[:, 1, None, None]
    total = sum(np.cos(a * at_x + b * at_y + p) for (a, b), p in zip(waves, phases, strict=True))
    return np.clip(128 + 16 * np.asarray(total), 0, 255).astype(np.uint8)


def a_clip(
    seed: int, frames: int = 40, views: int = 1, subject: str = "", width: int = WIDTH
) -> TrainingClip:
    """A clip whose valence shows in its features and whose arousal shows in its motion."""
    rng = np.random.default_rng([seed, 7])
    times = np.arange(frames) / 30
    swing = rng.uniform(0.5, 1.5, 2), rng.uniform(0, 2 * np.pi, 2)
    affect = 0.8 * np.sin(2 * np.pi * swing[0] * times[:, None] + swing[1])
    speed = 0.5 * (1.2 + affect[:, 1])
    moved = np.cumsum(
        speed[:, None] * np.array([[1.0, 0.4]]) * np.sign(np.sin(times * 40))[:, None], 0
    )
    directions = np.random.default_rng(5).normal(size=width)
    spatial = affect[:, :1] * directions + 0.3 * rng.normal(size=(frames, width))
    shown = tuple(
        ClipView(moving_gray(moved + each, seed), np.maximum(spatial, 0).astype(np.float16))
        for each in range(views)
    )
    return TrainingClip(
        recording=f"clip {seed}",
        sha256=f"{seed:064d}",
        subject=subject or f"subject {seed}",
        index=np.arange(frames),
        seconds=times,
        labels=affect.astype(np.float32),
        views=shown,
    )


def split_clips(
    training: int = 3, validation: int = 1, test: int = 0, frames: int = 40, views: int = 1
) -> SplitClips:
    """Clips of different seeds for each part."""
    counts, made, seed = (training, validation, test), [], 0
    for count in counts:
        made.append(tuple(a_clip(seed + each, frames, views) for each in range(count)))
        seed += count
    return SplitClips(*made)
