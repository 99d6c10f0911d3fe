"""Which frames of a face are usable, which are bridged, which are a gap.

A gap of detection begins with the first frame in which the detector looked for the face in vain, or
in which following failed, and ends with the next frame in which it was found. A gap of at most
0.5 s is bridged: held by following, or by interpolation where following failed too. A longer one
stays a gap as a whole, and so does one that contains a cut or that never ends, because the face was
not found again. Only where the recording itself ends, so that nothing could be found again, a face
still being followed is held for at most 0.5 s.
"""

import numpy as np
from numpy.typing import NDArray

from app.faces.records import ABSENT, FOUND, FaceHistory

LONGEST_BRIDGE = 0.5
TICK = 2e-3
"""Presentation times are rounded (seconds): what is due is not to be missed by a rounding."""


def usable_and_bridged(
    history: FaceHistory, seconds: NDArray[np.float64], cuts: NDArray[np.bool_], rows: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Frames with a usable face, and those of them that are bridged.

    Parameters
    ----------
    history : FaceHistory
        R frames.
    seconds : float64 array (R,)
        Presentation times.
    cuts : bool array (R,)
        Whether a frame begins a new scene.
    rows : int
        Analysed frames of the whole recording.

    Returns
    -------
    usable, bridged : bool array (R,)
    """
    plain = (history.state != ABSENT) & ~history.missed
    bridged = np.zeros_like(plain)
    for start, stop in runs(~plain):
        if start == 0 or cuts[start : stop + 1].any():
            continue
        at_end = stop == plain.size
        if at_end and (history.first + stop < rows or (history.state[start:stop] == ABSENT).any()):
            continue
        last = seconds[-1] + (seconds[-1] - seconds[-2]) if at_end else seconds[stop]
        bridged[start:stop] = last - seconds[start] <= LONGEST_BRIDGE + TICK
    return plain | bridged, bridged


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges in which the flags are set."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def confidence(
    history: FaceHistory,
    seconds: NDArray[np.float64],
    usable: NDArray[np.bool_],
    bridged: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Confidence (R,) of each frame, 0 ... 1.

    ``score (0.5 + 0.5 agreement)``: the detector's score, interpolated in time between the frames
    in which it found the face, times how much of the face moved as one since the frame before
    (which halves it at most). At most 0.5 where bridged, 0 where there is no usable face.
    """
    found = history.state == FOUND
    score = np.interp(seconds, seconds[found], history.score[found])
    value = score * (0.5 + 0.5 * history.agreement)
    value[bridged] = np.minimum(value[bridged], 0.5)
    return np.asarray(np.where(usable, value, 0.0))
