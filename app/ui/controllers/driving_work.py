"""What explaining does in its worker, and what it says on the way."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.analysis.choices import AnalysisChoice, Person
from app.analysis.driving_answer import Change, Driving, Question, SanityCheck
from app.analysis.progress import Progress
from app.core.errors import InputError
from app.core.face_track import FaceTrack
from app.ui.controllers.analysis_work import Loading
from app.ui.driving.explanation import Bar, Check, Explanation
from app.ui.give_way import give_way

if TYPE_CHECKING:  # it loads torch
    from app.analysis.run import AnalysisRun


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """What is to be explained.

    Attributes
    ----------
    path : Path
        The recording.
    start, end : float
        Seconds, half-open; equal for one frame.
    weights : str
        Name of the weights that read it.
    weights_sha256 : str
        Their digest: an answer of other weights would explain another curve.
    person : int
        Whose values.
    track : FaceTrack or None
        Where that face is.
    cache : Path
        Where the analysis is kept.
    shuffled : int
        Networks with shuffled weights to compare with.
    """

    path: Path
    start: float
    end: float
    weights: str
    weights_sha256: str
    person: int
    track: FaceTrack | None
    cache: Path
    shuffled: int = 2


class Explainer:
    """Explains one request after the other; keeps the networks it loaded last.

    Its methods run in a worker, one at a time.
    """

    def __init__(self) -> None:
        self._kept: tuple[AnalysisChoice, AnalysisRun] | None = None

    def explain(self, request: ExplainRequest) -> Generator[Loading | Progress, None, Explanation]:
        """Load the system that read the recording, and ask it.

        Raises
        ------
        InputError
            There is nothing to explain there, or the recording was read with other weights since.
        """
        give_way()
        yield Loading()
        from app.analysis.driving import what_drove_it  # loads torch, in this thread
        from app.analysis.last_reading import last_reading
        from app.analysis.pipeline import AnalysisRequest

        reading = last_reading(request.path, request.cache)
        choice = yield from _stepping(reading)
        run = self._run(choice or AnalysisChoice(weights=request.weights), request)
        yield Loading()
        person: Person = request.person or "largest"
        asked = AnalysisRequest(request.path, person, *run.span, cache=request.cache)
        question = Question(request.start, request.end, request.shuffled)
        found = yield from what_drove_it(asked, question, run.system, run.detector)
        face = face_at(request.path, request.track, found.seconds, run.system.spec.crop)
        return explanation(found, face, run.system.card.weights, run.system.card.caution)

    def _run(self, choice: AnalysisChoice, request: ExplainRequest) -> AnalysisRun:
        from app.analysis.run import AnalysisRun

        choice = replace(choice, person=request.person or "largest")
        if self._kept is None or self._kept[0] != choice:
            self._kept = None  # never two in memory
            self._kept = choice, AnalysisRun.prepare(choice, request.cache)
        run = self._kept[1]
        if run.system.card.weights_sha256 != request.weights_sha256:
            raise InputError(
                f"{request.path.name} was read with other weights since; run the analysis again, "
                "then explain."
            )
        return run


def _stepping(
    work: Generator[None, None, AnalysisChoice | None],
) -> Generator[Loading, None, AnalysisChoice | None]:
    while True:
        try:
            next(work)
        except StopIteration as end:
            choice: AnalysisChoice | None = end.value
            return choice
        yield Loading()


def face_at(
    path: Path, track: FaceTrack | None, seconds: tuple[float, float], crop: str
) -> NDArray[np.uint8] | None:
    """The aligned face in the middle of a stretch; None where none is there to be cut."""
    if track is None or not track.valid.any():
        return None
    from app.faces.alignment import crop_matrices, cut  # loads OpenCV
    from app.video.pyav_reader import open_recording

    places = np.flatnonzero(track.valid)
    middle = sum(seconds) / 2
    nearest = int(places[np.abs(track.seconds[places] - middle).argmin()])
    with open_recording(path) as reader:
        image = reader.frame(int(track.index[nearest]))
    return np.ascontiguousarray(cut(image, crop_matrices(track, crop)[nearest], crop))


def explanation(
    found: Driving, face: NDArray[np.uint8] | None, label: str, caution: str
) -> Explanation:
    """An answer as it is shown."""
    from models.face_regions import REGIONS, region_mask

    size = 112 if face is None else face.shape[0]
    sanity = found.sanity
    return Explanation(
        seconds=found.seconds,
        arousal=found.arousal,
        valence=found.valence,
        regions=_bars(found.regions, sanity),
        streams=_bars(found.streams, None),
        pieces=_bars(found.pieces, None),
        check=_check(sanity) if sanity is not None else None,
        notes=found.notes,
        label=label,
        caution=caution,
        face=face,
        masks={name: region_mask(name, size) for name in REGIONS},
    )


def _bars(changes: Sequence[Change], sanity: SanityCheck | None) -> tuple[Bar, ...]:
    bars, scale = [], _scale(sanity)
    for place, change in enumerate(changes):
        shuffled = None
        if sanity is not None and scale.all():
            others = [of_one[place] for of_one in sanity.changes]
            mean = np.mean([(other.arousal, other.valence) for other in others], axis=0) * scale
            shuffled = float(mean[0]), float(mean[1])
        bars.append(Bar(change.part, change.arousal, change.valence, shuffled, change.seconds))
    return tuple(bars)


def _scale(sanity: SanityCheck | None) -> NDArray[np.float64]:
    """Arousal, valence: how much more these values vary than those of shuffled networks.

    Shuffled networks are quiet whatever they are shown; drawn as they are, their bars would always
    look like nothing. Zero where there is no such number.
    """
    if sanity is None:
        return np.zeros(2)
    size, relative = np.array(sanity.ratio[::-1]), np.array(sanity.relative_ratio[::-1])
    scale = np.divide(size, relative, out=np.zeros(2), where=relative > 0)
    return np.asarray(np.nan_to_num(scale))


def _check(sanity: SanityCheck) -> Check:
    ratio, likeness = sanity.relative_ratio, sanity.likeness
    return Check((ratio[1], ratio[0]), (likeness[1], likeness[0]), len(sanity.changes))
