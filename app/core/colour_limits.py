"""Which values a heat map's colours run between."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError


@dataclass(frozen=True, slots=True)
class ColourLimits:
    """Two values that colours run between.

    Attributes
    ----------
    low, high : float
        Finite, ``low <= high``; equal where all values are the same.
    note : str
        What the picture cannot show, one plain sentence; empty when there is nothing to say.
    """

    low: float
    high: float
    note: str = ""

    def place(self, values: NDArray[np.floating]) -> NDArray[np.float32]:
        """Values as places on the colour bar, float32 in [0, 1]; 0.5 throughout where low = high.

        NaN stays NaN: a gap has no colour.
        """
        span = self.high - self.low
        if span <= 0:
            return np.where(np.isnan(values), np.float32(np.nan), np.float32(0.5))
        placed = (np.asarray(values, np.float32) - np.float32(self.low)) / np.float32(span)
        return np.asarray(np.clip(placed, 0, 1))


def limits_of(values: NDArray[np.floating], low: float = 1.0, high: float = 99.0) -> ColourLimits:
    """Limits by percentile, so that a few outlying values do not take all colours.

    Parameters
    ----------
    values : float array of any shape
        NaN and infinity do not count.
    low, high : float
        Percentiles, ``0 <= low < high <= 100``.

    Returns
    -------
    ColourLimits
        Where both percentiles are equal but not all values are, the least and greatest value; where
        all values are the same, that value twice and a note; without values 0 to 1 and a note.
    """
    if not 0 <= low < high <= 100:
        raise ValueError(f"percentiles must be 0 <= low < high <= 100, not {low} and {high}")
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    if known.size == 0:
        return ColourLimits(0.0, 1.0, "There is no value to show.")
    bottom, top = (float(limit) for limit in np.percentile(known, (low, high)))
    if bottom == top:
        bottom, top = float(known.min()), float(known.max())
    if bottom == top:
        return ColourLimits(bottom, top, f"Every value is {bottom:.4g}.")
    return ColourLimits(bottom, top)


def limits_by_hand(low: float, high: float) -> ColourLimits:
    """Limits that a person typed.

    Raises
    ------
    InputError
        They cross, are equal, or are no finite numbers.
    """
    if not (np.isfinite(low) and np.isfinite(high)):
        raise InputError("Colour limits must be numbers; type two, the lower one first.")
    if low >= high:
        raise InputError(
            f"The lower colour limit {low:g} is not below the upper one {high:g}; swap them or "
            "choose others."
        )
    return ColourLimits(float(low), float(high))
