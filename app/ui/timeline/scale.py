"""Where on screen an instant is.

Convention: x in logical pixels from the left end of the time area; seconds are those of the
recording's time base, not shifted to zero.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.session.viewport import Viewport


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A stretch of time laid over a width.

    Attributes
    ----------
    start, end : float
        Seconds at the left and the right end, ``start < end``.
    width : int
        Logical pixels, >= 1.
    """

    start: float
    end: float
    width: int

    def __post_init__(self) -> None:
        """Check the promises above."""
        if not self.start < self.end:
            raise ValueError(f"time must run from left to right, not {self.start} to {self.end}")
        if self.width < 1:
            raise ValueError(f"width must be >= 1 pixel, not {self.width}")

    @classmethod
    def of(cls, viewport: Viewport, width: int) -> "TimeScale":
        """What is visible, over a width (one pixel at least)."""
        return cls(viewport.start, viewport.end, max(width, 1))

    @property
    def seconds_per_pixel(self) -> float:
        """Seconds that one logical pixel covers."""
        return (self.end - self.start) / self.width

    def x(self, seconds: float) -> float:
        """Where an instant is; may lie outside the width."""
        return (seconds - self.start) / self.seconds_per_pixel

    def xs(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where instants are, float64 of the same shape."""
        return np.asarray((seconds - self.start) / self.seconds_per_pixel)

    def seconds(self, x: float) -> float:
        """The instant at a place; may lie outside the stretch."""
        return self.start + x * self.seconds_per_pixel
