"""How fast something goes, and how long it still takes."""

from collections import deque

WINDOW_SECONDS = 10.0
SHORTEST_SECONDS = 0.5


class Pace:
    """The pace of the last ten seconds, so that a fast beginning promises nothing.

    Parts that came from a cache in no time, or a download that goes on from where it was cut, do
    not count as speed that the rest does not have.
    """

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """Something else is counted from here on."""
        self._marks.clear()

    def take(self, done: int, total: int | None, now: float) -> tuple[float | None, float | None]:
        """Units a second, and seconds left; each None while too little is known.

        Parameters
        ----------
        done : int
            So many are done now; never less than before.
        total : int or None
            Of so many.
        now : float
            Seconds from any origin.
        """
        self._marks.append((now, done))
        while now - self._marks[0][0] > WINDOW_SECONDS:
            self._marks.popleft()
        (began, first), (_, last) = self._marks[0], self._marks[-1]
        if now - began < SHORTEST_SECONDS or last <= first:
            return None, None
        pace = (last - first) / (now - began)
        return pace, None if total is None else (total - done) / pace
