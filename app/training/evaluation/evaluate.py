"""From weights and labelled recordings to figures: the corridor of an evaluation. Loads torch.

Convention: only the frames that an analysis looks at are compared, recordings as the analysis reads
them; predictions are cut to -1 ... 1. A recording that cannot be read is said and left out, for all
weights alike. The generator's values are progress and places to stop; what was analysed stays in
the cache. One recording is in memory at a time.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import torch

from app.analysis.devices import describe
from app.core.errors import InputError
from app.core.evaluation.scores import SplitScores, scores
from app.faces.dlib_detector import DlibDetector
from app.training.clips import TrainingClip
from app.training.evaluation.gamma import GammaFaces
from app.training.evaluation.order import EvaluationOrder
from app.training.evaluation.readings import reading_of
from app.training.evaluation.results import (
    EvaluatedRecording,
    EvaluatedWeights,
    Evaluation,
    GammaPoint,
    Seen,
    seen_by,
)
from app.training.evaluation.tested import TestedWeights, load_tested
from app.training.labelled import LabelledRecording
from app.training.preparation import labelled_of
from app.training.recording_clips import RecordingClips, Workplace, digest_of, read_clips
from app.training.sources.table import SOURCES, open_source
from app.training.splits import Split, check_leaks, cut_passages, split_recordings
from app.version import application_version

PASSAGES = (
    "The ends of recordings are held out whose beginnings were learnt from: the figures say how "
    "weights adapt to people they have seen, not how they do on others."
)


@dataclass(frozen=True, slots=True)
class EvaluationProgress:
    """How far an evaluation is.

    Attributes
    ----------
    text : str
        What is being read, for people.
    share : float
        Of the whole, 0 ... 1.
    """

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Recordings that are tested on, and how each is cut."""

    recordings: tuple[LabelledRecording, ...]
    sha256: Mapping[str, str]
    passages: Split | None


Steps = Generator[EvaluationProgress, None, None]


def evaluate(
    order: EvaluationOrder, cache: Path | None, device: torch.device
) -> Generator[EvaluationProgress, None, Evaluation]:
    """Test weights on labelled recordings.

    Parameters
    ----------
    order : EvaluationOrder
        What is tested on what.
    cache : Path or None
        Root of the cache that analyses use; None keeps nothing.
    device : torch.device
        Where it computes.

    Raises
    ------
    InputError
        The source is laid out in another way, cannot be divided, or nothing is left to test on.
    WeightsError
        Weights are missing or hold no MIMAMO network.
    """
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    yield EvaluationProgress("loading weights", 0.0)
    tested = load_tested(order.weights, device)
    chosen, notices = yield from _choose(order)
    work = _Work(order, chosen, tested, cache, notices)
    yield from work.read()
    found = [_whole(order, chosen, each, work) for each in tested]
    return Evaluation(
        source=SOURCES[order.source.kind].title,
        place=Path(order.source.path).name or order.source.path,
        part=order.part,
        split={} if order.split is None or order.part == "all" else asdict(order.split),
        unit=found[0].recordings[0].unit,
        frames=work.frames,
        weights=tuple(found),
        notices=tuple(dict.fromkeys(work.notices)),
        gamma=tuple(work.gamma_points()),
        seed=order.seed,
        replicates=order.replicates,
        device=describe(device),
        version=application_version(),
        started=started,
    )


class _Work:
    """The recordings, read one after the other; what is found of each is small."""

    def __init__(
        self,
        order: EvaluationOrder,
        chosen: _Chosen,
        tested: Sequence[TestedWeights],
        cache: Path | None,
        notices: list[str],
    ) -> None:
        self._order, self._chosen, self._tested = order, chosen, tested
        self._cache, self._detector = cache, DlibDetector()
        self._margin = 1 + max(each.system.architecture.num_phase for each in tested)
        self.notices, self.frames = notices, 0
        self.readings: dict[str, list[EvaluatedRecording]] = {t.facts.name: [] for t in tested}
        self._in_light: dict[tuple[float, str], list[EvaluatedRecording]] = {}

    def read(self) -> Steps:
        """Every recording.

        Raises
        ------
        InputError
            None could be read.
        """
        groups = list(_alike(self._tested))
        passes = len(groups) * (1 + len(self._order.gamma))
        course = _Course(passes * len(self._chosen.recordings))
        for each in self._chosen.recordings:
            before = course.at
            try:
                for group in groups:
                    yield from self._plain(each, group, course)
                if self._was_read_by_all(each.name):
                    for group in groups:
                        yield from self._in_every_light(each, group, course)
            except InputError as error:
                self.notices.append(f"{each.name} is left out: {error}")
                self._forget(each.name)
            if not self._was_read_by_all(each.name):
                self._forget(each.name)
            course.at = before + passes
        if not any(self.readings.values()):
            why = f" ({self.notices[0].rstrip('.')})" if self.notices else ""
            raise InputError(
                f"Nothing is left to test on: no frame has both a usable face and a label{why}."
            )

    def gamma_points(self) -> list[GammaPoint]:
        """Scores of every weights file in every light."""
        return [
            GammaPoint(bound, name, self.scored(readings))
            for (bound, name), readings in sorted(
                self._in_light.items(), key=lambda item: item[0][0]
            )
        ]

    def scored(self, readings: Iterable[EvaluatedRecording]) -> SplitScores:
        """Scores of readings with intervals."""
        pairs = [each.pair for each in readings]
        return scores(pairs, seed=self._order.seed, replicates=self._order.replicates)

    def _plain(
        self, recording: LabelledRecording, group: Sequence[TestedWeights], course: "_Course"
    ) -> Steps:
        place = Workplace(group[0].system, self._detector, self._cache)
        found = yield from course.follow(recording.name, self._clips(recording, place))
        self.notices += found.notices
        self.frames += found.frames if group[0] is self._tested[0] else 0
        for each in group:
            reading = reading_of(recording, self._cut(found.clips), each.predictor)
            if reading is not None:
                self.readings[each.facts.name].append(reading)

    def _in_every_light(
        self, recording: LabelledRecording, group: Sequence[TestedWeights], course: "_Course"
    ) -> Steps:
        for bound in self._order.gamma:
            sha256 = self._chosen.sha256[recording.name]
            light = GammaFaces(group[0].system, bound, sha256, self._order.seed)
            place = Workplace(light, self._detector, self._cache, keep_features=False)
            what = f"{recording.name}, b = {bound:g}"
            found = yield from course.follow(what, self._clips(recording, place))
            for each in group:
                reading = reading_of(recording, self._cut(found.clips), each.predictor)
                if reading is not None:
                    self._in_light.setdefault((bound, each.facts.name), []).append(reading)

    def _clips(
        self, recording: LabelledRecording, place: Workplace
    ) -> Generator[tuple[int, int], None, RecordingClips]:
        sha256 = self._chosen.sha256[recording.name]
        return read_clips(recording, sha256, place, with_views=False)

    def _cut(self, clips: Sequence[TrainingClip]) -> Sequence[TrainingClip]:
        """The clips, or the passages of the part that is tested on."""
        if self._chosen.passages is None or self._order.part == "all":
            return clips
        cut = cut_passages(clips, self._chosen.passages, self._margin)
        return cut.get(self._order.part, [])

    def _was_read_by_all(self, name: str) -> bool:
        return all(any(each.name == name for each in one) for one in self.readings.values())

    def _forget(self, name: str) -> None:
        """A recording that some weights could not read is compared for none."""
        for found in (*self.readings.values(), *self._in_light.values()):
            found[:] = [each for each in found if each.name != name]


@dataclass(slots=True)
class _Course:
    """Progress through passes over recordings."""

    passes: int
    at: int = 0

    def follow(
        self, text: str, steps: Generator[tuple[int, int], None, RecordingClips]
    ) -> Generator[EvaluationProgress, None, RecordingClips]:
        try:
            while True:
                done, total = next(steps)
                within = done / total if total else 0.0
                yield EvaluationProgress(text, min((self.at + within) / self.passes, 1.0))
        except StopIteration as end:
            self.at += 1
            found: RecordingClips = end.value
            return found
        finally:
            steps.close()


def _alike(tested: Sequence[TestedWeights]) -> Iterable[list[TestedWeights]]:
    """Weights that see the same, together: a recording is decoded once for all of them."""
    groups: dict[tuple[object, ...], list[TestedWeights]] = {}
    for each in tested:
        groups.setdefault(each.sees, []).append(each)
    return groups.values()


def _choose(
    order: EvaluationOrder,
) -> Generator[EvaluationProgress, None, tuple[_Chosen, list[str]]]:
    """Which recordings are tested on, and what is to be said of the others."""
    source = open_source(order.source)
    recordings = labelled_of(source, order.source)
    notices = list(source.notices)
    if order.listed and order.part != "all":
        wanted = set(order.listed[order.part])
        absent = sorted(wanted - {each.name for each in recordings})
        notices += [f"{name} was in the run's split and is not in the source." for name in absent]
        recordings = [each for each in recordings if each.name in wanted]
    sha256 = yield from _digests(recordings, notices)
    recordings = [each for each in recordings if each.name in sha256]
    split = None
    if order.split is not None and order.split.kind == "official" and not order.listed:
        # The lists themselves, also where only the part that is tested on is at hand.
        recordings = [each for each in recordings if order.part in ("all", each.part)]
    elif order.part != "all" and not order.listed and order.split is not None:
        split = split_recordings(recordings, order.split)
        check_leaks(recordings, split, sha256)
        if not split.is_passages:
            recordings = [each for each in recordings if split.parts[each.name] == order.part]
    if not recordings:
        raise InputError(
            f"The {order.part} part holds no recording that can be read; choose another part or "
            "split."
        )
    if order.is_passages:
        notices.append(PASSAGES)
    passages = split if split is not None and split.is_passages else None
    return _Chosen(tuple(recordings), sha256, passages), notices


def _digests(
    recordings: Sequence[LabelledRecording], notices: list[str]
) -> Generator[EvaluationProgress, None, dict[str, str]]:
    found: dict[str, str] = {}
    for each in recordings:
        progress = EvaluationProgress(f"opening {each.name}", 0.0)
        yield progress
        steps = digest_of(each)
        try:
            while True:
                next(steps)
                yield progress
        except StopIteration as end:
            found[each.name] = end.value
        except InputError as error:
            notices.append(f"{each.name} is left out: {error}")
    return found


def _whole(
    order: EvaluationOrder, chosen: _Chosen, tested: TestedWeights, work: _Work
) -> EvaluatedWeights:
    readings = tuple(work.readings[tested.facts.name])
    read = [(each.name, each.sha256, each.subject) for each in readings]
    seen = Seen() if order.is_passages else seen_by(read, tested.trained_on)
    return EvaluatedWeights(replace(tested.facts, seen=seen), readings, work.scored(readings))
