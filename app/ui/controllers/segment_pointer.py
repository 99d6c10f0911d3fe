"""What the mouse does in the lane of segments.

A drag between segments makes one, a drag of an end or of the middle moves it; a click selects. The
gesture is shown as a preview and becomes one edit when the button is let go. Ends stick to the
playhead, to other ends and to the selection, and always lie on frames; Alt keeps them from
sticking.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from app.core.document import Document
from app.core.edits import segments as edits
from app.core.errors import StudioError
from app.core.segment import Segment
from app.session.session import Session
from app.session.tool_settings import Tool
from app.ui.controllers.segment_edits import SegmentEdits
from app.ui.notices import notices
from app.ui.timeline.pointer import Pointer
from app.ui.timeline.segment_lane import SegmentLane
from app.ui.timeline.segment_snapping import SNAP_REACH, FrameGrid, apart, shifted, snapped
from app.ui.timeline.segment_strip import Part, SegmentHit

THRESHOLD = 3.0
"""Logical pixels that the mouse moves before a press is a drag."""


@dataclass(frozen=True, slots=True)
class _Gesture:
    """A press that was taken.

    Attributes
    ----------
    pressed : Pointer
        Where.
    part : Part or None
        Of `segment`; None for a place between segments.
    document : Document
        Before, with the track of the gesture.
    track : str
        Its id.
    segment : Segment or None
        What is held.
    grid, marks : FrameGrid, tuple of float
        Where ends can lie, and where they stick.
    """

    pressed: Pointer
    part: Part | None
    document: Document
    track: str
    segment: Segment | None
    grid: FrameGrid
    marks: tuple[float, ...]

    def times_at(self, at: Pointer) -> tuple[float, float]:
        """Onset and offset as the drag would leave them."""
        reach = SNAP_REACH * at.scale.seconds_per_pixel
        segment = self.segment
        if segment is None:
            begun = snapped(self.pressed.seconds, self.grid, self.marks, reach)
            return apart(begun, snapped(at.seconds, self.grid, self.marks, reach), self.grid)
        by = at.seconds - self.pressed.seconds
        if self.part is Part.BODY:
            return shifted(segment.onset, segment.offset, by, self.grid, self.marks, reach)
        held = segment.onset if self.part is Part.ONSET else segment.offset
        other = segment.offset if self.part is Part.ONSET else segment.onset
        end = snapped(held + by, self.grid, self.marks, reach)
        if end == other:
            end = self.grid.before(other) if self.part is Part.ONSET else self.grid.after(other)
        return min(end, other), max(end, other)


class SegmentPointer:
    """See `LanePointer`.

    Parameters
    ----------
    session : Session
        Whose annotations are edited.
    lane : SegmentLane
        Knows what lies where.
    changes : SegmentEdits
        Makes the edits.
    describe : callable
        Asks for label and note of the selected segment.
    """

    def __init__(
        self,
        session: Session,
        lane: SegmentLane,
        changes: SegmentEdits,
        describe: Callable[[], None],
    ) -> None:
        self._session, self._annotations = session, session.annotations
        self._lane, self._changes, self._describe = lane, changes, describe
        self._gesture: _Gesture | None = None
        self._dragged = False

    def press(self, at: Pointer) -> bool:
        """Select a segment and take hold of it, or begin one."""
        self._gesture, self._dragged = None, False
        annotations = self._annotations
        if not annotations.is_open or not self._edits_here():
            return False
        found = self._lane.hit(at.x, at.y, at.height, at.scale)
        if found is not None and annotations.document.find(found.track) is None:
            return False
        if found is not None and found.number:
            self._changes.select(found.track, found.number)
        elif found is not None and annotations.active_segments is not None:
            self._annotations.activate(found.track)
        self._take(at, found)
        return self._gesture is not None

    def drag(self, at: Pointer) -> None:
        """Show what would be."""
        gesture = self._gesture
        if gesture is None:
            return
        if not self._dragged and abs(at.x - gesture.pressed.x) < THRESHOLD:
            return
        if not self._dragged and not self._can_edit(gesture):
            self._gesture = None
            return
        self._dragged = True
        onset, offset = gesture.times_at(at)
        if gesture.segment is None:
            after, _ = edits.added(gesture.document, gesture.track, onset, offset)
        else:
            number = gesture.segment.id
            after = edits.placed(gesture.document, gesture.track, number, onset, offset)
        self._annotations.show_preview(after.track(gesture.track))

    def release(self, at: Pointer) -> None:
        """Keep it; a click between segments moves the playhead."""
        gesture, dragged = self._gesture, self._dragged
        self._gesture, self._dragged = None, False
        if gesture is None:
            return
        if not dragged:
            if gesture.segment is None:
                self._annotations.select_segment(0)
                self._session.playback.seek(gesture.pressed.seconds)
            return
        onset, offset = gesture.times_at(at)
        if gesture.segment is None:
            self._changes.add_to(gesture.document, gesture.track, onset, offset)
        else:
            self._changes.place(gesture.track, gesture.segment.id, onset, offset)
        self._annotations.show_preview(None)

    def double_click(self, at: Pointer) -> bool:
        """Ask for label and note of what is under the cursor."""
        found = self._lane.hit(at.x, at.y, at.height, at.scale)
        if found is None or not found.number or not self._annotations.is_open:
            return False
        self._changes.select(found.track, found.number)
        self._describe()
        return True

    def hover(self, at: Pointer | None) -> Qt.CursorShape | None:
        """Arrows over an end, a hand over a segment."""
        if at is None or not self._edits_here():
            return None
        found = self._lane.hit(at.x, at.y, at.height, at.scale)
        if found is None or not found.number:
            return None
        track = self._annotations.document.find(found.track)
        locked = track is None or track.head.locked
        if found.part is Part.BODY or locked:
            return Qt.CursorShape.PointingHandCursor
        return Qt.CursorShape.SizeHorCursor

    def cancel(self) -> None:
        """Leave everything as it was."""
        if self._gesture is not None:
            self._gesture, self._dragged = None, False
            self._annotations.show_preview(None)

    def _edits_here(self) -> bool:
        return self._annotations.settings.tool in (Tool.SELECT, Tool.DRAW)

    def _take(self, at: Pointer, found: SegmentHit | None) -> None:
        document, track = self._annotations.document, found.track if found is not None else ""
        segment = self._lane.segment_at(found)
        part = found.part if found is not None and segment is not None else None
        if not track and document.segment_tracks:
            return
        try:
            if not track:
                document, track = self._changes.with_target()
        except StudioError as error:
            notices.error(str(error))
            return
        grid = self._changes.grid
        marks = () if at.has(Qt.KeyboardModifier.AltModifier) else self._marks(track, segment)
        self._gesture = _Gesture(at, part, document, track, segment, grid, marks)

    def _marks(self, track: str, held: Segment | None) -> tuple[float, ...]:
        """Where ends stick: the playhead's frame, ends of other segments, the selection."""
        annotations, playback = self._annotations, self._session.playback
        if not annotations.settings.snap:
            return ()
        marks = {float(annotations.seconds[playback.frame])}
        for each in annotations.document.segment_tracks:
            if not annotations.is_seen(each):
                continue
            for segment in each.segments:
                if each.head.id != track or held is None or segment.id != held.id:
                    marks |= {segment.onset, segment.offset}
        if annotations.selection is not None:
            instants = self._changes.grid.instants
            marks |= {float(instants[annotations.selection.first])}
            marks |= {float(instants[annotations.selection.stop])}
        return tuple(sorted(marks))

    def _can_edit(self, gesture: _Gesture) -> bool:
        try:
            gesture.document.editable(gesture.track)
        except StudioError as error:
            notices.error(str(error))
            return False
        if self._annotations.read_only:
            notices.error(self._annotations.read_only)
        return not self._annotations.read_only
