"""Where a recording stayed on the plane, against plain counting."""

import time

import numpy as np
import pytest

from app.core.affect_plane import ABOUT, CELLS, Course
from app.core.prediction import summarise
from tests.support.predictions import prediction

HOUR = 108_000


def wandering(frames, seed=0):
    rng = np.random.default_rng(seed)
    x, y = np.clip(np.cumsum(rng.normal(0, 0.02, (2, frames)), axis=1), -1, 1)
    x[frames // 3 : frames // 3 + frames // 10] = np.nan
    return Course(np.arange(frames) / 30, x, y)


def test_shares_are_those_of_the_summary_at_a_constant_rate():
    course = wandering(3000)
    values = np.stack((course.valence, course.arousal), axis=1)
    values[np.isnan(values).any(axis=1)] = np.nan
    wanted = summarise(prediction(values, fps=30)).quadrants
    found = course.shares()
    each = (
        found.pleasant_active,
        found.unpleasant_active,
        found.unpleasant_calm,
        found.pleasant_calm,
    )
    assert each == pytest.approx(wanted)
    assert found.known == pytest.approx(0.9)


def test_a_frame_counts_for_as_long_as_it_is_shown():
    seconds = np.array([0.0, 1.0, 4.0, 5.0])
    course = Course(seconds, np.array([0.5, -0.5, np.nan, 0.0]), np.array([0.5, -0.5, 0.1, 0.0]))
    shares = course.shares()
    assert (shares.pleasant_active, shares.unpleasant_calm) == pytest.approx((2 / 5, 3 / 5))
    assert shares.known == pytest.approx(5 / 6)


def test_nothing_anywhere():
    course = Course(np.arange(5.0), np.full(5, np.nan), np.zeros(5))
    assert course.shares() is None
    assert course.nearest(0, 0) is None
    assert course.at(2) is None
    assert not course.density().any()
    empty = Course(np.zeros(0), np.zeros(0), np.zeros(0))
    assert empty.shares() is None
    assert empty.at(0) is None


def test_one_frame():
    course = Course(np.array([3.0]), np.array([1.0]), np.array([-1.0]))
    assert course.shares().pleasant_calm == 1
    assert course.nearest(-1, 1) == 0
    row, column = np.unravel_index(course.density().argmax(), (CELLS, CELLS))
    assert row < 3  # half a square about the corner lies outside
    assert column >= CELLS - 3


def test_the_density_is_percent_of_time_and_all_of_it():
    course = wandering(HOUR)
    inside = Course(course.seconds, course.valence * 0.7, course.arousal * 0.7)
    density = inside.density()
    assert density.min() >= 0
    assert density.sum() * (2 / CELLS / ABOUT) ** 2 == pytest.approx(100)


def test_the_density_of_what_stays_in_a_corner_is_at_most_all_of_the_time():
    course = Course(np.arange(200.0), np.full(200, -0.98), np.full(200, 0.98))
    density = course.density()
    assert 50 < density.max() <= 100
    assert density.argmax() // CELLS >= CELLS - 3


def test_the_density_is_the_share_of_time_near_a_point():
    """Counted by hand in a plain square, for values much wider spread than the smoothing."""
    rng = np.random.default_rng(5)
    x, y = np.clip(rng.normal(0, 0.35, (2, 300_000)), -1, 1)
    density = Course(np.arange(x.size) / 30, x, y).density()
    middles = (np.arange(CELLS) + 0.5) * 2 / CELLS - 1
    for row, column in ((40, 40), (30, 52), (44, 25)):
        near = (np.abs(x - middles[column]) < ABOUT / 2) & (np.abs(y - middles[row]) < ABOUT / 2)
        assert density[row, column] == pytest.approx(100 * near.mean(), rel=0.06)


def test_the_density_is_where_the_values_are():
    rng = np.random.default_rng(3)
    x, y = rng.normal([[0.4], [-0.3]], 0.1, (2, 200_000))
    density = Course(np.arange(x.size) / 30, x, y).density()
    row, column = np.unravel_index(density.argmax(), density.shape)
    centre = (np.array([column, row]) + 0.5) * 2 / CELLS - 1
    assert centre == pytest.approx([0.4, -0.3], abs=0.04)
    spread = 0.1**2 + (1.4 * 2 / CELLS) ** 2 + ABOUT**2 / 12
    peak = 100 * ABOUT**2 / (2 * np.pi * spread)  # of a Gaussian, smoothed by another and a box
    assert density.max() == pytest.approx(peak, rel=0.05)


def test_the_nearest_frame_is_the_nearest_and_of_equals_the_one_nearby():
    course = wandering(5000)
    away = np.hypot(course.valence - 0.2, course.arousal + 0.1)
    assert course.nearest(0.2, -0.1) == np.nanargmin(away)
    still = Course(np.arange(100.0), np.full(100, 0.5), np.full(100, 0.5))
    assert still.nearest(0.1, 0.1, 42) == 42
    assert still.nearest(0.1, 0.1, 400) == 99


def test_the_trail_is_the_last_seconds_with_its_gaps():
    course = wandering(300)
    trail = course.trail(150, 2.0)
    wanted = np.array([f for f in range(90, 151) if not 100 <= f < 130])
    assert np.array_equal(trail.valence, course.valence[wanted])
    assert np.array_equal(trail.arousal, course.arousal[wanted])
    assert trail.fresh == pytest.approx(1 - (150 - wanted) / 60)
    assert wanted[trail.begins].tolist() == [90, 130]


def test_a_trail_at_the_beginning_in_a_gap_and_of_no_length():
    course = wandering(300)
    assert course.trail(10, 2.0).valence.size == 11
    assert course.trail(120, 0.5).valence.size == 0
    assert course.trail(50, 0.0).valence.tolist() == [course.valence[50]]


def test_a_long_trail_is_thinned_and_does_not_tremble():
    course = wandering(HOUR)
    trail, later = course.trail(30_000, 600.0), course.trail(30_001, 600.0)
    assert 500 < trail.valence.size <= 602
    assert trail.valence[-1] == course.valence[30_000]
    assert set(trail.valence[1:-1]) <= set(later.valence) | set(trail.valence[:2])
    across = course.trail(HOUR // 3 + HOUR // 10 + 600, 600.0)
    assert across.begins.sum() == 1 + (course.seconds[HOUR // 10] < 600)


def test_shapes_must_fit():
    with pytest.raises(ValueError, match="must all be"):
        Course(np.zeros(3), np.zeros(3), np.zeros(2))


def test_an_hour_takes_ten_milliseconds_at_most():
    course = wandering(HOUR)
    spent = []
    for _ in range(5):
        start = time.process_time()
        course.density()
        course.shares()
        spent.append(time.process_time() - start)
    assert min(spent) < 10e-3
