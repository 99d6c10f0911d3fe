"""Content-addressed objects: what was annotated, under the names of its bytes.

Three kinds, as in git: chunks of values, tracks that name their chunks, documents that name their
tracks. An edit adds the chunks it changed, one track and one document; all else is shared.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.core.document import Annotation, CurveAnnotation, Document
from app.store import manifests
from app.store.canonical import sha256
from app.store.damage import ProjectDamaged
from app.store.database import Database
from app.store.schema import content

_AT_ONCE = 500
_KEPT_BYTES = 96 << 20


def put(connection: Connection, objects: dict[str, bytes]) -> None:
    """Add objects, as far as they are not there."""
    if objects:
        rows = [{"digest": digest, "content": kept} for digest, kept in objects.items()]
        connection.execute(insert(content).on_conflict_do_nothing(), rows)


def get(connection: Connection, digests: Iterable[str]) -> dict[str, bytes]:
    """The objects of some digests, as far as they are there and what they were."""
    wanted, found = list(dict.fromkeys(digests)), {}
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        for row in connection.execute(select(content).where(content.c.digest.in_(some))):
            if sha256(row.content) == row.digest:
                found[row.digest] = row.content
    return found


class Documents:
    """Reads and writes documents; keeps tracks it has seen, so that undo reads next to nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tracks: OrderedDict[str, Annotation] = OrderedDict()
        self._bytes = 0
        self._named: dict[int, tuple[Annotation, str]] = {}

    def store(self, connection: Connection, document: Document) -> tuple[str, list[str]]:
        """Write a document within a transaction; gives its digest, and those of its tracks."""
        objects: dict[str, bytes] = {}
        digests = [self._track_into(objects, track) for track in document.tracks]
        manifest = manifests.of_document(document.frames, digests)
        name = sha256(manifest)
        put(connection, {**objects, name: manifest})
        return name, digests

    def kept(self, document: Document, digests: Sequence[str]) -> None:
        """The transaction that stored a document has ended well; its tracks are known."""
        for name, track in zip(digests, document.tracks, strict=True):
            self._keep(name, track)

    def load(self, digest: str) -> Document:
        """Read a document.

        Raises
        ------
        ProjectDamaged
            A part of it is missing, or other than it was when it was written.
        """
        with self._database.read() as connection:
            frames, names = manifests.document_parts(self._get(connection, [digest])[0])
            missing = [name for name in names if name not in self._tracks]
            read = self._read(connection, missing)
        tracks = tuple(read[name] if name in read else self._tracks[name] for name in names)
        for name, track in zip(names, tracks, strict=True):
            self._keep(name, track)
        try:
            return Document(frames, tracks)
        except ValueError as error:
            raise ProjectDamaged(self._database.folder, str(error)) from error

    def _read(self, connection: Connection, names: Sequence[str]) -> dict[str, Annotation]:
        texts = dict(zip(names, self._get(connection, names), strict=True))
        wanted = [digest for text in texts.values() for digest in manifests.track_chunks(text)]
        chunks = dict(zip(wanted, self._get(connection, wanted), strict=True))
        try:
            return {
                name: manifests.track_from(text, lambda digests: [chunks[each] for each in digests])
                for name, text in texts.items()
            }
        except (ValueError, KeyError, TypeError) as error:
            raise ProjectDamaged(
                self._database.folder, f"a track is unreadable: {error}"
            ) from error

    def _get(self, connection: Connection, digests: Sequence[str]) -> list[bytes]:
        found = get(connection, digests)
        lost = len(set(digests) - found.keys())
        if lost:
            what = "a part of its annotations is" if lost == 1 else f"{lost} parts of it are"
            raise ProjectDamaged(self._database.folder, f"{what} missing or altered")
        return [found[digest] for digest in digests]

    def _track_into(self, objects: dict[str, bytes], track: Annotation) -> str:
        known = self._named.get(id(track))
        if known is not None:
            return known[1]
        if isinstance(track, CurveAnnotation):
            objects.update(self._new_chunks(track))
        manifest = manifests.of_track(track)
        name = sha256(manifest)
        objects[name] = manifest
        return name

    def _new_chunks(self, track: CurveAnnotation) -> dict[str, bytes]:
        before = next(
            (
                known
                for known, _ in reversed(self._named.values())
                if known.head.id == track.head.id and isinstance(known, CurveAnnotation)
            ),
            None,
        )
        there = set(before.samples.digests) if before is not None else set()
        new = {
            digest: manifests.bytes_of(track.samples.chunk(number))
            for number, digest in enumerate(track.samples.digests)
            if digest not in there
        }
        if any(sha256(chunk) != digest for digest, chunk in new.items()):
            raise ValueError("samples must carry the digests of their chunks: use Samples.of")
        return new

    def _keep(self, name: str, track: Annotation) -> None:
        old = self._tracks.pop(name, None)
        self._tracks[name] = track
        if old is not track:
            if old is not None:
                self._forget(old)
            self._named[id(track)] = (track, name)
            self._bytes += _size(track)
        while self._bytes > _KEPT_BYTES and len(self._tracks) > 1:
            self._forget(self._tracks.popitem(last=False)[1])

    def _forget(self, track: Annotation) -> None:
        self._named.pop(id(track), None)
        self._bytes -= _size(track)


def _size(track: Annotation) -> int:
    if isinstance(track, CurveAnnotation):
        return int(track.samples.values.nbytes) + 1000
    return 200 * len(track.segments) + 1000
