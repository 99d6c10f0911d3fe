"""Timeline tracks: a quantity over time, and where it came from.

Prediction and annotation are one kind of thing with different provenance. Values are in the units
of their dimension; valence and arousal lie in [-1, 1]; NaN is a gap, never an invented value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.core.segment import Segment


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who or what made a track.

    Attributes
    ----------
    system : str
        Name of the system that predicted, for example ``"mimamo"``; empty for a rater.
    weights : str
        Name of the weights.
    weights_sha256 : str
        Their digest, 64 hexadecimal digits; empty where a system has no weights.
    validated : bool
        Whether the weights were validated on people.
    parameters : mapping of str to JSON values
        Everything else that decides the result.
    rater : str
        Who annotated; empty for a system.
    source : str
        Where an annotation came from, when not from the rater's hand: a file, an accepted
        prediction; empty otherwise.
    """

    system: str
    weights: str
    weights_sha256: str
    validated: bool
    parameters: Mapping[str, object] = field(default_factory=dict)
    rater: str = ""
    source: str = ""

    @classmethod
    def of_rater(cls, rater: str, source: str = "") -> "Provenance":
        """An annotation's."""
        return cls("", "", "", False, {}, rater, source)


@dataclass(frozen=True, slots=True)
class ContinuousTrack:
    """One dimension over the frames of a recording.

    Attributes
    ----------
    dimension : str
        What is measured: ``"valence"``, ``"arousal"``, ...
    seconds : float64 array (T,)
        Presentation times, strictly increasing.
    values : float64 array (T,)
        NaN where there is no value.
    provenance : Provenance
        Who or what made it.
    """

    dimension: str
    seconds: NDArray[np.float64]
    values: NDArray[np.float64]
    provenance: Provenance

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.seconds.ndim != 1 or self.values.shape != self.seconds.shape:
            raise ValueError(
                f"seconds and values must both be (T,), not {self.seconds.shape} and "
                f"{self.values.shape}"
            )
        if np.any(np.diff(self.seconds) <= 0):
            raise ValueError("seconds must increase strictly")
        if np.any(np.isinf(self.values)):
            raise ValueError("values must be finite, or NaN for a gap")


@dataclass(frozen=True, slots=True)
class SegmentTrack:
    """Labelled intervals and events of a recording.

    Attributes
    ----------
    scheme : str
        Name of the categories they are labelled by; what `ContinuousTrack.dimension` is to curves.
    segments : tuple of Segment
        By onset; they may overlap.
    provenance : Provenance
        Who or what made it.
    """

    scheme: str
    segments: tuple[Segment, ...]
    provenance: Provenance
