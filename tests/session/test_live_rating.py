from dataclasses import replace

import numpy as np
import pytest

from app.core.document import Document
from app.core.edits.curves import with_values
from app.core.edits.tracks import deleted, locked, new_segment_track
from app.core.errors import EditError, OutputError
from app.session.journal import MemoryJournal
from app.session.live_rating import RatingState
from app.session.tool_settings import FrameRange
from tests.support.ratings import REFRESH, Bench


@pytest.fixture
def bench():
    return Bench()


def hold(bench, of):
    """The hand follows a course of the recording's time."""
    return lambda at: bench.rating.held.hold([of(at)])


def start(bench):
    bench.rating.start()
    bench.count_down()
    assert bench.rating.state is RatingState.RECORDING


def test_it_counts_three_two_one_and_then_plays(bench):
    counts = []
    bench.rating.changed.connect(lambda: counts.append(bench.rating.count))
    bench.rating.start()
    assert not bench.playback.playing
    bench.count_down()
    assert counts == [3, 2, 1, 0]
    assert bench.playback.playing


def test_what_is_stored_is_what_was_held_within_one_refresh(bench):
    course = lambda at: np.sin(at)  # noqa: E731
    start(bench)
    bench.pass_time(4.0, hold(bench, course))
    bench.rating.finish()
    seconds, values = bench.base.seconds, bench.values()
    rated = ~np.isnan(values)
    assert 115 <= rated.sum() <= 123
    for frame in np.flatnonzero(rated)[1:-1]:
        held = course(np.linspace(seconds[frame] - 2 * REFRESH, seconds[frame] + 1 / 30, 50))
        assert held.min() - 1e-3 <= values[frame] <= held.max() + 1e-3


@pytest.mark.parametrize("rate", [0.25, 1.0, 4.0])
def test_every_frame_that_played_has_a_value_at_any_rate(bench, rate):
    bench.playback.set_rate(rate)
    start(bench)
    bench.pass_time(2.0, hold(bench, lambda at: (at - 5) / 10))
    bench.rating.finish()
    rated = np.flatnonzero(~np.isnan(bench.values()))
    np.testing.assert_array_equal(rated, np.arange(rated[-1] + 1))
    assert rated.size == pytest.approx(60 * rate, abs=4 * max(rate, 1))
    assert np.all(np.diff(bench.values()[rated]) >= 0)


def test_a_take_is_one_edit_and_one_undo(bench):
    start(bench)
    bench.pass_time(1.0, hold(bench, lambda at: 0.5))
    bench.rating.finish()
    (entry,) = bench.journal.history.entries
    assert (entry.author, entry.kind, entry.track) == ("Anna", "rate", bench.curve().head.id)
    assert entry.summary.startswith("Rated arousal live, 0:05.0 to 0:06.")
    assert bench.curve().head.rater == "Anna"
    assert bench.notes.active is bench.curve()
    bench.notes.undo()
    assert bench.notes.document == Document(300)
    bench.notes.redo()
    assert np.nanmax(bench.values()) == 0.5


def test_the_second_take_goes_on_the_same_curve_and_leaves_the_rest(bench):
    track = bench.add(value=-0.5)
    bench.playback.seek_frame(150)
    bench.rating.held.hold([0.25])
    start(bench)
    bench.pass_time(1.0)
    bench.rating.finish()
    assert [curve.head.id for curve in bench.notes.document.curves] == [track]
    np.testing.assert_array_equal(bench.values()[:150], -0.5)
    np.testing.assert_array_equal(bench.values()[150:178], 0.25)
    np.testing.assert_array_equal(bench.values()[185:], -0.5)


def test_somebody_elses_curve_is_not_written_over(bench):
    bench.add(value=0.1, rater="Ben")
    start(bench)
    bench.pass_time(0.5)
    bench.rating.finish()
    ben, anna = bench.notes.document.curves
    np.testing.assert_array_equal(ben.samples.values, 0.1)
    assert anna.head.rater == "Anna"
    assert bench.notes.active is anna


def test_both_curves_of_the_plane_are_one_edit(bench):
    bench.rating.held.choose(("valence", "arousal"))
    start(bench)
    bench.pass_time(1.0, lambda at: bench.rating.held.hold([0.5, -0.25]))
    bench.rating.finish()
    assert len(bench.journal.history.entries) == 1
    assert bench.values("valence")[10] == 0.5
    assert bench.values("arousal")[10] == -0.25
    assert "valence and arousal" in bench.journal.history.entries[0].summary


def test_pausing_keeps_the_take_open(bench):
    start(bench)
    bench.pass_time(1.0, hold(bench, lambda at: 0.5))
    bench.playback.pause()
    assert bench.rating.state is RatingState.PAUSED
    paused = bench.playback.frame
    bench.pass_time(5.0, hold(bench, lambda at: -1.0))
    bench.playback.play()
    assert bench.rating.state is RatingState.RECORDING
    bench.pass_time(1.0, hold(bench, lambda at: -0.5))
    bench.rating.finish()
    values = bench.values()
    np.testing.assert_array_equal(values[1:paused], 0.5)
    np.testing.assert_array_equal(values[paused + 1 : paused + 28], -0.5)
    assert len(bench.journal.history.entries) == 1


def test_going_back_while_it_runs_rates_again(bench):
    start(bench)
    bench.pass_time(2.0, hold(bench, lambda at: 0.5))
    bench.playback.seek_frame(10)
    bench.pass_time(0.5, hold(bench, lambda at: -0.5))
    bench.rating.finish()
    values = bench.values()
    np.testing.assert_array_equal(values[1:10], 0.5)
    np.testing.assert_array_equal(values[11:24], -0.5)
    np.testing.assert_array_equal(values[28:58], 0.5)


def test_what_was_jumped_over_stays_a_gap(bench):
    start(bench)
    bench.pass_time(0.5)
    bench.playback.seek_frame(200)
    bench.pass_time(0.5)
    bench.rating.finish()
    assert np.isnan(bench.values()[20:200]).all()
    assert not np.isnan(bench.values()[200:212]).any()


def test_a_loop_rates_its_passage_over_and_over(bench):
    bench.playback.mark(start=6.0, end=7.0)
    bench.playback.seek(6.0)
    start(bench)
    bench.pass_time(1.2, hold(bench, lambda at: 0.5))
    bench.pass_time(0.5, hold(bench, lambda at: -0.5))
    bench.rating.finish()
    rated = np.flatnonzero(~np.isnan(bench.values()))
    assert (rated[0], rated[-1]) == (30, 59)
    assert set(bench.values()[30:60]) == {0.5, -0.5}


def test_the_end_of_the_recording_ends_the_take(bench):
    ended = []
    bench.rating.ended.connect(ended.append)
    start(bench)
    bench.pass_time(12.0, hold(bench, lambda at: 0.5))
    assert ended == [True]
    assert bench.rating.state is RatingState.IDLE
    assert bench.values()[-1] == 0.5
    assert not np.isnan(bench.values()).any()


def test_discarding_leaves_no_trace(bench):
    start(bench)
    bench.pass_time(1.0)
    assert bench.notes.preview is not None
    bench.rating.discard()
    assert bench.notes.document == Document(300)
    assert bench.notes.preview is None
    assert not bench.playback.playing
    assert not bench.journal.history.entries


def test_finishing_the_countdown_makes_nothing(bench):
    bench.rating.start()
    bench.rating.finish()
    assert bench.rating.state is RatingState.IDLE
    assert not bench.journal.history.entries


def test_playing_during_the_countdown_begins_at_once(bench):
    bench.rating.start()
    bench.playback.play()
    assert bench.rating.state is RatingState.RECORDING


def test_the_curve_is_seen_while_it_grows(bench):
    bench.add()
    start(bench)
    bench.pass_time(1.0, hold(bench, lambda at: 0.5))
    preview = bench.notes.preview
    assert preview.head.id == bench.notes.active.head.id
    assert preview.samples.values[20] == 0.5
    assert np.isnan(bench.values()).all()


@pytest.mark.parametrize("pause", [False, True])
def test_the_curve_is_seen_again_after_another_edit(bench, pause):
    start(bench)
    bench.pass_time(1.0, hold(bench, lambda at: 0.5))
    if pause:
        bench.playback.pause()
    document, _ = new_segment_track(bench.notes.document, "expression", rater="Anna")
    bench.notes.commit(document, kind="new", summary="made")
    assert bench.notes.preview.samples.values[20] == 0.5
    bench.notes.undo()
    assert bench.notes.preview.samples.values[20] == 0.5
    bench.rating.finish()
    assert bench.notes.preview is None
    bench.notes.undo()
    assert bench.notes.preview is None


def test_the_curve_under_way_shows_an_edit_of_what_lies_around_it(bench):
    track = bench.add(value=-0.5)
    start(bench)
    bench.pass_time(1.0, hold(bench, lambda at: 0.5))
    bench.playback.pause()
    after = with_values(bench.notes.document, track, np.full(300, 0.25))
    bench.notes.commit(after, kind="x", summary="x")
    assert bench.notes.preview.samples.values[20] == 0.5
    assert bench.notes.preview.samples.values[200] == 0.25


def test_a_gesture_is_seen_while_a_take_runs(bench):
    document, track = new_segment_track(bench.notes.document, "expression", rater="Anna")
    bench.notes.commit(document, kind="new", summary="made")
    start(bench)
    bench.pass_time(0.5)
    gesture = bench.notes.document.segments_of(track)
    bench.notes.show_preview(gesture)
    bench.pass_time(0.5)
    assert bench.notes.preview is gesture
    bench.notes.show_preview(None)
    assert bench.notes.preview.head.scheme == "arousal"


# Passages.


@pytest.fixture
def passage(bench):
    bench.add(value=-0.5)
    bench.notes.select(FrameRange(120, 180))
    return bench


def test_a_passage_is_rated_again_with_soft_ends(passage):
    bench = passage
    bench.rating.rate_again()
    assert bench.playback.seconds == pytest.approx(7.0)
    assert bench.rating.state is RatingState.PRE_ROLL
    assert (bench.rating.count, bench.playback.playing) == (2, True)
    assert bench.rating.held.values == (-0.5,)
    bench.pass_time(5.0, hold(bench, lambda at: 0.75))
    assert bench.rating.state is RatingState.IDLE
    values = bench.values()
    np.testing.assert_array_equal(values[:120], -0.5)
    np.testing.assert_array_equal(values[180:], -0.5)
    np.testing.assert_array_equal(values[128:172], 0.75)
    assert np.all(np.diff(values[119:129]) > 0)
    assert np.abs(np.diff(values)).max() < 0.3
    assert bench.journal.history.entries[-1].summary == "Rated arousal again, 0:09.0 to 0:11.0"


def test_a_passage_at_the_beginning_has_a_countdown(passage):
    passage.notes.select(FrameRange(0, 30))
    passage.rating.rate_again()
    assert passage.rating.state is RatingState.COUNTDOWN
    passage.count_down()
    passage.pass_time(2.0, hold(passage, lambda at: 0.75))
    assert passage.values()[15] == 0.75
    assert passage.values()[30] == -0.5


def test_a_passage_at_the_end_ends_with_the_recording(passage):
    passage.notes.select(FrameRange(270, 300))
    passage.rating.rate_again()
    passage.pass_time(5.0, hold(passage, lambda at: 0.75))
    assert passage.rating.state is RatingState.IDLE
    assert passage.values()[285] == 0.75


def test_the_loop_does_not_stand_in_the_way_of_a_passage(passage):
    passage.playback.mark(start=5.5, end=6.5)
    passage.rating.rate_again()
    passage.pass_time(5.0, hold(passage, lambda at: 0.75))
    assert passage.values()[150] == 0.75
    assert passage.playback.marks == (5.5, 6.5)


def test_the_passage_of_the_active_curve_is_meant_whatever_the_mode(passage):
    passage.add("valence", value=0.0, rater="Ben")
    passage.rating.rate_again()
    assert passage.rating.held.mode == ("valence",)
    passage.pass_time(5.0, hold(passage, lambda at: 0.75))
    assert passage.values("valence")[150] == 0.75


def test_without_a_passage_it_says_what_to_do(bench):
    bench.add()
    with pytest.raises(EditError, match="Select a passage"):
        bench.rating.rate_again()


# Refused, interrupted, changed meanwhile.


def test_a_locked_curve_is_refused(bench):
    bench.add(locked=True)
    with pytest.raises(EditError, match="is locked"):
        bench.rating.start()
    assert bench.rating.state is RatingState.IDLE


def test_a_project_that_cannot_be_written_is_refused(bench):
    bench.notes.open(
        MemoryJournal(Document(300), "Open elsewhere; close it there."), bench.base.seconds
    )
    with pytest.raises(EditError, match="Open elsewhere"):
        bench.rating.start()


def test_nothing_open_is_refused(bench):
    bench.session.show(None)
    with pytest.raises(EditError, match="Open a recording"):
        bench.rating.start()
    with pytest.raises(EditError, match="Open a recording"):
        bench.rating.rate_again()


@pytest.mark.parametrize("paused", [False, True])
def test_a_take_that_is_interrupted_is_kept(bench, paused):
    start(bench)
    bench.pass_time(1.0, hold(bench, lambda at: 0.5))
    if paused:
        bench.playback.pause()
    bench.session.show(None)
    assert bench.rating.state is RatingState.IDLE
    (curve,) = bench.journal.document.curves
    assert curve.samples.values[20] == 0.5
    assert bench.notes.preview is None


@pytest.mark.parametrize("spoil", [lambda d, t: locked(d, t, lock=True), deleted])
def test_a_curve_that_was_locked_or_deleted_meanwhile_costs_nothing(bench, spoil):
    track = bench.add(value=-0.5)
    start(bench)
    bench.pass_time(1.0, hold(bench, lambda at: 0.5))
    bench.notes.commit(spoil(bench.notes.document, track), kind="x", summary="x")
    bench.pass_time(0.5)
    bench.rating.finish()
    made = bench.notes.document.curves[-1]
    assert made.head.id != track
    assert made.samples.values[20] == 0.5


def test_edits_of_other_tracks_stay_when_the_take_is_kept(bench):
    start(bench)
    bench.pass_time(0.5)
    other = bench.add("valence", value=0.5)
    bench.pass_time(0.5)
    bench.rating.finish()
    assert bench.notes.document.find(other) is not None
    assert {curve.head.scheme for curve in bench.notes.document.curves} == {"valence", "arousal"}


def test_a_take_that_cannot_be_kept_stays_open(bench, monkeypatch):
    told = []
    bench.rating.failed.connect(told.append)
    start(bench)
    bench.pass_time(1.0)

    def full(*_, **__):
        raise OutputError("The disk is full; make room and finish again.")

    with monkeypatch.context() as broken:
        broken.setattr(bench.journal, "commit", full)
        bench.rating.finish()
    assert told == ["The disk is full; make room and finish again."]
    assert bench.rating.state is RatingState.PAUSED
    assert bench.notes.preview.head.scheme == "arousal"
    bench.rating.finish()
    assert bench.rating.state is RatingState.IDLE
    assert not np.isnan(bench.values()[:25]).any()


def test_blind_lasts_until_the_take_is_done_or_for_good(bench):
    bench.notes.hide_others(True)
    start(bench)
    bench.pass_time(0.5)
    bench.rating.finish()
    assert not bench.notes.blind
    bench.rating.blind_until_done = False
    bench.notes.hide_others(True)
    start(bench)
    bench.rating.discard()
    assert bench.notes.blind


# What is held.


def test_held_values_stay_in_range_and_step(bench):
    held = bench.rating.held
    held.hold([7.0])
    assert held.values == (1.0,)
    held.hold([0.0])
    held.nudge(0, 1)
    held.nudge(0, -1, fine=True)
    assert held.values == (0.04,)


def test_the_range_is_that_of_the_curve(bench):
    track = bench.add()
    curve = replace(bench.notes.document.curve(track), low=1.0, high=9.0)
    bench.notes.commit(bench.notes.document.replaced(curve), kind="x", summary="x")
    assert (bench.rating.held.axes[0].low, bench.rating.held.axes[0].high) == (1.0, 9.0)
    assert bench.rating.held.values == (1.0,)
    assert bench.rating.held.axes[0].high_label == "excited"


def test_the_mode_does_not_change_during_a_take(bench):
    assert bench.rating.held.modes == (("arousal",), ("valence",), ("valence", "arousal"))
    bench.rating.start()
    bench.rating.held.choose(("valence",))
    assert bench.rating.held.mode == ("arousal",)
    bench.rating.discard()
    bench.rating.held.choose(("valence",))
    assert bench.rating.held.mode == ("valence",)
