import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.resample import fill_between


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.integers(0, 3))
def test_known_frames_keep_their_values_and_others_lie_between(steps, columns):
    known = np.cumsum(np.array([2, *steps]))
    seconds = np.cumsum(np.full(known[-1] + 3, 0.04))
    values = np.random.default_rng(0).uniform(-1, 1, (len(known), columns))
    filled = fill_between(seconds, known, values)
    assert filled.shape == (known[-1] - known[0] + 1, columns)
    assert np.array_equal(filled[known - known[0]], values)
    if columns:
        assert filled.min() >= values.min() - 1e-12
        assert filled.max() <= values.max() + 1e-12


def test_time_decides_and_not_the_frame_number():
    seconds = np.array([0.0, 0.1, 1.0])
    filled = fill_between(seconds, np.array([0, 2]), np.array([[0.0], [1.0]]))
    assert filled[:, 0].tolist() == pytest.approx([0.0, 0.1, 1.0])
