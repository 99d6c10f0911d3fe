"""The left button on a lane of curves: a stroke of the chosen tool on the active curve.

A stroke is a preview until the button is let go; then it is one edit. Shift selects frames whatever
the tool is; Ctrl moves the playhead (see `app.ui.timeline.pointer`).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.core.document import CurveAnnotation
from app.core.edits.curves import with_values
from app.core.errors import EditError, StudioError
from app.core.samples import Samples
from app.session.session import Session
from app.session.tool_settings import Tool
from app.ui.annotation_colours import colour_of
from app.ui.notices import Notices
from app.ui.theme import Theme
from app.ui.timeline.curve_lane import CurveLane
from app.ui.timeline.curve_words import value_text
from app.ui.timeline.editing.geometry import nearest_known
from app.ui.timeline.editing.places import covered, covered_between, place_of, snap_targets
from app.ui.timeline.editing.readout import (
    Readout,
    draw_brush,
    draw_eraser,
    draw_falloff,
    draw_readout,
)
from app.ui.timeline.editing.select_pointer import SHIFT, SelectPointer
from app.ui.timeline.editing.strokes import Place, Stroke, stroke_of
from app.ui.timeline.hits import frame_at, nearest_frame
from app.ui.timeline.pointer import Pointer
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.ticks import time_label

DONE = {Tool.DRAW: "Drew", Tool.MOVE: "Moved", Tool.SMOOTH: "Smoothed", Tool.ERASE: "Erased"}
CURSORS = {
    Tool.DRAW: Qt.CursorShape.CrossCursor,
    Tool.MOVE: Qt.CursorShape.SizeVerCursor,
    Tool.SMOOTH: Qt.CursorShape.CrossCursor,
    Tool.ERASE: Qt.CursorShape.CrossCursor,
}
GRIP_REACH = 8.0
"""Logical pixels to either side within which a value is found to be moved."""


class CurvePointer:
    """The tools on one lane; see `DrawingPointer`.

    Parameters
    ----------
    session : Session
        Its annotations are edited.
    lane : CurveLane
        Where it works.
    select : SelectPointer
        Does what the select tool does.
    hub : Notices
        Is told why nothing can be edited.
    how_to_make : callable
        How a curve is made, for a sentence: ``"Annotate > New curve (Ctrl+T)"``.
    """

    def __init__(
        self,
        session: Session,
        lane: CurveLane,
        select: SelectPointer,
        hub: Notices,
        how_to_make: Callable[[], str],
    ) -> None:
        self._session, self._notes, self._lane = session, session.annotations, lane
        self._select, self._hub, self._how_to_make = select, hub, how_to_make
        self._selecting = False
        self._stroke: Stroke | None = None
        self._tool = Tool.SELECT
        self._curve: CurveAnnotation | None = None
        self._values: NDArray[np.float64] = np.zeros(0)
        self._mouse: Pointer | None = None

    # The mouse.

    def press(self, at: Pointer) -> bool:
        """Begin a stroke, or a selection; say why not."""
        self._mouse, self._stroke = at, None
        if not self._notes.is_open:
            return False
        self._tool = self._notes.settings.tool
        self._selecting = self._tool is Tool.SELECT or at.has(SHIFT)
        if self._selecting:
            return self._select.press(at)
        try:
            self._begin(self._editable(), at)
        except EditError as error:
            self._hub.note(str(error))
        return True

    def drag(self, at: Pointer) -> None:
        """Go on with it."""
        self._mouse = at
        if self._selecting:
            self._select.drag(at)
        elif self._stroke is not None and self._curve is not None:
            snap = self._tool is Tool.ERASE
            self._go_on(self._stroke, self._place(at, self._curve, snap=snap))

    def release(self, at: Pointer) -> None:
        """Keep the stroke as one edit."""
        if self._selecting:
            self._select.release(at)
        elif self._stroke is not None and self._curve is not None:
            self._finish(self._stroke, self._curve, at)
            self._commit(self._curve)
        self._stroke, self._selecting = None, False

    def double_click(self, at: Pointer) -> bool:
        """The select tool has a use for it."""
        selecting = self._notes.settings.tool is Tool.SELECT
        return self._notes.is_open and selecting and self._select.double_click(at)

    def hover(self, at: Pointer | None) -> Qt.CursorShape | None:
        """Show what the tool would do."""
        self._mouse = at
        if at is None or not self._notes.is_open:
            return None
        tool = self._notes.settings.tool
        if tool is Tool.SELECT or at.has(SHIFT):
            return self._select.hover(at)
        return CURSORS[tool] if self._can_edit() else Qt.CursorShape.ForbiddenCursor

    def cancel(self) -> None:
        """Everything is as it was before the button went down."""
        if self._selecting:
            self._select.cancel()
        elif self._stroke is not None:
            self._notes.show_preview(None)
        self._stroke, self._selecting = None, False

    def settings_changed(self) -> None:
        """Another width takes effect at once; another tool ends the stroke."""
        if self._stroke is None or self._mouse is None:
            return
        if self._notes.settings.tool is not self._tool:
            self.cancel()
        elif self._tool is Tool.MOVE:
            self.drag(self._mouse)

    # The stroke.

    def _begin(self, curve: CurveAnnotation, at: Pointer) -> None:
        snap = self._tool is not Tool.SMOOTH
        place = self._place(at, curve, snap=snap)
        if self._tool is Tool.MOVE:
            place = self._gripped(place, curve, at)
        self._curve = curve
        self._stroke = stroke_of(self._notes.settings, curve.samples.values, self._notes.seconds)
        self._show(self._stroke.begin(place))

    def _go_on(self, stroke: Stroke, place: Place) -> None:
        self._show(stroke.go_on(place, self._notes.settings))

    def _finish(self, stroke: Stroke, curve: CurveAnnotation, at: Pointer) -> None:
        """A line ends where it snaps; an eraser that only touched an edge takes its frame."""
        if self._tool is Tool.DRAW:
            self._go_on(stroke, self._place(at, curve, snap=True))
        elif self._tool is Tool.ERASE and self._values is not None:
            place = self._place(at, curve, snap=True)
            if place.first == place.stop and _equal(self._values, curve.samples.values):
                self._go_on(stroke, self._place(at, curve, snap=False))

    def _show(self, values: NDArray[np.float64]) -> None:
        curve = self._curve
        if curve is None:
            return
        self._values = np.clip(values, curve.low, curve.high)
        samples = Samples.of(self._values, curve.samples)
        self._notes.show_preview(replace(curve, samples=samples))

    def _commit(self, curve: CurveAnnotation) -> None:
        notes, name = self._notes, curve.head.id
        changed = np.flatnonzero(~_same(self._values, curve.samples.values))
        if not changed.size:
            notes.show_preview(None)
            return
        first, last = (time_label(float(notes.seconds[k])) for k in (changed[0], changed[-1]))
        summary = f"{DONE[self._tool]} {curve.head.name}, {first} to {last}"
        try:
            after = with_values(notes.document, name, self._values)
            notes.commit(after, kind=self._tool.value, summary=summary, track=name)
        except StudioError as error:
            notes.show_preview(None)
            self._hub.error(str(error))

    # What is edited, and where.

    def _editable(self) -> CurveAnnotation:
        """The active curve of this lane; `EditError` says why it cannot be edited."""
        notes, lane = self._notes, self._lane
        if notes.read_only:
            raise EditError(notes.read_only)
        curve = notes.active_curve
        if curve is None or curve.head.scheme != lane.name:
            if lane.annotations:
                raise EditError("Choose a curve to edit: click its name at the left of the lane.")
            raise EditError(
                f"There is no curve of {lane.name} yet; make one by {self._how_to_make()}."
            )
        notes.document.editable(curve.head.id)
        if not notes.is_seen(curve):
            raise EditError(f"“{curve.head.name}” is hidden; show it by its eye to edit it.")
        return curve

    def _can_edit(self) -> bool:
        try:
            self._editable()
        except EditError:
            return False
        return True

    def _place(self, at: Pointer, curve: CurveAnnotation, *, snap: bool) -> Place:
        snap = snap and self._notes.settings.snap
        targets = snap_targets(self._session) if snap else ()
        return place_of(at, curve, self._notes.seconds, self._session.playback.end, targets)

    def _gripped(self, place: Place, curve: CurveAnnotation, at: Pointer) -> Place:
        """The nearest value, where there is a gap under the mouse."""
        reach = int(covered(at, self._notes.seconds, GRIP_REACH) / 2) + 1
        frame = nearest_known(curve.samples.values, place.frame, reach)
        if frame is None:
            raise EditError("There is no value here to move; draw one first.")
        return replace(place, frame=frame)

    # Drawing over the lane.

    def draw(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """How far the tool reaches, and the value under the cursor."""
        at, tool = self._mouse, self._notes.settings.tool
        curve = self._lane.active
        if at is None or curve is None or tool is Tool.SELECT or self._selecting:
            return
        if self._stroke is None and not self._can_edit():
            return
        self._draw_reach(painter, area, scale, theme, curve, at)
        draw_readout(painter, area, self._readout(curve, at), theme)

    def _draw_reach(
        self,
        painter: QPainter,
        area: QRectF,
        scale: TimeScale,
        theme: Theme,
        curve: CurveAnnotation,
        at: Pointer,
    ) -> None:
        settings, seconds = self._notes.settings, self._notes.seconds
        colour = colour_of(self._notes.document, curve.head, theme)
        middle = float(seconds[self._frame(at)])
        if settings.tool is Tool.MOVE:
            draw_falloff(painter, area, scale, middle, settings.falloff, colour)
        elif settings.tool is Tool.SMOOTH:
            place = QPointF(at.x, at.y)
            draw_brush(painter, area, scale, place, middle, settings.brush, colour)
        elif settings.tool is Tool.ERASE:
            left, right = covered_between(self._place(at, curve, snap=False), seconds)
            width = max(scale.x(right) - scale.x(left), 2.0)
            draw_eraser(painter, area, scale.x(left), width, theme.colour("faint"))

    def _frame(self, at: Pointer) -> int:
        if self._stroke is not None and self._tool is Tool.MOVE:
            return self._stroke.frame
        place = frame_at if self._notes.settings.tool is Tool.ERASE else nearest_frame
        return place(at.seconds, self._notes.seconds)

    def _readout(self, curve: CurveAnnotation, at: Pointer) -> Readout:
        frame = self._frame(at)
        if self._notes.settings.tool is Tool.DRAW:
            value = self._place(at, curve, snap=False).value
        else:
            value = float(curve.samples.values[frame])
        time = time_label(float(self._notes.seconds[frame]), 3)
        return Readout(at.x, at.y, value_text(curve, value) or "gap", f"{time}  frame {frame}")


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((one == other) | (np.isnan(one) & np.isnan(other)))


def _equal(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool(_same(one, other).all())
