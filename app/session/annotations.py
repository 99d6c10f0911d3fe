"""The annotations of the recording on screen: what is there, what is chosen, and how it is edited.

Views read and listen; whoever edits makes another `Document` by a pure function and hands it to
`Annotations.commit`, which keeps it in the journal before anything is shown. A stroke under way is
a preview: shown, and not part of the document until it is committed.
"""

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from psygnal import Signal

from app.core.document import Annotation, CurveAnnotation, Document, SegmentAnnotation
from app.core.errors import EditError
from app.core.history import EditEntry, History
from app.core.scheme import DEFAULT_SCHEMES, Schemes
from app.session.journal import Journal
from app.session.tool_settings import FrameRange, ToolSettings

NOTHING_OPEN = "Open a recording before you annotate."


def is_own(track: Annotation, rater: str) -> bool:
    """Whether a track holds segments of a rater, which a blind take leaves in sight."""
    return isinstance(track, SegmentAnnotation) and bool(rater) and track.head.rater == rater


class Annotations:
    """What people annotate on the recording on screen.

    Signals
    -------
    closing()
        What is open is about to be left; it can still be edited, for the last time.
    changed()
        The document is another, or none is open.
    history_changed()
        Edits were made, undone, redone or explained.
    active_changed()
        Another track is the one for edits, or none.
    selection_changed()
        Another stretch of frames, or none, is selected.
    segment_changed()
        Another segment of the active track of segments is selected, or none.
    preview_changed()
        A stroke under way looks different, or is over.
    settings_changed()
        Another tool, or another width.
    blind_changed(bool)
        Whether predictions and other raters are hidden.
    schemes_changed()
        What may be annotated is something else.
    rater_changed()
        Somebody else is at work.
    """

    closing: ClassVar[Signal] = Signal()
    changed: ClassVar[Signal] = Signal()
    history_changed: ClassVar[Signal] = Signal()
    active_changed: ClassVar[Signal] = Signal()
    selection_changed: ClassVar[Signal] = Signal()
    segment_changed: ClassVar[Signal] = Signal()
    preview_changed: ClassVar[Signal] = Signal()
    settings_changed: ClassVar[Signal] = Signal()
    blind_changed: ClassVar[Signal] = Signal(bool)
    schemes_changed: ClassVar[Signal] = Signal()
    rater_changed: ClassVar[Signal] = Signal()

    def __init__(self) -> None:
        self._journal: Journal | None = None
        self._document = Document(0)
        self._seconds: NDArray[np.float64] = np.zeros(0)
        self._active = self._lost = ""
        self._segment = 0
        self._selection: FrameRange | None = None
        self._preview: Annotation | None = None
        self._settings = ToolSettings()
        self._schemes = DEFAULT_SCHEMES
        self._rater = ""
        self._blind = False
        self._hidden: frozenset[str] = frozenset()

    # What is open.

    def open(self, journal: Journal, seconds: NDArray[np.float64]) -> None:
        """Take the annotations of a recording.

        Parameters
        ----------
        journal : Journal
            Keeps them.
        seconds : float64 array (T,)
            Presentation times of its frames; T is the document's ``frames``.
        """
        if journal.document.frames != seconds.size:
            raise ValueError(f"{journal.document.frames} frames have {seconds.size} times")
        self._leave()
        self._journal, self._seconds = journal, seconds
        self._selection, self._segment, self._preview = None, 0, None
        self._hidden = frozenset()
        self._take(journal.document)
        self.selection_changed.emit()
        self.segment_changed.emit()
        self.preview_changed.emit()
        self.history_changed.emit()

    def close(self) -> None:
        """Nothing is annotated any more."""
        self._leave()
        self._journal, self._seconds = None, np.zeros(0)
        self._selection, self._segment, self._preview = None, 0, None
        self._take(Document(0))
        self.selection_changed.emit()
        self.segment_changed.emit()
        self.preview_changed.emit()
        self.history_changed.emit()

    def _leave(self) -> None:
        if self._journal is not None:
            self.closing.emit()

    @property
    def is_open(self) -> bool:
        """Whether there is a recording to annotate."""
        return self._journal is not None

    @property
    def read_only(self) -> str:
        """Why nothing can be edited, one sentence; empty when edits are taken."""
        return self._journal.read_only if self._journal is not None else NOTHING_OPEN

    @property
    def document(self) -> Document:
        """The present state, without any preview."""
        return self._document

    @property
    def seconds(self) -> NDArray[np.float64]:
        """Presentation times of the frames, float64 (T,)."""
        return self._seconds

    @property
    def history(self) -> History:
        """All edits of the recording."""
        return self._journal.history if self._journal is not None else History()

    # Who works, and on what.

    @property
    def rater(self) -> str:
        """Who makes the edits; the author of each."""
        return self._rater

    def work_as(self, rater: str) -> None:
        """Somebody sits down."""
        if rater != self._rater:
            self._rater = rater
            self.rater_changed.emit()

    @property
    def schemes(self) -> Schemes:
        """What may be annotated."""
        return self._schemes

    def use_schemes(self, schemes: Schemes) -> None:
        """Take the schemes of a project."""
        if schemes != self._schemes:
            self._schemes = schemes
            self.schemes_changed.emit()

    @property
    def active(self) -> Annotation | None:
        """The track for edits."""
        return self._document.find(self._active)

    @property
    def active_curve(self) -> CurveAnnotation | None:
        """The track for edits when it is a curve."""
        return self.active if isinstance(self.active, CurveAnnotation) else None

    @property
    def active_segments(self) -> SegmentAnnotation | None:
        """The track for edits when it holds segments."""
        return self.active if isinstance(self.active, SegmentAnnotation) else None

    def activate(self, track: str) -> None:
        """Make a track the one for edits; an empty name for none."""
        self._lost = ""
        if track != self._active:
            self._active = track
            self._segment = 0
            self.active_changed.emit()
            self.segment_changed.emit()

    @property
    def selection(self) -> FrameRange | None:
        """The stretch of frames that is selected."""
        return self._selection

    def select(self, selection: FrameRange | None) -> None:
        """Select a stretch of frames, cut to the recording; None for nothing."""
        if selection is not None:
            stop = min(selection.stop, self._document.frames)
            selection = FrameRange(selection.first, stop) if selection.first < stop else None
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit()

    @property
    def segment(self) -> int:
        """Id of the selected segment of the active track; 0 for none."""
        return self._segment

    def select_segment(self, number: int) -> None:
        """Select a segment of the active track; 0 for none."""
        if number != self._segment:
            self._segment = number
            self.segment_changed.emit()

    @property
    def settings(self) -> ToolSettings:
        """The tool and its widths."""
        return self._settings

    def use(self, settings: ToolSettings) -> None:
        """Take another tool or width."""
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit()

    # What is seen.

    @property
    def blind(self) -> bool:
        """Whether predictions and other raters are hidden while a take is made."""
        return self._blind

    def hide_others(self, blind: bool) -> None:
        """Hide predictions and every track but the active one, or show them again.

        Segments of the rater at work stay: who marks one during a take must see that it is there.
        """
        if blind != self._blind:
            self._blind = blind
            self.blind_changed.emit(blind)

    @property
    def hidden(self) -> frozenset[str]:
        """Ids of tracks that are not drawn."""
        return self._hidden

    def show(self, track: str, *, visible: bool) -> None:
        """Draw a track, or not; no edit."""
        hidden = self._hidden - {track} if visible else self._hidden | {track}
        self.show_all_but(hidden)

    def show_all_but(self, hidden: frozenset[str]) -> None:
        """Draw every track but some; no edit."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.changed.emit()

    def is_seen(self, track: Annotation) -> bool:
        """Whether a track is drawn now."""
        if self._blind and track.head.id != self._active and not is_own(track, self._rater):
            return False
        return track.head.id not in self._hidden

    # Editing.

    @property
    def preview(self) -> Annotation | None:
        """A track as the stroke under way would leave it."""
        return self._preview

    def show_preview(self, track: Annotation | None) -> None:
        """Show a stroke under way; None when it is over."""
        if track is not self._preview:
            self._preview = track
            self.preview_changed.emit()

    def commit(
        self, after: Document, *, kind: str, summary: str, reason: str = "", track: str = ""
    ) -> EditEntry | None:
        """Keep an edit, then show it; None when it changes nothing.

        Raises
        ------
        EditError, ProjectError
            It cannot be kept; nothing has changed.
        """
        if self._journal is None or self._journal.read_only:
            raise EditError(self.read_only)
        self.show_preview(None)
        if after == self._document:
            return None
        entry = self._journal.commit(
            after, author=self._rater, kind=kind, summary=summary, reason=reason, track=track
        )
        self._take(after)
        self.history_changed.emit()
        return entry

    def undo(self) -> None:
        """One edit back; nothing when there is none."""
        if self.history.can_undo:
            self._walk(lambda journal: journal.undo())

    def redo(self) -> None:
        """One edit on; nothing when there is none."""
        if self.history.can_redo:
            self._walk(lambda journal: journal.redo())

    def go_to(self, number: int) -> None:
        """To the state after any edit, or to the very beginning."""
        self._walk(lambda journal: journal.go_to(number))

    def explain(self, number: int, reason: str) -> None:
        """Give an edit another reason."""
        if self._journal is None or self._journal.read_only:
            raise EditError(self.read_only)
        self._journal.explain(number, reason)
        self.history_changed.emit()

    def _walk(self, move: Callable[[Journal], Document]) -> None:
        if self._journal is None or self._journal.read_only:
            raise EditError(self.read_only)
        self.show_preview(None)
        self._take(move(self._journal))
        self.history_changed.emit()

    def _take(self, document: Document) -> None:
        before = self._active
        self._document = document
        if self._active and self.active is None:
            self._active, self._segment, self._lost = "", 0, self._active
        elif not self._active and document.find(self._lost) is not None:
            self._active = self._lost  # undone and made again: work goes on where it was
        self.changed.emit()
        if self._active != before:
            self.active_changed.emit()
            self.segment_changed.emit()
        held = self.active_segments
        if self._segment and (held is None or held.segment(self._segment) is None):
            self.select_segment(0)
