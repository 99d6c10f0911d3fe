"""A person's aligned face over a range, as it is and with its motion magnified.

The crops are cut as the analysis cuts them, so movement of the whole head is largely taken away
before anything is magnified. Each stretch of usable face is filtered by itself.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.magnify_plan import MagnifyOrder, Stretch, gaps_of, plan
from app.analysis.magnify_settings import MagnifySettings, Method
from app.core.errors import InputError
from app.core.face_track import FaceTrack
from app.faces.alignment import crop_matrices, cut
from app.video.pyav_reader import PyAVReader, open_recording
from models.even_times import evenly
from models.magnification import (
    LinearMagnification,
    Magnification,
    PhaseMagnification,
    RunMagnifier,
)
from models.temporal_bands import Band

CROP = "five-point-112"
READER_BYTES = 32 * 2**20

Pictures = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class MagnifyProgress:
    """How far it is: ``0 <= done <= total`` steps."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch, magnified.

    Attributes
    ----------
    seconds : float64 array (M,)
        When each picture is shown; evenly spaced.
    before, after : uint8 array (M, S, S, 3)
        Aligned crops, RGB: as they are, and magnified.
    rate : float
        Pictures a second.
    """

    seconds: NDArray[np.float64]
    before: Pictures
    after: Pictures
    rate: float

    @property
    def end(self) -> float:
        """When its last picture ceases to be shown."""
        return float(self.seconds[-1]) + 1 / self.rate


@dataclass(frozen=True, slots=True)
class Magnified:
    """What came of an order.

    Attributes
    ----------
    order : MagnifyOrder
        What was wanted.
    passages : tuple of Passage
        In order of time; at least one.
    gaps : tuple of (float, float)
        Seconds of the range without a face, or with one for too short a time.
    notices : tuple of str
        What the user should know, a sentence each.
    """

    order: MagnifyOrder
    passages: tuple[Passage, ...]
    gaps: tuple[tuple[float, float], ...] = ()
    notices: tuple[str, ...] = ()

    def at(self, seconds: float) -> tuple[Pictures, Pictures] | None:
        """The pictures (S, S, 3) shown at a time, before and after; None in gaps and outside."""
        for passage in self.passages:
            if passage.seconds[0] - 1e-9 <= seconds < passage.end:
                # Times of a resampled course may differ from a frame's own by rounding.
                found = int(np.searchsorted(passage.seconds, seconds + 1e-6, side="right")) - 1
                return passage.before[max(found, 0)], passage.after[max(found, 0)]
        return None


def magnified(order: MagnifyOrder) -> Generator[MagnifyProgress, None, Magnified]:
    """Decode, cut and magnify a range; each value yielded is a place to stop.

    Memory is bounded by the plan: the pictures that come out, and what the filter waits for.

    Raises
    ------
    InputError
        The order cannot be fulfilled (the plan's sentence), or a frame cannot be decoded.
    """
    planned = plan(order)
    if planned.problem:
        raise InputError(planned.problem)
    stretches = planned.stretches
    # Pushed once, finished once.
    total, done = 2 * sum(len(each.times.seconds) for each in stretches), 0
    passages: list[Passage] = []
    notices: list[str] = []
    yield MagnifyProgress(0, total)
    with open_recording(order.path, cache_bytes=READER_BYTES) as reader:
        reader.count_by(order.time_base)
        for stretch in stretches:
            passage, work = _begin(reader, order, stretch)
            for step in work:
                done += step
                yield MagnifyProgress(done, total)
            passages.append(passage)
            if stretch.times.statement not in ("", *notices):
                notices.append(stretch.times.statement)
        notices += reader.notices
    return Magnified(order, tuple(passages), gaps_of(order, stretches), tuple(notices))


def settings_of(settings: MagnifySettings) -> Magnification:
    """The same for the model."""
    band = Band(settings.low, settings.high)
    if settings.method is Method.PHASE:
        return PhaseMagnification(band, settings.factor)
    return LinearMagnification(band, settings.factor)


def _begin(
    reader: PyAVReader, order: MagnifyOrder, stretch: Stretch
) -> tuple[Passage, Iterator[int]]:
    """An empty passage, and the work that fills it: steps done."""
    times, side = stretch.times, order.settings.side
    shape = (len(times.seconds), side, side, 3)
    passage = Passage(
        times.seconds, np.empty(shape, np.uint8), np.empty(shape, np.uint8), times.rate
    )
    return passage, _filled(passage, evenly(_crops(reader, order, stretch.frames), times), order)


def _filled(passage: Passage, crops: Iterator[Pictures], order: MagnifyOrder) -> Iterator[int]:
    run = RunMagnifier(passage.rate, settings_of(order.settings))
    finished = 0
    for count, crop in enumerate(crops):
        passage.before[count] = crop
        yield 1
        for picture in run.push(passage.before[count]):
            passage.after[finished] = picture
            finished += 1
            yield 1
    for picture in run.finish():
        passage.after[finished] = picture
        finished += 1
        yield 1


def _crops(reader: PyAVReader, order: MagnifyOrder, frames: range) -> Iterator[Pictures]:
    matrices = matrices_at(order.track, frames)
    for frame, matrix in zip(frames, matrices, strict=True):
        yield cut(reader.frame(frame), matrix, CROP, order.settings.side)


def matrices_at(track: FaceTrack, frames: range) -> NDArray[np.float64]:
    """Where the crop lies in every frame of a stretch, float64 (n, 2, 3).

    Between analysed frames linearly, as the window draws it.
    """
    first = int(np.searchsorted(track.index, frames.start, side="right")) - 1
    last = int(np.searchsorted(track.index, frames.stop - 1))
    rows = slice(first, last + 1)
    known = crop_matrices(track, CROP)[rows].reshape(-1, 6)
    columns = [np.interp(np.asarray(frames), track.index[rows], column) for column in known.T]
    return np.stack(columns, -1).reshape(-1, 2, 3)
