"""What an analysis does in its worker, and what it says on the way."""

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path

from app.analysis.choices import SYSTEM_ROWS, AnalysisChoice
from app.analysis.progress import Progress
from app.core.analysis import Analysis
from app.core.track import Provenance
from app.ui.give_way import give_way

TOLD_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Loading:
    """The networks are being loaded; the first time this takes seconds."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The system is ready.

    Attributes
    ----------
    title : str
        Of the system, for people.
    provenance : Provenance
        Of everything it will predict.
    caution : str
        The label of everything it will predict.
    """

    title: str
    provenance: Provenance
    caution: str

    @property
    def label(self) -> str:
        """System and weights, for people."""
        return f"{self.title}, {self.provenance.weights}"


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole result, and what made it."""

    prepared: Prepared
    analysis: Analysis


def analyse(
    path: Path, choice: AnalysisChoice, cache: Path | None = None
) -> Generator[Loading | Prepared | Progress, None, Finished]:
    """Load a system and read one recording, in a thread that comes after the window's."""
    give_way()
    yield Loading()
    from app.analysis.run import AnalysisRun  # loads torch, in this thread and when it is needed
    from app.analysis.systems.system import provenance

    run = AnalysisRun.prepare(choice, cache)
    title = SYSTEM_ROWS[choice.system].title
    prepared = Prepared(title, provenance(run.system), run.system.card.caution)
    yield prepared
    analysis = yield from gathered(run.start(path))
    run.tidy()
    return Finished(prepared, analysis)


def gathered(
    work: Generator[Progress, None, Analysis],
    seconds: float = TOLD_EVERY_SECONDS,
    now: Callable[[], float] = time.monotonic,
) -> Generator[Progress, None, Analysis]:
    """The same progress, told at most every so many seconds; no block is lost."""
    waiting: Progress | None = None
    told = float("-inf")
    try:
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                if waiting is not None:
                    yield waiting
                result: Analysis = end.value
                return result
            if waiting is not None:
                if _follows(waiting, progress):
                    progress = _merged(waiting, progress)
                else:
                    yield waiting
            waiting = progress
            if now() - told >= seconds:
                told = now()
                yield waiting
                waiting = None
    finally:
        work.close()


def _follows(before: Progress, after: Progress) -> bool:
    return before.stage is after.stage and after.done >= before.done


def _merged(before: Progress, after: Progress) -> Progress:
    faces = before.faces if after.faces is None else after.faces
    return replace(after, blocks=before.blocks + after.blocks, faces=faces)
