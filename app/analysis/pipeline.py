"""From a recording to arousal and valence: the straight line.

Two passes: the first finds every face (``face_search``), the second cuts one person's aligned
crops and reads them with a system (``features``, ``systems``). Nothing grows with the length of the
recording but a few numbers per frame. `analyze` is a generator: each value it yields is progress
and a place to stop; closing it there keeps what is finished in the cache.
"""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.analysis.assembly import ReadValues, assemble, no_face
from app.analysis.cache import AnalysisCache, key_of, open_cache
from app.analysis.choices import Person
from app.analysis.devices import describe
from app.analysis.face_search import SEARCH_VERSION, FaceSearch, Sampling, search_faces
from app.analysis.features import PersonFeatures
from app.analysis.progress import PredictedBlock, Progress, Stage
from app.analysis.runs import SHORTEST_RUN_SECONDS, decimation, usable_runs
from app.analysis.systems.system import FeatureMaker, Reading, System
from app.core.analysis import Analysis
from app.core.errors import InputError
from app.core.face_track import FaceTrack
from app.core.prediction import PersonPrediction
from app.core.recording import Recording
from app.faces.detector import FaceDetector
from app.files import digest_steps
from app.video.pyav_reader import open_recording
from app.video.reader import FrameReader

SLOWEST_FPS = 20.0
"""Below this rate the motion between two frames is larger than what the networks were made for."""


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """What is to be analysed.

    Attributes
    ----------
    path : Path
        The recording.
    person : int, "largest" or "all"
        Whom: a number from 1 (left to right at first appearance), the largest face, or everybody.
    start, end : float or None
        Seconds of presentation time, half-open; None for the recording's own ends.
    cache : Path or None
        Root folder of the cache; None keeps nothing.
    """

    path: Path
    person: Person = "largest"
    start: float | None = None
    end: float | None = None
    cache: Path | None = None


def analyze(
    request: AnalysisRequest, system: System, detector: FaceDetector
) -> Generator[Progress, None, Analysis]:
    """Read a recording.

    Raises
    ------
    InputError
        The file is no recording that can be read, the range holds no frame, or the person asked
        for is not there.
    """
    started, clock = datetime.now().astimezone(), time.monotonic()
    with open_recording(request.path) as reader:
        sampling = choose_frames(reader.recording, request, system.spec.rate_hz)
        sha256 = yield from digest_file(request.path, sampling)
        cache = open_cache(request.cache, sha256)
        cache.touch()
        search = yield from search_faces(reader, sampling, detector, cache)
        yield Progress(Stage.FACES, len(search.index), len(search.index), faces=search.tracks)
        people = choose_people(search.tracks, request)
        predictions = []
        for track in people:
            prediction = yield from _read(reader, track, search, sampling, system, detector, cache)
            predictions.append(prediction)
        recording = replace(reader.recording, time_base=search.time_base)
    if not search.tracks:
        predictions.append(no_face(search.time_base, search.index, system))
    return Analysis(
        recording=recording,
        video_sha256=sha256,
        predictions=tuple(predictions),
        tracks=search.tracks,
        span=(request.start, request.end),
        rate_hz=recording.time_base.median_fps / sampling.step,
        detector=detector.name,
        device=describe(system.device),
        caution=system.card.caution,
        notices=(*_notices(recording, search, request, predictions), *cache.notices),
        started=started.isoformat(timespec="seconds"),
        seconds=time.monotonic() - clock,
    )


def digest_file(path: Path, sampling: Sampling) -> Generator[Progress, None, str]:
    """The file's digest; a large file takes a while, so there are places to stop."""
    steps, total = digest_steps(path), len(range(sampling.start, sampling.stop, sampling.step))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return str(end.value)
        yield Progress(Stage.FACES, 0, total)


def choose_frames(recording: Recording, request: AnalysisRequest, rate_hz: float) -> Sampling:
    """Which frames are analysed: every k-th of the range, counted from the first of the recording.

    Raises
    ------
    InputError
        The range holds no frame.
    """
    base = recording.time_base
    step = decimation(base.median_fps, rate_hz)
    frames = base.between(request.start, request.end)
    first = -(-frames.start // step) * step
    if first >= frames.stop:
        times = base.seconds
        start = "its beginning" if request.start is None else f"{request.start:g} s"
        end = "its end" if request.end is None else f"{request.end:g} s"
        raise InputError(
            f"{request.path} has no frame to analyse from {start} to {end}; "
            f"choose a range within {times[0]:.3f} to {times[-1]:.3f} s."
        )
    return Sampling(first, frames.stop, step)


def choose_people(tracks: Sequence[FaceTrack], request: AnalysisRequest) -> list[FaceTrack]:
    """The people asked for; the largest is the one whose face covers most area over time.

    Raises
    ------
    InputError
        There is no person of that number.
    """
    if not tracks or request.person == "all":
        return list(tracks)
    if request.person == "largest":
        return [max(tracks, key=lambda track: track.median_area * float(track.valid.sum()))]
    chosen = [track for track in tracks if track.person == request.person]
    if not chosen:
        raise InputError(
            f"{request.path} has no person {request.person}; it shows {len(tracks)}. "
            "Choose a smaller number, largest or all."
        )
    return chosen


def _read(
    reader: FrameReader,
    track: FaceTrack,
    search: FaceSearch,
    sampling: Sampling,
    system: System,
    detector: FaceDetector,
    cache: AnalysisCache,
) -> Generator[Progress, None, PersonPrediction]:
    """Read one person's runs of usable face with a system."""
    whole = len(track) == len(range(0, len(search.time_base), sampling.step))
    runs = usable_runs(track.valid, track.cuts, track.seconds, whole_recording=whole)
    values = ReadValues.unread(len(track), len(system.spec.class_names))
    name = features_name(track, sampling, system, detector)
    features = PersonFeatures(reader, track, sampling.step, system, cache, name)
    total, done, wholes = sum(map(len, runs)), 0, []
    yield Progress(Stage.READING, 0, total)
    for run in runs:
        run_reader = system.start_run()
        for batch in features.of_run(run):
            blocks = _take(values, track, run, run_reader.push(batch))
            done += len(next(iter(batch.values())))
            yield Progress(Stage.READING, done, total, blocks)
        blocks = _take(values, track, run, run_reader.finish())
        wholes.append(run_reader.whole())
        yield Progress(Stage.READING, done, total, blocks)
    return assemble(search.time_base, track, runs, values, wholes, system)


def _take(
    values: ReadValues, track: FaceTrack, run: range, readings: Sequence[Reading]
) -> tuple[PredictedBlock, ...]:
    blocks = []
    for reading in readings:
        positions = values.take(run, reading)
        clamped = values.valence_arousal[positions].clip(-1, 1)
        blocks.append(PredictedBlock(track.person, track.index[positions], clamped))
    return tuple(blocks)


def features_name(
    track: FaceTrack, sampling: Sampling, system: FeatureMaker, detector: FaceDetector
) -> str:
    """The cache's name for one person's features: another for whatever would change them.

    Weights that see the same (copies of one trunk, whatever they were trained to) share them.
    """
    shared = {"features": dict(system.card.features)}
    decides = shared if system.card.features else _whole(system)
    return "features-" + key_of(_person(track, sampling, system, detector) | decides)


def reading_name(
    track: FaceTrack, sampling: Sampling, system: FeatureMaker, detector: FaceDetector
) -> str:
    """The cache's name for what weights make of these features: another for each weights file."""
    return "reading-" + key_of(_person(track, sampling, system, detector) | _whole(system))


def _person(
    track: FaceTrack, sampling: Sampling, system: FeatureMaker, detector: FaceDetector
) -> dict[str, object]:
    """What decides a person's crops, and how they are taken."""
    return {
        "detector": detector.name,
        "search": SEARCH_VERSION,
        "sampling": (sampling.start, sampling.stop, sampling.step),
        "person": track.person,
        "crop": system.spec.crop,
        "batch": system.spec.batch,
        "system": system.spec.name,
        "device": describe(system.device),
    }


def _whole(system: FeatureMaker) -> dict[str, object]:
    """A weights file with all its conventions."""
    card = system.card
    return {"weights": card.weights_sha256, "parameters": dict(card.parameters)}


def _notices(
    recording: Recording,
    search: FaceSearch,
    request: AnalysisRequest,
    predictions: Sequence[PersonPrediction],
) -> tuple[str, ...]:
    notices = list(search.notices)
    fps = recording.time_base.median_fps
    if len(recording.time_base) == 1:
        notices.append("it has one frame only, so there is no motion to read")
    elif fps < SLOWEST_FPS:
        notices.append(
            f"it has {fps:.1f} frames a second; below {SLOWEST_FPS:.0f} the motion between "
            "frames is too large to be read well"
        )
    if not search.tracks:
        notices.append("no face was found, so every value is a gap")
    elif not any(prediction.runs for prediction in predictions):
        notices.append(
            f"no face stays for {SHORTEST_RUN_SECONDS} s or longer, so every value is a gap"
        )
    if len(search.tracks) > 1 and request.person == "largest":
        notices.append(
            f"{len(search.tracks)} people were found and the largest face was read; another "
            "person can be chosen"
        )
    return tuple(notices)
