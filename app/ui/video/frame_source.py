"""Frames of the recording on screen, as images, decoded in a thread of its own."""

import time
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.core.recording import Recording
from app.ui.video.decode_worker import DecodeWorker
from app.ui.video.frame_plan import FrameRequest

BYTES_PER_PIXEL = 4
SEEK_SECONDS = 0.1
"""How much further than the time gone by a playhead must be for a jump to be a seek."""

NOTHING_SHOWN = (-1, 0.0, 0.0)
"""Frame, its time, and when it came on screen."""

PATIENCE = 5.0
"""Seconds a worker is waited for when the window closes; a frame takes less."""


class FrameSource(QObject):
    """Where the window asks for frames; lives on the main thread.

    ``want`` says what is needed; ``image`` gives it when it is ready, and ``ready`` tells when.
    A newer request replaces the one before.

    Signals
    -------
    ready(frame, asked)
        The image of a frame is there; ``asked`` if it was the one to show when decoding began.
    noticed(sentence)
        Something is odd with the file, for the user.
    failed(sentence, details)
        A frame cannot be had, for the user.
    """

    ready = Signal(int, bool)
    noticed = Signal(str)
    failed = Signal(str, str)
    _found = Signal(int, int, bool)
    _odd = Signal(int, str)
    _broken = Signal(int, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self._worker: DecodeWorker | None = None
        self._leaving: list[DecodeWorker] = []
        self._last_shown = NOTHING_SHOWN
        self.dropped = 0
        """Frames that playing at no more than its own speed passed over without showing them."""
        queued = Qt.ConnectionType.QueuedConnection
        self._found.connect(self._take_found, queued)
        self._odd.connect(self._take_odd, queued)
        self._broken.connect(self._take_broken, queued)

    def open(self, recording: Recording | None) -> None:
        """Take another recording (None: none); frames of the one before no longer come."""
        self._leave()
        self._generation += 1
        self.dropped, self._last_shown = 0, NOTHING_SHOWN
        if recording is not None:
            self._worker = DecodeWorker(
                recording.path,
                len(recording.time_base),
                recording.width * recording.height * BYTES_PER_PIXEL,
                self._generation,
                self,
            )
            self._worker.start()

    def close(self) -> None:
        """Let go of everything and wait for the threads."""
        self.open(None)
        for worker in self._leaving:
            worker.join(PATIENCE)
        self._leaving.clear()

    def want(self, request: FrameRequest) -> None:
        """Ask for a frame, and let those that follow be made ready."""
        if self._worker is not None:
            self._worker.want(request)

    def image(self, frame: int) -> QImage | None:
        """The image of a frame, RGB32 and upright, if it is ready."""
        return self._worker.image(frame) if self._worker is not None else None

    def count_shown(self, frame: int, seconds: float, *, gapless: bool) -> None:
        """Note which frame is on screen; ``gapless`` if none may have been passed over.

        A jump that is longer than the time gone by is a seek, and passes over nothing.
        """
        now = time.monotonic()
        last, then, since = self._last_shown
        if gapless and frame > last >= 0 and seconds - then < now - since + SEEK_SECONDS:
            self.dropped += frame - last - 1
        self._last_shown = frame, seconds, now

    # Told by the worker, on its thread.

    def frame_ready(self, generation: int, frame: int, asked: bool) -> None:
        """See ``DecodeListener``; any thread."""
        with suppress(RuntimeError):  # the window is gone, and with it whoever wanted to know
            self._found.emit(generation, frame, asked)

    def notice(self, generation: int, sentence: str) -> None:
        """See ``DecodeListener``; any thread."""
        with suppress(RuntimeError):
            self._odd.emit(generation, sentence)

    def fail(self, generation: int, sentence: str, details: str) -> None:
        """See ``DecodeListener``; any thread."""
        with suppress(RuntimeError):
            self._broken.emit(generation, sentence, details)

    # On the main thread.

    def _take_found(self, generation: int, frame: int, asked: bool) -> None:
        if generation == self._generation:
            self.ready.emit(frame, asked)

    def _take_odd(self, generation: int, sentence: str) -> None:
        if generation == self._generation:
            self.noticed.emit(sentence)

    def _take_broken(self, generation: int, sentence: str, details: str) -> None:
        if generation == self._generation:
            self.failed.emit(sentence, details)

    def _leave(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._leaving.append(self._worker)
            self._worker = None
        self._leaving = [worker for worker in self._leaving if worker.is_alive()]
