"""Temporal bandpass filters over streams of pictures, any number of values filtered at once.

Convention. A filter takes one array a frame, at an even rate, and gives back one a frame, in order:
some at once, some later. Values count relative to the first frame's, so a filter starts at rest.
Frequencies are in Hz. Three timings:

``"compensated"``
    Butterworth forwards and backwards: no shift in time, gain |H(f)|². Runs backwards over blocks
    from as far ahead as the filter remembers, so memory is bounded and results come a block late.
``"causal"``
    Butterworth forwards: the frame comes at once, gain |H(f)|. Phase is shifted: by nothing at the
    geometric middle of the band, up to +90° and -90° at its lower and upper edge (order 2).
``"ideal"``
    Fourier transform of the whole run, everything outside the band zero (Wadhwa et al. 2013, Wu et
    al. 2012). Sharpest, but rings at ends, and keeps the run in memory: refused when too large.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, log
from typing import Any, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

Timing = Literal["compensated", "causal", "ideal"]
Values = NDArray[np.float32]

ORDER = 2
"""Order of the Butterworth low-pass behind the bandpass, which has twice as many poles."""

LARGEST_RUN = 600_000_000
"""Bytes of a run that the ideal filter takes."""

_FORGOTTEN = 0.01  # share of a response that may be cut off
_SHORTEST_BLOCK = 32
_COLUMNS = 1 << 14  # values transformed together


@dataclass(frozen=True, slots=True)
class Band:
    """A band of temporal frequencies.

    Attributes
    ----------
    low, high : float
        Edges in Hz, 0 < low < high (half power for one Butterworth pass).
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse what is no band."""
        if not 0 < self.low < self.high < float("inf"):
            raise ValueError(f"a band needs 0 < low < high, not {self.low} ... {self.high} Hz")


class TemporalFilter(Protocol):
    """A bandpass over a run of frames."""

    def push(self, values: Values) -> Iterator[Values]:
        """Take the next frame's values (n,), give those of all frames that are done now."""

    def finish(self) -> Iterator[Values]:
        """Give the values of the remaining frames; the run ends here."""


def temporal_filter(band: Band, rate: float, timing: Timing = "compensated") -> TemporalFilter:
    """A bandpass filter for one run.

    Parameters
    ----------
    band : Band
        What passes, Hz.
    rate : float
        Frames a second.
    timing : {"compensated", "causal", "ideal"}
        See the module.

    Raises
    ------
    ValueError
        If the band reaches half the frame rate, above which nothing is seen, or there is no such
        timing.
    """
    if timing not in get_args(Timing):
        raise ValueError(f"timing must be one of {', '.join(get_args(Timing))}, not {timing!r}")
    if band.high >= rate / 2:
        raise ValueError(
            f"the band ends at {band.high} Hz; at {rate:.2f} frames a second it must end below "
            f"{rate / 2:.2f} Hz"
        )
    if timing == "ideal":
        return IdealFilter(band, rate)
    return CausalFilter(band, rate) if timing == "causal" else CompensatedFilter(band, rate)


class CausalFilter:
    """Butterworth bandpass as second-order sections, forwards only."""

    def __init__(self, band: Band, rate: float) -> None:
        self._sections = _sections(band, rate)
        self._first: Values | None = None
        self._state: Values | None = None

    def push(self, values: Values) -> Iterator[Values]:
        """See `TemporalFilter`."""
        yield self.step(values)

    def finish(self) -> Iterator[Values]:
        """See `TemporalFilter`."""
        yield from ()

    def step(self, values: Values) -> Values:
        """The filtered values of this frame."""
        if self._first is None:
            self._first = values.copy()
        if self._state is None:
            self._state = np.zeros((len(self._sections), 2, len(values)), np.float32)
        return _step(self._sections, self._state, values - self._first)


class CompensatedFilter:
    """Butterworth bandpass forwards over the run, then backwards over overlapping blocks."""

    def __init__(self, band: Band, rate: float) -> None:
        self._forward = CausalFilter(band, rate)
        self._sections = _sections(band, rate)
        self._ahead = memory_of(self._sections)
        self._block = max(_SHORTEST_BLOCK, self._ahead)
        self._waiting: deque[Values] = deque()

    def push(self, values: Values) -> Iterator[Values]:
        """See `TemporalFilter`."""
        self._waiting.append(self._forward.step(values))
        if len(self._waiting) == self._block + self._ahead:
            yield from self._backwards(self._block)

    def finish(self) -> Iterator[Values]:
        """See `TemporalFilter`."""
        yield from self._backwards(len(self._waiting))

    def _backwards(self, count: int) -> list[Values]:
        """The first ``count`` waiting frames, filtered from the last one back."""
        if not self._waiting:
            return []
        state = np.zeros((len(self._sections), 2, len(self._waiting[0])), np.float32)
        found: list[Values] = []
        for index in reversed(range(len(self._waiting))):
            values = _step(self._sections, state, self._waiting[index])
            if index < count:  # those after it only bring the filter into its course
                found.append(values)
        for _ in range(count):
            self._waiting.popleft()
        return found[::-1]


class IdealFilter:
    """Everything outside the band removed from the Fourier transform of the run."""

    def __init__(self, band: Band, rate: float) -> None:
        self._band, self._rate = band, rate
        self._run: list[Values] = []
        self._bytes = 0

    def push(self, values: Values) -> Iterator[Values]:
        """See `TemporalFilter`.

        Raises
        ------
        ValueError
            If the run grows too large to be kept.
        """
        self._bytes += values.nbytes
        if self._bytes > LARGEST_RUN:
            raise ValueError(
                f"the ideal filter keeps the whole run and takes {LARGEST_RUN // 10**6} MB, "
                f"{len(self._run)} frames here; choose a shorter range or a Butterworth filter"
            )
        self._run.append(values)
        yield from ()

    def finish(self) -> Iterator[Values]:
        """See `TemporalFilter`."""
        if not self._run:
            return
        run = np.stack(self._run)
        self._run.clear()
        frequency = np.fft.rfftfreq(len(run), 1 / self._rate)
        outside = (frequency < self._band.low) | (frequency > self._band.high)
        for start in range(0, run.shape[1], _COLUMNS):
            part = slice(start, start + _COLUMNS)
            spectrum = np.fft.rfft(run[:, part] - run[0, part], axis=0)
            spectrum[outside] = 0
            run[:, part] = np.fft.irfft(spectrum, len(run), axis=0)
        yield from run


def memory_of(sections: NDArray[np.float32]) -> int:
    """Frames after which a filter has forgotten all but a hundredth of what it saw."""
    radius = max(float(np.abs(np.roots(section[3:])).max()) for section in sections)
    return ceil(log(_FORGOTTEN) / log(radius))


def _sections(band: Band, rate: float) -> NDArray[np.float32]:
    from scipy.signal import butter  # takes half a second to import

    found: Any = butter(ORDER, (band.low, band.high), btype="bandpass", fs=rate, output="sos")
    return np.asarray(found, np.float32)


def _step(sections: NDArray[np.float32], state: Values, values: Values) -> Values:
    """One frame through every section (direct form II transposed); changes ``state``."""
    for (b0, b1, b2, _, a1, a2), memory in zip(sections, state, strict=True):
        result = b0 * values + memory[0]
        memory[0] = b1 * values - a1 * result + memory[1]
        memory[1] = b2 * values - a2 * result
        values = result
    return values
