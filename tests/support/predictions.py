"""Predictions made by hand, for tests of what is done with them."""

from collections.abc import Sequence

import numpy as np

from app.core.prediction import PersonPrediction
from app.core.track import Provenance

MADE_BY = Provenance("mimamo", "by-hand", "ab" * 32, validated=False, parameters={"window": 64})


def prediction(
    values: Sequence[Sequence[float]] | np.ndarray,
    face: Sequence[int] | None = None,
    fps: float = 25.0,
) -> PersonPrediction:
    """A prediction with these values (T, 2), a face wherever not said otherwise."""
    array = np.asarray(values, np.float64)
    has_face = np.ones(len(array), np.bool_) if face is None else np.asarray(face, np.bool_)
    return PersonPrediction(
        person=1,
        seconds=np.arange(len(array)) / fps,
        analysed=np.ones(len(array), np.bool_),
        face=has_face,
        confidence=np.where(has_face, 0.9, 0.0),
        valence_arousal=array,
        runs=(),
        bridged=(),
        clamped_share=0.0,
        class_probabilities=None,
        provenance=MADE_BY,
    )
