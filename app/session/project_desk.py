"""The project that is open, and what it knows of the recording on screen.

A recording that comes on screen brings its annotations and stored predictions along; predictions
that were made are stored; which tracks are drawn is remembered. A project without a name holds
whatever is opened while no other is open, until it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from psygnal import Signal

from app.core.document import Document
from app.core.errors import ProjectError, StudioError
from app.core.recording import Recording
from app.core.scheme import Schemes
from app.session.session import RecordingState, Session
from app.session.tracks import ShownTrack, TrackKey

if TYPE_CHECKING:  # the database's library is loaded when a project is opened, in a worker
    from app.store.project import Project
    from app.store.recordings import ProjectRecording, StoredPrediction

_HIDDEN = "hidden tracks"
_HIDDEN_PREDICTIONS = "hidden predictions"
_ACTIVE = "active track"
_UNKNOWN = object()


class ProjectDesk:
    """Stands between the project database and the session.

    Parameters
    ----------
    session : Session
        Shows what the project knows of the recording on screen.
    dispose : callable
        Closes a project that was left; that may wait for a backup.

    Signals
    -------
    project_changed()
        Another project is open, or none.
    contents_changed()
        Recordings, raters or subjects of the project changed.
    trouble(sentence)
        Something could not be stored or shown.
    """

    project_changed: ClassVar[Signal] = Signal()
    contents_changed: ClassVar[Signal] = Signal()
    trouble: ClassVar[Signal] = Signal(str)

    def __init__(
        self, session: Session, dispose: Callable[[Project], object] = lambda each: each.close()
    ) -> None:
        self._session, self.dispose = session, dispose
        self._project: Project | None = None
        self._untitled = False
        self._showing: tuple[int, Recording] | None = None
        self._remembered: dict[str, object] = {}
        session.annotations.changed.connect(self._on_annotations)
        session.entries_changed.connect(self._on_entries)
        session.annotations.active_changed.connect(self._on_active)
        session.annotations.rater_changed.connect(self._on_rater)
        session.tracks.changed.connect(self._on_tracks)

    # The project.

    @property
    def project(self) -> Project | None:
        """What is open."""
        return self._project

    @property
    def untitled(self) -> bool:
        """Whether the project has no name and place of its own yet."""
        return self._untitled

    @property
    def name(self) -> str:
        """Of the project, for people; empty without one."""
        if self._project is None:
            return ""
        return "Untitled" if self._untitled else self._project.name

    @property
    def cache(self) -> Path | None:
        """Where intermediate results of the project are kept; None without one of its own."""
        named = self._project is not None and not self._untitled and not self._project.read_only
        return self._project.folder / "cache" if named and self._project is not None else None

    @property
    def read_only(self) -> str:
        """Why the project takes no edits, one sentence; empty when it does."""
        return self._project.read_only if self._project is not None else ""

    def take(self, project: Project, *, untitled: bool = False) -> None:
        """Open a project in the place of the one before; its recordings are listed."""
        self._shut()
        self._project, self._untitled = project, untitled
        self._session.annotations.use_schemes(project.schemes)
        self.list_states()
        self._on_rater()
        self.project_changed.emit()
        if self._session.recording is not None:
            self.bring(self._session.recording)

    def close(self) -> None:
        """Close the project; nothing is lost, since every edit was stored when it was made."""
        if self._project is not None:
            self._shut()
            self.project_changed.emit()

    def _shut(self) -> None:
        self._showing = None
        if self._project is not None:
            self._session.annotations.close()
            self.dispose(self._project)
        self._project, self._untitled = None, False
        self._remembered.clear()

    # Recordings.

    def recording(self, path: Path) -> ProjectRecording | None:
        """What the project knows of a file."""
        if self._project is None:
            return None
        return next((each for each in self._project.recordings if each.path == path), None)

    def add(self, paths: Sequence[Path]) -> None:
        """Take recordings into the project, as far as they are not in it."""
        if self._project is None or self._project.read_only:
            return
        new = [path for path in paths if self.recording(path) is None]
        for path in new:
            self._project.add_recording(path)
        if new:
            self.contents_changed.emit()

    def bring(self, recording: Recording) -> None:
        """Show what the project knows of the recording on screen."""
        self._showing = None
        if self._project is None:
            return
        try:
            known = self._known(recording)
            if known is None:
                return
            self._show(self._project, known, recording)
        except StudioError as error:
            self.trouble.emit(str(error))

    def _known(self, recording: Recording) -> ProjectRecording | None:
        frames = len(recording.time_base)
        known = self.recording(recording.path)
        if known is None and self._project is not None and not self._project.read_only:
            known = self._project.add_recording(recording.path, frames)
            self.contents_changed.emit()
        return known

    def _show(self, project: Project, known: ProjectRecording, recording: Recording) -> None:
        seconds = recording.time_base.seconds
        for stored in project.predictions(known.id):
            if stored.track.values.size == seconds.size:
                self._session.tracks.put(_shown(stored))
        self._session.tracks.hide(_keys(project.recall(_key(_HIDDEN_PREDICTIONS, known.id), [])))
        journal = project.journal(known.id, seconds.size)
        self._session.annotations.open(journal, seconds)
        hidden: frozenset[str] = frozenset(project.recall(_key(_HIDDEN, known.id), []))
        self._session.annotations.show_all_but(hidden)
        self._session.annotations.activate(self._first_active(project, known.id))
        self._showing = (known.id, recording)

    def _first_active(self, project: Project, number: int) -> str:
        document = self._session.annotations.document
        last = str(project.recall(_key(_ACTIVE, number), ""))
        if document.find(last) is not None:
            return last
        return next((track.head.id for track in document if not track.head.locked), "")

    # What is stored.

    def store_predictions(self, path: Path, shown: Sequence[ShownTrack]) -> None:
        """Keep what a system predicted for a recording."""
        known = self.recording(path)
        if self._project is None or known is None or self._project.read_only:
            return
        from app.store.recordings import StoredPrediction

        try:
            for each in shown:
                stored = StoredPrediction(each.label, each.track, each.person, each.caution)
                self._project.put_prediction(known.id, stored)
        except StudioError as error:
            self.trouble.emit(str(error))

    def save_schemes(self, schemes: Schemes) -> None:
        """Store what may be annotated, and use it.

        Raises
        ------
        ProjectError
            There is no project, or it takes no edits.
        """
        if self._project is None:
            raise ProjectError("Open a recording or a project before you change its schemes.")
        self._project.set_schemes(schemes)
        self._session.annotations.use_schemes(schemes)

    def documents(self) -> Iterator[Document]:
        """The annotations of every recording of the project, the one on screen included."""
        if self._project is None:
            yield self._session.annotations.document
            return
        for known in self._project.recordings:
            if known.frames is not None and known.tracks:
                yield self._project.journal(known.id, known.frames).document

    @property
    def raters(self) -> tuple[str, ...]:
        """Everybody who has annotated in the project."""
        return self._project.raters if self._project is not None else ()

    def list_states(self) -> None:
        """Say of every listed recording what the project holds of it."""
        for known in self._project.recordings if self._project is not None else ():
            self._session.count_tracks(known.path, known.tracks)
            entry = self._session.entry(known.path)
            if known.predictions and entry is not None and entry.state is RecordingState.LISTED:
                self._session.note(known.path, RecordingState.ANALYSED)

    def remove(self, paths: Sequence[Path]) -> None:
        """Take recordings out of the project; what was annotated is kept, should they come back."""
        for path in paths:
            known = self.recording(path)
            if known is not None and self._project is not None and not self._project.read_only:
                self._project.remove_recording(known.id)
        self.contents_changed.emit()

    def _on_entries(self) -> None:
        """Whatever is listed while a project with a name is open belongs to it."""
        if self._project is not None and not self._untitled:
            try:
                self.add([entry.path for entry in self._session.entries])
            except StudioError as error:
                self.trouble.emit(str(error))

    def _on_annotations(self) -> None:
        self._remember(_HIDDEN, sorted(self._session.annotations.hidden))
        if self._showing is not None and self._session.recording is self._showing[1]:
            tracks = len(self._session.annotations.document.tracks)
            self._session.count_tracks(self._showing[1].path, tracks)

    def _on_rater(self) -> None:
        rater = self._session.annotations.rater
        project = self._project
        if rater and project is not None and not project.read_only and rater not in project.raters:
            project.add_rater(rater)

    def _on_active(self) -> None:
        active = self._session.annotations.active
        self._remember(_ACTIVE, active.head.id if active is not None else "")

    def _on_tracks(self) -> None:
        hidden = [list(shown.key) for shown in self._session.tracks if not shown.visible]
        self._remember(_HIDDEN_PREDICTIONS, hidden)

    def _remember(self, what: str, value: object) -> None:
        if self._project is None or self._showing is None or self._project.read_only:
            return
        number, recording = self._showing
        if self._session.recording is not recording:
            return  # what was shown is being taken off; that is no wish of the user's
        key = _key(what, number)
        if self._remembered.get(key, _UNKNOWN) != value:
            self._remembered[key] = value
            self._project.remember(key, value)


def _key(what: str, recording: int) -> str:
    return f"{what} of {recording}"


def _keys(stored: object) -> set[TrackKey]:
    rows = stored if isinstance(stored, list) else []
    return {(row[0], row[1], row[2], row[3]) for row in rows if len(row) == 4}


def _shown(stored: StoredPrediction) -> ShownTrack:
    made, track = stored.track.provenance, stored.track
    return ShownTrack(
        key=(made.system, made.weights_sha256, stored.person, track.dimension),
        label=stored.label,
        track=track,
        person=stored.person,
        caution=stored.caution,
    )
