"""A system made ready once, and used for every recording of a call of ``analyze`` or a queue."""

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from app.analysis.cache import open_cache, shrink_cache
from app.analysis.choices import AnalysisChoice, Person
from app.analysis.devices import choose_device
from app.analysis.last_reading import note_reading
from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.progress import Progress
from app.analysis.systems.system import System
from app.analysis.systems.table import make_system
from app.core.analysis import Analysis
from app.faces.detector import FaceDetector
from app.faces.dlib_detector import DlibDetector
from app.settings import CACHE_BUDGET_BYTES, cache_folder


@dataclass(frozen=True, slots=True)
class AnalysisRun:
    """Everything that stays the same from recording to recording.

    Attributes
    ----------
    system : System
        What predicts.
    detector : FaceDetector
        What finds faces.
    person : int, "largest" or "all"
        Whom to read.
    span : (float or None, float or None)
        Seconds from and to.
    choice : AnalysisChoice
        What the user chose, to be noted with what was read.
    cache : Path
        Where intermediate results are kept: a project's own, or the user's, which is bounded.
    """

    system: System
    detector: FaceDetector
    person: Person
    span: tuple[float | None, float | None]
    choice: AnalysisChoice = field(default_factory=AnalysisChoice)
    cache: Path = field(default_factory=cache_folder)

    @classmethod
    def prepare(cls, choice: AnalysisChoice, cache: Path | None = None) -> Self:
        """Load the system; errors of weights and device are raised here, before any work."""
        made = make_system(choice.system, choice.weights, choose_device(choice.device))
        return cls(
            made, DlibDetector(), choice.person, choice.span, choice, cache or cache_folder()
        )

    def start(self, video: Path) -> Generator[Progress, None, Analysis]:
        """Analyse one recording."""
        request = AnalysisRequest(video, self.person, *self.span, cache=self.cache)
        analysis = yield from analyze(request, self.system, self.detector)
        note_reading(open_cache(self.cache, analysis.video_sha256), self.choice)
        return analysis

    def tidy(self) -> None:
        """Keep the user's cache within its budget; a project's may be as large as it needs."""
        shrink_cache(cache_folder(), CACHE_BUDGET_BYTES)
