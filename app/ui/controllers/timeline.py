"""The timeline's wishes to the session: where the playhead is, what is visible, what is drawn."""

from functools import partial

from PySide6.QtCore import QObject

from app.session.session import Session
from app.session.tracks import TrackKey
from app.session.viewport import Viewport
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.timeline.hits import RulerPart, dragged_mark
from app.ui.timeline.timeline_view import TimelineView

ZOOM_STEP = 1.6


class TimelineController(QObject):
    """Does what the user asks of the timeline, and keeps the playhead in sight.

    Parameters
    ----------
    session : Session
        Is changed.
    view : TimelineView
        Says what is asked for.
    actions : Actions
        ``zoom_in``, ``zoom_out``, ``zoom_fit``, ``follow_playhead``.
    preferences : Preferences
        Remember the heights of lanes.
    """

    def __init__(
        self,
        session: Session,
        view: TimelineView,
        actions: Actions,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._playback, self._view = session, session.playback, view
        self._actions, self._preferences = actions, preferences
        self._looking_elsewhere = False
        view.set_lane_heights(preferences.get("lane_heights"))
        self._connect_view()
        actions.on("zoom_in", partial(self._zoom_about_playhead, ZOOM_STEP))
        actions.on("zoom_out", partial(self._zoom_about_playhead, 1 / ZOOM_STEP))
        actions.on("zoom_fit", self._fit)
        actions.on("follow_playhead", self._on_follow)
        self._playback.moved.connect(self._on_moved)
        self._playback.changed.connect(self._on_playback)

    def _connect_view(self) -> None:
        view = self._view
        view.seekRequested.connect(self._seek)
        view.zoomRequested.connect(self._zoom)
        view.panRequested.connect(self._pan)
        view.lookRequested.connect(self._look)
        view.markDragged.connect(self._move_mark)
        view.trackToggled.connect(self._show_track)
        view.laneHeightChanged.connect(self._keep_height)

    # The playhead.

    def _seek(self, seconds: float) -> None:
        """Put the playhead there; what is dragged past an end takes the view along."""
        self._looking_elsewhere = False
        viewport = self._session.viewport
        beyond = max(0.0, seconds - viewport.end) - max(0.0, viewport.start - seconds)
        if beyond:
            self._session.look(viewport.panned(beyond))
        self._playback.seek(seconds)

    def _move_mark(self, part: RulerPart, seconds: float) -> None:
        base, marks = self._playback.time_base, self._playback.marks
        if base is None:
            return
        place = dragged_mark(part, seconds, marks, base.seconds)
        if part is RulerPart.LOOP_IN and place != marks[0]:
            self._playback.mark(start=place)
        elif part is RulerPart.LOOP_OUT and place != marks[1]:
            self._playback.mark(end=place)

    # What is visible.

    def _zoom(self, factor: float, about: float) -> None:
        self._look(self._session.viewport.zoomed(factor, about))

    def _zoom_about_playhead(self, factor: float) -> None:
        viewport, here = self._session.viewport, self._playback.seconds
        visible = viewport.start <= here <= viewport.end
        self._zoom(factor, here if visible else (viewport.start + viewport.end) / 2)

    def _fit(self) -> None:
        self._look(self._session.viewport.fitted())

    def _pan(self, seconds: float) -> None:
        self._look(self._session.viewport.panned(seconds))

    def _look(self, viewport: Viewport) -> None:
        """Show what the user wants to see; while they look elsewhere, following waits."""
        here = self._playback.seconds
        self._looking_elsewhere = not viewport.start <= here <= viewport.end
        self._session.look(viewport)

    def _on_moved(self, _frame: int, seconds: float) -> None:
        viewport = self._session.viewport
        if self._playback.time_base is None:
            return
        if viewport.start <= seconds <= viewport.end:
            self._looking_elsewhere = False
        elif self._actions["follow_playhead"].isChecked() and not self._looking_elsewhere:
            self._session.look(viewport.showing(seconds))

    def _on_playback(self) -> None:
        """Playing or pausing is a wish to see where it is."""
        self._looking_elsewhere = False

    def _on_follow(self, follow: bool) -> None:
        if follow:
            self._looking_elsewhere = False
            self._on_moved(self._playback.frame, self._playback.seconds)

    # What is drawn, and how.

    def _show_track(self, key: TrackKey, visible: bool) -> None:
        self._session.tracks.show(key, visible=visible)

    def _keep_height(self, name: str, pixels: int) -> None:
        heights = {**self._preferences.get("lane_heights"), name: pixels}
        self._preferences.set("lane_heights", heights)
