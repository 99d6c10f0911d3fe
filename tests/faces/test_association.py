import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faces.association import doubles, followed_distance, lost_distance, overlap


def box(x, y, side):
    return np.array([x, y, x + side, y + side], float)


def test_overlap_of_known_boxes():
    assert overlap(box(0, 0, 10), box(5, 0, 10)) == pytest.approx(50 / 150)
    assert overlap(box(0, 0, 10), box(20, 0, 10)) == 0
    assert overlap(box(0, 0, 0), box(0, 0, 0)) == 0


@given(*[st.floats(-100, 100)] * 4, st.floats(1, 50), st.floats(1, 50))
def test_overlap_is_symmetric_and_a_share(x, y, u, v, one, other):
    here, there = box(x, y, one), box(u, v, other)
    assert 0 <= overlap(here, there) <= 1
    assert overlap(here, there) == pytest.approx(overlap(there, here))
    assert overlap(here, here) == pytest.approx(1)


def test_a_followed_face_takes_only_what_overlaps_it():
    assert followed_distance(box(0, 0, 10), box(1, 1, 10)) < 0.5
    assert followed_distance(box(0, 0, 10), box(9, 9, 10)) is None


def test_a_lost_face_may_come_back_nearby_at_a_similar_size():
    assert lost_distance(box(0, 0, 10), box(10, 0, 10)) == pytest.approx(1)
    assert lost_distance(box(0, 0, 10), box(16, 0, 10)) is None
    assert lost_distance(box(0, 0, 10), box(0, 0, 21)) is None


def test_doubles_hold_one_face():
    assert doubles([box(0, 0, 10), box(50, 0, 10), box(1, 1, 10)]) == [(0, 2)]
