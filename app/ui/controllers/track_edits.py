"""Edits of whole tracks, each kept as it is made; what cannot be done is told."""

from collections.abc import Callable

from app.core.document import Document
from app.core.edits import tracks as edits
from app.core.errors import EditError, StudioError
from app.core.samples import Samples
from app.core.scheme import DimensionScheme
from app.session.session import Session
from app.session.tracks import ShownTrack, TrackKey
from app.ui.dialogs.new_track import PREDICTED_RANGE, NewTrack, Purpose, Start
from app.ui.notices import notices


class TrackEdits:
    """One commit for each of its verbs, without any question."""

    def __init__(self, session: Session) -> None:
        self._session, self._notes = session, session.annotations

    def make(self, purpose: Purpose, choice: NewTrack, part: slice | None = None) -> str:
        """Make a track as it was chosen, and work on it; its id, or empty when it could not be."""
        try:
            after, track = self._made(purpose, choice, part)
            name = after.track(track).head.name
            kind = "accept" if choice.start is Start.PREDICTION else "new"
            self._notes.commit(after, kind=kind, summary=self._told(choice, name), track=track)
        except StudioError as error:
            notices.error(str(error))
            return ""
        self._notes.activate(track)
        return track

    def accept(
        self, key: TrackKey, *, name: str = "", rater: str = "", part: slice | None = None
    ) -> str:
        """Make an annotation of a prediction at once.

        Parameters
        ----------
        key : TrackKey
            The prediction's.
        name, rater : str
            Empty for the proposed name, and for whoever is at work.
        part : slice, optional
            The frames to take; all when left out.

        Returns
        -------
        str
            Id of the new track, which is active now; empty when it could not be made.
        """
        choice = NewTrack(key[3], name, rater or self._notes.rater, Start.PREDICTION, 0.0, key)
        return self.make(Purpose.ACCEPT, choice, part)

    # Tracks that are there.

    def rename(self, track: str, name: str) -> None:
        """Give a track another name."""
        old = self._name(track)
        self._edit(
            lambda document: edits.renamed(document, track, name),
            "rename",
            f"Renamed “{old}” to “{name.strip()}”",
            track,
        )

    def recolour(self, track: str, colour: str) -> None:
        """Give a track another colour."""
        self._edit(
            lambda document: edits.recoloured(document, track, colour),
            "colour",
            f"Changed the colour of “{self._name(track)}”",
            track,
        )

    def lock(self, track: str, lock: bool) -> None:
        """Protect a track, or not."""
        self._edit(
            lambda document: edits.locked(document, track, lock=lock),
            "lock",
            f"{'Locked' if lock else 'Unlocked'} “{self._name(track)}”",
            track,
        )

    def move(self, track: str, place: int) -> None:
        """Put a track at another place of the list."""
        self._edit(
            lambda document: edits.moved_to(document, track, place),
            "order",
            f"Moved “{self._name(track)}” in the list",
            track,
        )

    def duplicate(self, track: str) -> None:
        """Copy a track, and work on the copy."""
        made: list[str] = []

        def copy(document: Document) -> Document:
            after, new = edits.duplicated(document, track, rater=self._notes.rater)
            made.append(new)
            return after

        if self._edit(copy, "copy", f"Copied “{self._name(track)}”", track):
            self._notes.activate(made[0])

    def delete(self, track: str) -> None:
        """Delete a track."""
        name = self._name(track)
        if self._edit(
            lambda document: edits.deleted(document, track), "delete", f"Deleted “{name}”", track
        ):
            notices.note(f"“{name}” is deleted; Edit > Undo brings it back.")

    # How it works.

    def _made(self, purpose: Purpose, choice: NewTrack, part: slice | None) -> tuple[Document, str]:
        document = self._notes.document
        if purpose is Purpose.SEGMENTS:
            return edits.new_segment_track(
                document, choice.scheme, rater=choice.rater, name=choice.name
            )
        scheme = self._dimension(choice.scheme)
        if choice.start is Start.PREDICTION:
            shown = self._prediction(choice.prediction)
            own = (scheme.low, scheme.high) == PREDICTED_RANGE
            return edits.accepted(
                document,
                shown.track,
                scheme,
                rater=choice.rater,
                label=shown.label,
                part=part,
                name=choice.name,
                from_range=None if own else PREDICTED_RANGE,
            )
        constant = choice.start is Start.CONSTANT
        samples = Samples.of([choice.value] * document.frames) if constant else None
        return edits.new_curve(
            document, scheme, rater=choice.rater, name=choice.name, samples=samples
        )

    def _told(self, choice: NewTrack, name: str) -> str:
        if choice.start is not Start.PREDICTION:
            return f"Made “{name}”"
        return f"Accepted “{name}” from {self._prediction(choice.prediction).label}"

    def _dimension(self, name: str) -> DimensionScheme:
        scheme = self._notes.schemes.dimension(name)
        if scheme is None:
            raise EditError(
                f"The project has no dimension “{name}”; add it in Annotate > Schemes first."
            )
        return scheme

    def _prediction(self, key: TrackKey | None) -> ShownTrack:
        for shown in self._session.tracks:
            if shown.key == key:
                return shown
        raise EditError("The prediction is not there any more; choose another.")

    def _edit(
        self, change: Callable[[Document], Document], kind: str, summary: str, track: str
    ) -> bool:
        try:
            after = change(self._notes.document)
            self._notes.commit(after, kind=kind, summary=summary, track=track)
        except StudioError as error:
            notices.error(str(error))
            return False
        return True

    def _name(self, track: str) -> str:
        found = self._notes.document.find(track)
        return found.head.name if found is not None else ""
