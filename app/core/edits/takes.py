"""Takes of live rating: what was held while frames were on screen becomes values of frames.

Convention: while a take runs, the held values are sampled as often as the display refreshes, each
sample with the position of the playhead in seconds of presentation time. A frame is on screen from
its PTS until the next frame's. Its value is the one of the last sample that was taken while it was
on screen. A frame that the playhead passed between two samples, as it does at high rates, has the
value of the earlier one: that was held when the frame came. This is a zero-order hold, so no value
is ever made that nobody gave. A frame that is passed again, by going back, by a loop or backwards,
takes its value from the last time. Between two samples that are parted by a jump nothing was on
screen, and nothing is filled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class TakeSample:
    """What was held at a moment of a take.

    Attributes
    ----------
    seconds : float
        Position of the playhead, presentation time.
    values : tuple of float
        One for each curve that is rated, finite.
    jump : bool
        Whether the playhead was put there, so that nothing between the sample before and this one
        was played.
    """

    seconds: float
    values: tuple[float, ...]
    jump: bool = False


class Take:
    """Values on frames, growing with every sample; see above for what a frame's value is.

    Parameters
    ----------
    seconds : float64 array (T,)
        Presentation times of the frames, strictly increasing.
    curves : int
        How many are rated at once, >= 1.
    part : slice, optional
        The frames that may be rated; samples on others are passed over. All when left out.
    """

    def __init__(
        self, seconds: NDArray[np.float64], curves: int = 1, part: slice | None = None
    ) -> None:
        if curves < 1:
            raise ValueError(f"a take rates a curve at least, not {curves}")
        self._seconds = seconds
        self._values = np.full((curves, seconds.size), np.nan)
        first, stop, _ = (part or slice(None)).indices(seconds.size)
        self._part = (first, stop)
        self._frame = 0
        self._held: tuple[float, ...] | None = None

    @property
    def values(self) -> NDArray[np.float64]:
        """So far, float64 (curves, T); NaN where nothing was rated. Not a copy."""
        return self._values

    @property
    def part(self) -> tuple[int, int]:
        """First frame that may be rated, and the first one after."""
        return self._part

    @property
    def span(self) -> tuple[int, int]:
        """First frame that is rated, and the one after the last; ``(0, 0)`` for none."""
        rated = np.flatnonzero(~np.isnan(self._values[0]))
        return (int(rated[0]), int(rated[-1]) + 1) if rated.size else (0, 0)

    def jump(self) -> None:
        """What comes next was not reached by playing."""
        self._held = None

    def sample(self, seconds: float, values: Sequence[float]) -> None:
        """Take what is held at a moment.

        Parameters
        ----------
        seconds : float
            Position of the playhead.
        values : sequence of float
            One for each curve, finite.
        """
        held = tuple(float(value) for value in values)
        if len(held) != len(self._values):
            raise ValueError(f"{len(self._values)} curves are rated, not {len(held)}")
        if not np.isfinite(held).all():
            raise ValueError(f"held values are finite, not {held}")
        if not self._seconds.size:
            return
        frame = frame_at(self._seconds, seconds)
        if self._held is not None:
            low, high = sorted((self._frame, frame))
            self._lay(low + 1, high, self._held)
        self._lay(frame, frame + 1, held)
        self._frame, self._held = frame, held

    def _lay(self, first: int, stop: int, held: tuple[float, ...]) -> None:
        first, stop = max(first, self._part[0]), min(stop, self._part[1])
        if first < stop:
            self._values[:, first:stop] = np.array(held)[:, None]


def frame_at(seconds: NDArray[np.float64], moment: float) -> int:
    """The frame that is on screen at a moment; 0 before the first.

    Parameters
    ----------
    seconds : float64 array (T,)
        Presentation times, strictly increasing, T >= 1.
    """
    return max(0, int(np.searchsorted(seconds, moment, side="right")) - 1)


def on_frames(
    seconds: NDArray[np.float64], samples: Iterable[TakeSample], curves: int = 1
) -> NDArray[np.float64]:
    """The samples of a whole take as values on frames.

    Parameters
    ----------
    seconds : float64 array (T,)
        Presentation times of the frames.
    samples : iterable of TakeSample
        In the order in which they were taken.
    curves : int
        Values of each sample.

    Returns
    -------
    float64 array (curves, T)
        NaN where nothing was rated.
    """
    take = Take(seconds, curves)
    for sample in samples:
        if sample.jump:
            take.jump()
        take.sample(sample.seconds, sample.values)
    return take.values


def rated(values: ArrayLike, take: ArrayLike) -> NDArray[np.float64]:
    """A curve with a take laid over it; what was not rated stays.

    Parameters
    ----------
    values : array (T,)
        The curve; NaN is a gap.
    take : array (T,)
        NaN where nothing was rated.
    """
    before, new = np.asarray(values, np.float64), np.asarray(take, np.float64)
    return np.where(np.isnan(new), before, new)


def punched(
    values: ArrayLike, take: ArrayLike, first: int, stop: int, fade_frames: int
) -> NDArray[np.float64]:
    """A curve with a passage rated again, cross-faded where old and new meet.

    Every stretch of the passage that was rated without a break is faded at both its ends: its
    ``i``-th frame from an end, ``i = 0 ... n - 1``, is ``(1 - w) old + w new`` with the
    raised-cosine weight ``w = (1 - cos(pi (i + 1) / (n + 1))) / 2``; ``n`` is ``fade_frames``, or
    half the stretch where that is less. Where the old curve has a gap, the new value stands alone.

    Parameters
    ----------
    values : array (T,)
        The curve; NaN is a gap.
    take : array (T,)
        NaN where nothing was rated.
    first, stop : int
        The passage, half-open; nothing outside it changes.
    fade_frames : int
        Length of a fade, >= 0.

    Returns
    -------
    float64 array (T,)
        Every value lies between its old and its new one.
    """
    if fade_frames < 0:
        raise ValueError(f"a fade has no frame or more, not {fade_frames}")
    old, after = np.asarray(values, np.float64), np.array(values, np.float64)
    new = np.full(old.shape, np.nan)
    first, stop = max(first, 0), min(stop, old.size)
    new[first:stop] = np.asarray(take, np.float64)[first:stop]
    for begin, end in _stretches(~np.isnan(new)):
        part = slice(begin, end)
        weights = _fade(end - begin, fade_frames)
        mixed = (1 - weights) * old[part] + weights * new[part]
        # Rounding must not lead a mixture out of what it is mixed from.
        low, high = np.minimum(old[part], new[part]), np.maximum(old[part], new[part])
        alone = np.isnan(old[part]) | (weights == 1)
        after[part] = np.where(alone, new[part], np.clip(mixed, low, high))
    return after


def _stretches(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges of what is known."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.astype(np.int8), [0]))))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]


def _fade(length: int, fade_frames: int) -> NDArray[np.float64]:
    """Weights of the new values along a stretch, float64 (length,)."""
    count = min(fade_frames, length // 2)
    weights = np.ones(length)
    ramp = (1 - np.cos(np.pi * np.arange(1, count + 1) / (count + 1))) / 2
    weights[:count] = ramp
    weights[length - count :] = ramp[::-1]
    return weights
