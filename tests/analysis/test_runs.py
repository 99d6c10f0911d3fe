from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.runs import decimation, runs_of, split_at, usable_runs, windows


@pytest.mark.parametrize(
    ("fps", "step"),
    [(30, 1), (29.97, 1), (25, 1), (44, 1), (45, 2), (60, 2), (120, 4), (200, 7), (5, 1), (0, 1)],
)
def test_decimation_follows_the_reference(fps, step):
    assert decimation(fps, 30.0) == step


@given(st.lists(st.booleans(), min_size=1, max_size=80))
def test_runs_cover_the_true_frames_exactly_once(mask):
    runs = runs_of(np.array(mask))
    assert sorted(i for run in runs for i in run) == [i for i, m in enumerate(mask) if m]
    assert all(b.start > a.stop for a, b in pairwise(runs))


def test_runs_shorter_than_a_snippet_stay_gaps():
    valid = np.array([1] * 11 + [0] + [1] * 12 + [0] + [1] * 3, np.bool_)
    seconds = np.arange(len(valid)) / 30
    assert usable_runs(valid, np.zeros(len(valid), np.bool_), seconds, whole_recording=True) == [
        range(12, 24)
    ]


def test_a_short_recording_that_is_one_run_is_read():
    valid = np.ones(3, np.bool_)
    seconds = np.arange(3) / 30
    assert usable_runs(valid, np.zeros(len(valid), np.bool_), seconds, whole_recording=True) == [
        range(3)
    ]
    assert usable_runs(valid, np.zeros(len(valid), np.bool_), seconds, whole_recording=False) == []


def test_a_single_frame_is_a_run_of_the_whole_recording():
    assert usable_runs(
        np.ones(1, np.bool_), np.zeros(1, np.bool_), np.zeros(1), whole_recording=True
    ) == [range(1)]


@given(st.integers(1, 700), st.integers(1, 80))
def test_windows_cover_a_run_with_full_windows(length, size):
    made = windows(length, size)
    assert {i for window in made for i in window} == set(range(length))
    assert all(len(window) == min(size, length) for window in made)
    assert made[-1].stop == length
    # Only the last window may overlap the one before it.
    assert all(a.stop == b.start for a, b in pairwise(made[:-1]))


def test_nothing_is_read_across_a_cut():
    valid = np.ones(60, np.bool_)
    cuts = np.zeros(60, np.bool_)
    cuts[[0, 20, 25]] = True
    seconds = np.arange(60) / 30
    runs = usable_runs(valid, cuts, seconds, whole_recording=True)
    assert runs == [range(20), range(25, 60)]  # five frames between two cuts stay a gap


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_splitting_loses_no_frame(frames):
    valid, cuts = (np.array(column) for column in zip(*frames, strict=True))
    parts = split_at(runs_of(valid), cuts)
    assert [i for part in parts for i in part] == [i for i, v in enumerate(valid) if v]
    assert not any(cuts[i] for part in parts for i in part[1:])
