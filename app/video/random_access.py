"""Any frame of a recording, exactly, with those around it kept for the next steps."""

from collections.abc import Callable, Iterator

import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from app.video.cache import FrameCache
from app.video.decoding import PictureStream

KEPT_ON_THE_WAY = 32
"""Frames before a wanted one that are all decoded and kept; of those further before it only the
ones that others need are decoded, which takes two thirds of the time."""

KEPT_BACKWARD = 0.75
"""Share of the cache that prefetching fills with frames before the present one."""


class FrameFinder:
    """Finds decoded frames by PTS and keeps those it meets on the way.

    Pictures stay as the decoder gave them: half the bytes of RGB, and those on the way to a frame
    are kept without the cost of converting them. Belongs to one thread.

    Parameters
    ----------
    pictures : callable
        Opens the recording's pictures from the beginning.
    capacity : int
        Most bytes of decoded frames kept.
    """

    def __init__(self, pictures: Callable[[], PictureStream], capacity: int) -> None:
        self._pictures = pictures
        self.cache: FrameCache[int, VideoFrame] = FrameCache(capacity)
        self._forward: PictureStream | None = None
        self._backward: PictureStream | None = None

    def find(self, times: NDArray[np.int64], index: int) -> tuple[int, VideoFrame] | None:
        """The frame of a rank, or the one a player would still show in its place.

        Parameters
        ----------
        times : int64 array (T,)
            PTS of the recording's frames, increasing.
        index : int
            0 ... T - 1.

        Returns
        -------
        (int, VideoFrame) or None
            The PTS it really has, and the frame: where the one asked for cannot be decoded, the
            nearest before it, at the beginning the nearest after; None if there is neither.
        """
        instead: tuple[int, VideoFrame] | None = None
        for rank in range(index, -1, -1):
            wanted = int(times[rank])
            kept = self.cache.get(wanted)
            if kept is not None:
                return wanted, kept
            found = self._decode(wanted, int(times[max(0, rank - KEPT_ON_THE_WAY)]))
            if found is None or found[0] != wanted:
                found = self._decode(wanted, None)
            if found is not None and found[0] <= wanted:
                return found
            instead = found or instead
        return instead

    def prefetch(self, times: NDArray[np.int64], index: int) -> Iterator[int]:
        """Fill the cache with the frames before a rank; see ``PyAVReader.prefetch``."""
        frame = self.cache.get(int(times[index]))
        if frame is None:
            return
        window = int(self.cache.capacity * KEPT_BACKWARD / max(1, bytes_of(frame)))
        lowest = index
        while lowest > 0 and int(times[lowest - 1]) in self.cache:
            lowest -= 1
        first = max(0, index - window)
        if lowest <= first or index - lowest > window // 2:
            return
        for kept in range(lowest, index + 1):
            self.cache.get(int(times[kept]))  # now the newest in the cache, so that these stay
        if self._backward is None:
            self._backward = self._pictures()
        self._backward.start_at(int(times[first]))
        for pts, frame in self._backward:
            rank = int(np.searchsorted(times, pts))
            if rank >= lowest:
                return
            if rank >= first:
                self.cache.put(pts, frame, bytes_of(frame))
                yield rank

    def close(self) -> None:
        """Let go of the file and of every frame kept; doing so twice does no harm."""
        self.cache.clear()
        for pictures in (self._forward, self._backward):
            if pictures is not None:
                pictures.close()
        self._forward = self._backward = None

    def _decode(self, wanted: int, lean_before: int | None) -> tuple[int, VideoFrame] | None:
        """The frame of a PTS; else the last one met before it, else the first after it."""
        if self._forward is None:
            self._forward = self._pictures()
        if not self._forward.reaches(wanted):
            self._forward.start_at(wanted)
        self._forward.lean_before = lean_before
        before: tuple[int, VideoFrame] | None = None
        for pts, frame in self._forward:
            self.cache.put(pts, frame, bytes_of(frame))
            if pts == wanted:
                return pts, frame
            if pts > wanted:
                return before or (pts, frame)
            before = (pts, frame)
        return before


def bytes_of(frame: VideoFrame) -> int:
    """Bytes a decoded frame takes."""
    return sum(plane.buffer_size for plane in frame.planes)
