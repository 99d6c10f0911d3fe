"""Networks with random weights to compare trained ones with.

Weights are re-initialised from their own distribution: within every tensor of weights the entries
are shuffled. So sizes stay what training made them, layer by layer, and only what was learnt of
their arrangement is gone. (Fresh small weights would make any network quiet, whatever it looked
at, and a comparison with it would always come out well.) Biases and the statistics of batch norms
stay.
"""

import copy
from typing import TypeVar

import torch
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


def shuffled(network: Network, seed: int) -> Network:
    """A copy whose weights are shuffled within each tensor; the network itself is left as it is.

    Parameters
    ----------
    network : nn.Module
        On any device.
    seed : int
        The same seed shuffles the same way.
    """
    generator = torch.Generator().manual_seed(seed)
    made = copy.deepcopy(network)
    with torch.no_grad():
        for parameter in made.parameters():
            if parameter.dim() >= 2:
                order = torch.randperm(parameter.numel(), generator=generator)
                entries = parameter.detach().flatten()[order.to(parameter.device)]
                parameter.copy_(entries.view(parameter.shape))
    return made
