"""Frames of many clips in memory, as the training stages draw them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from app.analysis.runs import windows
from app.training.demonstration_data import Clip
from models.phase import phase_differences
from models.preprocessing import gray48

NUM_PHASE = 12
_HALF = NUM_PHASE // 2


@dataclass(frozen=True, slots=True)
class ClipFrames:
    """One clip as tensors.

    Attributes
    ----------
    crops : uint8 tensor (T, 112, 112, 3)
        Aligned crops.
    pairs : tuple of float16 tensors (T + 11, 2, 48, 48) and (T + 11, 2, 24, 24)
        Phase difference of each pair of frames, zeros where a snippet is clamped; the snippet of
        frame t is rows t ... t + 11.
    affect : float32 tensor (T, 2)
        Known valence and arousal.
    actions : float32 tensor (T, K)
        Known action coefficients.
    """

    crops: Tensor
    pairs: tuple[Tensor, Tensor]
    affect: Tensor
    actions: Tensor

    @classmethod
    def of(cls, clip: Clip) -> "ClipFrames":
        """Compute the phase differences of a clip."""
        crops = torch.from_numpy(clip.crops)
        levels = phase_differences(gray48(crops), NUM_PHASE, "pair")
        return cls(
            crops=crops,
            pairs=(_pairs(levels[0]), _pairs(levels[1])),
            affect=torch.from_numpy(clip.affect),
            actions=torch.from_numpy(clip.actions),
        )

    def __len__(self) -> int:
        return len(self.crops)

    def snippets(self, start: int, stop: int) -> tuple[Tensor, Tensor]:
        """Phase differences of frames start ... stop - 1: (n, 24, 48, 48) and (n, 24, 24, 24)."""
        first, second = (
            level[start : stop + NUM_PHASE - 1]
            .unfold(0, NUM_PHASE, 1)
            .permute(0, 1, 4, 2, 3)
            .flatten(1, 2)
            .float()
            for level in self.pairs
        )
        return first, second


def _pairs(snippets: Tensor) -> Tensor:
    """Pair differences with their padding (T + 11, 2, S, S) of all snippets (T, 24, S, S)."""
    by_step = snippets.view(len(snippets), 2, NUM_PHASE, *snippets.shape[2:])
    # The first snippet begins with the padding; each later one adds its newest pair.
    first = by_step[0].movedim(1, 0)
    return torch.cat([first, by_step[1:, :, -1]]).half()


class FrameBank:
    """Random frames and windows of many clips.

    Parameters
    ----------
    clips : sequence of ClipFrames
        At least one.
    """

    def __init__(self, clips: Sequence[ClipFrames]) -> None:
        if not clips:
            raise ValueError("a bank of frames needs at least one clip")
        self.clips = list(clips)
        self._where = np.array(
            [(which, at) for which, clip in enumerate(clips) for at in range(len(clip))]
        )
        self.affect = torch.cat([clip.affect for clip in clips])
        self.actions = torch.cat([clip.actions for clip in clips])

    def __len__(self) -> int:
        return len(self._where)

    def crops(self, chosen: Tensor) -> Tensor:
        """Crops (N, 112, 112, 3) of frames by number."""
        places = self._where[chosen.numpy()]
        return torch.stack([self.clips[which].crops[at] for which, at in places])

    def snippets(self, chosen: Tensor) -> tuple[Tensor, Tensor]:
        """Phase differences of frames by number."""
        found = [
            self.clips[which].snippets(at, at + 1) for which, at in self._where[chosen.numpy()]
        ]
        return torch.cat([a for a, _ in found]), torch.cat([b for _, b in found])

    def windows(self, size: int, rng: np.random.Generator | None = None) -> list[Tensor]:
        """Frame numbers of windows: at a random phase of each clip, or as the analysis cuts."""
        numbers, offset = [], 0
        for clip in self.clips:
            spans = windows(len(clip), size)
            if rng is not None and len(clip) > size:
                first = int(rng.integers(len(clip) - size + 1)) % size
                spans = [range(s, s + size) for s in range(first, len(clip) - size + 1, size)]
            numbers += [torch.arange(span.start, span.stop) + offset for span in spans]
            offset += len(clip)
        return numbers
