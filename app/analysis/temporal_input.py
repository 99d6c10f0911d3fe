"""What the temporal stream of a network sees, for runs that come in chunks: by its weights' spec.

Convention: whatever the input, the snippet of frame t is ``num_phase`` pictures for the steps to
frames t - num_phase / 2 + 1 ... t + num_phase / 2, clamped to the run, on two levels of 48 and 24
pixels; channel = axis * num_phase + step, axis 0 x, axis 1 y; each picture has zero mean.

Phase differences and phases are tensors' affair (`models.phase`). Optical flow is computed here, on
the CPU, from the 8-bit gray pictures: DIS (Kroeger et al. 2016), the fast preset, but down to
single pixels of the 48 (by default it ends at half their resolution and says 1.2 for 1). Level 0 is
in pixels a step; level 1 the mean of 2 x 2 of them in pixels of the 24, so half as large. A step to
a repeated frame is exactly zero, as for phase differences.
"""

import copy
from itertools import pairwise
from typing import Any, Protocol, Self

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.phase import Differences, PhaseStream
from models.phase_frames import check_gray, full_precision
from models.phase_pairs import windows, without_mean
from models.spec import ModelSpec


class SnippetStream(Protocol):
    """Snippets of one run, as `models.phase.PhaseStream` gives them."""

    def push(self, gray: Tensor) -> Differences:
        """Take the next frames (n, 48, 48) in [0, 1]; give the snippets complete now."""

    def finish(self) -> Differences:
        """The run has ended; give the snippets of its last frames."""

    def copy(self) -> Self:
        """A stream of its own in the same state."""


def snippet_stream(spec: ModelSpec) -> SnippetStream:
    """A stream for the next run, of what weights of that spec were trained on."""
    if spec.temporal_input == "flow":
        return FlowStream(spec.num_phase)
    if spec.temporal_input == "phase":
        return PhaseStream.of_phases(spec.num_phase)
    return PhaseStream(spec.num_phase, spec.unwrap)


def whole_snippets(spec: ModelSpec, gray: Tensor) -> Differences:
    """Snippets of every frame of a run (T, 48, 48) in [0, 1] at once."""
    stream = snippet_stream(spec)
    first, last = stream.push(gray), stream.finish()
    return torch.cat([first[0], last[0]]), torch.cat([first[1], last[1]])


class FlowStream:
    """Optical flow of a run that comes in chunks; one stream is one run.

    Parameters
    ----------
    num_steps : int
        Steps per snippet, even.
    """

    def __init__(self, num_steps: int = 12) -> None:
        self._num_steps = num_steps
        self._last: NDArray[np.uint8] | None = None
        self._flow = torch.zeros(2, 0, 48, 48)  # pictures that snippets to come need

    def push(self, gray: Tensor) -> Differences:
        """Take the next frames (n, 48, 48) in [0, 1]; give the snippets complete now."""
        check_gray(gray)
        pictures = (gray * 255).round().byte().cpu().numpy()
        if len(pictures) == 0:
            return self._snippets(gray)
        before = [] if self._last is None else [self._last]
        if self._last is None:
            self._still()
        self._last = pictures[-1]
        steps = torch.from_numpy(flow(np.stack([*before, *pictures])))
        self._flow = torch.cat([self._flow, steps], 1)
        return self._snippets(gray)

    def finish(self) -> Differences:
        """Give the snippets of the last frames."""
        if self._last is not None:
            self._still()
        return self._snippets(self._flow.new_empty((0, 48, 48)))

    def copy(self) -> "FlowStream":
        """A stream of its own in the same state; what is kept is never written to."""
        return copy.copy(self)

    def _still(self) -> None:
        """Steps from or to frames that are repeated."""
        self._flow = torch.cat([self._flow, torch.zeros(2, self._num_steps // 2, 48, 48)], 1)

    def _snippets(self, like: Tensor) -> Differences:
        count = max(0, self._flow.shape[1] - self._num_steps + 1)
        if count == 0:
            empty = like.new_empty((0, 2 * self._num_steps, 48, 48))
            return empty, empty[..., :24, :24]
        levels = flow_levels(self._flow)
        self._flow = self._flow[:, count:]
        return snippets_of(levels[0], self._num_steps, like), snippets_of(
            levels[1], self._num_steps, like
        )


def flow(gray: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Optical flow of each frame (T, 48, 48) from the one before: float32 (2, T - 1, 48, 48).

    x, then y, in pixels: where what was at a pixel of the earlier frame is in the later one.
    """
    vision: Any = cv2  # its type stubs lack the method
    method = vision.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    method.setFinestScale(0)
    found = np.zeros((2, max(0, len(gray) - 1), *gray.shape[1:]), np.float32)
    for step, (earlier, later) in enumerate(pairwise(gray)):
        if not np.array_equal(earlier, later):
            found[:, step] = method.calc(earlier, later, None).transpose(2, 0, 1)
    return found


def flow_levels(steps: Tensor) -> Differences:
    """Both levels of flow (2, N, 48, 48): less their means, (2, N, 48, 48) and (2, N, 24, 24)."""
    with full_precision(steps):
        halved = torch.nn.functional.avg_pool2d(steps, 2) / 2
        return without_mean(steps), without_mean(halved)


def snippets_of(pictures: Tensor, length: int, like: Tensor) -> Tensor:
    """Every run of pictures (2, N, S, S) as channels (runs, 2 * length, S, S), kind of ``like``."""
    runs = windows(pictures, length).permute(2, 1, 0, 3, 4)
    return runs.reshape(len(runs), 2 * length, *pictures.shape[2:]).to(like)
