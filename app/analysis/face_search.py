"""First pass over a recording: whose faces are where, and when each frame is shown.

The second pass needs to know whom to read and how the landmarks move after as well as before a
frame, so the whole stretch is searched first; its result is small and is kept.
"""

from collections.abc import Generator
from dataclasses import dataclass, fields
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.analysis.cache import AnalysisCache, Arrays, key_of
from app.analysis.prefetch import prefetch
from app.analysis.progress import Progress, Stage
from app.core.face_track import FaceTrack
from app.core.timebase import TimeBase
from app.faces.detector import FaceDetector
from app.faces.tracker import FaceTracker
from app.video.reader import FrameReader

SEARCH_VERSION = 2
"""Raised when tracking or alignment changes what is found; older searches are then made anew."""

_BYTES_IN_FLIGHT = 48_000_000


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which frames of a recording are analysed.

    Attributes
    ----------
    start, stop : int
        Half-open range of frame indices.
    step : int
        Every how many frames one is analysed, counted from the recording's first frame.
    """

    start: int
    stop: int
    step: int


@dataclass(frozen=True, slots=True)
class FaceSearch:
    """What the first pass found.

    Attributes
    ----------
    time_base : TimeBase
        Of the frames the decoder showed.
    index : int64 array (T,)
        The analysed frames.
    tracks : tuple of FaceTrack
        One per person, by number.
    notices : tuple of str
        What the user should know of the recording.
    """

    time_base: TimeBase
    index: NDArray[np.int64]
    tracks: tuple[FaceTrack, ...]
    notices: tuple[str, ...]


def batch_size(reader: FrameReader, at_most: int = 16) -> int:
    """Frames per batch, so that large pictures do not fill the memory."""
    frame = reader.recording.width * reader.recording.height * 3
    return max(1, min(at_most, _BYTES_IN_FLIGHT // frame))


def search_faces(
    reader: FrameReader, sampling: Sampling, detector: FaceDetector, cache: AnalysisCache
) -> Generator[Progress, None, FaceSearch]:
    """Find every face of the chosen frames, or take the search from the cache."""
    parameters = {
        "detector": detector.name,
        "search": SEARCH_VERSION,
        "sampling": (sampling.start, sampling.stop, sampling.step),
    }
    name = f"faces-{key_of(parameters)}"
    kept = cache.load(name)
    if kept is not None:
        search = _from_arrays(kept)
        # This reader has made no pass yet; frames must count as they did in the search.
        reader.count_by(search.time_base)
        return search
    search = yield from _search(reader, sampling, detector)
    cache.save(name, _to_arrays(search))
    return search


def _search(
    reader: FrameReader, sampling: Sampling, detector: FaceDetector
) -> Generator[Progress, None, FaceSearch]:
    tracker = FaceTracker(detector)
    total = len(range(sampling.start, sampling.stop, sampling.step))
    yield Progress(Stage.FACES, 0, total)
    seen: list[NDArray[np.int64]] = []
    done = 0
    batches = prefetch(
        reader.batches(
            start=sampling.start,
            stop=sampling.stop,
            step=sampling.step,
            size=batch_size(reader),
        )
    )
    try:
        for batch in batches:
            tracker.push(batch)
            seen.append(batch.index)
            done += len(batch.index)
            yield Progress(Stage.FACES, min(total, done), total)
    finally:
        batches.close()
    index = np.concatenate(seen) if seen else np.zeros(0, np.int64)
    tracks = tracker.finish()
    return FaceSearch(reader.recording.time_base, index, tracks, tuple(reader.notices))


_ARRAYS = tuple(
    field.name
    for field in fields(FaceTrack)
    if field.init and field.name not in ("person", "scheme")
)


def _to_arrays(search: FaceSearch) -> Arrays:
    arrays: dict[str, NDArray[np.generic]] = {
        "pts": search.time_base.pts,
        "unit": np.array(
            [search.time_base.unit.numerator, search.time_base.unit.denominator], np.int64
        ),
        "index": search.index,
        "people": np.array([track.person for track in search.tracks], np.int64),
        "notices": np.frombuffer("\n".join(search.notices).encode(), np.uint8),
    }
    for number, track in enumerate(search.tracks):
        arrays[f"{number}.scheme"] = np.frombuffer(track.scheme.encode(), np.uint8)
        arrays |= {f"{number}.{name}": getattr(track, name) for name in _ARRAYS}
    return arrays


def _from_arrays(arrays: Arrays) -> FaceSearch:
    numerator, denominator = (int(value) for value in arrays["unit"])
    text = arrays["notices"].tobytes().decode()
    tracks = tuple(
        FaceTrack(
            person=int(person),
            scheme=arrays[f"{number}.scheme"].tobytes().decode(),
            **{name: arrays[f"{number}.{name}"] for name in _ARRAYS},  # type: ignore[arg-type]
        )
        for number, person in enumerate(arrays["people"])
    )
    return FaceSearch(
        TimeBase(np.asarray(arrays["pts"], np.int64).copy(), Fraction(numerator, denominator)),
        np.asarray(arrays["index"], np.int64),
        tracks,
        tuple(text.split("\n")) if text else (),
    )
