"""The options of ``evaluate``: one row each, and the order that they make.

What is said as for ``train`` is a row of `training_options`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from app.cli.options import one_of
from app.cli.training_options import shift_of
from app.training.evaluation.order import EvaluationOrder, of_run
from app.training.evaluation.results import EvaluatedPart
from app.training.run_folder import RunFolder
from app.training.settings import SourceKind, SourceSettings, SplitKind, SplitSettings

_OFFICIAL = ("omg", "aff-wild", "aff-wild2")

WeightsNames = Annotated[
    list[str] | None,
    typer.Option(
        "--weights",
        help="A name from `weights list`, or a file; may be repeated, to compare.",
        metavar="NAME",
    ),
]
OfRun = Annotated[
    Path | None,
    typer.Option("--run", help="A training run: its best weights on its own split.", metavar="DIR"),
]
Out = Annotated[
    Path | None, typer.Option("--out", help="The folder of the results.", metavar="DIR")
]
Split = Annotated[
    str | None,
    typer.Option(
        "--split", help=f"How to divide: {', '.join(get_args(SplitKind))}.", metavar="HOW"
    ),
]
PartName = Annotated[
    str | None,
    typer.Option("--part", help=f"{', '.join(get_args(EvaluatedPart))}.", metavar="PART"),
]
Seed = Annotated[
    int, typer.Option("--seed", help="Of the split, of intervals and of gammas.", metavar="N")
]
Gamma = Annotated[bool, typer.Option("--gamma", help="Also see what changing light does.")]
Submission = Annotated[
    Path | None,
    typer.Option(
        "--submission",
        help="Write an Aff-Wild2 submission of predictions instead.",
        metavar="FILE",
    ),
]
Predictions = Annotated[
    Path | None,
    typer.Option(
        "--predictions", help="For --submission: the folder analyze wrote to.", metavar="DIR"
    ),
]
Frames = Annotated[
    Path | None,
    typer.Option(
        "--frames", help="For --submission: the challenge's list of frames.", metavar="FILE"
    ),
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options as they were typed; see each above and in `training_options`."""

    weights: Sequence[str]
    source: tuple[str, str] | None
    run: Path | None
    recordings: Sequence[str]
    raters: Sequence[str]
    shifts: Sequence[str]
    split: str | None
    part: str | None
    validation: float
    test: float
    folds: int
    fold: int
    seed: int
    gamma: tuple[float, ...]
    device: str

    def order(self) -> EvaluationOrder:
        """The order that they make.

        Raises
        ------
        InputError
            The run has nothing to evaluate, or they cannot be used.
        BadParameter
            An option is missing, is not written as it should be, or does not go with another.
        """
        return self._of_source() if self.run is None else self._of_run(self.run)

    def _of_run(self, run: Path) -> EvaluationOrder:
        """A run has labels and a split of its own."""
        own = ("source", "split", "recordings", "raters", "shifts")
        given = [name.removesuffix("s") for name in own if getattr(self, name)]
        refuse("a run has its own; leave it out, or leave out --run", *given)
        part = None if self.part is None else _checked(self.part, EvaluatedPart, "--part")
        order = of_run(
            RunFolder(run), part=part, others=self.weights, device=self.device, gamma=self.gamma
        )
        return replace(order, seed=self.seed)

    def _of_source(self) -> EvaluationOrder:
        source = self._source()
        split = self._split(source.kind)
        chosen = self.part or ("all" if split is None else "test")
        return EvaluationOrder(
            weights=tuple(needed(self.weights, "--weights")),
            source=source,
            split=split,
            part=_checked(chosen, EvaluatedPart, "--part"),
            device=self.device,
            gamma=self.gamma,
            seed=self.seed,
        )

    def _source(self) -> SourceSettings:
        kind, path = needed(self.source, "--source")
        return SourceSettings(
            kind=cast(SourceKind, _checked(kind, SourceKind, "--source")),
            path=path,
            recordings=tuple(self.recordings),
            raters=tuple(self.raters),
            shifts=dict(map(shift_of, self.shifts)),
        )

    def _split(self, source: SourceKind) -> SplitSettings | None:
        """How to divide; None where everything is taken."""
        if self.split is None and self.part in (None, "all"):
            return None
        if self.split is None and source not in _OFFICIAL:
            raise typer.BadParameter("say how to divide, with --split", param_hint="--part")
        kind = _checked(self.split or "official", SplitKind, "--split")
        return SplitSettings(kind, self.validation, self.test, self.folds, self.fold, self.seed)


def needed(value: Any, option: str) -> Any:
    """A value that must have been typed."""
    if not value:
        raise typer.BadParameter("it is needed", param_hint=option)
    return value


def refuse(why: str, *names: str) -> None:
    """Refuse options that were typed and would not be heeded."""
    for name in names:
        raise typer.BadParameter(why, param_hint=f"--{name}")


def _checked(value: str, choices: Any, option: str) -> Any:
    return one_of(*get_args(choices), option=option)(value)
