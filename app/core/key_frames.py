"""Which few frames stand for a recording."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.prediction import PersonPrediction


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A frame worth a picture.

    Attributes
    ----------
    frame : int
        Index in the recording.
    reason : str
        Why it was chosen, for people; empty for frames that only fill in.
    """

    frame: int
    reason: str


def key_frames(prediction: PersonPrediction, count: int = 6) -> list[KeyFrame]:
    """The extremes of valence and arousal, and frames between them, in order of time.

    Two key frames lie at least half as far apart as evenly spread ones would; extremes that fall
    together are shown once. Without any prediction the frames are evenly spread.
    """
    seconds = prediction.seconds
    apart = (seconds[-1] - seconds[0]) / count / 2
    chosen: list[KeyFrame] = []
    even = np.linspace(0, len(seconds) - 1, count * 2 + 1).round().astype(int)[1::2]
    fill = [KeyFrame(int(frame), "") for frame in even]
    for candidate in (*_extremes(prediction.valence_arousal), *fill):
        far = all(abs(seconds[candidate.frame] - seconds[k.frame]) >= apart for k in chosen)
        if far and len(chosen) < count and candidate.frame not in {k.frame for k in chosen}:
            chosen.append(candidate)
    return sorted(chosen, key=lambda key: key.frame)


def _extremes(values: NDArray[np.float64]) -> list[KeyFrame]:
    if np.isnan(values).all():
        return []
    valence, arousal = values.T
    return [
        KeyFrame(int(np.nanargmax(valence)), "highest valence"),
        KeyFrame(int(np.nanargmin(valence)), "lowest valence"),
        KeyFrame(int(np.nanargmax(arousal)), "highest arousal"),
        KeyFrame(int(np.nanargmin(arousal)), "lowest arousal"),
    ]
