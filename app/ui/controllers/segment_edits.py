"""Edits of segments as the history knows them: one commit each, said in words."""

from collections.abc import Callable, Iterable, Sequence

from app.core.document import Document, SegmentAnnotation
from app.core.edits import segments as edits
from app.core.edits.tracks import new_segment_track
from app.core.errors import EditError, StudioError
from app.core.segment import Segment
from app.session.session import Session
from app.ui.notices import notices
from app.ui.timeline.segment_snapping import FrameGrid
from app.ui.video.time_text import clock_text

FIRST_SCHEME = "expression"
"""What the first track is labelled by, if the project has it."""
KIND = "segment"


class SegmentEdits:
    """Changes segments of the recording on screen; what cannot be done is told as a notice.

    Every method says whether it changed something, or gives the id it made (0 for none).
    """

    def __init__(self, session: Session) -> None:
        self._session, self._annotations = session, session.annotations
        self._last = ""
        self._annotations.active_changed.connect(self._remember)

    @property
    def grid(self) -> FrameGrid:
        """Where segments can begin and end."""
        return FrameGrid.of(self._annotations.seconds, self._session.playback.end)

    def target(self) -> SegmentAnnotation | None:
        """The track that a new segment comes to; None when one has to be made.

        It is the active track, or the one that was it last, or the first of the rater at work.
        """
        active = self._annotations.active_segments
        if active is not None:
            return active
        document, rater = self._annotations.document, self._annotations.rater
        last = document.find(self._last)
        if isinstance(last, SegmentAnnotation) and not last.head.locked:
            return last
        own = (each for each in document.segment_tracks if each.head.rater == rater)
        return next((each for each in own if not each.head.locked), None)

    def with_target(self) -> tuple[Document, str]:
        """The document with a track for a new segment, and its id.

        Raises
        ------
        EditError
            The project has no categories.
        """
        target, document = self.target(), self._annotations.document
        if target is not None:
            return document, target.head.id
        return new_segment_track(document, self.scheme_name(), rater=self._annotations.rater)

    def scheme_name(self) -> str:
        """The category scheme of the track that a new segment comes to."""
        target = self.target()
        if target is not None:
            return target.head.scheme
        names = [scheme.name for scheme in self._annotations.schemes.categories]
        if not names:
            raise EditError("The project has no categories; make some in Annotate > Schemes.")
        return FIRST_SCHEME if FIRST_SCHEME in names else names[0]

    # Edits.

    def add(self, onset: float, offset: float, label: str = "", *, activate: bool = True) -> int:
        """Make a segment in the target track, and select it."""
        made: list[tuple[str, int]] = []

        def edit() -> tuple[Document, str]:
            document, track = self.with_target()
            document, number = edits.added(document, track, onset, offset, label)
            made.append((track, number))
            return document, track

        what = "event" if onset == offset else "segment"
        if not self._commit(edit, f"Made {what} {_named(label)}{_when(onset, offset)}"):
            return 0
        track, number = made[0]
        if activate:
            self.select(track, number)
        else:
            self._last = track
        return number

    def add_to(self, before: Document, track: str, onset: float, offset: float) -> int:
        """Make a segment in a track of a document that was prepared by `with_target`."""
        made: list[int] = []

        def edit() -> tuple[Document, str]:
            document, number = edits.added(before, track, onset, offset)
            made.append(number)
            return document, track

        if not self._commit(edit, f"Made segment {_when(onset, offset)}"):
            return 0
        self.select(track, made[0])
        return made[0]

    def place(self, track: str, number: int, onset: float, offset: float) -> bool:
        """Give a segment other times."""
        return self._commit(
            lambda: (edits.placed(self._document, track, number, onset, offset), track),
            f"Moved {self._name(track, number)}to {_when(onset, offset).removeprefix('at ')}",
        )

    def remove(self, track: str, numbers: Sequence[int]) -> bool:
        """Delete segments of a track."""
        what = self._name(track, numbers[0]) if len(numbers) == 1 else f"{len(numbers)} segments"
        return self._commit(
            lambda: (edits.removed(self._document, track, numbers), track),
            f"Deleted {what}".rstrip(),
        )

    def remove_all(self, places: Iterable[tuple[str, int]]) -> bool:
        """Delete segments of several tracks."""
        by_track: dict[str, list[int]] = {}
        for track, number in places:
            by_track.setdefault(track, []).append(number)
        if len(by_track) == 1:
            return self.remove(*next(iter(by_track.items())))

        def edit() -> tuple[Document, str]:
            document = self._document
            for track, numbers in by_track.items():
                document = edits.removed(document, track, numbers)
            return document, ""

        count = sum(map(len, by_track.values()))
        return bool(by_track) and self._commit(edit, f"Deleted {count} segments")

    def split(self, track: str, number: int, at: float) -> bool:
        """Cut a segment in two."""
        return self._commit(
            lambda: (edits.split(self._document, track, number, at)[0], track),
            f"Split {self._name(track, number)}at {clock_text(at)}",
        )

    def merge_with_next(self, track: str, number: int) -> bool:
        """Join a segment and the one after it."""

        def edit() -> tuple[Document, str]:
            after = edits.next_after(self._document.segments_of(track), number)
            return edits.merged(self._document, track, number, after.id), track

        return self._commit(edit, f"Merged {self._name(track, number)}with the next")

    def describe(self, track: str, number: int, label: str, note: str) -> bool:
        """Give a segment a label and a note."""

        def edit() -> tuple[Document, str]:
            document = edits.labelled(self._document, track, [number], label)
            return edits.noted(document, track, number, note), track

        as_what = f"as {_named(label)}" if label else ""
        return self._commit(edit, f"Described {self._name(track, number)}{as_what}")

    def label(self, track: str, numbers: Sequence[int], label: str) -> bool:
        """Give segments a label."""
        what = f"{len(numbers)} segments " if len(numbers) > 1 else self._name(track, numbers[0])
        said = f"Labelled {what}as {_named(label)}" if label else f"Took the label off {what}"
        return self._commit(
            lambda: (edits.labelled(self._document, track, numbers, label), track), said
        )

    def note(self, track: str, number: int, note: str) -> bool:
        """Give a segment a note."""
        return self._commit(
            lambda: (edits.noted(self._document, track, number, note), track),
            f"Noted {self._name(track, number)}",
        )

    # What is chosen.

    def select(self, track: str, number: int) -> None:
        """Make a track active and select one of its segments."""
        self._annotations.activate(track)
        self._annotations.select_segment(number)

    def segment(self, track: str, number: int) -> Segment | None:
        """A segment, if it is there."""
        found = self._document.find(track)
        return found.segment(number) if isinstance(found, SegmentAnnotation) else None

    @property
    def _document(self) -> Document:
        return self._annotations.document

    def _remember(self) -> None:
        active = self._annotations.active_segments
        if active is not None:
            self._last = active.head.id

    def _name(self, track: str, number: int) -> str:
        segment = self.segment(track, number)
        if segment is None:
            return ""
        return _named(segment.label) or ("event " if segment.is_event else "segment ")

    def _commit(self, edit: Callable[[], tuple[Document, str]], summary: str) -> bool:
        try:
            after, track = edit()
            entry = self._annotations.commit(
                after, kind=KIND, summary=summary.rstrip(), track=track
            )
        except StudioError as error:
            self._annotations.show_preview(None)
            notices.error(str(error))
            return False
        return entry is not None


def _named(label: str) -> str:
    return f"“{label}” " if label else ""


def _when(onset: float, offset: float) -> str:
    if onset == offset:
        return f"at {clock_text(onset)}"
    return f"{clock_text(onset)} to {clock_text(offset)}"


def neighbour(
    segments: Sequence[Segment], here: Segment | None, now: float, way: int
) -> Segment | None:
    """The segment after one (1) or before it (-1); after or before an instant when it is None."""
    if here is not None:
        place = segments.index(here) + way
        return segments[place] if 0 <= place < len(segments) else None
    if way > 0:
        return next((each for each in segments if each.onset > now), None)
    return next((each for each in reversed(segments) if each.onset < now), None)
