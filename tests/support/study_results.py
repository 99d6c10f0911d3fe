"""Results of trainings that never were: the labels with some noise."""

import numpy as np

from app.training.study.results import Result

SUBJECTS, FRAMES = 14, 25


def a_result(noise: float, seed: int, *, under_gamma: float | None = None) -> Result:
    """Predictions that are the labels with some noise, labels the same for every seed."""
    known = np.random.default_rng(99).uniform(-1, 1, (SUBJECTS * FRAMES, 2))
    rng = np.random.default_rng(seed)
    spreads = [noise] if under_gamma is None else [noise, under_gamma]
    predictions = [known + rng.normal(0, spread, known.shape) for spread in spreads]
    return Result(
        subjects=np.repeat(np.arange(SUBJECTS), FRAMES),
        labels=known.astype(np.float32),
        predictions=np.stack(predictions).astype(np.float32),
        epochs=10,
        best=7,
        validation=0.5,
        seconds=1.0,
    )
