"""The clock that is the sound: the playhead is where the loudspeaker is.

The device takes samples in gulps of 10 to 50 ms. Between them time goes on by the computer's clock,
and the difference between the two is worked off gently, so that pictures neither jump nor go back.
Where there is nothing to hear (no device, no sound, backwards, a rate outside 0.5 to 2) it is the
computer's clock alone; so it is from the moment on at which a device stops taking samples.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.session.playback import MonotonicClock
from app.ui.sound.feed import SoundFeed
from app.ui.sound.stretching import FASTEST_HEARD, SLOWEST_HEARD, Samples

JUMP_SECONDS = 0.15
"""A difference from the device that is too large to be worked off."""

CORRECTION = 0.1
"""Share of the difference that is worked off at a look at the clock."""

PATIENCE = 1.0
"""Seconds without progress after which the device counts as lost."""


class Sink(Protocol):
    """Something that plays samples."""

    @property
    def rate(self) -> int:
        """Samples per second it wants."""

    @property
    def broken(self) -> bool:
        """Whether it has stopped for good."""

    def start(self) -> None:
        """Begin to play, with nothing to play yet."""

    def stop(self) -> None:
        """Stop at once; what was written is not heard."""

    def room(self) -> int:
        """How many samples can be written now."""

    def write(self, samples: Samples) -> int:
        """Take samples (N, 2); gives how many it took."""

    def waiting(self) -> int:
        """How many samples were written and are not heard yet."""


class SoundClock:
    """A ``Clock`` for ``Playback``.

    Parameters
    ----------
    on_lost : callable
        Called once when the device stops playing; the clock has gone on without it.
    now : callable
        Seconds from any origin, never going back.
    """

    def __init__(
        self,
        on_lost: Callable[[], None] = lambda: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_lost, self._now = on_lost, now
        self._timer = MonotonicClock(now)
        self._sink: Sink | None = None
        self._path: Path | None = None
        self._feed: SoundFeed | None = None
        self._start, self._speed, self._written = 0.0, 1.0, 0
        self._position, self._looked = 0.0, 0.0
        self._heard, self._progress = 0, 0.0

    @property
    def sounding(self) -> bool:
        """Whether the sound is the clock now."""
        return self._feed is not None

    def open(self, path: Path | None) -> None:
        """Play the sound of a recording from the next start on; None for one without."""
        self.stop()
        self._path = path

    def use(self, sink: Sink | None) -> None:
        """Play on another device from the next start on."""
        self.stop()
        self._sink = sink

    # What a clock does.

    def start(self, position: float, rate: float) -> None:
        """Run from a position at a rate."""
        self.stop()
        sink, path = self._sink, self._path
        if path is None or sink is None or not SLOWEST_HEARD <= rate <= FASTEST_HEARD:
            self._timer.start(position, rate)
            return
        self._start = self._position = position
        self._speed, self._written, self._heard = rate, 0, 0
        self._looked = self._progress = self._now()
        self._feed = SoundFeed(path, position, rate, sink.rate)
        self._feed.start()
        sink.start()

    def position(self) -> float:
        """Where it is now, in seconds."""
        self.pump()
        if self._feed is None or self._sink is None:
            return self._timer.position()
        now = self._now()
        passed, self._looked = now - self._looked, now
        heard = self._written - self._sink.waiting()
        if heard <= 0:
            return self._position  # the first sample has not left the device
        measured = self._start + heard / self._sink.rate * self._speed
        expected = self._position + passed * self._speed
        error = measured - expected
        far = abs(error) > JUMP_SECONDS * max(1.0, self._speed)
        expected = measured if far else expected + CORRECTION * error
        self._position = max(self._position, expected)
        return self._position

    def stop(self) -> None:
        """Stop running."""
        if self._feed is None:
            self._timer.stop()
            return
        self._feed.stop()
        self._feed = None
        self._timer.start(self._position, 0.0)
        if self._sink is not None:
            self._sink.stop()

    def pump(self) -> None:
        """Hand samples to the device; to be called more often than its buffer runs empty."""
        feed, sink = self._feed, self._sink
        if feed is None or sink is None:
            return
        room = sink.room()
        samples = feed.take(room)
        if len(samples):
            self._written += sink.write(samples)
        heard = self._written - sink.waiting()
        if heard > self._heard:
            self._heard, self._progress = heard, self._now()
        if sink.broken or feed.error or self._now() - self._progress > PATIENCE:
            self._lose(sink)

    def _lose(self, sink: Sink) -> None:
        """Go on by the computer's clock from where the sound was."""
        if self._feed is not None:
            self._feed.stop()
        self._feed, self._sink = None, None
        self._timer.start(self._position, self._speed)
        sink.stop()
        self._on_lost()
