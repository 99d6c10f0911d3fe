"""Everything that decides a training run, as one frozen value that is kept in its folder.

Equal settings on equal recordings give equal weights on one machine. Loads no torch, so the window
shows and checks them before anything heavy is there.
"""

import dataclasses
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from app.core.errors import InputError

TemporalInput = Literal["phase-difference", "phase", "flow", "none"]
SourceKind = Literal["project", "folder", "omg", "aff-wild", "aff-wild2", "afew-va", "synthetic"]
SplitKind = Literal["subjects", "k-fold", "leave-one-subject-out", "official", "passages"]
Sampling = Literal["sequences", "utterances"]
Optimiser = Literal["sgd", "adamw"]
Schedule = Literal["constant", "cosine"]
Precision = Literal["float32", "mixed"]
StageName = Literal["spatial", "temporal", "together"]
NetworkPart = Literal["spatial", "temporal", "fusion", "recurrence", "head"]

NETWORK_PARTS: tuple[NetworkPart, ...] = get_args(NetworkPart)
"""What can be trained or frozen; the trunk never is."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Where labels come from and how they are put on frames.

    Attributes
    ----------
    kind : str
        Which source.
    path : str
        Its folder (of a project: the project's).
    recordings : tuple of str
        Names of those to use; empty for all.
    raters : tuple of str
        Whose curves; empty for everybody's. Several are averaged frame by frame.
    shifts : mapping of str to float
        Seconds by which a rater's curve is moved earlier, for the time a rater takes to react;
        ``"*"`` is for all that are not named.
    sampling : str
        Sequences of frames, or one snippet a second with one label per utterance.
    fps : float
        Frames a second of recordings that are folders of pictures, which have no times, above 0.
    """

    kind: SourceKind
    path: str
    recordings: tuple[str, ...] = ()
    raters: tuple[str, ...] = ()
    shifts: Mapping[str, float] = field(default_factory=dict)
    sampling: Sampling = "sequences"
    fps: float = 25.0


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """Which subjects are learnt from, which decide when to stop, which are only tested on.

    Attributes
    ----------
    kind : str
        ``"subjects"`` draws shares of subjects; ``"k-fold"`` and ``"leave-one-subject-out"`` take
        fold ``fold``; ``"official"`` takes the source's own lists; ``"passages"`` holds out the
        end of every recording, which shows how a network adapts to people it has seen, not how it
        does on others.
    validation, test : float
        Shares of subjects (or, for passages, of each recording's frames), 0 <= share < 1.
    folds, fold : int
        Number of folds, and which is held out, from 0.
    seed : int
        Of the draw.
    """

    kind: SplitKind = "subjects"
    validation: float = 0.2
    test: float = 0.0
    folds: int = 5
    fold: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What is trained.

    Attributes
    ----------
    start : str
        Weights to begin with: a name of the catalogue or a file; empty for random ones.
    train : tuple of str
        Parts that change; the others stay as they are.
    temporal : str
        What the temporal stream sees; ``"none"`` for no temporal stream. As the weights of
        ``start`` were trained, if any.
    spatial : bool
        Whether there is a spatial stream.
    differences : int
        Phase differences a snippet: 4, 8, 12 or 16.
    trunk : str
        ``"compact"`` or ``"resnet50_ferplus"``, frozen; its weights come with ``start`` or, without
        one, from the catalogue's default.
    """

    start: str = ""
    train: tuple[NetworkPart, ...] = NETWORK_PARTS
    temporal: TemporalInput = "phase-difference"
    spatial: bool = True
    differences: int = 12
    trunk: str = "compact"


@dataclass(frozen=True, slots=True)
class StageSettings:
    """One stage of training.

    Attributes
    ----------
    name : str
        A stream alone with a linear head of its own, or the network as a whole.
    epochs : int
        At most.
    patience : int
        Epochs without a better validation CCC after which the stage ends.
    rate : float
        Learning rate (peak, for a schedule).
    batch : int
        Windows (streams alone: windows too) a batch; 0 to find it from memory.
    """

    name: StageName
    epochs: int = 25
    patience: int = 5
    rate: float = 1e-3
    batch: int = 0


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """A whole run.

    Attributes
    ----------
    source, split, network
        See there.
    stages : tuple of StageSettings
        In their order.
    preset : str
        Name of the preset it began from, for people.
    optimiser, schedule, precision : str
        How steps are taken.
    momentum, decay : float
        Of SGD; weight decay of both.
    window : int
        Frames of a sequence.
    augment : bool
        Whether training clips are also seen mirrored and in shifted crops.
    seed : int
        Of weights, order and dropout.
    device : str
        One of `app.analysis.choices.DEVICES`.
    """

    source: SourceSettings
    split: SplitSettings = SplitSettings()
    network: NetworkSettings = NetworkSettings()
    stages: tuple[StageSettings, ...] = (
        StageSettings("spatial"),
        StageSettings("temporal"),
        StageSettings("together"),
    )
    preset: str = "paper"
    optimiser: Optimiser = "sgd"
    schedule: Schedule = "constant"
    precision: Precision = "float32"
    momentum: float = 0.9
    decay: float = 5e-4
    window: int = 64
    augment: bool = True
    seed: int = 1
    device: str = "auto"

    def __post_init__(self) -> None:
        """Check everything that can be checked without a recording; `InputError` names it."""
        for part in (self.source, self.split, self.network, self, *self.stages):
            _check_choices(part)
        _check_ranges(self)

    def to_json(self) -> str:
        """One JSON object; `from_json` gives an equal value back."""
        return json.dumps(dataclasses.asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> "TrainingSettings":
        """The settings that `to_json` wrote.

        Raises
        ------
        InputError
            The text is something else, or was changed into something that cannot be done.
        """
        try:
            fields = json.loads(text)
            parts = {
                "source": _made(SourceSettings, fields.pop("source")),
                "split": _made(SplitSettings, fields.pop("split")),
                "network": _made(NetworkSettings, fields.pop("network")),
                "stages": tuple(_made(StageSettings, each) for each in fields.pop("stages")),
            }
            return cls(**parts, **fields)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InputError(
                f"The settings of the run cannot be read ({error}); start a new run, or put back "
                "the file as it was written."
            ) from None


def paper(source: SourceSettings) -> TrainingSettings:
    """The paper's recipe: SGD, each stream alone, then both from those weights.

    The paper gives neither learning rate nor batch size; ours come from ``docs/training.md``.
    """
    return TrainingSettings(source, stages=_stages(0.03))


def fine_tuning(source: SourceSettings, start: str) -> TrainingSettings:
    """Go on from weights with the whole network, at a small rate: what annotators want.

    The rate is the best of those compared in ``docs/training.md``.
    """
    return replace(
        TrainingSettings(source),
        preset="fine-tuning",
        network=NetworkSettings(start=start),
        stages=(StageSettings("together", rate=1e-4),),
        optimiser="adamw",
        schedule="cosine",
    )


def modern(source: SourceSettings) -> TrainingSettings:
    """AdamW on a cosine schedule in mixed precision, the stages as in the paper."""
    return replace(
        TrainingSettings(source),
        preset="modern",
        stages=_stages(3e-3),
        optimiser="adamw",
        schedule="cosine",
        precision="mixed",
    )


def _stages(rate: float) -> tuple[StageSettings, ...]:
    """Each stream alone, then both from those weights."""
    return tuple(StageSettings(name, rate=rate) for name in get_args(StageName))


def _made(kind: Any, fields: Mapping[str, Any]) -> Any:
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in fields.items()}
    return kind(**values)


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": (*get_args(SourceKind), *get_args(SplitKind)),
    "sampling": get_args(Sampling),
    "temporal": get_args(TemporalInput),
    "name": get_args(StageName),
    "optimiser": get_args(Optimiser),
    "schedule": get_args(Schedule),
    "precision": get_args(Precision),
}


def _check_choices(part: Any) -> None:
    allowed = dict(_CHOICES)
    if isinstance(part, SourceSettings):
        allowed["kind"] = get_args(SourceKind)
    elif isinstance(part, SplitSettings):
        allowed["kind"] = get_args(SplitKind)
    for each in dataclasses.fields(part):
        value = getattr(part, each.name)
        if each.name in allowed and value not in allowed[each.name]:
            choices = ", ".join(allowed[each.name])
            raise InputError(f"{each.name} is {value!r} in the settings; choose of {choices}.")


def _check_ranges(settings: TrainingSettings) -> None:
    network, split = settings.network, settings.split
    checks: list[tuple[bool, str]] = [
        (network.spatial or network.temporal != "none", "a network needs at least one stream"),
        (network.differences in (4, 8, 12, 16), "differences must be 4, 8, 12 or 16"),
        (bool(network.train), "at least one part of the network must be trained"),
        (set(network.train) <= set(NETWORK_PARTS), f"parts are {', '.join(NETWORK_PARTS)}"),
        (_positive(settings.source.fps), "frames a second are above 0"),
        (0 <= split.validation < 1 and 0 <= split.test < 1, "shares lie from 0 to below 1"),
        (split.validation + split.test < 1, "no share is left to learn from"),
        (0 <= split.fold < split.folds and split.folds >= 2, "a fold is from 0 to below folds"),
        (settings.window >= 2, "a sequence has at least two frames"),
        (bool(settings.stages), "a run has at least one stage"),
        (all(s.epochs >= 1 and s.patience >= 1 for s in settings.stages), "epochs are 1 or more"),
        (all(_positive(s.rate) for s in settings.stages), "a learning rate is above 0"),
        (all(s.batch >= 0 for s in settings.stages), "a batch is 0 (automatic) or more"),
        (0 <= settings.momentum < 1, "momentum lies from 0 to below 1"),
        (settings.decay >= 0 and math.isfinite(settings.decay), "weight decay is 0 or more"),
    ]
    for holds, sentence in checks:
        if not holds:
            raise InputError(f"The settings cannot be used: {sentence}.")


def _positive(value: float) -> bool:
    return math.isfinite(value) and value > 0
