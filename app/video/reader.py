"""What every reader of recordings can do."""

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from app.core.recording import Recording
from app.core.timebase import TimeBase
from app.video.frames import FrameBatch


class FrameReader(Protocol):
    """Frames of one recording, in order or one by one.

    A reader belongs to the thread that uses it: calls from two threads at once are not allowed;
    two threads open two readers. It is a context manager; closing it twice does no harm.
    """

    @property
    def recording(self) -> Recording:
        """What is known of the file now; corrected after a complete pass that found otherwise."""

    @property
    def notices(self) -> list[str]:
        """Plain sentences about what is odd with the file, for the user; grows while reading."""

    def count_by(self, time_base: TimeBase) -> None:
        """Take over the frames that an earlier complete pass over this file really saw."""

    def batches(
        self, *, start: int = 0, stop: int | None = None, step: int = 1, size: int = 16
    ) -> Iterator[FrameBatch]:
        """Frames ``start, start + step, ...`` before ``stop``, in batches of at most ``size``."""

    def frame(self, index: int) -> NDArray[np.uint8]:
        """One upright RGB frame (H, W, 3) by its rank in presentation order."""

    def close(self) -> None:
        """Let go of the file and of every frame kept."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
