"""Writing projects and tabular events of BORIS; see `app.formats.boris` for what they are."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from app.core.errors import InputError
from app.core.segment import Segment
from app.files import atomic_write
from app.formats.boris import NAME, NO_SUBJECT, parsed
from app.formats.content import ExportContent, ExportSegments
from app.formats.excel_safe import excel_safe
from app.formats.marks import (
    distinct,
    joined_name,
    layers,
    lost_curves,
    lost_marks,
    parted_name,
    refuse_without_segments,
    without_controls,
)
from app.formats.whole_text import read_text

NO_LABEL = "(no label)"
_COLUMNS = (
    "Observation id",
    "Observation date",
    "Description",
    "Observation duration",
    "Observation type",
    "Source",
    "Time offset (s)",
    "Media duration (s)",
    "FPS",
    "Subject",
    "Behavior",
    "Behavioral category",
    "Behavior type",
    "Time",
    "Media file name",
    "Image index",
    "Image file path",
    "Comment",
)


@dataclass(frozen=True, slots=True, order=True)
class _Event:
    """One event; sorted so that what stops at a time comes before what starts then."""

    seconds: float
    starts: bool
    subject: str
    code: str
    kind: str
    comment: str
    frame: int


def write_boris(content: ExportContent, target: Path) -> list[Path]:
    """Write a project, or a tabular export for ``.tsv`` and ``.csv``."""
    refuse_without_segments(content, NAME)
    suffix = target.suffix.lower()
    if suffix in (".tsv", ".csv"):
        text = _table_text(content, "\t" if suffix == ".tsv" else ",")
    else:
        text = json.dumps(_project(content, target), indent=1, ensure_ascii=False) + "\n"
    data = text.encode()
    with atomic_write(target) as stream:
        stream.write(gzip.compress(data, mtime=0) if suffix == ".gz" else data)
    return [target]


def _events(content: ExportContent, kinds: dict[str, bool]) -> list[_Event]:
    """The events in order; ``kinds`` says of a code whether it is a state, and learns new ones."""
    events: list[_Event] = []
    for subject, segments in _subjects(content):
        for segment in segments:
            code = _code(segment, kinds)
            note = without_controls(segment.note)
            times = [segment.onset] if segment.is_event else [segment.onset, segment.offset]
            for place, seconds in enumerate(times):
                kind = "POINT" if segment.is_event else ("START", "STOP")[place]
                after = int(np.searchsorted(content.frame_seconds, seconds, side="right"))
                comment = "" if kind == "STOP" else note
                starts = kind != "STOP"
                frame = max(0, after - 1)
                events.append(_Event(float(seconds), starts, subject, code, kind, comment, frame))
    return sorted(events)


def _subjects(content: ExportContent) -> Iterator[tuple[str, list[Segment]]]:
    names: list[str] = []
    parts: list[list[Segment]] = []
    for track in content.segment_tracks:
        states = [each for each in track.segments if not each.is_event]
        points = [each for each in track.segments if each.is_event]
        # States of one code may not overlap, for their starts and stops would be mixed up.
        for number, layer in enumerate(layers(states, lambda each: each.label), 1):
            own = track.name if number == 1 else f"{track.name} {number}"
            names.append(joined_name(without_controls(own), without_controls(track.rater)))
            parts.append(layer + points if number == 1 else layer)
    yield from zip(distinct(names), parts, strict=True)


def _code(segment: Segment, kinds: dict[str, bool]) -> str:
    label = held(segment.label)
    is_state = not segment.is_event
    if kinds.setdefault(label, is_state) != is_state:
        label += " (state)" if is_state else " (event)"
        kinds.setdefault(label, is_state)
    return label


def held(label: str) -> str:
    """A label as a code; BORIS needs one."""
    return without_controls(label) or NO_LABEL


def _project(content: ExportContent, target: Path) -> dict[str, Any]:
    project = _existing(target)
    behaviours = project["behaviors_conf"]
    kinds = {
        str(each.get("code", "")): "state" in str(each.get("type", "")).lower()
        for each in behaviours.values()
    }
    events = _events(content, kinds)
    present = {str(each.get("code", "")) for each in behaviours.values()}
    for code in dict.fromkeys(event.code for event in events):
        if code not in present:
            _append(behaviours, _behaviour(code, kinds[code]))
    subjects = project["subjects_conf"]
    present = {str(each.get("name", "")) for each in subjects.values()}
    for name, _ in _subjects(content):
        if name and name not in present:
            _append(subjects, {"key": "", "name": name, "description": ""})
    name = _observation_name(content)
    before = project["observations"].get(name)
    made = _observation(content, events)
    project["observations"][name] = {**before, **made} if isinstance(before, dict) else made
    return project


def _existing(target: Path) -> dict[str, Any]:
    """The project that is there, whose other fields stay, or a new one."""
    project: dict[str, Any] = {}
    if target.is_file() and target.suffix.lower() != ".gz":
        try:
            project = parsed(target, read_text(target)[0])
        except InputError:
            project = {}  # some other file, which the user chose to replace
    new: dict[str, Any] = {
        "time_format": "hh:mm:ss",
        "project_date": _now(),
        "project_name": target.name.split(".")[0],
        "project_description": "",
        "project_format_version": "7.0",
        "subjects_conf": {},
        "behaviors_conf": {},
        "observations": {},
        "behavioral_categories": [],
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }
    for key in ("subjects_conf", "behaviors_conf"):
        conf = project.get(key)
        if not isinstance(conf, dict) or not all(isinstance(v, dict) for v in conf.values()):
            project.pop(key, None)
    return {**new, **project}


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


def _append(conf: dict[str, Any], entry: dict[str, Any]) -> None:
    places = [int(key) for key in conf if key.isdecimal()]
    conf[str(max(places, default=-1) + 1)] = entry


def _behaviour(code: str, is_state: bool) -> dict[str, Any]:
    return {
        "type": "State event" if is_state else "Point event",
        "key": "",
        "code": code,
        "description": "",
        "category": "",
        "modifiers": {},
        "excluded": "",
        "coding map": "",
    }


def _observation_name(content: ExportContent) -> str:
    return content.media.stem if content.media is not None else "observation"


def _length(content: ExportContent) -> float:
    seconds = content.frame_seconds
    step = 1 / content.fps if content.fps > 0 else 0.0
    return float(seconds[-1] + step) if seconds.size else 0.0


def _observation(content: ExportContent, events: list[_Event]) -> dict[str, Any]:
    media = content.media.name if content.media is not None else "recording"
    return {
        "date": _now(),
        "type": "MEDIA",
        "file": {"1": [media], "2": []},
        "time offset": 0.0,
        "independent_variables": {},
        "media_info": {
            "length": {media: _length(content)},
            "fps": {media: float(content.fps)},
            "hasVideo": {media: True},
            "hasAudio": {media: False},
            "offset": {"1": 0.0},
        },
        "events": [[e.seconds, e.subject, e.code, "", e.comment, e.frame] for e in events],
        "description": "",
    }


def _table_text(content: ExportContent, separator: str) -> str:
    text = io.StringIO()
    table = csv.writer(text, delimiter=separator, lineterminator="\n")
    table.writerow(_COLUMNS)
    media = content.media.name if content.media is not None else "recording"
    name, date = excel_safe(_observation_name(content)), _now().replace("T", " ")
    length, fps = f"{_length(content):.3f}", f"{content.fps:g}"
    first = [name, date, "", length, "Media file(s)", f"player #1:{media}", "0.0", length, fps]
    for event in _events(content, {}):
        who = [excel_safe(event.subject or NO_SUBJECT), excel_safe(event.code), "", event.kind]
        seconds = np.format_float_positional(event.seconds, trim="-")
        where = [seconds, excel_safe(media), str(event.frame), ""]
        table.writerow([*first, *who, *where, excel_safe(event.comment)])
    return text.getvalue()


def losses(content: ExportContent) -> list[str]:
    """What would be lost, one sentence each."""
    lost = lost_curves(content, NAME)
    tracks = content.segment_tracks
    if any(not track.segments for track in tracks):
        lost.append(f"{NAME} holds no tracks without any segment.")
    if any(len(layers(_states(track), lambda each: each.label)) > 1 for track in tracks):
        lost.append(
            f"{NAME} has no overlaps of one label: segments that do get a subject of their own."
        )
    if not _names_come_back(content):
        lost.append(f"{NAME} keeps names of tracks only as name@rater, each once: some change.")
    every = [segment for track in tracks for segment in track.segments]
    events = {held(each.label) for each in every if each.is_event}
    if events & {held(each.label) for each in every if not each.is_event}:
        lost.append(f"{NAME} has a label for events or for segments: some are renamed.")
    return lost + lost_marks(
        content,
        NAME,
        [
            (lambda s: held(s.label) != s.label, "changes odd labels, and names empty ones"),
            (lambda s: without_controls(s.note) != s.note, "changes odd notes"),
            (_is_rounded, "rounds times to a nanosecond"),
        ],
    )


def _states(track: ExportSegments) -> list[Segment]:
    return [each for each in track.segments if not each.is_event]


def _is_rounded(segment: Segment) -> bool:
    times = (segment.onset, segment.offset)
    return any(round(time, 9) != time for time in times) or 0 < segment.duration < 2e-9


def _names_come_back(content: ExportContent) -> bool:
    given = [(track.name, track.rater) for track in content.segment_tracks]
    names = [joined_name(without_controls(n), without_controls(r)) for n, r in given]
    back = [parted_name(name) for name in distinct(names)]
    return back == given and NO_SUBJECT not in names
