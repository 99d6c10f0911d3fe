"""Everything that is annotated of one recording of a project, as files of our own.

Curves in ``NAME.csv``, segments in ``NAME.segments.csv``, the list of edits in
``NAME.history.csv``. Only the recording's time stamps are read; nothing is decoded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.document import Document
from app.core.errors import InputError
from app.core.history import History
from app.files import atomic_write_text, make_folder
from app.formats.history_csv import history_csv
from app.formats.registry import format_named
from app.session.exchange import export_content


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """A recording of a project with what people made of it.

    Attributes
    ----------
    video : Path
        Where the file should be.
    document : Document
        The present state.
    history : History
        All edits.
    """

    video: Path
    document: Document
    history: History


def times_of(video: Path, frames: int) -> tuple[NDArray[np.float64], float]:
    """Presentation times of a recording's frames, and its frames per second.

    Raises
    ------
    InputError
        The file is missing, or has another number of frames than its annotations.
    """
    from app.video.pyav_reader import open_recording

    with open_recording(video) as reader:
        base = reader.recording.time_base
    if len(base) != frames:
        raise InputError(
            f"{video.name} has {len(base)} frames, and its annotations have {frames}; put the "
            "file back that was annotated."
        )
    seconds = base.seconds
    span = float(seconds[-1] - seconds[0]) if frames > 1 else 0.0
    return seconds, (frames - 1) / span if span else 0.0


def write_annotated(name: Path, annotated: Annotated) -> list[Path]:
    """Write the files of a recording.

    Parameters
    ----------
    name : Path
        What they are called, without an ending.

    Raises
    ------
    InputError
        The recording cannot be read.
    OutputError
        A file cannot be written.
    """
    document = annotated.document
    seconds, fps = times_of(annotated.video, document.frames)
    content = export_content(document, seconds, media=annotated.video, fps=fps)
    make_folder(name.parent)
    written = format_named("tracks").write(content, _beside(name, ".csv"))
    history = _beside(name, ".history.csv")
    with atomic_write_text(history) as stream:
        stream.write(history_csv(annotated.history))
    return [*written, history]


def own_names(folder: Path, videos: Sequence[Path]) -> list[Path]:
    """What the files of recordings are called; recordings of one name are numbered."""
    taken: set[str] = set()
    names = []
    for video in videos:
        name, number = video.stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{video.stem} ({number})"
        taken.add(name.casefold())
        names.append(folder / name)
    return names


def _beside(name: Path, ending: str) -> Path:
    return name.with_name(name.name + ending)
