"""Shuffled networks keep their sizes and lose their arrangement."""

import torch

from models.mimamo import MimamoNet
from models.shuffled import shuffled


def test_weights_are_the_same_numbers_in_another_order():
    torch.manual_seed(0)
    net = MimamoNet(8).eval()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    made, again, other = shuffled(net, 1), shuffled(net, 1), shuffled(net, 2)
    for name, weights in made.named_parameters():
        original = before[name]
        torch.testing.assert_close(weights.flatten().sort()[0], original.flatten().sort()[0])
        moved = not torch.equal(weights, original)
        assert moved == (weights.dim() >= 2 and original.unique().numel() > 1)
        assert torch.equal(weights, dict(again.named_parameters())[name])
    assert not torch.equal(made.gru.weight_ih_l0, other.gru.weight_ih_l0)
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
