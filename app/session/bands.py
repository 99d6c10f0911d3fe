"""How far predictions spread when their network drops units at random, and whether that is drawn.

Convention: a band has a value for every frame of the recording; NaN is a gap. It is the spread of
the network under dropout, and no confidence interval of anybody's feeling.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from psygnal import Signal

from app.session.tracks import TrackKey

Floats = NDArray[np.float64]

PASSES = 20
"""Until the user chooses another number."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The spread about one prediction.

    Attributes
    ----------
    key : TrackKey
        Of the prediction.
    passes : int
        Readings with dropout that it was made of, >= 2.
    mean, deviation : float64 array (T,)
        Of those readings, on the scale of the prediction, -1 ... 1, but not clamped; the
        deviation >= 0. NaN in gaps.
    """

    key: TrackKey
    passes: int
    mean: Floats
    deviation: Floats

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.mean.ndim != 1 or self.mean.shape != self.deviation.shape:
            raise ValueError(
                f"mean and deviation must both be (T,), not {self.mean.shape} and "
                f"{self.deviation.shape}"
            )
        if self.passes < 2 or np.nanmin(self.deviation, initial=0.0) < 0:
            raise ValueError("a band needs two passes, and a deviation >= 0")

    def about(self, values: Floats) -> tuple[Floats, Floats]:
        """Lower and upper edge about a curve (T,): one deviation, within -1 ... 1."""
        low = np.maximum(values - self.deviation, -1.0)
        return low, np.minimum(values + self.deviation, 1.0)


class Bands:
    """The bands that are known of the recording on screen.

    Signals
    -------
    changed()
        Other bands are drawn, or none.
    """

    changed: ClassVar[Signal] = Signal()

    def __init__(self) -> None:
        self._known: Mapping[TrackKey, Band] = {}
        self._wanted = False
        self._passes = PASSES

    @property
    def wanted(self) -> bool:
        """Whether bands are to be drawn where they are known; not, until somebody asks."""
        return self._wanted

    @property
    def passes(self) -> int:
        """Of how many passes."""
        return self._passes

    @property
    def known(self) -> Mapping[TrackKey, Band]:
        """All of them, drawn or not."""
        return self._known

    @property
    def shown(self) -> Mapping[TrackKey, Band]:
        """Those to be drawn."""
        return self._known if self._wanted else {}

    def want(self, wanted: bool) -> None:
        """Draw them, or not."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.changed.emit()

    def choose(self, passes: int) -> None:
        """Want bands of another number of passes; those that are known are let go."""
        if passes != self._passes:
            self._passes = passes
            self.take(())

    def take(self, bands: Iterable[Band]) -> None:
        """Know these and no others."""
        self._known = {band.key: band for band in bands}
        self.changed.emit()
