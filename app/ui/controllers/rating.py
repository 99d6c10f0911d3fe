"""Live rating: actions and the Rating dock to the take, the take to the actions."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.core.errors import StudioError
from app.session.live_rating import LiveRating, RatingState
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.notices import notices
from app.ui.rating.rating_keys import RatingKeys
from app.ui.rating.rating_panel import RatingPanel

_COUNT_MILLISECONDS = 40


class RatingController(QObject):
    """Begins, finishes and discards takes, counts down, and lets keys rate during a take.

    Parameters
    ----------
    session : Session
        With playback and annotations.
    rating : LiveRating
        The take.
    panel : RatingPanel
        Where values are held.
    actions : Actions
        ``live_rating``, ``rate_selection``, ``discard_take`` and ``blind``.
    reveal : callable
        Brings the dock of the panel on screen; called when a take begins.
    """

    def __init__(
        self,
        session: Session,
        rating: LiveRating,
        panel: RatingPanel,
        actions: Actions,
        parent: QObject | None = None,
        *,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._session, self._rating, self._panel = session, rating, panel
        self._actions, self._reveal = actions, reveal
        self._keys = RatingKeys(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_COUNT_MILLISECONDS)
        self._timer.timeout.connect(rating.tick)
        self._connect()
        self._show()
        self._show_blind(session.annotations.blind)

    def finish(self) -> None:
        """Keep the take under way, if there is one: the window closes."""
        self._rating.finish()
        self._keys.use(False)

    def reveal_with(self, reveal: Callable[[], object]) -> None:
        """How the dock of the panel comes on screen."""
        self._reveal = reveal

    def _connect(self) -> None:
        actions, panel, notes = self._actions, self._panel, self._session.annotations
        actions.on("live_rating", self._start_or_finish)
        actions.on("rate_selection", lambda: self._try(self._rating.rate_again))
        actions.on("discard_take", self._rating.discard)
        actions.on("blind", notes.hide_others)
        panel.modeChosen.connect(self._rating.held.choose)
        panel.rateChosen.connect(self._session.playback.set_rate)
        panel.blind.toggled.connect(actions["blind"].setChecked)
        panel.until_done.toggled.connect(self._blind_until_done)
        for view in (panel.slider, panel.plane):
            view.pointed.connect(self._rating.held.hold)
            view.nudged.connect(self._nudge)
        self._keys.nudged.connect(self._nudge)
        self._rating.changed.connect(self._show)
        self._rating.failed.connect(notices.error)
        notes.blind_changed.connect(self._show_blind)
        notes.changed.connect(self._show)
        notes.selection_changed.connect(self._show)

    def _start_or_finish(self) -> None:
        if self._rating.under_way:
            self._rating.finish()
        else:
            self._try(self._rating.start)

    def _try(self, begin: Callable[[], None]) -> None:
        try:
            begin()
        except StudioError as error:
            notices.error(str(error))
            return
        self._reveal()
        # A list or button of the panel would take Space from the picture.
        focused = QApplication.focusWidget()
        if focused is not None and self._panel.isAncestorOf(focused):
            self._panel.view.setFocus()

    def _nudge(self, axis: int, way: int, fine: bool) -> None:
        held = self._rating.held
        if held.axes:
            held.nudge(axis if len(held.axes) == 2 else 0, way, fine=fine)

    def _blind_until_done(self, until_done: bool) -> None:
        self._rating.blind_until_done = until_done

    def _show(self) -> None:
        notes, rating = self._session.annotations, self._rating
        self._actions.enable("live_rating", notes.is_open)
        selected = notes.selection is not None and not rating.under_way
        self._actions.enable("rate_selection", notes.is_open and selected)
        self._actions.enable("discard_take", rating.under_way)
        for button, action in (
            (self._panel.start, "live_rating"),
            (self._panel.again, "rate_selection"),
            (self._panel.discard, "discard_take"),
        ):
            button.setEnabled(self._actions[action].isEnabled())
        self._keys.use(rating.under_way)
        counting = rating.state is RatingState.COUNTDOWN
        if counting != self._timer.isActive():
            self._timer.start() if counting else self._timer.stop()

    def _show_blind(self, blind: bool) -> None:
        self._actions["blind"].setChecked(blind)
        self._panel.blind.setChecked(blind)
