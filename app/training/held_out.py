"""What a finished run did not learn from, and how old and new weights do on it. Loads no torch.

Convention: predictions are float arrays (T,) on the recording's frames, NaN in gaps. Frames count
where there is a label and both weights predicted, so that both are measured on the same frames.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.agreement import AgreementSums
from app.core.errors import InputError
from app.training.labelled import LabelledRecording, Part
from app.training.labels_on_frames import labels_of
from app.training.run_folder import RunFolder
from app.training.settings import TrainingSettings

Floats = NDArray[np.float64]
DIMENSIONS = ("valence", "arousal")


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A recording, or the end of one, that was not learnt from.

    Attributes
    ----------
    recording : LabelledRecording
        With its labels.
    part : str
        What it was held out for: ``"test"``, or where nothing was, ``"validation"``.
    share : float
        Share of its labelled frames, at the end, that was; 1 for all of it.
    margin : int
        Labelled frames between what was learnt from and what counts here.
    """

    recording: LabelledRecording
    part: Part
    share: float = 1.0
    margin: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """How two predictions agree with the labels.

    Attributes
    ----------
    before, after : mapping of str to float or None
        CCC by dimension; None where it is not defined.
    count : int
        Frames (or utterances) that counted.
    """

    before: Mapping[str, float | None]
    after: Mapping[str, float | None]
    count: int


def held_out(
    folder: RunFolder, settings: TrainingSettings, recordings: Sequence[LabelledRecording]
) -> tuple[HeldOut, ...]:
    """What a run did not learn from, by the list in its folder, in the order of names.

    Parameters
    ----------
    recordings : sequence of LabelledRecording
        Of its source.

    Raises
    ------
    InputError
        The list is gone, or was changed by hand.
    """
    listed = _listed(folder)
    part: Part = "test" if listed["test"] else "validation"
    share, margin = 1.0, 0
    if settings.split.kind == "passages":
        share = settings.split.test if part == "test" else settings.split.validation
        margin = settings.network.differences + 1
    names = sorted(set(listed[part]))
    known = {each.name: each for each in recordings}
    return tuple(HeldOut(known[name], part, share, margin) for name in names if name in known)


def figures(
    held: HeldOut,
    seconds: Floats,
    before: Mapping[str, Floats],
    after: Mapping[str, Floats],
) -> Figures:
    """CCC of both predictions on what was held out.

    Parameters
    ----------
    seconds : float64 array (T,)
        Presentation times of the recording's frames.
    before, after : mapping of str to float64 array (T,)
        Predictions by dimension.
    """
    if held.recording.utterances:
        return _of_utterances(held, seconds, before, after)
    labels = labels_of(held.recording.labels, np.arange(len(seconds)), seconds).astype(np.float64)
    labels[~counted(held, labels, [*before.values(), *after.values()])] = np.nan
    return _compared(labels, before, after)


def counted(held: HeldOut, labels: Floats, predictions: Sequence[Floats]) -> NDArray[np.bool_]:
    """Frames on which both weights are measured, bool (T,)."""
    known = np.isfinite(labels).all(axis=1)
    for values in predictions:
        known &= np.isfinite(values)
    places = np.flatnonzero(known)
    if held.share < 1:
        # As the split counts: what is held out is the end, the last frames of those that count.
        learnt = len(places) - math.floor(held.share * len(places) + 0.5)
        places = places[learnt + held.margin :]
    found = np.zeros(len(labels), bool)
    found[places] = True
    return found


def _of_utterances(
    held: HeldOut, seconds: Floats, before: Mapping[str, Floats], after: Mapping[str, Floats]
) -> Figures:
    """An utterance's prediction is the mean over its frames."""
    whole = held.recording.utterances
    spoken = whole[len(whole) - math.floor(held.share * len(whole) + 0.5) :]
    inside = [(seconds >= each.onset) & (seconds < each.offset) for each in spoken]
    labels = np.array([(each.valence, each.arousal) for each in spoken])
    means = [
        {
            name: np.array([_mean(values[frames]) for frames in inside])
            for name, values in of.items()
        }
        for of in (before, after)
    ]
    return _compared(labels, *means)


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else math.nan


def _compared(labels: Floats, before: Mapping[str, Floats], after: Mapping[str, Floats]) -> Figures:
    found: list[dict[str, float | None]] = [{}, {}]
    count = 0
    for column, name in enumerate(DIMENSIONS):
        for each, predicted in zip(found, (before[name], after[name]), strict=True):
            agreement = AgreementSums(predicted, labels[:, column]).over()
            each[name], count = agreement.concordance, agreement.count
    return Figures(found[0], found[1], count)


def _listed(folder: RunFolder) -> dict[Part, list[str]]:
    try:
        rows = json.loads(folder.split_file.read_text(encoding="utf-8"))
        parts: tuple[Part, ...] = ("validation", "test")
        return {part: [str(row["recording"]) for row in rows.get(part, ())] for part in parts}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise InputError(
            f"Who was held out by the run {folder.name} cannot be read "
            f"({folder.split_file.name} is gone or was changed); train anew to compare."
        ) from None
