"""How well a stage does on clips: CCC by dimension over all labelled frames, or over utterances.

Values are cut to -1 ... 1 first, as everywhere the user sees them; the loss is of what was said.
A CCC that is not defined (nothing labelled, or all labels equal) is None and never zero; where
stages are compared it counts as the worst there is.
"""

from collections.abc import Callable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.analysis.runs import windows
from app.core.metrics import concordance
from app.training.batches import BatchMaker, Piece, label_of
from app.training.predicting import ClipPredictor
from app.training.sampling import one_a_second
from app.training.stages import StageNet, Together
from models.inference import true_float32

Scores = Mapping[str, float | None]

DIMENSIONS = ("valence", "arousal")
WORST = -1.0


def scores(predicted: NDArray[np.float32], labels: NDArray[np.float32]) -> Scores:
    """CCC by dimension of values (N, 2), not cut yet, against labels (N, 2), NaN without label."""
    found: dict[str, float | None] = {}
    for column, name in enumerate(DIMENSIONS):
        said, known = (x[:, column].astype(np.float64) for x in (predicted, labels))
        varies = len(np.unique(known[~np.isnan(known)])) > 1
        value = concordance(said.clip(-1, 1), known) if varies else np.nan
        found[name] = float(value) if np.isfinite(value) else None
    return found


def mean_score(found: Scores) -> float:
    """The mean over dimensions, -1 ... 1."""
    return float(np.mean([WORST if value is None else value for value in found.values()]))


def undefined(validation: Scores, has_clips: bool) -> str:
    """What there is to say of figures that are not defined, one sentence; empty for nothing."""
    if not has_clips:
        return "There is no recording to validate on, so the last epoch counts as the best."
    names = [name for name, value in validation.items() if value is None]
    if not names:
        return ""
    return (
        f"The validation CCC of {' and '.join(names)} is not defined (all labels are equal or "
        "missing), so it counts as the worst there is."
    )


class Seen:
    """What an epoch has seen of its training clips, as it was while it learnt."""

    def __init__(self) -> None:
        self._losses: list[float] = []
        self._said: list[NDArray[np.float32]] = []
        self._known: list[NDArray[np.float32]] = []

    def add(self, loss: float, said: Tensor, known: Tensor) -> None:
        """A step: its loss, what was said and what is known, each (M, 2)."""
        self._losses.append(loss)
        self._said.append(said.float().cpu().numpy())
        self._known.append(known.cpu().numpy())

    def mean_loss(self, since: int = 0) -> float:
        """Over all steps but the first ``since``."""
        return float(np.mean(self._losses[since:]))

    def scores(self) -> Scores:
        """CCC by dimension."""
        return scores(np.concatenate(self._said), np.concatenate(self._known))


def score(
    stage: StageNet, maker: BatchMaker, device: torch.device, heed: Callable[[], None]
) -> Scores:
    """CCC of a stage on the plain views of a maker's clips, in evaluation and true float32.

    Parameters
    ----------
    heed : callable
        Called between clips; what it raises ends the work.
    """
    said, known = [], []
    stage.eval()
    read = reader(stage, maker, device)
    for number, clip in enumerate(maker.clips):
        heed()
        if maker.by_utterance and clip.utterance is None:
            continue
        said.append(read(number))
        known.append(np.array([label_of(clip)], np.float32) if maker.by_utterance else clip.labels)
    if not said:
        return dict.fromkeys(DIMENSIONS)
    return scores(np.concatenate(said), np.concatenate(known))


def reader(
    stage: StageNet, maker: BatchMaker, device: torch.device
) -> Callable[[int], NDArray[np.float32]]:
    """What gives the values of a clip by its number: (T, 2), or (1, 2) of an utterance.

    The stage is in evaluation mode, and stays as it is while values are asked for.
    """
    if maker.by_utterance:
        return lambda number: _utterance(stage, maker, number, device)
    if isinstance(stage, Together):
        predictor = ClipPredictor(stage.net, maker.spec)
        return lambda number: predictor.of(maker.clips[number].views[0]).values
    return lambda number: _by_frame(stage, maker, number, device)


def _utterance(
    stage: StageNet, maker: BatchMaker, number: int, device: torch.device
) -> NDArray[np.float32]:
    frames = one_a_second(maker.clips[number].seconds)
    with true_float32(device):
        batch = maker.batch([Piece(number, 0, frames)], stage.streams, device)
        values: NDArray[np.float32] = stage(batch).cpu().numpy()
    return values


def _by_frame(
    stage: StageNet, maker: BatchMaker, number: int, device: torch.device
) -> NDArray[np.float32]:
    length = len(maker.clips[number])
    values = np.zeros((length, 2), np.float32)
    for span in windows(length, maker.spec.window):
        frames = np.arange(span.start, span.stop)
        with true_float32(device):
            batch = maker.batch([Piece(number, 0, frames)], stage.streams, device)
            values[frames] = stage(batch).cpu().numpy()
    return values
