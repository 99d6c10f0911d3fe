"""The stretch of time that the timeline shows: pure functions of a frozen value."""

from dataclasses import dataclass, replace

SHORTEST_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Viewport:
    """What is visible of a recording.

    Attributes
    ----------
    first, last : float
        Beginning and end of the recording, seconds, ``first < last``.
    start, end : float
        Beginning and end of what is visible, within the recording, ``start < end``.
    """

    first: float
    last: float
    start: float
    end: float

    def __post_init__(self) -> None:
        """Check the promises above."""
        if not self.first <= self.start < self.end <= self.last:
            raise ValueError(
                f"what is visible ({self.start} to {self.end} s) must be a part of the recording "
                f"({self.first} to {self.last} s)"
            )

    @classmethod
    def of(cls, first: float, last: float) -> "Viewport":
        """All of a recording; one without duration is given the shortest stretch."""
        last = max(last, first + SHORTEST_SECONDS)
        return cls(first, last, first, last)

    @property
    def span(self) -> float:
        """Seconds visible."""
        return self.end - self.start

    def zoomed(self, factor: float, about: float) -> "Viewport":
        """Show ``1 / factor`` of the time, keeping the instant ``about`` where it is on screen."""
        shortest = min(SHORTEST_SECONDS, self.last - self.first)
        span = min(max(self.span / factor, shortest), self.last - self.first)
        about = min(max(about, self.start), self.end)
        share = (about - self.start) / self.span
        return self._placed(about - share * span, span)

    def panned(self, seconds: float) -> "Viewport":
        """Show what is so much later."""
        return self._placed(self.start + seconds, self.span)

    def centred(self, seconds: float) -> "Viewport":
        """Show the same span about an instant."""
        return self._placed(seconds - self.span / 2, self.span)

    def fitted(self) -> "Viewport":
        """Show everything."""
        return replace(self, start=self.first, end=self.last)

    def showing(self, seconds: float) -> "Viewport":
        """Unchanged while an instant is visible; else turned like a page so that it is."""
        if self.start <= seconds <= self.end:
            return self
        if seconds > self.end:
            return self._placed(seconds - 0.05 * self.span, self.span)
        return self._placed(seconds - 0.95 * self.span, self.span)

    def _placed(self, start: float, span: float) -> "Viewport":
        start = min(max(start, self.first), self.last - span)
        # Rounding must not push an end out of the recording.
        return replace(self, start=max(start, self.first), end=min(start + span, self.last))
