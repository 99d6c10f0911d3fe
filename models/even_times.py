"""Frames at equal distances in time, as temporal filters need them.

Convention. Seconds; a frame is shown from its time on. Times that lie within a tenth of a frame's
duration of an even course count as even: containers round them to milliseconds or ticks. Otherwise
frames are made anew on an even grid, as linear mixtures of the two frames around each time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Seconds = NDArray[np.float64]

_TOLERANCE = 0.1  # of a frame's duration
_LONGEST_GAP = 4.0  # frame durations that a mixture may bridge


@dataclass(frozen=True, slots=True)
class EvenTimes:
    """When the frames of a run are shown, and an even course over them.

    Attributes
    ----------
    given : float64 array (N,)
        Times of the frames as they come, seconds, increasing.
    seconds : float64 array (M,)
        Times of the frames as they are filtered and given out.
    rate : float
        Frames a second of ``seconds``, Hz.
    resampled : bool
        Whether frames are mixtures because the given times are uneven.
    """

    given: Seconds
    seconds: Seconds
    rate: float
    resampled: bool

    @property
    def statement(self) -> str:
        """What to tell the user of it: one sentence, empty if frames are as they came."""
        if not self.resampled:
            return ""
        return (
            f"The frames are unevenly spaced in time; they were resampled to an even "
            f"{self.rate:.3f} frames a second by mixing neighbours."
        )


def even_times(seconds: Seconds) -> EvenTimes:
    """An even course over the times of a run of frames.

    Parameters
    ----------
    seconds : float64 array (N,)
        Presentation times, N >= 2, increasing.

    Raises
    ------
    ValueError
        If there are fewer than two times, they do not increase, or a gap is longer than four
        frames: filter each side of it by itself.
    """
    given = np.asarray(seconds, np.float64)
    if given.ndim != 1 or len(given) < 2 or not np.isfinite(given).all():
        raise ValueError("a temporal filter needs the finite times of at least two frames")
    steps = np.diff(given)
    if (steps <= 0).any():
        raise ValueError("the times of the frames must increase")
    middle = float(np.median(steps))
    if steps.max() > _LONGEST_GAP * middle:
        raise ValueError(
            f"there is a gap of {steps.max():.3f} s between frames {middle:.3f} s apart; "
            "filter each side of it by itself"
        )
    count = len(given) - 1
    course = np.linspace(given[0], given[-1], count + 1)
    if np.abs(given - course).max() <= _TOLERANCE * middle:
        return EvenTimes(given, given, float(count / (given[-1] - given[0])), False)
    whole = int((given[-1] - given[0]) / middle + 1e-9)
    return EvenTimes(given, given[0] + middle * np.arange(whole + 1), 1 / middle, True)


def evenly(frames: Iterable[Picture], times: EvenTimes) -> Iterator[Picture]:
    """The frames of a run at ``times.seconds``; holds two of them at a time.

    Parameters
    ----------
    frames : iterable of uint8 arrays
        One for each of ``times.given``, all of one shape.

    Raises
    ------
    ValueError
        If there are more or fewer frames than times.
    """
    if times.resampled:
        yield from _mixed(_counted(frames, len(times.given)), times)
    else:
        yield from _counted(frames, len(times.given))


def _counted(frames: Iterable[Picture], count: int) -> Iterator[Picture]:
    came = 0
    for frame in frames:
        came += 1
        if came > count:
            raise ValueError(f"there are more frames than their {count} times")
        yield frame
    if came < count:
        raise ValueError(f"there are {came} frames for {count} times")


def _mixed(frames: Iterator[Picture], times: EvenTimes) -> Iterator[Picture]:
    earlier = next(frames)
    wanted = 0
    for index, later in enumerate(frames, start=1):
        start, end = times.given[index - 1], times.given[index]
        while wanted < len(times.seconds) and times.seconds[wanted] <= end + 1e-9:
            share = (times.seconds[wanted] - start) / (end - start)
            mixture = (1 - share) * earlier.astype(np.float32) + share * later
            yield np.clip(np.rint(mixture), 0, 255).astype(np.uint8)
            wanted += 1
        earlier = later
