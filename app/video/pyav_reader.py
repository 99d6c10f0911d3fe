"""Reading recordings with PyAV (FFmpeg): in order, and frame by frame exactly."""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from app.core.errors import InputError
from app.core.recording import Recording
from app.core.timebase import TimeBase
from app.video.cache import FrameCache
from app.video.decoding import PictureStream
from app.video.frames import FrameBatch
from app.video.opening import OpenedRecording, examine
from app.video.packet_index import Damage
from app.video.upright import UprightConverter

CACHE_BYTES = 256 * 2**20
"""Decoded frames kept by default: 777 of 640x360, 86 of 1080p."""

BATCH_BYTES = 256 * 2**20
"""A batch has fewer frames than asked for where they would take more memory than this."""


def open_recording(path: str | Path, *, cache_bytes: int = CACHE_BYTES) -> "PyAVReader":
    """Open a video file; its packets are read, only its first picture is decoded.

    Parameters
    ----------
    path : str or Path
        The file.
    cache_bytes : int
        Most bytes of decoded frames kept for ``frame``.

    Returns
    -------
    PyAVReader
        To be closed after use; a context manager.

    Raises
    ------
    InputError
        The file is missing, a folder, not permitted, empty, no video, has only sound (a cover
        picture does not count), or no picture of it can be decoded.
    """
    return PyAVReader(examine(Path(path)), cache_bytes)


class PyAVReader:
    """The frames of one recording; see ``FrameReader`` for what every reader promises.

    Belongs to one thread. Several passes may be under way at once, also between calls of
    ``frame``: each pass reads the file on its own.

    Parameters
    ----------
    opened : OpenedRecording
        From ``examine``.
    cache_bytes : int
        Most bytes of decoded frames kept.
    """

    def __init__(self, opened: OpenedRecording, cache_bytes: int = CACHE_BYTES) -> None:
        self._opened = opened
        self._recording = opened.recording
        self._notices: list[str] = []
        self._converter = UprightConverter(opened.width, opened.height, opened.orientation)
        # Pictures stay as the decoder gave them: half the bytes of RGB, and those on the way to
        # a frame are kept without the cost of converting them.
        self._cache: FrameCache[int, VideoFrame] = FrameCache(cache_bytes)
        self._forward: PictureStream | None = None
        self._backward: PictureStream | None = None
        self._closed = False
        if opened.cut_off:
            self._notice(f"{opened.recording.path.name} is cut off; it is read as far as it goes.")
        self._note_damage(opened.damage)

    @property
    def recording(self) -> Recording:
        """What is known of the file now; corrected after a complete pass that found otherwise."""
        return self._recording

    @property
    def notices(self) -> list[str]:
        """Plain sentences about what is odd with the file, each once; grows while reading."""
        return self._notices

    def batches(
        self, *, start: int = 0, stop: int | None = None, step: int = 1, size: int = 16
    ) -> Iterator[FrameBatch]:
        """Frames ``start, start + step, ...`` before ``stop`` in presentation order.

        Only these are converted; memory does not grow with the recording. A complete pass (from
        0 to the end) counts the frames that the decoder really shows; if they are others than
        promised, ``recording`` is replaced when the last batch comes, and ``notices`` says so.
        Any other pass counts by ``recording`` as it is, and leaves out what cannot be decoded.

        Parameters
        ----------
        start, stop : int
            Ranks in presentation order; ``stop`` None or beyond the end means the end.
        step : int
            >= 1.
        size : int
            Most frames in a batch, >= 1; fewer where they would take more than 256 MB.

        Raises
        ------
        InputError
            The file has vanished, or no picture of it can be decoded any more.
        """
        self._refuse_closed()
        if start < 0 or step < 1 or size < 1 or (stop is not None and stop < 0):
            raise ValueError(
                "start and stop must be >= 0, step and size >= 1, not "
                f"start={start}, stop={stop}, step={step}, size={size}"
            )
        count = len(self._recording.time_base)
        end = count if stop is None else min(stop, count)
        if start == 0 and end == count:
            return self._batched(self._every_frame(step), size)
        return self._batched(self._some_frames(range(start, end, step)), size)

    def frame(self, index: int) -> NDArray[np.uint8]:
        """One upright RGB frame (H, W, 3) by its rank in presentation order.

        Frames decoded on the way stay in the cache, so that steps back are cheap. In place of a
        frame that cannot be decoded comes the one a player would still show: the nearest before
        it (at the beginning, the first).

        Raises
        ------
        IndexError
            There is no frame of that rank.
        InputError
            The file has vanished, or no picture of it can be decoded any more.
        """
        self._refuse_closed()
        pts = self._pts(index)
        frame = self._cache.get(pts)
        if frame is None:
            frame = self._decode(pts)
        image = self._converter.rgb(frame)
        self._note_sizes()
        return image

    def prefetch(self, index: int) -> Iterator[int]:
        """Fill the cache with the frames before one, for steps back still to come.

        Meant for idle moments between calls of ``frame(index)``: each ``yield`` (the rank of a
        frame just kept) is a place to stop. Does nothing while at least half as many frames as
        three quarters of the cache can hold are there already.
        """
        self._refuse_closed()
        pts = self._pts(index)
        frame = self._cache.get(pts)
        if frame is None:
            return
        window = int(self._cache.capacity * 3 / 4 / max(1, _bytes_of(frame)))
        lowest = index
        times = self._recording.time_base.pts
        while lowest > 0 and int(times[lowest - 1]) in self._cache:
            lowest -= 1
        first = max(0, index - window)
        if lowest <= first or index - lowest > window // 2:
            return
        for kept in range(lowest, index + 1):
            self._cache.get(int(times[kept]))  # the newest in the cache, so that these stay
        yield from self._fill(first, lowest)

    def close(self) -> None:
        """Let go of the file and of every frame kept; doing so twice does no harm."""
        self._closed = True
        self._cache.clear()
        for pictures in (self._forward, self._backward):
            if pictures is not None:
                pictures.close()
        self._forward = self._backward = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # In order

    def _every_frame(self, step: int) -> Iterator[tuple[int, int, VideoFrame]]:
        shown = array("q")
        with self._pictures() as pictures:
            for pts, frame in pictures:
                if len(shown) % step == 0:
                    yield len(shown), pts, frame
                shown.append(pts)
            self._note_damage(pictures.damage)
        self._correct(np.array(shown, np.int64))

    def _some_frames(self, wanted: range) -> Iterator[tuple[int, int, VideoFrame]]:
        if not wanted:
            return
        times = self._recording.time_base.pts
        with self._pictures() as pictures:
            if wanted[0] > 0:
                pictures.start_at(int(times[wanted[0]]))
            last = int(times[wanted[-1]])
            for pts, frame in pictures:
                if pts > last:
                    break
                rank = int(np.searchsorted(times, pts))
                if times[rank] == pts and rank in wanted:
                    yield rank, pts, frame
                if pts == last:
                    break
            self._note_damage(pictures.damage)

    def _batched(
        self, selected: Iterator[tuple[int, int, VideoFrame]], size: int
    ) -> Iterator[FrameBatch]:
        shape = self._converter.shape
        most = min(size, max(1, BATCH_BYTES // int(np.prod(shape))))
        images = np.empty((most, *shape), np.uint8)
        ranks: list[int] = []
        times: list[int] = []
        for rank, pts, frame in selected:
            self._converter.write(frame, images[len(ranks)])
            ranks.append(rank)
            times.append(pts)
            if len(ranks) == most:
                self._note_sizes()
                yield self._batch(images, ranks, times)
                images = np.empty((most, *shape), np.uint8)
                ranks, times = [], []
        self._note_sizes()
        if ranks:
            yield self._batch(images[: len(ranks)], ranks, times)

    def _batch(self, images: NDArray[np.uint8], ranks: list[int], times: list[int]) -> FrameBatch:
        seconds = TimeBase(np.array(times, np.int64), self._recording.time_base.unit).seconds
        return FrameBatch(images, np.array(ranks, np.int64), seconds)

    def _correct(self, shown: NDArray[np.int64]) -> None:
        promised = self._recording.time_base
        if shown.size == 0:
            raise InputError(
                f"No picture of {self._recording.path} can be decoded any more; "
                "the file may have been changed."
            )
        if np.array_equal(shown, promised.pts):
            return
        self._recording = replace(self._recording, time_base=TimeBase(shown, promised.unit))
        self._notice(
            f"{self._recording.path.name} promises {len(promised)} frames, but {shown.size} "
            "can be decoded; these are used."
        )

    # One by one

    def _pts(self, index: int) -> int:
        count = len(self._recording.time_base)
        if not 0 <= index < count:
            raise IndexError(f"frame {index} is not among the {count} frames from 0")
        return int(self._recording.time_base.pts[index])

    def _decode(self, wanted: int) -> VideoFrame:
        if self._forward is None:
            self._forward = self._pictures()
        pictures = self._forward
        if not pictures.reaches(wanted):
            pictures.start_at(wanted)
        before: VideoFrame | None = None
        for pts, frame in pictures:
            self._cache.put(pts, frame, _bytes_of(frame))
            if pts == wanted:
                return frame
            if pts > wanted:
                return self._in_place_of(wanted, before or frame)
            before = frame
        return self._in_place_of(wanted, before)

    def _in_place_of(self, wanted: int, shown: VideoFrame | None) -> VideoFrame:
        self._note_damage(Damage(undecodable=1))
        times = self._recording.time_base.pts
        rank = int(np.searchsorted(times, wanted))
        if shown is not None:
            return shown
        if rank > 0:
            earlier = int(times[rank - 1])
            kept = self._cache.get(earlier)
            return kept if kept is not None else self._decode(earlier)
        raise InputError(
            f"No picture of {self._recording.path} can be decoded any more; "
            "the file may have been changed."
        )

    def _fill(self, first: int, lowest: int) -> Iterator[int]:
        times = self._recording.time_base.pts
        if self._backward is None:
            self._backward = self._pictures()
        self._backward.start_at(int(times[first]))
        for pts, frame in self._backward:
            rank = int(np.searchsorted(times, pts))
            if rank >= lowest:
                return
            if rank >= first:
                self._cache.put(pts, frame, _bytes_of(frame))
                yield rank

    # Common

    def _pictures(self) -> PictureStream:
        return PictureStream(self._recording.path, self._opened.stream, self._opened.index)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ValueError("the reader is closed")

    def _notice(self, sentence: str) -> None:
        if sentence not in self._notices:
            self._notices.append(sentence)

    def _note_damage(self, damage: Damage) -> None:
        if self._opened.cut_off:
            return  # said already
        name = self._recording.path.name
        if damage.unreadable:
            self._notice(f"{name} ends early or has a hole; it is read as far as it goes.")
        if damage.undecodable or damage.corrupt:
            self._notice(f"Parts of {name} are damaged; what cannot be decoded is left out.")

    def _note_sizes(self) -> None:
        if self._converter.resized:
            self._notice(
                f"The picture of {self._recording.path.name} changes its size; all frames are "
                f"shown at {self._recording.width} x {self._recording.height}."
            )


def _bytes_of(frame: VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)
