"""The work of ``evaluate``. Loads torch."""

import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bars

from app.analysis.cache import shrink_cache
from app.analysis.devices import choose_device
from app.cli.messages import say
from app.cli.progress_lines import to_the_end
from app.core.errors import OutputError
from app.core.evaluation.scores import DimensionScores
from app.core.names import printable
from app.formats.aff_wild2_submission import read_frame_list, read_predictions, write_submission
from app.settings import CACHE_BUDGET_BYTES, cache_folder
from app.training.evaluation.evaluate import EvaluationProgress, evaluate
from app.training.evaluation.order import EvaluationOrder
from app.training.evaluation.results import EvaluatedWeights, Evaluation
from app.training.evaluation.words import interval_text, number, remarks, seen_sentence
from app.training.evaluation.writing import write_evaluation

_LINE_EVERY_SECONDS = 10.0


def evaluate_into(order: EvaluationOrder, out: Path, *, quiet: bool) -> None:
    """Evaluate, say the figures, and write everything."""
    device = choose_device(order.device)
    try:
        found = _follow(evaluate(order, cache_of(order), device), quiet=quiet)
    finally:
        # Also after a failure or Ctrl+C: the bound on what is kept of faces is a promise.
        with suppress(OSError):
            shrink_cache(cache_folder(), CACHE_BUDGET_BYTES)
    for line in _warnings(found):
        say(f"mimamo-studio: warning: {printable(line)}")
    written = write_evaluation(found, out)
    for line in lines_of(found):
        say(printable(line), quiet=quiet)
    say(f"{out}: {', '.join(path.name for path in written)}", quiet=quiet)


def write_submission_of(
    predictions: Path, frames: Path | None, target: Path, overwrite: bool
) -> None:
    """Write a submission of predictions that ``analyze`` wrote.

    Raises
    ------
    OutputError
        The file is there already.
    """
    if target.exists() and not overwrite:
        raise OutputError(f"{target} exists already; use --overwrite to replace it.")
    listed = None if frames is None else read_frame_list(frames)
    say(f"{write_submission(target, read_predictions(predictions), listed)}")


def cache_of(order: EvaluationOrder) -> Path:
    """Where intermediate results are kept: a project's own cache, or the user's."""
    place = Path(order.source.path) / "cache"
    return place if order.source.kind == "project" and place.is_dir() else cache_folder()


def lines_of(evaluation: Evaluation) -> list[str]:
    """The figures as lines for a terminal, the highest mean CCC not sorted up."""
    return [
        f"{weights.facts.name}: {found.dimension}: {_figures(found)}"
        for weights in evaluation.weights
        for found in weights.scores.dimensions
    ]


def _figures(found: DimensionScores) -> str:
    together, mean = found.scores["concordance"], found.scores["mean_concordance"]
    ccc = f"CCC {number(together.value)} {interval_text(together)}".rstrip()
    others = {"r": "pearson", "RMSE": "error", "SAGR": "sign_agreement"}
    rest = _others(found, others)
    return f"{ccc}, mean of recordings {number(mean.value)}, {rest} ({found.values} values)"


def _others(found: DimensionScores, names: Mapping[str, str]) -> str:
    return ", ".join(
        f"{title} {number(score.value)}"
        for title, name in names.items()
        for key, score in found.scores.items()
        if key == name
    )


def _warnings(evaluation: Evaluation) -> list[str]:
    said = list(evaluation.notices)
    for weights in evaluation.weights:
        said += [f"{weights.facts.name}: {text}" for text in _about(weights)]
    return list(dict.fromkeys(said))


def _about(weights: EvaluatedWeights) -> Sequence[str]:
    facts = weights.facts
    said = [text for text in (facts.caution, seen_sentence(facts.seen)) if text]
    figures = [text for found in weights.scores.dimensions for text in remarks(found)]
    return [f"{text.rstrip('.')}." for text in (*said, *dict.fromkeys(figures))]


def _follow(work: Generator[EvaluationProgress, None, Evaluation], *, quiet: bool) -> Evaluation:
    if quiet:
        return to_the_end(work, lambda progress: None)
    return _with_bar(work) if sys.stderr.isatty() else _with_lines(work)


def _with_bar(work: Generator[EvaluationProgress, None, Evaluation]) -> Evaluation:
    columns = (TextColumn("{task.description}", markup=False), BarColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=1.0)
        return to_the_end(
            work,
            lambda step: bars.update(task, description=step.text, completed=step.share),
        )


def _with_lines(work: Generator[EvaluationProgress, None, Evaluation]) -> Evaluation:
    last, said = "", 0.0

    def show(step: EvaluationProgress) -> None:
        nonlocal last, said
        now = time.monotonic()
        if step.text != last or now - said >= _LINE_EVERY_SECONDS:
            say(f"{printable(step.text)}, {step.share:.0%}")
            last, said = step.text, now

    return to_the_end(work, show)
