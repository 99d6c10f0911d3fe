"""The networks of the stages: a stream alone with a linear head, or the network as a whole.

What is learnt stays in the one network of the run: a stage alone trains that network's own stream.
Parts that are not trained are as in evaluation, dropout and the statistics of batch norms included.
"""

from collections.abc import Iterable, Mapping, Sequence

import torch
from torch import Tensor, nn

from app.training.batches import Batch
from app.training.settings import NetworkPart, StageName, StageSettings, TrainingSettings
from models.mimamo import MimamoNet
from models.phase_stream import FEATURES

_NORM_SHARE = 0.1
"""Of a batch in the statistics of batch norms, as torch has it."""


class StageNet(nn.Module):
    """What a stage trains: features of frames, their recurrence, and a head.

    Attributes
    ----------
    streams : tuple of str
        What it sees.
    """

    streams: tuple[str, ...]

    def frames(self, batch: Batch) -> Tensor:
        """Features (N, 256) of each frame by itself."""
        raise NotImplementedError

    def recur(self, features: Tensor) -> Tensor:
        """Features (B, T, 256) of frames that see each other."""
        raise NotImplementedError

    def read(self, features: Tensor) -> Tensor:
        """Valence and arousal (M, 2) of features (M, 256)."""
        raise NotImplementedError

    def parts(self) -> Mapping[NetworkPart, nn.Module]:
        """What can be trained or frozen by name."""
        raise NotImplementedError

    def forward(self, batch: Batch) -> Tensor:
        """Valence and arousal (N, 2) of frames, or (pieces, 2) of utterances.

        Recurrence and head compute in float32 whatever the streams did.
        """
        features = self.frames(batch)
        with torch.autocast(features.device.type, enabled=False):
            recurrent = self._recurrent(features.float(), batch.lengths)
            if batch.by_piece:
                parts = torch.split(recurrent, list(batch.lengths))
                recurrent = torch.stack([part.mean(dim=0) for part in parts])
            return self.read(recurrent)

    def _recurrent(self, features: Tensor, lengths: Sequence[int]) -> Tensor:
        """Recurrent features (N, 256); pieces of equal length are computed together."""
        if len(set(lengths)) == 1:
            return self.recur(features.view(len(lengths), lengths[0], -1)).flatten(0, 1)
        return torch.cat(
            [self.recur(part[None])[0] for part in torch.split(features, list(lengths))]
        )


class StreamAlone(StageNet):
    """One stream of a network with a linear head; its frames do not see each other."""

    def __init__(self, net: MimamoNet, stream: str) -> None:
        super().__init__()
        self.streams = (stream,)
        self.stream: nn.Module = getattr(net, stream)
        self.head = nn.Linear(FEATURES, 2)

    def frames(self, batch: Batch) -> Tensor:
        """Features of the stream."""
        given = (batch.spatial,) if self.streams == ("spatial",) else batch.temporal
        if given is None:
            raise ValueError(f"the batch has nothing for the stream {self.streams[0]}")
        features: Tensor = self.stream(*given)
        return features

    def recur(self, features: Tensor) -> Tensor:
        """No recurrence."""
        return features

    def read(self, features: Tensor) -> Tensor:
        """The linear head."""
        values: Tensor = self.head(features)
        return values

    def parts(self) -> Mapping[NetworkPart, nn.Module]:
        """The stream; its head is always trained."""
        name: NetworkPart = "spatial" if self.streams == ("spatial",) else "temporal"
        return {name: self.stream}


class Together(StageNet):
    """The network as a whole."""

    def __init__(self, net: MimamoNet) -> None:
        super().__init__()
        self.streams, self.net = net.streams, net

    def frames(self, batch: Batch) -> Tensor:
        """Fused features of all streams."""
        level0, level1 = (None, None) if batch.temporal is None else batch.temporal
        spatial = batch.spatial
        given = [x if x is None else x[None] for x in (level0, level1, spatial)]
        return self.net.encode(*given).fused[0]

    def recur(self, features: Tensor) -> Tensor:
        """The network's recurrence."""
        return self.net.recur(features)

    def read(self, features: Tensor) -> Tensor:
        """The network's head."""
        return self.net.predict(features)

    def parts(self) -> Mapping[NetworkPart, nn.Module]:
        """Every part that the network has."""
        net = self.net
        named: dict[NetworkPart, nn.Module | None] = {
            "spatial": net.spatial,
            "temporal": net.temporal,
            "fusion": net.fusion,
            "recurrence": net.gru,
            "head": net.head,
        }
        return {name: part for name, part in named.items() if part is not None}


def stages_of(settings: TrainingSettings, net: MimamoNet) -> list[StageSettings]:
    """The stages that there is something to train in, in their order."""
    trained = set(settings.network.train)

    def applies(name: StageName) -> bool:
        return name == "together" or (name in net.streams and name in trained)

    return [stage for stage in settings.stages if applies(stage.name)]


def stage_net(name: StageName, net: MimamoNet, seed: int) -> StageNet:
    """The network of a stage; a linear head begins with random weights of the seed."""
    if name == "together":
        return Together(net)
    torch.manual_seed(seed)
    return StreamAlone(net, name)


def trainable(stage: StageNet, chosen: Iterable[NetworkPart]) -> list[nn.Parameter]:
    """Freeze all that is not chosen, and give the weights that change."""
    for name, part in stage.parts().items():
        part.requires_grad_(name in set(chosen))
    return [weight for weight in stage.parameters() if weight.requires_grad]


def set_training(stage: StageNet, chosen: Iterable[NetworkPart], *, keep_norms: bool) -> None:
    """Training mode for what is trained, evaluation for what is frozen.

    With ``keep_norms`` batch norms go on with the statistics they have: those of a batch of few
    people would be theirs alone.
    """
    stage.train()
    for name, part in stage.parts().items():
        if name not in set(chosen):
            _freeze(part)
    for module in stage.modules() if keep_norms else ():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            module.eval()


class Norms:
    """Batch norms that learn their statistics, whose first steps count fully.

    Statistics begin at a variance of 1, and usually a tenth of each batch's is mixed in; but phase
    differences are small, so of eight layers in a row each would pass on too little, and for the
    first hundred steps a network that learns says a constant when it is tested. So the first ten
    steps are averaged, from nothing, and then a tenth is mixed in.
    """

    def __init__(self, stage: StageNet) -> None:
        self._learning = [
            (module, int(module.num_batches_tracked))
            for module in stage.modules()
            if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d)
            and module.training
            and module.num_batches_tracked is not None
        ]

    def before_step(self, step: int) -> None:
        """Set what the batch of a step counts for; steps count from 0 since this was made."""
        for module, seen in self._learning:
            module.momentum = max(_NORM_SHARE, 1 / (seen + step + 1))


def _freeze(part: nn.Module) -> None:
    part.eval()
    if isinstance(part, nn.GRU):
        # CUDA follows slopes through recurrent layers in training mode only; without their dropout
        # they then compute the same.
        part.train()
        part.dropout = 0.0
