"""``evaluate``: weights and labelled recordings in, figures with intervals out."""

from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from app.cli import options
from app.training.evaluation.order import GAMMA_BOUNDS, EvaluationOrder, of_run
from app.training.evaluation.outputs import refuse_existing
from app.training.evaluation.results import EvaluatedPart
from app.training.run_folder import RunFolder
from app.training.settings import SourceKind, SourceSettings, SplitKind, SplitSettings

_OFFICIAL: tuple[SourceKind, ...] = ("omg", "aff-wild", "aff-wild2")


def evaluate_command(
    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weights",
            help="A name from `weights list`, or a file; repeat to compare.",
            metavar="NAME",
        ),
    ] = None,
    source: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--source",
            help=f"Where labels are: one of {', '.join(get_args(SourceKind))}, and its folder.",
            metavar="KIND PATH",
        ),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option("--run", help="A training run: its best weights on its own split."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The folder of the results.", metavar="DIR")
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            "--split",
            help=f"How to divide: {', '.join(get_args(SplitKind))}.",
            metavar="KIND",
        ),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option("--part", help="test, validation, training or all.", metavar="PART"),
    ] = None,
    test: Annotated[
        float, typer.Option("--test", help="Share of the test part.", metavar="SHARE")
    ] = 0.2,
    validation: Annotated[
        float, typer.Option("--validation", help="Share of the validation part.", metavar="SHARE")
    ] = 0.2,
    folds: Annotated[int, typer.Option("--folds", help="Number of folds.", metavar="N")] = 5,
    fold: Annotated[
        int, typer.Option("--fold", help="The fold that is held out, from 0.", metavar="K")
    ] = 0,
    seed: Annotated[
        int, typer.Option("--seed", help="Of the split and of intervals.", metavar="N")
    ] = 1,
    recording: Annotated[
        list[str] | None,
        typer.Option(
            "--recording", help="Only the recording of this name; repeat.", metavar="NAME"
        ),
    ] = None,
    rater: Annotated[
        list[str] | None,
        typer.Option("--rater", help="Only what this rater said; repeat.", metavar="NAME"),
    ] = None,
    shift: Annotated[
        list[str] | None,
        typer.Option(
            "--shift",
            help="Seconds a rater's curve is moved earlier; * for all others.",
            metavar="RATER=S",
        ),
    ] = None,
    gamma: Annotated[
        bool, typer.Option("--gamma", help="Also see what changing light does.")
    ] = False,
    submission: Annotated[
        Path | None,
        typer.Option(
            "--submission",
            help="Write an Aff-Wild2 submission of predictions instead.",
            metavar="FILE",
        ),
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(
            "--predictions", help="For --submission: the folder analyze wrote to.", metavar="DIR"
        ),
    ] = None,
    frames: Annotated[
        Path | None,
        typer.Option(
            "--frames", help="For --submission: the challenge's list of frames.", metavar="FILE"
        ),
    ] = None,
    device: options.Device = "auto",
    overwrite: options.Overwrite = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Test weights on labelled recordings: CCC and more, with intervals over subjects."""
    if submission is not None:
        from app.cli.evaluate_run import write_submission_of

        write_submission_of(_needed(predictions, "--predictions"), frames, submission, overwrite)
        return
    bounds = GAMMA_BOUNDS if gamma else ()
    if run is not None:
        _refuse_with_run(source=source, split=split)
        chosen = None if part is None else _one_of(part, EvaluatedPart, "--part")
        order = of_run(
            RunFolder(run), part=chosen, others=weights or (), device=device, gamma=bounds
        )
    else:
        kind, path = _needed(source, "--source")
        found = SourceSettings(
            kind=_one_of(kind, SourceKind, "--source"),
            path=path,
            recordings=tuple(recording or ()),
            raters=tuple(rater or ()),
            shifts=dict(map(_shift, shift or ())),
        )
        how = _split(split, part, found.kind, (validation, test), (folds, fold), seed)
        order = EvaluationOrder(
            weights=tuple(_needed(weights, "--weights")),
            source=found,
            split=how,
            part=_part(part, how),
            device=device,
            gamma=bounds,
            seed=seed,
        )
    target = _needed(out, "--out")
    if not overwrite:
        refuse_existing(target)
    # This loads torch: only when there is work.
    from app.cli.evaluate_run import evaluate_into

    evaluate_into(order, target, quiet=quiet)


def _needed(value: Any, option: str) -> Any:
    if value is None or value == []:
        raise typer.BadParameter("it is needed", param_hint=option)
    return value


def _refuse_with_run(**given: object) -> None:
    for name, value in given.items():
        if value is not None:
            raise typer.BadParameter(
                "a run has its own; leave it out, or leave out --run", param_hint=f"--{name}"
            )


def _one_of(value: str, choices: Any, option: str) -> Any:
    if value not in get_args(choices):
        allowed = ", ".join(get_args(choices))
        raise typer.BadParameter(f"'{value}' is none of {allowed}", param_hint=option)
    return value


def _shift(text: str) -> tuple[str, float]:
    rater, _, seconds = text.rpartition("=")
    try:
        return rater or "*", float(seconds)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not RATER=SECONDS", param_hint="--shift") from None


def _split(
    kind: str | None,
    part: str | None,
    source: SourceKind,
    shares: tuple[float, float],
    folds: tuple[int, int],
    seed: int,
) -> SplitSettings | None:
    if kind is None and part in (None, "all"):
        return None
    if kind is None and source not in _OFFICIAL:
        raise typer.BadParameter("say how to divide, with --split", param_hint="--part")
    chosen = _one_of(kind or "official", SplitKind, "--split")
    return SplitSettings(chosen, *shares, *folds, seed)


def _part(part: str | None, split: SplitSettings | None) -> EvaluatedPart:
    chosen: EvaluatedPart = _one_of(
        part or ("all" if split is None else "test"), EvaluatedPart, "--part"
    )
    return chosen
