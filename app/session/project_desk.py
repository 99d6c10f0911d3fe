"""The project that is open, and what it knows of the recording on screen.

A recording that comes on screen brings its annotations and stored predictions along; predictions
that were made are stored; which tracks are drawn is remembered. A project without a name holds
whatever is opened while no other is open, until it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from psygnal import Signal

from app.core.document import Document
from app.core.errors import ProjectError, StudioError
from app.core.recording import Recording
from app.core.scheme import Schemes
from app.session.journal import MemoryJournal
from app.session.remembered import Remembered, shown_prediction
from app.session.session import RecordingState, Session
from app.session.tracks import ShownTrack

if TYPE_CHECKING:  # the database's library is loaded when a project is opened, in a worker
    from app.store.project import Project
    from app.store.recordings import ProjectRecording


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
    damaged(error)
        What is open cannot be read as it was written; the `ProjectDamaged` knows the backups.
    """

    project_changed: ClassVar[Signal] = Signal()
    contents_changed: ClassVar[Signal] = Signal()
    trouble: ClassVar[Signal] = Signal(str)
    damaged: ClassVar[Signal] = Signal(object)

    def __init__(
        self, session: Session, dispose: Callable[[Project], object] = lambda each: each.close()
    ) -> None:
        self._session, self.dispose = session, dispose
        self._project: Project | None = None
        self._untitled = False
        self._showing: Recording | None = None
        self._bringing = object()
        self._remembered = Remembered(session, self._tell)
        session.annotations.changed.connect(self._count)
        session.entries_changed.connect(self._on_entries)
        session.annotations.rater_changed.connect(self._on_rater)

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

    def take(self, project: Project, *, untitled: bool = False, bring: bool = True) -> None:
        """Open a project in the place of the one before; its recordings are listed.

        Parameters
        ----------
        untitled : bool
            Whether it has no name and place of its own yet.
        bring : bool
            Whether the recording on screen shows at once what the project knows of it; else the
            caller brings it.
        """
        self._shut()
        self._project, self._untitled = project, untitled
        self._session.annotations.use_schemes(project.schemes)
        self._on_entries()
        self.list_states()
        self._on_rater()
        self.project_changed.emit()
        if bring and self._session.recording is not None:
            self.bring(self._session.recording)

    def close(self) -> None:
        """Close the project; nothing is lost, since every edit was stored when it was made."""
        if self._project is not None:
            self._shut()
            self.project_changed.emit()

    def release(self) -> Project | None:
        """Take the project off the desk; it is the caller's to close."""
        project = self._let_go()
        if project is not None:
            self.project_changed.emit()
        return project

    def _shut(self) -> None:
        project = self._let_go()
        if project is not None:
            self.dispose(project)

    def _let_go(self) -> Project | None:
        project, self._showing = self._project, None
        self._bringing = object()  # what is half brought is left
        self._remembered.forget()
        if project is not None:
            self._session.annotations.close()
        self._project, self._untitled = None, False
        return project

    # Recordings.

    def recording(self, path: Path) -> ProjectRecording | None:
        """What the project knows of a file."""
        if self._project is None:
            return None
        return next((each for each in self._project.recordings if each.path == path), None)

    def add(self, paths: Sequence[Path]) -> None:
        """Take recordings into the project, as far as they are not in it.

        Raises
        ------
        ProjectError
            They cannot be stored; none is taken.
        """
        if self._project is None or self._project.read_only:
            return
        known = {each.path for each in self._project.recordings}
        new = [path for path in paths if path not in known]
        if new:
            self._project.add_recordings(new)
            self.contents_changed.emit()

    def bring(self, recording: Recording) -> None:
        """Show what the project knows of the recording on screen."""
        for _ in self.bringing(recording):
            pass

    def bringing(self, recording: Recording) -> Generator[None, None, None]:
        """Do so in steps; between two of them others may work, and what goes off screen is left."""
        self._showing = None
        self._remembered.leave()
        mine = self._bringing = object()
        project = self._project
        if project is None:
            return
        try:
            for _ in self._show(project, recording):
                yield
                if self._bringing is not mine or self._session.recording is not recording:
                    return  # another one is on screen, or it was brought anew
        except StudioError as error:
            seconds = recording.time_base.seconds
            closed = MemoryJournal(Document(seconds.size), str(error))
            self._session.annotations.open(closed, seconds)
            self._tell(error)

    def _known(self, project: Project, recording: Recording) -> ProjectRecording:
        known = self.recording(recording.path)
        if known is None and project.read_only:
            raise ProjectError(
                f"{recording.path.name} is not in “{self.name}”, which can only be read here; "
                "close the project to annotate it."
            )
        if known is None:
            known = project.add_recording(recording.path, len(recording.time_base))
            self.contents_changed.emit()
        return known

    def _show(self, project: Project, recording: Recording) -> Iterator[None]:
        seconds = recording.time_base.seconds
        known = self._known(project, recording)
        yield
        fitting = [
            shown_prediction(stored)
            for stored in project.predictions(known.id)
            if stored.track.values.size == seconds.size
        ]
        self._session.tracks.put(*fitting)
        yield
        journal = project.journal(known.id, seconds.size)
        yield
        self._session.annotations.open(journal, seconds)
        yield
        self._remembered.show(project, known.id)
        self._remembered.follow(project, known.id, recording)
        self._showing = recording
        self._count()

    # What is stored.

    def store_predictions(self, path: Path, shown: Sequence[ShownTrack]) -> None:
        """Keep what a system predicted for a recording."""
        known = self.recording(path)
        if self._project is None or known is None or self._project.read_only:
            return
        from app.store.recordings import StoredPrediction

        with self._told():
            for each in shown:
                stored = StoredPrediction(each.label, each.track, each.person, each.caution)
                self._project.put_prediction(known.id, stored)

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
        """The annotations of every recording of the project; to be read in a worker.

        Raises
        ------
        ProjectError
            There is no project; reading them may raise it, too.
        """
        if self._project is None:
            raise ProjectError("Open a recording or a project before you change its schemes.")
        from app.store.reading import documents_of

        return documents_of(self._project.folder)

    def set_subject(self, paths: Sequence[Path], subject: str) -> None:
        """Say who is seen in recordings; an empty name for nobody in particular.

        Raises
        ------
        ProjectError
            There is no project, it takes no edits, or it does not hold one of them yet.
        """
        if self._project is None:
            raise ProjectError("Open a project before you say who is seen in its recordings.")
        for path in paths:
            known = self.recording(path)
            if known is None:
                raise ProjectError(
                    f"{path.name} is not in the project yet; open it once, then say who is seen."
                )
            self._project.set_subject(known.id, subject.strip())
            self._session.name_subject(path, subject.strip())

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everybody who is seen in the project."""
        return self._project.subjects if self._project is not None else ()

    @property
    def raters(self) -> tuple[str, ...]:
        """Everybody who has annotated in the project."""
        return self._project.raters if self._project is not None else ()

    def list_states(self) -> None:
        """Say of every listed recording what the project holds of it."""
        for known in self._project.recordings if self._project is not None else ():
            self._session.count_tracks(known.path, known.tracks)
            self._session.name_subject(known.path, known.subject)
            entry = self._session.entry(known.path)
            if known.predictions and entry is not None and entry.state is RecordingState.LISTED:
                self._session.note(known.path, RecordingState.ANALYSED)

    def remove(self, paths: Sequence[Path]) -> None:
        """Take recordings out of the project; what was annotated is kept, should they come back."""
        with self._told():
            if self._project is not None and not self._project.read_only:
                gone = set(paths)
                known = (each.id for each in self._project.recordings if each.path in gone)
                self._project.remove_recording(*known)
        self.contents_changed.emit()

    # What is heard of; whoever told must not be stopped by what cannot be stored.

    def _on_entries(self) -> None:
        """Whatever is listed while a project with a name is open belongs to it."""
        if self._project is not None and not self._untitled:
            with self._told():
                self.add([entry.path for entry in self._session.entries])

    def _count(self) -> None:
        if self._showing is not None and self._session.recording is self._showing:
            tracks = len(self._session.annotations.document.tracks)
            self._session.count_tracks(self._showing.path, tracks)

    def _on_rater(self) -> None:
        rater = self._session.annotations.rater
        project = self._project
        if rater and project is not None and not project.read_only:
            with self._told():
                if rater not in project.raters:
                    project.add_rater(rater)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except StudioError as error:
            self._tell(error)

    def _tell(self, error: StudioError) -> None:
        from app.store.damage import ProjectDamaged

        if isinstance(error, ProjectDamaged):
            self.damaged.emit(error)
        else:
            self.trouble.emit(str(error))
