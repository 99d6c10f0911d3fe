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

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.feature_maps import FoundPerson, find_person, with_features
from app.analysis.occlusion import Clip, ClipReader, Streams, hidden, stretch_of
from app.analysis.pipeline import AnalysisRequest
from app.analysis.progress import Progress, Stage
from app.analysis.systems.mimamo import Mimamo
from app.analysis.systems.system import System
from app.core.errors import InputError
from app.core.metrics import pearson
from app.faces.detector import FaceDetector
from app.video.pyav_reader import open_recording
from models.face_regions import REGIONS, region_mask

LONGEST_SECONDS = 10.0
"""Longer ranges are refused: everything is read a dozen times."""

PIECE = 8
"""Frames of a piece of time."""

Masks = Mapping[str, NDArray[np.bool_]]
Typical = Mapping[str, NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Change:
    """What taking a part away does.

    Attributes
    ----------
    part : str
        A region or a stream by name; for pieces of time empty.
    valence, arousal : float
        Value without the part minus the value as it is.
    seconds : (float, float) or None
        Of a piece of time: half-open.
    """

    part: str
    valence: float
    arousal: float
    seconds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SanityCheck:
    """The same regions hidden from networks with shuffled weights.

    Attributes
    ----------
    changes : tuple of tuple of Change
        By network, then by region.
    ratio : (float, float)
        Valence, arousal: size of the changes (root mean square over regions) over the mean size
        with shuffled weights; NaN where those do not change at all. Shuffled networks are quiet
        whatever they are shown, so this alone is nearly always large.
    relative_ratio : (float, float)
        The same after the changes of each network are divided by the standard deviation of its own
        values over the windows read. Near 1 or below, hiding a region moves the network no more
        than it would move one that learnt nothing. NaN where a network's values do not vary.
    likeness : (float, float)
        Pearson's correlation over regions between the changes and the mean ones with shuffled
        weights; near 1, the pattern comes from the pictures, not from what was learnt. NaN where
        it is not defined.
    """

    changes: tuple[tuple[Change, ...], ...]
    ratio: tuple[float, float]
    relative_ratio: tuple[float, float]
    likeness: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Driving:
    """What drove a moment or a range.

    Attributes
    ----------
    seconds : (float, float)
        Times of the first and the last frame asked about.
    valence, arousal : float
        As they are, mean over those frames, not clamped.
    regions, streams, pieces : tuple of Change
        By region of the face; by stream (empty for a network of one stream); by piece of time.
    sanity : SanityCheck or None
        None where it was not asked for.
    notes : tuple of str
        What the reader should know, plain sentences.
    """

    seconds: tuple[float, float]
    valence: float
    arousal: float
    regions: tuple[Change, ...]
    streams: tuple[Change, ...]
    pieces: tuple[Change, ...]
    sanity: SanityCheck | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes
    ----------
    start, end : float
        Seconds, half-open; ``end <= start`` asks about the one frame shown at ``start``.
    shuffled : int
        Networks with shuffled weights to compare with; each costs as much as the question itself.
    masks : mapping of str to bool array (S, S), or None
        Regions by name on the system's crop; None for brows, eyes, nose, mouth, cheeks and jaw.
    typical : mapping of str to float array (256,), or None
        Mean features of each stream over the recording, as `FeatureMaps.mean` gives them.
    """

    start: float
    end: float
    shuffled: int = 1
    masks: Masks | None = None
    typical: Typical | None = None


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What hiding regions from one network gave.

    Attributes
    ----------
    as_it_is : float64 array (2,)
        Mean over the frames asked for, nothing hidden.
    deviation : float64 array (2,)
        Of the values over all frames of the windows, nothing hidden.
    changes : tuple of Change
        By region.
    """

    as_it_is: NDArray[np.float64]
    deviation: NDArray[np.float64]
    changes: tuple[Change, ...]


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
    found: list[_Hidden] = []
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
        sanity=_sanity(found) if question.shuffled else None,
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


def _regions(system: Mimamo, clip: Clip, masks: Masks) -> Generator[Streams, None, _Hidden]:
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
    return _Hidden(as_it_is, values.std(axis=0), tuple(changes))


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


def _sanity(found: Sequence[_Hidden]) -> SanityCheck:
    changes = np.array([[(c.valence, c.arousal) for c in of_one.changes] for of_one in found])
    sizes = np.sqrt((changes**2).mean(axis=1))
    deviations = np.array([of_one.deviation for of_one in found])
    relative = np.divide(sizes, deviations, out=np.full_like(sizes, np.nan), where=deviations > 0)
    likeness = [pearson(changes[0, :, k], changes[1:, :, k].mean(axis=0)) for k in (0, 1)]
    return SanityCheck(
        tuple(of_one.changes for of_one in found[1:]),
        _over_the_others(sizes),
        _over_the_others(relative),
        (likeness[0], likeness[1]),
    )


def _over_the_others(sizes: NDArray[np.float64]) -> tuple[float, float]:
    """The first row over the mean of the others, (N, 2) to two numbers; NaN over zero."""
    others = sizes[1:].mean(axis=0)
    ratio = np.divide(sizes[0], others, out=np.full(2, np.nan), where=others > 0)
    return float(ratio[0]), float(ratio[1])


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
