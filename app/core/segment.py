"""Segments and events: labelled stretches of a recording.

Convention: seconds of presentation time, half-open ``[onset, offset)``; an event has no duration,
``offset == onset``.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A labelled stretch of time, or a labelled instant.

    Attributes
    ----------
    onset, offset : float
        Seconds, finite, ``onset <= offset``; equal for an event.
    label : str
        What is seen; by custom the name of a category of the track's scheme. May be empty.
    note : str
        Free text. May be empty.
    id : int
        Tells the segments of one track apart, >= 1; stays with a segment through every edit.
    """

    onset: float
    offset: float
    label: str = ""
    note: str = ""
    id: int = 1

    def __post_init__(self) -> None:
        """Check the promises above."""
        if not (math.isfinite(self.onset) and math.isfinite(self.offset)):
            raise ValueError(f"a segment's times must be finite: {self.onset}, {self.offset}")
        if self.offset < self.onset:
            raise ValueError(f"a segment ends ({self.offset}) before it begins ({self.onset})")
        if self.id < 1:
            raise ValueError(f"a segment's id is at least 1, not {self.id}")

    @property
    def duration(self) -> float:
        """Seconds; 0 for an event."""
        return self.offset - self.onset

    @property
    def is_event(self) -> bool:
        """Whether it is an instant."""
        return self.offset == self.onset

    def holds(self, seconds: float) -> bool:
        """Whether an instant lies in it."""
        return self.onset <= seconds < self.offset or self.onset == seconds == self.offset
