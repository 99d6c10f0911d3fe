"""The stages of training: trunk, each stream alone, fusion, both streams together.

The order is the paper's: each stream alone with a linear head, then the two-stream network from
those weights; loss ``1 - CCC``, trunk frozen. The optimiser is not (AdamW on a one-cycle schedule,
for a budget of minutes), and the fusion is first trained on fixed streams.

In the two last stages the two streams of a window come from two recordings, the valence label from
the one whose shape is seen, the arousal label from the one whose motion is. In synthetic motion the
two are independent, and some fifty recordings are few enough to be recognised by their looks: with
both streams of one recording, the network would read arousal off the person it remembers.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from app.training.demonstration_augment import augmented
from app.training.demonstration_frames import FrameBank
from app.training.demonstration_plan import Stage
from models.losses import ccc, ccc_loss
from models.mimamo import MimamoNet
from models.phase_stream import FEATURES
from models.trunk import Trunk

_log = logging.getLogger(__name__)
_CHUNK = 64
_ACTION_SHARE = 0.5

Inputs = tuple[Tensor | None, Tensor | None, Tensor | None]


def kept(path: Path, module: nn.Module, train: Callable[[], None]) -> None:
    """Train a module unless its trained state lies at ``path``; then keep it there."""
    if path.exists():
        module.load_state_dict(load_file(path))
        _log.info("%s: taken from %s", path.stem, path)
        return
    train()
    beside = path.with_suffix(".part")
    save_file({key: value.contiguous() for key, value in module.state_dict().items()}, beside)
    beside.replace(path)


def optimise(
    name: str, parameters: Iterable[nn.Parameter], stage: Stage, losses: Iterator[Tensor]
) -> None:
    """Take a stage's steps: each loss is made, followed and logged."""
    optimiser = torch.optim.AdamW(parameters, lr=stage.rate, weight_decay=stage.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=stage.rate, total_steps=stage.steps, pct_start=0.2
    )
    recent: list[float] = []
    for step, loss in zip(range(1, stage.steps + 1), losses, strict=False):
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(optimiser.param_groups[0]["params"], 5.0)
        optimiser.step()
        schedule.step()
        recent.append(float(loss.detach()))
        if step % max(1, stage.steps // 10) == 0:
            _log.info("%s: step %d of %d, loss %.3f", name, step, stage.steps, np.mean(recent))
            recent.clear()


def batches(count: int, size: int, rng: np.random.Generator) -> Iterator[Tensor]:
    """Endless random batches of numbers below ``count``, every number once an epoch."""
    while True:
        order = torch.from_numpy(rng.permutation(count))
        yield from (part for part in torch.split(order, min(size, count)) if len(part) > 1)


def train_trunk(trunk: Trunk, bank: FrameBank, stage: Stage, rng: np.random.Generator) -> None:
    """Regress valence and action coefficients from single augmented crops.

    Arousal is not among them: no single picture shows it, and asked for it the trunk learns which
    recording it sees (CCC 0.95 on the training recordings, 0.01 on others).
    """
    mean, spread = bank.actions.mean(dim=0), bank.actions.std(dim=0) + 1e-3
    head = nn.Linear(trunk.width, 1 + len(mean))
    trunk.train()

    def losses() -> Iterator[Tensor]:
        for chosen in batches(len(bank), stage.batch, rng):
            crops, actions = augmented(bank.crops(chosen), bank.actions[chosen], rng)
            output = head(trunk(crops))
            shape = functional.smooth_l1_loss(output[:, 1:], (actions - mean) / spread)
            valence = ccc_loss(output[:, :1], bank.affect[chosen, :1])
            yield valence + _ACTION_SHARE * shape

    optimise("trunk", [*trunk.parameters(), *head.parameters()], stage, losses())
    trunk.eval().requires_grad_(False)


@torch.inference_mode()
def trunk_features(trunk: Trunk, bank: FrameBank) -> Tensor:
    """Features (N, S) of every frame of a bank."""
    trunk.eval()
    numbers = torch.arange(len(bank))
    return torch.cat([trunk(bank.crops(part)) for part in torch.split(numbers, _CHUNK)]).clone()


def train_temporal(
    stream: nn.Module, head: nn.Module, bank: FrameBank, stage: Stage, rng: np.random.Generator
) -> None:
    """Train the temporal stream alone with a linear head."""
    stream.train()

    def losses() -> Iterator[Tensor]:
        for chosen in batches(len(bank), stage.batch, rng):
            yield ccc_loss(head(stream(*bank.snippets(chosen))), bank.affect[chosen])

    optimise("temporal", [*stream.parameters(), *head.parameters()], stage, losses())


def train_spatial(
    stream: nn.Module,
    head: nn.Module,
    features: Tensor,
    affect: Tensor,
    stage: Stage,
    rng: np.random.Generator,
) -> None:
    """Train the spatial stream alone with a linear head on trunk features (N, S)."""
    stream.train()

    def losses() -> Iterator[Tensor]:
        for chosen in batches(len(features), stage.batch, rng):
            yield ccc_loss(head(stream(features[chosen])), affect[chosen])

    optimise("spatial", [*stream.parameters(), *head.parameters()], stage, losses())


@torch.inference_mode()
def stream_features(net: MimamoNet, bank: FrameBank, spatial: Tensor) -> Tensor:
    """The streams' features, side by side (N, 512), of every frame of a bank."""
    net.eval()
    if net.spatial is None or net.temporal is None:
        raise ValueError("a network with both streams is needed")
    joined = [
        torch.cat([net.spatial(spatial[part]), net.temporal(*bank.snippets(part))], 1)
        for part in torch.split(torch.arange(len(bank)), _CHUNK)
    ]
    return torch.cat(joined).clone()


def train_fusion(
    net: MimamoNet,
    streams: Tensor,
    bank: FrameBank,
    stage: Stage,
    size: int,
    rng: np.random.Generator,
) -> None:
    """Train fusion, recurrence and head on fixed stream features, window by window."""
    parts = (net.fusion, net.gru, net.head)
    for part in parts:
        part.train()

    def losses() -> Iterator[Tensor]:
        for numbers in window_batches(bank, stage.batch, size, rng):
            shown = shuffled(numbers, rng)
            both = torch.cat([streams[shown][..., :FEATURES], streams[numbers][..., FEATURES:]], -1)
            fused = net.fusion(both.flatten(0, 1)).view(*numbers.shape, -1)
            yield ccc_loss(net.predict(net.recur(fused)), mixed_affect(bank, shown, numbers))

    weights = [weight for part in parts for weight in part.parameters()]
    optimise("fusion", weights, stage, losses())


def train_joint(
    net: MimamoNet,
    spatial: Tensor,
    bank: FrameBank,
    stage: Stage,
    size: int,
    rng: np.random.Generator,
) -> None:
    """Train the two-stream network; batch norms keep their statistics, a batch is few people."""
    net.train()
    for module in net.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            module.eval()

    def losses() -> Iterator[Tensor]:
        for numbers in window_batches(bank, stage.batch, size, rng):
            shown = shuffled(numbers, rng)
            level0, level1 = bank.snippets(numbers.flatten())
            output = net(
                level0.view(*numbers.shape, *level0.shape[1:]),
                level1.view(*numbers.shape, *level1.shape[1:]),
                spatial[shown],
            )
            yield ccc_loss(output.valence_arousal, mixed_affect(bank, shown, numbers))

    optimise("joint", list(net.parameters()), stage, losses())


def window_batches(
    bank: FrameBank, batch: int, size: int, rng: np.random.Generator
) -> Iterator[Tensor]:
    """Endless batches of frame numbers (B, size), windows at a new phase every epoch."""
    while True:
        numbers = [window for window in bank.windows(size, rng) if len(window) == size]
        if not numbers:
            raise ValueError(f"no clip is as long as a window of {size} frames")
        order = rng.permutation(len(numbers))
        stacked = torch.stack(numbers)[torch.from_numpy(order)]
        yield from torch.split(stacked, min(batch, len(stacked)))


def shuffled(windows: Tensor, rng: np.random.Generator) -> Tensor:
    """The windows (B, T) in another order."""
    return windows[torch.from_numpy(rng.permutation(len(windows)))]


def mixed_affect(bank: FrameBank, shown: Tensor, moving: Tensor) -> Tensor:
    """Valence of the windows whose shape is shown, arousal of those whose motion is: (B, T, 2)."""
    return torch.stack([bank.affect[shown][..., 0], bank.affect[moving][..., 1]], dim=-1)


@torch.inference_mode()
def score(net: MimamoNet, streams: Tensor, bank: FrameBank, size: int) -> tuple[float, float]:
    """CCC of valence and arousal over all frames of a bank, windows cut as the analysis does."""
    net.eval()
    predicted = torch.zeros_like(bank.affect)
    for numbers in bank.windows(size):
        fused = net.fusion(streams[numbers])[None]
        predicted[numbers] = net.predict(net.recur(fused))[0]
    valence, arousal = ccc(predicted, bank.affect).tolist()
    return valence, arousal


@torch.inference_mode()
def score_head(
    stream: nn.Module, head: nn.Module, inputs: Iterable[tuple[Tensor, ...]], affect: Tensor
) -> tuple[float, float]:
    """CCC of valence and arousal of one stream with its linear head, frame by frame."""
    stream.eval()
    head.eval()
    predicted = torch.cat([head(stream(*parts)) for parts in inputs])
    valence, arousal = ccc(predicted, affect).tolist()
    return valence, arousal
