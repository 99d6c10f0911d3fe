"""Playing, stepping, going somewhere, repeating: actions to the session, the session to the bar."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer

from app.session.session import Session
from app.ui.actions import Actions
from app.ui.icons import tint
from app.ui.video.player_view import PlayerView
from app.ui.video.transport_bar import RATES

USUAL_REFRESH = 60.0
HAIR = 1e-6
"""Seconds that do not count."""

STEPS = {"step_back": -1, "step_forward": 1, "step_back_10": -10, "step_forward_10": 10}
SHUTTLES = {"shuttle_back": -1, "shuttle_stop": 0, "shuttle_forward": 1}


class PlaybackController(QObject):
    """Moves the playhead as often as the display refreshes, and does what the user asks.

    Parameters
    ----------
    session : Session
        Whose playback it is.
    player : PlayerView
        With the transport bar.
    actions : Actions
        Of the Playback menu, but for ``go_to`` and ``mute``.
    """

    def __init__(
        self, session: Session, player: PlayerView, actions: Actions, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._playback = session, session.playback
        self._bar, self._actions = player.transport, actions
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._playback.tick)
        for name, slot in self._slots().items():
            actions.on(name, slot)
        self._bar.rateChosen.connect(self._playback.set_rate)
        self._playback.moved.connect(self._show_place)
        self._playback.changed.connect(self._show_state)
        self._show_state()

    def _slots(self) -> dict[str, Callable[[], None]]:
        slots: dict[str, Callable[[], None]] = {
            "play_pause": self._playback.toggle,
            "second_back": partial(self._skip, -1.0),
            "second_forward": partial(self._skip, 1.0),
            "go_start": partial(self._playback.seek_frame, 0),
            "go_end": self._go_end,
            "rate_down": partial(self._change_rate, -1),
            "rate_up": partial(self._change_rate, 1),
            "loop_in": self._loop_in,
            "loop_out": self._loop_out,
            "loop_clear": self._playback.clear_marks,
        }
        slots |= {name: partial(self._playback.step, count) for name, count in STEPS.items()}
        slots |= {name: partial(self._playback.shuttle, way) for name, way in SHUTTLES.items()}
        return slots

    def _skip(self, seconds: float) -> None:
        base, wanted = self._playback.time_base, self._playback.seconds + seconds
        if base is None:
            return
        # A sum of binary fractions may fall a hair short of the frame it means.
        near = base.index_at(wanted + HAIR)
        start = self._frame_start(near)
        self._playback.seek(start if abs(start - wanted) < HAIR else wanted)

    def _go_end(self) -> None:
        if self._playback.time_base is not None:
            self._playback.seek_frame(len(self._playback.time_base) - 1)

    def _change_rate(self, way: int) -> None:
        """The next rate of the menu; backwards stays backwards."""
        rate = self._playback.rate
        further = [size for size in RATES if (size - abs(rate)) * way > 0]
        if further:
            size = min(further, key=lambda size: abs(size - abs(rate)))
            self._playback.set_rate(size if rate > 0 else -size)

    def _loop_in(self) -> None:
        self._playback.mark(start=self._frame_start(self._playback.frame))

    def _loop_out(self) -> None:
        """The loop includes the frame shown."""
        self._playback.mark(end=self._frame_start(self._playback.frame + 1))

    def _frame_start(self, frame: int) -> float:
        base = self._playback.time_base
        if base is None or frame >= len(base):
            return self._playback.end
        return float(base.pts[frame] * base.unit.numerator / base.unit.denominator)

    # The session to the bar.

    def _show_place(self, frame: int, seconds: float) -> None:
        base = self._playback.time_base
        if base is None:
            self._bar.show_nothing()
        else:
            self._bar.show_place(frame, len(base) - 1, seconds, self._playback.end)

    def _show_state(self) -> None:
        playing = self._playback.playing
        tint(self._actions["play_pause"], "pause" if playing else "play")
        self._bar.show_rate(self._playback.rate)
        there, marked = self._playback.time_base is not None, self._playback.marks != (None, None)
        self._actions.enable("loop_clear", there and marked)
        if playing and not self._timer.isActive():
            self._timer.start(self._refresh_milliseconds())
        elif not playing:
            self._timer.stop()

    def _refresh_milliseconds(self) -> int:
        rate = self._bar.screen().refreshRate()
        # Whole milliseconds, rounded down: a tick too many is free, one too few drops a frame.
        return max(4, int(1000 / (rate if rate > 1 else USUAL_REFRESH)))
