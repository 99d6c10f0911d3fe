"""Results of this session by recording: shown whenever their recording is on screen."""

from collections import OrderedDict
from pathlib import Path
from typing import ClassVar

from psygnal import Signal

from app.core.analysis import Analysis
from app.session.session import RecordingState, Session
from app.session.tracks import ShownTrack
from app.ui.controllers.analysis_work import Finished
from app.ui.controllers.partial_tracks import DIMENSIONS, PartialTracks, track_key

MOST_RECORDINGS = 64
"""Further ones are found again in the cache, by running the analysis again."""


class Results:
    """Keeps what was found, and puts it on the timeline.

    A newer result of the same system, weights and people takes the place of the older one.

    Signals
    -------
    kept(path, shown)
        A whole result came: its recording, and its tracks (a list of `ShownTrack`).
    """

    kept: ClassVar[Signal] = Signal(object, list)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: OrderedDict[Path, list[Finished]] = OrderedDict()
        self._partial: dict[Path, PartialTracks] = {}
        session.recording_changed.connect(self._restore)

    def __contains__(self, path: Path) -> bool:
        return path in self._kept

    def on_screen(self, path: Path) -> bool:
        """Whether a recording is the one on screen."""
        recording = self._session.recording
        return recording is not None and recording.path == path

    def state_of(self, path: Path) -> RecordingState:
        """Where a recording is while nothing is done with it."""
        if path in self:
            return RecordingState.ANALYSED
        return RecordingState.OPEN if self.on_screen(path) else RecordingState.LISTED

    def keep(self, path: Path, finished: Finished) -> None:
        """Take a whole result."""
        self._partial.pop(path, None)
        others = [
            other for other in self._kept.pop(path, []) if _subject(other) != _subject(finished)
        ]
        self._kept[path] = [*others, finished]
        while len(self._kept) > MOST_RECORDINGS:
            self._kept.popitem(last=False)
        if self.on_screen(path):
            self._show(finished)
        self.kept.emit(path, shown_tracks(finished))

    def grow(self, path: Path, partial: PartialTracks) -> None:
        """Show what is known so far of an analysis under way."""
        self._partial[path] = partial
        recording = self._session.recording
        if recording is not None and self.on_screen(path):
            self._session.tracks.put(*partial.shown(recording))

    def give_up(self, path: Path) -> None:
        """An analysis ended without result: what was there before it is there again."""
        partial = self._partial.pop(path, None)
        if partial is None or not self.on_screen(path):
            return
        present = {shown.key for shown in self._session.tracks}
        for key in partial.keys() & present:
            self._session.tracks.remove(key)
        for finished in self._kept.get(path, []):
            self._put(finished)

    def forget(self, path: Path) -> None:
        """Let go of a recording's results."""
        self._kept.pop(path, None)

    def _restore(self) -> None:
        recording = self._session.recording
        if recording is None:
            return
        for finished in self._kept.get(recording.path, []):
            self._show(finished)
        if recording.path in self._partial:
            self.grow(recording.path, self._partial[recording.path])

    def _show(self, finished: Finished) -> None:
        self._put(finished)
        self._session.know_faces(finished.analysis.tracks)
        self._session.take(finished.analysis)

    def _put(self, finished: Finished) -> None:
        self._session.tracks.put(*shown_tracks(finished))


def shown_tracks(finished: Finished) -> list[ShownTrack]:
    """The timeline tracks of a whole result."""
    return [
        ShownTrack(
            key=track_key(prediction.provenance, prediction.person, name),
            label=finished.prepared.label,
            track=prediction.track(name),
            person=prediction.person,
            caution=finished.analysis.caution,
        )
        for prediction in finished.analysis.predictions
        for name in DIMENSIONS
    ]


def _subject(finished: Finished) -> tuple[object, ...]:
    made_by, analysis = finished.prepared.provenance, finished.analysis
    return (made_by.system, made_by.weights_sha256, _people(analysis))


def _people(analysis: Analysis) -> tuple[int, ...]:
    return tuple(prediction.person for prediction in analysis.predictions)
