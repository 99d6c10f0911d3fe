"""Reading a held-out recording with two sets of weights, and measuring both on the same frames."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from app.analysis.choices import AnalysisChoice
from app.analysis.progress import Progress
from app.core.errors import InputError
from app.session.weights_in_use import weights_title
from app.training.following import FollowedRun
from app.training.held_out import DIMENSIONS, HeldOut, figures, held_out
from app.training.outlook import read_source
from app.ui.controllers.analysis_work import Finished, Loading, Prepared, analyse
from app.ui.training.before_after_view import BeforeAfter


@dataclass(frozen=True, slots=True)
class BeforeAfterOrder:
    """What is measured.

    Attributes
    ----------
    held : HeldOut
        The recording, and what of it counts.
    before, after : str
        Weights: names of the catalogue, or files.
    device : str
        Where the networks run.
    """

    held: HeldOut
    before: str
    after: str
    device: str

    def choice(self, weights: str) -> AnalysisChoice:
        """The analysis with some weights."""
        return AnalysisChoice(
            weights=weights, device=self.device, person=self.held.recording.person
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """Both results and their figures."""

    before: Finished
    after: Finished
    figures: BeforeAfter


def find_held_out(run: FollowedRun) -> Generator[None, None, tuple[HeldOut, ...]]:
    """What a run did not learn from.

    Raises
    ------
    InputError
        Its settings, its list or its source cannot be read.
    """
    yield
    if run.settings is None:
        raise InputError(run.fault)
    recordings = read_source(run.settings.source).recordings
    yield
    return held_out(run.folder, run.settings, recordings)


def compare(
    order: BeforeAfterOrder, cache: Path
) -> Generator[tuple[int, Progress], None, Compared]:
    """Analyse twice, then measure; each progress with the number of its analysis, 0 or 1."""
    results: list[Finished] = []
    for number, weights in enumerate((order.before, order.after)):
        work = analyse(order.held.recording.path, order.choice(weights), cache)
        results.append((yield from _counted(number, work)))
    before, after = results
    return Compared(before, after, _measured(order, before, after))


def _counted(
    number: int, work: Generator[Loading | Prepared | Progress, None, Finished]
) -> Generator[tuple[int, Progress], None, Finished]:
    try:
        while True:
            news = next(work)
            if isinstance(news, Progress):
                yield number, news
    except StopIteration as end:
        finished: Finished = end.value
        return finished
    finally:
        work.close()


def _measured(order: BeforeAfterOrder, before: Finished, after: Finished) -> BeforeAfter:
    recording = order.held.recording
    tracks = [
        {name: finished.analysis.predictions[0].track(name) for name in DIMENSIONS}
        for finished in (before, after)
        if finished.analysis.predictions
    ]
    if len(tracks) < 2:
        raise InputError(f"No face was found in {recording.path.name}; choose another recording.")
    seconds = tracks[0]["valence"].seconds
    values = [{name: track.values for name, track in each.items()} for each in tracks]
    found = figures(order.held, seconds, *values)
    titles = (weights_title(order.before), weights_title(order.after))
    return BeforeAfter(
        recording.name, found.before, found.after, found.count, order.held.part, titles
    )
