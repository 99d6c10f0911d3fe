"""A whole study: subjects, trainings, tables; what is finished is never done again.

The folder holds ``plan.json``, ``subjects/``, ``streams/`` (weights that other trainings begin
with), ``results/`` and, at the end of every start, ``study.md``. Equal plans give equal figures on
one machine: each training computes in one thread, several of them side by side.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal, TypeVar

from app.core.errors import StudioError
from app.files import atomic_write_text, make_folder
from app.training.freed_memory import keep_freed_memory
from app.training.labelled import PARTS
from app.training.study.conditions import CONDITIONS, Condition
from app.training.study.plan import StudyPlan, refuse_another
from app.training.study.report import report
from app.training.study.results import Results
from app.training.study.subjects import Subject, make_subject
from app.training.study.tables import Findings
from app.training.study.training import TrainingOrder, train_condition

REPORT = "study.md"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StudyProgress:
    """How far a study is.

    Attributes
    ----------
    what : str
        Of what there are ``total``.
    done, total : int
        Finished ones, those of earlier starts included.
    name : str
        The one that was just finished; empty before the first.
    """

    what: Literal["subjects", "trainings"]
    done: int
    total: int
    name: str = ""


def study(
    plan: StudyPlan,
    folder: Path,
    *,
    device: str = "cpu",
    workers: int = 2,
    conditions: Sequence[Condition] = CONDITIONS,
) -> Generator[StudyProgress, None, Path]:
    """Do what is left of a study and write its report; each yield is a place to stop.

    Parameters
    ----------
    plan : StudyPlan
        What is done.
    folder : Path
        Where; a study of the same plan in it goes on.
    device : str
        Of the trainings.
    workers : int
        Processes; with one, all is done in this one.
    conditions : sequence of Condition
        What is trained, each after those it begins with.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    StudioError
        The folder holds another study, something in it is damaged, or it cannot be written.
    """
    _claim(plan, folder)
    yield from _record(plan, folder, workers)
    yield from _train(plan, folder, device, workers, conditions)
    return write_report(plan, folder)


def write_report(plan: StudyPlan, folder: Path) -> Path:
    """Write the tables of what is finished."""
    results = Results(folder / "results")
    names = [condition.name for condition in CONDITIONS]
    text = report(Findings(plan, results.finished(names, plan.seeds)))
    with atomic_write_text(folder / REPORT) as stream:
        stream.write(text)
    return folder / REPORT


def _claim(plan: StudyPlan, folder: Path) -> None:
    make_folder(folder)
    stored = folder / "plan.json"
    if stored.exists():
        refuse_another(stored.read_text(encoding="utf-8"), plan)
        return
    with atomic_write_text(stored) as stream:
        stream.write(plan.to_json())


def _record(plan: StudyPlan, folder: Path, workers: int) -> Iterator[StudyProgress]:
    place = make_folder(folder / "subjects")
    subjects = [Subject(seed, part, plan, place) for part in PARTS for seed in plan.subjects(part)]
    left = [subject for subject in subjects if not subject.path.exists()]
    done = len(subjects) - len(left)
    yield StudyProgress("subjects", done, len(subjects))
    with _Workers(workers if len(left) > 1 else 1) as at_work:
        for name in at_work.each(make_subject, left):
            done += 1
            yield StudyProgress("subjects", done, len(subjects), name)


def _train(
    plan: StudyPlan, folder: Path, device: str, workers: int, conditions: Sequence[Condition]
) -> Iterator[StudyProgress]:
    results, total = Results(folder / "results"), len(conditions) * len(plan.seeds)
    done = sum(results.has(each.name, seed) for each in conditions for seed in plan.seeds)
    yield StudyProgress("trainings", done, total)
    if done == total:
        return
    orders = [
        TrainingOrder(condition, seed, plan, folder, device)
        for seed in plan.seeds
        for condition in conditions
        if not results.has(condition.name, seed)
    ]

    def can_begin(order: TrainingOrder) -> bool:
        return all(results.has(name, order.seed) for name in order.condition.after)

    with _Workers(workers) as at_work:
        for name in at_work.each(train_condition, orders, can_begin):
            done += 1
            yield StudyProgress("trainings", done, total, name)


class _Workers:
    """Processes that work side by side; one is this process itself.

    Parameters
    ----------
    count : int
        How many.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        # Fresh processes: torch's threads do not survive a fork.
        self._pool: Executor | None = (
            ProcessPoolExecutor(count, get_context("spawn"), initializer=keep_freed_memory)
            if count > 1
            else None
        )

    def __enter__(self) -> "_Workers":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def each(
        self,
        function: Callable[[T], str],
        orders: Sequence[T],
        can_begin: Callable[[T], bool] = lambda order: True,
    ) -> Iterator[str]:
        """What the function gives for each order, as it comes; the first that can begin is next."""
        left, running = list(orders), set[Future[str]]()
        while left or running:
            for order in [each for each in left if can_begin(each)][: self._count - len(running)]:
                left.remove(order)
                running.add(self._begun(function, order))
            if not running:
                raise ValueError("what is left waits for something that nobody does")
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for each in finished:
                yield self._result(each)

    def _begun(self, function: Callable[[T], str], order: T) -> Future[str]:
        if self._pool is not None:
            return self._pool.submit(function, order)
        done = Future[str]()
        done.set_result(function(order))
        return done

    def _result(self, future: Future[str]) -> str:
        try:
            return future.result()
        except BrokenProcessPool:
            raise StudioError(
                "A process of the study ended unexpectedly, perhaps for lack of memory; start the "
                "same command again, it goes on with what is left."
            ) from None
