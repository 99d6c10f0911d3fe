"""Magnifying a range: what can be, the numbers that come out, gaps, stopping."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.analysis.magnified import CROP, magnified, matrices_at
from app.analysis.magnify_plan import MagnifyOrder, bytes_needed, plan, stretches_of
from app.analysis.magnify_settings import PRESETS, MagnifySettings, Method
from app.core.errors import InputError
from app.core.timebase import TimeBase
from app.faces.alignment import crop_matrices, cut
from app.video.pyav_reader import open_recording
from tests.support.moving_face import still_face, swing, write_moving
from tests.support.timelines import time_base

LINEAR = MagnifySettings(Method.LINEAR, 1.0, 4.0, 4.0)
PHASE = MagnifySettings(Method.PHASE, 1.0, 4.0, 4.0)


def order(base, settings=LINEAR, start=0.0, end=4.0, valid=None, path="none.mp4", step=1):
    return MagnifyOrder(Path(path), base, still_face(base, valid, step), start, end, settings)


def outcome(wanted):
    work, steps = magnified(wanted), []
    while True:
        try:
            steps.append(next(work))
        except StopIteration as end:
            return end.value, steps


@pytest.fixture(scope="module")
def moving(tmp_path_factory):
    return write_moving(tmp_path_factory.mktemp("moving") / "moving.mp4")


# What can be done.


@pytest.mark.parametrize(
    ("settings", "end", "sentence"),
    [
        (replace(LINEAR, high=15.0), 4.0, "The band ends at 15 Hz; at 30 frames a second it must"),
        (replace(LINEAR, low=0.2), 4.0, "range is 4.0 s long; a band from 0.2 Hz needs 5.0 s"),
        (replace(LINEAR, low=5.0), 4.0, "5 to 4 Hz is none"),
        (replace(LINEAR, low=0.0), 4.0, "0 to 4 Hz is none"),
        (replace(LINEAR, factor=101.0), 4.0, "The alpha must be 0 to 100, not 101"),
        (LINEAR, 31.0, "The range is 31.0 s long; choose at most 30 s"),
        (replace(PHASE, side=224, low=0.05, high=0.1), 30.0, "GB of memory"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(settings, end, sentence):
    planned = plan(order(time_base(1200), settings, end=end))
    assert sentence in planned.problem
    assert planned.problem.endswith(".")
    assert planned.stretches == ()


def test_an_order_that_cannot_be_fulfilled_is_refused_with_that_sentence():
    wanted = order(time_base(120), replace(LINEAR, high=20.0))
    with pytest.raises(InputError, match="must end below 15 Hz"):
        next(magnified(wanted))


def test_thirty_seconds_of_every_preset_are_within_the_memory_allowed():
    base = time_base(1000)
    for preset in PRESETS:
        for side in (112, 224):
            assert plan(order(base, replace(preset.settings, side=side), end=30.0)).frames == 900


def test_memory_grows_with_range_size_and_slowness():
    base = time_base(1000)
    track = still_face(base)
    short, long = (stretches_of(track, base, 0.0, end) for end in (5.0, 30.0))
    assert bytes_needed(long, PHASE) > bytes_needed(short, PHASE)
    assert bytes_needed(long, replace(PHASE, side=224)) > 3 * bytes_needed(long, PHASE)
    assert bytes_needed(long, replace(PHASE, low=0.1)) > bytes_needed(long, PHASE)


def test_gaps_and_cuts_end_stretches_and_short_ones_are_left_out():
    base = time_base(300)
    valid = np.ones(300, bool)
    valid[60:70] = False
    valid[90:95] = False
    wanted = order(base, end=10.0, valid=valid)
    track = wanted.track
    cuts = track.cuts.copy()
    cuts[200] = True
    wanted = replace(wanted, track=replace(track, cuts=cuts))
    seen = stretches_of(wanted.track, base, 0.0, 10.0)
    assert [each.frames for each in seen] == [
        range(60), range(70, 90), range(95, 200), range(200, 300),
    ]  # fmt: skip
    kept = [each.frames for each in plan(wanted).stretches]
    assert kept == [range(60), range(95, 200), range(200, 300)]


def test_a_lost_face_is_said_with_the_longest_time_it_is_seen():
    base = time_base(120)
    valid = np.zeros(120, bool)
    assert "No face of this person" in plan(order(base, valid=valid)).problem
    valid[10:25] = True
    assert "is seen for 0.5 s without a break" in plan(order(base, valid=valid)).problem


def test_a_hole_in_time_ends_a_stretch_and_other_steps_follow():
    ticks = np.concatenate([np.arange(90), 200 + 3 * np.arange(40)])
    base = TimeBase(ticks.astype(np.int64), Fraction(1, 30))
    seen = stretches_of(still_face(base), base, 0.0, 20.0)
    assert [each.frames for each in seen] == [range(90), range(90, 130)]
    assert [round(each.times.rate, 6) for each in seen] == [30.0, 10.0]
    wanted = order(base, replace(LINEAR, high=6.0), end=12.0)
    assert "at 10 frames a second it must end below 5 Hz" in plan(wanted).problem


def test_frames_between_analysed_ones_count_and_their_crops_lie_between():
    base = time_base(100)
    track = still_face(base, step=2)
    moved = track.landmarks + np.arange(50)[:, None, None]
    track = replace(track, landmarks=moved.astype(np.float32))
    (seen,) = stretches_of(track, base, 5 / 30, 11 / 30)
    assert seen.frames == range(5, 11)
    known, found = crop_matrices(track, CROP), matrices_at(track, seen.frames)
    assert found[1] == pytest.approx(known[3])
    assert found[0] == pytest.approx((known[2] + known[3]) / 2)


# What comes out.


def test_phase_based_magnifies_a_known_motion_by_its_factor(moving):
    found, _ = outcome(order(moving.time_base, PHASE, path=moving.path))
    (passage,) = found.passages
    inner = slice(30, 90)
    ratio = np.std(swing(passage.after)[inner]) / np.std(swing(passage.before)[inner])
    assert ratio == pytest.approx(4.0, rel=0.15)


def test_linear_magnifies_a_known_motion_by_one_and_alpha(tmp_path):
    # In the middle of what its levels hold; shorter waves get less of alpha, and longer ones too.
    made = write_moving(tmp_path / "wide.mp4", wavelength=30.0)
    found, _ = outcome(order(made.time_base, replace(LINEAR, factor=2.0), path=made.path))
    (passage,) = found.passages
    inner = slice(30, 90)
    ratio = np.std(swing(passage.after)[inner]) / np.std(swing(passage.before)[inner])
    assert ratio == pytest.approx(3.0, rel=0.15)


def test_a_motion_outside_the_band_stays_as_it_is(moving):
    settings = MagnifySettings(Method.PHASE, 6.0, 10.0, 4.0)
    found, _ = outcome(order(moving.time_base, settings, path=moving.path))
    (passage,) = found.passages
    inner = slice(30, 90)
    ratio = np.std(swing(passage.after)[inner]) / np.std(swing(passage.before)[inner])
    assert ratio == pytest.approx(1.0, abs=0.05)


def test_before_is_the_crop_the_analysis_cuts_and_times_are_the_recordings(moving):
    base = moving.time_base
    wanted = order(base, start=1.0, end=3.0, path=moving.path)
    found, steps = outcome(wanted)
    (passage,) = found.passages
    with open_recording(moving.path) as reader:
        crop = cut(reader.frame(45), crop_matrices(wanted.track, CROP)[45], CROP)
    np.testing.assert_array_equal(found.at(base.seconds[45])[0], crop)
    np.testing.assert_array_equal(passage.seconds, base.seconds[30:90])
    assert (passage.end, found.gaps) == (pytest.approx(3.0), ())
    done = [each.done for each in steps]
    assert done == list(range(121))
    assert {each.total for each in steps} == {120}


def test_every_frame_of_the_recording_shows_its_own_picture(moving):
    base = moving.time_base
    found, _ = outcome(order(base, path=moving.path))
    (passage,) = found.passages
    for frame in range(120):
        for at in (base.seconds[frame], base.seconds[frame] + 0.02):
            assert found.at(at)[1] is not None
            assert np.shares_memory(found.at(at)[1], passage.after[frame])
    assert found.at(-0.01) is None
    assert found.at(4.01) is None


def test_nothing_is_carried_over_a_gap(moving):
    base = moving.time_base
    valid = np.ones(120, bool)
    valid[50:60] = False
    found, _ = outcome(order(base, valid=valid, path=moving.path))
    assert [len(each.seconds) for each in found.passages] == [50, 60]
    ((start, end),) = found.gaps
    assert (start, end) == (pytest.approx(50 / 30), pytest.approx(2.0))
    assert found.at(55 / 30) is None
    alone, _ = outcome(order(base, start=2.0, path=moving.path))
    np.testing.assert_array_equal(alone.passages[0].after, found.passages[1].after)


def test_finer_crops_are_finer(moving):
    found, _ = outcome(
        order(moving.time_base, replace(LINEAR, side=224), end=1.5, path=moving.path)
    )
    assert found.passages[0].after.shape == (45, 224, 224, 3)


def test_uneven_times_are_resampled_and_said(tmp_path):
    pts = np.cumsum(np.tile([2000, 4000], 60)).tolist()
    made = write_moving(tmp_path / "uneven.mp4", pts=pts)
    found, _ = outcome(order(made.time_base, path=made.path))
    (passage,) = found.passages
    assert np.ptp(np.diff(passage.seconds)) < 1e-9
    assert len(passage.before) == len(passage.after) == len(passage.seconds)
    assert any("resampled" in each for each in found.notices)


def test_it_can_be_stopped_at_any_step(moving):
    work = magnified(order(moving.time_base, path=moving.path))
    for _ in range(20):
        next(work)
    work.close()
    with pytest.raises(StopIteration):
        next(work)
