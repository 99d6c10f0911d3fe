"""Taking a recording out of a project for good, with what only it needs."""

from sqlalchemy import Connection, delete, select

from app.store import manifests, objects
from app.store.schema import content, edit, prediction, recording

_AT_ONCE = 500


def purge(connection: Connection, number: int) -> None:
    """Delete a recording with its history and predictions; objects stay until `sweep`."""
    for table in (edit, prediction):
        connection.execute(delete(table).where(table.c.recording == number))
    connection.execute(delete(recording).where(recording.c.id == number))


def sweep(connection: Connection) -> int:
    """Delete the objects that nothing names; gives how many."""
    needed = set(connection.execute(select(prediction.c.seconds).distinct()).scalars())
    documents = list(connection.execute(select(edit.c.document).distinct()).scalars())
    tracks: set[str] = set()
    for manifest in objects.get(connection, documents).values():
        tracks.update(manifests.document_parts(manifest)[1])
    for first in range(0, len(tracks), _AT_ONCE):
        some = sorted(tracks)[first : first + _AT_ONCE]
        for manifest in objects.get(connection, some).values():
            needed.update(manifests.track_chunks(manifest))
    needed.update(documents, tracks)
    there = set(connection.execute(select(content.c.digest)).scalars())
    spare = sorted(there - needed)
    for first in range(0, len(spare), _AT_ONCE):
        some = spare[first : first + _AT_ONCE]
        connection.execute(delete(content).where(content.c.digest.in_(some)))
    return len(spare)
