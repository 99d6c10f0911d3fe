"""Where there is nothing to read: passages without a usable face, or without a value.

Convention: a frame lasts from its presentation time to the next frame's; passages that were not
looked at (outside the range analysed, or not reached yet) are no gaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.face_track import FaceTrack
from app.core.track import ContinuousTrack
from app.ui.timeline.decimation import runs_of
from app.ui.timeline.scale import TimeScale

TONES = 6
"""Steps of gray in which columns that are partly a gap are drawn."""
SHORTEST_UNREAD_SECONDS = 0.2
"""A curve that grows may hold every k-th frame at first; what is shorter than this is no gap."""


def gap_frames(
    times: NDArray[np.float64], face: FaceTrack | None, tracks: Sequence[ContinuousTrack]
) -> NDArray[np.bool_]:
    """Which frames are gaps.

    Parameters
    ----------
    times : float64 array (T,)
        Presentation times of the recording's frames.
    face : FaceTrack or None
        The person chosen; None before faces are known.
    tracks : sequence of ContinuousTrack
        The curves shown, on the recording's frames.

    Returns
    -------
    bool array (T,)
        True where no usable face was found, or no curve has a value though curves go on later.
    """
    gaps = np.zeros(times.size, np.bool_)
    if face is not None and len(face):
        gaps |= _without_face(times.size, face)
    lengths = {len(track.values) for track in tracks}
    if lengths == {times.size}:
        unread = np.isnan(np.stack([track.values for track in tracks])).all(axis=0)
        gaps |= _unread(times, np.logical_not(unread))
    return gaps


def _without_face(count: int, face: FaceTrack) -> NDArray[np.bool_]:
    gaps = np.zeros(count, np.bool_)
    within = face.index < count
    index, valid, cuts = face.index[within], face.valid[within], face.cuts[within]
    if index.size:
        # A frame between two analysed ones shows a face when both do and no cut lies between.
        apart = ~(valid[:-1] & valid[1:]) | cuts[1:]
        between = np.repeat(apart, np.diff(index))
        gaps[index[0] : index[-1]] = between
        gaps[index] = ~valid
    return gaps


def _unread(times: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    gaps = np.zeros(times.size, np.bool_)
    found = np.flatnonzero(known)
    if not found.size:
        return gaps
    inner = ~known
    inner[: found[0]] = inner[found[-1] :] = False
    for start, stop in runs_of(inner):
        if times[stop] - times[start] >= SHORTEST_UNREAD_SECONDS:
            gaps[start:stop] = True
    return gaps


@dataclass(frozen=True, slots=True)
class Tone:
    """Columns side by side in which about as much is a gap.

    Attributes
    ----------
    start, stop : int
        Columns, ``start <= column < stop``.
    share : float
        Of the gap's colour, above 0 up to 1.
    """

    start: int
    stop: int
    share: float


def _tones_of(shares: NDArray[np.float64]) -> list[Tone]:
    # Short gaps of a long recording would fade away in proportion; half-tone keeps them in sight.
    tones = np.where(shares > 1e-6, np.maximum(np.ceil(shares * TONES - 1e-3), TONES // 2), 0)
    edges = np.flatnonzero(np.diff(tones, prepend=0, append=0))
    shades = (tones[edges[:-1]] / TONES).tolist()
    stretches = zip(edges[:-1].tolist(), edges[1:].tolist(), shades, strict=True)
    return [Tone(*stretch) for stretch in stretches if stretch[2]]


class Shares:
    """For how much of any stretch of time something is so.

    Parameters
    ----------
    times : float64 array (T,)
        Presentation times, strictly increasing.
    so : bool array (T,)
        Whether it is, from each frame to the next.
    """

    def __init__(self, times: NDArray[np.float64], so: NDArray[np.bool_]) -> None:
        self.frames = so
        self.any = bool(so.any())
        last = np.median(np.diff(times)) if times.size > 1 else 0.0
        self._edges = np.append(times, times[-1] + last) if times.size else times
        lengths = np.diff(self._edges) * so if times.size else np.zeros(0)
        self._sums = np.concatenate(([0.0], np.cumsum(lengths)))

    def tones(self, scale: TimeScale, count: int) -> list[Tone]:
        """Stretches of ``count`` equal columns that are alike, as far as they are gaps."""
        return _tones_of(self.columns(scale, count))

    def columns(self, scale: TimeScale, count: int) -> NDArray[np.float64]:
        """Share of each of ``count`` equal columns, float64 (count,) in 0 ... 1."""
        if not self.any:
            return np.zeros(count)
        edges = np.linspace(scale.start, scale.end, count + 1)
        within = np.interp(edges, self._edges, self._sums)
        return np.clip(np.diff(within) / np.diff(edges), 0.0, 1.0)
