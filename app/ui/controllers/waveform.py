"""The waveform of the recording on screen, found in a worker and kept for those seen last."""

from collections import OrderedDict
from collections.abc import Generator
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from app.session.session import Session
from app.ui.notices import notices
from app.ui.tasks import Task, run_task
from app.ui.timeline.decimation import Curve
from app.ui.timeline.scene import Sound, SoundState
from app.ui.timeline.timeline_view import TimelineView

STRETCHES_PER_SECOND = 200
MOST_STRETCHES = 1_500_000
"""Two hours at full fineness; longer recordings are drawn a little coarser."""
KEPT = 6

FileState = tuple[Path, int, int]
"""Path, size, time of the last change: another state is another sound."""


class WaveformController(QObject):
    """Reads the sound of each recording that comes on screen."""

    def __init__(self, session: Session, view: TimelineView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._kept: OrderedDict[FileState, Sound] = OrderedDict()
        self._task: Task | None = None
        session.recording_changed.connect(self._on_recording)
        self._on_recording()

    def _on_recording(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        recording = self._session.recording
        if recording is None:
            self._view.show_sound(Sound())
            return
        if recording.audio_rate is None:
            self._view.show_sound(Sound(SoundState.NONE))
            return
        state = _state_of(recording.path)
        kept = self._kept.get(state) if state else None
        self._view.show_sound(kept or Sound(SoundState.READING))
        if kept is None:
            duration = self._session.playback.end - self._session.playback.start
            stretches = min(max(int(duration * STRETCHES_PER_SECOND), 1), MOST_STRETCHES)
            self._task = run_task(
                partial(_read, recording.path, stretches),
                on_done=partial(self._on_read, state),
                on_error=self._on_error,
            )

    def _on_read(self, state: FileState | None, sound: Sound) -> None:
        self._task = None
        if state is not None:
            self._kept[state] = sound
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._view.show_sound(sound)

    def _on_error(self, sentence: str, details: str) -> None:
        self._task = None
        self._view.show_sound(Sound(SoundState.NONE))
        notices.error(sentence, details)


def _state_of(path: Path) -> FileState | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return path, found.st_size, found.st_mtime_ns


def _read(path: Path, stretches: int) -> Generator[float, None, Sound]:
    """The waveform, ready to be drawn; runs in a worker."""
    from app.video.audio import envelope_steps

    envelope = yield from envelope_steps(path, stretches)
    if envelope is None or not envelope.minimum.size or envelope.stop <= envelope.start:
        return Sound(SoundState.NONE)
    width = (envelope.stop - envelope.start) / envelope.minimum.size
    middles = np.linspace(
        envelope.start, envelope.stop, envelope.minimum.size, endpoint=False, dtype=np.float64
    )
    return Sound(SoundState.READ, Curve(middles + width / 2, envelope.minimum, envelope.maximum))
