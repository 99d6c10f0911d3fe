"""A question of what drove a reading, and its answer: plain values. Loads no torch.

A change is the value without a part minus the value as it is, mean over the frames asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.metrics import pearson

LONGEST_SECONDS = 10.0
"""Longer ranges are refused: everything is read a dozen times."""

Masks = Mapping[str, NDArray[np.bool_]]
Typical = Mapping[str, NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Change:
    """What taking a part away does.

    Attributes
    ----------
    part : str
        A region or a stream by name; for pieces of time empty.
    valence, arousal : float
        Value without the part minus the value as it is.
    seconds : (float, float) or None
        Of a piece of time: half-open.
    """

    part: str
    valence: float
    arousal: float
    seconds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SanityCheck:
    """The same regions hidden from networks with shuffled weights.

    Attributes
    ----------
    changes : tuple of tuple of Change
        By network, then by region.
    ratio : (float, float)
        Valence, arousal: size of the changes (root mean square over regions) over the mean size
        with shuffled weights; NaN where those do not change at all. Shuffled networks are quiet
        whatever they are shown, so this alone is nearly always large.
    relative_ratio : (float, float)
        The same after the changes of each network are divided by the standard deviation of its own
        values over the windows read. Near 1 or below, hiding a region moves the network no more
        than it would move one that learnt nothing. NaN where a network's values do not vary.
    likeness : (float, float)
        Pearson's correlation over regions between the changes and the mean ones with shuffled
        weights; near 1, the pattern comes from the pictures, not from what was learnt. NaN where
        it is not defined.
    """

    changes: tuple[tuple[Change, ...], ...]
    ratio: tuple[float, float]
    relative_ratio: tuple[float, float]
    likeness: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Driving:
    """What drove a moment or a range.

    Attributes
    ----------
    seconds : (float, float)
        Times of the first and the last frame asked about.
    valence, arousal : float
        As they are, mean over those frames, not clamped.
    regions, streams, pieces : tuple of Change
        By region of the face; by stream (empty for a network of one stream); by piece of time.
    sanity : SanityCheck or None
        None where it was not asked for.
    notes : tuple of str
        What the reader should know, plain sentences.
    """

    seconds: tuple[float, float]
    valence: float
    arousal: float
    regions: tuple[Change, ...]
    streams: tuple[Change, ...]
    pieces: tuple[Change, ...]
    sanity: SanityCheck | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes
    ----------
    start, end : float
        Seconds, half-open; ``end <= start`` asks about the one frame shown at ``start``.
    shuffled : int
        Networks with shuffled weights to compare with; each costs as much as the question itself.
    masks : mapping of str to bool array (S, S), or None
        Regions by name on the system's crop; None for brows, eyes, nose, mouth, cheeks and jaw.
    typical : mapping of str to float array (256,), or None
        Mean features of each stream over the recording, as `FeatureMaps.mean` gives them.
    """

    start: float
    end: float
    shuffled: int = 1
    masks: Masks | None = None
    typical: Typical | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """What hiding regions from one network gave.

    Attributes
    ----------
    as_it_is : float64 array (2,)
        Mean over the frames asked for, nothing hidden.
    deviation : float64 array (2,)
        Of the values over all frames of the windows, nothing hidden.
    changes : tuple of Change
        By region.
    """

    as_it_is: NDArray[np.float64]
    deviation: NDArray[np.float64]
    changes: tuple[Change, ...]


def sanity_of(found: Sequence[Hidden]) -> SanityCheck:
    """A network's changes (the first) beside those of shuffled ones (the others)."""
    changes = np.array([[(c.valence, c.arousal) for c in of_one.changes] for of_one in found])
    sizes = np.sqrt((changes**2).mean(axis=1))
    deviations = np.array([of_one.deviation for of_one in found])
    relative = np.divide(sizes, deviations, out=np.full_like(sizes, np.nan), where=deviations > 0)
    likeness = [pearson(changes[0, :, k], changes[1:, :, k].mean(axis=0)) for k in (0, 1)]
    return SanityCheck(
        tuple(of_one.changes for of_one in found[1:]),
        _over_the_others(sizes),
        _over_the_others(relative),
        (likeness[0], likeness[1]),
    )


def _over_the_others(sizes: NDArray[np.float64]) -> tuple[float, float]:
    """The first row over the mean of the others, (N, 2) to two numbers; NaN over zero."""
    others = sizes[1:].mean(axis=0)
    ratio = np.divide(sizes[0], others, out=np.full(2, np.nan), where=others > 0)
    return float(ratio[0]), float(ratio[1])
