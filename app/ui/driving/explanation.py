"""What the Why dock shows: an answer as plain values, without the network that gave it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AROUSAL, VALENCE = "arousal", "valence"
DIMENSIONS = (AROUSAL, VALENCE)
"""In the order in which they are shown."""


_STEPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """What taking one part away does.

    Attributes
    ----------
    part : str
        Name of the region, the stream or the piece.
    arousal, valence : float
        Value without the part minus the value as it is, on the scale -1 ... 1.
    shuffled : (float, float) or None
        The same, arousal and valence, with shuffled weights, mean over those networks and scaled
        as if their values varied as much as these; None where that was not asked or they do not
        vary.
    seconds : (float, float) or None
        Of a piece of time: half-open.
    """

    part: str
    arousal: float
    valence: float
    shuffled: tuple[float, float] | None = None
    seconds: tuple[float, float] | None = None

    def of(self, dimension: str) -> float:
        """The change of a dimension."""
        return self.arousal if dimension == AROUSAL else self.valence

    def shuffled_of(self, dimension: str) -> float | None:
        """The change of a dimension with shuffled weights."""
        return None if self.shuffled is None else self.shuffled[DIMENSIONS.index(dimension)]


@dataclass(frozen=True, slots=True)
class Check:
    """How the regions compare with those of networks with shuffled weights.

    Attributes
    ----------
    ratio : (float, float)
        Arousal, valence: size of the changes relative to how much the network's values vary, over
        the same of shuffled networks; NaN where it has no meaning.
    likeness : (float, float)
        Arousal, valence: correlation over regions with the shuffled networks' changes; NaN where
        it has no meaning.
    networks : int
        Shuffled networks.
    """

    ratio: tuple[float, float]
    likeness: tuple[float, float]
    networks: int


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """An answer.

    Attributes
    ----------
    seconds : (float, float)
        Times of the first and the last frame asked about.
    arousal, valence : float
        As they are, mean over those frames.
    regions, streams, pieces : tuple of Bar
        By region of the face, by stream, by piece of time.
    check : Check or None
        None where it was not asked for.
    notes : tuple of str
        Sentences on how it was computed.
    label : str
        System and weights.
    caution : str
        The label of weights that were not validated; empty otherwise.
    face : uint8 array (S, S, 3) or None
        The aligned face in the middle of what was asked; None where it could not be read.
    masks : mapping of str to bool array (S, S)
        The regions on it.
    """

    seconds: tuple[float, float]
    arousal: float
    valence: float
    regions: tuple[Bar, ...]
    streams: tuple[Bar, ...]
    pieces: tuple[Bar, ...]
    check: Check | None
    notes: tuple[str, ...]
    label: str
    caution: str
    face: NDArray[np.uint8] | None
    masks: Mapping[str, NDArray[np.bool_]]

    @property
    def limit(self) -> float:
        """The largest change of a region or a stream, the end of every axis; at least 0.001."""
        bars = (*self.regions, *self.streams)
        sizes = [abs(value) for bar in bars for value in (bar.arousal, bar.valence)]
        others = [abs(value) for bar in bars if bar.shuffled is not None for value in bar.shuffled]
        return rounded_up(max((*sizes, *others), default=0.0))

    @property
    def limit_of_pieces(self) -> float:
        """The largest change of a piece of time; at least 0.001."""
        sizes = [abs(value) for bar in self.pieces for value in (bar.arousal, bar.valence)]
        return rounded_up(max(sizes, default=0.0))

    def map_of(self, dimension: str) -> NDArray[np.float64]:
        """Change by place on the face, float64 (S, S); NaN outside of every region."""
        size = next((mask.shape[0] for mask in self.masks.values()), 1)
        found = np.full((size, size), np.nan)
        for bar in self.regions:
            if bar.part in self.masks:
                found[self.masks[bar.part]] = bar.of(dimension)
        return found


def rounded_up(value: float) -> float:
    """The next round number; at least 0.001, so that nothing divides by zero."""
    if not value > 0.001:
        return 0.001
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in _STEPS if step * power >= value * (1 - 1e-9)))
