"""The values of an annotated curve, in content-addressed chunks.

A curve is one value per frame, kept in chunks of 4096. A chunk is named by the digest of its bytes,
so two states of a curve share what they have in common, and an edit costs what it changes.
"""

import hashlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

CHUNK = 4096
"""Frames of a chunk; the last one of a curve may be shorter."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """One value per frame; make them with `Samples.of` or `Samples.gap`.

    Attributes
    ----------
    values : float64 array (T,), read-only
        NaN is a gap; no infinities, no negative zero.
    digests : tuple of str
        SHA-256 of each chunk's little-endian bytes, 64 hexadecimal digits.
    """

    values: NDArray[np.float64]
    digests: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, values: ArrayLike, before: "Samples | None" = None) -> "Samples":
        """Take values, reusing the digests of chunks that are as ``before``.

        Parameters
        ----------
        values : array (T,)
            Copied; NaN is a gap.
        before : Samples, optional
            A state of the same curve.
        """
        taken = np.array(values, dtype="<f8")
        if taken.ndim != 1:
            raise ValueError(f"values must be (T,), not {taken.shape}")
        if np.isinf(taken).any():
            raise ValueError("values must be finite, or NaN for a gap")
        taken += 0.0  # negative zero becomes zero
        taken[np.isnan(taken)] = np.nan  # one NaN of all there are
        taken.flags.writeable = False
        known = before if before is not None and len(before) == taken.size else None
        digests = tuple(
            known.digests[number]
            if known is not None and chunk.tobytes() == known.chunk(number).tobytes()
            else digest_of(chunk)
            for number, chunk in enumerate(_chunks(taken))
        )
        return cls(taken, digests)

    @classmethod
    def gap(cls, frames: int) -> "Samples":
        """A curve without any value."""
        return cls.of(np.full(frames, np.nan))

    def __len__(self) -> int:
        return int(self.values.size)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Samples):
            return NotImplemented
        return len(self) == len(other) and self.digests == other.digests

    def __hash__(self) -> int:
        return hash(self.digests)

    def chunk(self, number: int) -> NDArray[np.float64]:
        """The values of a chunk, a view."""
        return self.values[number * CHUNK : (number + 1) * CHUNK]

    def replaced(self, first: int, values: NDArray[np.float64]) -> "Samples":
        """With other values from a frame on."""
        if first < 0 or first + values.size > len(self):
            raise ValueError(
                f"frames {first} to {first + values.size} are outside 0 to {len(self)}"
            )
        taken = self.values.copy()
        taken[first : first + values.size] = values
        return Samples.of(taken, self)


def digest_of(chunk: NDArray[np.float64]) -> str:
    """The name of a chunk: SHA-256 of its little-endian float64 bytes."""
    return hashlib.sha256(np.ascontiguousarray(chunk, dtype="<f8").tobytes()).hexdigest()


def _chunks(values: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    return [values[first : first + CHUNK] for first in range(0, values.size, CHUNK)]
