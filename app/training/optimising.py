"""How a step is taken: optimiser, learning rate over a stage, 16 bits where they are there."""

import math
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

import torch
from torch import Tensor, nn

from app.core.errors import StudioError
from app.training.settings import Precision, Schedule, TrainingSettings
from models.inference import reduced_types

WARM_UP = 0.05
"""Share of a stage over which the cosine schedule rises to its peak."""

LONGEST_GRADIENT = 5.0
"""Norm to which gradients are shortened: at the outset a CCC near 0 / 0 can have any."""


def make_optimiser(
    settings: TrainingSettings, weights: Iterable[nn.Parameter], rate: float
) -> torch.optim.Optimizer:
    """SGD or AdamW as the settings say."""
    if settings.optimiser == "sgd":
        return torch.optim.SGD(
            weights, lr=rate, momentum=settings.momentum, weight_decay=settings.decay
        )
    return torch.optim.AdamW(weights, lr=rate, weight_decay=settings.decay)


def scheduled(schedule: Schedule, rate: float, share: float) -> float:
    """Learning rate when ``share`` (0 ... 1) of a stage's steps is done.

    A function of place alone, so that a run that goes on needs no state for it.
    """
    if schedule == "constant":
        return rate
    if share < WARM_UP:
        return rate * (share / WARM_UP * 0.9 + 0.1)
    return rate * 0.5 * (1 + math.cos(math.pi * (share - WARM_UP) / (1 - WARM_UP)))


def reduced_type(precision: Precision, device: torch.device) -> torch.dtype | None:
    """The 16-bit type that streams compute in; None for float32.

    On CUDA bfloat16 where it is there, which needs no scaling of the loss; on a CPU only where the
    processor computes in it, for elsewhere it is slower than float32.
    """
    if precision == "float32":
        return None
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return next(iter(reduced_types(device)), None)


class Stepper:
    """Takes steps with one optimiser.

    Parameters
    ----------
    weights : sequence of nn.Parameter
        That change.
    dtype : torch.dtype or None
        See `reduced_type`.
    """

    def __init__(
        self,
        settings: TrainingSettings,
        weights: Iterable[nn.Parameter],
        rate: float,
        device: torch.device,
        dtype: torch.dtype | None,
    ) -> None:
        self._weights = list(weights)
        self._device, self.dtype = device, dtype
        self.optimiser = make_optimiser(settings, self._weights, rate)
        self.scaler = torch.amp.GradScaler(device.type, enabled=dtype is torch.float16)

    def computing(self) -> AbstractContextManager[object]:
        """Where the forward pass belongs."""
        if self.dtype is None:
            return nullcontext()
        return torch.autocast(self._device.type, self.dtype)

    def step(self, loss: Tensor, values: Tensor, rate: float) -> None:
        """Change the weights by the slope of a loss of some values.

        Raises
        ------
        StudioError
            Values or slopes are not finite; the weights are as they were.
        """
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad(set_to_none=True)
        # The loss of values that are no numbers is 1, as that of values that do not agree.
        if not bool(values.isfinite().all()):
            raise _no_number(rate)
        self.scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
        self.scaler.unscale_(self.optimiser)
        length = nn.utils.clip_grad_norm_(self._weights, LONGEST_GRADIENT)
        if not self.scaler.is_enabled() and not bool(length.isfinite()):
            raise _no_number(rate)
        self.scaler.step(self.optimiser)
        self.scaler.update()


def _no_number(rate: float) -> StudioError:
    return StudioError(
        f"The network's values are no numbers any more at a learning rate of {rate:.1e}; start a "
        "new run with a smaller one."
    )
