"""What weights say of one recording, beside its labels. Loads torch."""

from collections.abc import Sequence

import numpy as np

from app.training.clips import TrainingClip
from app.training.evaluation.results import EvaluatedRecording
from app.training.labelled import LabelledRecording
from app.training.predicting import ClipPredictor


def reading_of(
    recording: LabelledRecording, clips: Sequence[TrainingClip], predictor: ClipPredictor
) -> EvaluatedRecording | None:
    """A recording as weights read it; None where nothing of it is left."""
    if not clips:
        return None
    utterances = clips[0].utterance is not None
    return (_by_utterance if utterances else _by_frame)(recording, clips, predictor)


def _by_frame(
    recording: LabelledRecording, clips: Sequence[TrainingClip], predictor: ClipPredictor
) -> EvaluatedRecording:
    predicted = [predictor.of(clip.views[0]).values for clip in clips]
    return EvaluatedRecording(
        name=recording.name,
        subject=recording.subject,
        sha256=clips[0].sha256,
        unit="frame",
        seconds=np.concatenate([clip.seconds for clip in clips]),
        index=np.concatenate([clip.index for clip in clips]),
        predicted=np.concatenate(predicted).astype(np.float64).clip(-1, 1),
        labelled=np.concatenate([clip.labels for clip in clips]).astype(np.float64),
    )


def _by_utterance(
    recording: LabelledRecording, clips: Sequence[TrainingClip], predictor: ClipPredictor
) -> EvaluatedRecording:
    """One value an utterance: of several runs of usable face, the mean by their frames."""
    parts: dict[tuple[str, float], list[TrainingClip]] = {}
    for clip in clips:
        if clip.utterance is not None:
            parts.setdefault((clip.utterance.name, clip.utterance.onset), []).append(clip)
    predicted = []
    for of_one in parts.values():
        wholes = np.array([predictor.of(clip.views[0]).whole for clip in of_one])
        weights = np.array([len(clip) for clip in of_one], dtype=np.float64)
        predicted.append(np.average(wholes, axis=0, weights=weights))
    firsts = [of_one[0] for of_one in parts.values()]
    said = [clip.utterance for clip in firsts if clip.utterance is not None]
    return EvaluatedRecording(
        name=recording.name,
        subject=recording.subject,
        sha256=clips[0].sha256,
        unit="utterance",
        seconds=np.array([max(each.onset, 0.0) for each in said]),
        index=np.arange(len(said), dtype=np.int64),
        predicted=np.array(predicted).clip(-1, 1),
        labelled=np.array([(each.valence, each.arousal) for each in said]),
    )
