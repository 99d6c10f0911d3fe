"""The thread that decodes one recording for the window.

It owns a reader, gets frozen requests (the newest replaces the one before) and keeps ready, as
images, the frame asked for and those that will be asked for next. What it finds is told to a
listener, on its own thread.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.ui.tasks import explain
from app.ui.video.frame_plan import FramePlan, FrameRequest, plan

if TYPE_CHECKING:
    from app.video.pyav_reader import PyAVReader

READY_BYTES = 128 * 2**20
"""Images kept ready: 36 of 720p, 15 of 1080p, beside the reader's own cache."""

LEAST_READY, MOST_READY = 6, 64
PLANNED_SHARE = 0.75
"""Of the frames kept ready; the rest are those just passed, for a step back."""

STILL_NEAR = 200
"""Frames back from where decoding of what lies before began, for which it is still of use."""


class DecodeListener(Protocol):
    """Who is told what a worker found; called on the worker's thread."""

    def frame_ready(self, generation: int, frame: int, asked: bool) -> None:
        """An image is there; ``asked`` if it was the one to show when decoding began."""

    def notice(self, generation: int, sentence: str) -> None:
        """Something is odd with the file."""

    def fail(self, generation: int, sentence: str, details: str) -> None:
        """A frame cannot be had."""


class DecodeWorker(threading.Thread):
    """Decodes one opening of a recording until it is stopped.

    Parameters
    ----------
    path : Path
        The recording.
    count : int
        Its frames.
    frame_bytes : int
        Bytes of an image.
    generation : int
        Comes back with everything the listener is told.
    listener : DecodeListener
        Is told on this thread.
    """

    def __init__(
        self, path: Path, count: int, frame_bytes: int, generation: int, listener: DecodeListener
    ) -> None:
        super().__init__(name=f"decoding {path.name}", daemon=True)
        self._path, self._count = path, count
        self._generation, self._listener = generation, listener
        self._room = min(max(READY_BYTES // max(frame_bytes, 1), LEAST_READY), MOST_READY)
        self._changed = threading.Condition()
        self._request: FrameRequest | None = None
        self._ready: dict[int, QImage] = {}
        self._stopped = False
        self._said: set[str] = set()
        self._prefetching: tuple[int, Iterator[int]] | None = None

    # For the main thread.

    def want(self, request: FrameRequest) -> None:
        """Take a request in place of the one before."""
        with self._changed:
            if request != self._request:
                self._request = request
                self._changed.notify()

    def image(self, frame: int) -> QImage | None:
        """The image of a frame, if it is ready."""
        with self._changed:
            return self._ready.get(frame)

    def stop(self) -> None:
        """Finish after the frame under way; does not wait."""
        with self._changed:
            self._stopped = True
            self._ready.clear()
            self._changed.notify()

    # The thread.

    def run(self) -> None:
        """Serve requests until stopped."""
        try:
            from app.video.pyav_reader import open_recording  # loads FFmpeg and OpenCV

            with open_recording(self._path) as reader:
                self._serve(reader)
        except Exception as error:
            self._fail(error)

    def _serve(self, reader: "PyAVReader") -> None:
        served: FrameRequest | None = None
        while (request := self._next(served)) is not None:
            served = request
            try:
                self._prepare(reader, request)
            except Exception as error:
                self._fail(error)
            self._tell_notices(reader)

    def _next(self, served: FrameRequest | None) -> FrameRequest | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._request != served)
            return None if self._stopped else self._request

    def _prepare(self, reader: "PyAVReader", request: FrameRequest) -> None:
        """Make ready what a request plans, until there is another request."""
        planned = plan(request, self._count, max(1, int(self._room * PLANNED_SHARE)))
        for _ in self._steps(reader, request, planned):
            if self._superseded(request):
                return

    def _steps(
        self, reader: "PyAVReader", request: FrameRequest, planned: FramePlan
    ) -> Iterator[None]:
        yield from self._convert(reader, planned, planned.ahead, request.frame)
        if not request.playing or request.direction < 0:
            yield from self._prefetch(reader, request.frame)
        yield from self._convert(reader, planned, planned.behind, request.frame)

    def _prefetch(self, reader: "PyAVReader", frame: int) -> Iterator[None]:
        """Decode what lies before; goes on where the request before left off, if it was near."""
        origin, steps = self._prefetching or (frame, None)
        if steps is None or not 0 <= origin - frame < STILL_NEAR:
            steps = reader.prefetch(frame)
            self._prefetching = frame, steps
        for _ in steps:
            yield
        self._prefetching = None

    def _convert(
        self, reader: "PyAVReader", planned: FramePlan, frames: tuple[int, ...], asked: int
    ) -> Iterator[None]:
        for frame in frames:
            if self.image(frame) is None:
                image = rgb32(reader.frame(frame))
                self._keep(frame, image, planned)
                self._listener.frame_ready(self._generation, frame, frame == asked)
                yield

    def _superseded(self, request: FrameRequest) -> bool:
        with self._changed:
            return self._stopped or self._request != request

    def _keep(self, frame: int, image: QImage, planned: FramePlan) -> None:
        needed = {*planned.ahead, *planned.behind}
        with self._changed:
            if self._stopped:
                return
            self._ready[frame] = image
            passed = [kept for kept in self._ready if kept not in needed]
            for kept in passed[: max(0, len(self._ready) - self._room)]:
                del self._ready[kept]

    def _tell_notices(self, reader: "PyAVReader") -> None:
        for sentence in reader.notices:
            if sentence not in self._said:
                self._said.add(sentence)
                self._listener.notice(self._generation, sentence)

    def _fail(self, error: Exception) -> None:
        sentence, details = explain(error)
        if isinstance(error, IndexError):
            sentence = f"{self._path} has changed while it was open; open it again."
        if sentence not in self._said:
            self._said.add(sentence)
            self._listener.fail(self._generation, sentence, details)


def rgb32(rgb: NDArray[np.uint8]) -> QImage:
    """An image of its own, in the format that is painted fastest, of pixels (H, W, 3)."""
    height, width = rgb.shape[:2]
    pixels = np.ascontiguousarray(rgb)
    wrapped = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return wrapped.convertToFormat(QImage.Format.Format_RGB32)


def rgb_view(image: QImage) -> NDArray[np.uint8]:
    """The pixels of such an image as RGB (H, W, 3), without a copy; lives as long as the image."""
    pixels = np.frombuffer(image.constBits(), np.uint8)
    rows = pixels.reshape(image.height(), image.bytesPerLine())[:, : 4 * image.width()]
    # In memory it is B, G, R, 255 on the little-endian machines Qt and we run on.
    return rows.reshape(image.height(), image.width(), 4)[..., 2::-1]
