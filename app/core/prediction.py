"""What an analysis leaves for one person: a value, a gap or an interpolation for every frame.

Convention: order valence, arousal; one entry per frame of the recording in presentation order; NaN
is a gap. Spans are seconds, half-open ``[onset, onset + duration)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.track import ContinuousTrack, Provenance


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time.

    Attributes
    ----------
    onset, duration : float
        Seconds; duration >= 0.
    """

    onset: float
    duration: float


@dataclass(frozen=True, slots=True)
class RunReading:
    """One unbroken run of usable face, read as a whole (utterance level).

    Attributes
    ----------
    span : Span
        From the first frame of the run until its last one ceases to be shown.
    valence, arousal : float
        In [-1, 1].
    """

    span: Span
    valence: float
    arousal: float


@dataclass(frozen=True, slots=True)
class PersonPrediction:
    """Valence and arousal of one person over a whole recording.

    Attributes
    ----------
    person : int
        From 1, left to right at first appearance; 0 when the recording shows no face at all.
    seconds : float64 array (T,)
        Presentation time of every frame.
    analysed : bool array (T,)
        Whether the frame itself was looked at (False between analysed frames of a fast
        recording, and outside the chosen range).
    face : bool array (T,)
        Whether a usable face was found, followed, or lies between two neighbours of one run.
    confidence : float64 array (T,)
        0 ... 1; 0 without a face.
    valence_arousal : float64 array (T, 2)
        In [-1, 1]; NaN where not predicted.
    runs : tuple of RunReading
        Utterance-level readings, in order.
    bridged : tuple of Span
        Where the face was held by the tracker without being detected.
    clamped_share : float
        Share of predicted values that lay outside [-1, 1] and were clamped, 0 ... 1.
    class_probabilities : mapping of str to float64 array (T,), or None
        Per expression class, for systems that give them; NaN where not predicted.
    provenance : Provenance
        What predicted.
    """

    person: int
    seconds: NDArray[np.float64]
    analysed: NDArray[np.bool_]
    face: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    valence_arousal: NDArray[np.float64]
    runs: tuple[RunReading, ...]
    bridged: tuple[Span, ...]
    clamped_share: float
    class_probabilities: Mapping[str, NDArray[np.float64]] | None
    provenance: Provenance

    def __post_init__(self) -> None:
        """Check the promises above."""
        count = self.seconds.shape[0]
        if self.valence_arousal.shape != (count, 2):
            raise ValueError(f"valence_arousal must be ({count}, 2)")
        for name in ("analysed", "face", "confidence"):
            if getattr(self, name).shape != (count,):
                raise ValueError(f"{name} must be ({count},)")
        predicted = self.valence_arousal[~np.isnan(self.valence_arousal)]
        if predicted.size and np.abs(predicted).max() > 1:
            raise ValueError("valence and arousal must lie in [-1, 1]")

    def track(self, dimension: str) -> ContinuousTrack:
        """The timeline track of ``"valence"`` or ``"arousal"``."""
        column = ("valence", "arousal").index(dimension)
        return ContinuousTrack(
            dimension, self.seconds, self.valence_arousal[:, column].copy(), self.provenance
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """A recording in one line.

    Attributes
    ----------
    frames : int
        Frames of the recording.
    face_share : float
        Share of the looked-at stretch with a usable face, 0 ... 1.
    mean, deviation : (float, float)
        Mean and standard deviation (population) of valence and arousal; NaN without prediction.
    quadrants : (float, float, float, float)
        Share of predicted frames by sign: valence+ arousal+, valence- arousal+, valence-
        arousal-, valence+ arousal- (zero counts as positive); NaN without prediction.
    """

    frames: int
    face_share: float
    mean: tuple[float, float]
    deviation: tuple[float, float]
    quadrants: tuple[float, float, float, float]


def summarise(prediction: PersonPrediction) -> Summary:
    """The recording in one line, for ``summary.csv`` and the report."""
    values = prediction.valence_arousal
    values = values[~np.isnan(values).any(axis=1)]
    looked_at = prediction.analysed
    share = float(prediction.face[looked_at].mean()) if looked_at.any() else 0.0
    if not len(values):
        nothing = float("nan")
        return Summary(
            len(prediction.seconds), share, (nothing,) * 2, (nothing,) * 2, (nothing,) * 4
        )
    pleasant, active = values[:, 0] >= 0, values[:, 1] >= 0
    quadrants = (
        float((pleasant & active).mean()),
        float((~pleasant & active).mean()),
        float((~pleasant & ~active).mean()),
        float((pleasant & ~active).mean()),
    )
    valence, arousal = values.T
    return Summary(
        len(prediction.seconds),
        share,
        (float(valence.mean()), float(arousal.mean())),
        (float(valence.std()), float(arousal.std())),
        quadrants,
    )
