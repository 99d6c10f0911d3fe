"""From a labelled recording to clips, by the corridor of the analysis.

What `analyze` kept with the same weights is used, and what is made here is kept for it: faces,
gray pictures and trunk features. So a recording that was prepared once is not decoded again.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analysis.cache import AnalysisCache, open_cache
from app.analysis.face_search import FaceSearch, Sampling, search_faces
from app.analysis.features import PersonFeatures
from app.analysis.pipeline import AnalysisRequest, choose_frames, choose_people, features_name
from app.analysis.runs import runs_of, usable_runs
from app.analysis.systems.system import FeatureMaker
from app.core.face_track import FaceTrack
from app.faces.detector import FaceDetector
from app.files import digest_steps
from app.training.clips import ClipView, TrainingClip
from app.training.gathering import Course, gathered
from app.training.labelled import LabelledRecording, Utterance
from app.training.labels_on_frames import beyond_the_end, labels_of
from app.training.views import MARGIN, ViewedFaces, views_of
from app.video.picture_folder import PictureFolderReader, digest_pictures
from app.video.pyav_reader import open_recording
from app.video.reader import FrameReader


@dataclass(frozen=True, slots=True)
class Workplace:
    """What reading needs, the same for every recording.

    Attributes
    ----------
    system : FeatureMaker
        Makes ``gray`` and, perhaps, ``spatial`` of crops.
    detector : FaceDetector
        Finds faces.
    cache : Path or None
        Root of the cache; None keeps nothing.
    keep_features : bool
        Whether features are kept too, and not only where faces are: those of crops that are
        changed at random would only fill the disk.
    """

    system: FeatureMaker
    detector: FaceDetector
    cache: Path | None
    keep_features: bool = True


@dataclass(frozen=True, slots=True)
class RecordingClips:
    """What one recording gives.

    Attributes
    ----------
    clips : tuple of TrainingClip
        In the order of time; empty where no frame has both a usable face and a label.
    frames : int
        Frames analysed.
    notices : tuple of str
        What the user should know of it, one sentence each.
    """

    clips: tuple[TrainingClip, ...]
    frames: int
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Positions of a run that become a clip, and their labels (n, 2)."""

    positions: range
    labels: NDArray[np.float32]
    utterance: Utterance | None = None


def opened(recording: LabelledRecording) -> FrameReader:
    """A reader of its frames.

    Raises
    ------
    InputError
        It cannot be read.
    """
    if recording.path.is_dir():
        return PictureFolderReader(recording.path, recording.fps)
    return open_recording(recording.path)


def digest_of(recording: LabelledRecording) -> Generator[int, None, str]:
    """SHA-256 of its bytes; each value is a place to stop.

    Raises
    ------
    InputError
        It cannot be read.
    """
    folder = recording.path.is_dir()
    return digest_pictures(recording.path) if folder else digest_steps(recording.path)


def read_clips(
    recording: LabelledRecording, sha256: str, place: Workplace, *, with_views: bool
) -> Generator[tuple[int, int], None, RecordingClips]:
    """The clips of a recording; gives how much is done of how much, a place to stop.

    Parameters
    ----------
    recording : LabelledRecording
        A video or a folder of pictures.
    sha256 : str
        Of its bytes.
    place : Workplace
        With what it is read.
    with_views : bool
        Whether clips are also seen mirrored and in shifted crops.

    Raises
    ------
    InputError
        It cannot be read, or has no such person.
    """
    request = AnalysisRequest(recording.path, recording.person)
    with opened(recording) as reader:
        sampling = choose_frames(reader.recording, request, place.system.spec.rate_hz)
        frames = len(range(sampling.start, sampling.stop, sampling.step))
        course = Course(frames, 3 if with_views else 2)
        cache = open_cache(place.cache, sha256)
        cache.touch()
        search = yield from _searched(reader, sampling, place, cache, course)
        people = choose_people(search.tracks, request)
        notices = _late_labels(recording, search)
        if not people:
            return RecordingClips((), frames, (*notices, _no_face(recording)))
        track = people[0]
        whole = len(track) == len(range(0, len(search.time_base), sampling.step))
        runs = usable_runs(track.valid, track.cuts, track.seconds, whole_recording=whole)
        stretches = [_stretches(recording, track, run) for run in runs]
        wanted = [(run, parts) for run, parts in zip(runs, stretches, strict=True) if parts]
        keep = cache if place.keep_features else open_cache(None, sha256)
        person = _Person(reader, track, sampling, keep, place)
        views = yield from _views(person, sha256, [run for run, _ in wanted], course, with_views)
    clips = [
        _clip(recording, sha256, track, part, [view.part(*_within(part, run)) for view in seen])
        for (run, parts), seen in zip(wanted, views, strict=True)
        for part in parts
    ]
    if not clips:
        notices += (_no_face(recording) if not runs else _no_labels(recording),)
    return RecordingClips(tuple(clips), frames, (*notices, *_kept_badly(cache)))


@dataclass(frozen=True, slots=True)
class _Person:
    reader: FrameReader
    track: FaceTrack
    sampling: Sampling
    cache: AnalysisCache
    place: Workplace

    def features(self, maker: FeatureMaker, margin: int) -> PersonFeatures:
        name = features_name(self.track, self.sampling, maker, self.place.detector)
        return PersonFeatures(
            self.reader, self.track, self.sampling.step, maker, self.cache, name, margin
        )


def _searched(
    reader: FrameReader, sampling: Sampling, place: Workplace, cache: AnalysisCache, course: Course
) -> Generator[tuple[int, int], None, FaceSearch]:
    steps = search_faces(reader, sampling, place.detector, cache)
    try:
        while True:
            progress = next(steps)
            yield course.place(progress.done, progress.total)
    except StopIteration as end:
        course.at += 1
        search: FaceSearch = end.value
        return search
    finally:
        steps.close()


def _views(
    person: _Person, sha256: str, runs: Sequence[range], course: Course, with_views: bool
) -> Generator[tuple[int, int], None, list[list[ClipView]]]:
    """All views of each run, the plain one first."""
    plain = person.features(person.place.system, 0)
    found = yield from gathered(plain, runs, 1, course)
    if not with_views:
        return found
    views = views_of(sha256, person.track.person)
    seen = person.features(ViewedFaces(person.place.system, views), MARGIN)
    more = yield from gathered(seen, runs, len(views), course)
    return [[*first, *others] for first, others in zip(found, more, strict=True)]


def _stretches(recording: LabelledRecording, track: FaceTrack, run: range) -> list[_Stretch]:
    """What becomes of a run: one clip, or one for each utterance; none without any label."""
    if recording.utterances:
        return list(_said(recording.utterances, track, run))
    at = slice(run.start, run.stop)
    labels = labels_of(recording.labels, track.index[at], track.seconds[at])
    return [_Stretch(run, labels)] if np.isfinite(labels).all(axis=1).any() else []


def _said(utterances: Sequence[Utterance], track: FaceTrack, run: range) -> Iterator[_Stretch]:
    seconds = track.seconds[run.start : run.stop]
    for each in utterances:
        for part in runs_of((seconds >= each.onset) & (seconds < each.offset)):
            positions = range(run.start + part.start, run.start + part.stop)
            row = np.array([each.valence, each.arousal], np.float32)
            if np.isfinite(row).all():
                yield _Stretch(positions, np.tile(row, (len(part), 1)), each)


def _within(part: _Stretch, run: range) -> tuple[int, int]:
    return part.positions.start - run.start, part.positions.stop - run.start


def _clip(
    recording: LabelledRecording,
    sha256: str,
    track: FaceTrack,
    part: _Stretch,
    views: list[ClipView],
) -> TrainingClip:
    at = slice(part.positions.start, part.positions.stop)
    return TrainingClip(
        recording=recording.name,
        sha256=sha256,
        subject=recording.subject,
        index=track.index[at],
        seconds=track.seconds[at],
        labels=part.labels,
        views=tuple(views),
        utterance=part.utterance,
    )


def _late_labels(recording: LabelledRecording, search: FaceSearch) -> tuple[str, ...]:
    late = beyond_the_end(recording.labels, search.time_base.seconds)
    if not late:
        return ()
    said = "1 label lies" if late == 1 else f"{late} labels lie"
    return (f"{recording.name}: {said} after the last frame and cannot be used.",)


def _no_face(recording: LabelledRecording) -> str:
    return f"{recording.name} shows no face that can be read, so it is left out."


def _no_labels(recording: LabelledRecording) -> str:
    return f"{recording.name} has no frame with both a usable face and a label; it is left out."


def _kept_badly(cache: AnalysisCache) -> tuple[str, ...]:
    return tuple(f"The cache could not be used: {each}." for each in cache.notices)
