"""A project: a folder with a database of recordings, annotations and every edit of them.

Nothing in it is ever unsaved. It is opened in a worker and used on one thread afterwards; documents
are read when their recording is shown.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from app.core.errors import ProjectError
from app.core.scheme import DEFAULT_SCHEMES, Schemes
from app.store import memory, opening, people, predictions, recordings, schemes, sweep
from app.store.backups import Backup, backups_of
from app.store.daily import DailyBackup
from app.store.damage import ProjectDamaged
from app.store.database import Database
from app.store.journal import StoreJournal
from app.store.lock import ProjectLock
from app.store.objects import Documents
from app.store.paths import full_path
from app.store.recordings import ProjectRecording, StoredPrediction

T = TypeVar("T")


def create_project(folder: Path, name: str, offered: Schemes = DEFAULT_SCHEMES) -> "Project":
    """Make a project in a folder, which is made where absent, and open it.

    Raises
    ------
    ProjectError
        The folder is a project already, is a file, or cannot be written.
    """
    full = full_path(folder)
    opening.make(full, opening.named(name), offered)
    return open_project(full)


def open_project(folder: Path, *, read_only: bool = False) -> "Project":
    """Open a project; where it cannot be edited it is opened for reading, and says why.

    Raises
    ------
    ProjectError
        There is no project in the folder.
    ProjectDamaged
        There is one that cannot be read; the error knows the backups.
    """
    full = full_path(folder)
    return Project(full, *opening.open_database(full, reading=read_only))


class Project:
    """An open project; close it when done. Recordings are named by their ``id``.

    Every verb raises `ProjectError`, one sentence, when it cannot be done; nothing has changed.

    Attributes
    ----------
    folder : Path
        Absolute.
    read_only : str
        Why nothing can be edited, one sentence; empty when it can.
    """

    def __init__(self, folder: Path, database: Database, lock: ProjectLock | None) -> None:
        self.folder, self.read_only = folder, database.read_only
        self._database, self._lock = database, lock
        self._documents = Documents(database)
        self._recordings: tuple[ProjectRecording, ...] | None = None
        self._purged = self._closed = False
        self._daily: DailyBackup | None = None
        try:
            self._name, self._schemes = self._read_row()
            if not self.read_only:
                self._write(lambda connection: recordings.settle(connection, folder))
                self._daily = DailyBackup(database)
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """For people."""
        return self._name

    @property
    def writes(self) -> int:
        """How often it was written since it was opened; the same number: the same contents."""
        return self._database.writes

    @property
    def backups(self) -> tuple[Backup, ...]:
        """What can be gone back to, the latest first."""
        return backups_of(self.folder)

    def wait_for_backup(self) -> str:
        """Wait for the backup of the day; gives why there is none, or nothing."""
        if self._daily is None:
            return ""
        self._daily.wait()
        return str(self._daily.problem or "")

    # What may be annotated, and by whom.

    @property
    def schemes(self) -> Schemes:
        """What may be annotated."""
        return self._schemes

    def set_schemes(self, offered: Schemes) -> None:
        """Change what may be annotated; annotations keep the range they were made with."""
        self._write(lambda connection: schemes.keep(connection, offered))
        self._schemes = offered

    @property
    def raters(self) -> tuple[str, ...]:
        """Everybody who has made an edit or was added, by name."""
        return self._read(people.raters)

    def add_rater(self, name: str) -> None:
        """Name somebody who will annotate."""
        self._write(lambda connection: people.add_rater(connection, name), lists=False)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everybody who is seen, by name."""
        return self._read(people.subjects)

    # Recordings.

    @property
    def recordings(self) -> tuple[ProjectRecording, ...]:
        """The list, in the order of adding; one reading of it until something changes."""
        if self._recordings is None:
            self._recordings = self._read(
                lambda connection: recordings.listed(connection, self.folder)
            )
        return self._recordings

    def recording(self, number: int) -> ProjectRecording:
        """One of them.

        Raises
        ------
        ProjectError
            It is not in the list.
        """
        found = next((each for each in self.recordings if each.id == number), None)
        if found is None:
            raise ProjectError("The recording is not in the project any more; add it again.")
        return found

    def add_recording(self, path: Path, frames: int | None = None) -> ProjectRecording:
        """Take a file into the list; one that was removed comes back with all its annotations."""
        number = self._write(
            lambda connection: recordings.add(connection, self.folder, [path], frames)
        )[0]
        return self.recording(number)

    def add_recordings(self, paths: Sequence[Path]) -> None:
        """Take many files into the list, all or none; see `add_recording`."""
        self._write(lambda connection: recordings.add(connection, self.folder, paths))

    def remove_recording(self, *numbers: int) -> None:
        """Take recordings from the list; added again, each comes back with all it had."""
        self._write(lambda connection: recordings.remove(connection, numbers))

    def purge_recording(self, number: int) -> None:
        """Delete a recording with its annotations, history and predictions, for good."""
        self._write(lambda connection: sweep.purge(connection, number))
        self._purged = True

    def set_subject(self, number: int, name: str) -> None:
        """Say who is seen; an empty name for nobody in particular."""
        self._write(lambda connection: recordings.set_subject(connection, number, name))

    def note_digest(self, number: int, sha256: str, size: int, mtime_ns: int) -> None:
        """Keep what the file of a recording is."""
        self._write(
            lambda connection: recordings.note_digest(connection, number, sha256, size, mtime_ns)
        )

    def locate(self, number: int, path: Path) -> tuple[int, ...]:
        """Say where a file lies now; others that are missing and moved along with it are found too.

        Returns
        -------
        tuple of int
            The recordings that have another place now; the first is the one that was asked for.
        """
        full = full_path(path)
        along = recordings.moved_with(self.recordings, self.recording(number), full)

        def write(connection: Connection) -> None:
            recordings.locate(connection, self.folder, number, full)
            for other, place in along.items():
                recordings.locate(connection, self.folder, other, place)

        self._write(write)
        return (number, *along)

    # What is known of a recording.

    def journal(self, number: int, frames: int) -> StoreJournal:
        """The annotations of a recording, with all their edits.

        Parameters
        ----------
        number : int
            The recording.
        frames : int
            Of its file.

        Raises
        ------
        ProjectError
            The file has another number of frames than when it was annotated.
        """
        known = self.recording(number)
        recordings.refuse_other_length(known, frames)
        if known.frames != frames and not self.read_only:
            self._write(lambda connection: recordings.note_frames(connection, number, frames))
        return StoreJournal(self._database, self._documents, number, frames, self._forget_list)

    def predictions(self, number: int) -> tuple[StoredPrediction, ...]:
        """What systems predicted for a recording."""
        return self._read(
            lambda connection: predictions.of_recording(connection, self.folder, number)
        )

    def put_prediction(self, number: int, stored: StoredPrediction) -> None:
        """Keep a prediction in the place of one of the same system, weights, person, dimension."""
        self._write(lambda connection: predictions.put(connection, number, stored))

    # What the window was like.

    def remember(self, key: str, value: object) -> None:
        """Keep a JSON value that is no annotation; nothing in a project that is only read."""
        if self.read_only:
            return
        self._write(lambda connection: memory.remember(connection, key, value), lists=False)

    def recall(self, key: str, default: T) -> T:
        """What was kept, or ``default``."""
        return self._read(lambda connection: memory.recall(connection, key, default))

    # The whole.

    def save_copy(self, folder: Path, name: str) -> Path:
        """Write the project as it is now, with its history, to another folder; gives that."""
        full = full_path(folder)
        opening.copy(self._database, self.folder, full, opening.named(name))
        return full

    def close(self) -> None:
        """Let others edit; nothing is written that was not on the disk before."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._purged:
                self._write(sweep.sweep)
            if self._daily is not None:
                self._daily.end()
        finally:
            self._database.close()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> "Project":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _forget_list(self) -> None:
        self._recordings = None

    def _read(self, query: Callable[[Connection], T]) -> T:
        try:
            with self._database.read() as connection:
                return query(connection)
        except (TypeError, ValueError) as error:
            raise ProjectDamaged(self.folder, f"a row is unreadable: {error}") from error

    def _write(self, change: Callable[[Connection], T], *, lists: bool = True) -> T:
        """``lists`` says whether it changes what is listed of recordings."""
        with self._database.write() as connection:
            done = change(connection)
        if lists:
            self._forget_list()
        return done

    def _read_row(self) -> tuple[str, Schemes]:
        try:
            return self._read(schemes.of_project)
        except KeyError as error:
            raise ProjectDamaged(self.folder, f"its schemes lack {error}") from error
