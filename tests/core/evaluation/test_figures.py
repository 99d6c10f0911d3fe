"""Figures against torchmetrics, scipy and cases worked by hand."""

import numpy as np
import pytest
import torch
from scipy import stats
from torchmetrics.functional.regression import concordance_corrcoef, pearson_corrcoef

from app.core.agreement import Lack
from app.core.evaluation.pairs import LabelledPrediction, figures, figures_of
from tests.support.tolerances import EXACT_FLOAT64


def related(seed, count=400):
    rng = np.random.default_rng(seed)
    label = np.clip(rng.normal(0.1, 0.4, count), -1, 1)
    return np.clip(0.7 * label + rng.normal(0.05, 0.2, count), -1, 1), label


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_those_of_torchmetrics_and_scipy(seed):
    x, y = related(seed)
    x, y = x - x.mean(), y - y.mean()  # theirs divides variances by N - 1, which cancels out then
    found = figures(x, y)
    first, second = torch.from_numpy(x), torch.from_numpy(y)
    assert found.concordance == pytest.approx(
        float(concordance_corrcoef(first, second)), abs=EXACT_FLOAT64
    )
    assert found.pearson == pytest.approx(float(pearson_corrcoef(first, second)), abs=EXACT_FLOAT64)
    assert found.pearson == pytest.approx(stats.pearsonr(x, y).statistic, abs=EXACT_FLOAT64)
    assert found.error == pytest.approx(
        float(torch.nn.functional.mse_loss(first, second)) ** 0.5, abs=EXACT_FLOAT64
    )


def test_with_unequal_means_torchmetrics_differs_by_its_divisor_alone():
    x, y = related(9, 1000)
    theirs = float(concordance_corrcoef(torch.from_numpy(x), torch.from_numpy(y)))
    assert figures(x, y).concordance == pytest.approx(theirs, abs=1 / 1000)


def test_a_case_worked_by_hand():
    # means 0.25 and 0.5; variances 0.0625 + ... by fractions: x = 0, 1/2; y = 1/4, 3/4
    found = figures(np.array([0.0, 0.5]), np.array([0.25, 0.75]))
    # s_x^2 = s_y^2 = s_xy = 1/16, mean difference 1/4: 2/16 / (2/16 + 1/16) = 2/3
    assert found.concordance == pytest.approx(2 / 3, abs=1e-15)
    assert found.pearson == pytest.approx(1.0)
    assert found.error == pytest.approx(0.25)
    assert found.sign_agreement == 0.5  # zero is a sign of its own
    assert found.zeros == 0


def test_a_label_of_zero_agrees_with_a_prediction_of_zero_alone():
    found = figures(np.array([0.1, 0.0, -0.2, 0.3]), np.array([0.0, 0.0, -0.1, -0.3]))
    assert found.sign_agreement == 0.5
    assert found.zeros == 2


def test_values_without_a_counterpart_do_not_count():
    nan = np.nan
    found = figures(np.array([0.1, nan, 0.3, 0.4, 9.0]), np.array([0.1, 0.2, nan, -0.4, nan]))
    assert found.count == 2
    assert found.sign_agreement == 0.5
    assert found.error == pytest.approx(np.sqrt(0.64 / 2))


CONSTANT = np.full(5, 0.3)
CHANGING = np.linspace(-1, 1, 5)


@pytest.mark.parametrize(
    ("predicted", "labelled", "concordance", "lack"),
    [
        (CONSTANT, CHANGING, 0.0, Lack.FIRST_CONSTANT),
        (CHANGING, CONSTANT, None, Lack.SECOND_CONSTANT),
        (CONSTANT, CONSTANT, None, Lack.BOTH_CONSTANT),
        (CONSTANT, CONSTANT + 0.1, None, Lack.BOTH_CONSTANT),
        (CHANGING[:1], CHANGING[:1], None, Lack.ONE_FRAME),
        (CHANGING * np.nan, CHANGING, None, Lack.NO_FRAME),
        (CHANGING[:0], CHANGING[:0], None, Lack.NO_FRAME),
    ],
)
def test_what_is_not_defined_is_none_with_a_reason(predicted, labelled, concordance, lack):
    found = figures(predicted, labelled)
    assert (found.concordance, found.pearson, found.lack) == (concordance, None, lack)
    if lack is Lack.NO_FRAME:
        assert (found.error, found.sign_agreement) == (None, None)


def test_no_recording_has_no_figures():
    assert [found.count for found in figures_of([])] == [0, 0]


@pytest.mark.parametrize(
    ("predicted", "labelled"), [((3, 1), (3, 1)), ((3, 2), (4, 2)), ((3,), (3,))]
)
def test_pairs_must_fit(predicted, labelled):
    with pytest.raises(ValueError, match=r"\("):
        LabelledPrediction("a", "s", np.zeros(predicted), np.zeros(labelled))
