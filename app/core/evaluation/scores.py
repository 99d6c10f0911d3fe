"""The scores of a split: figures with intervals, and differences between weights.

Convention: "concordance" is over the concatenated values of all recordings, "mean concordance" the
mean over the recordings that have one; they answer different questions and are both told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.evaluation.intervals import REPLICATES, Draws, Interval, interval
from app.core.evaluation.pairs import (
    DIMENSIONS,
    LACK_WORDS,
    Figures,
    LabelledPrediction,
    figures_of,
)
from app.core.evaluation.subject_sums import FIGURE_NAMES, FigureName, Floats, SubjectSums

NO_RECORDING = "no recording has a concordance of its own"


@dataclass(frozen=True, slots=True)
class Score:
    """One figure.

    Attributes
    ----------
    value : float or None
        The figure; None where it is not defined.
    why : str
        Why it is None; empty otherwise.
    interval : Interval
        95 % over subjects.
    """

    value: float | None
    why: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class DimensionScores:
    """Every figure of one dimension.

    Attributes
    ----------
    dimension : str
        ``"valence"`` or ``"arousal"``.
    values, zeros : int
        Values with prediction and label, and how many of these labels are exactly zero.
    recordings, of : int
        Recordings with a concordance of their own, and all.
    scores : mapping of str to Score
        By figure.
    """

    dimension: str
    values: int
    zeros: int
    recordings: int
    of: int
    scores: Mapping[FigureName, Score]


@dataclass(frozen=True, slots=True)
class SplitScores:
    """The scores of one network on one split.

    Attributes
    ----------
    subjects : int
        With at least one value.
    dimensions : tuple of DimensionScores
        Valence, arousal.
    """

    subjects: int
    dimensions: tuple[DimensionScores, DimensionScores]

    def of(self, dimension: str) -> DimensionScores:
        """The scores of a dimension by its name."""
        return self.dimensions[DIMENSIONS.index(dimension)]


def scores(
    pairs: Sequence[LabelledPrediction], *, seed: int = 1, replicates: int = REPLICATES
) -> SplitScores:
    """Every figure of predictions with its interval.

    Parameters
    ----------
    pairs : sequence of LabelledPrediction
        One per recording.
    seed, replicates : int
        Of the draws of subjects.
    """
    sums, whole = SubjectSums.of(pairs), figures_of(pairs)
    each = [figures_of([pair]) for pair in pairs]
    draws = Draws.of(len(sums.subjects), seed, replicates)
    valence, arousal = (
        _of_dimension(i, whole[i], [found[i] for found in each], sums, draws)
        for i in range(len(DIMENSIONS))
    )
    return SplitScores(len(sums.subjects), (valence, arousal))


def difference(
    first: Sequence[LabelledPrediction],
    second: Sequence[LabelledPrediction],
    name: FigureName,
    dimension: str,
    *,
    seed: int = 1,
    replicates: int = REPLICATES,
) -> Score:
    """A figure of the first minus that of the second, with the interval of the difference.

    The same subjects are drawn for both, so what makes a subject hard for both falls out.

    Raises
    ------
    ValueError
        They are not about the same subjects.
    """
    a, b, column = SubjectSums.of(first), SubjectSums.of(second), DIMENSIONS.index(dimension)
    if a.subjects != b.subjects:
        raise ValueError(f"subjects differ: {a.subjects} and {b.subjects}")

    def statistic(weights: Floats) -> Floats:
        return a.figure(name, column, weights) - b.figure(name, column, weights)

    values = [
        _value(
            name,
            figures_of(pairs)[column],
            [figures_of([pair])[column] for pair in pairs],
        )
        for pairs in (first, second)
    ]
    if values[0] is None or values[1] is None:
        return Score(None, "one of the two is not defined", Interval())
    around = interval(statistic, Draws.of(len(a.subjects), seed, replicates))
    return Score(values[0] - values[1], "", around)


def _value(name: FigureName, whole: Figures, each: Sequence[Figures]) -> float | None:
    if name == "mean_concordance":
        known = [found.concordance for found in each if found.concordance is not None]
        return sum(known) / len(known) if known else None
    value: float | None = getattr(whole, name)
    return value


def _of_dimension(
    column: int,
    whole: Figures,
    each: Sequence[Figures],
    sums: SubjectSums,
    draws: Draws,
) -> DimensionScores:
    found: dict[FigureName, Score] = {}
    for name in FIGURE_NAMES:
        value = _value(name, whole, each)
        if value is None:
            why = NO_RECORDING if name == "mean_concordance" else LACK_WORDS[whole.lack]
            found[name] = Score(None, why, Interval())
            continue

        def statistic(weights: Floats, name: FigureName = name) -> Floats:
            return sums.figure(name, column, weights)

        around = interval(statistic, draws)
        found[name] = Score(value, "", around)
    defined = sum(one.concordance is not None for one in each)
    return DimensionScores(DIMENSIONS[column], whole.count, whole.zeros, defined, len(each), found)
