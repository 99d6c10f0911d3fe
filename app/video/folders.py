"""Which files of a folder are recordings, by their names."""

from pathlib import Path

from app.core.errors import InputError

VIDEO_SUFFIXES = frozenset(
    f".{name}"
    for name in "mp4 m4v mov mkv webm avi mpg mpeg wmv mts m2ts flv 3gp ogv".split()  # noqa: SIM905
)
"""Endings by which the videos of a folder are known."""


def is_video_name(path: Path) -> bool:
    """Whether a file is called like a recording; hidden ones, as macOS leaves them, are not."""
    return path.suffix.lower() in VIDEO_SUFFIXES and not path.name.startswith(".")


def videos_in(folder: Path) -> list[Path]:
    """The recordings of a folder, by name.

    Raises
    ------
    InputError
        It holds none, or cannot be read.
    """
    try:
        videos = sorted(path for path in folder.iterdir() if is_video_name(path) and path.is_file())
    except OSError as error:
        raise InputError(
            f"The folder {folder} cannot be read: {(error.strerror or str(error)).lower()}; check "
            "its permissions."
        ) from error
    if not videos:
        raise InputError(f"The folder {folder} holds no video; give a folder with recordings.")
    return videos
