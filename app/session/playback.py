"""Where the one playhead is, and how it moves.

Convention: positions are seconds of presentation time, not shifted to zero. The frame shown at a
position is the one with the largest PTS not after it. While playing, a clock says how far it is;
`Playback.tick` is called as often as the display refreshes and moves the playhead there. A loop is
half-open: at its end the playhead goes back to its beginning.
"""

import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from psygnal import Signal

from app.core.timebase import TimeBase

SLOWEST, FASTEST = 0.1, 4.0
SHUTTLE_RATES = (1.0, 2.0, 4.0)


class Clock(Protocol):
    """What tells a playing recording's position: sound when there is a device, else a timer."""

    def start(self, position: float, rate: float) -> None:
        """Run from a position (seconds) at a rate (1 is as filmed; negative runs backwards)."""

    def position(self) -> float:
        """Where it is now, in seconds."""

    def stop(self) -> None:
        """Stop running."""


class MonotonicClock:
    """A clock that needs no device.

    Parameters
    ----------
    now : callable
        Seconds from any origin, never going back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._origin = 0.0
        self._position = 0.0
        self._rate = 0.0

    def start(self, position: float, rate: float) -> None:
        """Run from a position at a rate."""
        self._origin, self._position, self._rate = self._now(), position, rate

    def position(self) -> float:
        """Where it is now, in seconds."""
        return self._position + (self._now() - self._origin) * self._rate

    def stop(self) -> None:
        """Stop where it is."""
        self._position, self._rate = self.position(), 0.0


@dataclass(frozen=True, slots=True)
class Loop:
    """A passage that is played again and again.

    Attributes
    ----------
    start, end : float
        Seconds, ``start < end``, half-open.
    """

    start: float
    end: float

    def __post_init__(self) -> None:
        """Check that it has a length."""
        if not self.start < self.end:
            raise ValueError(f"a loop ends after it starts, not {self.start} to {self.end}")


class Playback:
    """The playhead of the recording that is open.

    Signals
    -------
    moved(frame, seconds)
        The playhead is elsewhere; ``frame`` is the one shown now.
    jumped()
        The playhead is about to be put elsewhere, by hand or by the loop: what lies between is not
        played.
    changed()
        Playing, rate, loop or the recording itself changed.
    """

    moved: ClassVar[Signal] = Signal(int, float)
    jumped: ClassVar[Signal] = Signal()
    changed: ClassVar[Signal] = Signal()

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock: Clock = clock or MonotonicClock()
        self._base: TimeBase | None = None
        self._last_duration = 0.0
        self._seconds = 0.0
        self._frame = 0
        self._playing = False
        self._rate = 1.0
        self._marks: tuple[float | None, float | None] = (None, None)

    # What is so.

    @property
    def time_base(self) -> TimeBase | None:
        """Of the recording that is open."""
        return self._base

    @property
    def seconds(self) -> float:
        """Position of the playhead."""
        return self._seconds

    @property
    def frame(self) -> int:
        """Index of the frame shown."""
        return self._frame

    @property
    def playing(self) -> bool:
        """Whether it runs."""
        return self._playing

    @property
    def rate(self) -> float:
        """1 is as filmed; negative runs backwards."""
        return self._rate

    @property
    def marks(self) -> tuple[float | None, float | None]:
        """Loop in and out, each when set, in seconds."""
        return self._marks

    @property
    def loop(self) -> Loop | None:
        """The passage that is repeated: both marks are set and the second is later."""
        start, end = self._marks
        if start is None or end is None or end <= start:
            return None
        return Loop(start, end)

    @property
    def end(self) -> float:
        """When the last frame ceases to be shown, in seconds."""
        return self._times[-1] + self._last_duration if self._base else 0.0

    @property
    def start(self) -> float:
        """When the first frame is shown, in seconds."""
        return self._times[0] if self._base else 0.0

    # What can be done.

    def open(self, base: TimeBase | None) -> None:
        """Take another recording (None: none), at its first frame, standing still."""
        self._clock.stop()
        self._base = base
        self._playing, self._rate, self._marks = False, 1.0, (None, None)
        self._times: list[float] = base.seconds.tolist() if base else []
        fps = base.median_fps if base else 0.0
        self._last_duration = 1 / fps if fps else 0.0
        self._place(self.start)
        self.changed.emit()

    def use_clock(self, clock: Clock) -> None:
        """Take another clock, going on where the playhead is."""
        self._clock.stop()
        self._clock = clock
        if self._playing:
            self._clock.start(self._seconds, self._rate)

    def play(self) -> None:
        """Run; from the beginning when the playhead stands at the end."""
        if self._base is None:
            return
        first, last = self._bounds()
        at_end = self._frame >= self._frame_before(last) if self._rate > 0 else self._frame == 0
        if at_end or not first <= self._seconds <= last:
            self.jumped.emit()
            self._place(first if self._rate > 0 else last)
        self._playing = True
        self._clock.start(self._seconds, self._rate)
        self.changed.emit()

    def pause(self) -> None:
        """Stand still."""
        if self._playing:
            self.tick()
        self._clock.stop()
        self._playing = False
        self.changed.emit()

    def toggle(self) -> None:
        """Play or pause."""
        if self._playing:
            self.pause()
        else:
            if self._rate < 0:
                self._rate = 1.0
            self.play()

    def seek(self, seconds: float) -> None:
        """Put the playhead at a time, within the recording."""
        if self._base is None:
            return
        self.jumped.emit()
        self._place(min(max(seconds, self.start), self._times[-1]))
        if self._playing:
            self._clock.start(self._seconds, self._rate)

    def seek_frame(self, frame: int) -> None:
        """Put the playhead on a frame, within the recording."""
        if self._base is not None:
            self.seek(self._times[min(max(frame, 0), len(self._times) - 1)])

    def step(self, frames: int) -> None:
        """Stand still, so many frames on (or back)."""
        if self._playing:
            self.pause()
        self.seek_frame(self._frame + frames)

    def set_rate(self, rate: float) -> None:
        """Run at another rate, its size within 0.1 ... 4."""
        if rate == 0:
            raise ValueError("a rate of 0 is a pause")
        size = min(max(abs(rate), SLOWEST), FASTEST)
        self._rate = size if rate > 0 else -size
        if self._playing:
            self._clock.start(self._seconds, self._rate)
        self.changed.emit()

    def shuttle(self, direction: int) -> None:
        """J-K-L: 0 stops; each further press of one direction doubles the rate, up to 4."""
        if direction == 0:
            self._rate = 1.0
            self.pause()
            return
        faster = self._playing and self._rate * direction > 0
        sizes = [rate for rate in SHUTTLE_RATES if rate > abs(self._rate)]
        size = (sizes[0] if sizes else SHUTTLE_RATES[-1]) if faster else 1.0
        self.set_rate(size * direction)
        if not self._playing:
            self.play()

    def mark(self, *, start: float | None = None, end: float | None = None) -> None:
        """Set loop in or out; marks that would cross drop the other one."""
        first, last = self._marks
        if start is not None:
            first, last = start, last if last is not None and last > start else None
        if end is not None:
            first, last = first if first is not None and first < end else None, end
        self._marks = (first, last)
        self.changed.emit()

    def clear_marks(self) -> None:
        """Play the whole recording again."""
        self._marks = (None, None)
        self.changed.emit()

    def tick(self) -> None:
        """Move the playhead to where the clock is; loops and stops at the ends."""
        if not self._playing or self._base is None:
            return
        position = self._clock.position()
        first, last = self._bounds()
        if first <= position < last:
            self._place(position)
        elif self.loop is not None:
            self.jumped.emit()
            self._place(first if self._rate > 0 else last)
            self._clock.start(self._seconds, self._rate)
        else:
            self._place(self._times[-1] if self._rate > 0 else self.start)
            self._clock.stop()
            self._playing = False
            self.changed.emit()

    def _bounds(self) -> tuple[float, float]:
        loop = self.loop
        return (loop.start, min(loop.end, self.end)) if loop else (self.start, self.end)

    def _frame_before(self, seconds: float) -> int:
        if self._base is None:
            return 0
        return max(0, self._base.between(None, seconds).stop - 1)

    def _place(self, seconds: float) -> None:
        self._seconds = seconds
        # The times are at hand; `TimeBase.index_at` would make them anew at every refresh.
        self._frame = max(0, bisect_right(self._times, seconds) - 1) if self._base else 0
        self.moved.emit(self._frame, self._seconds)
