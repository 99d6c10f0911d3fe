"""A run's figures are those that an evaluation gives the same weights on the same frames."""

from pathlib import Path

import numpy as np
import pytest
import torch

from app.core.evaluation.scores import scores as evaluated
from app.core.metrics import concordance
from app.training.batches import BatchMaker
from app.training.evaluation.readings import reading_of
from app.training.labelled import LabelCurve, LabelledRecording
from app.training.predicting import ClipPredictor
from app.training.scoring import Seen, score, scores
from app.training.stages import Together
from models.mimamo import MimamoNet
from models.spec import ModelSpec
from tests.support.training_clips import WIDTH, a_clip

SPEC = ModelSpec(trunk="compact", spatial_width=WIDTH, num_phase=4, window=16)
CPU = torch.device("cpu")
NO_CURVE = LabelCurve(np.zeros(0), np.zeros((0, 2)))


def far_out(clip) -> MimamoNet:
    """A network whose values on a clip lie beyond -1 ... 1 about every third time."""
    torch.manual_seed(3)
    net = MimamoNet.from_spec(SPEC).eval()
    said = torch.from_numpy(ClipPredictor(net, SPEC).of(clip.views[0]).values)
    norm, spread = net.head[2], said.std(dim=0)
    with torch.no_grad():
        norm.weight /= spread
        norm.bias.copy_((norm.bias - said.mean(dim=0)) / spread)
    return net


def test_values_are_cut_as_the_user_sees_them() -> None:
    rng = np.random.default_rng(1)
    said, known = rng.normal(0, 1.5, (2, 200, 2)).astype(np.float32)
    known = np.tanh(known + said)
    found = scores(said, known)
    for column, name in enumerate(("valence", "arousal")):
        x, y = said[:, column].astype(float), known[:, column].astype(float)
        assert found[name] == pytest.approx(concordance(np.clip(x, -1, 1), y), abs=1e-12)
        assert abs(found[name] - concordance(x, y)) > 0.05


def test_what_an_epoch_has_seen_is_cut_too_and_its_loss_is_as_it_was() -> None:
    seen, said = Seen(), torch.tensor([[3.0, -2.0], [0.5, 0.0], [-4.0, 1.5]])
    seen.add(0.75, said, said.clamp(-1, 1))
    assert seen.scores() == pytest.approx({"valence": 1.0, "arousal": 1.0})
    assert seen.mean_loss() == 0.75


def test_a_run_and_an_evaluation_give_the_same_figure() -> None:
    clips = [a_clip(seed, frames=50, subject="one") for seed in (1, 2)]
    net = far_out(clips[0])
    ours = score(Together(net), BatchMaker(clips, SPEC, by_utterance=False), CPU, lambda: None)
    predictor = ClipPredictor(net, SPEC)
    recording = LabelledRecording("r", Path("r"), "one", NO_CURVE)
    theirs = evaluated([reading_of(recording, clips, predictor).pair], replicates=10)
    raw = np.concatenate([predictor.of(clip.views[0]).values for clip in clips]).astype(float)
    known = np.concatenate([clip.labels for clip in clips]).astype(float)
    assert 0.1 < (np.abs(raw) > 1).mean() < 0.9
    for column, name in enumerate(("valence", "arousal")):
        assert ours[name] == pytest.approx(theirs.of(name).scores["concordance"].value, abs=1e-9)
        assert abs(ours[name] - concordance(raw[:, column], known[:, column])) > 1e-3
