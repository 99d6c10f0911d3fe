"""Where the expressions lie in the plane of valence and arousal.

The coordinates are the mean pleasure and arousal that raters gave to the terms "angry",
"disgusted", "fearful", "happy", "sad" and "surprised": Russell, J. A., & Mehrabian, A. (1977),
"Evidence for a three-factor theory of emotions", Journal of Research in Personality 11, 273-294,
table of 151 emotion terms (numbers 82, 75, 101, 31, 151 and 52; scale -1 ... 1). Neutral is the
origin, as the absence of emotion is in that scale and in the circumplex of Russell (1980), "A
circumplex model of affect", Journal of Personality and Social Psychology 39, 1161-1178.

That paper's own circumplex has no disgust and no surprise, so the norms of 1977 are used, which
give all six in one scale.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

EXPRESSIONS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""The order in which `expectation` takes the probabilities."""

COORDINATES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "angry": (-0.51, 0.59),
        "disgust": (-0.60, 0.35),
        "fear": (-0.64, 0.60),
        "happy": (0.81, 0.51),
        "sad": (-0.63, -0.27),
        "surprise": (0.40, 0.67),
        "neutral": (0.0, 0.0),
    }
)
"""Valence and arousal, each in [-1, 1], of each expression."""

_SUM_TOLERANCE = 1e-3  # probabilities of a network run in half precision


def expectation(probabilities: ArrayLike) -> NDArray[np.float64]:
    """Mean valence and arousal under the probabilities of the seven expressions.

    Parameters
    ----------
    probabilities : array (N, 7)
        Non-negative, each row sums to 1, in the order of `EXPRESSIONS`; a row with a NaN is a gap.

    Returns
    -------
    float64 array (N, 2)
        Valence, arousal: a point in the convex hull of `COORDINATES`, so within [-1, 1]; NaN for
        a gap.

    Raises
    ------
    ValueError
        Another shape, a negative value, or a row that does not sum to 1.
    """
    rows = np.asarray(probabilities, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] != len(EXPRESSIONS):
        raise ValueError(f"probabilities must have shape (N, {len(EXPRESSIONS)}), not {rows.shape}")
    totals = rows.sum(axis=1)
    if np.any(rows < 0) or np.any(np.abs(totals - 1) > _SUM_TOLERANCE):
        raise ValueError("each row of probabilities must be non-negative and sum to 1")
    points = np.array([COORDINATES[name] for name in EXPRESSIONS])
    return np.asarray(rows @ points / totals[:, None])
