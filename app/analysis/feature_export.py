"""Feature maps as files that other programs read: NPZ and CSV, with names and times.

Written piece by piece, so a recording may be longer than memory; each ``yield`` is the number of
positions written so far, and a place to stop, which leaves no file.

NPZ: ``frame`` int64 (T,), ``time_s`` float64 (T,), ``valence_arousal`` float32 (T, 2) as the
network gave them (not clamped), each map by name as float16 (T, 256), and ``about``, a JSON text;
NaN where nothing was read. CSV: UTF-8, comma, dot; ``frame,time_s,valence,arousal`` and then a
column a unit, ``gru_000`` ...; empty where nothing was read.
"""

import json
import zipfile
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.analysis.kept_maps import KEPT_FRAMES, UNITS, VALUES, FeatureMaps
from app.files import atomic_path, atomic_write_text


def export_npz(
    maps: FeatureMaps,
    target: Path,
    names: Sequence[str] | None = None,
    start: int = 0,
    stop: int | None = None,
    caution: str = "",
) -> Generator[int, None, None]:
    """Write maps (all by default) of a range of positions as NPZ.

    Parameters
    ----------
    caution : str
        The label of weights that were not validated; empty for others.

    Raises
    ------
    InputError
        The maps are no longer there.
    OutputError
        The file cannot be written.
    """
    end = len(maps) if stop is None else stop
    with atomic_path(target) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        _whole(archive, "frame", maps.index[start:end])
        _whole(archive, "time_s", maps.seconds[start:end])
        _whole(archive, "about", np.array(about_maps(maps, caution)))
        _whole(archive, VALUES, maps.read(VALUES, start, end))
        for number, name in enumerate(maps.names if names is None else names):
            with archive.open(f"{name}.npy", "w", force_zip64=True) as stream:
                _header(stream, (end - start, UNITS))
                for first, last in pieces(start, end):
                    stream.write(maps.read(name, first, last).astype("<f2").tobytes())
                    yield number * (end - start) + last - start


def export_csv(
    maps: FeatureMaps,
    target: Path,
    names: Sequence[str] | None = None,
    start: int = 0,
    stop: int | None = None,
) -> Generator[int, None, None]:
    """Write maps (all by default) of a range of positions as CSV; errors as `export_npz`."""
    end, chosen = len(maps) if stop is None else stop, tuple(maps.names if names is None else names)
    with atomic_write_text(target) as stream:
        heads = ["frame", "time_s", "valence", "arousal", *unit_names(chosen)]
        stream.write(",".join(heads) + "\n")
        for first, last in pieces(start, end):
            parts = [maps.read(name, first, last) for name in (VALUES, *chosen)]
            for row, values in enumerate(np.concatenate(parts, axis=1).tolist(), first):
                cells = ["" if value != value else f"{value:.5g}" for value in values]
                time = f"{maps.seconds[row]:.6f}"
                stream.write(",".join([str(maps.index[row]), time, *cells]) + "\n")
            yield last - start


def unit_names(names: Sequence[str]) -> list[str]:
    """What the columns of maps are called: ``gru_000`` ..."""
    return [f"{name}_{unit:03d}" for name in names for unit in range(UNITS)]


def pieces(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Stretches of positions that are written together."""
    for first in range(start, stop, KEPT_FRAMES):
        yield first, min(first + KEPT_FRAMES, stop)


def _whole(archive: zipfile.ZipFile, name: str, values: NDArray[np.generic]) -> None:
    with archive.open(f"{name}.npy", "w", force_zip64=True) as stream:
        np.lib.format.write_array(stream, values, allow_pickle=False)


def _header(stream: BinaryIO | object, shape: tuple[int, int]) -> None:
    header = {"descr": "<f2", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(stream, header)  # type: ignore[arg-type]


def about_maps(maps: FeatureMaps, caution: str) -> str:
    """What made them, and what must be known of it, as JSON."""
    fields = ("video", "person", "system", "weights", "weights_sha256")
    return json.dumps({name: getattr(maps, name) for name in fields} | {"caution": caution})
