"""How far a figure would move with other people: bootstrap over subjects.

Subjects are drawn with replacement, each with all its recordings, because frames of one person say
nearly the same; an interval over frames would be far too narrow. Intervals are bias-corrected and
accelerated (BCa, Efron 1987), the acceleration from leaving out each subject in turn; where the
correction is not defined (all replicates on one side of the estimate) they are plain percentiles.

Replicates are made of sums per subject, so frames are never touched again.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_SUBJECTS = 3
"""Below it there is no interval: too few different draws exist."""
FEW_SUBJECTS = 10
"""Below it an interval is a rough guide, and said to be."""
REPLICATES = 2000
LEVEL = 0.95

_TIE = 1e-12  # rounding of sums in another order must not count as a difference
_LEAST_DEFINED = 0.5
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, or why there is none.

    Attributes
    ----------
    low, high : float or None
        Its ends, both or neither.
    remark : str
        Why there is none, or what to mind; empty when nothing is to be said.
    """

    low: float | None = None
    high: float | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of subjects, which every figure of a comparison shares.

    Attributes
    ----------
    subjects : int
        S, how many there are.
    drawn : float64 array (B, S)
        How often each is drawn; rows sum to S.
    """

    subjects: int
    drawn: Floats

    @classmethod
    def of(cls, subjects: int, seed: int = 1, replicates: int = REPLICATES) -> "Draws":
        """Seeded draws: equal seeds draw equal subjects."""
        if subjects < 1:
            return cls(subjects, np.empty((0, 0)))
        rng = np.random.default_rng(seed)
        chances = np.full(subjects, 1 / subjects)
        return cls(subjects, rng.multinomial(subjects, chances, replicates).astype(np.float64))


def interval(statistic: Callable[[Floats], Floats], draws: Draws) -> Interval:
    """The 95 % interval of a statistic of weighted subjects.

    Parameters
    ----------
    statistic : callable
        Takes weights (B, S), how often each subject counts, and gives the figure of each row, (B,),
        NaN where it is not defined.
    draws : Draws
        Of the same subjects.
    """
    subjects = draws.subjects
    if subjects < LEAST_SUBJECTS:
        are = "there is only one" if subjects == 1 else f"there are {subjects}"
        return Interval(remark=f"no interval: it needs {LEAST_SUBJECTS} subjects, and {are}")
    estimate = float(statistic(np.ones((1, subjects)))[0])
    found = statistic(draws.drawn)
    defined = found[~np.isnan(found)]
    if math.isnan(estimate) or len(defined) < _LEAST_DEFINED * len(found):
        return Interval(remark="no interval: it is not defined for most draws of subjects")
    without = statistic(1.0 - np.eye(subjects))
    low, high = np.quantile(defined, _bca_levels(estimate, defined, without))
    return Interval(float(low), float(high), _few(subjects))


def _few(subjects: int) -> str:
    if subjects >= FEW_SUBJECTS:
        return ""
    return f"{subjects} subjects are few: the interval is a rough guide and may be too narrow"


def _bca_levels(estimate: float, drawn: Floats, without: Floats) -> tuple[float, float]:
    """The quantiles of the draws that are the interval's ends."""
    tail = (1 - LEVEL) / 2
    below = np.count_nonzero(drawn < estimate - _TIE)
    ties = np.count_nonzero(np.abs(drawn - estimate) <= _TIE)
    share = float(below + ties / 2) / len(drawn)
    if not 0 < share < 1:
        return tail, 1 - tail
    bias, pull = _NORMAL.inv_cdf(share), _acceleration(without)
    levels = []
    for end in (_NORMAL.inv_cdf(tail), _NORMAL.inv_cdf(1 - tail)):
        reach = bias + end
        room = 1 - pull * reach
        if room <= 0:
            return tail, 1 - tail
        levels.append(_NORMAL.cdf(bias + reach / room))
    return levels[0], levels[1]


def _acceleration(without: Floats) -> float:
    known = without[~np.isnan(without)]
    if not len(known):
        return 0.0
    away = known.mean() - known
    square = float(away @ away)
    return float(np.sum(away**3)) / (6 * square**1.5) if square > _TIE**2 else 0.0
