"""What the network makes of a recording: its feature maps, made from kept features and kept too.

The maps lie beside what an analysis keeps, in files of `KEPT_FRAMES` frames, so a recording may be
longer than memory. They are named by everything that decides them (weights, person, detector, range
...), so other weights make other maps and never mix. Work that was stopped goes on at the first
file that is missing; what it then computes again is a stretch before that file, for snippets reach
over its edge.
"""

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analysis.cache import AnalysisCache, open_cache
from app.analysis.face_search import FaceSearch, Sampling, search_faces
from app.analysis.features import BLOCK, PersonFeatures
from app.analysis.kept_maps import INDEX, KEPT_FRAMES, MAPS_PREFIX, VALUES, FeatureMaps, to_arrays
from app.analysis.pipeline import (
    AnalysisRequest,
    choose_frames,
    choose_people,
    digest_file,
    features_name,
    reading_name,
)
from app.analysis.progress import Progress, Stage
from app.analysis.runs import usable_runs
from app.analysis.systems.mimamo import Mimamo
from app.analysis.systems.system import Reading, System
from app.core.errors import InputError, OutputError
from app.core.face_track import FaceTrack
from app.faces.detector import FaceDetector
from app.video.pyav_reader import open_recording
from app.video.reader import FrameReader


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One person of a recording, ready to be read again.

    Attributes
    ----------
    features : PersonFeatures
        Crops and features, from the cache where they are kept.
    track : FaceTrack
        Where the face is.
    runs : tuple of range
        Its runs of usable face, at least one.
    cache : AnalysisCache
        Of the recording.
    name : str
        The cache's name of what weights make of the person's features.
    """

    features: PersonFeatures
    track: FaceTrack
    runs: tuple[range, ...]
    cache: AnalysisCache
    name: str


def make_feature_maps(
    request: AnalysisRequest, system: System, detector: FaceDetector
) -> Generator[Progress, None, FeatureMaps]:
    """Make the feature maps of one person, or find them made.

    Each value yielded is progress and a place to stop; what is finished stays for next time. What
    an analysis of the same request kept is used, and made where it is gone.

    Raises
    ------
    InputError
        The recording cannot be read, shows no usable face, or the system has no feature maps.
    OutputError
        The maps cannot be kept.
    """
    network = with_features(system)
    if request.cache is None:
        raise ValueError("feature maps need a cache to be kept in")
    with open_recording(request.path) as reader:
        person = yield from find_person(reader, request, network, detector)
        maps = _unread(person, request.path, network)
        _save(person.cache, f"{maps.folder.name}/{INDEX}", to_arrays(maps))
        done, total = 0, sum(map(len, maps.runs))
        yield Progress(Stage.READING, done, total)
        for run in maps.runs:
            for read in _read_run(person, maps, run, network):
                yield Progress(Stage.READING, done + read, total)
            done += len(run)
            yield Progress(Stage.READING, done, total)
    return maps


def with_features(system: System) -> Mimamo:
    """The system, if it is one that has feature maps; `InputError` otherwise."""
    if not isinstance(system, Mimamo):
        raise InputError(
            f"The system {system.spec.name} has no feature maps; analyse with mimamo to see them."
        )
    return system


def find_person(
    reader: FrameReader, request: AnalysisRequest, system: System, detector: FaceDetector
) -> Generator[Progress, None, FoundPerson]:
    """The one person a request is about, as `analyze` finds them.

    Raises
    ------
    InputError
        There is no such person, or their face cannot be read anywhere.
    """
    if request.person == "all":
        raise ValueError("one person at a time")
    sampling = choose_frames(reader.recording, request, system.spec.rate_hz)
    sha256 = yield from digest_file(request.path, sampling)
    cache = open_cache(request.cache, sha256)
    cache.touch()
    search = yield from search_faces(reader, sampling, detector, cache)
    people = choose_people(search.tracks, request)
    runs = _runs(people[0], search, sampling) if people else []
    if not runs:
        raise InputError(
            f"{request.path.name} shows no face that can be read, so there are no features; "
            "choose another recording or person."
        )
    kept = features_name(people[0], sampling, system, detector)
    features = PersonFeatures(reader, people[0], sampling.step, system, cache, kept)
    name = reading_name(people[0], sampling, system, detector)
    return FoundPerson(features, people[0], tuple(runs), cache, name)


def _runs(track: FaceTrack, search: FaceSearch, sampling: Sampling) -> list[range]:
    whole = len(track) == len(range(0, len(search.time_base), sampling.step))
    return usable_runs(track.valid, track.cuts, track.seconds, whole_recording=whole)


def _unread(person: FoundPerson, video: Path, system: Mimamo) -> FeatureMaps:
    if person.cache.folder is None:
        raise _not_kept(person.cache)
    return FeatureMaps(
        folder=person.cache.folder / person.name.replace("reading-", MAPS_PREFIX),
        video=video.name,
        person=person.track.person,
        system=system.spec.name,
        weights=system.card.weights,
        weights_sha256=system.card.weights_sha256,
        names=(*system.architecture.streams, "fused", "gru"),
        index=person.track.index,
        seconds=person.track.seconds,
        runs=person.runs,
    )


def _read_run(
    person: FoundPerson, maps: FeatureMaps, run: range, system: Mimamo
) -> Generator[int, None, None]:
    """Make the files of a run that are missing; gives the frames read so far."""
    missing = [held.start - run.start for path, held in maps.files_of(run) if not path.is_file()]
    if not missing:
        return
    first = entry(missing[0], system)
    reader, room = system.start_run(keep_features=True), _Room(missing[0])
    arrived = first
    for batch in person.features.of_run(run, first):
        for reading in reader.push(batch):
            room.take(first + reading.start, reading)
        arrived += len(batch["gray"])
        _save_full(person.cache, maps, run, room, system.architecture.window)
        yield arrived
    for reading in reader.finish():
        room.take(first + reading.start, reading)
    _save_full(person.cache, maps, run, room, 0)
    if room.first < len(run):
        _save_first(person.cache, maps, run, room)


def entry(position: int, system: Mimamo) -> int:
    """Where to enter a run so that what is read from ``position`` on is as if read from its start.

    Windows must fall where they fell, and the snippets at the edge need frames before it: that is
    one window more, or where the recurrence runs over windows, all that are read together.
    """
    stride = math.lcm(BLOCK, system.windows_at_once * system.architecture.window)
    return max(0, position // stride - 1) * stride


def _save_full(
    cache: AnalysisCache, maps: FeatureMaps, run: range, room: "_Room", unsure: int
) -> None:
    # The last window of a run is shifted back over frames that were read before.
    while room.known - unsure >= room.first + KEPT_FRAMES:
        _save_first(cache, maps, run, room)


def _save_first(cache: AnalysisCache, maps: FeatureMaps, run: range, room: "_Room") -> None:
    path = next(p for p, held in maps.files_of(run) if held.start == run.start + room.first)
    _save(cache, f"{maps.folder.name}/{path.stem}", room.pop())


@dataclass(slots=True)
class _Room:
    """Readings of a run that are in no file yet, from position ``first`` of the run on."""

    first: int
    _arrays: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    @property
    def known(self) -> int:
        """The position after the last one known."""
        return self.first + (len(next(iter(self._arrays.values()))) if self._arrays else 0)

    def take(self, start: int, reading: Reading) -> None:
        """Note a reading; what lies before ``first`` is in files already."""
        if reading.features is None:
            raise ValueError("the reading carries no features")
        values = reading.valence_arousal.astype(np.float32)
        for name, array in {**reading.features, VALUES: values}.items():
            before = self._arrays.get(name, np.zeros((0, array.shape[1]), np.float32))
            kept = before[: max(0, start - self.first)]
            self._arrays[name] = np.concatenate([kept, array[max(0, self.first - start) :]])

    def pop(self) -> Mapping[str, NDArray[np.generic]]:
        """The first file's arrays, which leave the room."""
        part = {name: array[:KEPT_FRAMES] for name, array in self._arrays.items()}
        self._arrays = {name: array[KEPT_FRAMES:] for name, array in self._arrays.items()}
        self.first += len(part[VALUES])
        largest = np.finfo(np.float16).max
        return {
            name: array if name == VALUES else array.clip(-largest, largest).astype(np.float16)
            for name, array in part.items()
        }


def _save(cache: AnalysisCache, name: str, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    cache.save(name, arrays)
    if cache.folder is None:
        raise _not_kept(cache)


def _not_kept(cache: AnalysisCache) -> OutputError:
    reason = cache.notices[-1] if cache.notices else "there is no cache"
    return OutputError(f"The feature maps cannot be kept: {reason}.")
