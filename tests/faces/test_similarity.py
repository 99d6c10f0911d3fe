import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.faces.similarity import Similarity, fit_similarity, to_complex, to_points

numbers = st.complex_numbers(min_magnitude=0.1, max_magnitude=10, allow_nan=False)


@given(a=numbers, b=numbers)
def test_a_fit_to_moved_points_is_the_move(a, b):
    points = np.array([0, 10, 3 + 7j, -4j])
    fitted_a, fitted_b = fit_similarity(points, a * points + b)
    np.testing.assert_allclose([complex(fitted_a), complex(fitted_b)], [a, b], rtol=1e-9, atol=1e-9)


def test_the_fit_has_the_least_squared_distance_of_a_linear_solver():
    rng = np.random.default_rng(1)
    source, target = rng.normal(size=(2, 6, 2)) * 10
    weights = rng.uniform(0.1, 2, 6)
    a, b = fit_similarity(to_complex(source), to_complex(target), weights)
    # x' = p x - q y + s, y' = q x + p y + t, by ordinary weighted least squares.
    rows = [[x, -y, 1, 0] for x, y in source] + [[y, x, 0, 1] for x, y in source]
    root = np.sqrt(np.tile(weights, 2))
    right = np.concatenate([target[:, 0], target[:, 1]])
    p, q, s, t = np.linalg.lstsq(root[:, None] * np.array(rows), root * right, rcond=None)[0]
    np.testing.assert_allclose([a, b], [p + 1j * q, s + 1j * t])


@given(a=numbers, b=numbers)
def test_the_inverse_undoes_and_the_matrix_agrees(a, b):
    move = Similarity(a, b)
    points = np.array([1 + 2j, -3j])
    np.testing.assert_allclose(move.inverse()(move(points)), points, atol=1e-8)
    flat = np.concatenate([to_points(points), np.ones((2, 1))], axis=1)
    np.testing.assert_allclose(flat @ move.matrix.T, to_points(move(points)), atol=1e-9)


def test_after_applies_the_other_first():
    grow, shift = Similarity(2, 0), Similarity(1, 3)
    assert grow.after(shift)(np.array(1 + 0j)) == 8
    assert grow.towards(shift, 0.5)(np.array(2 + 0j)) == 4.5
