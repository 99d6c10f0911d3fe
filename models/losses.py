"""Concordance correlation coefficient (Lin 1989), as score and as loss.

CCC = 2 r s_x s_y / (s_x^2 + s_y^2 + (m_x - m_y)^2), with means m, deviations s (divided by N, not
N - 1) and Pearson's r; since r s_x s_y is the covariance, it is computed as
2 cov / (s_x^2 + s_y^2 + (m_x - m_y)^2). It lies in [-1, 1] and is 1 only for identical curves.

Where one side does not vary the covariance is zero, and so is the CCC. Where both are the same
constant the quotient is 0 / 0; it is defined as 0 here, because curves without variation give no
evidence of concordance. The gradient is zero there. NaN never appears for finite inputs.
"""

import torch
from torch import Tensor

_ROUNDING = 16  # units in the last place that a mean of equal numbers may be off


def ccc(prediction: Tensor, target: Tensor, valid: Tensor | None = None) -> Tensor:
    """Concordance of each dimension over all other axes.

    Parameters
    ----------
    prediction, target : float tensor (..., D)
        Of the same shape, for example (B, T, 2).
    valid : bool tensor (...), optional
        Samples that count, all by default; what stands elsewhere may be NaN.

    Returns
    -------
    float tensor (D,)
        In [-1, 1], float32 or float64; differentiable.

    Raises
    ------
    ValueError
        When the shapes differ or no sample is left.
    """
    x, y = _samples(prediction, target, valid)
    mean_x, mean_y = x.mean(dim=0), y.mean(dim=0)
    centred_x, centred_y = x - mean_x, y - mean_y
    covariance = (centred_x * centred_y).mean(dim=0)
    spread = centred_x.square().mean(dim=0) + centred_y.square().mean(dim=0)
    spread = spread + (mean_x - mean_y).square()
    # Rounding of the means makes equal constants differ by some units in the last place.
    largest = torch.maximum(x.detach().abs().amax(dim=0), y.detach().abs().amax(dim=0))
    floor = (_ROUNDING * torch.finfo(x.dtype).eps * largest).square()
    is_defined = spread > floor
    quotient = 2 * covariance / torch.where(is_defined, spread, 1.0)
    return torch.where(is_defined, quotient, torch.zeros_like(quotient))


def ccc_loss(prediction: Tensor, target: Tensor, valid: Tensor | None = None) -> Tensor:
    """1 - CCC, averaged over the dimensions; takes what `ccc` takes.

    Returns
    -------
    float tensor ()
        0 for identical curves, 1 for unrelated ones, at most 2.
    """
    return 1 - ccc(prediction, target, valid).mean()


def _samples(prediction: Tensor, target: Tensor, valid: Tensor | None) -> tuple[Tensor, Tensor]:
    """Both as (N, D), at least in float32: in 16 bits the squares lose all their digits."""
    if prediction.shape != target.shape or prediction.ndim < 2:
        raise ValueError(
            f"prediction is {tuple(prediction.shape)} and target {tuple(target.shape)}; both must "
            f"be (..., D) of the same shape"
        )
    if valid is not None and valid.shape != prediction.shape[:-1]:
        raise ValueError(f"valid is {tuple(valid.shape)}, not {tuple(prediction.shape[:-1])}")
    x, y = prediction.flatten(0, -2), target.flatten(0, -2)
    if valid is not None:
        x, y = x[valid.flatten()], y[valid.flatten()]
    if not len(x):
        raise ValueError("there is no valid sample to compare")
    is_double = torch.float64 in (x.dtype, y.dtype)
    dtype = torch.float64 if is_double else torch.float32
    return x.to(dtype), y.to(dtype)
