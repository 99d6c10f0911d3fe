"""Curves that grow are the finished curve as far as they go."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.analysis.progress import PredictedBlock
from app.core.recording import Recording
from app.core.resample import fill_between
from app.core.timebase import TimeBase
from app.core.track import Provenance
from app.ui.controllers.analysis_work import Prepared
from app.ui.controllers.partial_tracks import PartialTracks

PREPARED = Prepared("T", Provenance("mimamo", "w", "ab", validated=False), "careful")


def recording(pts):
    base = TimeBase(np.asarray(pts, np.int64), Fraction(1, 1000))
    return Recording(Path("/a.mp4"), base, 10, 10, 0, "h264", None)


def curves(partial, of):
    return {shown.track.dimension: shown.track.values for shown in partial.shown(of)}


@pytest.mark.parametrize("step", [1, 2, 3])
def test_in_the_end_it_is_what_interpolating_everything_gives(step):
    rng = np.random.default_rng(step)
    of = recording(np.cumsum(rng.integers(10, 60, 200)))
    index = np.arange(6, 180, step)
    values = rng.uniform(-1, 1, (len(index), 2))
    partial = PartialTracks(PREPARED)
    for start in range(0, len(index), 16):
        part = slice(start, start + 16)
        partial.take((PredictedBlock(1, index[part], values[part]),))
        partial.shown(of)
    whole = np.full((200, 2), np.nan)
    whole[index[0] : index[-1] + 1] = fill_between(of.time_base.seconds, index, values)
    shown = curves(partial, of)
    np.testing.assert_array_equal(shown["valence"], whole[:, 0])
    np.testing.assert_array_equal(shown["arousal"], whole[:, 1])


def test_a_gap_between_two_runs_stays_a_gap():
    of, partial = recording(range(0, 1000, 10)), PartialTracks(PREPARED)
    for start in (0, 40):
        index = np.arange(start, start + 20, 2)
        partial.take((PredictedBlock(1, index, np.zeros((10, 2))),))
    valence = curves(partial, of)["valence"]
    assert np.isnan(valence[19:40]).all()
    assert not np.isnan(valence[:19]).any()


def test_a_window_read_again_replaces_its_first_frames():
    of, partial = recording(range(0, 1000, 10)), PartialTracks(PREPARED)
    partial.take((PredictedBlock(1, np.arange(0, 64), np.zeros((64, 2))),))
    partial.take((PredictedBlock(1, np.arange(10, 74), np.ones((64, 2))),))
    valence = curves(partial, of)["valence"]
    assert valence[:10].tolist() == [0.0] * 10
    assert valence[10:74].tolist() == [1.0] * 64
    assert np.isnan(valence[74:]).all()


def test_frames_that_nobody_promised_do_no_harm():
    of, partial = recording(range(0, 100, 10)), PartialTracks(PREPARED)
    partial.take((PredictedBlock(1, np.arange(5, 15), np.ones((10, 2))),))
    partial.take((PredictedBlock(1, np.arange(15, 20), np.ones((5, 2))),))
    assert curves(partial, of)["valence"][5:].tolist() == [1.0] * 5


def test_what_is_shown_is_a_copy_that_later_blocks_leave_alone():
    of, partial = recording(range(0, 100, 10)), PartialTracks(PREPARED)
    partial.take((PredictedBlock(2, np.arange(0, 3), np.ones((3, 2))),))
    before = curves(partial, of)["valence"]
    partial.take((PredictedBlock(2, np.arange(3, 6), np.ones((3, 2))),))
    partial.shown(of)
    assert np.isnan(before[3:]).all()
    assert {shown.person for shown in partial.shown(of)} == {2}
    assert partial.keys() == {("mimamo", "ab", 2, "valence"), ("mimamo", "ab", 2, "arousal")}
