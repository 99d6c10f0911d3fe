"""Predictions beside labels, and the figures of them.

Convention: columns are valence, arousal; a value without its counterpart (NaN in either) does not
count. "Value" is a frame, or an utterance where labels are given for utterances. A figure that is
not defined is None with its `Lack`, never NaN and never zero.

The figures of one dimension, predicted x and labelled y:

* concordance (CCC, Lin 1989): ``2 s_xy / (s_x^2 + s_y^2 + (m_x - m_y)^2)``, population moments.
  A constant prediction of labels that change has the CCC 0; where the *labels* do not change there
  is nothing to agree with, and the CCC is not defined.
* Pearson's correlation: not defined when either does not change.
* error: root of the mean squared difference (RMSE).
* sign agreement (SAGR, Nicolaou et al. 2011): the share of values with ``sign(x) = sign(y)``, where
  zero is a sign of its own, as in the published definition: a label of exactly zero agrees with a
  prediction of exactly zero alone. How many labels are exactly zero is told beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.agreement import AgreementSums, Lack

Floats = NDArray[np.float64]

DIMENSIONS = ("valence", "arousal")

LACK_WORDS = {
    Lack.NOTHING: "",
    Lack.NO_FRAME: "nothing has both a prediction and a label",
    Lack.ONE_FRAME: "only one value has both a prediction and a label",
    Lack.FIRST_CONSTANT: "the prediction does not change",
    Lack.SECOND_CONSTANT: "all labels are equal",
    Lack.BOTH_CONSTANT: "neither the prediction nor the labels change",
}
"""Why a figure is not there, for people."""

_NO_LABELLED_CHANGE = (Lack.SECOND_CONSTANT, Lack.BOTH_CONSTANT)


@dataclass(frozen=True, slots=True)
class LabelledPrediction:
    """What was predicted for a recording, beside what it is labelled with.

    Attributes
    ----------
    recording : str
        Its name within its source.
    subject : str
        Who is seen.
    predicted, labelled : float64 array (N, 2)
        Valence, arousal of the same N frames or utterances; NaN where there is none.
    """

    recording: str
    subject: str
    predicted: Floats
    labelled: Floats

    def __post_init__(self) -> None:
        """Check that both speak of the same values."""
        if self.predicted.ndim != 2 or self.predicted.shape[1] != len(DIMENSIONS):
            raise ValueError(f"predicted must be (N, 2), not {self.predicted.shape}")
        if self.labelled.shape != self.predicted.shape:
            raise ValueError(f"{self.labelled.shape} labels for {self.predicted.shape} predictions")

    def __len__(self) -> int:
        return len(self.predicted)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one dimension over some values.

    Attributes
    ----------
    count : int
        Values with prediction and label.
    concordance, pearson : float or None
        -1 ... 1.
    error : float or None
        RMSE, >= 0, in the unit of the labels.
    sign_agreement : float or None
        0 ... 1.
    zeros : int
        Labels of exactly zero among the values.
    lack : Lack
        Why a figure is None.
    """

    count: int
    concordance: float | None
    pearson: float | None
    error: float | None
    sign_agreement: float | None
    zeros: int
    lack: Lack


def figures(predicted: Floats, labelled: Floats) -> Figures:
    """The figures of values (N,) of one dimension, NaN where there is none."""
    both = np.isfinite(predicted) & np.isfinite(labelled)
    x, y = np.where(both, predicted, np.nan), np.where(both, labelled, np.nan)
    found = AgreementSums(x.astype(np.float64), y.astype(np.float64)).over()
    agrees = np.sign(x[both]) == np.sign(y[both])
    return Figures(
        count=found.count,
        concordance=None if found.lack in _NO_LABELLED_CHANGE else found.concordance,
        pearson=found.pearson,
        error=found.error,
        sign_agreement=float(agrees.mean()) if found.count else None,
        zeros=int(np.count_nonzero(y[both] == 0)),
        lack=found.lack,
    )


def joined(pairs: Sequence[LabelledPrediction]) -> tuple[Floats, Floats]:
    """All predictions and all labels, one recording after the other, each (N, 2)."""
    if not pairs:
        return np.empty((0, 2)), np.empty((0, 2))
    return (
        np.concatenate([each.predicted for each in pairs]),
        np.concatenate([each.labelled for each in pairs]),
    )


def figures_of(pairs: Sequence[LabelledPrediction]) -> tuple[Figures, Figures]:
    """Figures of valence and of arousal over the concatenated values of recordings."""
    predicted, labelled = joined(pairs)
    valence, arousal = (figures(predicted[:, i], labelled[:, i]) for i in range(2))
    return valence, arousal
