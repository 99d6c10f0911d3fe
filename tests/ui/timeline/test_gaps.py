"""Where there is nothing to read."""

from dataclasses import replace

import numpy as np
import pytest

from app.ui.timeline.decimation import runs_of
from app.ui.timeline.gaps import Shares, gap_frames
from app.ui.timeline.scale import TimeScale
from tests.support.timelines import face, shown, time_base

BASE = time_base(300)
TIMES = BASE.seconds


def valid_but(start, stop):
    valid = np.ones(300, bool)
    valid[start:stop] = False
    return valid


def test_frames_without_a_face_are_gaps():
    gaps = gap_frames(TIMES, face(BASE, valid_but(40, 60)), [])
    assert runs_of(gaps) == [(40, 60)]


def test_a_frame_between_two_analysed_ones_needs_both():
    gaps = gap_frames(TIMES, face(BASE, valid_but(40, 60), step=2), [])
    assert runs_of(gaps) == [(39, 60)]


def test_a_frame_beside_a_cut_belongs_to_neither_side():
    seen = face(BASE, step=2)
    cuts = np.zeros(150, bool)
    cuts[20] = True
    assert runs_of(gap_frames(TIMES, replace(seen, cuts=cuts), [])) == [(39, 40)]


def test_what_was_not_looked_at_is_no_gap():
    values = np.full(300, np.nan)
    values[100:200] = 0.5
    assert not gap_frames(TIMES, None, [shown(BASE, values=values).track]).any()


def test_a_passage_that_no_curve_reads_is_a_gap():
    first, second = np.zeros(300), np.zeros(300)
    first[50:100] = second[70:120] = np.nan
    tracks = [shown(BASE, values=values).track for values in (first, second)]
    assert runs_of(gap_frames(TIMES, None, tracks)) == [(70, 100)]


def test_a_curve_known_at_every_other_frame_has_no_gaps():
    values = np.zeros(300)
    values[1::2] = np.nan
    assert not gap_frames(TIMES, None, [shown(BASE, values=values).track]).any()


def test_shares_tell_how_much_of_a_column_is_gap():
    shares = Shares(TIMES, ~valid_but(30, 45))
    columns = shares.columns(TimeScale(0.0, 10.0, 10), 10)
    assert columns.tolist() == pytest.approx([0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0], abs=1e-9)
    one_frame = Shares(TIMES, ~valid_but(30, 31)).columns(TimeScale(0.0, 10.0, 100), 100)
    assert one_frame[10] == pytest.approx(1 / 3)
