"""The frame on the screen is the right one: its burnt-in counter is read off the pixels."""

import random
import time
from itertools import pairwise

import pytest

from tests.support.videos import constant_pts, variable_pts, write_counted

KINDS = {
    "constant": (constant_pts(60), {}),
    "variable": (variable_pts(60), {}),
    "offset": (constant_pts(60, start=450_000), {}),
    "rotated": (constant_pts(60), {"rotation": 90}),
}


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("counted")
    return {
        kind: write_counted(folder / f"{kind}.mp4", pts, **options)
        for kind, (pts, options) in KINDS.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_stepping_shows_each_frame_both_ways(player, trigger, recordings, kind):
    player.open(recordings[kind])
    assert player.painted_counter() == 0
    for name, frames in (("step_forward", range(1, 25)), ("step_back", range(23, 5, -1))):
        for frame in frames:
            trigger(name)
            player.wait_for(frame)
            assert player.painted_counter() == frame


@pytest.mark.parametrize("kind", KINDS)
def test_seeking_anywhere_shows_the_frame_of_that_time(player, recordings, kind):
    player.open(recordings[kind])
    times = player.session.playback.time_base.seconds
    picks = random.Random(3)
    for _ in range(12):
        frame = picks.randrange(len(times) - 1)
        player.session.playback.seek(picks.uniform(times[frame], times[frame + 1] - 1e-6))
        player.wait_for(frame)
        assert player.painted_counter() == frame


def test_the_keys_of_a_second_ten_frames_and_the_ends(player, trigger, recordings):
    player.open(recordings["constant"])
    for name, frame in (
        ("second_forward", 30), ("step_forward_10", 40), ("second_back", 10),
        ("step_back_10", 0), ("go_end", 59), ("go_start", 0),
    ):  # fmt: skip
        trigger(name)
        player.wait_for(frame)
        assert player.painted_counter() == frame


@pytest.mark.parametrize("kind", ["constant", "variable"])
def test_playing_shows_the_frame_of_the_clock(player, trigger, recordings, kind, qtbot):
    player.open(recordings[kind])
    seen = []
    player.session.playback.moved.connect(
        lambda frame, seconds: seen.append((frame, player.view.picture.frame, seconds))
    )
    trigger("play_pause")
    qtbot.waitUntil(lambda: not player.session.playback.playing, timeout=20_000)
    base = player.session.playback.time_base
    assert seen[-1][0] == len(base) - 1
    player.wait_for(59)
    assert player.painted_counter() == 59
    assert all(frame == base.index_at(seconds) for frame, _, seconds in seen)
    shown = [shown for _, shown, _ in seen]
    assert shown == sorted(shown)
    # A loaded machine may be late now and then, the picture must keep up all the same.
    late = [frame - shown for frame, shown, _ in seen]
    assert sorted(late)[len(late) // 2] <= 1


def test_a_loop_is_repeated_and_includes_the_frame_of_its_end(player, trigger, recordings, qtbot):
    player.open(recordings["constant"])
    player.session.playback.seek_frame(20)
    trigger("loop_in")
    player.session.playback.seek_frame(24)
    trigger("loop_out")
    assert player.session.playback.loop.start == pytest.approx(20 / 30)
    assert player.session.playback.loop.end == pytest.approx(25 / 30)
    frames = []
    player.session.playback.moved.connect(lambda frame, _: frames.append(frame))
    trigger("play_pause")
    turns = lambda: sum(b < a for a, b in pairwise(frames))  # noqa: E731
    qtbot.waitUntil(lambda: turns() >= 3, timeout=10_000)
    assert set(frames) <= set(range(20, 25))
    assert player.actions["loop_clear"].isEnabled()
    trigger("loop_clear")
    assert player.session.playback.loop is None


def test_shuttling_back_plays_backwards_to_the_first_frame(player, trigger, recordings, qtbot):
    player.open(recordings["constant"])
    trigger("go_end")
    player.wait_for(59)
    trigger("shuttle_back")
    trigger("shuttle_back")
    assert player.session.playback.rate == -2
    qtbot.waitUntil(lambda: not player.session.playback.playing, timeout=20_000)
    player.wait_for(0)
    assert player.painted_counter() == 0


def test_scrubbing_ends_on_the_frame_where_it_ends(player, recordings, qtbot):
    player.open(recordings["variable"])
    picks = random.Random(5)
    for _ in range(80):
        frame = picks.randrange(60)
        player.session.playback.seek_frame(frame)
        qtbot.wait(2)
    player.wait_for(frame)
    assert player.painted_counter() == frame
    qtbot.wait(100)  # replies to requests that were replaced must not come after it
    assert player.painted_counter() == frame


def test_going_back_to_the_frame_on_screen_is_not_undone_by_a_late_reply(player, recordings, qtbot):
    player.open(recordings["constant"])
    player.session.playback.seek_frame(55)
    player.session.playback.seek_frame(0)
    qtbot.wait(200)
    assert player.painted_counter() == 0


def test_frames_passed_over_are_counted_but_seeks_are_not(player):
    source = player.pictures.source
    source.count_shown(0, 0.0, gapless=True)
    source.count_shown(1, 1 / 30, gapless=True)
    assert source.dropped == 0
    source.count_shown(200, 200 / 30, gapless=True)
    assert source.dropped == 0
    time.sleep(0.05)
    source.count_shown(203, 203 / 30, gapless=True)
    assert source.dropped == 2
    source.count_shown(206, 206 / 30, gapless=False)
    assert source.dropped == 2
