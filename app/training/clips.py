"""Clips: what a run of usable face is to training, ready in memory. Loads no torch.

Convention: a clip is one unbroken run of usable face of one person; frames are the analysed ones,
so neighbours are 1 / rate apart; snippets and windows never reach over its ends. Everything that a
network's fixed parts make of a face is in it, so an epoch decodes no video.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.training.labelled import Part, Utterance


@dataclass(frozen=True, slots=True)
class ClipView:
    """A clip as one fixed crop of the aligned face shows it.

    Attributes
    ----------
    gray : uint8 array (T, 48, 48)
        Gray pictures that the temporal stream's input is computed from.
    spatial : float16 array (T, S)
        Features of the trunk; S = 0 without a spatial stream.
    """

    gray: NDArray[np.uint8]
    spatial: NDArray[np.float16]

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.gray.ndim != 3 or self.gray.shape[1:] != (48, 48):
            raise ValueError(f"gray must be (T, 48, 48), not {self.gray.shape}")
        if self.spatial.ndim != 2 or len(self.spatial) != len(self.gray):
            raise ValueError(f"spatial must be (T, S) of {len(self.gray)} frames")

    def part(self, start: int, stop: int) -> "ClipView":
        """The same view of frames ``start ... stop - 1``; nothing is copied."""
        return ClipView(self.gray[start:stop], self.spatial[start:stop])


@dataclass(frozen=True, slots=True)
class TrainingClip:
    """One run of usable face with its labels.

    Attributes
    ----------
    recording : str
        Name of the recording within its source.
    sha256 : str
        Of the recording's bytes.
    subject : str
        Who is seen.
    index : int64 array (T,)
        Recording frame index of each frame.
    seconds : float64 array (T,)
        Its presentation time.
    labels : float32 array (T, 2)
        Valence, arousal; NaN where not labelled.
    views : tuple of ClipView
        The plain crop first; then, where asked for, mirrored and shifted ones: the same for all
        frames of the clip and for both streams.
    utterance : Utterance or None
        The stretch that the clip is, where the label is one for the whole of it.
    """

    recording: str
    sha256: str
    subject: str
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    labels: NDArray[np.float32]
    views: tuple[ClipView, ...]
    utterance: Utterance | None = None

    def __post_init__(self) -> None:
        """Check that all arrays speak of the same T frames."""
        if not self.views:
            raise ValueError("a clip has at least the plain view")
        shapes = {"index": (len(self),), "seconds": (len(self),), "labels": (len(self), 2)}
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must be {shape}, not {getattr(self, name).shape}")

    def __len__(self) -> int:
        return len(self.views[0].gray)

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Frames with both labels, bool (T,)."""
        return np.isfinite(self.labels[:, 0]) & np.isfinite(self.labels[:, 1])

    def part(self, start: int, stop: int) -> "TrainingClip":
        """Frames ``start ... stop - 1`` as a clip of their own; nothing is copied."""
        frames = slice(start, stop)
        return replace(
            self,
            index=self.index[frames],
            seconds=self.seconds[frames],
            labels=self.labels[frames],
            views=tuple(view.part(start, stop) for view in self.views),
        )


@dataclass(frozen=True, slots=True)
class SplitClips:
    """The clips of a run, by what they are for.

    Attributes
    ----------
    training, validation, test : tuple of TrainingClip
        Test may be empty.
    """

    training: tuple[TrainingClip, ...]
    validation: tuple[TrainingClip, ...]
    test: tuple[TrainingClip, ...] = ()

    def of(self, part: Part) -> Sequence[TrainingClip]:
        """The clips that are for one thing."""
        parts = {"training": self.training, "validation": self.validation, "test": self.test}
        return parts[part]
