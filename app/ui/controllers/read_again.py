"""Who is read again for what an analysis did not ask: feature maps, or how far values spread."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.analysis.choices import AnalysisChoice
from app.core.errors import InputError
from app.session.session import Session
from app.ui.timeline.scene import face_of

if TYPE_CHECKING:  # they load torch
    from app.analysis.pipeline import AnalysisRequest
    from app.analysis.run import AnalysisRun

SYSTEM = "mimamo"
"""The system that has units to look at, and to drop."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """Who is meant, and as read by what.

    Attributes
    ----------
    path : Path
        The recording.
    sha256 : str
        Its digest.
    root : Path
        Of the cache.
    person : int
        Whose.
    system, weights, weights_sha256 : str
        What read it.
    index : int64 array (T,)
        The frames that were analysed.
    """

    path: Path
    sha256: str
    root: Path
    person: int
    system: str
    weights: str
    weights_sha256: str
    index: NDArray[np.int64]

    def same_as(self, other: "Subject | None") -> bool:
        """Whether the same reading is meant."""
        return (
            other is not None
            and (self.path, self.sha256, self.root, self.person, self.weights_sha256)
            == (other.path, other.sha256, other.root, other.person, other.weights_sha256)
            and np.array_equal(self.index, other.index)
        )


def subject_of(session: Session, root: Path) -> Subject | None:
    """The person on screen as the last analysis by the two-stream network read them."""
    recording, face = session.recording, face_of(session.faces, session.person)
    if recording is None or face is None:
        return None
    for analysis in reversed(session.analyses):
        for one in analysis.predictions:
            made = one.provenance
            if made.system == SYSTEM and one.person == face.person:
                return Subject(
                    recording.path,
                    analysis.video_sha256,
                    root,
                    one.person,
                    made.system,
                    made.weights,
                    made.weights_sha256,
                    np.flatnonzero(one.analysed),
                )
    return None


def was_read(session: Session) -> bool:
    """Whether the two-stream network read the recording on screen, though it may show no face."""
    made = (each.provenance.system for a in session.analyses for each in a.predictions)
    return SYSTEM in made


def ready_again(
    subject: Subject,
) -> Generator[None, None, "tuple[AnalysisRun, AnalysisRequest]"]:
    """Load what read the recording, and say what it is asked; in a worker.

    Raises
    ------
    InputError
        The weights of that name are others now.
    """
    from app.analysis.last_reading import last_reading
    from app.analysis.pipeline import AnalysisRequest  # loads torch
    from app.analysis.run import AnalysisRun

    last = yield from last_reading(subject.path, subject.root)
    choice = _choice(subject, last)
    run = AnalysisRun.prepare(choice, subject.root)
    if run.system.card.weights_sha256 != subject.weights_sha256:
        raise InputError(
            f"{subject.path.name} was read with other weights than {run.system.card.weights} as "
            "they are now; run the analysis again."
        )
    return run, AnalysisRequest(subject.path, subject.person, *choice.span, cache=run.cache)


def _choice(subject: Subject, last: AnalysisChoice | None) -> AnalysisChoice:
    """What the recording was read with; where that is not known, the same weights by name."""
    if last is not None and last.system == subject.system:
        return last
    return AnalysisChoice(subject.system, subject.weights)
