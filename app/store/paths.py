"""Where files lie, as seen from a project.

A file is known by its path relative to the project folder, so that both may be moved together, and
by its absolute path, where the first leads nowhere or to another drive. Which of the two is meant
is settled when it is asked for.
"""

import os
from functools import lru_cache
from pathlib import Path


def full_path(path: Path) -> Path:
    """Absolute and without ``..``; links are kept as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps ".."


def relative_to(folder: Path, path: Path) -> str:
    """A path as seen from the project folder, with ``/``; empty when it lies on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return ""


def found_at(folder: Path, relative: str, absolute: str) -> Path:
    """Where a file is: beside the project as ever, or else where it was, or else the first."""
    near, there = _places(folder, relative, absolute)
    if near is None or (near != there and not is_there(near) and is_there(there)):
        return there
    return near


@lru_cache(maxsize=20_000)
def _places(folder: Path, relative: str, absolute: str) -> tuple[Path | None, Path]:
    """Both places; kept, since a list of a thousand is read anew whenever one of them changes."""
    return full_path(folder / relative) if relative else None, Path(absolute)


def moved_along(old: Path, new: Path, other: Path) -> Path | None:
    """Where a file would be that moved together with one whose old and new place are known."""
    before, after = list(old.parts), list(new.parts)
    while before and after and before[-1] == after[-1]:
        before.pop()
        after.pop()
    if not before or not after or not other.is_relative_to(Path(*before)):
        return None
    return Path(*after) / other.relative_to(Path(*before))


def is_there(path: Path) -> bool:
    """Whether there is something; False also where one may not look."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises without the right to look


def is_file(path: Path) -> bool:
    """Whether there is a file; False also where one may not look."""
    return os.path.isfile(path)  # noqa: PTH113 - as above
