"""The spread of a reading under dropout, and its place in the cache. Loads no torch.

Convention: positions count the analysed frames of the recording from 0; order valence, arousal; NaN
is a gap. What is kept lies beside the features it was read from. It is named by everything that
decided them (weights, person, detector, range, device ...), by the number of passes and the seed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analysis.cache import AnalysisCache, Arrays, open_cache
from app.analysis.runs import between_neighbours
from app.core.resample import fill_between

VERSION = 1
"""Raised when the same passes come out otherwise; older ones are then made anew."""

FEWEST, MOST = 2, 200
"""Passes that may be chosen."""

PREFIX = f"band{VERSION}-"
_ABOUT = ("video", "person", "system", "weights", "weights_sha256", "passes", "seed")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """Mean and deviation of several passes with dropout.

    Attributes
    ----------
    video : str
        Name of the recording, for people.
    person : int
        Whose.
    system, weights, weights_sha256 : str
        What was read with.
    passes, seed : int
        How many, and where their draws begin.
    index : int64 array (T,)
        Recording frame index of each analysed frame.
    seconds : float64 array (T,)
        Presentation times.
    runs : tuple of range
        The positions that were read; all others are gaps.
    mean, deviation : float64 array (T, 2)
        Valence, arousal; of values that are not clamped; deviation with ``passes - 1``. NaN in
        gaps.
    """

    video: str
    person: int
    system: str
    weights: str
    weights_sha256: str
    passes: int
    seed: int
    index: NDArray[np.int64]
    seconds: Floats
    runs: tuple[range, ...]
    mean: Floats
    deviation: Floats

    def __post_init__(self) -> None:
        """Check the promises above."""
        shape = (len(self.index), 2)
        if self.mean.shape != shape or self.deviation.shape != shape:
            raise ValueError(f"mean and deviation must be {shape}")
        if not FEWEST <= self.passes <= MOST:
            raise ValueError(f"passes must be {FEWEST} to {MOST}, not {self.passes}")
        if np.nanmin(self.deviation, initial=0.0) < 0:
            raise ValueError("a deviation must be >= 0")

    def on_frames(self, seconds: Floats) -> tuple[Floats, Floats]:
        """Mean and deviation (N, 2) of all frames of the recording.

        Frames between two analysed neighbours of one run lie between them, as the curve does;
        nothing else is filled.

        Parameters
        ----------
        seconds : float64 array (N,)
            Presentation times of all frames.
        """
        filled = [np.full((len(seconds), 2), np.nan) for _ in range(2)]
        for frames, positions in between_neighbours(len(seconds), self.index, self.runs):
            read = slice(positions.start, positions.stop)
            for whole, values in zip(filled, (self.mean, self.deviation), strict=True):
                part = fill_between(seconds, self.index[read], values[read])
                whole[frames.start : frames.stop] = part
        return filled[0], filled[1]


def band_folder(reading_name: str) -> str:
    """The cache's folder of what is read from a person's features with dropout."""
    return reading_name.replace("reading-", PREFIX)


def keep_band(cache: AnalysisCache, folder: str, found: Uncertainty) -> None:
    """Keep it; a cache that cannot be written is a notice of the cache."""
    about = {name: getattr(found, name) for name in _ABOUT}
    bounds = [(run.start, run.stop) for run in found.runs]
    arrays: Arrays = {
        "about": np.frombuffer(json.dumps(about).encode(), np.uint8),
        "index": found.index,
        "seconds": found.seconds,
        "runs": np.array(bounds, np.int64).reshape(-1, 2),
        "mean": found.mean,
        "deviation": found.deviation,
    }
    cache.save(f"{folder}/{_name(found.passes, found.seed)}", arrays)


def kept_bands(root: Path, video_sha256: str, passes: int, seed: int = 0) -> list[Uncertainty]:
    """Everything of so many passes that is kept of a recording, whosever and of what weights."""
    cache = open_cache(root, video_sha256)
    folders = sorted(cache.folder.glob(f"{PREFIX}*")) if cache.folder is not None else []
    found = (cache.load(f"{folder.name}/{_name(passes, seed)}") for folder in folders)
    bands = (_from_arrays(arrays) for arrays in found if arrays is not None)
    return [band for band in bands if band is not None]


def _name(passes: int, seed: int) -> str:
    return f"passes-{passes:03d}-seed-{seed}"


def _from_arrays(arrays: Arrays) -> Uncertainty | None:
    try:
        about: Mapping[str, object] = json.loads(arrays["about"].tobytes())
        return Uncertainty(
            index=np.asarray(arrays["index"], np.int64),
            seconds=np.asarray(arrays["seconds"], np.float64),
            runs=tuple(range(int(a), int(b)) for a, b in np.asarray(arrays["runs"], np.int64)),
            mean=np.asarray(arrays["mean"], np.float64),
            deviation=np.asarray(arrays["deviation"], np.float64),
            **about,  # type: ignore[arg-type]
        )
    except (ValueError, TypeError, KeyError):
        return None  # written by another version
