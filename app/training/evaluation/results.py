"""What an evaluation found, as values. Loads no torch.

Convention: values are frames, or utterances where the labels are of utterances; columns are
valence, arousal. Predictions are cut to -1 ... 1, as everywhere where they leave the network.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.core.evaluation.pairs import LabelledPrediction
from app.core.evaluation.scores import SplitScores

Floats = NDArray[np.float64]

EvaluatedPart = Literal["training", "validation", "test", "all"]
Unit = Literal["frame", "utterance"]


@dataclass(frozen=True, slots=True)
class EvaluatedRecording:
    """A recording as weights read it, beside its labels.

    Attributes
    ----------
    name, subject : str
        As in its source.
    sha256 : str
        Of its bytes.
    unit : str
        What a value is.
    seconds : float64 array (N,)
        When each frame is shown, or each utterance begins; increasing.
    index : int64 array (N,)
        Recording frame index of each frame; utterances are numbered from 0.
    predicted, labelled : float64 array (N, 2)
        NaN where there is none.
    """

    name: str
    subject: str
    sha256: str
    unit: Unit
    seconds: Floats
    index: NDArray[np.int64]
    predicted: Floats
    labelled: Floats

    @property
    def pair(self) -> LabelledPrediction:
        """What scores are made of."""
        return LabelledPrediction(self.name, self.subject, self.predicted, self.labelled)


@dataclass(frozen=True, slots=True)
class Seen:
    """What weights were trained on, of what they are tested on.

    Attributes
    ----------
    recordings : tuple of str
        Names of recordings with the same bytes.
    subjects : tuple of str
        Names of subjects that are the same; in another source another person may have the name.
    """

    recordings: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.recordings or self.subjects)


@dataclass(frozen=True, slots=True)
class WeightsFacts:
    """Which weights, and what is said of them.

    Attributes
    ----------
    name : str
        Short, and different from the others of the same evaluation.
    sha256 : str
        Of the file.
    text, training_data, licence : str
        As the card says.
    caution : str
        The label of everything they predict; empty for weights validated on people.
    parameters : mapping of str to JSON values
        Conventions that decide the result.
    seen : Seen
        What of the evaluated they were trained on.
    """

    name: str
    sha256: str
    text: str
    training_data: str
    licence: str
    caution: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    seen: Seen = Seen()


@dataclass(frozen=True, slots=True)
class EvaluatedWeights:
    """Weights and how they did.

    Attributes
    ----------
    facts : WeightsFacts
        Which.
    recordings : tuple of EvaluatedRecording
        In the source's order.
    scores : SplitScores
        Over all of them.
    """

    facts: WeightsFacts
    recordings: tuple[EvaluatedRecording, ...]
    scores: SplitScores

    @property
    def pairs(self) -> list[LabelledPrediction]:
        """All recordings, as scores take them."""
        return [each.pair for each in self.recordings]


@dataclass(frozen=True, slots=True)
class GammaPoint:
    """How weights did under one strength of changing light.

    Attributes
    ----------
    bound : float
        b: each frame's gamma was drawn from 1 - b ... 1 + b.
    weights : str
        Name of the weights.
    scores : SplitScores
        Over all recordings.
    """

    bound: float
    weights: str
    scores: SplitScores


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was found, with where it came from.

    Attributes
    ----------
    source, place : str
        Title of the source and its folder's name.
    part : str
        Which part of the split was tested on.
    split : mapping of str to JSON values
        How the split was made; empty when everything was taken.
    unit : str
        What a value is.
    frames : int
        Frames analysed of these recordings.
    weights : tuple of EvaluatedWeights
        At least one, in the order they were asked for.
    notices : tuple of str
        What a reader should know, one sentence each.
    gamma : tuple of GammaPoint
        The study of changing light; empty where it was not asked for.
    seed, replicates : int
        Of the bootstrap.
    device, version, started : str
        Where, with which version of the application, and when (ISO 8601).
    """

    source: str
    place: str
    part: EvaluatedPart
    split: Mapping[str, object]
    unit: Unit
    frames: int
    weights: tuple[EvaluatedWeights, ...]
    notices: tuple[str, ...]
    gamma: tuple[GammaPoint, ...]
    seed: int
    replicates: int
    device: str
    version: str
    started: str

    @property
    def subjects(self) -> tuple[str, ...]:
        """Who was tested on, sorted."""
        return tuple(sorted({each.subject for each in self.weights[0].recordings}))

    @property
    def values(self) -> str:
        """What values are called, for people."""
        return f"{self.unit}s"


def seen_by(
    recordings: Sequence[tuple[str, str, str]], trained_on: Sequence[Mapping[str, object]]
) -> Seen:
    """What of the evaluated recordings weights were trained on.

    Parameters
    ----------
    recordings : sequence of (str, str, str)
        Name, sha256 and subject of those that are tested on.
    trained_on : sequence of mapping
        Rows of ``split.json`` of the run that made them: ``sha256`` and ``subject``.
    """
    digests = {row.get("sha256") for row in trained_on}
    subjects = {row.get("subject") for row in trained_on}
    return Seen(
        tuple(name for name, sha256, _ in recordings if sha256 in digests),
        tuple(sorted({subject for _, _, subject in recordings} & subjects)),
    )
