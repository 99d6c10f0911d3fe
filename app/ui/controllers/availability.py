"""Which actions can be chosen now, by what is open."""

from app.session.session import Session
from app.ui.actions import Actions


class Availability:
    """Actions that need a recording or a result wait until there is one.

    Actions marked as ``"work"`` are left to whoever does the work.
    """

    def __init__(self, session: Session, actions: Actions) -> None:
        self._session, self._actions = session, actions
        session.recording_changed.connect(self.show)
        session.analysis_changed.connect(self.show)
        self.show()

    def show(self) -> None:
        """Look again."""
        self._actions.enable_needing("recording", self._session.recording is not None)
        self._actions.enable_needing("result", bool(self._session.analyses))
