"""Values known at some frames, carried to the frames between them.

Convention: times in seconds, strictly increasing; values (T, D) or (T,).
"""

import numpy as np
from numpy.typing import NDArray


def fill_between(
    seconds: NDArray[np.float64], known: NDArray[np.int64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Linear interpolation in time from the first known frame to the last.

    Parameters
    ----------
    seconds : float64 array (N,)
        Presentation times of all frames.
    known : int64 array (T,)
        Frames whose values are known, strictly increasing; T >= 1.
    values : float64 array (T, D)
        Their values.

    Returns
    -------
    float64 array (known[-1] - known[0] + 1, D)
        Values of the frames ``known[0] ... known[-1]``; exact at the known ones.
    """
    if known.size == 0 or values.shape[0] != known.size:
        raise ValueError(f"one value per known frame: {known.size} frames, {values.shape} values")
    frames = np.arange(known[0], known[-1] + 1)
    if len(frames) == len(known):
        return values.astype(np.float64, copy=True)
    at, of = seconds[frames], seconds[known]
    filled = np.empty((len(frames), values.shape[1]))
    for column in range(values.shape[1]):
        filled[:, column] = np.interp(at, of, values[:, column])
    return filled
