"""Batches: the frames that a step of training sees, as tensors.

Convention: the frames of all pieces of a batch lie one after the other, N in all; a piece is the
frames of one clip that the recurrence sees together, in one of the clip's views. Snippets reach
over the ends of a piece, never over those of its clip, and are what the analysis would compute:
once for a piece with its margins, from the gray pictures, in true float32.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.analysis.temporal_input import whole_snippets
from app.training.clips import ClipView, TrainingClip
from app.training.sampling import one_a_second, sequences
from models.spec import ModelSpec


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames of one clip.

    Attributes
    ----------
    clip, view : int
        Which clip, and which of its views.
    frames : int64 array (L,)
        Positions in the clip, increasing.
    """

    clip: int
    view: int
    frames: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a step sees; all tensors on one device.

    Attributes
    ----------
    temporal : tuple of float tensors (N, C, 48, 48) and (N, C, 24, 24), or None
        Snippets; None where no stream sees them.
    spatial : float32 tensor (N, S) or None
        Features of the trunk.
    lengths : tuple of int
        Frames of each piece; N in all.
    labels : float32 tensor (N, 2), or (pieces, 2) where each has one label
        Valence, arousal; NaN where not labelled.
    by_piece : bool
        Whether labels are of pieces.
    """

    temporal: tuple[Tensor, Tensor] | None
    spatial: Tensor | None
    lengths: tuple[int, ...]
    labels: Tensor
    by_piece: bool

    @property
    def valid(self) -> Tensor:
        """Where both labels are known, bool (N,) or (pieces,)."""
        return self.labels.isfinite().all(dim=1)


class BatchMaker:
    """Makes batches of clips.

    Parameters
    ----------
    clips : sequence of TrainingClip
        Those of one part; at least one.
    spec : ModelSpec
        What the network sees.
    by_utterance : bool
        Whether clips have one label each, see `app.training.sampling`.
    """

    def __init__(
        self, clips: Sequence[TrainingClip], spec: ModelSpec, *, by_utterance: bool
    ) -> None:
        self.clips, self.spec, self.by_utterance = clips, spec, by_utterance

    def pieces(self, window: int, rng: np.random.Generator, *, augment: bool) -> list[Piece]:
        """The pieces of an epoch in random order; those without two labels are left out."""
        made = [
            Piece(number, int(rng.integers(len(clip.views) if augment else 1)), frames)
            for number, clip in enumerate(self.clips)
            for frames in self._frames(clip, window, rng)
            if self.by_utterance or clip.labelled[frames].sum() >= 2
        ]
        if self.spec.recurrence == "windows":
            return made  # there a recurrence sees windows in their order, see `grouped`
        return [made[place] for place in rng.permutation(len(made))]

    def grouped(
        self, pieces: Sequence[Piece], size: int, rng: np.random.Generator
    ) -> list[list[Piece]]:
        """Batches of at most ``size`` pieces; none is a single utterance, which has no spread.

        Where the recurrence runs over the windows of a batch, a batch is windows of one clip in
        their order, and batches come in random order.
        """
        if self.spec.recurrence == "windows" and not self.by_utterance:
            groups = [
                list(_parts([p for p in pieces if p.clip == n], size)) for n in _clips(pieces)
            ]
            flat = [batch for group in groups for batch in group]
            return [flat[place] for place in rng.permutation(len(flat))]
        batches = list(_parts(pieces, size))
        if self.by_utterance and len(batches) > 1 and len(batches[-1]) == 1:
            batches[-2:] = [batches[-2] + batches[-1]]
        return batches

    def batch(
        self,
        pieces: Sequence[Piece],
        streams: Sequence[str],
        device: torch.device,
        dtype: torch.dtype = torch.float32,
    ) -> Batch:
        """The tensors of some pieces, as far as ``streams`` see them.

        Snippets are computed in float32 and kept in ``dtype``, which is that of the convolutions
        they are for: rounded here or there, but here for half the memory.
        """
        views = [self.clips[piece.clip].views[piece.view] for piece in pieces]
        temporal = spatial = None
        if "temporal" in streams:
            shown = [(view, p.frames) for view, p in zip(views, pieces, strict=True)]
            temporal = snippets(self.spec, shown, device, dtype)
        if "spatial" in streams:
            arrays = [view.spatial[p.frames] for view, p in zip(views, pieces, strict=True)]
            spatial = torch.from_numpy(np.concatenate(arrays)).to(device).float()
        return Batch(
            temporal,
            spatial,
            tuple(len(piece.frames) for piece in pieces),
            torch.from_numpy(self._labels(pieces)).to(device),
            self.by_utterance,
        )

    def _frames(
        self, clip: TrainingClip, window: int, rng: np.random.Generator
    ) -> Iterator[NDArray[np.int64]]:
        if self.by_utterance:
            if clip.utterance is not None:
                yield one_a_second(clip.seconds, rng)
            return
        for span in sequences(len(clip), window, rng):
            yield np.arange(span.start, span.stop)

    def _labels(self, pieces: Sequence[Piece]) -> NDArray[np.float32]:
        if self.by_utterance:
            return np.array([label_of(self.clips[piece.clip]) for piece in pieces], np.float32)
        return np.concatenate([self.clips[piece.clip].labels[piece.frames] for piece in pieces])


def label_of(clip: TrainingClip) -> tuple[float, float]:
    """Valence and arousal of an utterance's clip."""
    if clip.utterance is None:
        raise ValueError(f"the clip of {clip.recording} is no utterance")
    return clip.utterance.valence, clip.utterance.arousal


def snippets(
    spec: ModelSpec,
    shown: Sequence[tuple[ClipView, NDArray[np.int64]]],
    device: torch.device,
    dtype: torch.dtype = torch.float32,
) -> tuple[Tensor, Tensor]:
    """Snippets of frames of some clips: (N, C, 48, 48) and (N, C, 24, 24), channels last.

    Neighbours are computed together; a frame by itself has a snippet of its own.
    """
    count, channels = sum(len(frames) for _, frames in shown), 2 * spec.num_phase
    levels = [
        torch.empty(
            (count, channels, size, size),
            dtype=dtype,
            device=device,
            memory_format=torch.channels_last,
        )
        for size in (48, 24)
    ]
    filled = 0
    for view, frames in shown:
        for part in np.split(frames, np.flatnonzero(np.diff(frames) != 1) + 1):
            for level, found in zip(levels, _run(spec, view, part, device), strict=True):
                level[filled : filled + len(part)].copy_(found)
            filled += len(part)
    return levels[0], levels[1]


def _run(
    spec: ModelSpec, view: ClipView, frames: NDArray[np.int64], device: torch.device
) -> tuple[Tensor, Tensor]:
    """Snippets of neighbouring frames, of which as much of the clip is looked at as they see."""
    reach = spec.num_phase // 2
    first, last = max(0, int(frames[0]) - reach), int(frames[-1]) + 1 + reach
    gray = torch.tensor(view.gray[first:last]).to(device).float() / 255
    inner = slice(int(frames[0]) - first, int(frames[-1]) + 1 - first)
    with torch.no_grad():
        level0, level1 = whole_snippets(spec, gray)
    return level0[inner], level1[inner]


def _parts(pieces: Sequence[Piece], size: int) -> Iterator[list[Piece]]:
    for start in range(0, len(pieces), size):
        yield list(pieces[start : start + size])


def _clips(pieces: Sequence[Piece]) -> list[int]:
    return sorted({piece.clip for piece in pieces})
