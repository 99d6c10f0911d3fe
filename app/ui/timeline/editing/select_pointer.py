"""Selecting frames with the mouse: drag, drag an edge, extend, click, double click."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from app.core.document import CurveAnnotation
from app.session.session import Session
from app.session.tool_settings import FrameRange
from app.ui.timeline.curve_lane import CurveLane
from app.ui.timeline.editing.geometry import (
    boundary_at,
    edge_hit,
    edges_of,
    extended,
    range_between,
    run_at,
    snapped,
)
from app.ui.timeline.hits import frame_at
from app.ui.timeline.pointer import Pointer

DRAG_DISTANCE = 4.0
"""Logical pixels from which a press is a drag and not a click."""
SHIFT = Qt.KeyboardModifier.ShiftModifier


class SelectPointer:
    """What the left button does while frames are selected; see `LanePointer`.

    Parameters
    ----------
    session : Session
        Its selection is changed.
    lane : CurveLane
        Where it works.
    seek, pan : callable
        Put the playhead at an instant; show what is so many seconds later.
    """

    def __init__(
        self,
        session: Session,
        lane: CurveLane,
        seek: Callable[[float], object],
        pan: Callable[[float], object],
    ) -> None:
        self._session, self._notes, self._lane = session, session.annotations, lane
        self._seek, self._pan = seek, pan
        self._pressed_x = 0.0
        self._anchor: int | None = None
        self._dragging = False
        self._before: FrameRange | None = None

    def press(self, at: Pointer) -> bool:
        """Take hold of an edge, of a selection to extend, or of a place to begin one."""
        self._before, self._pressed_x = self._notes.selection, at.x
        self._dragging = False
        selection, edge = self._notes.selection, self._edge(at)
        if at.has(SHIFT):
            self._extend(self._boundary(at))
        elif selection is not None and edge:
            self._anchor = selection.stop if edge == "first" else selection.first
            self._dragging = True
        else:
            self._anchor = self._boundary(at)
        return True

    def drag(self, at: Pointer) -> None:
        """Select from where it began to here; past an end the view goes along."""
        if not self._dragging and abs(at.x - self._pressed_x) < DRAG_DISTANCE:
            return
        self._dragging = True
        beyond = at.x - min(max(at.x, 0.0), at.scale.width)
        if beyond:
            self._pan(beyond * at.scale.seconds_per_pixel)
        if self._anchor is not None:
            self._select(range_between(self._anchor, self._boundary(at), self._frames))

    def release(self, at: Pointer) -> None:
        """A press that was no drag is a click: the playhead goes there."""
        if not self._dragging and not at.has(SHIFT):
            frame, chosen = frame_at(at.seconds, self._notes.seconds), self._notes.selection
            if chosen is None or not chosen.first <= frame < chosen.stop:
                self._notes.select(None)
            self._seek(at.seconds)
        self._dragging = False

    def double_click(self, at: Pointer) -> bool:
        """Select the run of values under the mouse, or the gap."""
        curve = self._curve()
        if curve is None:
            self._select(FrameRange(0, self._frames))
        else:
            frame = frame_at(at.seconds, self._notes.seconds)
            self._select(run_at(curve.samples.values, frame))
        return True

    def hover(self, at: Pointer | None) -> Qt.CursorShape | None:
        """Edges can be dragged."""
        edge = at is not None and self._edge(at)
        return Qt.CursorShape.SizeHorCursor if edge else None

    def cancel(self) -> None:
        """What was selected before is again."""
        self._notes.select(self._before)
        self._dragging = False

    @property
    def _frames(self) -> int:
        return int(self._notes.seconds.size)

    def _select(self, chosen: FrameRange) -> None:
        self._notes.select(chosen)

    def _extend(self, boundary: int) -> None:
        selection, here = self._notes.selection, self._session.playback.frame
        if selection is None:
            self._anchor = here
            self._select(range_between(here, boundary, self._frames))
            return
        chosen = extended(selection, boundary, self._frames)
        self._anchor = chosen.first if chosen.first == selection.first else chosen.stop
        self._select(chosen)

    def _curve(self) -> CurveAnnotation | None:
        seen = [each for each in self._lane.annotations if self._notes.is_seen(each)]
        active = self._lane.active
        return active if active is not None else next(iter(seen), None)

    def _boundary(self, at: Pointer) -> int:
        playback, times = self._session.playback, self._notes.seconds
        seconds = at.seconds
        if self._notes.settings.snap:
            # The playhead between two frames means the frame that is shown.
            shown = float(times[playback.frame])
            edges = edges_of(self._notes.document, self._notes.hidden)
            seconds = snapped(seconds, at.scale, (shown, *edges))
        return boundary_at(seconds, times, playback.end)

    def _edge(self, at: Pointer) -> str:
        chosen, times = self._notes.selection, self._notes.seconds
        if chosen is None or chosen.stop > times.size:
            return ""
        end = times[chosen.stop] if chosen.stop < times.size else self._session.playback.end
        return edge_hit(at.x, at.scale.x(float(times[chosen.first])), at.scale.x(float(end)))
