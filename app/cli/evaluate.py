"""``evaluate``: weights and labelled recordings in, figures with intervals out."""

from pathlib import Path

from app.cli import evaluation_options as of
from app.cli import options
from app.cli import training_options as shared
from app.training.evaluation.order import GAMMA_BOUNDS
from app.training.evaluation.outputs import refuse_existing


def evaluate_command(
    weights: of.WeightsNames = None,
    source: shared.Source = None,
    run: of.OfRun = None,
    out: of.Out = None,
    split: of.Split = None,
    part: of.PartName = None,
    test: shared.Test = 0.2,
    validation: shared.Validation = 0.2,
    folds: shared.Folds = 5,
    fold: shared.Fold = 0,
    seed: of.Seed = 1,
    recording: shared.Recordings = None,
    rater: shared.Raters = None,
    shift: shared.Shifts = None,
    gamma: of.Gamma = False,
    submission: of.Submission = None,
    predictions: of.Predictions = None,
    frames: of.Frames = None,
    device: options.Device = "auto",
    overwrite: options.Overwrite = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Test weights on labelled recordings: CCC and more, with intervals over subjects."""
    del debug
    wanted = of.Wanted(
        weights=weights or (),
        source=source,
        run=run,
        recordings=recording or (),
        raters=rater or (),
        shifts=shift or (),
        split=split,
        part=part,
        validation=validation,
        test=test,
        folds=folds,
        fold=fold,
        seed=seed,
        gamma=GAMMA_BOUNDS if gamma else (),
        device=device,
    )
    if submission is not None:
        _submit(submission, predictions, frames, wanted, overwrite=overwrite)
        return
    asked = {"predictions": predictions, "frames": frames}
    of.refuse("it goes with --submission", *(name for name, value in asked.items() if value))
    order, target = wanted.order(), of.needed(out, "--out")
    if not overwrite:
        refuse_existing(target)
    # This loads torch: only when there is work.
    from app.cli.evaluate_run import evaluate_into

    evaluate_into(order, target, quiet=quiet)


def _submit(
    target: Path,
    predictions: Path | None,
    frames: Path | None,
    wanted: of.Wanted,
    *,
    overwrite: bool,
) -> None:
    """Write a submission of predictions that are there already, so nothing is read with weights."""
    given = [name for name in ("weights", "source", "run") if getattr(wanted, name)]
    of.refuse("a submission is made of what analyze wrote, so leave it out", *given)
    from app.cli.evaluate_run import write_submission_of

    write_submission_of(of.needed(predictions, "--predictions"), frames, target, overwrite)
