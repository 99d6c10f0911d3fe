"""The thread that decodes sound ahead of the device."""

import threading
from collections import deque
from pathlib import Path

import numpy as np

from app.core.errors import StudioError
from app.ui.sound.stretching import CHANNELS, Samples, heard

AHEAD_SECONDS = 1.0
"""Sound decoded before it is needed."""


class SoundFeed(threading.Thread):
    """Decodes from one position on until it is stopped.

    Parameters
    ----------
    path : Path
        The recording.
    position : float
        Where the sound begins, seconds.
    speed : float
        0.5 ... 2.
    rate : int
        Samples per second.
    """

    def __init__(self, path: Path, position: float, speed: float, rate: int) -> None:
        super().__init__(name=f"sound of {path.name}", daemon=True)
        self._wanted = path, position, speed, rate
        self._limit = round(AHEAD_SECONDS * rate)
        self._changed = threading.Condition()
        self._blocks: deque[Samples] = deque()
        self._count = 0
        self._stopped = False
        self.error = ""
        """Why no sound comes any more, for the user; empty while all is well."""

    def run(self) -> None:
        """Decode ahead."""
        try:
            for block in heard(*self._wanted):
                if not self._put(block):
                    return
        except (StudioError, OSError, ValueError) as error:
            self.error = str(error)

    def stop(self) -> None:
        """Finish after the block under way; does not wait."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def take(self, count: int) -> Samples:
        """At most so many samples, (N, 2); fewer while it is still decoding. Does not wait."""
        taken: list[Samples] = []
        with self._changed:
            while count > 0 and self._blocks:
                block = self._blocks.popleft()
                if len(block) > count:
                    self._blocks.appendleft(block[count:])
                    block = block[:count]
                taken.append(block)
                count -= len(block)
                self._count -= len(block)
            self._changed.notify()
        return np.concatenate(taken) if taken else np.zeros((0, CHANNELS), np.float32)

    def _put(self, block: Samples) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._count < self._limit)
            if not self._stopped:
                self._blocks.append(block)
                self._count += len(block)
            return not self._stopped
