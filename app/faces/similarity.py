"""Similarity transforms of the plane as two complex numbers.

Convention: a point ``(x, y)`` is ``x + iy``, and a similarity maps ``z`` to ``a z + b``: ``|a|`` is
the magnification, ``arg a`` the rotation, ``b`` the shift. Mirroring is not among them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def to_complex(points: NDArray[np.floating]) -> NDArray[np.complex128]:
    """Points (..., 2) as complex numbers (...)."""
    return np.asarray(points[..., 0] + 1j * points[..., 1], np.complex128)


def to_points(numbers: NDArray[np.complex128]) -> NDArray[np.float64]:
    """Complex numbers (...) as points (..., 2)."""
    return np.stack([numbers.real, numbers.imag], axis=-1)


@dataclass(frozen=True, slots=True)
class Similarity:
    """The map ``z -> a z + b``.

    Attributes
    ----------
    a, b : complex
        Magnification and rotation; shift.
    """

    a: complex
    b: complex

    def __call__(self, points: NDArray[np.complex128]) -> NDArray[np.complex128]:
        """Image of complex points (...)."""
        return self.a * points + self.b

    def after(self, first: "Similarity") -> "Similarity":
        """The map that applies ``first``, then this one."""
        return Similarity(self.a * first.a, self.a * first.b + self.b)

    def inverse(self) -> "Similarity":
        """The map back."""
        return Similarity(1 / self.a, -self.b / self.a)

    def towards(self, other: "Similarity", share: float) -> "Similarity":
        """The map a share (0 ... 1) of the way to another one."""
        return Similarity(self.a + share * (other.a - self.a), self.b + share * (other.b - self.b))

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The same as a matrix (2, 3) acting on ``(x, y, 1)``."""
        return np.array(
            [[self.a.real, -self.a.imag, self.b.real], [self.a.imag, self.a.real, self.b.imag]]
        )


def fit_similarity(
    source: NDArray[np.complex128],
    target: NDArray[np.complex128],
    weights: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Similarities that map points onto points with the least (weighted) squared distance.

    Parameters
    ----------
    source, target : complex array (..., L)
        Corresponding points; leading axes are separate fits.
    weights : float array (L,) or (..., L), optional
        Not negative; equal without.

    Returns
    -------
    a, b : complex array (...)
        Closed form of Umeyama (1991) in the plane: with centred points
        ``a = sum(w conj(s) t) / sum(w |s|^2)`` and ``b = mean(t) - a mean(s)``.
    """
    w = np.ones(target.shape[-1]) if weights is None else weights
    total = w.sum(axis=-1)
    source_mean = (w * source).sum(axis=-1) / total
    target_mean = (w * target).sum(axis=-1) / total
    s = source - source_mean[..., None]
    t = target - target_mean[..., None]
    a = (w * s.conj() * t).sum(axis=-1) / (w * np.abs(s) ** 2).sum(axis=-1)
    return a, target_mean - a * source_mean
