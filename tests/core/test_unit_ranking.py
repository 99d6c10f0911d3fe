"""Correlations of all units at once against one at a time."""

import numpy as np
import pytest

from app.core.metrics import pearson
from app.core.unit_ranking import as_they_are, by_correlation, correlations, ranked


@pytest.mark.parametrize("offset", [0.0, 300.0])
def test_every_unit_has_pearsons_correlation_of_its_known_frames(offset):
    rng = np.random.default_rng(1)
    curve = rng.normal(size=20_000)
    values = (rng.normal(size=(20_000, 12)) + curve[:, None] * np.linspace(-2, 2, 12)) + offset
    values[rng.random(values.shape) < 0.1] = np.nan
    curve[rng.random(20_000) < 0.2] = np.nan
    found = correlations(values, curve)
    expected = [pearson(unit, curve) for unit in values.T]
    np.testing.assert_allclose(found, expected, atol=1e-10)


def test_what_is_not_defined_is_nan():
    curve = np.arange(10.0)
    values = np.full((10, 5), np.nan)
    values[:, 0] = 3.3  # constant
    values[4, 2] = 1.0  # one frame
    values[:, 3] = -curve
    values[:, 4] = 0.0
    found = correlations(values, curve)
    np.testing.assert_allclose(found, [np.nan, np.nan, np.nan, -1, np.nan])
    assert np.isnan(correlations(values, np.full(10, 0.1))).all()
    assert np.isnan(correlations(np.zeros((0, 3)), np.zeros(0))).all()


def test_ranks_by_size_and_orders_by_sign_with_undefined_ones_last():
    found = np.array([0.1, np.nan, -0.9, 0.5, 0.1, np.nan])
    assert [row.unit for row in ranked(found)] == [2, 3, 0, 4, 1, 5]
    assert ranked(found)[0].correlation == -0.9
    assert by_correlation(found).tolist() == [3, 0, 4, 2, 1, 5]
    assert as_they_are(3).tolist() == [0, 1, 2]


def test_a_map_and_a_curve_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="a map"):
        correlations(np.zeros((3, 2)), np.zeros(4))
