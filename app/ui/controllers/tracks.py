"""Annotated tracks: make, accept, name, lock, copy, order, delete; schemes; who annotates."""

from collections.abc import Callable, Generator, Iterable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.core.document import Annotation, Document
from app.core.edits.tracks import free_name
from app.core.errors import StudioError
from app.core.scheme import Schemes
from app.core.scheme_use import SchemeUse, use_of
from app.session.session import Session
from app.session.tracks import TrackKey
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.track_edits import TrackEdits
from app.ui.dialogs.new_track import PREDICTED_RANGE, NewTrack, NewTrackDialog, Purpose
from app.ui.dialogs.rater import RaterDialog
from app.ui.dialogs.schemes import SchemesDialog
from app.ui.notices import notices
from app.ui.panels.tracks_panel import TracksPanel
from app.ui.tasks import Task, run_task

_ON_ACTIVE = ("rename_track", "duplicate_track", "delete_track", "lock_track")


class TracksController(QObject):
    """What stands behind the Tracks dock and the menu entries on tracks.

    Parameters
    ----------
    save_schemes : callable
        Keeps the schemes of the project; may raise `StudioError`.
    known_raters : callable
        Everybody who ever annotated in the project.
    documents : callable, optional
        All documents whose schemes must stay, read in a worker; the open one when left out.
    """

    def __init__(
        self,
        session: Session,
        panel: TracksPanel,
        actions: Actions,
        preferences: Preferences,
        *,
        save_schemes: Callable[[Schemes], None] = lambda _: None,
        known_raters: Callable[[], Sequence[str]] = tuple,
        documents: Callable[[], Iterable[Document]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._notes = session, session.annotations
        self._panel, self._actions, self._preferences = panel, actions, preferences
        self._save_schemes, self._known_raters = save_schemes, known_raters
        self.edits = TrackEdits(session)
        self._documents = documents
        self._looking: Task | None = None
        self._connect()
        if not self._notes.rater:
            self._notes.work_as(preferences.get("rater"))
        self._show()

    # Making tracks.

    def new_curve(self) -> None:
        """Ask what is rated, and make a curve."""
        if not self._notes.schemes.dimensions:
            notices.error("There is no dimension to rate; add one in Annotate > Schemes.")
            return
        self._ask_track(Purpose.CURVE)

    def new_segment_track(self) -> None:
        """Ask for the categories, and make a track of segments."""
        if not self._notes.schemes.categories:
            notices.error("There are no categories to label with; add some in Annotate > Schemes.")
            return
        self._ask_track(Purpose.SEGMENTS)

    def accept_prediction(self, key: TrackKey | None = None) -> None:
        """Ask which prediction, and make a curve of it."""
        if self._notes.blind:
            notices.error("Predictions are hidden until the take is done; accept one afterwards.")
            return
        dimensions = {scheme.name for scheme in self._notes.schemes.dimensions}
        if not any(shown.track.dimension in dimensions for shown in self._session.tracks):
            notices.error(
                "There is no prediction of a dimension of this project; analyse the recording "
                "first, or add the dimension in Annotate > Schemes."
            )
            return
        self._ask_track(Purpose.ACCEPT, key)

    def accept(
        self, key: TrackKey, *, name: str = "", rater: str = "", part: slice | None = None
    ) -> str:
        """Make an annotation of a prediction at once; see `TrackEdits.accept`."""
        return self.edits.accept(key, name=name, rater=rater, part=part)

    def duplicate(self, track: str) -> None:
        """Copy a track, and work on the copy; first ask who does, if nobody said."""
        self._with_rater(lambda: self.edits.duplicate(track))

    # Schemes and raters.

    def edit_schemes(self) -> None:
        """Show what may be annotated, and change it."""
        if self._documents is None:
            self._show_schemes(use_of((self._notes.document,)))
            return
        if self._looking is not None and self._looking.running:
            return  # the dialog is on its way
        try:
            documents = self._documents()
        except StudioError as error:
            notices.error(str(error))
            return

        def work() -> Generator[None, None, SchemeUse]:
            yield
            return use_of(documents)

        self._looking = run_task(work, on_done=self._show_schemes, on_error=notices.error)

    def change_rater(self, then: Callable[[], object] | None = None) -> None:
        """Ask who is annotating; then go on with something."""
        dialog = RaterDialog(self._raters(), self._notes.rater, self._panel.window())

        def take() -> None:
            self._work_as(dialog.rater)
            if then is not None:
                then()

        dialog.accepted.connect(take)
        _open(dialog)

    # How it works.

    def _connect(self) -> None:
        actions, panel, notes = self._actions, self._panel, self._notes
        actions.on("new_curve", self.new_curve)
        actions.on("new_segment_track", self.new_segment_track)
        actions.on("accept_prediction", self.accept_prediction)
        actions.on("rename_track", lambda: self._with_active(panel.rename))
        actions.on("duplicate_track", lambda: self._with_active(self.duplicate))
        actions.on("delete_track", lambda: self._with_active(self.edits.delete))
        actions.on("lock_track", self._lock_active)
        actions.on("edit_schemes", self.edit_schemes)
        actions.on("change_rater", self.change_rater)
        panel.renameRequested.connect(self.edits.rename)
        panel.colourRequested.connect(self.edits.recolour)
        panel.lockRequested.connect(self.edits.lock)
        panel.moveRequested.connect(self.edits.move)
        panel.duplicateRequested.connect(self.duplicate)
        panel.deleteRequested.connect(self.edits.delete)
        panel.acceptRequested.connect(self._accept_at_once)
        tracks = self._session.tracks
        for signal in (notes.changed, notes.active_changed, notes.blind_changed, tracks.changed):
            signal.connect(self._show)

    def _show(self, *_: object) -> None:
        """Offer what can be done now."""
        free, active = not self._notes.read_only, self._notes.active
        for name in ("new_curve", "new_segment_track"):
            self._actions.enable(name, free)
        predicted = len(self._session.tracks) > 0 and not self._notes.blind
        self._actions.enable("accept_prediction", free and predicted)
        for name in _ON_ACTIVE:
            locked = active is not None and active.head.locked
            stays = locked and name in ("rename_track", "delete_track")
            self._actions.enable(name, free and active is not None and not stays)
        self._actions.enable("edit_schemes", True)

    def _ask_track(self, purpose: Purpose, key: TrackKey | None = None) -> None:
        notes = self._notes
        if notes.read_only:
            notices.error(notes.read_only)
            return
        dialog = NewTrackDialog(
            purpose,
            notes.schemes,
            () if notes.blind else tuple(self._session.tracks),
            self._raters(),
            notes.rater,
            lambda scheme, rater: free_name(notes.document, scheme, rater),
            prediction=key,
            with_selection=notes.selection is not None,
            parent=self._panel.window(),
        )
        dialog.accepted.connect(lambda: self._take_track(purpose, dialog.choice))
        _open(dialog)

    def _take_track(self, purpose: Purpose, choice: NewTrack) -> None:
        if not self._notes.rater:
            self._work_as(choice.rater)
        selection = self._notes.selection
        part = selection.slice if choice.only_selection and selection is not None else None
        self.edits.make(purpose, choice, part)

    def _accept_at_once(self, key: TrackKey) -> None:
        """Without a question, unless the range differs; then the dialog says what happens."""
        key = (key[0], key[1], key[2], key[3])
        scheme = self._notes.schemes.dimension(key[3])
        if scheme is not None and (scheme.low, scheme.high) != PREDICTED_RANGE:
            self.accept_prediction(key)
        else:
            self._with_rater(lambda: self.accept(key))

    def _with_active(self, do: Callable[[str], None]) -> None:
        active = self._notes.active
        if active is not None:
            do(active.head.id)

    def _lock_active(self) -> None:
        active: Annotation | None = self._notes.active
        if active is not None:
            self.edits.lock(active.head.id, not active.head.locked)

    def _with_rater(self, then: Callable[[], object]) -> None:
        if self._notes.read_only:
            notices.error(self._notes.read_only)
        elif self._notes.rater:
            then()
        else:
            self.change_rater(then)

    def _work_as(self, rater: str) -> None:
        self._notes.work_as(rater)
        self._preferences.set("rater", rater)

    def _raters(self) -> list[str]:
        document = (track.head.rater for track in self._notes.document)
        everybody = (self._notes.rater, *self._known_raters(), *document)
        return list(dict.fromkeys(name for name in everybody if name))

    def _show_schemes(self, use: SchemeUse) -> None:
        dialog = SchemesDialog(self._notes.schemes, use, self._panel.window())
        dialog.accepted.connect(lambda: self._take_schemes(dialog.schemes))
        _open(dialog)

    def _take_schemes(self, schemes: Schemes) -> None:
        try:
            self._save_schemes(schemes)
        except StudioError as error:
            notices.error(str(error))
            return
        self._notes.use_schemes(schemes)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
