"""A run as its stages see it: network, clips, where things are kept, and who asked to stop."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from app.core.errors import InputError
from app.training.batch_size import first_batch
from app.training.batches import BatchMaker, Piece
from app.training.beginning import Beginning
from app.training.clips import SplitClips, TrainingClip
from app.training.keeping_weights import WeightsKeeper
from app.training.labelled import PARTS
from app.training.pace import Pace
from app.training.resuming import Keeper, Point
from app.training.run_folder import RunFolder
from app.training.scoring import DIMENSIONS, Scores, score
from app.training.settings import StageSettings, TrainingSettings
from app.training.split_record import keep_split, split_record
from app.training.stages import StageNet, stages_of
from models.mimamo import MimamoNet


class StoppedError(Exception):
    """The user asked to end and to keep the best weights."""


class CancelledError(Exception):
    """The user asked to end and to keep none."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that the stages of a run share.

    Attributes
    ----------
    folder : RunFolder
        Where it is kept.
    settings : TrainingSettings
        What was asked for.
    device : torch.device
        Where it computes.
    net : MimamoNet
        On the device; what is learnt.
    stages : sequence of StageSettings
        Those in which there is something to train.
    clips : SplitClips
        What is learnt from and tested on.
    training : BatchMaker
        Of the training clips.
    keeper, weights
        Where it goes on, and its checkpoints.
    pace : Pace
        For the time left.
    """

    folder: RunFolder
    settings: TrainingSettings
    device: torch.device
    net: MimamoNet
    stages: Sequence[StageSettings]
    clips: SplitClips
    training: BatchMaker
    keeper: Keeper
    weights: WeightsKeeper
    pace: Pace

    @classmethod
    def of(
        cls,
        folder: RunFolder,
        settings: TrainingSettings,
        beginning: Beginning,
        clips: SplitClips,
        device: torch.device,
    ) -> "Run":
        """A run on prepared clips; notes in the folder who is for what.

        Raises
        ------
        InputError
            There is nothing to learn, or the folder belongs to another split.
        OutputError
            Nothing can be written to the folder.
        """
        by_utterance = settings.source.sampling == "utterances"
        _check_stages(settings)
        _check_clips(clips, beginning, by_utterance=by_utterance)
        stages = stages_of(settings, beginning.net)
        split = keep_split(folder, clips)
        return cls(
            folder,
            settings,
            device,
            beginning.net.to(device),
            stages,
            clips,
            BatchMaker(clips.training, beginning.spec, by_utterance=by_utterance),
            Keeper(folder, split),
            WeightsKeeper(folder, settings, beginning, split_record(clips)),
            Pace(tuple(stage.epochs for stage in stages)),
        )

    @property
    def keeps_norms(self) -> bool:
        """Whether batch norms keep their statistics: those of weights that were trained before."""
        return bool(self.settings.network.start)

    def heed(self) -> None:
        """Raise `StoppedError` or `CancelledError` when somebody asked to end."""
        if self.folder.is_asked_to_cancel:
            raise CancelledError
        if self.folder.is_asked_to_stop:
            raise StoppedError

    def groups(self, size: int, rng: np.random.Generator) -> list[list[Piece]]:
        """The batches of an epoch."""
        pieces = self.training.pieces(self.settings.window, rng, augment=self.settings.augment)
        return self.training.grouped(pieces, size, rng)

    def first_batch(self, stage: StageSettings) -> int:
        """Windows a batch of a stage that begins."""
        pieces = self.training.pieces(
            self.settings.window, np.random.default_rng(self.settings.seed), augment=False
        )
        longest = max(len(piece.frames) for piece in pieces)
        return first_batch(stage, len(pieces), longest, self.device)

    def scored(self, net: StageNet, clips: Sequence[TrainingClip]) -> Scores:
        """CCC on some clips; nothing is defined where there are none."""
        if not clips:
            return dict.fromkeys(DIMENSIONS)
        maker = BatchMaker(clips, self.training.spec, by_utterance=self.training.by_utterance)
        return score(net, maker, self.device, self.heed)

    def keep(self, point: Point, figures: Scores, *, is_best: bool, is_whole: bool) -> None:
        """Keep the point, then the weights that go with it."""
        self.keeper.keep(point)
        named = {f"ccc_{name}": value for name, value in figures.items()}
        self.weights.keep(self.folder.last, self.net, named)
        if is_best and is_whole:
            self.weights.keep(self.folder.best, self.net, named)


def copied(module: nn.Module) -> dict[str, Tensor]:
    """A module's weights as copies on the CPU, which go on unchanged."""
    return {
        key: value.detach().cpu().clone(memory_format=torch.contiguous_format)
        for key, value in module.state_dict().items()
    }


def _check_stages(settings: TrainingSettings) -> None:
    if settings.stages[-1].name != "together":
        raise InputError(
            f"The stages end with '{settings.stages[-1].name}', which leaves no network that "
            "predicts; let them end with 'together'."
        )


def _check_clips(clips: SplitClips, beginning: Beginning, *, by_utterance: bool) -> None:
    if by_utterance:
        learnt = sum(clip.utterance is not None for clip in clips.training)
    else:
        learnt = sum(int(clip.labelled.sum()) for clip in clips.training)
    if learnt < 2:
        what = "utterances" if by_utterance else "frames with face and both labels"
        raise InputError(
            f"There are {learnt} {what} to learn from; choose more recordings, or another split."
        )
    width = beginning.spec.spatial_width
    views = [view for part in PARTS for clip in clips.of(part) for view in clip.views]
    if width and any(view.spatial.shape[1] != width for view in views):
        raise InputError(
            f"The features of the recordings were made by another trunk than {beginning.spec.trunk}"
            "; clear the cache and prepare them anew."
        )
