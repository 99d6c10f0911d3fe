"""The Rating dock: what is rated, the slider or the plane, where the take is, what can be done."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.session.live_rating import LiveRating, RatingState
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.following import Following
from app.ui.fonts import digits_font
from app.ui.icons import tint
from app.ui.panels.parts import ElidedText, chooser
from app.ui.rating.plane_view import PlaneView
from app.ui.rating.rating_view import RatingView
from app.ui.rating.slider_view import SliderView
from app.ui.rating.words import mode_text, state_text, target_text
from app.ui.theme import GRID, PANEL_PADDING, TEXT_SIZE, themes
from app.ui.video.time_text import rate_text
from app.ui.video.transport_bar import RATES

_SYMBOL_WIDTH = 38
_RUNNING = (RatingState.PRE_ROLL, RatingState.RECORDING)


class RatingPanel(QWidget):
    """Shows the take under way and says what the user wants; the controller does it.

    Parameters
    ----------
    session : Session
        With playback and annotations.
    rating : LiveRating
        The take.
    actions : Actions
        Behind the buttons.
    now : callable
        Seconds from any origin, for the trail.

    Signals
    -------
    modeChosen(mode)
        Other dimensions are to be rated.
    rateChosen(rate)
        Another speed is wanted.
    """

    modeChosen = Signal(object)  # noqa: N815 - Qt's way of naming
    rateChosen = Signal(float)  # noqa: N815

    def __init__(
        self,
        session: Session,
        rating: LiveRating,
        actions: Actions,
        now: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Rating")
        self._session, self._rating, self._actions = session, rating, actions
        self._following = Following(self)
        self.modes = _quiet(chooser("Rate", "What is rated: one dimension, or both on the plane"))
        self.rates = _quiet(chooser("Speed", "How fast it plays while you rate"))
        self.rates.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.rates.setMinimumContentsLength(4)
        self.slider, self.plane = SliderView(), PlaneView(now)
        self.slider.setAccessibleName("Rating slider")
        self.plane.setAccessibleName("Affect plane")
        self.views = QStackedWidget()
        self.state = ElidedText(TEXT_SIZE)
        self.state.setFont(digits_font(TEXT_SIZE))
        self.target = ElidedText(colour="faint")
        self._make_buttons()
        self._arrange()
        self._connect()
        self.show_axes()
        self.show_state()

    @property
    def view(self) -> RatingView:
        """The one in use."""
        return self.plane if len(self._rating.held.mode) == 2 else self.slider

    def show_axes(self) -> None:
        """Another mode, other ranges, or other modes to choose from."""
        held = self._rating.held
        self.modes.blockSignals(True)
        self.modes.clear()
        for mode in held.modes:
            self.modes.addItem(mode_text(mode), mode)
        self.modes.setCurrentIndex(held.modes.index(held.mode) if held.mode in held.modes else -1)
        self.modes.blockSignals(False)
        self.views.setCurrentWidget(self.view)
        self.view.show_axes(held.axes, held.values)
        self.show_state()

    def show_values(self) -> None:
        """Other values are held."""
        self.view.show_values(self._rating.held.values)

    def show_state(self) -> None:
        """The take is elsewhere, or what it goes on is something else."""
        rating, state = self._rating, self._rating.state
        self._show_line()
        self.target.say(target_text(rating, self._session.annotations))
        self.view.show_count(rating.count)
        self.view.show_before(rating.before)
        self.modes.setEnabled(not rating.under_way)
        self.start.setText(" Finish" if rating.under_way else " Start")
        tint(self.start, "stop" if rating.under_way else "rate", "base")
        self.pause.setEnabled(state in (*_RUNNING, RatingState.PAUSED))
        paused = state is RatingState.PAUSED
        self.pause.setAccessibleName("Go on" if paused else "Pause")
        tint(self.pause, "play" if paused else "pause")
        if not rating.under_way:
            self.plane.trail.clear()

    def show_place(self) -> None:
        """The playhead moved: as often as the display refreshes, so only what changed is drawn."""
        rating = self._rating
        self._show_line()
        if rating.state in _RUNNING:
            self.view.show_count(rating.count)
            self.view.show_before(rating.before)
            if self.view is self.plane:
                self.plane.leave_trail()

    def show_rate(self) -> None:
        """Mirror the speed of the playback."""
        rate = self._session.playback.rate
        self.rates.blockSignals(True)
        self.rates.clear()
        for offered in sorted({*RATES, rate}):
            self.rates.addItem(rate_text(offered), offered)
        self.rates.setCurrentIndex(self.rates.findData(rate))
        self.rates.blockSignals(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of panels."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("raised"))

    # Making.

    def _make_buttons(self) -> None:
        self.start = self._button("live_rating", " Finish")
        self.start.setProperty("look", "primary")
        self.pause = self._button("play_pause", "", "pause")
        self.discard = self._button("discard_take", "", "trash")
        self.discard.setAccessibleName("Discard the take")
        self.again = self._button("rate_selection", "Rate again")
        self.again.setAccessibleName("Rate selection again")
        self.blind = _chip("Blind", "")
        self.until_done = _chip(
            "until done", "Show predictions and other raters again when the take is done"
        )
        self.until_done.setChecked(self._rating.blind_until_done)
        self.follow = _chip(
            "Follow pointer", "Rate by moving mouse or pen over it, without pressing"
        )
        tip = self._actions["blind"].toolTip()
        self.blind.setToolTip(tip)

    def _button(self, action: str, text: str, icon: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(self._actions[action].toolTip())
        button.setAccessibleName(text.strip())
        if not text:
            button.setFixedWidth(_SYMBOL_WIDTH)
        button.clicked.connect(self._actions[action].trigger)
        if icon:
            tint(button, icon)
        return button

    def _arrange(self) -> None:
        self.views.addWidget(self.slider)
        self.views.addWidget(self.plane)
        column = QVBoxLayout(self)
        column.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        column.setSpacing(GRID + 2)
        column.addLayout(_row((self.modes, 1), (self.rates, 0)))
        column.addWidget(self.views, 1)
        column.addWidget(self.state)
        column.addWidget(self.target)
        column.addLayout(_row((self.start, 1), (self.pause, 0), (self.discard, 0), (self.again, 0)))
        column.addLayout(_row((self.blind, 0), (self.until_done, 0), (self.follow, 0), end=True))

    def _connect(self) -> None:
        session, rating = self._session, self._rating
        self.modes.activated.connect(lambda _: self.modeChosen.emit(self.modes.currentData()))
        self.rates.activated.connect(lambda _: self.rateChosen.emit(self.rates.currentData()))
        self.follow.toggled.connect(self.slider.follow)
        self.follow.toggled.connect(self.plane.follow)
        rating.held.changed.connect(self.show_axes)
        rating.held.moved.connect(self.show_values)
        rating.changed.connect(self.show_state)
        notes = session.annotations
        for signal in (notes.changed, notes.active_changed, notes.rater_changed):
            signal.connect(self._on_notes)
        session.playback.moved.connect(self.show_place)
        session.playback.changed.connect(self.show_rate)
        self.show_rate()

    def _on_notes(self) -> None:
        self._following.soon(self.show_state)

    def _show_line(self) -> None:
        """Tenths of seconds at most: the same text is not drawn again."""
        is_open = self._session.annotations.is_open
        text = state_text(self._rating, self._session.playback, is_open=is_open)
        if text != self.state.text:
            self.state.say(text)


def _quiet(box: QComboBox) -> QComboBox:
    """Does not take the keys of the picture after a click."""
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box


def _chip(text: str, tip: str) -> QPushButton:
    chip = QPushButton(text)
    chip.setProperty("look", "chip")
    chip.setCheckable(True)
    chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    chip.setToolTip(tip)
    chip.setAccessibleName(text[:1].upper() + text[1:])
    return chip


def _row(*widgets: tuple[QWidget, int], end: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID if end else 2 * GRID)
    for widget, stretch in widgets:
        row.addWidget(widget, stretch)
    if end:
        row.addStretch(1)
    return row
