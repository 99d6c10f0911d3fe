"""The tools for curves, and what is selected: actions, widths, pointers of the lanes."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from app.session.session import Session
from app.session.tool_settings import FrameRange, Tool
from app.ui.actions import Actions, key_text
from app.ui.controllers.track_edits import TrackEdits
from app.ui.notices import Notices, notices
from app.ui.timeline.curve_lane import CurveLane
from app.ui.timeline.editing.curve_pointer import CurvePointer
from app.ui.timeline.editing.select_pointer import SelectPointer
from app.ui.timeline.timeline_view import TimelineView

STEP = 1.25
STEP_PER_NOTCH = 1.15
SHORTEST_REACH, LONGEST_REACH = 0.02, 120.0
"""Seconds within which the reach of a tool lies."""
SELECTING = ("select_all", "select_none", "select_left", "select_right", "select_loop")


class CurveToolsController(QObject):
    """Lets curves be edited on the timeline.

    Parameters
    ----------
    session : Session
        Its annotations are edited.
    view : TimelineView
        Its lanes of curves get their pointers.
    actions : Actions
        ``tool_*``, ``snap``, ``wider_reach``, ``narrower_reach``, ``select_*``.
    hub : Notices
        Is told why nothing can be edited.
    """

    def __init__(
        self,
        session: Session,
        view: TimelineView,
        actions: Actions,
        parent: QObject | None = None,
        hub: Notices = notices,
    ) -> None:
        super().__init__(parent)
        self._session, self._notes = session, session.annotations
        self._view, self._actions, self._hub = view, actions, hub
        self._edits = TrackEdits(session)
        self._pointers: dict[str, CurvePointer] = {}
        self._anchor = self._caret = 0
        self._kept: FrameRange | None = None
        self._connect_actions()
        self._connect_view()
        self._give_pointers()
        for signal in (self._notes.changed, self._notes.active_changed):
            signal.connect(self._enable)
        self._notes.settings_changed.connect(self._on_settings)
        self._on_settings()

    # Tools.

    def _connect_actions(self) -> None:
        actions = self._actions
        for tool in Tool:
            actions.on(f"tool_{tool.value}", partial(self._choose, tool))
        actions.on("snap", self._snap)
        actions.on("wider_reach", partial(self._widen, STEP))
        actions.on("narrower_reach", partial(self._widen, 1 / STEP))
        actions.on("select_all", self._select_all)
        actions.on("select_none", partial(self._notes.select, None))
        actions.on("select_left", partial(self._step, -1))
        actions.on("select_right", partial(self._step, 1))
        actions.on("select_loop", self._select_loop)

    def _choose(self, tool: Tool, chosen: bool) -> None:
        if chosen:
            self._notes.use(replace(self._notes.settings, tool=tool))

    def _snap(self, snap: bool) -> None:
        self._notes.use(replace(self._notes.settings, snap=snap))

    def _widen(self, factor: float) -> None:
        """Let the tool in hand reach further, or less far."""
        settings = self._notes.settings
        name = {Tool.MOVE: "falloff", Tool.SMOOTH: "brush"}.get(settings.tool)
        if name is not None:
            reach = max(getattr(settings, name), SHORTEST_REACH) * factor
            reach = min(max(reach, SHORTEST_REACH), LONGEST_REACH)
            self._notes.use(replace(settings, **{name: reach}))

    def _on_settings(self) -> None:
        settings = self._notes.settings
        self._actions[f"tool_{settings.tool.value}"].setChecked(True)
        self._actions["snap"].setChecked(settings.snap)
        for name, pointer in self._pointers.items():
            pointer.settings_changed()
            self._view.strips[name].canvas.update()
        self._enable()

    def _enable(self) -> None:
        for name in SELECTING:
            self._actions.enable(name, self._notes.is_open)
        can_reach = self._notes.settings.tool in (Tool.MOVE, Tool.SMOOTH)
        for name in ("wider_reach", "narrower_reach"):
            self._actions.enable(name, can_reach and self._notes.active_curve is not None)

    # Lanes.

    def _connect_view(self) -> None:
        view = self._view
        view.lanesChanged.connect(self._give_pointers)
        view.reachRequested.connect(lambda notches: self._widen(STEP_PER_NOTCH**notches))
        view.activated.connect(self._notes.activate)
        view.annotationToggled.connect(lambda name, on: self._notes.show(name, visible=on))
        view.lockToggled.connect(self._lock)

    def _lock(self, name: str) -> None:
        track = self._notes.document.find(name)
        if track is not None:
            self._edits.lock(name, not track.head.locked)

    def _give_pointers(self) -> None:
        """Every lane of curves gets its own; those that stay keep theirs."""
        lanes = {
            name: strip
            for name, strip in self._view.strips.items()
            if isinstance(strip.lane, CurveLane)
        }
        self._pointers = {
            name: pointer
            for name, pointer in self._pointers.items()
            if name in lanes and lanes[name].canvas.pointer is pointer
        }
        for name, strip in lanes.items():
            if name not in self._pointers and isinstance(strip.lane, CurveLane):
                self._pointers[name] = self._pointer(strip.lane)
                self._view.set_pointer(name, self._pointers[name])

    def _pointer(self, lane: CurveLane) -> CurvePointer:
        view = self._view
        select = SelectPointer(self._session, lane, view.seekRequested.emit, view.panRequested.emit)
        return CurvePointer(self._session, lane, select, self._hub, self._how_to_make)

    def _how_to_make(self) -> str:
        keys = key_text(self._actions.keys("new_curve"))
        return f"Annotate > New curve ({keys})" if keys else "Annotate > New curve"

    # Selecting by keys.

    def _select_all(self) -> None:
        frames = self._notes.document.frames
        self._notes.select(FrameRange(0, frames) if frames else None)

    def _select_loop(self) -> None:
        playback = self._session.playback
        base, loop = playback.time_base, playback.loop
        if base is None or loop is None:
            self._hub.note("Set where the loop begins and ends first, in the ruler or by its keys.")
            return
        frames = base.between(loop.start, loop.end)
        self._notes.select(FrameRange(frames.start, frames.stop) if frames else None)

    def _step(self, frames: int) -> None:
        """Draw the selection out from the playhead, which goes along like a caret."""
        playback, count = self._session.playback, self._notes.document.frames
        here = playback.frame
        going_on = self._kept is not None and self._kept == self._notes.selection
        if not going_on or min(self._caret, count - 1) != here:
            self._anchor = self._caret = here
        self._caret = min(max(self._caret + frames, 0), count)
        first, stop = sorted((self._anchor, self._caret))
        self._kept = FrameRange(first, stop) if first < stop else None
        self._notes.select(self._kept)
        playback.seek_frame(min(self._caret, count - 1))
