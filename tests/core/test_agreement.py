"""Figures of a stretch by prefix sums, against plain formulas, scipy, and what must be so."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from app.core.agreement import NO_AGREEMENT, SHORT, AgreementSums, Lack
from app.core.metrics import concordance, pearson, root_mean_square_error

HOUR = 108_000


def rated(seed, frames, gaps=4):
    """Two curves that share something, with gaps of their own."""
    rng = np.random.default_rng(seed)
    common = np.sin(np.arange(frames) / rng.uniform(20, 400))
    curves = 0.6 * common + rng.normal(0, 0.1, (2, frames)) + [[0.05], [-0.1]]
    for curve in curves:
        for start in rng.integers(0, frames, gaps):
            curve[start : start + frames // 20] = np.nan
    return np.clip(curves, -1, 1)


def assert_as_plain(found, x, y, tolerance=1e-9):
    both = ~(np.isnan(x) | np.isnan(y))
    assert found.count == both.sum()
    assert found.concordance == pytest.approx(concordance(x, y), abs=tolerance)
    assert found.pearson == pytest.approx(pearson(x, y), abs=tolerance)
    assert found.pearson == pytest.approx(stats.pearsonr(x[both], y[both])[0], abs=tolerance)
    assert found.error == pytest.approx(root_mean_square_error(x, y), abs=tolerance)
    assert found.difference == pytest.approx(np.mean(x[both] - y[both]), abs=tolerance)
    assert found.lack is Lack.NOTHING


@pytest.mark.parametrize("frames", [40, SHORT, SHORT + 1, 20_000, HOUR])
def test_the_whole_is_as_plain_formulas_say(frames):
    x, y = rated(frames, frames)
    assert_as_plain(AgreementSums(x, y).over(), x, y)


def test_every_stretch_is_as_if_it_stood_alone():
    x, y = rated(1, 30_000, gaps=12)
    sums = AgreementSums(x, y)
    rng = np.random.default_rng(2)
    for start, length in zip(
        rng.integers(0, 25_000, 60), rng.integers(200, 29_000, 60), strict=True
    ):
        stretch = slice(start, start + length)
        assert_as_plain(sums.over(int(start), int(start + length)), x[stretch], y[stretch])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(*(st.one_of(st.just(float("nan")), st.floats(-1, 1, width=16)),) * 2),
        min_size=1,
        max_size=60,
    ),
    st.integers(-3, 70),
    st.integers(-3, 70),
)
def test_nothing_undefined_is_ever_a_number(pairs, start, stop):
    x, y = np.array(pairs).T
    found = AgreementSums(x, y).over(start, stop)
    part = slice(max(start, 0), max(stop, 0))
    both = ~(np.isnan(x[part]) | np.isnan(y[part]))
    assert found.count == both.sum()
    for figure in (found.concordance, found.pearson, found.error, found.difference):
        assert figure is None or np.isfinite(figure)
    if found.pearson is not None:
        assert found.pearson == pytest.approx(pearson(x[part], y[part]), abs=1e-6)
        assert found.concordance == pytest.approx(concordance(x[part], y[part]), abs=1e-9)
    else:
        assert found.lack is not Lack.NOTHING


def test_a_curve_with_itself_agrees_wholly_and_with_its_negative_not_at_all():
    x, _ = rated(3, HOUR)
    same, other = AgreementSums(x, x).over(), AgreementSums(x, -x).over()
    assert (same.concordance, same.pearson) == pytest.approx((1, 1))
    assert (same.error, same.difference) == pytest.approx((0, 0), abs=1e-7)
    assert other.pearson == pytest.approx(-1)


def test_a_shift_costs_concordance_and_not_correlation():
    x, _ = rated(4, HOUR)
    found = AgreementSums(x, x + 0.25).over()
    assert found.pearson == pytest.approx(1)
    assert found.difference == pytest.approx(-0.25)
    assert found.error == pytest.approx(0.25)
    variance = np.nanvar(x)
    assert found.concordance == pytest.approx(2 * variance / (2 * variance + 0.0625))


@pytest.mark.parametrize("value", [0.0, 0.1, -1 / 3])
@pytest.mark.parametrize("frames", [2, 50, 3 * SHORT])
def test_a_curve_that_does_not_change_is_said_plainly(value, frames):
    """0.1 has a standard deviation above zero when it is computed with rounding."""
    still, moving = np.full(frames, value), np.linspace(-1, 1, frames)
    first = AgreementSums(still, moving).over()
    assert (first.lack, first.pearson, first.concordance) == (Lack.FIRST_CONSTANT, None, 0.0)
    second = AgreementSums(moving, still).over()
    assert (second.lack, second.pearson) == (Lack.SECOND_CONSTANT, None)
    assert second.error == pytest.approx(root_mean_square_error(moving, still))
    both = AgreementSums(still, still).over()
    assert (both.lack, both.concordance, both.error) == (Lack.BOTH_CONSTANT, None, 0.0)
    apart = AgreementSums(still, still + 0.5).over()
    assert (apart.lack, apart.concordance) == (Lack.BOTH_CONSTANT, 0.0)
    assert apart.difference == pytest.approx(-0.5)


def test_a_still_passage_of_a_lively_curve_is_known_for_one():
    x, y = rated(5, HOUR, gaps=0)
    x[10_000:20_000] = 0.3
    sums = AgreementSums(x, y)
    assert sums.over(10_000, 20_000).lack is Lack.FIRST_CONSTANT
    assert sums.over(10_000, 20_001).lack is Lack.NOTHING
    assert_as_plain(sums.over(9_999, 20_000), x[9_999:20_000], y[9_999:20_000])


def test_a_curve_that_hardly_changes_keeps_its_digits():
    rng = np.random.default_rng(6)
    x, y = 0.9 + 1e-9 * rng.normal(size=(2, HOUR))
    x[:1000], y[:1000] = -0.9, 0.4  # the origin of the sums is elsewhere
    sums = AgreementSums(x, y)
    part = slice(2000, HOUR)
    assert sums.over(2000).pearson == pytest.approx(stats.pearsonr(x[part], y[part])[0], abs=1e-6)


def test_squares_that_vanish_are_no_change():
    found = AgreementSums(np.array([0.0, 1e-200, 0.0]), np.array([0.1, 0.2, 0.4])).over()
    assert (found.lack, found.pearson) == (Lack.FIRST_CONSTANT, None)


def test_few_frames():
    x, y = np.array([np.nan, 0.5, 0.1]), np.array([0.2, np.nan, 0.3])
    sums = AgreementSums(x, y)
    assert sums.over(0, 2) == sums.over(2, 2) == sums.over(5, 9) == NO_AGREEMENT
    one = sums.over()
    assert (one.count, one.concordance, one.pearson, one.lack) == (1, None, None, Lack.ONE_FRAME)
    assert (one.error, one.difference) == pytest.approx((0.2, -0.2))
    assert AgreementSums(np.zeros(0), np.zeros(0)).over() == NO_AGREEMENT


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match=r"not \(3,\) and \(4,\)"):
        AgreementSums(np.zeros(3), np.zeros(4))


def test_any_stretch_of_an_hour_costs_next_to_nothing():
    sums = AgreementSums(*rated(7, HOUR))
    spans = [(k, HOUR - 3 * k) for k in range(0, 30_000, 300)] + [(k, k + 900) for k in range(99)]
    start = time.process_time()
    for first, stop in spans:
        sums.over(first, stop)
    assert (time.process_time() - start) / len(spans) < 0.5e-3
