"""Annotations on their way to files: what is written, what would be lost, which files there are.

The same for the window and the command line.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import OutputError
from app.core.track import ContinuousTrack
from app.files import make_folder
from app.formats.content import ExportContent, WriteOptions
from app.formats.registry import FORMATS, FormatRow, format_named
from app.session.tracks import ShownTrack

JOINED = "joined"
"""Not a format to read: predictions and annotations side by side, a row per frame."""

_JOINED_NAME = "Joined CSV (predictions and annotations)"
_CHOOSE_TIMES = frozenset({"tracks", JOINED})
_CHOOSE_GAPS = frozenset({"tracks", "elan", "recola", "muse", JOINED})
_OWN_RANGE = frozenset(
    {"afew-va", "aff-wild", "aff-wild2", "avec", "darma", "omg", "recola", "sewa"}
)

Prediction = tuple[str, ContinuousTrack]
"""How the system is called, and a curve of it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of file that annotations can be written to.

    Attributes
    ----------
    id, name : str
        For the program, and for people.
    suffix : str
        Of the file, with its dot.
    times, gaps, ranges : bool
        Whether the user chooses how times and gaps are written, and whether values may have to be
        mapped.
    """

    id: str
    name: str
    suffix: str
    times: bool
    gaps: bool
    ranges: bool


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """Something to write.

    Attributes
    ----------
    format : str
        Id of a target.
    content : ExportContent
        Annotations.
    predictions : tuple of Prediction
        Only a joined table holds them.
    options : WriteOptions
        How the user wants it.
    """

    format: str
    content: ExportContent
    predictions: tuple[Prediction, ...] = ()
    options: WriteOptions = field(default_factory=WriteOptions)


def targets() -> tuple[Target, ...]:
    """Everything that can be written, in the order of its list."""
    written = [row for row in FORMATS if row.writes]
    first, rest = written[0], written[1:]
    joined = Target(JOINED, _JOINED_NAME, ".csv", times=True, gaps=True, ranges=False)
    return (_target(first), joined, *map(_target, rest))


def target_named(identity: str) -> Target:
    """The target of an id.

    Raises
    ------
    OutputError
        There is none.
    """
    for target in targets():
        if target.id == identity:
            return target
    known = ", ".join(target.id for target in targets())
    raise OutputError(f"Nothing can be written as “{identity}”; the formats are {known}.")


def cannot_hold(export: Export) -> list[str]:
    """What would be lost, one sentence each."""
    if export.format != JOINED:
        said = format_named(export.format).cannot_hold(export.content)
        lost = len(export.predictions)
        return [*said, *(["Predictions are left out."] if lost else [])]
    if any(each.note for track in export.content.segment_tracks for each in track.segments):
        return ["A joined table holds the labels of segments, not their notes."]
    return []


def write(export: Export, target: Path) -> list[Path]:
    """Write the files; gives all of them.

    Raises
    ------
    OutputError
        They cannot be written, or the format cannot hold what was chosen.
    """
    make_folder(target.parent)
    if export.format != JOINED:
        return format_named(export.format).write(export.content, target, export.options)
    from app.formats.joined_csv import write_joined_csv

    content = export.content
    return write_joined_csv(
        target,
        export.predictions,
        content.curves,
        content.segment_tracks,
        content.frame_seconds,
        export.options,
    )


def files_of(export: Export, target: Path) -> list[Path]:
    """The files that `write` would write, found by writing them elsewhere first.

    Raises
    ------
    OutputError
        The format cannot hold what was chosen.
    """
    with tempfile.TemporaryDirectory() as place:
        # Formats with a folder per dimension look at the name of the folder.
        folder = Path(place).resolve() / "above" / (target.parent.name or "root")
        folder.mkdir(parents=True)
        tried = write(export, folder / target.name)
        return [_beside(target, path, folder) for path in tried]


def predictions_of(shown: Sequence[ShownTrack]) -> tuple[Prediction, ...]:
    """Predictions as a joined table names them: by system, and person where there are several."""
    several = len({each.person for each in shown}) > 1
    return tuple(
        (f"{each.key[0]} person {each.person}" if several else each.key[0], each.track)
        for each in shown
    )


def _beside(target: Path, tried: Path, folder: Path) -> Path:
    if tried.is_relative_to(folder):
        return target.parent / tried.relative_to(folder)
    return target.parent.parent / tried.relative_to(folder.parent)


def _target(row: FormatRow) -> Target:
    return Target(
        row.id,
        row.name,
        row.suffixes[0],
        times=row.id in _CHOOSE_TIMES,
        gaps=row.id in _CHOOSE_GAPS,
        ranges=row.id in _OWN_RANGE,
    )
