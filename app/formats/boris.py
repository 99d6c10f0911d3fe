"""BORIS: projects (``.boris``, ``.boris.gz``), tabular and aggregated events.

A track is a subject of an observation; of several observations each gives tracks of its own. Times
are those of the recording: the observation's offset is taken off. In a project and in a tabular
export a state is a pair of events, its start and its stop, of one subject, code and modifier; in an
aggregated one it is a row. Modifiers go before the comment of an event, into the note. Written is a
project, or a tabular export where the file ends in ``.tsv`` or ``.csv``; in a project that is there
already only the observation of this recording is replaced. Sources: BORIS user guide, config.py.
"""

import gzip
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.formats.content import (
    Content,
    ExportContent,
    Layout,
    ReadOptions,
    SegmentContent,
    WriteOptions,
)
from app.formats.marks import Mark, counted, numbered, parted_name
from app.formats.whole_text import LARGEST, decoded, fault, preview, read_bytes

NAME = "BORIS"
NO_SUBJECT = "No focal subject"
_GZIP = b"\x1f\x8b"

Track = tuple[str, str]
"""Observation and subject."""


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file looks like a project or an export of BORIS."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, len(head) * 8)
        except zlib.error:
            return path.name.lower().endswith(".boris.gz")
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n")
    if plain.startswith(b"{"):
        keys = (b'"project_format_version"', b'"behaviors_conf"', b'"subjects_conf"')
        return (
            path.name.lower().endswith((".boris", ".boris.gz"))
            or sum(key in plain for key in keys) >= 2
        )
    return plain.lower().startswith((b"observation id", b'"observation id'))


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read every observation of a project or an export.

    Raises
    ------
    InputError
        It is none, or damaged.
    """
    from app.formats.boris_tables import read_events

    text, encoding = decoded(path, _unpacked(path), options.encoding)
    if text.lstrip().startswith("{"):
        found = _read_project(path, parsed(path, text))
    else:
        found = read_events(path, text, options)
    content = found.content()
    return content, preview(content, encoding)


def _unpacked(path: Path) -> bytes:
    data = read_bytes(path)
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.open(path) as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise fault(path, "expected a whole gzip file, found a damaged one") from None
    if len(data) > LARGEST:
        raise fault(path, f"expected at most {LARGEST >> 20} MB of text, found more")
    return data


def parsed(path: Path, text: str) -> dict[str, object]:
    """A project's JSON.

    Raises
    ------
    InputError
        It is none.
    """
    try:
        project = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"expected JSON, found an error in it: {error.msg}"
        raise fault(path, what, error.lineno, error.colno) from None
    except (RecursionError, ValueError):  # a number of thousands of digits is the latter
        what = "expected JSON of a BORIS project, found too deep nesting, or too long a number"
        raise fault(path, what) from None
    if not isinstance(project, dict) or not isinstance(project.get("observations"), dict):
        raise fault(path, "expected a BORIS project with “observations”, found none", 1)
    return project


@dataclass(slots=True)
class Found:
    """What was found in a file, by track."""

    marks: dict[Track, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    remarks: list[str] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)

    def content(self) -> Content:
        """As every format gives it."""
        observations = dict.fromkeys(observation for observation, _ in self.marks)
        tracks = []
        for (observation, subject), marks in self.marks.items():
            name, rater = parted_name(subject)
            if len(observations) > 1:
                name = f"{observation}: {name}" if name else observation
            note = f"Observation “{observation}”" if observation else ""
            media = self.media.get(observation, "")
            note += f" of {media}." if note and media else "." if note else ""
            tracks.append(SegmentContent(name, rater, numbered(marks), note))
        files = [self.media.get(each, "") for each in observations]
        media = next(filter(None, files), "")
        return Content(segment_tracks=tuple(tracks), remarks=tuple(self.remarks), media=media)


@dataclass(frozen=True, slots=True)
class Event:
    """One event, as coded."""

    seconds: float
    subject: str
    code: str
    modifier: str
    comment: str

    @property
    def note(self) -> str:
        """Modifiers and comment."""
        modifiers = [part for part in self.modifier.split("|") if part not in ("", "None")]
        return " · ".join(filter(None, ["|".join(modifiers), self.comment]))


def paired(
    events: Iterable[Event], is_state: Mapping[str, bool]
) -> tuple[dict[str, list[Mark]], int]:
    """Marks of each subject, and how many states never stop; those are left out."""
    open_states: dict[tuple[str, str, str], Event] = {}
    marks: dict[str, list[Mark]] = defaultdict(list)
    for event in sorted(events, key=lambda each: each.seconds):
        begin = event
        if is_state.get(event.code, False):
            key = (event.subject, event.code, event.modifier)
            if key not in open_states:
                open_states[key] = event
                marks[event.subject]  # a subject whose states never stop is one nevertheless
                continue
            begin = open_states.pop(key)
        marks[event.subject].append((begin.seconds, event.seconds, event.code, begin.note))
    return marks, len(open_states)


def _read_project(path: Path, project: dict[str, object]) -> Found:
    found = Found()
    behaviours = project.get("behaviors_conf")
    is_state = {
        str(each.get("code", "")): "state" in str(each.get("type", "")).lower()
        for each in (behaviours.values() if isinstance(behaviours, dict) else ())
        if isinstance(each, dict)
    }
    observations = project["observations"]
    for name, observation in observations.items() if isinstance(observations, dict) else ():
        if not isinstance(observation, dict):
            raise fault(path, f"observation “{name}”: expected its fields, found none")
        marks, unpaired = paired(_events(path, name, observation), is_state)
        for subject, each in marks.items():
            found.marks[name, subject] += each
        media = _media(observation)
        found.media[name] = media[0] if media else ""
        if unpaired:
            states = counted(unpaired, "state")
            found.remarks.append(f"Observation “{name}”: {states} never stopped, left out.")
        if len(media) > 1:
            found.remarks.append(
                f"Observation “{name}” is of {len(media)} media files; times count from the first."
            )
    return found


def _media(observation: dict[str, object]) -> list[str]:
    players = observation.get("file")
    files = players.get("1", []) if isinstance(players, dict) else []
    return [str(file) for file in files] if isinstance(files, list) else []


def _events(path: Path, name: str, observation: dict[str, object]) -> Iterator[Event]:
    events, offset = observation.get("events", []), observation.get("time offset", 0)
    if not isinstance(events, list) or not _is_number(offset):
        raise fault(path, f"observation “{name}”: expected a list of events and a time offset")
    for place, event in enumerate(events, 1):
        if not (isinstance(event, list) and len(event) >= 3 and _is_number(event[0])):
            what = "expected [time, subject, code, modifier, comment]"
            shown = json.dumps(event)[:60]
            raise fault(path, f"observation “{name}”, event {place}: {what}, found {shown}")
        subject, code, modifier, comment = map(_text, [*event[1:5], "", ""][:4])
        seconds = float(event[0]) - float(str(offset))
        yield Event(round(seconds, 9), subject, code, modifier, comment)


def _text(part: object) -> str:
    # JSON can hold halves of characters, which no file and no table can.
    return str(part).encode("utf-8", "replace").decode()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e12  # NaN is not


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a project, or a tabular export for ``.tsv`` and ``.csv``.

    Raises
    ------
    OutputError
        There is no track of segments, or the file cannot be written.
    """
    from app.formats.boris_writing import write_boris

    return write_boris(content, target)


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost, one sentence each."""
    from app.formats.boris_writing import losses

    return losses(content)
