"""What one call of ``analyze`` asks for, and how much of it went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.analysis.choices import AnalysisChoice
from app.cli.messages import tell
from app.core.errors import StudioError


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that is asked for, but the recordings.

    Attributes
    ----------
    choice : AnalysisChoice
        What predicts, where, whom and when.
    summary : Path or None
        Where the recordings' lines go; None for a single CSV.
    report, overwrite, quiet, debug : bool
        As the options of these names.
    """

    choice: AnalysisChoice
    summary: Path | None = None
    report: bool = False
    overwrite: bool = False
    quiet: bool = False
    debug: bool = False


@dataclass(slots=True)
class Tally:
    """Counts recordings that failed, so that one does not stop the others.

    Attributes
    ----------
    recordings : int
        How many there are; the failure of the only one is the failure of the command.
    debug : bool
        Whether each failure is shown with its trace.
    failed : int
        How many failed so far.
    """

    recordings: int
    debug: bool = False
    failed: int = 0

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """Work on one recording: whatever goes wrong is said and counted."""
        try:
            yield
        except Exception as error:
            if self.recordings == 1:
                raise
            self.failed += 1
            tell(error, debug=self.debug, about=name)

    def settle(self) -> None:
        """At the end: raises `StudioError` when something failed."""
        if self.failed:
            raise StudioError(
                f"{self.failed} of {self.recordings} recordings could not be analysed (see above)."
            )
