"""Which frames a network is shown: index arithmetic only. Loads no torch.

Sequences, for labels of frames: windows of consecutive frames that follow one another through each
clip, entered at a random phase each epoch, so that over epochs every frame is seen at every place
of a window. A clip that is shorter than a window is one sequence of its own length. Utterances, for
one label of a stretch: the frames shown at instants a second apart, the first at random within the
first second; for testing it is the middle of that second.

Validation and test are never drawn: they read all frames, in windows as the analysis cuts them
(`app.analysis.runs.windows`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.training.clips import TrainingClip

APART = 1.0
"""Seconds from snippet to snippet of an utterance."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Frames of one clip that are shown together, as one view shows them.

    Attributes
    ----------
    clip : int
        Number of the clip.
    view : int
        Number of the view.
    positions : int64 array (n,)
        Positions within the clip, increasing; consecutive for a sequence.
    """

    clip: int
    view: int
    positions: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.positions)


def sequences(clips: Sequence[TrainingClip], window: int, rng: np.random.Generator) -> list[Drawn]:
    """The sequences of an epoch in random order; those without any label are left out.

    Parameters
    ----------
    clips : sequence of TrainingClip
        To learn from.
    window : int
        Frames of a sequence, >= 1.
    rng : numpy.random.Generator
        Of the phases, views and order.
    """
    drawn = []
    for number, clip in enumerate(clips):
        for positions in phased_windows(len(clip), window, rng):
            view = int(rng.integers(len(clip.views)))
            if clip.labelled[positions.start : positions.stop].any():
                drawn.append(Drawn(number, view, np.arange(positions.start, positions.stop)))
    return _mixed(drawn, rng)


def phased_windows(length: int, window: int, rng: np.random.Generator) -> list[range]:
    """Windows that follow one another from a random phase; one of all frames of a short clip.

    Frames before the first window and after the last are left for other epochs: fewer than a window
    at each end, and at least one window always fits.
    """
    if length <= window:
        return [range(length)]
    phase = int(rng.integers(min(window, length - window + 1)))
    starts = range(phase, length - window + 1, window)
    return [range(start, start + window) for start in starts]


def utterance_snippets(
    clips: Sequence[TrainingClip], rng: np.random.Generator | None = None
) -> list[Drawn]:
    """The snippets of each utterance: their middle frames, one a second.

    Parameters
    ----------
    clips : sequence of TrainingClip
        Each an utterance, or an unbroken part of one.
    rng : numpy.random.Generator, optional
        Of starts, views and order; without it the plain view from the middle of the first second,
        in order, for testing.
    """
    drawn = []
    for number, clip in enumerate(clips):
        first = APART / 2 if rng is None else float(rng.uniform(0, APART))
        view = 0 if rng is None else int(rng.integers(len(clip.views)))
        if clip.labelled.any():
            drawn.append(Drawn(number, view, one_a_second(clip.seconds, first)))
    return drawn if rng is None else _mixed(drawn, rng)


def one_a_second(seconds: NDArray[np.float64], first: float) -> NDArray[np.int64]:
    """Positions of the frames shown at ``first``, ``first + 1``, ... seconds after the first frame.

    A clip that ends before that gives its middle frame.
    """
    since = seconds - seconds[0]
    instants = np.arange(first, since[-1] + 1e-9, APART)
    if not instants.size:
        return np.array([len(seconds) // 2], np.int64)
    return np.unique(np.searchsorted(since, instants + 1e-9, side="right") - 1)


def _mixed(drawn: Sequence[Drawn], rng: np.random.Generator) -> list[Drawn]:
    return [drawn[int(at)] for at in rng.permutation(len(drawn))]
