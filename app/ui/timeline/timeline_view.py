"""The timeline: overview, ruler and lanes over one time axis, with one playhead across them.

It shows the session and says what the user asks for; `TimelineController` changes the session.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.session.session import Session
from app.session.viewport import Viewport
from app.ui.actions import Actions
from app.ui.theme import themes
from app.ui.timeline.clock import Clock
from app.ui.timeline.curve_lane import PREDICTED, CurveLane
from app.ui.timeline.head import HEAD_WIDTH
from app.ui.timeline.hits import frame_at, nearest_frame
from app.ui.timeline.lane import Lane
from app.ui.timeline.lane_row import LaneStrip
from app.ui.timeline.lane_stack import LaneStack
from app.ui.timeline.overlay import Overlay
from app.ui.timeline.overview import Overview
from app.ui.timeline.pointer import LanePointer
from app.ui.timeline.quality_lane import QualityLane
from app.ui.timeline.ruler import Ruler
from app.ui.timeline.scene import Scene, Sound, annotated, scene_of
from app.ui.timeline.surface import TimeSurface
from app.ui.timeline.tool_strip import ON_NEAREST, ToolStrip
from app.ui.timeline.waveform_lane import WaveformLane
from app.ui.turns import turns

CONTEXT_MENU = ("zoom_in", "zoom_out", "zoom_fit", "follow_playhead", "select_all", "select_none")


class TimelineView(QWidget):
    """Everything over time.

    Parameters
    ----------
    session : Session
        Is shown; never changed from here.
    actions : Actions
        For the context menu.
    extra_lanes : sequence of Lane
        Lanes of other rooms, above the sound.

    Signals
    -------
    seekRequested(seconds), zoomRequested(factor, about), panRequested(seconds)
        As for `TimeSurface`.
    lookRequested(viewport)
        Show another stretch.
    markDragged(part, seconds)
        A loop mark is dragged.
    trackToggled(key, visible)
        A curve is to be drawn or hidden.
    laneHeightChanged(name, pixels)
        The user chose a lane's height.
    annotationToggled(id, visible), lockToggled(id), activated(id)
        An annotation is to be drawn or not, to be locked or unlocked, to be the one for edits.
    reachRequested(notches)
        The tool is to reach further, or less far.
    lanesChanged()
        Lanes came or went; pointers of new ones are still to be set.
    """

    seekRequested = Signal(float)  # noqa: N815
    zoomRequested = Signal(float, float)  # noqa: N815
    panRequested = Signal(float)  # noqa: N815
    lookRequested = Signal(object)  # noqa: N815
    markDragged = Signal(object, float)  # noqa: N815
    trackToggled = Signal(object, bool)  # noqa: N815
    laneHeightChanged = Signal(str, int)  # noqa: N815
    annotationToggled = Signal(str, bool)  # noqa: N815
    lockToggled = Signal(str)  # noqa: N815
    activated = Signal(str)
    reachRequested = Signal(float)  # noqa: N815
    lanesChanged = Signal()  # noqa: N815

    def __init__(
        self,
        session: Session,
        actions: Actions,
        parent: QWidget | None = None,
        extra_lanes: Sequence[Lane] = (),
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._times: NDArray[np.float64] = np.zeros(0)
        self._sound = Sound()
        self._scene = Scene()
        self._hover: float | None = None
        self.stack = LaneStack()
        self.stack.stripAdded.connect(self._connect_strip)
        curves = [CurveLane(name) for name in PREDICTED]
        lanes: Sequence[Lane] = (QualityLane(), *curves, *extra_lanes, WaveformLane())
        for lane in lanes:
            self.stack.add(lane)
        self.tools = ToolStrip(session.annotations, actions)
        self.overview = Overview(curves)
        self.ruler = Ruler()
        self.clock = Clock()
        self.lane_area = QScrollArea()
        self.setAccessibleName("Timeline")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for name in CONTEXT_MENU:
            self.addAction(actions[name])
        self._lay_out()
        self.overlay = Overlay(self)
        self._connect_widgets()
        self._listen()
        self._dress()
        self._on_recording()

    def show_sound(self, sound: Sound) -> None:
        """Take the waveform, or what is known of it."""
        self._sound = sound
        self._refresh()

    def set_lane_heights(self, heights: Mapping[str, int]) -> None:
        """Take remembered heights by lane name; unknown names wait for their lane."""
        self.stack.set_heights(heights)

    def add_lane(self, lane: Lane) -> None:
        """Add a lane above the sound."""
        self.stack.add(lane, before="audio")
        self._refresh()
        self.lanesChanged.emit()

    def set_pointer(self, lane: str, pointer: LanePointer | None) -> None:
        """Give the left button another meaning on a lane."""
        self.strips[lane].canvas.set_pointer(pointer)

    @property
    def strips(self) -> dict[str, LaneStrip]:
        """The lanes by name, from top to bottom."""
        return self.stack.strips

    @property
    def surfaces(self) -> Sequence[TimeSurface]:
        """The widgets that lie over the visible stretch."""
        return (self.ruler, *(strip.canvas for strip in self.strips.values()))

    def _listen(self) -> None:
        session = self._session
        session.recording_changed.connect(self._on_recording)
        session.viewport_changed.connect(self._on_viewport)
        session.person_changed.connect(self._on_chosen)
        for one in (session.tracks, session.features, session.bands):
            one.changed.connect(self._on_found)
        session.faces_changed.connect(self._on_found)
        session.comparing.shaded_changed.connect(self._on_found)
        notes = session.annotations
        for signal in (notes.changed, notes.active_changed, notes.schemes_changed):
            signal.connect(self._on_annotations)
        passing = (notes.preview_changed, notes.segment_changed, notes.selection_changed)
        for signal in (*passing, notes.settings_changed):
            signal.connect(self._on_passing)
        notes.blind_changed.connect(self._on_chosen)
        session.playback.moved.connect(self._on_moved)
        session.playback.changed.connect(self._on_playback)

    def _on_recording(self) -> None:
        base = self._session.playback.time_base
        self._times = base.seconds if base else np.zeros(0)
        self._sound, self._hover = Sound(), None
        self.ruler.show_times(base is not None)
        self._on_viewport(self._session.viewport)
        self._on_playback()
        self._refresh()

    def _on_found(self) -> None:
        turns.soon(self._refresh)

    def _refresh(self) -> None:
        scene = scene_of(self._session, self._times, self._sound, self._scene)
        self._scene = scene
        self.stack.show_scene(scene)
        self.overview.show_scene(scene)
        self._on_moved(self._session.playback.frame, self._session.playback.seconds)

    def _on_chosen(self, _: object) -> None:
        self._refresh()

    def _on_annotations(self) -> None:
        for strip in self.strips.values():
            strip.canvas.drop()
        self._fit_lanes()
        self._scene = annotated(self._scene, self._session.annotations)
        self.stack.show_scene(self._scene)
        self.overview.show_scene(self._scene)
        self._show_readings()

    def _on_passing(self) -> None:
        """What passes within a stroke: only lanes that look different are drawn again."""
        self._scene = annotated(self._scene, self._session.annotations)
        self.stack.show_scene(self._scene)
        self.overlay.select(self._scene.selected_seconds(self._session.playback.end))
        self._show_readings()

    def _fit_lanes(self) -> None:
        """Have a lane for every dimension: predicted ones, the project's, and what is there."""
        notes = self._session.annotations
        named = [each.name for each in notes.schemes.dimensions]
        rated = [each.head.scheme for each in notes.document.curves]
        if self.stack.fit_curves(list(dict.fromkeys((*PREDICTED, *named, *rated)))):
            self.lanesChanged.emit()

    def _on_viewport(self, viewport: Viewport) -> None:
        for surface in self.surfaces:
            surface.look(viewport)
        self.overview.look(viewport)
        self.overlay.look(viewport)

    def _on_playback(self) -> None:
        self.ruler.show_marks(self._session.playback.marks)

    def _on_moved(self, _frame: int, seconds: float) -> None:
        at = seconds if self._times.size else None
        self.overlay.move_playhead(at)
        self.overview.move_playhead(at)
        self._show_readings()

    def _on_hovered(self, seconds: float | None) -> None:
        self._hover = seconds if self._times.size else None
        self._show_readings()

    def _show_readings(self) -> None:
        if not self._times.size:
            self.clock.clear()
            self.overlay.point_at(None)
            return
        hovering = self._hover is not None
        frame = self._session.playback.frame
        if self._hover is not None:
            # Tools act on the nearest frame; without one it is the frame that is shown there.
            nearest = self._session.annotations.settings.tool in ON_NEAREST
            frame = (nearest_frame if nearest else frame_at)(self._hover, self._times)
        self.clock.show_instant(frame, float(self._times[frame]), hovering=hovering)
        for strip in self.strips.values():
            strip.head.show_values(strip.lane.values(frame))
        self.overlay.point_at(self._hover, self.stack.dots(frame, self.overlay) if hovering else ())

    # Making.

    def _lay_out(self) -> None:
        self.lane_area.setWidget(self.stack)
        self.lane_area.setWidgetResizable(True)
        self.lane_area.setFrameShape(QFrame.Shape.NoFrame)
        self.lane_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that ruler and lanes have one width whatever is folded.
        self.lane_area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.lane_area.verticalScrollBar().sizeHint().width()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.tools, 0, 0, 1, 3)
        grid.addWidget(self.clock, 1, 0, 2, 1)
        grid.addWidget(self.overview, 1, 1)
        grid.addWidget(self.ruler, 2, 1)
        grid.addWidget(self.lane_area, 3, 0, 1, 3)
        grid.setColumnMinimumWidth(2, bar)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(3, 1)

    def _connect_widgets(self) -> None:
        self._connect_surface(self.ruler)
        self.overview.lookRequested.connect(self.lookRequested)
        self.ruler.markDragged.connect(self.markDragged)
        themes.changed.connect(self._dress)

    def _connect_surface(self, surface: TimeSurface) -> None:
        surface.seekRequested.connect(self.seekRequested)
        surface.zoomRequested.connect(self.zoomRequested)
        surface.panRequested.connect(self.panRequested)
        surface.hovered.connect(self._on_hovered)

    def _connect_strip(self, strip: LaneStrip) -> None:
        self._connect_surface(strip.canvas)
        strip.canvas.look(self._session.viewport)
        strip.canvas.reachRequested.connect(self.reachRequested)
        strip.head.trackToggled.connect(self.trackToggled)
        strip.head.annotationToggled.connect(self.annotationToggled)
        strip.head.lockToggled.connect(self.lockToggled)
        strip.head.activated.connect(self.activated)
        name = strip.lane.name
        strip.heightChanged.connect(lambda pixels: self.laneHeightChanged.emit(name, pixels))

    def _dress(self, *_: object) -> None:
        self.lane_area.setStyleSheet(
            f"QScrollArea, QScrollArea > QWidget > QWidget {{ background: {themes.now.base}; }}"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the overlay over ruler and lanes."""
        super().resizeEvent(event)
        top, width = self.ruler.y(), self.ruler.width()
        self.overlay.setGeometry(HEAD_WIDTH, top, width, self.height() - top)
        self.overlay.raise_()
