"""Segments and events: keys, the lane's mouse and the table, to edits of the document."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.document import CurveAnnotation, SegmentAnnotation
from app.core.errors import StudioError
from app.core.scheme import Category, CategoryScheme
from app.core.segment import Segment
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.controllers.begun_segments import BegunSegments
from app.ui.controllers.category_keys import CategoryKeys
from app.ui.controllers.segment_edits import SegmentEdits, neighbour
from app.ui.controllers.segment_pointer import SegmentPointer
from app.ui.controllers.segment_tips import SegmentTips
from app.ui.dialogs.segment import asked
from app.ui.notices import notices
from app.ui.panels.segments_panel import SegmentsPanel
from app.ui.timeline.segment_lane import NAME, SegmentLane
from app.ui.timeline.segment_snapping import apart
from app.ui.timeline.timeline_view import TimelineView
from app.ui.turns import turns
from app.ui.video.time_text import clock_text

Ask = Callable[[Segment, CategoryScheme | None], tuple[str, str] | None]
"""Asks for label and note of a segment; None when nothing is to change."""


class SegmentsController(QObject):
    """Makes, changes and finds segments.

    Parameters
    ----------
    session : Session
        Whose annotations are edited.
    view : TimelineView
        Has the lane ``segments``, a `SegmentLane`.
    panel : SegmentsPanel
        The table.
    actions : Actions
        Those of segments, and ``delete_selected`` while a segment is selected.
    parent : QObject, optional
        The window: the keys of categories work all over it.
    ask : callable, optional
        Stands for the dialog.
    """

    def __init__(
        self,
        session: Session,
        view: TimelineView,
        panel: SegmentsPanel,
        actions: Actions,
        parent: QObject | None = None,
        ask: Ask | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._annotations = session, session.annotations
        self._actions = actions
        self._ask = ask or partial(asked, parent=view)
        self.changes = SegmentEdits(session)
        lane = view.strips[NAME].lane
        if not isinstance(lane, SegmentLane):
            raise TypeError("the timeline has no lane of segments")
        self._begun = BegunSegments(session, view.strips[NAME], lane, self._target, self)
        view.set_pointer(NAME, SegmentPointer(session, lane, self.changes, self.edit_selected))
        owner = parent if isinstance(parent, QWidget) else view
        self._keys = CategoryKeys(session, self.changes, actions, owner)
        self._keys.pressed.connect(self._on_category)
        self._tips = SegmentTips(view.strips[NAME].canvas, lane)
        self._connect_actions()
        self._connect_panel(panel)
        self._listen()
        self._follow()

    # Making them at the playhead.

    def toggle(self, label: str = "") -> None:
        """Begin a segment here, or end the one of that label; of selected frames, make one."""
        # While it runs "here" is the playhead, whatever was selected before.
        chosen = None if self._runs else self._annotations.selection
        if label in self._begun:
            self._make(*self._begun.end(label), label)
            self._begun.show()
        elif chosen is not None:
            if self._make(chosen.first, chosen.stop, label):
                self._annotations.select(None)
        elif self._can_begin():
            self._begun.begin(label)

    def _make(self, first: int, stop: int, label: str) -> int:
        """Of frames, half-open."""
        instants = self.changes.grid.instants
        onset, offset = float(instants[first]), float(instants[stop])
        return self.changes.add(onset, offset, label, activate=self._may_activate)

    def drop_event(self, label: str) -> None:
        """Mark the instant of the frame shown."""
        if self._can_begin():
            here = self._here
            self.changes.add(here, here, label, activate=self._may_activate)

    def _on_category(self, category: Category) -> None:
        if category.is_event:
            self.drop_event(category.name)
        else:
            self.toggle(category.name)

    @property
    def begun(self) -> tuple[str, ...]:
        """The labels of what was begun and not ended."""
        return self._begun.labels

    @property
    def _here(self) -> float:
        return float(self._annotations.seconds[self._session.playback.frame])

    @property
    def _runs(self) -> bool:
        """Whether it plays, or a curve is being made: a take may be paused."""
        made = isinstance(self._annotations.preview, CurveAnnotation)
        return self._session.playback.playing or made

    @property
    def _may_activate(self) -> bool:
        """A curve that is rated while the recording plays stays the active track."""
        notes = self._annotations
        made = isinstance(notes.preview, CurveAnnotation)
        return not (made or (self._session.playback.playing and notes.active_curve is not None))

    def _target(self) -> str:
        target = self.changes.target()
        return target.head.id if target is not None else ""

    def _can_begin(self) -> bool:
        try:
            document, track = self.changes.with_target()
        except StudioError as error:
            notices.error(str(error))
            return False
        return self._can_change(document.segments_of(track))

    def _can_change(self, track: SegmentAnnotation) -> bool:
        """Say why not before anything is asked or begun."""
        why_not = self._annotations.read_only
        if track.head.locked and not why_not:
            why_not = f"“{track.head.name}” is locked; unlock it in the Tracks dock to edit it."
        if why_not:
            notices.error(why_not)
        return not why_not

    # What is done to the selected one.

    def edit_selected(self) -> None:
        """Ask for label and note."""
        track, segment = self._annotations.active_segments, self._selected
        if track is None or segment is None or not self._can_change(track):
            return
        answer = self._ask(segment, self._annotations.schemes.category_scheme(track.head.scheme))
        if answer is not None:
            self.changes.describe(track.head.id, segment.id, *answer)

    def split(self) -> None:
        """Cut the selected segment at the playhead, or one that is there."""
        track, here = self.changes.target(), self._here
        if track is None:
            return
        inside = [each for each in track.segments if each.onset < here < each.offset]
        chosen = self._selected
        if chosen is None or (chosen not in inside and inside):
            chosen = inside[-1] if inside else None
        if chosen is None:
            notices.error("Put the playhead inside a segment to split it.")
        else:
            self.changes.split(track.head.id, chosen.id, here)

    def merge(self) -> None:
        """Join the selected segment and the next."""
        track, segment = self._annotations.active_segments, self._selected
        if track is not None and segment is not None:
            self.changes.merge_with_next(track.head.id, segment.id)

    def delete(self) -> None:
        """Delete the selected segment; anything else selected is not ours."""
        track, segment = self._annotations.active_segments, self._selected
        if track is not None and segment is not None:
            self.changes.remove(track.head.id, [segment.id])

    @property
    def _selected(self) -> Segment | None:
        track = self._annotations.active_segments
        return track.segment(self._annotations.segment) if track is not None else None

    # Finding them.

    def go(self, way: int) -> None:
        """To the next segment (1) or the previous one (-1)."""
        track, now = self.changes.target(), self._session.playback.seconds
        if track is None:
            return
        chosen = self._selected
        at_it = chosen is not None and (chosen.holds(now) or self._here <= chosen.onset <= now)
        found = neighbour(track.segments, chosen if at_it else None, now, way)
        if found is not None:
            self.jump(track.head.id, found.id)

    def jump(self, track: str, number: int) -> None:
        """Select a segment and put the playhead where it begins."""
        segment = self.changes.segment(track, number)
        if segment is not None:
            self.changes.select(track, number)
            self._session.playback.seek(segment.onset)

    # The table.

    def _set_times(self, track: str, number: int, onset: float, offset: float) -> None:
        """Times that were typed, put on frames; one that is none of the recording is refused."""
        grid = self.changes.grid
        if not grid.first <= onset <= grid.last:
            ends = f"{clock_text(grid.first)} to {clock_text(grid.last)}"
            notices.error(f"The recording runs from {ends}; write a time within it.")
        elif onset == offset:
            self.changes.place(track, number, *(grid.frame(onset),) * 2)
        else:
            first, last = apart(grid.nearest(onset), grid.nearest(offset), grid)
            self.changes.place(track, number, first, last)

    def _connect_panel(self, panel: SegmentsPanel) -> None:
        panel.jumpRequested.connect(self.jump)
        panel.selectRequested.connect(self.changes.select)
        panel.deleteRequested.connect(self.changes.remove_all)
        panel.labelRequested.connect(lambda track, n, text: self.changes.label(track, [n], text))
        panel.noteRequested.connect(self.changes.note)
        panel.timesRequested.connect(self._set_times)

    # Who hears what.

    def _connect_actions(self) -> None:
        actions = self._actions
        actions.on("new_segment", self.toggle)
        actions.on("edit_segment", self.edit_selected)
        actions.on("split_segment", self.split)
        actions.on("merge_segments", self.merge)
        actions.on("previous_segment", partial(self.go, -1))
        actions.on("next_segment", partial(self.go, 1))
        actions.on("delete_selected", self.delete)
        for name in ("new_segment", "split_segment", "merge_segments"):
            # A key that is held down must not begin and end by turns.
            actions[name].setAutoRepeat(False)

    def _listen(self) -> None:
        annotations = self._annotations
        annotations.changed.connect(self._follow)
        annotations.active_changed.connect(self._follow)
        annotations.schemes_changed.connect(self._follow)
        annotations.rater_changed.connect(self._follow)
        annotations.segment_changed.connect(self._on_segment)

    def _follow(self) -> None:
        if not self._annotations.is_open:
            self._begun.forget()
        turns.soon(self._show_what_can_be_done)
        turns.soon(self._keys.follow)

    def _on_segment(self) -> None:
        turns.soon(self._show_what_can_be_done)

    def _show_what_can_be_done(self) -> None:
        there, chosen = self._annotations.is_open, self._selected is not None
        target = self.changes.target() if there else None
        filled = target is not None and bool(target.segments)
        self._actions.enable("new_segment", there)
        for name in ("previous_segment", "next_segment", "split_segment"):
            self._actions.enable(name, filled)
        for name in ("edit_segment", "merge_segments"):
            self._actions.enable(name, chosen)
        if self._annotations.active_segments is not None:
            # Otherwise it is about values of a curve.
            self._actions.enable("delete_selected", chosen)
