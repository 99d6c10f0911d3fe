"""The stages of training in their order, each kept in the working folder when it is done."""

import copy
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from app.training.demonstration_frames import NUM_PHASE, FrameBank
from app.training.demonstration_plan import DemonstrationPlan
from app.training.demonstration_stages import (
    kept,
    score,
    score_head,
    stream_features,
    train_fusion,
    train_joint,
    train_spatial,
    train_temporal,
    train_trunk,
    trunk_features,
)
from models.mimamo import MimamoNet
from models.phase_stream import FEATURES
from models.spatial_stream import build_trunk
from models.trunk import Trunk

_log = logging.getLogger(__name__)
_CHUNK = 64
_ORDER = ("trunk", "spatial", "temporal", "fusion", "joint")


@dataclass(frozen=True, slots=True)
class Trained:
    """What training leaves.

    Attributes
    ----------
    trunk : Trunk
        The frozen trunk.
    net : MimamoNet
        The two-stream network.
    spatial, temporal : nn.ModuleDict
        Each stream as it was alone (``stream``) with its linear head (``head``).
    """

    trunk: Trunk
    net: MimamoNet
    spatial: nn.ModuleDict
    temporal: nn.ModuleDict


class Training:
    """Trains by a plan, in a working folder.

    Parameters
    ----------
    plan : DemonstrationPlan
        Stages and seed.
    work : Path
        Where finished stages are kept.
    """

    def __init__(self, plan: DemonstrationPlan, work: Path) -> None:
        self._plan = plan
        self._work = work
        torch.manual_seed(plan.seed)
        self.trunk = build_trunk("compact")
        self.net = MimamoNet(spatial_width=self.trunk.width, num_phase=NUM_PHASE)
        self.spatial, self.temporal = _alone(self.net.spatial), _alone(self.net.temporal)

    def run(self, training: FrameBank, validation: FrameBank) -> Trained:
        """All stages in their order."""
        self.learn_temporal(training)
        features = self.learn_spatial(training)
        self.learn_together(training, features, validation)
        return Trained(self.trunk, self.net.eval(), self.spatial.eval(), self.temporal.eval())

    def learn_temporal(self, bank: FrameBank) -> None:
        """The temporal stream alone; needs no other stage."""
        stream, head = self.temporal["stream"], self.temporal["head"]
        self._stage(
            "temporal",
            self.temporal,
            lambda rng: train_temporal(stream, head, bank, self._plan.temporal, rng),
        )

    def learn_spatial(self, bank: FrameBank) -> Tensor:
        """The trunk, then the spatial stream alone; gives the trunk's features (N, S)."""
        plan, trunk = self._plan, self.trunk
        self._stage("trunk", trunk, lambda rng: train_trunk(trunk, bank, plan.trunk, rng))
        trunk.eval().requires_grad_(False)
        features = trunk_features(trunk, bank)
        stream, head = self.spatial["stream"], self.spatial["head"]
        self._stage(
            "spatial",
            self.spatial,
            lambda rng: train_spatial(stream, head, features, bank.affect, plan.spatial, rng),
        )
        return features

    def learn_together(self, bank: FrameBank, features: Tensor, validation: FrameBank) -> None:
        """Both streams in one network; of the two last stages the better one is kept."""
        net, plan = self.net, self._plan
        _start_from(net, self.spatial, self.temporal)
        held_out = trunk_features(self.trunk, validation)
        self._stage("fusion", net, lambda rng: self._fuse(bank, features, rng))
        before = self._score(validation, held_out, "fusion")
        fused = {key: value.clone() for key, value in net.state_dict().items()}
        self._stage(
            "joint",
            net,
            lambda rng: train_joint(net, features, bank, plan.joint, plan.window, rng),
        )
        if sum(self._score(validation, held_out, "joint")) < sum(before):
            _log.info("the network before joint training is the better one and is kept")
            net.load_state_dict(fused)

    def _stage(
        self, name: str, module: nn.Module, train: Callable[[np.random.Generator], None]
    ) -> None:
        """Train a module with random numbers of the stage's own, or take it from the folder."""
        place = _ORDER.index(name)
        rng = np.random.default_rng([self._plan.seed, place])

        def seeded() -> None:
            torch.manual_seed(self._plan.seed + place)
            train(rng)

        kept(self._work / f"{name}.safetensors", module, seeded)

    def _fuse(self, bank: FrameBank, features: Tensor, rng: np.random.Generator) -> None:
        streams = stream_features(self.net, bank, features)
        train_fusion(self.net, streams, bank, self._plan.fusion, self._plan.window, rng)

    def _score(self, bank: FrameBank, features: Tensor, name: str) -> tuple[float, float]:
        streams = stream_features(self.net, bank, features)
        found = score(self.net, streams, bank, self._plan.window)
        _log.info("validation after %s: CCC valence %.3f, arousal %.3f", name, *found)
        return found


def single_streams(trained: Trained, bank: FrameBank) -> dict[str, float | int]:
    """CCC of each stream alone, frame by frame with its linear head."""
    features = trunk_features(trained.trunk, bank)
    numbers = torch.split(torch.arange(len(bank)), _CHUNK)
    inputs: dict[str, Iterator[tuple[Tensor, ...]]] = {
        "spatial": ((features[part],) for part in numbers),
        "temporal": (bank.snippets(part) for part in numbers),
    }
    found: dict[str, float | int] = {}
    for name, alone in (("spatial", trained.spatial), ("temporal", trained.temporal)):
        valence, arousal = score_head(alone["stream"], alone["head"], inputs[name], bank.affect)
        found |= {
            f"{name}_ccc_valence": round(valence, 3),
            f"{name}_ccc_arousal": round(arousal, 3),
        }
    return found


def _alone(stream: nn.Module | None) -> nn.ModuleDict:
    """A copy of a stream with a linear head."""
    if stream is None:
        raise ValueError("a network with both streams is needed")
    return nn.ModuleDict({"stream": copy.deepcopy(stream), "head": nn.Linear(FEATURES, 2)})


def _start_from(net: MimamoNet, spatial: nn.ModuleDict, temporal: nn.ModuleDict) -> None:
    """Give the network's streams the weights they learnt alone."""
    if net.spatial is None or net.temporal is None:
        raise ValueError("a network with both streams is needed")
    net.spatial.load_state_dict(spatial["stream"].state_dict())
    net.temporal.load_state_dict(temporal["stream"].state_dict())
