"""Segments as files hold them: numbered, laid on layers, tracks under names of their own.

Convention: seconds. A track and its rater share one name where a format has but one: ``name@rater``
as in ELAN, where tiers are called after what they hold and who is meant.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from app.core.errors import OutputError
from app.core.names import printable
from app.core.segment import Segment
from app.formats.content import ExportContent, ExportSegments

Mark = tuple[float, float, str, str]
"""Onset, offset, label, note."""

Losses = Sequence[tuple[Callable[[Segment], bool], str]]
"""Which segments lose something in a format, and what, as the rest of a sentence."""

_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
# What XML 1.0 cannot hold, even escaped; nor do text files well.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def numbered(marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Segments in order, with ids from 1."""
    return tuple(Segment(*mark, id=number) for number, mark in enumerate(sorted(marks), 1))


def joined_name(name: str, rater: str) -> str:
    """One name for a track and who made it."""
    return f"{name}@{rater}" if rater else name


def parted_name(joined: str) -> tuple[str, str]:
    """The track and who made it, from one name; the second is empty where it is not said."""
    name, at, rater = joined.rpartition("@")
    return (name, rater) if at and name.strip() and rater.strip() else (joined, "")


def distinct(names: Iterable[str], key: Callable[[str], str] = str) -> list[str]:
    """The names, with " 2", " 3", ... behind those that were there before.

    Parameters
    ----------
    names : iterable of str
        In their order.
    key : callable, optional
        Names for which it gives the same count as one.
    """
    taken: set[str] = set()
    given: list[str] = []
    for name in names:
        other, number = name, 2
        while key(other) in taken:
            other, number = f"{name} {number}", number + 1
        taken.add(key(other))
        given.append(other)
    return given


def distinct_files(names: Iterable[str]) -> list[str]:
    """As `distinct`, for parts of file names: on many disks case does not tell files apart."""
    return distinct(names, str.casefold)


def layers(
    segments: Iterable[Segment], apart: Callable[[Segment], object] = lambda _: None
) -> list[list[Segment]]:
    """The segments on as few layers as it takes that none overlap on one; at least one layer.

    Parameters
    ----------
    segments : iterable of Segment
        Sorted.
    apart : callable, optional
        Only segments for which it gives the same may not overlap.
    """
    made: list[list[Segment]] = [[]]
    ends: list[dict[object, Segment]] = [{}]
    for segment in segments:
        kind = apart(segment)
        free = (i for i, last in enumerate(ends) if _is_free(last.get(kind), segment))
        place = next(free, len(made))
        if place == len(made):
            made.append([])
            ends.append({})
        made[place].append(segment)
        ends[place][kind] = segment
    return made


def _is_free(last: Segment | None, segment: Segment) -> bool:
    # Two events, or an event and what begins with it, need room of their own.
    return last is None or (
        segment.onset >= last.offset and (segment.onset > last.onset or not last.is_event)
    )


def without_controls(text: str) -> str:
    """Text without characters that no text file holds; line ends are line feeds."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Text on one line."""
    return " ".join(without_controls(text).split("\n"))


def files_of_tracks(target: Path, names: Sequence[str]) -> list[Path]:
    """A file for each track: the target itself for one, else ``target.name.suffix`` for each.

    For formats that hold one track in a file.
    """
    if len(names) == 1:
        return [target]
    safe = [_UNWRITABLE.sub("_", printable(name)).strip(" .") or "track" for name in names]
    return [
        target.with_name(f"{target.stem}.{name}{target.suffix}") for name in distinct_files(safe)
    ]


def refuse_without_segments(content: ExportContent, format_name: str) -> None:
    """Refuse to write a file that would hold nothing.

    Raises
    ------
    OutputError
        There is no track of segments.
    """
    if not content.segment_tracks:
        raise OutputError(
            f"{format_name} holds segments and no curves; choose a track of segments, or another "
            "format."
        )


def lost_curves(content: ExportContent, format_name: str) -> list[str]:
    """What a format without curves leaves out."""
    if not content.curves:
        return []
    names = ", ".join(dict.fromkeys(joined_name(c.dimension, c.rater) for c in content.curves))
    return [f"{format_name} holds no curves: {names} will be left out."]


def lost_marks(
    content: ExportContent,
    format_name: str,
    losses: Sequence[tuple[Callable[[Segment], bool], str]],
) -> list[str]:
    """A sentence for each kind of loss that some segment suffers.

    Parameters
    ----------
    content : ExportContent
        What is written.
    format_name : str
        Of the format, the subject of the sentences.
    losses : Losses
        What is tested.
    """
    every = [segment for track in content.segment_tracks for segment in track.segments]
    counts = [(sum(map(test, every)), text) for test, text in losses]
    return [
        f"{format_name} {text} ({counted(number, 'segment')})." for number, text in counts if number
    ]


def overlapping(tracks: Iterable[ExportSegments]) -> bool:
    """Whether segments of one track overlap."""
    return any(len(layers(track.segments)) > 1 for track in tracks)


def counted(number: int, noun: str) -> str:
    """A number of things in words: ``"1 cue"``, ``"2 cues"``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
