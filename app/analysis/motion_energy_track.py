"""How much a face moves over a whole recording: motion energy of every analysed frame.

Made from the recording itself, run of usable face after run, as `models.motion_energy` says; kept
beside what an analysis keeps, in blocks, so that work that was stopped goes on where it was. The
name of what is kept follows from everything that decides it: the places of the face and the crop.
"""

import hashlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.cache import AnalysisCache, key_of, open_cache
from app.analysis.face_search import batch_size
from app.analysis.prefetch import prefetch
from app.analysis.runs import usable_runs
from app.core.errors import InputError
from app.core.face_track import FaceTrack
from app.core.timebase import TimeBase
from app.faces.alignment import crop_matrices, cut
from app.files import digest_steps
from app.video.pyav_reader import open_recording
from app.video.reader import FrameReader
from models.motion_energy import REGION_NAMES, MotionEnergyStream
from models.preprocessing import CROP_SIZE, gray48

VERSION = 1
"""Raised when energies of the same frames come out otherwise; older ones are then made anew."""

BLOCK = 1024
"""Frames kept as one file."""

_TOGETHER = 32

Pairs = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EnergyRequest:
    """What is to be measured.

    Attributes
    ----------
    path : Path
        The recording.
    time_base : TimeBase
        As its frames count.
    track : FaceTrack
        Whose face.
    crop : str
        Name of the aligned crop.
    cache : Path or None
        Root folder of the cache; None keeps nothing.
    sha256 : str
        Digest of the file where it is known; empty where not.
    """

    path: Path
    time_base: TimeBase
    track: FaceTrack
    crop: str = "five-point-112"
    cache: Path | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class MotionEnergyTrack:
    """Motion energy of a person over a recording.

    Attributes
    ----------
    person : int
        Whose.
    index : int64 array (T,)
        Recording frame of each analysed frame.
    seconds : float64 array (T,)
        Their presentation times.
    values : float32 array (T, R)
        Radians a second, >= 0; NaN where no face is read.
    names : tuple of str
        What the R columns are: the whole face, then regions.
    """

    person: int
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    values: NDArray[np.float32]
    names: tuple[str, ...] = REGION_NAMES


def motion_energy_track(
    request: EnergyRequest,
) -> Generator[tuple[int, int], None, MotionEnergyTrack]:
    """Measure a whole recording, or find it measured.

    Each value yielded is (frames done, frames to do) and a place to stop; what is finished stays
    for next time.

    Raises
    ------
    InputError
        The recording cannot be read, or gives other frames than when its faces were found.
    """
    track = request.track
    runs = _runs(request)
    total = sum(map(len, runs))
    yield 0, total
    sha256 = request.sha256 or (yield from _digest(request.path, total))
    cache, name = open_cache(request.cache, sha256), _name(request)
    pairs = np.full((len(track), len(REGION_NAMES)), np.nan, np.float32)
    done = 0
    with open_recording(request.path) as reader:
        reader.count_by(request.time_base)
        for run in runs:
            for block, found in _blocks(request, reader, run, cache, name):
                pairs[block.start : block.stop] = found
                done += len(block)
                yield done, total
    values = _of_frames(pairs, runs) * _rate(track)
    return MotionEnergyTrack(track.person, track.index, track.seconds, values)


def _runs(request: EnergyRequest) -> list[range]:
    track = request.track
    step = _step(track)
    whole = len(track) == len(range(0, len(request.time_base), step))
    return usable_runs(track.valid, track.cuts, track.seconds, whole_recording=whole)


def _step(track: FaceTrack) -> int:
    return int(np.median(np.diff(track.index))) if len(track) > 1 else 1


def _rate(track: FaceTrack) -> np.float32:
    """Analysed frames a second."""
    steps = np.diff(track.seconds)
    return np.float32(1 / np.median(steps) if len(steps) else np.nan)


def _digest(path: Path, total: int) -> Generator[tuple[int, int], None, str]:
    steps = digest_steps(path)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return str(end.value)
        yield 0, total


def _name(request: EnergyRequest) -> str:
    track, places = request.track, hashlib.sha256()
    for array in (track.index, track.landmarks, track.valid, track.cuts):
        places.update(np.ascontiguousarray(array).tobytes())
    key = key_of({"motion": VERSION, "crop": request.crop, "places": places.hexdigest()})
    return f"motion-{key}"


def _blocks(
    request: EnergyRequest, reader: FrameReader, run: range, cache: AnalysisCache, name: str
) -> Iterator[tuple[range, Pairs]]:
    """Energies of the pairs that end in each frame of a run, a few frames at a time."""
    for start in range(run.start, run.stop, BLOCK):
        block = range(start, min(start + BLOCK, run.stop))
        kept = cache.load(f"{name}/{start:07d}-{len(block):04d}")
        if kept is not None and kept["pairs"].shape == (len(block), len(REGION_NAMES)):
            yield block, np.asarray(kept["pairs"], np.float32)
            continue
        found = []
        for part, pairs in _measured(request, reader, run, block):
            found.append(pairs)
            yield part, pairs
        cache.save(f"{name}/{start:07d}-{len(block):04d}", {"pairs": np.concatenate(found)})


def _measured(
    request: EnergyRequest, reader: FrameReader, run: range, block: range
) -> Iterator[tuple[range, Pairs]]:
    stream, first = MotionEnergyStream(), max(run.start, block.start - 1)
    at, lead = block.start, block.start == run.start
    crops = prefetch(_batches(request, reader, range(first, block.stop)))
    try:
        for batch in crops:
            bands = stream.push(gray48(torch.from_numpy(batch)))
            pairs = np.asarray(bands.mean(axis=(1, 2), dtype=np.float32))
            if lead:  # nothing leads to the first frame of a run
                gap = np.full((1, pairs.shape[1]), np.nan, np.float32)
                pairs, lead = np.concatenate([gap, pairs]), False
            if len(pairs):
                yield range(at, at + len(pairs)), pairs
                at += len(pairs)
    finally:
        crops.close()


def _batches(
    request: EnergyRequest, reader: FrameReader, positions: range
) -> Iterator[NDArray[np.uint8]]:
    index = request.track.index
    matrices = crop_matrices(request.track, request.crop)
    waiting: list[NDArray[np.uint8]] = []
    expected = iter(positions)
    for batch in reader.batches(
        start=int(index[positions[0]]),
        stop=int(index[positions[-1]]) + 1,
        step=_step(request.track),
        size=batch_size(reader),
    ):
        for image, frame in zip(batch.images, batch.index, strict=True):
            position = next(expected, None)
            if position is None or index[position] != frame:
                raise _changed(request.path)
            waiting.append(cut(image, matrices[position], request.crop, CROP_SIZE))
            if len(waiting) == _TOGETHER:
                yield np.stack(waiting)
                waiting = []
    if next(expected, None) is not None:
        raise _changed(request.path)
    if waiting:
        yield np.stack(waiting)


def _changed(path: Path) -> InputError:
    return InputError(
        f"{path} gives other frames now than when its faces were found; run the analysis again."
    )


def _of_frames(pairs: Pairs, runs: list[range]) -> Pairs:
    """Energy of each frame: the mean of the pairs it belongs to, so that there is no lag."""
    values = np.full_like(pairs, np.nan)
    for run in runs:
        inner = pairs[run.start + 1 : run.stop]
        if len(inner):
            before, after = np.concatenate([inner[:1], inner]), np.concatenate([inner, inner[-1:]])
            values[run.start : run.stop] = (before + after) / 2
    return values
