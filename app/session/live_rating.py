"""Live rating: a take is what a rater holds while the recording plays, sampled at every refresh.

A take begins with a countdown, records while the recording plays, is paused with it and recorded
on when it goes on, and ends by being kept, as one edit, or thrown away. At the end of the recording
it is kept by itself, and so is a take that is interrupted. Where the playhead is put elsewhere, the
take follows: what is passed again is rated again.
"""

import math
import time
from collections.abc import Callable
from enum import Enum
from typing import ClassVar

from psygnal import Signal

from app.core.errors import StudioError
from app.session.annotations import Annotations
from app.session.held_values import HeldValues
from app.session.playback import Playback
from app.session.rated_curves import Mode, Punch, RatedCurve, axis_on
from app.session.take_under_way import TakeUnderWay, mode_of_passage, punch_of_selection

COUNTDOWN = 3.0
"""Seconds before a take."""
PRE_ROLL = 2.0
"""Seconds that are played before a passage is rated again, by the rater's watch."""
PREVIEW_INTERVAL = 0.1
"""Seconds between pictures of the curve under way: a long one must not cost frames."""


class RatingState(Enum):
    """Where a take is."""

    IDLE = "no take"
    COUNTDOWN = "counting down"
    PRE_ROLL = "playing up to the passage"
    RECORDING = "recording"
    PAUSED = "paused"


PLAYING = (RatingState.PRE_ROLL, RatingState.RECORDING)


class LiveRating:
    """The take under way on the recording on screen, if any.

    Parameters
    ----------
    playback : Playback
        Moved as often as the display refreshes; each move is a sample.
    annotations : Annotations
        Where takes are kept.
    now : callable
        Seconds from any origin, never going back.

    Signals
    -------
    changed()
        The state, or the countdown.
    ended(kept)
        A take is over; whether it was kept.
    failed(sentence)
        A take could not be kept; it stays open, paused.
    """

    changed: ClassVar[Signal] = Signal()
    ended: ClassVar[Signal] = Signal(bool)
    failed: ClassVar[Signal] = Signal(str)

    def __init__(
        self,
        playback: Playback,
        annotations: Annotations,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._playback, self._annotations, self._now = playback, annotations, now
        self.held = HeldValues(annotations)
        self.blind_until_done = True
        self._state = RatingState.IDLE
        self._take: TakeUnderWay | None = None
        self._marks: tuple[float | None, float | None] = (None, None)
        self._count, self._count_began = 0, 0.0
        self._shown_at = 0.0
        playback.moved.connect(self._on_moved)
        playback.jumped.connect(self._on_jump)
        playback.changed.connect(self._on_playback)
        annotations.closing.connect(self._on_closing)

    # What is so.

    @property
    def state(self) -> RatingState:
        """Where the take is."""
        return self._state

    @property
    def under_way(self) -> bool:
        """Whether there is a take: counted down, recorded or paused."""
        return self._state is not RatingState.IDLE

    @property
    def count(self) -> int:
        """Seconds to go before it records, 3, 2, 1; 0 when it does not count."""
        if self._state is RatingState.COUNTDOWN:
            return self._count
        if self._state is not RatingState.PRE_ROLL or self._take is None:
            return 0
        begin = float(self._annotations.seconds[self._take.part[0]])
        left = (begin - self._playback.seconds) / abs(self._playback.rate)
        return max(1, math.ceil(left - 1e-9))

    @property
    def curves(self) -> tuple[RatedCurve, ...]:
        """What the take under way is laid on."""
        return self._take.curves if self._take is not None else ()

    @property
    def before(self) -> tuple[float | None, ...]:
        """What the curves of a passage under way had at the playhead; None in gaps."""
        if self._take is None or self._take.punch is None:
            return ()
        return self._take.before(self._playback.frame)

    # What can be done.

    def start(self) -> None:
        """Begin a take where the playhead is, after the countdown.

        Raises
        ------
        EditError
            Nothing can be edited, or a curve is locked.
        """
        if not self.under_way:
            self._prepare(self.held.mode, None)
            self._count_down()

    def rate_again(self) -> None:
        """Begin a take of the selected passage, after two seconds of what comes before.

        Raises
        ------
        EditError
            No passage is selected, nothing can be edited, or a curve is locked.
        """
        if not self.under_way:
            punch = punch_of_selection(self._annotations)
            self._prepare(mode_of_passage(self._annotations, self.held.mode), punch)
            self._roll(punch.passage.first)

    def finish(self) -> None:
        """Keep the take, as one edit; nothing when none was recorded."""
        take = self._take
        if take is None:
            return
        self._stop()
        if take.is_empty:
            self._end(take, kept=False)
            return
        try:
            take.keep(self._playback.end)
        except StudioError as error:
            self._reach(RatingState.PAUSED)
            self.failed.emit(str(error))
        else:
            self._end(take, kept=True)

    def discard(self) -> None:
        """Throw the take away."""
        if self._take is not None:
            self._stop()
            self._end(self._take, kept=False)

    def tick(self) -> None:
        """Count down; to be called several times a second while it does."""
        if self._state is not RatingState.COUNTDOWN:
            return
        left = math.ceil(COUNTDOWN - (self._now() - self._count_began))
        if left <= 0:
            self._record()
        elif left != self._count:
            self._count = left
            self.changed.emit()

    # Beginning.

    def _prepare(self, mode: Mode, punch: Punch | None) -> None:
        take = TakeUnderWay(self._annotations, mode, punch)
        self.held.choose(mode)
        self.held.fix(tuple(axis_on(self._annotations, each.curve) for each in take.curves))
        self._take = take

    def _count_down(self) -> None:
        self._count, self._count_began = math.ceil(COUNTDOWN), self._now()
        self._state = RatingState.COUNTDOWN
        if self._playback.playing:
            self._playback.pause()
        self.changed.emit()

    def _roll(self, first: int) -> None:
        """Go to where the passage is played up to; count down where there is no room for that."""
        playback, begin = self._playback, float(self._annotations.seconds[first])
        if playback.playing:
            playback.pause()
        self._marks = playback.marks
        playback.clear_marks()
        playback.set_rate(abs(playback.rate))
        playback.seek(max(playback.start, begin - PRE_ROLL * playback.rate))
        known = self._take.before(first) if self._take is not None else ()
        pairs = zip(known, self.held.values, strict=True)
        self.held.hold([held if old is None else old for old, held in pairs])
        if begin - playback.seconds < PRE_ROLL * playback.rate / 2:
            self._count_down()
        else:
            self._record()

    def _record(self) -> None:
        self._state = RatingState.RECORDING
        if not self._playback.playing:
            self._playback.play()
        self._go_on()

    def _go_on(self) -> None:
        """The playhead runs: sample from here."""
        self._on_jump()
        self._state = RatingState.RECORDING
        self._on_moved(self._playback.frame, self._playback.seconds)
        self.changed.emit()

    # While it runs.

    def _on_jump(self) -> None:
        if self._take is not None:
            self._take.jump()

    def _on_moved(self, frame: int, seconds: float) -> None:
        if self._take is None or self._state not in PLAYING:
            return
        self._take.sample(seconds, self.held.values)
        first, stop = self._take.part
        state = RatingState.PRE_ROLL if frame < first else RatingState.RECORDING
        if self._take.punch is not None and frame >= stop:
            self.finish()
        elif state is not self._state:
            self._reach(state)
        if self._now() - self._shown_at >= PREVIEW_INTERVAL:
            self._show()

    def _on_playback(self) -> None:
        playing = self._playback.playing
        if self._state in PLAYING and not playing:
            self._finish_or_pause()
        elif self._state is RatingState.PAUSED and playing:
            self._go_on()
        elif self._state is RatingState.COUNTDOWN and playing:
            self._record()

    def _finish_or_pause(self) -> None:
        last = len(self._annotations.seconds) - 1 if self._playback.rate > 0 else 0
        if self._playback.frame == last:
            self.finish()
        else:
            self._reach(RatingState.PAUSED)
            self._show()

    def _reach(self, state: RatingState) -> None:
        self._state = state
        self.changed.emit()

    def _show(self) -> None:
        if self._take is not None:
            self._take.show()
            self._shown_at = self._now()

    # Ending.

    def _on_closing(self) -> None:
        self.finish()
        if self.under_way:  # it could not be kept, and there is no later
            self.discard()

    def _stop(self) -> None:
        self._state = RatingState.IDLE
        if self._playback.playing:
            self._playback.pause()

    def _end(self, take: TakeUnderWay, *, kept: bool) -> None:
        self._take = None
        take.leave()
        start, end = self._marks
        self._marks = (None, None)
        if start is not None or end is not None:
            self._playback.mark(start=start, end=end)
        self.held.fix(None)
        if self.blind_until_done:
            self._annotations.hide_others(False)
        self.changed.emit()
        self.ended.emit(kept)
