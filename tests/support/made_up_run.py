"""An analysis run without networks: each recording gets one value, or the failure asked for."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

from app.analysis.progress import Progress, Stage
from tests.support.results_by_hand import finished


class MadeUpRun:
    """Stands in for ``AnalysisRun``; what is done with it is written down.

    Attributes
    ----------
    failures : mapping of str to BaseException
        By the name of the recording.
    people : sequence of int
        Who is found in each.
    done : list of str
        Names of recordings in the order they were begun, and ``"tidied"`` between them.
    """

    system = SimpleNamespace(card=SimpleNamespace(caution="not validated"))

    def __init__(
        self, failures: Mapping[str, BaseException] | None = None, people: Sequence[int] = (1,)
    ) -> None:
        self.failures = failures or {}
        self.people = people
        self.done: list[str] = []

    def start(self, video: Path):
        self.done.append(video.name)
        yield Progress(Stage.FACES, 0, 5)
        if video.name in self.failures:
            raise self.failures[video.name]
        yield Progress(Stage.READING, 5, 5)
        return finished(video, people=self.people).analysis

    def tidy(self) -> None:
        self.done.append("tidied")
