"""The small trunk: its size, its invariances, and that it learns."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode

from models.compact_trunk import CompactTrunk


def crops(count, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 256, (count, 112, 112, 3), dtype=torch.uint8, generator=generator)


@pytest.fixture(scope="module")
def trunk():
    torch.manual_seed(0)
    trunk = CompactTrunk().train()
    with torch.no_grad():
        trunk(crops(16))  # gives the batch norms statistics
    return trunk.eval()


def test_it_stays_small(trunk):
    assert sum(p.numel() for p in trunk.parameters()) < 1_300_000
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        trunk(crops(1))
    assert 20e6 < counter.get_total_flops() < 80e6


def test_features_have_their_shape_and_do_not_depend_on_the_batch(trunk):
    pictures = crops(5, seed=1)
    with torch.no_grad():
        together = trunk(pictures)
        alone = torch.cat([trunk(picture[None]) for picture in pictures])
    assert together.shape == (5, 512)
    assert together.dtype == torch.float32
    torch.testing.assert_close(together, alone, rtol=1e-4, atol=1e-4)


@settings(max_examples=10, deadline=None)
@given(gain=st.floats(0.5, 1.0), offset=st.integers(0, 60))
def test_exposure_and_contrast_hardly_matter(trunk, gain, offset):
    smooth = torch.rand(2, 3, 9, 9, generator=torch.Generator().manual_seed(2))
    smooth = torch.nn.functional.interpolate(smooth, (112, 112), mode="bilinear") * 190
    pictures = smooth.permute(0, 2, 3, 1)
    changed = (gain * pictures + offset).round().to(torch.uint8)
    with torch.no_grad():
        before, after = trunk(pictures.round().to(torch.uint8)), trunk(changed)
    assert (after - before).norm() / before.norm() < 0.1


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_picture_of_one_colour_is_finite(trunk, level):
    with torch.no_grad():
        features = trunk(torch.full((1, 112, 112, 3), level, dtype=torch.uint8))
    assert features.isfinite().all()


def test_the_place_of_a_spot_can_be_learnt():
    """Averaging the last map would lose where something is; the weights by place keep it."""
    torch.manual_seed(0)
    rows = torch.randint(16, 96, (32,))
    pictures = torch.full((32, 112, 112, 3), 60, dtype=torch.uint8)
    for picture, row in zip(pictures, rows.tolist(), strict=True):
        picture[row - 8 : row + 8, 48:64] = 200
    target = (rows.float()[:, None] - 56) / 40
    net = torch.nn.Sequential(CompactTrunk(), torch.nn.Linear(512, 1)).train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3)
    losses = []
    for _ in range(12):
        optimiser.zero_grad()
        loss = (net(pictures) - target).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.1 * losses[0]
