"""Colour limits of good and of bad values."""

import numpy as np
import pytest

from app.core.colour_limits import ColourLimits, limits_by_hand, limits_of
from app.core.errors import InputError


def test_a_few_outlying_values_do_not_take_the_colours():
    made = np.concatenate([np.linspace(0, 1, 1000), [1e4, np.nan, np.inf]])
    limits = limits_of(made)
    assert limits.low == pytest.approx(0.01, abs=0.002)
    assert limits.high == pytest.approx(0.99, abs=0.002)
    assert limits.note == ""


def test_a_unit_that_hardly_ever_fires_still_has_colours():
    made = np.zeros(1000)
    made[500] = 3
    assert limits_of(made) == ColourLimits(0, 3)


def test_a_constant_map_has_a_note_and_no_division_by_zero():
    limits = limits_of(np.full((4, 3), 0.25))
    assert limits == ColourLimits(0.25, 0.25, "Every value is 0.25.")
    placed = limits.place(np.array([0.25, np.nan], np.float32))
    np.testing.assert_array_equal(placed, np.array([0.5, np.nan], np.float32))


def test_a_map_of_gaps_has_a_note():
    assert limits_of(np.full(3, np.nan)).note == "There is no value to show."


def test_places_run_from_zero_to_one_and_gaps_stay_gaps():
    placed = ColourLimits(-1, 3).place(np.array([-5, -1, 1, 3, 9, np.nan], np.float32))
    np.testing.assert_allclose(placed, [0, 0, 0.5, 1, 1, np.nan])


@pytest.mark.parametrize(("low", "high"), [(2, 1), (1, 1), (np.nan, 1), (0, np.inf)])
def test_limits_that_cross_are_refused_in_one_sentence(low, high):
    with pytest.raises(InputError) as refused:
        limits_by_hand(low, high)
    assert str(refused.value).count(". ") == 0
    assert limits_by_hand(1, 2) == ColourLimits(1, 2)


def test_percentiles_must_be_in_order():
    with pytest.raises(ValueError, match="percentiles"):
        limits_of(np.zeros(3), 99, 1)
