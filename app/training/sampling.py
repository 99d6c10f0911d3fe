"""Which frames of a clip an epoch looks at: index arithmetic only. Loads no torch.

Convention: positions count the frames of a clip from 0. Sequences are windows of neighbouring
frames, cut anew at a random phase each epoch, so that every frame stands at every place of a window
in the long run; utterances are seen by one frame a second from a random start in the first one.
"""

import numpy as np
from numpy.typing import NDArray


def sequences(length: int, window: int, rng: np.random.Generator) -> list[range]:
    """Whole windows over a clip from a random first frame on; a shorter clip is one window.

    Some frames before the first and after the last window are left out, others each epoch.

    >>> sequences(20, 64, np.random.default_rng(0))
    [range(0, 20)]
    """
    if length < 1 or window < 1:
        raise ValueError(f"length and window must be at least 1, not {length} and {window}")
    if length <= window:
        return [range(length)]
    first = int(rng.integers(min(window, length - window + 1)))
    return [range(start, start + window) for start in range(first, length - window + 1, window)]


def one_a_second(
    seconds: NDArray[np.float64], rng: np.random.Generator | None = None
) -> NDArray[np.int64]:
    """Positions of one frame for each second of a clip.

    Parameters
    ----------
    seconds : float64 array (T,)
        Presentation times, increasing.
    rng : numpy Generator, optional
        Draws the start within the first second; without one it is its middle, so that equal clips
        give equal frames.

    Returns
    -------
    int64 array (K,)
        Increasing, at least one; each the frame shown at start + k.
    """
    if len(seconds) == 0:
        raise ValueError("a clip has at least one frame")
    frame = float(np.median(np.diff(seconds))) if len(seconds) > 1 else 1.0
    length = float(seconds[-1] - seconds[0]) + frame
    share = 0.5 if rng is None else float(rng.random())
    wanted = seconds[0] + np.arange(share * min(1.0, length), length, 1.0)
    return np.unique(np.searchsorted(seconds, wanted, side="right") - 1)
