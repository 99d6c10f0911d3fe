"""The curves that units can be compared with: predictions and annotations, on a map's frames."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.session.session import Session

CurveKey = tuple[object, ...]
"""What tells curves apart, whatever their values become."""


@dataclass(frozen=True, slots=True, eq=False)
class OfferedCurve:
    """A curve to compare with.

    Attributes
    ----------
    key : tuple
        Stays the same while it is edited.
    label : str
        For people.
    values : float64 array (T,)
        One for each frame of the recording; NaN in gaps.
    """

    key: CurveKey
    label: str
    values: NDArray[np.float64]

    def at(self, index: NDArray[np.int64]) -> NDArray[np.float64] | None:
        """Its values at frames; None where it is of another recording."""
        return self.values[index] if index.size and index[-1] < self.values.size else None


def offered_curves(session: Session) -> Sequence[OfferedCurve]:
    """Predictions, then annotations; while blind only the active one."""
    notes = session.annotations
    rated = [
        OfferedCurve(
            ("annotation", each.head.id),
            f"{each.head.name} ({each.head.rater})" if each.head.rater else each.head.name,
            each.samples.values,
        )
        for each in notes.document.curves
        if not notes.blind or each is notes.active
    ]
    if notes.blind:
        return rated
    several = len({each.person for each in session.tracks}) > 1
    predicted = [
        OfferedCurve(
            ("prediction", *each.key),
            f"{each.track.dimension.capitalize()}, {each.label}"
            + (f", person {each.person}" if several else ""),
            each.track.values,
        )
        for each in session.tracks
    ]
    return [*predicted, *rated]
