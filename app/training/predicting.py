"""What a network says of clips, by the very reader that analyses recordings.

So a figure of training or evaluation is one of what the user will see: windows cut as the analysis
cuts them, snippets by the convention of the weights, batch norms and dropout as in evaluation,
true float32 whatever training computed in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.systems.mimamo_reader import MimamoReader
from app.analysis.systems.system import Reading
from app.training.clips import ClipView, TrainingClip
from models.inference import prepare_network
from models.mimamo import MimamoNet
from models.spec import ModelSpec

_CHUNK = 64


@dataclass(frozen=True, slots=True)
class ClipPrediction:
    """What a network says of one clip.

    Attributes
    ----------
    values : float32 array (T, 2)
        Valence, arousal of every frame, as the network gives them: not clamped.
    whole : (float, float)
        The same of the clip as a whole, from features averaged over its frames.
    """

    values: NDArray[np.float32]
    whole: tuple[float, float]


class ClipPredictor:
    """A network ready to predict: a quick copy, so the network itself may go on being trained.

    Parameters
    ----------
    net : MimamoNet
        On any device, in any mode.
    spec : ModelSpec
        The conventions of its weights.
    """

    def __init__(self, net: MimamoNet, spec: ModelSpec) -> None:
        self._device = next(net.parameters()).device
        self._net = prepare_network(net, self._device)
        self._spec = spec

    def of(self, view: ClipView) -> ClipPrediction:
        """Predict a clip as one of its views shows it."""
        reader = MimamoReader(self._net, self._spec)
        values = np.full((len(view.gray), 2), np.nan, np.float32)
        for start in range(0, len(values), _CHUNK):
            _take(values, reader.push(self._features(view, slice(start, start + _CHUNK))))
        _take(values, reader.finish())
        return ClipPrediction(values, reader.whole())

    def _features(self, view: ClipView, part: slice) -> dict[str, torch.Tensor]:
        arrays: dict[str, NDArray[Any]] = {"gray": view.gray[part]}
        if "spatial" in self._spec.streams:
            arrays["spatial"] = view.spatial[part]
        return {name: torch.tensor(array).to(self._device) for name, array in arrays.items()}


def predict_clip(net: MimamoNet, spec: ModelSpec, clip: TrainingClip) -> NDArray[np.float32]:
    """Valence and arousal of every frame of a clip's plain view, float32 (T, 2), not clamped."""
    return ClipPredictor(net, spec).of(clip.views[0]).values


def predict_clips(
    net: MimamoNet, spec: ModelSpec, clips: Iterable[TrainingClip]
) -> Iterator[tuple[TrainingClip, ClipPrediction]]:
    """Each clip with what the network says of its plain view; each yield is a place to stop."""
    predictor = ClipPredictor(net, spec)
    for clip in clips:
        yield clip, predictor.of(clip.views[0])


def _take(values: NDArray[np.float32], readings: Iterable[Reading]) -> None:
    for reading in readings:
        known = reading.valence_arousal
        values[reading.start : reading.start + len(known)] = known
