"""Rows of a heat map in the order of their likeness."""

import numpy as np
from numpy.typing import NDArray

_FRAMES = 4096
"""Evenly spaced frames that likeness is judged by."""


def clustered(values: NDArray[np.floating]) -> NDArray[np.int64]:
    """Row order that puts units of like course beside each other; always the same for a map.

    Average linkage on the distance ``1 - r`` (Pearson's r over frames), leaves in their optimal
    order (Bar-Joseph et al. 2001), turned so that the lower-numbered end comes first. Units
    without variance come last, by number.

    Parameters
    ----------
    values : float array (T, U)
        NaN in gaps; a frame with any NaN does not count.

    Returns
    -------
    int64 array (U,)
        The unit that each row shows.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import squareform

    chosen = values[:: max(1, -(-len(values) // _FRAMES))].astype(np.float64)
    chosen = chosen[np.isfinite(chosen).all(axis=1)]
    centred = chosen - chosen.mean(axis=0) if len(chosen) else chosen
    norms = np.sqrt((centred**2).sum(axis=0))
    floor = 1e-6 * np.abs(chosen).max(axis=0, initial=0.0) * np.sqrt(max(1, len(chosen)))
    varying, flat = np.flatnonzero(norms > floor), np.flatnonzero(norms <= floor)
    if len(varying) < 3:
        return np.concatenate([varying, flat])
    unit = centred[:, varying] / norms[varying]
    distance = np.clip(1 - unit.T @ unit, 0, 2)
    np.fill_diagonal(distance, 0)
    condensed = squareform((distance + distance.T) / 2, checks=False)
    leaves = leaves_list(optimal_leaf_ordering(linkage(condensed, "average"), condensed))
    order = varying[leaves if leaves[0] < leaves[-1] else leaves[::-1]]
    return np.concatenate([order, flat]).astype(np.int64)
