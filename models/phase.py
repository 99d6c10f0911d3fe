"""Phase differences, the input of the temporal stream, for whole clips and for chunks of them.

Convention. The snippet of frame t is the ``num_phase + 1`` frames from t - num_phase / 2 to
t + num_phase / 2, clamped to the clip; its ``num_phase`` differences are images in radians, oldest
first, each with zero spatial mean and within +-5 pi; a difference to a repeated frame is exactly
zero. Channel = orientation * num_phase + step; orientation 0 answers to motion in x, orientation 1
to motion in y. Level 0 (48 x 48) holds wavelengths of 2 to 8 samples of the gray picture, level 1
(24 x 24) of 4 to 16.

Three conventions of the difference:

``"pair"``
    principal value of the difference of two consecutive frames, then blurred
    (`models.phase_pairs`): what our weights are trained with.
``"principal"``
    unwrapped over the snippet, blurred as absolute phase, differenced (`models.phase_unwrap`): the
    paper's text.
``"released"``
    the same with the one-sided unwrap of the code released with the paper; only for weights trained
    with it. ``docs/phase-conventions.md`` shows what this costs.

Networks can also see the phases themselves (`PhaseStream.of_phases`): of all frames of the snippet
but its first, so that picture k stands where difference k would, unwrapped from the first on with
both signs and blurred as in ``"principal"``, whose differences are just those of these pictures;
less the spatial mean, in radians, not clamped. Repeated frames repeat their phase.

A frame's pyramid, its phase and all else that depends on it alone are computed once, as it comes.
"""

import copy
from collections.abc import Iterable, Iterator
from typing import Literal, Protocol, get_args

import torch
from torch import Tensor

from models.phase_frames import BandPhase, band_phases, check_gray, full_precision
from models.phase_pairs import PairDifference, PairLevel, pair_difference
from models.phase_unwrap import SnippetLevel
from models.pyramid_products import LEVELS, ORIENTATIONS, SIZE

Unwrap = Literal["pair", "principal", "released"]
Differences = tuple[Tensor, Tensor]

BATCH = 32
"""Most frames computed together: enough for long products, few enough to stay in the cache."""


def phase_differences(gray: Tensor, num_phase: int = 12, unwrap: Unwrap = "pair") -> Differences:
    """Phase differences of every frame of a clip.

    Parameters
    ----------
    gray : float32 or float64 tensor (T, 48, 48)
        Gray values in [0, 1], on any device; T >= 1. Differentiable.
    num_phase : int
        Differences per snippet, even, 4 to 16.
    unwrap : {"pair", "principal", "released"}
        Convention of the difference.

    Returns
    -------
    level0 : tensor (T, 2 * num_phase, 48, 48)
    level1 : tensor (T, 2 * num_phase, 24, 24)
        Radians, in the precision and on the device of ``gray``.

    Raises
    ------
    ValueError
        If an argument is not as described.
    """
    check_gray(gray)
    if len(gray) == 0:
        raise ValueError("gray holds no frame")
    stream = PhaseStream(num_phase, unwrap)
    return stream._differences(gray, last=True)


class PhaseStream:
    """Phase differences of a clip that comes in chunks; the same values as the whole clip's.

    One stream is one run of usable faces: its snippets are clamped to its first and last frame.
    It keeps the last ``num_phase`` frames, whatever the length of the run.

    Parameters
    ----------
    num_phase : int
        Differences per snippet, even, 4 to 16.
    unwrap : {"pair", "principal", "released"}
        Convention of the difference.

    Raises
    ------
    ValueError
        If an argument is not as described.

    Examples
    --------
    >>> stream = PhaseStream()
    >>> [len(stream.push(torch.rand(5, 48, 48))[0]) for _ in range(3)], len(stream.finish()[0])
    ([0, 4, 5], 6)
    """

    def __init__(self, num_phase: int = 12, unwrap: Unwrap = "pair") -> None:
        if num_phase not in range(4, 17, 2):
            raise ValueError(f"num_phase must be even and 4 to 16, not {num_phase!r}")
        if unwrap not in get_args(Unwrap):
            raise ValueError(f"unwrap must be one of {', '.join(get_args(Unwrap))}, not {unwrap!r}")
        self._num_phase = num_phase
        self._levels: tuple[_Level, ...] = tuple(_level(num_phase, unwrap) for _ in range(LEVELS))
        self._arrived = 0
        self._given = 0
        self._finished = False
        self._kind = torch.empty((0, SIZE, SIZE))
        self._sloped = False

    @classmethod
    def of_phases(cls, num_phase: int = 12) -> "PhaseStream":
        """A stream that gives the phases themselves, see the module; all else is the same."""
        made = cls(num_phase, "principal")
        made._levels = tuple(
            SnippetLevel(num_phase, both_signs=True, differenced=False) for _ in range(LEVELS)
        )
        return made

    def push(self, gray: Tensor) -> Differences:
        """Take the next frames and give the differences of the frames that are complete now.

        Parameters
        ----------
        gray : float32 or float64 tensor (n, 48, 48)
            The next n >= 0 frames, gray values in [0, 1]; one precision and device a run.

        Returns
        -------
        level0 : tensor (m, 2 * num_phase, 48, 48)
        level1 : tensor (m, 2 * num_phase, 24, 24)
            The next m frames in order: all that have num_phase / 2 frames after them.

        Raises
        ------
        ValueError
            If ``gray`` is not as described.
        RuntimeError
            If the run is finished.
        """
        check_gray(gray)
        return self._differences(gray, last=False)

    def finish(self) -> Differences:
        """Give the differences of the remaining frames; the run ends here.

        Raises
        ------
        RuntimeError
            If the run is finished already.
        """
        return self._differences(self._kind, last=True)

    def copy(self) -> "PhaseStream":
        """A stream of its own in the same state; takes no memory, since nothing kept is written."""
        twin = copy.copy(self)
        twin._levels = tuple(copy.copy(level) for level in self._levels)
        return twin

    def _differences(self, gray: Tensor, last: bool) -> Differences:
        self._check(gray)
        self._arrived += len(gray)
        complete = self._arrived if last else self._arrived - self._num_phase // 2
        count = max(0, complete - self._given)
        self._given += count
        self._finished = last
        # Once frames with gradients have come, all snippets they may be part of carry gradients.
        self._sloped |= gray.requires_grad
        sloped = self._sloped and torch.is_grad_enabled()
        # Writing into one tensor would make autograd copy all of it for each part: no room then.
        prepared = 0 if sloped else count
        outputs = [_Output(self._room(gray, level, prepared)) for level in range(LEVELS)]
        # A fifth of the time of such small operations is autograd's bookkeeping.
        with full_precision(gray), torch.inference_mode(not sloped):
            self._fill(outputs, gray, last)
        return outputs[0].joined(), outputs[1].joined()

    def _room(self, gray: Tensor, level: int, count: int) -> Tensor:
        size = SIZE >> level
        return gray.new_empty((count, ORIENTATIONS, self._num_phase, size, size))

    def _fill(self, outputs: list["_Output"], gray: Tensor, last: bool) -> None:
        for frames in torch.split(gray, BATCH) if len(gray) else ():
            for output, level, bands in zip(
                outputs, self._levels, band_phases(frames), strict=True
            ):
                output.extend(level.advance(bands))
        if last and self._arrived:
            for output, level in zip(outputs, self._levels, strict=True):
                output.extend(level.finish())

    def _check(self, gray: Tensor) -> None:
        if self._finished:
            raise RuntimeError("this run is finished; a new run needs a new PhaseStream")
        if self._arrived and (gray.dtype, gray.device) != (self._kind.dtype, self._kind.device):
            raise ValueError(
                f"the run began in {self._kind.dtype} on {self._kind.device}, "
                f"these frames are {gray.dtype} on {gray.device}"
            )
        self._kind = gray.new_empty((0, SIZE, SIZE))


class _Level(Protocol):
    def advance(self, bands: BandPhase) -> Iterator[Tensor]: ...
    def finish(self) -> Iterator[Tensor]: ...


def _level(num_phase: int, unwrap: Unwrap) -> _Level:
    if unwrap == "pair":
        return PairLevel(num_phase)
    return SnippetLevel(num_phase, both_signs=unwrap == "principal")


class _Output:
    """Collects the snippets of one level: in the room prepared for them, or else in parts."""

    def __init__(self, room: Tensor) -> None:
        self._room = room
        self._filled = 0
        self._parts: list[Tensor] = []

    def extend(self, parts: Iterable[Tensor]) -> None:
        for snippets in parts:
            if self._filled < len(self._room):
                self._room[self._filled : self._filled + len(snippets)] = snippets
                self._filled += len(snippets)
            else:
                self._parts.append(snippets)

    def joined(self) -> Tensor:
        whole = torch.cat([self._room, *self._parts]) if self._parts else self._room
        return whole.flatten(1, 2)


def pair_differences(gray: Tensor) -> tuple[PairDifference, PairDifference]:
    """Phase difference of each frame to the one before, before its spatial mean is taken off.

    Parameters
    ----------
    gray : float32 or float64 tensor (T, 48, 48)
        Gray values in [0, 1].

    Returns
    -------
    tuple of PairDifference
        Level 0 and level 1, each (2, T - 1, S, S): the convention ``"pair"``.

    Raises
    ------
    ValueError
        If shape or precision is another.
    """
    with full_precision(gray):
        fine, coarse = band_phases(gray)
        return pair_difference(fine), pair_difference(coarse)
