import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from app.core.metrics import concordance, pearson, root_mean_square_error

curves = arrays(np.float64, 12, elements=st.floats(-1, 1, width=32))


@given(curves, curves)
def test_concordance_is_symmetric_and_never_above_pearson(x, y):
    if x.std() < 1e-6 or y.std() < 1e-6:
        return
    assert concordance(x, y) == pytest.approx(concordance(y, x))
    assert abs(concordance(x, y)) <= abs(pearson(x, y)) + 1e-9
    assert pearson(x, y) == pytest.approx(stats.pearsonr(x, y).statistic, abs=1e-6)


def test_concordance_by_hand():
    # x = 1 2 3, y = 2 2 5: s_xy = 1, s_x^2 = 2/3, s_y^2 = 2, (m_x - m_y)^2 = 1
    x, y = np.array([1.0, 2, 3]), np.array([2.0, 2, 5])
    assert concordance(x, y) == pytest.approx(2 * 1 / (2 / 3 + 2 + 1))


def test_gaps_do_not_count():
    x = np.array([0.1, np.nan, 0.4, 0.9])
    y = np.array([0.2, 0.3, np.nan, 0.7])
    assert root_mean_square_error(x, y) == pytest.approx(np.sqrt((0.01 + 0.04) / 2))


def test_undefined_agreement_is_nan_and_not_zero():
    flat = np.zeros(5)
    assert np.isnan(concordance(flat, flat))
    assert np.isnan(pearson(flat, np.arange(5.0)))
    assert np.isnan(root_mean_square_error(np.array([np.nan]), np.array([1.0])))


def test_different_lengths_are_refused():
    with pytest.raises(ValueError, match="two curves"):
        concordance(np.zeros(3), np.zeros(4))
