"""The options of ``train``: one row each, and the settings that they make."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from app.cli.options import one_of
from app.training.settings import (
    NETWORK_PARTS,
    NetworkPart,
    NetworkSettings,
    Sampling,
    SourceKind,
    SourceSettings,
    SplitKind,
    SplitSettings,
    StageSettings,
    TemporalInput,
    TrainingSettings,
    fine_tuning,
    modern,
    paper,
)
from app.training.starting import network_from
from models.catalogue import DEFAULT

_STAGE = StageSettings("together")
PRESETS = ("paper", "modern", "fine-tuning")
ALL_PARTS = ",".join(NETWORK_PARTS)


Source = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--source",
        metavar="KIND PATH",
        help=f"Where labels come from: {', '.join(get_args(SourceKind))}; and its folder.",
    ),
]
Recordings = Annotated[
    list[str] | None,
    typer.Option("--recording", metavar="NAME", help="Only this recording; may be repeated."),
]
Raters = Annotated[
    list[str] | None,
    typer.Option("--rater", metavar="NAME", help="Only this rater; may be repeated."),
]
Shifts = Annotated[
    list[str] | None,
    typer.Option(
        "--shift",
        metavar="RATER=SECONDS",
        help="Move a rater's curve earlier by the time they take to react; * is for all others.",
    ),
]
SamplingName = Annotated[
    str,
    typer.Option(
        "--sampling",
        metavar="HOW",
        help=f"{' or '.join(get_args(Sampling))}.",
        callback=one_of(*get_args(Sampling)),
    ),
]
Preset = Annotated[
    str,
    typer.Option(
        "--preset", metavar="NAME", help=f"{', '.join(PRESETS)}.", callback=one_of(*PRESETS)
    ),
]
Start = Annotated[
    str | None,
    typer.Option(
        "--start",
        metavar="NAME",
        help=f"Weights to begin with, a name or a file; {DEFAULT} for fine-tuning, else random.",
    ),
]
Parts = Annotated[
    str,
    typer.Option(
        "--parts",
        metavar="A,B",
        help=f"What is trained, of {', '.join(NETWORK_PARTS)}; the rest stays as it is.",
    ),
]
Temporal = Annotated[
    str | None,
    typer.Option(
        "--temporal",
        metavar="INPUT",
        help=f"What the temporal stream sees: {', '.join(get_args(TemporalInput))}; "
        "without it as the weights of the start, else phase differences.",
        callback=one_of(*get_args(TemporalInput)),
    ),
]
Spatial = Annotated[
    bool | None,
    typer.Option(
        "--spatial/--no-spatial",
        help="Whether there is a spatial stream; without it as the weights of the start, else yes.",
    ),
]
Differences = Annotated[
    int | None, typer.Option("--differences", metavar="N", help="Steps a snippet: 4, 8, 12 or 16.")
]
TrunkName = Annotated[
    str | None, typer.Option("--trunk", metavar="NAME", help="compact or resnet50_ferplus.")
]
Split = Annotated[
    str,
    typer.Option(
        "--split",
        metavar="HOW",
        help=f"Who is held out: {', '.join(get_args(SplitKind))}.",
        callback=one_of(*get_args(SplitKind)),
    ),
]
Validation = Annotated[
    float,
    typer.Option(
        "--validation",
        metavar="SHARE",
        help="Share of subjects (of passages: of each recording) that decides when to stop.",
    ),
]
Test = Annotated[
    float,
    typer.Option(
        "--test",
        metavar="SHARE",
        help="Share only tested on; of k-fold and leave-one-subject-out that is the fold.",
    ),
]
Folds = Annotated[int, typer.Option("--folds", metavar="N", help="Of k-fold.")]
Fold = Annotated[int, typer.Option("--fold", metavar="N", help="Which is held out, from 0.")]
Epochs = Annotated[
    int | None,
    typer.Option(
        "--epochs",
        metavar="N",
        help=f"Of each stage, at most; {_STAGE.epochs} if not given.",
    ),
]
Patience = Annotated[
    int | None,
    typer.Option(
        "--patience",
        metavar="N",
        help=f"Epochs without a better CCC before it ends; {_STAGE.patience} if not given.",
    ),
]
Rate = Annotated[
    float | None,
    typer.Option(
        "--rate",
        metavar="X",
        help="Learning rate of each stage; the preset's if not given.",
    ),
]
Batch = Annotated[
    int | None,
    typer.Option(
        "--batch",
        metavar="N",
        help="Windows a batch; found from memory if not given.",
    ),
]
Window = Annotated[int, typer.Option("--window", metavar="N", help="Frames of a sequence.")]
Augment = Annotated[
    bool, typer.Option("--augment/--no-augment", help="Also mirrored and shifted crops.")
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", help="Of split, weights, order and dropout.")
]
SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", help="Settings of a run, in place of options."),
]
RunPath = Annotated[Path, typer.Option("--run", metavar="DIR", help="Folder of the run.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the run of this folder as it is.")
]
JsonLines = Annotated[
    bool, typer.Option("--json-lines", help="Print what happens as lines of JSON on stdout.")
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options as they were typed; see each above."""

    source: tuple[str, str]
    recordings: Sequence[str]
    raters: Sequence[str]
    shifts: Sequence[str]
    sampling: str
    preset: str
    start: str | None
    parts: str
    network: Mapping[str, Any]
    split: SplitSettings
    stages: Mapping[str, Any]
    window: int
    augment: bool
    seed: int
    device: str

    def settings(self) -> TrainingSettings:
        """The settings that they make.

        Raises
        ------
        InputError
            They cannot be used.
        BadParameter
            An option is not written as it should be.
        """
        made = self._preset(self._source())
        return replace(
            made,
            split=self.split,
            network=self._network(made.network.start if self.start is None else self.start),
            stages=tuple(replace(stage, **_given(self.stages)) for stage in made.stages),
            window=self.window,
            augment=self.augment,
            seed=self.seed,
            device=self.device,
        )

    def _network(self, start: str) -> NetworkSettings:
        """As the weights of the start are, where nothing else was typed."""
        parts = parts_of(self.parts)
        base = network_from(start, parts) if start else NetworkSettings(train=parts)
        return replace(base, **_given(self.network))

    def _source(self) -> SourceSettings:
        kind, path = self.source
        one_of(*get_args(SourceKind), option="--source")(kind)
        return SourceSettings(
            kind=cast(SourceKind, kind),
            path=str(Path(path).absolute()),
            recordings=tuple(self.recordings),
            raters=tuple(self.raters),
            shifts=dict(shift_of(each) for each in self.shifts),
            sampling=cast(Sampling, self.sampling),
        )

    def _preset(self, source: SourceSettings) -> TrainingSettings:
        if self.preset == "fine-tuning":
            return fine_tuning(source, DEFAULT)
        return {"paper": paper, "modern": modern}[self.preset](source)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def parts_of(text: str) -> tuple[NetworkPart, ...]:
    """Parts of a network as typed with commas, in the network's order."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        one_of(*NETWORK_PARTS, option="--parts")(word)
    return tuple(part for part in NETWORK_PARTS if part in words)


def shift_of(text: str) -> tuple[str, float]:
    """A rater and seconds, as typed with ``=``."""
    rater, mark, number = text.rpartition("=")
    try:
        seconds = float(number)
    except ValueError:
        seconds = math.nan
    if not mark or not rater or not math.isfinite(seconds):
        raise typer.BadParameter(f"'{text}' is not RATER=SECONDS", param_hint="--shift")
    return rater, seconds


def split_kind(word: str) -> SplitKind:
    """A way to split, as it was checked."""
    return cast(SplitKind, word)
