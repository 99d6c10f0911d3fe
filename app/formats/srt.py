"""SubRip subtitles: segments as cues.

A cue is its number, ``00:00:01,250 --> 00:00:02,000``, and lines of text; an empty line ends it.
A file holds one track: of several, each gets its own file, ``clip.track@rater.srt``. Events are
written 1 ms wide, the least there is, and cues of at most 1 ms are read as events.
"""

import re
from pathlib import Path

from app.core.segment import Segment
from app.files import atomic_write_text
from app.formats.content import (
    Content,
    ExportContent,
    Layout,
    ReadOptions,
    SegmentContent,
    WriteOptions,
)
from app.formats.marks import (
    Mark,
    counted,
    files_of_tracks,
    joined_name,
    lost_curves,
    lost_marks,
    numbered,
    parted_name,
    refuse_without_segments,
    without_controls,
)
from app.formats.whole_text import fault, preview, read_text

NAME = "SubRip"
_TIME = r"(\d{1,9}):([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"
_CUE = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
_SNIFF = re.compile(rb"\d+:\d\d?:\d\d?[,.]\d{1,3}[ \t]*-->")


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file looks like subtitles."""
    return bool(_SNIFF.search(head.replace(b"\0", b""))) and not head.startswith(b"WEBVTT")


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read subtitles as one track of segments.

    Raises
    ------
    InputError
        They are none, or a cue is damaged.
    """
    text, encoding = read_text(path, options.encoding)
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if "-->" in line]
    if not starts:
        raise fault(path, "expected a time such as '00:00:01,250 --> 00:00:02,000', found none", 1)
    _check_beginning(path, lines, starts[0])
    marks = [
        _cue(path, lines, start, end)
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    _, _, part = path.stem.rpartition(".")
    name, rater = parted_name(part if part != path.stem else "")
    segments = numbered(marks)
    content = Content(
        segment_tracks=(SegmentContent(name, rater, segments),), remarks=_remarks(segments)
    )
    return content, preview(content, encoding)


def _check_beginning(path: Path, lines: list[str], first: int) -> None:
    before = [i for i, line in enumerate(lines[:first]) if line.strip()]
    for i in before:
        if i != first - 1 or not lines[i].strip().isdecimal():
            raise fault(path, f"expected the number of a cue, found '{lines[i][:40]}'", i + 1, 1)


def _cue(path: Path, lines: list[str], start: int, end: int) -> Mark:
    found = _CUE.fullmatch(lines[start])
    if found is None:
        raise fault(
            path,
            "expected a time such as '00:00:01,250 --> 00:00:02,000', found "
            f"'{lines[start].strip()[:60]}'",
            start + 1,
            1,
        )
    onset, offset = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    if offset < onset:
        raise fault(path, "expected a cue that ends after it begins", start + 1, 1)
    if offset - onset <= 1:
        offset = onset
    return onset / 1000, offset / 1000, _text(lines[start + 1 : end], end == len(lines)), ""


def _text(lines: list[str], last: bool) -> str:
    if not last and lines and lines[-1].strip().isdecimal():
        lines = lines[:-1]  # the number of the next cue
    return "\n".join(lines).strip("\n")


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(fraction.ljust(3, "0"))


def _remarks(segments: tuple[Segment, ...]) -> tuple[str, ...]:
    events = sum(segment.is_event for segment in segments)
    return (f"Read as events: {counted(events, 'cue')} of at most 1 ms.",) if events else ()


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write each track of segments as subtitles.

    Raises
    ------
    OutputError
        There is no track of segments, or a file cannot be written.
    """
    refuse_without_segments(content, NAME)
    tracks = content.segment_tracks
    files = files_of_tracks(target, [joined_name(track.name, track.rater) for track in tracks])
    for track, file in zip(tracks, files, strict=True):
        with atomic_write_text(file) as stream:
            stream.write(srt_text(track.segments))
    return files


def srt_text(segments: tuple[Segment, ...]) -> str:
    """The subtitles of segments; those without a label are left out."""
    cues, number = [], 0
    for segment in sorted(segments):
        text = held(segment.label)
        if text:
            number += 1
            onset = max(0, round(segment.onset * 1000))
            offset = max(onset + 1, round(segment.offset * 1000))
            cues.append(f"{number}\n{_clock(onset)} --> {_clock(offset)}\n{text}\n")
    return "\n".join(cues)


def held(label: str) -> str:
    """A label as a cue holds it: no empty lines, no arrow, no blanks around it."""
    lines = without_controls(label).replace("-->", "→").split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{rest:03d}"


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost, one sentence each."""
    lost = lost_curves(content, NAME)
    if len(content.segment_tracks) > 1:
        lost.append(f"{NAME} holds one track: each track gets a file of its own.")
    elif any(track.name or track.rater for track in content.segment_tracks):
        lost.append(f"{NAME} does not say the track's name and rater.")
    if any(not any(held(each.label) for each in t.segments) for t in content.segment_tracks):
        lost.append(f"{NAME} holds no tracks without any label: such a file is empty.")
    return lost + lost_marks(
        content,
        NAME,
        [
            (lambda s: not held(s.label), "leaves out segments without a label"),
            (lambda s: bool(held(s.label)) and held(s.label) != s.label, "changes odd labels"),
            (lambda s: bool(s.note), "holds no notes"),
            (lambda s: s.is_event, "writes events 1 ms wide"),
            (lambda s: s.onset < 0, "begins at 0: earlier times become 0"),
            (_is_rounded, "rounds times to whole milliseconds"),
        ],
    )


def _is_rounded(segment: Segment) -> bool:
    times = (segment.onset, segment.offset)
    return any(round(time * 1000) / 1000 != time for time in times) or 0 < segment.duration < 0.0015
