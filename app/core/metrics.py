"""Agreement between two curves.

Convention: both are float arrays (T,); samples where either is NaN do not count. A figure that is
not defined (fewer than two samples, or no variance) is NaN and must be said, never shown as zero.
"""

import numpy as np
from numpy.typing import NDArray


def _paired(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"two curves (T,) are compared, not {first.shape} and {second.shape}")
    both = ~(np.isnan(first) | np.isnan(second))
    return first[both], second[both]


def concordance(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Concordance correlation coefficient (Lin 1989), -1 ... 1.

    ``2 s_xy / (s_x^2 + s_y^2 + (m_x - m_y)^2)`` with population moments.
    """
    x, y = _paired(first, second)
    if x.size < 2:
        return float("nan")
    covariance = float(np.mean((x - x.mean()) * (y - y.mean())))
    denominator = float(x.var() + y.var() + (x.mean() - y.mean()) ** 2)
    return 2 * covariance / denominator if denominator > 0 else float("nan")


def pearson(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Pearson's correlation, -1 ... 1."""
    x, y = _paired(first, second)
    if x.size < 2 or x.std() == 0 or y.std() == 0:
        return float("nan")
    return float(np.mean((x - x.mean()) * (y - y.mean())) / (x.std() * y.std()))


def root_mean_square_error(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Root of the mean squared difference, in the curves' unit, >= 0."""
    x, y = _paired(first, second)
    return float(np.sqrt(np.mean((x - y) ** 2))) if x.size else float("nan")
