"""From what was chosen or dropped to a list of recordings; `gather` runs in a worker."""

import os
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

from app.core.errors import InputError
from app.video.folders import is_video_name, videos_in

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of it.

    Attributes
    ----------
    count : int
        Recordings found, each once.
    left_out : int
        Files that are not called like videos.
    faults : tuple of str
        One sentence for each path that cannot be used.
    """

    count: int
    left_out: int
    faults: tuple[str, ...]


def absolute(path: Path) -> Path:
    """A path that tells recordings apart: absolute, without ``..``, links left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def gather(paths: Sequence[Path]) -> Generator[list[Path], None, Gathered]:
    """List recordings a few hundred at a time; folders give their videos.

    A single file is taken whatever its name, so that opening it says what is wrong with it; of
    several, those called like videos. Folders in folders are not looked into.
    """
    seen: set[str] = set()
    waiting: list[Path] = []
    left_out, faults = 0, []
    for path in map(absolute, paths):
        try:
            found = _expand(path, alone=len(paths) == 1)
        except InputError as error:
            faults.append(str(error))
            continue
        left_out += found is None
        waiting += _new(found or (), seen)
        while len(waiting) >= CHUNK:
            yield waiting[:CHUNK]
            waiting = waiting[CHUNK:]
    yield waiting
    return Gathered(len(seen), left_out, tuple(faults))


def _expand(path: Path, *, alone: bool) -> list[Path] | None:
    if path.is_dir():
        return videos_in(path)
    if not path.exists():
        raise InputError(f"There is no file or folder {path}; check whether it was moved.")
    return [path] if alone or is_video_name(path) else None


def _new(paths: Iterable[Path], seen: set[str]) -> list[Path]:
    fresh = []
    for path in paths:
        key = os.path.normcase(path)
        if key not in seen:
            seen.add(key)
            fresh.append(path)
    return fresh


def left_out_text(count: int) -> str:
    """What is said of files that are not called like videos."""
    if count == 1:
        return "1 file that is no video was left out."
    return f"{count} files that are no videos were left out."


def dropped_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders of what is dragged over the window."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
