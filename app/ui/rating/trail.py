"""Where the point of the affect plane was in the last seconds."""

from collections import deque
from collections.abc import Iterator

TRAIL_SECONDS = 3.0
_STEP = 1 / 30
"""Seconds between kept places: a smooth line, and never more than a hundred of them."""


class Trail:
    """Places with their times, the oldest first."""

    def __init__(self) -> None:
        self._kept: deque[tuple[float, tuple[float, ...]]] = deque()

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, now: float, values: tuple[float, ...]) -> None:
        """The point is here now; what is older than the trail is forgotten."""
        if not self._kept or now - self._kept[-1][0] >= _STEP:
            self._kept.append((now, values))
        self.forget(now)

    def forget(self, now: float) -> None:
        """Drop what is too old."""
        while self._kept and now - self._kept[0][0] > TRAIL_SECONDS:
            self._kept.popleft()

    def clear(self) -> None:
        """Begin anew."""
        self._kept.clear()

    def places(self, now: float) -> Iterator[tuple[float, tuple[float, ...]]]:
        """Freshness, from 0 (gone) to 1 (now), and values."""
        for at, values in self._kept:
            yield max(0.0, 1 - (now - at) / TRAIL_SECONDS), values
