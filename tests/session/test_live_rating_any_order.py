"""Whatever is done in whatever order: nothing breaks, nothing is lost, every take is one edit."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.core.errors import EditError
from app.session.live_rating import RatingState
from app.session.tool_settings import FrameRange
from tests.support.ratings import Bench

UNIT = st.floats(-2, 2)


class AnyOrder(RuleBasedStateMachine):
    """A restless rater on a short recording."""

    @initialize()
    def begin(self):
        self.bench = Bench(frames=60)
        self.rating, self.playback = self.bench.rating, self.bench.playback
        self.kept, self.edits, self.starts = 0, 0, 0
        self.rating.ended.connect(self.count)

    def count(self, kept):
        self.kept += kept

    @rule()
    def start(self):
        self.rating.start()

    @rule(first=st.integers(0, 59), length=st.integers(1, 30))
    def again(self, first, length):
        self.bench.notes.select(FrameRange(first, first + length))
        try:
            self.rating.rate_again()
        except EditError as error:
            raise AssertionError(error) from error

    @rule(seconds=st.sampled_from([0.02, 0.3, 1.5, 4.0]), value=UNIT)
    def wait(self, seconds, value):
        held = self.rating.held
        held.hold([value] * len(held.axes))
        self.bench.pass_time(seconds)

    @rule()
    def toggle(self):
        self.playback.toggle()

    @rule(frame=st.integers(0, 59))
    def seek(self, frame):
        self.playback.seek_frame(frame)

    @rule(count=st.integers(-10, 10))
    def step(self, count):
        self.playback.step(count)

    @rule(way=st.sampled_from([-1, 0, 1]))
    def shuttle(self, way):
        self.playback.shuttle(way)

    @rule(start=st.floats(5, 6.9), length=st.floats(0.05, 1))
    def loop(self, start, length):
        self.playback.mark(start=start, end=start + length)

    @rule()
    def unloop(self):
        self.playback.clear_marks()

    @rule(number=st.integers(0, 2))
    def choose(self, number):
        self.rating.held.choose(self.rating.held.modes[number])

    @rule()
    def finish(self):
        self.rating.finish()
        assert self.rating.state is RatingState.IDLE

    @rule()
    def discard(self):
        before = self.bench.notes.document
        self.rating.discard()
        assert self.bench.notes.document is before

    @rule()
    def undo(self):
        self.bench.notes.undo()

    @rule()
    def redo(self):
        self.bench.notes.redo()

    @invariant()
    def one_edit_for_a_take(self):
        if hasattr(self, "bench"):
            # A take that gives the values that were there is none.
            assert len(self.bench.journal.history.entries) <= self.kept

    @invariant()
    def held_values_fit_their_axes(self):
        if hasattr(self, "bench"):
            held = self.rating.held
            for axis, value in zip(held.axes, held.values, strict=True):
                assert axis.low <= value <= axis.high

    @invariant()
    def a_take_that_is_recorded_plays(self):
        if hasattr(self, "bench"):
            running = self.rating.state in (RatingState.RECORDING, RatingState.PRE_ROLL)
            assert self.playback.playing or not running
            if not self.rating.under_way:
                assert self.bench.notes.preview is None

    def teardown(self):
        if not hasattr(self, "bench"):
            return
        self.bench.session.show(None)
        assert self.rating.state is RatingState.IDLE
        history = self.bench.journal.history
        states = {0: self.bench.journal.go_to(0)}
        assert not states[0].tracks
        for entry in history.entries:
            after = self.bench.journal.go_to(entry.id)
            for curve in after.curves:
                known = curve.samples.values[~np.isnan(curve.samples.values)]
                assert np.all(np.abs(known) <= 1)


AnyOrder.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
test_any_order = AnyOrder.TestCase
