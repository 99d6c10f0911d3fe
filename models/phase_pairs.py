"""The ``"pair"`` convention: phase difference of two consecutive frames, and its snippets.

For the analytic coefficients z of frames t and t + 1, ``A = |z| + 1e-10``, ``w = A_t * A_{t+1}``::

    D = blur(w * arg(z_{t+1} * conj(z_t))) / blur(w)

minus its spatial mean, where arg(0) = 0: a coefficient that is exactly 0, as in a black frame, has
no phase that could turn. It depends on two frames only, so it is computed once a pair and shared by
every snippet that contains the pair. The paper's clamp to +-5 pi needs no instruction here: D is a
weighted mean of angles in [-pi, pi], less a mean of such, so it stays within +-2 pi.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi

import torch
from torch import Tensor
from torch.nn.functional import threshold

from models.phase_frames import AMPLITUDE_FLOOR, BandPhase, blur


@dataclass(frozen=True, slots=True)
class PairDifference:
    """Phase differences of consecutive frames on one level, before the spatial mean is taken off.

    Attributes
    ----------
    difference : tensor (2, N - 1, S, S)
        Radians in [-pi, pi], blurred with amplitude weights; positive where structure moves towards
        smaller x (orientation 0) or smaller y (orientation 1).
    weight : tensor (2, N - 1, S, S)
        The blurred product of the two amplitudes: how much structure each value rests on.
    """

    difference: Tensor
    weight: Tensor


def pair_difference(bands: BandPhase) -> PairDifference:
    """Difference of each frame of ``bands`` to the frame before it."""
    earlier, later = bands.amplitude[:, :-1], bands.amplitude[:, 1:]
    turn = bands.phase[:, 1:] - bands.phase[:, :-1]
    angle = torch.sub(turn, torch.round(turn * (0.5 / pi)), alpha=2 * pi)
    # A coefficient of exactly 0 has the floor as amplitude, and its angle must count as 0. That is
    # one pass over the frames; a comparison of each pair would cost three.
    present = threshold(bands.amplitude, AMPLITUDE_FLOOR, 0.0)
    turned = (present[:, :-1] * present[:, 1:]) * angle
    numerator, denominator = blur(torch.stack([turned, earlier * later]))
    return PairDifference(numerator / denominator, denominator)


def without_mean(pictures: Tensor) -> Tensor:
    """Each picture (..., S, S) less its spatial mean."""
    return pictures - pictures.mean((-2, -1), keepdim=True)


class PairLevel:
    """One level of a running clip: takes frames, gives snippets of pair differences.

    Parameters
    ----------
    num_phase : int
        Differences per snippet, even.
    """

    def __init__(self, num_phase: int) -> None:
        self._num_phase = num_phase
        self._last: BandPhase | None = None
        self._pairs: Tensor | None = None

    def advance(self, bands: BandPhase) -> Iterator[Tensor]:
        """Snippets (n, 2, num_phase, S, S) that the next frames complete."""
        if self._last is None or self._pairs is None:
            # The pairs before the first frame repeat it: their difference is zero.
            self._pairs = _still(bands, self._num_phase // 2)
        else:
            bands = BandPhase(
                torch.cat([self._last.phase, bands.phase], 1),
                torch.cat([self._last.amplitude, bands.amplitude], 1),
            )
        self._last = BandPhase(bands.phase[:, -1:], bands.amplitude[:, -1:])
        return self._snippets(without_mean(pair_difference(bands).difference))

    def finish(self) -> Iterator[Tensor]:
        """Snippets of the last frames, the last frame repeated."""
        if self._last is None:
            raise RuntimeError("no frame has come")
        return self._snippets(_still(self._last, self._num_phase // 2))

    def _snippets(self, pairs: Tensor) -> Iterator[Tensor]:
        pairs = pairs if self._pairs is None else torch.cat([self._pairs, pairs], 1)
        self._pairs = pairs[:, max(0, pairs.shape[1] - self._num_phase + 1) :]
        if pairs.shape[1] >= self._num_phase:
            yield windows(pairs, self._num_phase).permute(2, 1, 0, 3, 4)


def windows(pictures: Tensor, length: int) -> Tensor:
    """Every run of ``length`` pictures of (2, N, S, S), as a view (length, 2, runs, S, S)."""
    return pictures.unfold(1, length, 1).movedim(-1, 0)


def _still(bands: BandPhase, count: int) -> Tensor:
    return torch.zeros_like(bands.phase[:, :1]).expand(-1, count, -1, -1)
