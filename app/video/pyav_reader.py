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
from app.video.decoding import PictureStream
from app.video.frames import FrameBatch
from app.video.opening import OpenedRecording, examine
from app.video.packet_index import Damage
from app.video.random_access import FrameFinder
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
        self._finder = FrameFinder(self._pictures, cache_bytes)
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

    def count_by(self, time_base: TimeBase) -> None:
        """Take over the frames that an earlier complete pass over this file really saw.

        Raises
        ------
        ValueError
            They are counted in another unit, so they are not of this file.
        """
        if time_base.unit != self._recording.time_base.unit:
            raise ValueError(
                f"the file counts time in units of {self._recording.time_base.unit} s, not "
                f"{time_base.unit} s"
            )
        self._recording = replace(self._recording, time_base=time_base)

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
        times = self._times(index)
        found = self._finder.find(times, index)
        if found is None:
            raise self._nothing_left()
        pts, frame = found
        if pts != times[index]:
            self._note_damage(Damage(undecodable=1))
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
        yield from self._finder.prefetch(self._times(index), index)

    def close(self) -> None:
        """Let go of the file and of every frame kept; doing so twice does no harm."""
        self._closed = True
        self._finder.close()

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
            raise self._nothing_left()
        if np.array_equal(shown, promised.pts):
            return
        self._recording = replace(self._recording, time_base=TimeBase(shown, promised.unit))
        self._notice(
            f"{self._recording.path.name} promises {len(promised)} frames, but {shown.size} "
            "can be decoded; these are used."
        )

    # Common

    def _pictures(self) -> PictureStream:
        return PictureStream(self._recording.path, self._opened.stream, self._opened.index)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ValueError("the reader is closed")

    def _times(self, index: int) -> NDArray[np.int64]:
        times = self._recording.time_base.pts
        if not 0 <= index < times.size:
            raise IndexError(f"frame {index} is not among the {times.size} frames from 0")
        return times

    def _nothing_left(self) -> InputError:
        return InputError(
            f"No picture of {self._recording.path} can be decoded any more; "
            "the file may have been changed."
        )

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
