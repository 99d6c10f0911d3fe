"""Expressions as points of the valence-arousal plane."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.circumplex import COORDINATES, EXPRESSIONS, expectation
from models.mini_xception import CLASSES


def test_the_order_is_that_of_the_network() -> None:
    assert EXPRESSIONS == CLASSES
    assert set(COORDINATES) == set(EXPRESSIONS)


def test_a_certain_expression_lies_at_its_own_point() -> None:
    points = expectation(np.eye(7))
    for name, point in zip(EXPRESSIONS, points, strict=True):
        assert tuple(point) == pytest.approx(COORDINATES[name], abs=1e-15)


def test_the_published_figures() -> None:
    # Russell and Mehrabian (1977): happy .81 .51, angry -.51 .59, sad -.63 -.27.
    assert COORDINATES["happy"] == (0.81, 0.51)
    assert COORDINATES["angry"] == (-0.51, 0.59)
    assert COORDINATES["sad"] == (-0.63, -0.27)
    assert COORDINATES["neutral"] == (0.0, 0.0)


def test_by_hand() -> None:
    half = np.zeros((1, 7))
    half[0, EXPRESSIONS.index("happy")] = 0.5
    half[0, EXPRESSIONS.index("sad")] = 0.25
    half[0, EXPRESSIONS.index("neutral")] = 0.25
    assert expectation(half)[0] == pytest.approx([0.5 * 0.81 - 0.25 * 0.63, 0.5 * 0.51 - 0.0675])


@given(st.lists(st.floats(0.01, 1), min_size=7, max_size=7))
def test_stays_within_the_hull_and_the_range(weights: list[float]) -> None:
    probabilities = np.array([weights]) / sum(weights)
    valence, arousal = expectation(probabilities)[0]
    assert -0.64 <= valence <= 0.81
    assert -0.27 <= arousal <= 0.67


def test_a_gap_stays_a_gap() -> None:
    rows = np.eye(7)[:2].copy()
    rows[1] = np.nan
    points = expectation(rows)
    assert not np.isnan(points[0]).any()
    assert np.isnan(points[1]).all()


def test_no_rows() -> None:
    assert expectation(np.zeros((0, 7))).shape == (0, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros(7),
        np.zeros((1, 8)),
        np.zeros((1, 7)),
        np.full((1, 7), 0.2),
        [[1.5, -0.5, 0, 0, 0, 0, 0]],
        [[math.inf, 0, 0, 0, 0, 0, 0]],
    ],
)
def test_what_is_no_probability_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="probabilities"):
        expectation(wrong)
