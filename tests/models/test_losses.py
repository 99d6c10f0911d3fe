"""Concordance against cases worked by hand and another formula."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from models.losses import ccc, ccc_loss


def columns(*curves):
    return torch.tensor(curves, dtype=torch.float64).T


def textbook(x, y):
    """2 r s_x s_y / (s_x^2 + s_y^2 + (m_x - m_y)^2), by NumPy's own r and deviations."""
    r = np.corrcoef(x, y)[0, 1]
    return 2 * r * x.std() * y.std() / (x.var() + y.var() + (x.mean() - y.mean()) ** 2)


def test_cases_worked_by_hand():
    x = [1.0, 2.0, 3.0]
    prediction = columns(x, x, x, x)
    # Equal: 1. Mirrored: cov -2/3, spread 4/3: -1. Shifted by 1: (4/3) / (4/3 + 1) = 4/7.
    # Doubled: cov 4/3, variances 2/3 + 8/3, means 2 and 4: (8/3) / (10/3 + 4) = 4/11.
    target = columns(x, [3.0, 2.0, 1.0], [2.0, 3.0, 4.0], [2.0, 4.0, 6.0])
    expected = torch.tensor([1, -1, 4 / 7, 4 / 11], dtype=torch.float64)
    torch.testing.assert_close(ccc(prediction, target), expected)
    torch.testing.assert_close(ccc_loss(prediction, target), 1 - expected.mean())


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 200), st.floats(-2, 2), st.floats(0.1, 5))
def test_the_textbook_formula_agrees(seed, count, shift, scale):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=count)
    y = scale * (0.5 * x + rng.normal(size=count)) + shift
    ours = ccc(torch.from_numpy(x)[:, None], torch.from_numpy(y)[:, None])
    assert float(ours) == pytest.approx(textbook(x, y), abs=1e-12)
    assert -1 <= float(ours) <= 1


def test_windows_are_pooled_and_dimensions_are_not():
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(4, 16, 2, generator=generator, dtype=torch.float64)
    y = x + torch.randn(4, 16, 2, generator=generator, dtype=torch.float64)
    expected = [textbook(x[..., d].flatten().numpy(), y[..., d].flatten().numpy()) for d in (0, 1)]
    torch.testing.assert_close(ccc(x, y), torch.tensor(expected, dtype=torch.float64))


@pytest.mark.parametrize("level", [0.0, 0.1, -5.0, 1e6, 1e-20])
def test_constants_have_no_concordance_and_no_nan(level):
    flat = torch.full((1000, 1), level, requires_grad=True)
    varied = torch.linspace(-1, 1, 1000)[:, None]
    constant = flat.detach().clone()
    assert float(ccc(constant, constant.clone())) == 0
    assert float(ccc(constant, varied)) == pytest.approx(0, abs=1e-6)
    assert float(ccc(varied, constant)) == pytest.approx(0, abs=1e-6)
    loss = ccc_loss(flat, constant)
    loss.backward()
    assert float(loss.detach()) == 1
    assert torch.equal(flat.grad, torch.zeros_like(flat))


def test_a_constant_prediction_can_still_learn():
    flat = torch.zeros(50, 1, requires_grad=True)
    ccc_loss(flat, torch.linspace(-1, 1, 50)[:, None]).backward()
    assert flat.grad.abs().max() > 0


def test_small_variation_on_a_large_offset_counts():
    x = torch.linspace(0, 1, 100, dtype=torch.float64)[:, None] + 1e4
    assert float(ccc(x, x.clone())) == pytest.approx(1)


def test_gradient_is_the_derivative():
    generator = torch.Generator().manual_seed(4)
    x = torch.randn(7, 2, generator=generator, dtype=torch.float64, requires_grad=True)
    y = torch.randn(7, 2, generator=generator, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda prediction: ccc_loss(prediction, y), (x,))


def test_only_valid_samples_count():
    generator = torch.Generator().manual_seed(5)
    x = torch.randn(2, 10, 2, generator=generator)
    y = torch.randn(2, 10, 2, generator=generator)
    valid = torch.rand(2, 10, generator=generator) > 0.4
    y[~valid] = float("nan")
    assert torch.equal(ccc(x, y, valid), ccc(x[valid], y[valid]))
    x.requires_grad_(True)
    ccc_loss(x, y, valid).backward()
    assert x.grad.isfinite().all()


def test_sixteen_bits_are_computed_in_thirty_two():
    generator = torch.Generator().manual_seed(6)
    x, y = torch.randn(2, 100, 1, generator=generator).bfloat16()
    assert torch.equal(ccc(x, y), ccc(x.float(), y.float()))
    assert ccc(x, y).dtype == torch.float32


@pytest.mark.parametrize(
    ("x", "y", "valid", "message"),
    [
        (torch.zeros(3, 2), torch.zeros(3, 1), None, "same shape"),
        (torch.zeros(3), torch.zeros(3), None, r"\(\.\.\., D\)"),
        (torch.zeros(0, 2), torch.zeros(0, 2), None, "no valid sample"),
        (torch.zeros(3, 2), torch.zeros(3, 2), torch.zeros(3, dtype=torch.bool), "no valid sample"),
        (torch.zeros(3, 2), torch.zeros(3, 2), torch.ones(2, dtype=torch.bool), "valid is"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(x, y, valid, message):
    with pytest.raises(ValueError, match=message):
        ccc(x, y, valid)
