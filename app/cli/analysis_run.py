"""One call of ``analyze`` or ``demo``: the system made once, used for every recording."""

from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.analysis.cache import shrink_cache
from app.analysis.devices import choose_device
from app.analysis.pipeline import AnalysisRequest, Person, analyze
from app.analysis.progress import Progress
from app.analysis.report import report_png
from app.analysis.systems.system import System
from app.analysis.systems.table import make_system
from app.core.analysis import Analysis
from app.core.errors import OutputError
from app.core.prediction import PersonPrediction
from app.faces.detector import FaceDetector
from app.faces.dlib_detector import DlibDetector
from app.files import atomic_write, make_folder
from app.formats.prediction_csv import prediction_csv
from app.formats.provenance_json import provenance_json
from app.formats.summary_csv import summary_csv
from app.settings import CACHE_BUDGET_BYTES, cache_folder
from app.version import application_version


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
    def prepare(
        cls,
        system: str,
        weights: str | None,
        device: str,
        person: Person,
        span: tuple[float | None, float | None],
    ) -> Self:
        """Load the system; errors of weights and device are raised here, before any work."""
        made = make_system(system, weights, choose_device(device))
        return cls(made, DlibDetector(), person, span)

    def start(self, video: Path) -> Generator[Progress, None, Analysis]:
        """Analyse one recording."""
        request = AnalysisRequest(video, self.person, *self.span, cache=cache_folder())
        return analyze(request, self.system, self.detector)

    def write(self, analysis: Analysis, csv: Path, *, report: bool, overwrite: bool) -> list[Path]:
        """Write the results of one recording, all of them or none; gives the CSV files."""
        written = []
        with ExitStack() as files:
            make_folder(csv.parent)
            for prediction in analysis.predictions:
                path = csv
                if self.person == "all" and prediction.person:
                    path = csv.with_name(f"{csv.stem}.person{prediction.person}.csv")
                texts = {
                    path: prediction_csv(prediction).encode(),
                    path.with_suffix(".json"): provenance_json(
                        analysis, prediction, application_version()
                    ).encode(),
                }
                if report:
                    texts[path.with_suffix(".png")] = report_png(analysis, prediction)
                for target, content in texts.items():
                    if target.exists() and not overwrite:
                        raise OutputError(f"{target} exists already; use --overwrite.")
                    stream = files.enter_context(atomic_write(target))
                    stream.write(content)
                    stream.flush()
                written.append(path)
        return written

    def write_summary(self, readings: Sequence[tuple[str, PersonPrediction]], path: Path) -> None:
        """Write one line per recording and person; lines of other recordings stay."""
        earlier = path.read_text(encoding="utf-8") if path.is_file() else None
        text = summary_csv(readings, earlier)
        with atomic_write(path) as stream:
            stream.write(text.encode())

    def tidy(self) -> None:
        """Keep the cache within its budget."""
        shrink_cache(cache_folder(), CACHE_BUDGET_BYTES)
