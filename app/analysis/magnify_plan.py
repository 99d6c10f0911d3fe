"""What is to be magnified, and whether that can be done: values and sentences, no pictures.

Convention. Seconds of presentation time, ranges half-open; frames are counted in the recording. A
stretch is a range of frames in which the face is seen without a break and frames follow each other
in time; each is filtered by itself, so that nothing is carried over a gap.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analysis.magnify_settings import LARGEST_FACTOR, MagnifySettings, Method
from app.analysis.runs import runs_of, split_at
from app.core.face_track import FaceTrack
from app.core.timebase import TimeBase
from models.even_times import EvenTimes, even_times

LONGEST_SECONDS = 30.0
MOST_BYTES = 1_250_000_000
"""Of pictures and of what the temporal filter waits for, together."""

_LONGEST_STEP = 3.5  # median frame durations; a longer one is a gap
_REMEMBERED = 1.05, 2.1  # seconds times Hz: for the low edge, and for the width of the band
_ORIENTATIONS = 4
_WORKSPACE = 12_000  # bytes a pixel of the crop while a pyramid is taken apart; measured


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames that are filtered together.

    Attributes
    ----------
    frames : range
        Of the recording.
    times : EvenTimes
        When they are shown.
    """

    frames: range
    times: EvenTimes

    @property
    def seconds(self) -> float:
        """How long it is shown, its last frame included."""
        return len(self.times.seconds) / self.times.rate


@dataclass(frozen=True, slots=True)
class MagnifyOrder:
    """A range of a person to be magnified.

    Attributes
    ----------
    path : Path
        The recording.
    time_base : TimeBase
        As its frames count.
    track : FaceTrack
        Whose face.
    start, end : float
        Seconds, half-open.
    settings : MagnifySettings
        How.
    """

    path: Path
    time_base: TimeBase
    track: FaceTrack
    start: float
    end: float
    settings: MagnifySettings

    @property
    def seconds(self) -> float:
        """How long the range is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class MagnifyPlan:
    """What an order comes to.

    Attributes
    ----------
    stretches : tuple of Stretch
        Those that will be magnified.
    problem : str
        One sentence on why nothing can be; then there are no stretches.
    """

    stretches: tuple[Stretch, ...] = ()
    problem: str = ""

    @property
    def frames(self) -> int:
        """Frames to read."""
        return sum(len(each.frames) for each in self.stretches)


def plan(order: MagnifyOrder) -> MagnifyPlan:
    """Find the stretches of an order that can be magnified, or why there are none."""
    settings = order.settings
    problem = _problem_of_settings(settings) or _problem_of_range(order)
    if problem:
        return MagnifyPlan(problem=problem)
    seen = stretches_of(order.track, order.time_base, order.start, order.end)
    if not seen:
        return MagnifyPlan(problem="No face of this person is seen in the range; choose another.")
    rate = min(each.times.rate for each in seen)
    if settings.high >= rate / 2:
        return MagnifyPlan(problem=_too_high(settings.high, rate))
    period = 1 / settings.low
    long_enough = tuple(each for each in seen if each.seconds >= period - 1e-6)
    if not long_enough:
        longest = max(each.seconds for each in seen)
        return MagnifyPlan(
            problem=f"The face is seen for {longest:.1f} s without a break; a band from "
            f"{settings.low:g} Hz needs {period:.1f} s, one period of it."
        )
    needed = bytes_needed(long_enough, settings)
    if needed > MOST_BYTES:
        return MagnifyPlan(
            problem=f"This would take {needed / 1e9:.1f} GB of memory, and {MOST_BYTES / 1e9:.1f} "
            "GB are allowed; choose a shorter range, smaller crops or a higher lower edge."
        )
    return MagnifyPlan(long_enough)


def stretches_of(
    track: FaceTrack, time_base: TimeBase, start: float, end: float
) -> tuple[Stretch, ...]:
    """The stretches of a range in which a face is seen; those of one frame are left out.

    Between two analysed frames of one run every frame counts: the crop is known there by
    interpolation.
    """
    wanted = time_base.between(start, end)
    first = max(0, int(np.searchsorted(track.index, wanted.start, side="right")) - 1)
    last = int(np.searchsorted(track.index, wanted.stop)) + 1
    index, cuts = track.index[first:last], track.cuts[first:last]
    found = []
    for run in split_at(runs_of(track.valid[first:last]), cuts):
        frames = range(
            max(wanted.start, int(index[run[0]])), min(wanted.stop, int(index[run[-1]]) + 1)
        )
        found += [_stretch(part, time_base) for part in _in_time(frames, time_base)]
    return tuple(found)


def gaps_of(order: MagnifyOrder, stretches: tuple[Stretch, ...]) -> tuple[tuple[float, float], ...]:
    """The parts of a range, in seconds, that no stretch covers."""
    edges = [order.start]
    for each in stretches:
        begin = float(each.times.seconds[0])
        edges += [begin, begin + each.seconds]
    edges.append(order.end)
    least = 0.5 / stretches[0].times.rate if stretches else 0.0
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((a, b) for a, b in pairs if b - a > least)


def bytes_needed(stretches: tuple[Stretch, ...], settings: MagnifySettings) -> int:
    """Most memory that magnifying takes at a time, about: pictures, and the filter's memory."""
    picture = 3 * settings.side**2
    pictures = 2 * picture * sum(len(each.times.seconds) for each in stretches)
    values, workspace = settings.side**2, 0
    if settings.method is Method.PHASE:
        workspace = _WORKSPACE * settings.side**2
        side = -(-settings.side // 32) * 32
        values = round(_ORIENTATIONS * side**2 * 4 / 3)
    waiting = 0
    for each in stretches:
        width = settings.high - settings.low
        remembered = _REMEMBERED[0] / settings.low + _REMEMBERED[1] / width
        most = max(64, round(2 * remembered * each.times.rate))
        waiting = max(waiting, min(len(each.times.seconds), most))
    # Once as they came from the filter, once backwards.
    return pictures + workspace + waiting * (picture + 2 * 4 * values)


def _problem_of_settings(settings: MagnifySettings) -> str:
    if not 0 < settings.low < settings.high:
        return (
            f"The band must begin above 0 Hz and below its end; {settings.low:g} to "
            f"{settings.high:g} Hz is none."
        )
    if not 0 <= settings.factor <= LARGEST_FACTOR:
        name = settings.method.factor_name
        return f"The {name} must be 0 to {LARGEST_FACTOR:g}, not {settings.factor:g}."
    return ""


def _problem_of_range(order: MagnifyOrder) -> str:
    if order.seconds > LONGEST_SECONDS + 1e-6:
        return f"The range is {order.seconds:.1f} s long; choose at most {LONGEST_SECONDS:g} s."
    fps = order.time_base.median_fps
    if fps and order.settings.high >= fps / 2:
        return _too_high(order.settings.high, fps)
    period = 1 / order.settings.low
    if order.seconds < period - 1e-6:
        return (
            f"The range is {order.seconds:.1f} s long; a band from {order.settings.low:g} Hz needs "
            f"{period:.1f} s, one period of it."
        )
    return ""


def _too_high(high: float, rate: float) -> str:
    return (
        f"The band ends at {high:g} Hz; at {rate:.4g} frames a second it must end below "
        f"{rate / 2:.4g} Hz."
    )


def _in_time(frames: range, time_base: TimeBase) -> list[range]:
    """Parts of a range of frames, two or more each, without a gap in time."""
    if len(frames) < 2:
        return []
    steps = np.diff(_seconds(frames, time_base))
    after = 1 + np.flatnonzero(steps > _LONGEST_STEP * np.median(steps))
    if not after.size:
        return [frames]
    edges = [0, *(int(each) for each in after), len(frames)]
    # A part may have another usual step than the whole.
    return [part for a, b in pairwise(edges) for part in _in_time(frames[a:b], time_base)]


def _stretch(frames: range, time_base: TimeBase) -> Stretch:
    return Stretch(frames, even_times(_seconds(frames, time_base)))


def _seconds(frames: range, time_base: TimeBase) -> NDArray[np.float64]:
    ticks = time_base.pts[frames.start : frames.stop].astype(np.float64)
    return np.asarray(ticks * time_base.unit.numerator / time_base.unit.denominator)
