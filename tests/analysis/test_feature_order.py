"""Rows of like course end up beside each other."""

import subprocess
import sys

import numpy as np

from app.analysis.feature_order import clustered


def groups(seed=0):
    rng = np.random.default_rng(seed)
    courses = rng.normal(size=(600, 3))
    of = rng.integers(0, 3, 40)
    values = courses[:, of] + 0.2 * rng.normal(size=(600, 40))
    return values, of


def test_groups_lie_together_and_constants_come_last():
    values, of = groups()
    values[:, [5, 9]] = 2.5
    values[100:120] = np.nan
    order = clustered(values)
    assert sorted(order) == list(range(40))
    assert order[-2:].tolist() == [5, 9]
    assert np.count_nonzero(np.diff(of[order[:-2]])) == 2


def test_the_same_map_has_the_same_order():
    values, _ = groups(3)
    np.testing.assert_array_equal(clustered(values), clustered(values.copy()))


def test_nothing_to_cluster_stays_as_it_is():
    assert clustered(np.zeros((50, 4))).tolist() == [0, 1, 2, 3]
    assert clustered(np.full((50, 4), np.nan)).tolist() == [0, 1, 2, 3]
    assert clustered(np.zeros((0, 3))).tolist() == [0, 1, 2]


def test_scipy_is_not_loaded_before_it_is_needed():
    code = "import sys, app.analysis.feature_order; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
