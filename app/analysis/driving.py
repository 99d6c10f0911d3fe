"""What drove a reading: how valence and arousal change when a part of what was seen is taken away.

A change is the value without the part minus the value as it is, mean over the frames asked for:
where hiding the mouth lowers valence, the mouth had raised it. Parts are regions of the face
(`app.analysis.occlusion` says how they are hidden), a stream of the network (its features held at
their typical values), and pieces of time (both streams held there at their typical values).
Typical means the mean over the whole recording where the caller gives it, else over the windows
read.

That a number changes does not show that the network understood: a network that learnt nothing also
answers to what it is shown. So the regions are hidden from networks with shuffled weights too, and
the size of their answers is given beside.
"""

from collections.abc import Generator

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.driving_answer import (
    LONGEST_SECONDS,
    Change,
    Driving,
    Hidden,
    Masks,
    Question,
    Typical,
    sanity_of,
)
from app.analysis.feature_maps import FoundPerson, find_person, with_features
from app.analysis.occlusion import Clip, ClipReader, Streams, hidden, stretch_of
from app.analysis.pipeline import AnalysisRequest
from app.analysis.progress import Progress, Stage
from app.analysis.systems.mimamo import Mimamo
from app.analysis.systems.system import System
from app.core.errors import InputError
from app.faces.detector import FaceDetector
from app.video.pyav_reader import open_recording
from models.face_regions import REGIONS, region_mask

PIECE = 8
"""Frames of a piece of time."""


def what_drove_it(
    request: AnalysisRequest, question: Question, system: System, detector: FaceDetector
) -> Generator[Progress, None, Driving]:
    """Answer a question about one person; each value yielded is progress and a place to stop.

    Raises
    ------
    InputError
        There is no face to be read at that time, or the range is too long.
    """
    network = with_features(system)
    with open_recording(request.path) as reader:
        person = yield from find_person(reader, request, network, detector)
        run, asked = _asked(person, question, request.path.name)
        spec = network.architecture
        stretch = stretch_of(asked, len(run), spec.window, spec.num_phase)
        at = range(run.start + stretch.crops.start, run.start + stretch.crops.stop)
        clip = stretch.clip(np.stack(list(person.features.crops(at))))
    covered = range(run.start + stretch.covered.start, run.start + stretch.covered.stop)
    seconds = person.track.seconds[covered.start : covered.stop]
    return (yield from drive(network, clip, seconds, question))


def drive(
    system: Mimamo, clip: Clip, seconds: NDArray[np.float64], question: Question
) -> Generator[Progress, None, Driving]:
    """Answer a question about a clip.

    Parameters
    ----------
    system : Mimamo
        What reads.
    clip : Clip
        Its crops.
    seconds : float64 array (n,)
        Times of the frames that the clip's windows cover.
    question : Question
        What is asked.
    """
    masks = _masks(clip) if question.masks is None else question.masks
    total, done = (1 + question.shuffled) * (1 + len(masks)), 0
    found: list[Hidden] = []
    own: Streams = {}
    for number in range(1 + question.shuffled):
        reads = _regions(system if number == 0 else system.shuffled(number), clip, masks)
        while True:
            try:
                streams = next(reads)
            except StopIteration as end:
                found.append(end.value)
                break
            own = own or streams
            done += 1
            yield Progress(Stage.HIDING, done, total)
    reader, as_it_is = ClipReader(system, clip), found[0].as_it_is
    typical = _typical(own, question.typical)
    return Driving(
        seconds=(float(seconds[clip.asked[0]]), float(seconds[clip.asked[-1]])),
        valence=float(as_it_is[0]),
        arousal=float(as_it_is[1]),
        regions=found[0].changes,
        streams=_streams(reader, own, typical, as_it_is),
        pieces=_pieces(reader, own, typical, as_it_is, seconds),
        sanity=sanity_of(found) if question.shuffled else None,
        notes=_notes(system, question),
    )


def _asked(person: FoundPerson, question: Question, video: str) -> tuple[range, range]:
    """The run, and which of its frames are asked about, counted from its first."""
    if question.end - question.start > LONGEST_SECONDS:
        raise InputError(
            f"{question.end - question.start:.1f} s are too long to ask what drove them; choose "
            f"at most {LONGEST_SECONDS:g} s."
        )
    times = person.track.seconds
    if question.end <= question.start:
        first = max(0, int(np.searchsorted(times, question.start, side="right")) - 1)
        last = first + 1
    else:
        first, last = (int(np.searchsorted(times, t)) for t in (question.start, question.end))
    parts = [(run, range(max(first, run.start), min(last, run.stop))) for run in person.runs]
    run, part = max(parts, key=lambda found: len(found[1]))
    if not part:
        raise InputError(
            f"{video} shows no face that was read at {question.start:.2f} s; choose another time."
        )
    return run, range(part.start - run.start, part.stop - run.start)


def _masks(clip: Clip) -> Masks:
    return {name: region_mask(name, clip.crops.shape[1]) for name in REGIONS}


def _regions(system: Mimamo, clip: Clip, masks: Masks) -> Generator[Streams, None, Hidden]:
    """Values as they are and changes by region; yields the streams of every reading."""
    reader = ClipReader(system, clip)
    streams = reader.streams(clip.crops)
    values = reader.values(streams)
    as_it_is = reader.mean(values)
    yield streams
    changes = []
    for name, mask in masks.items():
        streams = reader.streams(hidden(clip.crops, mask))
        changes.append(_change(name, reader.mean(reader.values(streams)) - as_it_is))
        yield streams
    return Hidden(as_it_is, values.std(axis=0), tuple(changes))


def _typical(streams: Streams, given: Typical | None) -> Streams:
    if given is None:
        return {name: features.mean(dim=0) for name, features in streams.items()}
    return {
        name: torch.from_numpy(np.asarray(given[name], np.float32)).to(features.device)
        for name, features in streams.items()
    }


def _streams(
    reader: ClipReader, streams: Streams, typical: Streams, as_it_is: NDArray[np.float64]
) -> tuple[Change, ...]:
    if len(streams) < 2:
        return ()
    without = [
        {**streams, name: typical[name].expand_as(features)} for name, features in streams.items()
    ]
    found = reader.mean(reader.values_of_all(without)) - as_it_is
    return tuple(_change(name, row) for name, row in zip(streams, found, strict=True))


def _pieces(
    reader: ClipReader,
    streams: Streams,
    typical: Streams,
    as_it_is: NDArray[np.float64],
    seconds: NDArray[np.float64],
) -> tuple[Change, ...]:
    bounds = [slice(start, start + PIECE) for start in range(0, len(seconds), PIECE)]
    without = [
        {name: _held(features, typical[name], piece) for name, features in streams.items()}
        for piece in bounds
    ]
    found = reader.mean(reader.values_of_all(without)) - as_it_is
    frame = float(np.median(np.diff(seconds))) if len(seconds) > 1 else 0.0
    edges = np.append(seconds, seconds[-1] + frame)
    stops = [min(piece.stop, len(seconds)) for piece in bounds]
    return tuple(
        _change("", row, (float(edges[piece.start]), float(edges[stop])))
        for piece, stop, row in zip(bounds, stops, found, strict=True)
    )


def _change(
    part: str, change: NDArray[np.float64], seconds: tuple[float, float] | None = None
) -> Change:
    return Change(part, float(change[0]), float(change[1]), seconds)


def _held(features: torch.Tensor, typical: torch.Tensor, piece: slice) -> torch.Tensor:
    held = features.clone()
    held[piece] = typical
    return held


def _notes(system: Mimamo, question: Question) -> tuple[str, ...]:
    notes = ["A hidden region is filled with the local mean of the face around it."]
    if question.typical is None:
        notes.append("Streams and pieces of time are held at their mean over the windows read.")
    else:
        notes.append("Streams and pieces of time are held at their mean over the recording.")
    if system.windows_at_once > 1:
        notes.append(
            "These weights read many windows together; here only those asked about were read, so "
            "the value as it is may differ from the curve."
        )
    return tuple(notes)
