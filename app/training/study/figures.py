"""Figures of a study: CCC on the test subjects, how sure one can be of it, and what differs.

A figure is the mean over seeds of the CCC of all test frames. Its 95 % interval is drawn over test
subjects, each with all its frames and all seeds; how far seeds lie apart is told beside it and is
no part of the interval. Two conditions are compared on the same draws of subjects.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.evaluation.intervals import Draws, Interval, interval
from app.core.evaluation.pairs import LabelledPrediction
from app.core.evaluation.subject_sums import SubjectSums
from app.training.study.results import Result

Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its interval.

    Attributes
    ----------
    value : float
        NaN where it is not defined.
    interval : Interval
        Over test subjects.
    seeds : tuple of float
        The same number of each seed alone.
    """

    value: float
    interval: Interval
    seeds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Concordance of one condition, ready to be drawn.

    Attributes
    ----------
    sums : tuple of SubjectSums
        One for each seed.
    """

    sums: tuple[SubjectSums, ...]

    @classmethod
    def of(cls, results: Sequence[Result], gamma: int = 0) -> "Score":
        """The score of a condition's results under a spread of gamma by its position."""
        return cls(tuple(SubjectSums.of(_pairs(each, gamma)) for each in results))

    @property
    def subjects(self) -> int:
        """How many are drawn."""
        return len(self.sums[0].subjects)

    def of_seed(self, seed: int, dimension: int) -> Statistic:
        """CCC of one seed by its position, of weighted subjects."""
        return lambda weights: self.sums[seed].figure("concordance", dimension, weights)

    def mean(self, dimension: int) -> Statistic:
        """Mean CCC over seeds, of weighted subjects."""
        return lambda weights: np.mean(
            [each.figure("concordance", dimension, weights) for each in self.sums], axis=0
        )


def figure(score: Score, dimension: int, draws: Draws) -> Figure:
    """The CCC of a condition; dimension 0 is valence, 1 arousal."""
    seeds = [score.of_seed(seed, dimension) for seed in range(len(score.sums))]
    return _drawn(score.mean(dimension), seeds, draws)


def difference(first: Score, second: Score, dimension: int, draws: Draws) -> Figure:
    """CCC of the first less that of the second, on the same subjects."""
    ours, theirs = first.mean(dimension), second.mean(dimension)
    seeds = [
        _less(first.of_seed(seed, dimension), second.of_seed(seed, dimension))
        for seed in range(min(len(first.sums), len(second.sums)))
    ]
    return _drawn(_less(ours, theirs), seeds, draws)


def kept_better(
    first: tuple[Score, Score], second: tuple[Score, Score], dimension: int, draws: Draws
) -> Figure:
    """How much more CCC the second loses than the first, each from its plain to its other score."""

    def lost(scores: tuple[Score, Score], seed: int | None) -> Statistic:
        plain, other = (
            each.mean(dimension) if seed is None else each.of_seed(seed, dimension)
            for each in scores
        )
        return _less(plain, other)

    count = min(len(each.sums) for each in (*first, *second))
    seeds = [_less(lost(second, seed), lost(first, seed)) for seed in range(count)]
    return _drawn(_less(lost(second, None), lost(first, None)), seeds, draws)


def verdict(found: Figure) -> str:
    """Whether a claimed improvement is seen: by the interval, not by the number alone."""
    low, high = found.interval.low, found.interval.high
    if low is None or high is None:
        return "no interval"
    if low > 0:
        return "agrees"
    return "disagrees" if high < 0 else "not told apart"


def _less(first: Statistic, second: Statistic) -> Statistic:
    return lambda weights: first(weights) - second(weights)


def _drawn(statistic: Statistic, seeds: Sequence[Statistic], draws: Draws) -> Figure:
    whole = np.ones((1, draws.subjects))
    value = float(statistic(whole)[0])
    found = interval(statistic, draws) if not math.isnan(value) else Interval(remark="not defined")
    return Figure(value, found, tuple(float(each(whole)[0]) for each in seeds))


def _pairs(result: Result, gamma: int) -> list[LabelledPrediction]:
    predictions = result.predictions[gamma]
    return [
        LabelledPrediction(
            recording=str(subject),
            subject=str(subject),
            predicted=predictions[result.subjects == subject].astype(np.float64),
            labelled=result.labels[result.subjects == subject].astype(np.float64),
        )
        for subject in np.unique(result.subjects)
    ]
