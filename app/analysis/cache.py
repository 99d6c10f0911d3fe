"""What an analysis keeps, so that it need not look at the same frames twice.

One folder per recording, named by the digest of its bytes; in it one folder per set of parameters.
Everything is safetensors, written whole or not at all, and may be deleted at any time. A cache that
cannot be written is a notice, never the end of an analysis.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from app.core.errors import OutputError
from app.files import atomic_write, make_folder

Arrays = Mapping[str, NDArray[np.generic]]

CACHE_VERSION = 1
"""Raised whenever the meaning of what is kept changes; older entries are then never found."""


def key_of(parameters: Mapping[str, object]) -> str:
    """A short name for a set of parameters: equal sets have equal names."""
    text = json.dumps({"version": CACHE_VERSION, **parameters}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(slots=True)
class AnalysisCache:
    """The entries of one recording; with no folder it keeps nothing and finds nothing.

    Attributes
    ----------
    folder : Path or None
        Folder of the recording.
    notices : list of str
        What could not be kept, at most one sentence.
    """

    folder: Path | None
    notices: list[str] = field(default_factory=list)

    def load(self, name: str) -> Arrays | None:
        """The arrays kept under a name; None when absent or damaged."""
        if self.folder is None:
            return None
        path = self.folder / f"{name}.safetensors"
        try:
            arrays: Arrays = load_file(path)
        except (OSError, SafetensorError):
            return None
        return arrays

    def save(self, name: str, arrays: Arrays) -> None:
        """Keep arrays under a name; gives up for good, with a notice, at the first failure."""
        if self.folder is None:
            return
        path = self.folder / f"{name}.safetensors"
        try:
            make_folder(path.parent)
            with atomic_write(path) as stream:
                contiguous = {key: np.ascontiguousarray(value) for key, value in arrays.items()}
                stream.write(save(contiguous))
        except OutputError as error:
            self.notices.append(f"the work is not kept for next time ({error})")
            self.folder = None

    def touch(self) -> None:
        """Mark the recording as used now."""
        if self.folder is not None and self.folder.is_dir():
            with suppress(OSError):  # another user's folder; then it is only older than it seems
                self.folder.touch()


def open_cache(root: Path | None, video_sha256: str) -> AnalysisCache:
    """The cache of the recording with that digest under a root folder; None keeps nothing."""
    return AnalysisCache(None if root is None else root / "recordings" / video_sha256[:24])


def cache_size(root: Path) -> int:
    """Bytes the cache takes; files that go away meanwhile do not count."""
    return sum(_size(path) for path in root.rglob("*") if path.is_file())


def shrink_cache(root: Path, budget: int) -> None:
    """Delete whole recordings, least recently used first, until the cache fits its budget."""
    folder = root / "recordings"
    if not folder.is_dir():
        return
    entries = sorted(folder.iterdir(), key=_last_used, reverse=True)
    total = 0
    for number, entry in enumerate(entries):
        total += cache_size(entry)
        if total > budget and number > 0:  # the one in use is kept, however large
            shutil.rmtree(entry, ignore_errors=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _last_used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def clear_cache(root: Path) -> int:
    """Delete everything kept; gives the bytes freed."""
    folder = root / "recordings"
    freed = cache_size(folder) if folder.is_dir() else 0
    shutil.rmtree(folder, ignore_errors=True)
    return freed
