"""Runs of usable face, and windows within a run: index arithmetic only.

Convention: positions count the analysed frames of a recording from 0; ranges are half-open. A run
is a recording of its own: snippets and windows clamp at its ends.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SHORTEST_RUN_SECONDS = 0.4
"""Length of one snippet of 13 frames at 30 frames a second; shorter runs stay gaps."""


def decimation(median_fps: float, rate_hz: float) -> int:
    """Every how many frames one is analysed: ``max(1, floor(fps / rate + 0.5))``."""
    if rate_hz <= 0:
        raise ValueError(f"the analysis rate must be > 0 Hz, not {rate_hz}")
    return max(1, int(np.floor(median_fps / rate_hz + 0.5)))


def runs_of(mask: NDArray[np.bool_]) -> list[range]:
    """Every unbroken run of True, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [range(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def split_at(runs: Sequence[range], cuts: NDArray[np.bool_]) -> list[range]:
    """Runs ended where the picture is cut, so that nothing is read across a cut."""
    parts: list[range] = []
    for run in runs:
        inner = run.start + 1 + np.flatnonzero(cuts[run.start + 1 : run.stop])
        edges = [run.start, *(int(edge) for edge in inner), run.stop]
        parts += [range(a, b) for a, b in pairwise(edges)]
    return parts


def usable_runs(
    valid: NDArray[np.bool_],
    cuts: NDArray[np.bool_],
    seconds: NDArray[np.float64],
    *,
    whole_recording: bool,
) -> list[range]:
    """Unbroken runs of valid frames that are long enough to be read.

    Parameters
    ----------
    valid : bool array (T,)
        Whether a usable face is there.
    cuts : bool array (T,)
        Whether the picture was cut just before the frame.
    seconds : float64 array (T,)
        Presentation times of the analysed frames.
    whole_recording : bool
        Whether the frames given are the whole recording: a short recording that is one run from
        its first to its last frame is read however short it is.
    """
    runs = split_at(runs_of(valid), cuts)
    if whole_recording and len(runs) == 1 and len(runs[0]) == len(valid):
        return runs
    return [run for run in runs if _duration(run, seconds) >= SHORTEST_RUN_SECONDS - 1e-9]


def _duration(run: range, seconds: NDArray[np.float64]) -> float:
    """Seconds a run is shown: its last frame lasts as long as a typical frame does."""
    frame = float(np.median(np.diff(seconds))) if len(seconds) > 1 else 0.0
    return float(seconds[run[-1]] - seconds[run[0]]) + frame


def windows(length: int, size: int) -> list[range]:
    """Windows of ``size`` frames over a run of ``length``, the last shifted back to end with it.

    >>> windows(150, 64)
    [range(0, 64), range(64, 128), range(86, 150)]
    >>> windows(20, 64)
    [range(0, 20)]
    """
    if length < 1 or size < 1:
        raise ValueError(f"length and size must be at least 1, not {length} and {size}")
    if length <= size:
        return [range(length)]
    starts = list(range(0, length - size + 1, size))
    if starts[-1] + size < length:
        starts.append(length - size)
    return [range(start, start + size) for start in starts]


def between_neighbours(
    frame_count: int, analysed: NDArray[np.int64], runs: Sequence[range]
) -> Iterator[tuple[range, range]]:
    """For each run, the frames it covers and its positions: ``(frame range, position range)``.

    A run from analysed frame a to analysed frame b covers every frame of a ... b, for those between
    two analysed neighbours of one run are interpolated, and nothing else is.
    """
    for run in runs:
        first, last = int(analysed[run[0]]), int(analysed[run[-1]])
        if last >= frame_count:
            raise ValueError(f"analysed frame {last} lies beyond the recording's {frame_count}")
        yield range(first, last + 1), run
