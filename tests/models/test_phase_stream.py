"""The temporal stream: its shapes, and its independence of the batch in evaluation."""

import pytest
import torch

from models.phase_stream import TemporalStream


@pytest.mark.parametrize("num_phase", [4, 8, 12, 16])
def test_any_number_of_differences_gives_256_features(num_phase):
    stream, channels = TemporalStream(num_phase).eval(), 2 * num_phase
    with torch.no_grad():
        features = stream(torch.randn(3, channels, 48, 48), torch.randn(3, channels, 24, 24))
    assert features.shape == (3, 256)


def test_both_levels_matter_and_frames_do_not_see_each_other():
    torch.manual_seed(0)
    stream = TemporalStream(4).eval()
    level0, level1 = torch.randn(3, 8, 48, 48), torch.randn(3, 8, 24, 24)
    with torch.no_grad():
        base = stream(level0, level1)
        one = stream(level0[1:2], level1[1:2])
        other0 = stream(level0 + 0.5 * torch.randn_like(level0), level1)
        other1 = stream(level0, level1 + 0.5 * torch.randn_like(level1))
    torch.testing.assert_close(base[1:2], one, rtol=1e-4, atol=1e-5)
    assert (base - other0).abs().max() > 1e-4
    assert (base - other1).abs().max() > 1e-4


def test_dropout_is_active_in_training_only():
    torch.manual_seed(0)
    stream = TemporalStream(4)
    inputs = torch.randn(4, 8, 48, 48), torch.randn(4, 8, 24, 24)
    with torch.no_grad():
        assert not torch.equal(stream.train()(*inputs), stream(*inputs))
        assert torch.equal(stream.eval()(*inputs), stream(*inputs))
