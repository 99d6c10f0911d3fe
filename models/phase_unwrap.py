"""The two snippet-wise conventions: phases unwrapped over a snippet, blurred, then differenced.

Or not differenced: the phases of a snippet as they are, for networks that see phase itself.

Within a snippet the phase is unwrapped in time from its first frame f on: every jump of more than
pi between consecutive frames adds a correction of -+2 pi to this and all later frames. A snippet's
phase is therefore the frame's own phase plus 2 pi times a whole number K of turns, and since the
blur is linear,

    psi = blur(A (phi + 2 pi K)) / blur(A) = blur(A phi) / blur(A) + 2 pi blur(A K) / blur(A) .

The first term belongs to the frame and is computed once; only K, a running sum of sparse jumps,
belongs to the snippet.

``"principal"`` corrects jumps of both signs. ``"released"`` does what the released code does: a
truncated instead of a floored remainder leaves jumps below -pi as they are, while those above +pi
are corrected, so the corrected half piles up in K.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi
from typing import Self

import torch
from torch import Tensor

from models.phase_frames import BandPhase, blur
from models.phase_pairs import windows
from models.pyramid_products import SIZE

CLAMP = 5 * pi
"""Radians beyond which differences are cut off, in the paper and here."""

SNIPPETS = 4
"""Snippets of level 0 computed together: their 24 images a snippet just fit a core's own cache."""


@dataclass(frozen=True, slots=True)
class _Frames:
    """What the frames of a level bring into any snippet, each tensor (2, N, S, S)."""

    amplitude: Tensor
    psi: Tensor  # blurred phase without turns, radians
    turn: Tensor  # psi per blurred turn, 2 pi / blur(A)
    jump: Tensor  # turns added from this frame on: -1, 0 or 1
    moved: tuple[bool, ...]  # False for a frame that repeats the one before it

    def followed_by(self, later: Self) -> "_Frames":
        return _Frames(
            torch.cat([self.amplitude, later.amplitude], 1),
            torch.cat([self.psi, later.psi], 1),
            torch.cat([self.turn, later.turn], 1),
            torch.cat([self.jump, later.jump], 1),
            self.moved + later.moved,
        )

    def between(self, start: int, stop: int | None) -> "_Frames":
        kept = slice(start, stop)
        return _Frames(
            self.amplitude[:, kept],
            self.psi[:, kept],
            self.turn[:, kept],
            self.jump[:, kept],
            self.moved[kept],
        )

    def repeated(self, frame: int, count: int) -> "_Frames":
        """A frame ``count`` times, as copies that do not move."""

        def copies(pictures: Tensor) -> Tensor:
            return pictures[:, frame, None].expand(-1, count, -1, -1)

        return _Frames(
            copies(self.amplitude),
            copies(self.psi),
            copies(self.turn),
            torch.zeros_like(copies(self.jump)),
            (False,) * count,
        )


class SnippetLevel:
    """One level of a running clip: takes frames, gives snippets unwrapped each by itself.

    Parameters
    ----------
    num_phase : int
        Differences per snippet, even.
    both_signs : bool
        Correct jumps of both signs (``"principal"``) or only those above +pi (``"released"``).
    differenced : bool
        Give differences, or else the phases of all frames of a snippet but its first.
    """

    def __init__(self, num_phase: int, both_signs: bool, *, differenced: bool = True) -> None:
        self._num_phase = num_phase
        self._pictures = _differences if differenced else _phases
        self._both_signs = both_signs
        self._last_phase: Tensor | None = None
        self._frames: _Frames | None = None

    def advance(self, bands: BandPhase) -> Iterator[Tensor]:
        """Snippets (n, 2, num_phase, S, S) that the next frames complete, a few at a time."""
        first = self._last_phase is None
        before = bands.phase[:, :1] if self._last_phase is None else self._last_phase
        self._last_phase = bands.phase[:, -1:]
        frames = self._prepared(bands, before, not first)
        if first:
            self._frames = frames.repeated(0, self._num_phase // 2)
        return self._snippets(frames)

    def finish(self) -> Iterator[Tensor]:
        """Snippets of the last frames, the last frame repeated."""
        if self._frames is None:
            raise RuntimeError("no frame has come")
        return self._snippets(self._frames.repeated(-1, self._num_phase // 2))

    def _prepared(self, bands: BandPhase, before: Tensor, moved: bool) -> _Frames:
        numerator, denominator = blur(torch.stack([bands.amplitude * bands.phase, bands.amplitude]))
        with torch.no_grad():
            step = torch.diff(bands.phase, dim=1, prepend=before)
            jump = -(step > pi).to(step.dtype)
            if self._both_signs:
                jump += step < -pi
        return _Frames(
            bands.amplitude,
            numerator / denominator,
            2 * pi / denominator,
            jump,
            (moved,) + (True,) * (jump.shape[1] - 1),
        )

    def _snippets(self, frames: _Frames) -> Iterator[Tensor]:
        frames = frames if self._frames is None else self._frames.followed_by(frames)
        count = len(frames.moved)
        self._frames = frames.between(max(0, count - self._num_phase), None)
        together = SNIPPETS * (SIZE // frames.psi.shape[-1]) ** 2
        for start in range(0, count - self._num_phase, together):
            stop = min(count, start + together + self._num_phase)
            yield self._pictures(frames.between(start, stop), self._num_phase + 1)


def _differences(frames: _Frames, length: int) -> Tensor:
    """Differences (n, 2, length - 1, S, S) of every run of ``length`` frames."""
    turns = _turns(frames.jump, length)
    shift = blur(turns.mul_(windows(frames.amplitude, length)[1:]))
    turn = windows(frames.turn, length)[1:]
    steps = torch.addcmul(windows(frames.psi.diff(dim=1), length - 1), shift, turn)
    steps[1:].addcmul_(shift[:-1], turn[:-1], value=-1)
    steps -= steps.mean((-2, -1), keepdim=True)
    steps.clamp_(-CLAMP, CLAMP)
    if not all(frames.moved[1:]):
        # Copies must give zero, whatever the order of summation inside a product was.
        moved = torch.tensor(frames.moved, device=steps.device).unfold(0, length, 1).T[1:]
        steps = steps * moved[:, None, :, None, None]
    return steps.permute(2, 1, 0, 3, 4)


def _phases(frames: _Frames, length: int) -> Tensor:
    """Phases (n, 2, length - 1, S, S) of every run of ``length`` frames, but of its first."""
    shift = blur(_turns(frames.jump, length).mul_(windows(frames.amplitude, length)[1:]))
    phases = torch.addcmul(windows(frames.psi, length)[1:], shift, windows(frames.turn, length)[1:])
    phases -= phases.mean((-2, -1), keepdim=True)
    return phases.permute(2, 1, 0, 3, 4)


def _turns(jump: Tensor, length: int) -> Tensor:
    """Turns K of frames 1, 2, ... of every run of ``length`` frames, against its first frame."""
    count = jump.shape[1] - length + 1
    turns = jump.new_empty((length - 1, jump.shape[0], count, *jump.shape[2:]))
    turns[0] = jump[:, 1 : 1 + count]
    for step in range(1, length - 1):
        torch.add(turns[step - 1], jump[:, 1 + step : 1 + step + count], out=turns[step])
    return turns
