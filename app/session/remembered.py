"""What a recording looked like when it was left: kept with the project, beside its annotations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.core.errors import StudioError
from app.core.recording import Recording
from app.session.session import Session
from app.session.tracks import ShownTrack, TrackKey

if TYPE_CHECKING:
    from app.store.project import Project
    from app.store.recordings import StoredPrediction

_HIDDEN = "hidden tracks"
_HIDDEN_PREDICTIONS = "hidden predictions"
_ACTIVE = "active track"
_UNKNOWN = object()
T = TypeVar("T")


class Remembered:
    """Writes which tracks are drawn and which is worked on, whenever that changes.

    Parameters
    ----------
    session : Session
        What is looked at.
    tell : callable
        Hears why something cannot be kept; whoever changed it goes on.
    """

    def __init__(self, session: Session, tell: Callable[[StudioError], object]) -> None:
        self._session, self._tell = session, tell
        self._following: tuple[Project, int, Recording] | None = None
        self._kept: dict[str, object] = {}
        session.annotations.changed.connect(self._on_annotations)
        session.annotations.active_changed.connect(self._on_active)
        session.tracks.changed.connect(self._on_tracks)

    def show(self, project: Project, number: int) -> None:
        """Make a recording that is open in the session look as it did when it was left."""
        notes = self._session.annotations
        hidden = _keys(_recall(project, _HIDDEN_PREDICTIONS, number, []))
        self._session.tracks.hide(hidden)
        drawn: list[str] = _recall(project, _HIDDEN, number, [])
        notes.show_all_but(frozenset(drawn))
        last = _recall(project, _ACTIVE, number, "")
        if notes.document.find(last) is None:
            last = next((each.head.id for each in notes.document if not each.head.locked), "")
        notes.activate(last)

    def follow(self, project: Project, number: int, recording: Recording) -> None:
        """From now on keep how a recording looks."""
        self._following = (project, number, recording)

    def leave(self) -> None:
        """Whatever changes from now on is no wish of the user's."""
        self._following = None

    def forget(self) -> None:
        """Another project comes."""
        self._following = None
        self._kept.clear()

    def _on_annotations(self) -> None:
        self._keep(_HIDDEN, sorted(self._session.annotations.hidden))

    def _on_active(self) -> None:
        active = self._session.annotations.active
        self._keep(_ACTIVE, active.head.id if active is not None else "")

    def _on_tracks(self) -> None:
        hidden = [list(shown.key) for shown in self._session.tracks if not shown.visible]
        self._keep(_HIDDEN_PREDICTIONS, hidden)

    def _keep(self, what: str, value: object) -> None:
        if self._following is None:
            return
        project, number, recording = self._following
        if project.read_only or self._session.recording is not recording:
            return
        key = _key(what, number)
        if self._kept.get(key, _UNKNOWN) == value:
            return
        # Not tried again for the same value: the user would be told with every stroke.
        self._kept[key] = value
        try:
            project.remember(key, value)
        except StudioError as error:
            self._tell(error)


def shown_prediction(stored: StoredPrediction) -> ShownTrack:
    """A stored prediction as the timeline shows it."""
    made, track = stored.track.provenance, stored.track
    return ShownTrack(
        key=(made.system, made.weights_sha256, stored.person, track.dimension),
        label=stored.label,
        track=track,
        person=stored.person,
        caution=stored.caution,
    )


def _recall(project: Project, what: str, recording: int, default: T) -> T:
    found = project.recall(_key(what, recording), default)
    return found if isinstance(found, type(default)) else default


def _keys(stored: list[list[object]]) -> set[TrackKey]:
    rows = (tuple(row) for row in stored if len(row) == 4)
    return {(str(row[0]), str(row[1]), int(str(row[2])), str(row[3])) for row in rows}


def _key(what: str, recording: int) -> str:
    return f"{what} of {recording}"
