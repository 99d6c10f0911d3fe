"""Dashes are tied to time and never bridge a gap."""

import numpy as np
import pytest

from app.ui.timeline.dashes import PATTERNS, outline, pattern_of


def pieces(*curve):
    """The lines of an outline, each as places and heights."""
    line = outline(*curve)
    at = np.flatnonzero(line.begins)[1:]
    return list(zip(np.split(line.x, at), np.split(line.y, at), strict=True))


def test_a_solid_curve_is_cut_at_gaps_only():
    y = np.array([1, 2, np.nan, 3, np.nan, 4, 5.0])
    parts = pieces(np.arange(7.0), y)
    assert [part[0].tolist() for part in parts] == [[0, 1], [5, 6]]
    lone = outline(np.arange(7.0), y)
    assert (lone.lone_x.tolist(), lone.lone_y.tolist()) == ([3], [3])


def test_dashes_have_the_lengths_of_their_pattern():
    parts = pieces(np.array([0.0, 100.0]), np.array([0.0, 50.0]), (7.0, 3.0), 0.0)
    assert [(x[0], x[-1]) for x, _ in parts] == [(k * 10, k * 10 + 7) for k in range(10)]
    for x, y in parts:
        np.testing.assert_allclose(y, x / 2)


def test_dashes_move_with_time():
    x, y = np.arange(0.0, 80.0, 2.0), np.zeros(40)
    here = pieces(x, y, (7.0, 4.0), 0.0)
    moved = pieces(x + 13.5, y, (7.0, 4.0), 13.5)
    for (a, _), (b, _) in zip(here, moved, strict=True):
        np.testing.assert_allclose(a + 13.5, b)


@pytest.mark.parametrize("variant", range(1, len(PATTERNS)))
def test_no_dash_bridges_a_gap(variant):
    y = np.ones(200)
    y[80:120] = np.nan
    parts = pieces(np.arange(200.0), y, pattern_of(variant), 3.0)
    assert len(parts) > 10
    for x, _ in parts:
        assert x[-1] <= 79 or x[0] >= 120


def test_dashes_reach_the_values_beside_a_gap():
    y = np.array([1.0, 1.0, np.nan, 1.0, 1.0])
    parts = pieces(np.array([0.0, 10.0, 20.0, 30.0, 40.0]), y, (100.0, 1.0), 0.0)
    assert [(x[0], x[-1]) for x, _ in parts] == [(0, 10), (30, 40)]


@pytest.mark.parametrize("values", [[], [np.nan], [0.5], [np.nan, np.nan]])
def test_hardly_any_values_make_no_line(values):
    line = outline(np.arange(float(len(values))), np.array(values), (7.0, 4.0))
    assert line.x.size == 0
    assert line.lone_y.tolist() == [value for value in values if value == value]


def test_variants_look_different_and_begin_again():
    assert len(set(PATTERNS)) == len(PATTERNS)
    assert pattern_of(0) == () == pattern_of(len(PATTERNS))
