"""What is done of an evaluation in a worker. Loads torch and matplotlib there."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from app.training.evaluation.order import EvaluationOrder
from app.training.evaluation.results import Evaluation
from app.ui.task_board import TaskStatus

if TYPE_CHECKING:
    from app.training.evaluation.evaluate import EvaluationProgress


def evaluated(
    order: EvaluationOrder, cache: Path
) -> Generator["EvaluationProgress | TaskStatus", None, Evaluation]:
    """Evaluate; progress is told twice, for the dialog and for the status bar."""
    yield TaskStatus("", "loading the networks")
    from app.analysis.cache import shrink_cache
    from app.analysis.devices import choose_device
    from app.settings import CACHE_BUDGET_BYTES, cache_folder
    from app.training.evaluation.evaluate import evaluate

    steps = evaluate(order, cache, choose_device(order.device))
    try:
        while True:
            step = next(steps)
            yield step
            yield TaskStatus("", step.text, step.share)
    except StopIteration as end:
        found: Evaluation = end.value
        return found
    finally:
        steps.close()
        shrink_cache(cache_folder(), CACHE_BUDGET_BYTES)


def written(evaluation: Evaluation, folder: Path) -> Generator[None, None, list[Path]]:
    """Draw the page and write everything."""
    yield
    from app.training.evaluation.writing import write_evaluation

    return write_evaluation(evaluation, folder)
