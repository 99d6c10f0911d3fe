"""What networks learn from: recordings that somebody labelled. Loads no torch.

Convention: seconds are presentation times of the recording; values are columns valence, arousal in
[-1, 1]; NaN where nobody said anything, which is never trained on. A subject is who is seen: splits
are made of subjects, so that nobody is learnt from and tested on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from app.analysis.choices import Person

Part = Literal["training", "validation", "test"]
"""What a recording is for."""

PARTS: tuple[Part, ...] = ("training", "validation", "test")


@dataclass(frozen=True, slots=True)
class LabelCurve:
    """Valence and arousal at instants of a recording.

    Attributes
    ----------
    seconds : float64 array (N,)
        Presentation times, strictly increasing. Empty where ``by_frame``.
    values : float64 array (N, 2)
        Valence, arousal in [-1, 1]; NaN where not labelled.
    by_frame : bool
        Row i is for frame i of the recording in presentation order, whatever its time.
    """

    seconds: NDArray[np.float64]
    values: NDArray[np.float64]
    by_frame: bool = False

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.values.ndim != 2 or self.values.shape[1] != 2:
            raise ValueError(f"values must be (N, 2), not {self.values.shape}")
        if not self.by_frame and self.seconds.shape != self.values.shape[:1]:
            raise ValueError(f"there are {len(self.values)} values for {len(self.seconds)} times")
        if np.any(np.diff(self.seconds) <= 0):
            raise ValueError("seconds must increase strictly")
        known = self.values[~np.isnan(self.values)]
        if known.size and (known.min() < -1 or known.max() > 1):
            raise ValueError("labels must lie within -1 to 1")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch with one label for the whole of it.

    Attributes
    ----------
    name : str
        As in the file of labels.
    onset, offset : float
        Seconds, half-open; ``inf`` as offset for the recording's end.
    valence, arousal : float
        In [-1, 1].
    """

    name: str
    onset: float
    offset: float
    valence: float
    arousal: float


@dataclass(frozen=True, slots=True)
class LabelledRecording:
    """A recording with its labels.

    Attributes
    ----------
    name : str
        Told apart by it within its source.
    path : Path
        The video file, or a folder of images, one per frame.
    subject : str
        Who is seen; where a source does not say, the recording's own name.
    labels : LabelCurve
        Labels of frames; without any row where there are only utterances.
    utterances : tuple of Utterance
        Labels of stretches, by onset; empty where frames are labelled.
    part : str or None
        What the source's official list says it is for; None where there is no such list.
    person : int or "largest"
        Whose face it is about.
    fps : float
        Rate of a folder of images; 0.0 for a video, which has its own times.
    """

    name: str
    path: Path
    subject: str
    labels: LabelCurve
    utterances: tuple[Utterance, ...] = ()
    part: Part | None = None
    person: Person = "largest"
    fps: float = 0.0


class LabelSource(Protocol):
    """Where labelled recordings come from: a project, a dataset, a folder of one's own."""

    @property
    def title(self) -> str:
        """For people, for example ``"Aff-Wild2"``."""

    @property
    def notices(self) -> Sequence[str]:
        """What was left out when the recordings were last listed, one sentence each."""

    def recordings(self) -> Sequence[LabelledRecording]:
        """Every recording with labels.

        Raises
        ------
        InputError
            The folder has another layout; the sentence says what was found and what was expected,
            with the first three paths.
        """
