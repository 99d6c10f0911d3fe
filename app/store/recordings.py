"""The recordings of a project: where their files lie, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.core.errors import ProjectError
from app.core.track import ContinuousTrack
from app.store.moment import now
from app.store.paths import (
    found_at,
    full_path,
    is_file,
    is_there,
    moved_along,
    relative_to,
)
from app.store.people import subject_id
from app.store.schema import edit, prediction, recording, subject


@dataclass(frozen=True, slots=True)
class ProjectRecording:
    """A recording as the project knows it.

    Attributes
    ----------
    id : int
        In this project, for ever.
    path : Path
        Absolute; where the file is, or was when it is missing.
    relative : str
        To the project folder, with ``/``; empty when it lies on another drive.
    sha256 : str
        Of the file's bytes; empty until it was read whole.
    subject : str
        Who is seen; empty if nobody said.
    frames : int or None
        Of the file, once known.
    edits, predictions, tracks : int
        How many: edits ever made, stored predictions, annotated tracks of the present state.
    size, mtime_ns : int or None
        Of the file when its digest was taken.
    """

    id: int
    path: Path
    relative: str
    sha256: str
    subject: str
    frames: int | None
    edits: int
    predictions: int
    tracks: int
    size: int | None = None
    mtime_ns: int | None = None

    @property
    def is_missing(self) -> bool:
        """Whether there is no file at its path now."""
        return not is_file(self.path)

    @property
    def is_touched(self) -> bool:
        """Whether its file is there and has another size or time than when its digest was taken.

        The digest then tells whether it is another file; False while none was taken.
        """
        if not self.sha256:
            return False
        try:
            status = self.path.stat()
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) != (self.size, self.mtime_ns)


@dataclass(frozen=True, slots=True)
class StoredPrediction:
    """What a system predicted, kept with the project.

    Attributes
    ----------
    label : str
        The system, for people.
    track : ContinuousTrack
        Values on the frames of the recording, with provenance.
    person : int
        From 1; 0 for nobody in particular.
    caution : str
        What to keep in mind about it; may be empty.
    made : str
        When it was stored, ISO 8601 in UTC; empty until then.
    """

    label: str
    track: ContinuousTrack
    person: int
    caution: str
    made: str = ""


def listed(connection: Connection, folder: Path) -> tuple[ProjectRecording, ...]:
    """The recordings that were not removed, in the order in which they were added."""
    edits = _count(edit.c.recording)
    predictions = _count(prediction.c.recording)
    tracks = (
        select(edit.c.tracks)
        .where(edit.c.recording == recording.c.id, edit.c.number == recording.c.head)
        .scalar_subquery()
    )
    query = (
        select(
            recording,
            subject.c.name.label("seen"),
            edits.label("edits"),
            predictions.label("predictions"),
            tracks.label("tracks"),
        )
        .join(subject, isouter=True)
        .where(recording.c.removed.is_(None))
        .order_by(recording.c.added, recording.c.id)
    )
    return tuple(_recording(folder, row) for row in connection.execute(query))


def add(
    connection: Connection, folder: Path, paths: Sequence[Path], frames: int | None = None
) -> list[int]:
    """Take files into the list; one that was removed comes back with all its annotations."""
    rows = connection.execute(select(recording).order_by(recording.c.id)).all()
    known = {found_at(folder, row.relative, row.absolute): row for row in reversed(rows)}
    return [_added(connection, folder, full_path(path), frames, known) for path in paths]


def _added(
    connection: Connection, folder: Path, full: Path, frames: int | None, known: dict[Path, Any]
) -> int:
    place = {"relative": relative_to(folder, full), "absolute": str(full)}
    row = known.get(full)
    if row is not None:
        connection.execute(
            update(recording).where(recording.c.id == row.id).values(removed=None, **place)
        )
        if frames is not None and row.frames is None:
            note_frames(connection, row.id, frames)
        return int(row.id)
    new = {**place, "sha256": "", "frames": frames, "added": now(), "head": 0, "tip": 0}
    made = connection.execute(insert(recording).values(**new)).inserted_primary_key
    if made is None:
        raise RuntimeError("a new row has a number")
    return int(made[0])


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Take recordings from the list; their rows stay."""
    gone = set(numbers)
    changed = connection.execute(
        update(recording).where(recording.c.id.in_(gone)).values(removed=now())
    )
    if changed.rowcount != len(gone):
        raise ValueError(f"there are no recordings {sorted(gone)}")


def set_subject(connection: Connection, number: int, name: str) -> None:
    """Say who is seen; an empty name for nobody in particular."""
    _change(connection, number, subject=subject_id(connection, name))


def note_digest(connection: Connection, number: int, sha256: str, size: int, mtime_ns: int) -> None:
    """Keep what the file is."""
    _change(connection, number, sha256=sha256, size=size, mtime_ns=mtime_ns)


def note_frames(connection: Connection, number: int, frames: int) -> None:
    """Keep how many frames the file has."""
    _change(connection, number, frames=frames)


def refuse_other_length(known: ProjectRecording, frames: int) -> None:
    """Do not lay annotations on a file that cannot be the one they were made on.

    Raises
    ------
    ProjectError
        It is annotated, and the file has another number of frames.
    """
    if known.edits and known.frames != frames:
        raise ProjectError(
            f"{known.path.name} has {frames} frames now and had {known.frames} when it was "
            "annotated; put the old file back, or add this one under another name."
        )


def locate(connection: Connection, folder: Path, number: int, path: Path) -> None:
    """Say where a file lies now.

    Raises
    ------
    ProjectError
        Another recording of the project lies there.
    """
    full = full_path(path)
    other = _at(connection, folder, full)
    if other is not None and other.id != number:
        if other.removed is None:
            raise ProjectError(f"{full.name} is in the project already, as another recording.")
        raise ProjectError(
            f"{full.name} was in the project before and has annotations of its own; add it again "
            "to see them."
        )
    _change(connection, number, relative=relative_to(folder, full), absolute=str(full))


def moved_with(
    known: Sequence[ProjectRecording], moved: ProjectRecording, new: Path
) -> dict[int, Path]:
    """Where other missing files lie, if they were moved along with one that was found again."""
    taken = {each.path for each in known} | {new}
    found: dict[int, Path] = {}
    for each in known:
        if each.id == moved.id or not each.is_missing:
            continue
        place = moved_along(moved.path, new, each.path)
        if place is None or place in taken or not is_file(place):
            continue
        if each.size in (None, place.stat().st_size):
            found[each.id] = place
            taken.add(place)
    return found


def settle(connection: Connection, folder: Path) -> None:
    """Note where files are found now, after the project and they were moved together."""
    rows = connection.execute(select(recording.c.id, recording.c.relative, recording.c.absolute))
    for row in rows.all():
        path = found_at(folder, row.relative, row.absolute)
        if str(path) != row.absolute and is_there(path):
            _change(connection, row.id, absolute=str(path))


def rebase(connection: Connection, old: Path, new: Path) -> None:
    """Rewrite relative paths after the database itself was put into another folder."""
    rows = connection.execute(select(recording.c.id, recording.c.relative, recording.c.absolute))
    for row in rows.all():
        path = found_at(old, row.relative, row.absolute)
        place = {"relative": relative_to(new, path), "absolute": str(path)}
        connection.execute(update(recording).where(recording.c.id == row.id).values(**place))


def _at(connection: Connection, folder: Path, full: Path) -> Any | None:
    rows = connection.execute(select(recording).order_by(recording.c.id))
    for row in rows:
        if found_at(folder, row.relative, row.absolute) == full:
            return row
    return None


def _change(connection: Connection, number: int, **values: object) -> None:
    changed = connection.execute(update(recording).where(recording.c.id == number).values(**values))
    if changed.rowcount != 1:
        raise ValueError(f"there is no recording {number}")


def _count(column: Any) -> Any:
    return (
        select(func.count())
        .select_from(column.table)
        .where(column == recording.c.id)
        .scalar_subquery()
    )


def _recording(folder: Path, row: Any) -> ProjectRecording:
    return ProjectRecording(
        row.id,
        found_at(folder, row.relative, row.absolute),
        row.relative,
        row.sha256,
        row.seen or "",
        row.frames,
        row.edits,
        row.predictions,
        row.tracks or 0,
        row.size,
        row.mtime_ns,
    )
