"""What is open: the queue of recordings, the one on screen, its faces and its tracks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import ClassVar

from psygnal import Signal

from app.core.analysis import Analysis
from app.core.face_track import FaceTrack
from app.core.recording import Recording
from app.session.annotations import Annotations
from app.session.bands import Bands
from app.session.comparing import Comparing
from app.session.features import Features
from app.session.playback import Clock, Playback
from app.session.tracks import TrackList
from app.session.viewport import Viewport


class RecordingState(Enum):
    """Where a recording of the list is."""

    LISTED = "not opened yet"
    OPEN = "open"
    WAITING = "waiting for analysis"
    ANALYSING = "being analysed"
    ANALYSED = "analysed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RecordingEntry:
    """A line of the Recordings dock.

    Attributes
    ----------
    path : Path
        Absolute; what tells entries apart (two files may have one name).
    state : RecordingState
        Where it is.
    message : str
        What went wrong, or what the user should know; may be empty.
    progress : float
        0 ... 1 while it is being analysed.
    tracks : int
        Annotated tracks it has in the project that is open.
    subject : str
        Who is seen, as the project says; may be empty.
    """

    path: Path
    state: RecordingState = RecordingState.LISTED
    message: str = ""
    progress: float = 0.0
    tracks: int = 0
    subject: str = ""


class Session:
    """Everything the window shows, and nothing of how.

    Signals
    -------
    entries_changed()
        The list of recordings, or the state of one.
    recording_changed()
        Another recording is on screen, or none.
    faces_changed()
        Faces are known, or others than before.
    person_changed(person)
        Another person is chosen (0: the largest face).
    viewport_changed(viewport)
        The timeline shows another stretch.
    analysis_changed()
        A result came for the recording on screen, or went.
    """

    entries_changed: ClassVar[Signal] = Signal()
    recording_changed: ClassVar[Signal] = Signal()
    faces_changed: ClassVar[Signal] = Signal()
    person_changed: ClassVar[Signal] = Signal(int)
    viewport_changed: ClassVar[Signal] = Signal(object)
    analysis_changed: ClassVar[Signal] = Signal()

    def __init__(self, clock: Clock | None = None) -> None:
        self.playback = Playback(clock)
        self.tracks = TrackList()
        self.annotations = Annotations()
        self.comparing = Comparing(self.tracks, self.annotations)
        self.features = Features()
        self.bands = Bands()
        self._entries: dict[Path, RecordingEntry] = {}
        self._recording: Recording | None = None
        self._faces: tuple[FaceTrack, ...] = ()
        self._analyses: list[Analysis] = []
        self._person = 0
        self._viewport = Viewport.of(0.0, 0.0)

    # The list of recordings.

    @property
    def entries(self) -> Sequence[RecordingEntry]:
        """In the order in which they were added."""
        return tuple(self._entries.values())

    def entry(self, path: Path) -> RecordingEntry | None:
        """The entry of a file."""
        return self._entries.get(path)

    def list_recordings(self, paths: Iterable[Path]) -> None:
        """Add recordings that are not listed yet."""
        for path in paths:
            self._entries.setdefault(path, RecordingEntry(path))
        self.entries_changed.emit()

    def note(
        self, path: Path, state: RecordingState, message: str = "", progress: float = 0.0
    ) -> None:
        """Say where a listed recording is."""
        if path in self._entries:
            self._entries[path] = replace(
                self._entries[path], state=state, message=message, progress=progress
            )
            self.entries_changed.emit()

    def name_subject(self, path: Path, subject: str) -> None:
        """Say who is seen in a listed recording; empty for nobody in particular."""
        entry = self._entries.get(path)
        if entry is not None and entry.subject != subject:
            self._entries[path] = replace(entry, subject=subject)
            self.entries_changed.emit()

    def count_tracks(self, path: Path, tracks: int) -> None:
        """Say how many annotated tracks a listed recording has."""
        entry = self._entries.get(path)
        if entry is not None and entry.tracks != tracks:
            self._entries[path] = replace(entry, tracks=tracks)
            self.entries_changed.emit()

    def forget(self, *paths: Path) -> None:
        """Take recordings off the list; the files stay."""
        for path in paths:
            self._entries.pop(path, None)
        if self._recording is not None and self._recording.path in paths:
            self.show(None)
        self.entries_changed.emit()

    # The recording on screen.

    @property
    def recording(self) -> Recording | None:
        """What is on screen."""
        return self._recording

    def show(self, recording: Recording | None) -> None:
        """Put a recording on screen, at its first frame; None for the empty window."""
        self._recording = recording
        self._faces, self._analyses, self._person = (), [], 0
        self.tracks.clear()
        self.comparing.prefer(0)
        self.features.load(None)
        self.bands.take(())
        self.annotations.close()
        self.playback.open(recording.time_base if recording else None)
        self._viewport = Viewport.of(self.playback.start, self.playback.end)
        self.recording_changed.emit()
        self.viewport_changed.emit(self._viewport)
        self.faces_changed.emit()
        self.analysis_changed.emit()

    # Faces and the person chosen.

    @property
    def faces(self) -> tuple[FaceTrack, ...]:
        """Everybody found; empty before faces were searched."""
        return self._faces

    def know_faces(self, faces: Sequence[FaceTrack]) -> None:
        """Take what a search of faces found."""
        self._faces = tuple(faces)
        self.faces_changed.emit()

    @property
    def person(self) -> int:
        """Number of the person chosen; 0 for the largest face."""
        return self._person

    def choose_person(self, person: int) -> None:
        """Choose a person; 0 for the largest face."""
        if person != self._person:
            self._person = person
            self.comparing.prefer(person)
            self.person_changed.emit(person)

    # Results.

    @property
    def analyses(self) -> Sequence[Analysis]:
        """Results for the recording on screen, the latest last."""
        return tuple(self._analyses)

    def take(self, analysis: Analysis) -> None:
        """Keep a finished result."""
        self._analyses.append(analysis)
        self.analysis_changed.emit()

    # What the timeline shows.

    @property
    def viewport(self) -> Viewport:
        """The stretch of time the timeline shows."""
        return self._viewport

    def look(self, viewport: Viewport) -> None:
        """Show another stretch."""
        if viewport != self._viewport:
            self._viewport = viewport
            self.viewport_changed.emit(viewport)
