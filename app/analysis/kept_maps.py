"""Feature maps that were kept on disk: what is there, and a part of it at a time. Loads no torch.

Convention: positions count the analysed frames of the recording from 0; a map is (T, 256), NaN
where no run of usable face was read. The files hold float16.
"""

import json
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from app.analysis.cache import Arrays, open_cache
from app.core.errors import InputError
from app.core.heat_map import HeatMap

KEPT_FRAMES = 1024
"""Frames of a run in one file."""

UNITS = 256
VALUES = "valence_arousal"
INDEX = "index"
MAPS_PREFIX = "maps-"


class Standing(Enum):
    """What is kept of a person's feature maps, for certain weights."""

    ABSENT = "not made yet"
    OTHER_WEIGHTS = "made with other weights"
    PARTIAL = "made in part"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class FeatureMaps:
    """The feature maps of one person, on disk.

    Attributes
    ----------
    folder : Path
        Where the files are.
    video : str
        Name of the recording, for people.
    person : int
        Whose.
    system, weights, weights_sha256 : str
        What made them.
    names : tuple of str
        The maps there are: ``spatial`` and ``temporal`` as far as the network has these streams,
        ``fused``, ``gru``.
    index : int64 array (T,)
        Recording frame index of each position.
    seconds : float64 array (T,)
        Its presentation time.
    runs : tuple of range
        The positions that were read; all others are gaps.
    """

    folder: Path
    video: str
    person: int
    system: str
    weights: str
    weights_sha256: str
    names: tuple[str, ...]
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    runs: tuple[range, ...]

    def __len__(self) -> int:
        return len(self.index)

    @property
    def complete(self) -> bool:
        """Whether every file is there."""
        return all(path.is_file() for run in self.runs for path, _ in self.files_of(run))

    def files_of(self, run: range) -> Iterator[tuple[Path, range]]:
        """The files of a run, each with the positions it holds."""
        for number, start in enumerate(range(run.start, run.stop, KEPT_FRAMES)):
            name = f"{run.start:07d}-{len(run):07d}-{number:06d}.safetensors"
            yield self.folder / name, range(start, min(start + KEPT_FRAMES, run.stop))

    def read(self, name: str, start: int, stop: int) -> NDArray[np.float32]:
        """Positions ``start`` to ``stop`` of a map (n, 256), or of ``"valence_arousal"`` (n, 2).

        Raises
        ------
        InputError
            A file is gone or damaged.
        """
        width = 2 if name == VALUES else UNITS
        if name not in (*self.names, VALUES):
            raise ValueError(f"there is no map {name!r}; there are {', '.join(self.names)}")
        values = np.full((stop - start, width), np.nan, np.float32)
        for run in self.runs:
            if run.start < stop and start < run.stop:
                for path, held in self.files_of(run):
                    self._fill(values, start, name, path, held)
        return values

    def blocks(self, name: str) -> Iterator[tuple[int, NDArray[np.floating]]]:
        """Everything that was read of a map, file by file: the first position and its values.

        Raises
        ------
        InputError
            A file is gone or damaged.
        """
        for run in self.runs:
            for path, held in self.files_of(run):
                yield held.start, self._part(name, path, slice(0, len(held)))

    def heat_map(self, name: str) -> Generator[int, None, HeatMap]:
        """A map with its pyramid; yields the positions taken in so far: places to stop."""
        made = HeatMap(len(self), UNITS)
        for start, values in self.blocks(name):
            made.fill(start, values)
            yield start + len(values)
        made.climb(0, len(self))
        return made

    def mean(self, name: str) -> NDArray[np.float64]:
        """Mean of each unit over all frames that were read, float64 (256,)."""
        total, count = np.zeros(UNITS), 0
        for _, values in self.blocks(name):
            total += values.sum(axis=0, dtype=np.float64)
            count += len(values)
        return total / max(1, count)

    def _fill(
        self, values: NDArray[np.float32], start: int, name: str, path: Path, held: range
    ) -> None:
        first, last = max(start, held.start), min(start + len(values), held.stop)
        if first < last:
            part = self._part(name, path, slice(first - held.start, last - held.start))
            values[first - start : last - start] = part

    def _part(self, name: str, path: Path, rows: slice) -> NDArray[np.floating]:
        try:
            with safe_open(path, framework="numpy") as file:
                return np.asarray(file.get_slice(name)[rows])
        except (OSError, SafetensorError) as error:
            raise InputError(
                f"The feature maps of {self.video} are no longer in the cache as they were; read "
                "the recording again to see them."
            ) from error


def kept_maps(root: Path, video_sha256: str) -> list[FeatureMaps]:
    """Every person's feature maps that are kept of a recording, complete or not, by folder name."""
    cache = open_cache(root, video_sha256)
    folders = sorted(cache.folder.glob(f"{MAPS_PREFIX}*")) if cache.folder is not None else []
    found = []
    for folder in folders:
        kept = cache.load(f"{folder.name}/{INDEX}")
        maps = None if kept is None else _from_arrays(folder, kept)
        if maps is not None:
            found.append(maps)
    return found


def standing(kept: list[FeatureMaps], person: int, weights_sha256: str) -> Standing:
    """What there is of a person's maps among those that are kept of the recording."""
    of_person = [maps for maps in kept if maps.person == person]
    fitting = [maps for maps in of_person if maps.weights_sha256 == weights_sha256]
    if any(maps.complete for maps in fitting):
        return Standing.COMPLETE
    if fitting:
        return Standing.PARTIAL
    return Standing.OTHER_WEIGHTS if of_person else Standing.ABSENT


def to_arrays(maps: FeatureMaps) -> Arrays:
    """What is kept of the maps beside the maps themselves."""
    about = {
        name: getattr(maps, name)
        for name in ("video", "person", "system", "weights", "weights_sha256", "names")
    }
    bounds = [(run.start, run.stop) for run in maps.runs]
    return {
        "about": np.frombuffer(json.dumps(about).encode(), np.uint8),
        "index": maps.index,
        "seconds": maps.seconds,
        "runs": np.array(bounds, np.int64).reshape(-1, 2),
    }


def _from_arrays(folder: Path, arrays: Arrays) -> FeatureMaps | None:
    try:
        about: Mapping[str, object] = json.loads(arrays["about"].tobytes())
        return FeatureMaps(
            folder=folder,
            index=np.asarray(arrays["index"], np.int64),
            seconds=np.asarray(arrays["seconds"], np.float64),
            runs=tuple(range(int(a), int(b)) for a, b in np.asarray(arrays["runs"], np.int64)),
            **{**about, "names": tuple(about["names"])},  # type: ignore[arg-type]
        )
    except (ValueError, TypeError, KeyError):
        return None  # written by another version
