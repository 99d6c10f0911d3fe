"""Sums per subject that every figure of any draw of subjects is made of.

Convention: arrays are (S, D, K): subjects, dimensions (valence, arousal), terms. Predictions and
labels are summed about the means of all, so that subtracting squares loses few digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from app.core.evaluation.pairs import DIMENSIONS, Figures, LabelledPrediction, figures_of, joined

Floats = NDArray[np.float64]

FigureName = Literal["concordance", "mean_concordance", "pearson", "error", "sign_agreement"]
FIGURE_NAMES: tuple[FigureName, ...] = get_args(FigureName)

_COUNT, _X, _Y, _XX, _YY, _XY, _APART, _AGREES = range(8)
_LEAST_VARIANCE = 1e-12  # of the mean square about the common origin; less is rounding


@dataclass(frozen=True, slots=True)
class SubjectSums:
    """What each subject adds to the sums.

    Attributes
    ----------
    subjects : tuple of str
        Sorted by name.
    terms : float64 array (S, D, 8)
        Count, sums of x, y, x^2, y^2, xy about the origin, of (x - y)^2, and agreeing signs.
    origin : float64 array (D,)
        Mean prediction minus mean label, which the sums of x and y are about.
    recordings : float64 array (S, D, 2)
        Sum of the recordings' concordances, and how many have one.
    """

    subjects: tuple[str, ...]
    terms: Floats
    origin: Floats
    recordings: Floats

    @classmethod
    def of(cls, pairs: Sequence[LabelledPrediction]) -> "SubjectSums":
        """The sums of recordings; a subject without any value adds nothing and is left out."""
        centre = _centre(pairs)
        subjects = tuple(sorted({each.subject for each in pairs}))
        place = {name: i for i, name in enumerate(subjects)}
        terms = np.zeros((len(subjects), len(DIMENSIONS), 8))
        recordings = np.zeros((len(subjects), len(DIMENSIONS), 2))
        for each in pairs:
            terms[place[each.subject]] += _terms(each, centre)
            recordings[place[each.subject]] += _concordances(figures_of([each]))
        seen = np.flatnonzero(terms[:, :, _COUNT].sum(axis=1))
        names = tuple(subjects[i] for i in seen)
        return cls(names, terms[seen], centre[0] - centre[1], recordings[seen])

    def figure(self, name: FigureName, dimension: int, weights: Floats) -> Floats:
        """A figure for each row of weights (B, S); float64 (B,), NaN where not defined."""
        if name == "mean_concordance":
            total, count = (weights @ self.recordings[:, dimension]).T
            return _quotient(total, count, count > 0)
        sums = weights @ self.terms[:, dimension]
        return _FIGURES[name](sums, float(self.origin[dimension]))


def _centre(pairs: Sequence[LabelledPrediction]) -> Floats:
    """Means of predictions and of labels that count, (2, D)."""
    predicted, labelled = joined(pairs)
    both = np.isfinite(predicted) & np.isfinite(labelled)
    count = np.maximum(both.sum(axis=0), 1)
    means = [np.where(both, values, 0).sum(axis=0) / count for values in (predicted, labelled)]
    return np.stack(means)


def _terms(pair: LabelledPrediction, centre: Floats) -> Floats:
    predicted, labelled = pair.predicted, pair.labelled
    both = np.isfinite(predicted) & np.isfinite(labelled)
    x = np.where(both, predicted - centre[0], 0)
    y = np.where(both, labelled - centre[1], 0)
    apart = np.where(both, predicted - labelled, 0)
    agrees = both & (np.sign(predicted) == np.sign(labelled))
    parts = (both, x, y, x * x, y * y, x * y, apart * apart, agrees)
    return np.stack([part.sum(axis=0, dtype=np.float64) for part in parts], axis=1)


def _concordances(found: Sequence[Figures]) -> Floats:
    return np.array(
        [(0.0, 0.0) if each.concordance is None else (each.concordance, 1.0) for each in found]
    )


def _moments(sums: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Means of x and y about the origin, variances (rounding taken for none), covariance."""
    count = np.maximum(sums[:, _COUNT], 1)
    means = sums / count[:, None]
    x, y = means[:, _X], means[:, _Y]
    first = _variance(means[:, _XX], x)
    second = _variance(means[:, _YY], y)
    return x, y, first, second, means[:, _XY] - x * y


def _variance(square: Floats, mean: Floats) -> Floats:
    variance = square - mean * mean
    return np.where(variance > _LEAST_VARIANCE * square, variance, 0.0)


def _concordance(sums: Floats, origin: float) -> Floats:
    x, y, first, second, covariance = _moments(sums)
    spread = first + second + (x - y + origin) ** 2
    covariance = np.where(first > 0, covariance, 0.0)
    return np.clip(_quotient(2 * covariance, spread, second > 0), -1, 1)


def _pearson(sums: Floats, origin: float) -> Floats:
    _, _, first, second, covariance = _moments(sums)
    both = (first > 0) & (second > 0)
    return np.clip(_quotient(covariance, np.sqrt(first) * np.sqrt(second), both), -1, 1)


def _error(sums: Floats, origin: float) -> Floats:
    return np.sqrt(_quotient(sums[:, _APART], sums[:, _COUNT], sums[:, _COUNT] > 0))


def _sign_agreement(sums: Floats, origin: float) -> Floats:
    return _quotient(sums[:, _AGREES], sums[:, _COUNT], sums[:, _COUNT] > 0)


def _quotient(above: Floats, below: Floats, defined: NDArray[np.bool_]) -> Floats:
    quotient: Floats = np.where(defined, above / np.where(defined, below, 1.0), np.nan)
    return quotient


_FIGURES = {
    "concordance": _concordance,
    "pearson": _pearson,
    "error": _error,
    "sign_agreement": _sign_agreement,
}
