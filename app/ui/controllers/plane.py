"""The Plane dock: to the playhead and to what is remembered."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.plane.plane_panel import PlanePanel


class PlaneController(QObject):
    """Moves the playhead to what is clicked, and remembers the length of the trail.

    Parameters
    ----------
    session : Session
        Its playback is moved.
    panel : PlanePanel
        Says what is wanted.
    actions : Actions
        ``show_plane``.
    preferences : Preferences
        Remember ``plane_trail``, in seconds.
    reveal : callable
        Brings the dock of the panel on screen.
    """

    def __init__(
        self,
        session: Session,
        panel: PlanePanel,
        actions: Actions,
        preferences: Preferences,
        parent: QObject | None = None,
        *,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._session, self._panel, self._preferences = session, panel, preferences
        panel.show_trail(round(preferences.get("plane_trail")))
        panel.frameRequested.connect(session.playback.seek_frame)
        panel.trailChosen.connect(self._take_trail)
        actions.on("show_plane", reveal)

    def _take_trail(self, seconds: int) -> None:
        self._preferences.set("plane_trail", seconds)
        self._panel.show_trail(seconds)
