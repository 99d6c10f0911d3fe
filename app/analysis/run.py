"""A system made ready once, and used for every recording of a call of ``analyze`` or a queue."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.analysis.cache import shrink_cache
from app.analysis.choices import AnalysisChoice, Person
from app.analysis.devices import choose_device
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
    """

    system: System
    detector: FaceDetector
    person: Person
    span: tuple[float | None, float | None]

    @classmethod
    def prepare(cls, choice: AnalysisChoice) -> Self:
        """Load the system; errors of weights and device are raised here, before any work."""
        made = make_system(choice.system, choice.weights, choose_device(choice.device))
        return cls(made, DlibDetector(), choice.person, choice.span)

    def start(self, video: Path) -> Generator[Progress, None, Analysis]:
        """Analyse one recording."""
        request = AnalysisRequest(video, self.person, *self.span, cache=cache_folder())
        return analyze(request, self.system, self.detector)

    def tidy(self) -> None:
        """Keep the cache within its budget."""
        shrink_cache(cache_folder(), CACHE_BUDGET_BYTES)
