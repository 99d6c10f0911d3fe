"""Which units of a map go with a curve.

Convention: maps are (T, U), frames in rows; a frame where the curve or a unit is NaN does not count
for that unit. As in `app.core.metrics`, a correlation that is not defined (fewer than two frames,
or no variance of the unit or the curve) is NaN and is never shown as zero; it ranks last.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CHUNK = 8192  # frames taken together: 16 MB for 256 units
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit and how it goes with the curve.

    Attributes
    ----------
    unit : int
        From 0.
    correlation : float
        Pearson's, -1 ... 1; NaN where it is not defined.
    """

    unit: int
    correlation: float


def correlations(values: NDArray[np.floating], curve: Floats) -> Floats:
    """Pearson's correlation of every unit with a curve, in two passes over chunks of frames.

    Parameters
    ----------
    values : float array (T, U)
        Any precision; summed in float64.
    curve : float64 array (T,)
        Over the same frames.

    Returns
    -------
    float64 array (U,)
        -1 ... 1; NaN where not defined.
    """
    if values.ndim != 2 or curve.shape != values.shape[:1]:
        raise ValueError(f"a map (T, U) and a curve (T,), not {values.shape} and {curve.shape}")
    units = values.shape[1]
    counts, sums, curve_sums = np.zeros(units), np.zeros(units), np.zeros(units)
    parts = [slice(first, first + _CHUNK) for first in range(0, len(curve), _CHUNK)]
    for part in parts:
        known, x, y = _known(values[part], curve[part])
        counts += known.sum(axis=0)
        sums += x.sum(axis=0)
        curve_sums += y @ known
    divisor = np.maximum(counts, 1)
    means, curve_means = sums / divisor, curve_sums / divisor
    squares, curve_squares, products = np.zeros(units), np.zeros(units), np.zeros(units)
    for part in parts:
        known, x, y = _known(values[part], curve[part])
        x = (x - means) * known
        from_mean = (y[:, None] - curve_means) * known
        squares += np.einsum("tu,tu->u", x, x)
        curve_squares += np.einsum("tu,tu->u", from_mean, from_mean)
        products += np.einsum("tu,tu->u", x, from_mean)
    varies = (squares > _ROUNDING * counts * means**2) & (squares > 0)
    varies &= (curve_squares > _ROUNDING * counts * curve_means**2) & (curve_squares > 0)
    varies &= counts >= 2
    found = np.full(units, np.nan)
    np.divide(products, np.sqrt(squares) * np.sqrt(curve_squares), out=found, where=varies)
    return np.asarray(np.clip(found, -1, 1))


def ranked(found: Floats) -> tuple[RankedUnit, ...]:
    """Units by size of correlation, of either sign, the largest first; undefined ones last."""
    order = np.argsort(np.where(np.isnan(found), np.inf, -np.abs(found)), kind="stable")
    return tuple(RankedUnit(int(unit), float(found[unit])) for unit in order)


def by_correlation(found: Floats) -> NDArray[np.int64]:
    """Row order from the most positive correlation down to the most negative; undefined ones last.

    Returns
    -------
    int64 array (U,)
        The unit that each row shows.
    """
    order = np.argsort(np.where(np.isnan(found), np.inf, -found), kind="stable")
    return order.astype(np.int64)


def as_they_are(units: int) -> NDArray[np.int64]:
    """Row order of the network itself, int64 (U,)."""
    return np.arange(units)


def _known(
    values: NDArray[np.floating], curve: Floats
) -> tuple[NDArray[np.float64], Floats, Floats]:
    """Where both are finite (n, U) as 0 and 1, and both with 0 elsewhere: (n, U) and (n,)."""
    finite = np.isfinite(curve)
    both = np.isfinite(values) & finite[:, None]
    return both.astype(np.float64), np.where(both, values, 0.0), np.where(finite, curve, 0.0)
