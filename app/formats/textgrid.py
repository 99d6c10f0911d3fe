"""Praat TextGrid: segments in interval tiers, events in text tiers (points).

Read as Praat does, in the long and in the short form: see `app.formats.praat_tokens`. An interval
without text is a gap. Written in the long form, in UTF-8.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

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
    distinct,
    joined_name,
    layers,
    lost_curves,
    lost_marks,
    numbered,
    one_line,
    overlapping,
    parted_name,
    refuse_without_segments,
    without_controls,
)
from app.formats.praat_tokens import PraatTokens
from app.formats.whole_text import preview, read_text

NAME = "Praat TextGrid"
EVENTS = " (events)"
"""Behind the name of the text tier that belongs to an interval tier."""


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file looks like a TextGrid."""
    plain = head.replace(b"\0", b"")
    return b"ooTextFile" in plain[:200] and b'"TextGrid"' in plain[:400]


@dataclass(frozen=True, slots=True)
class _Tier:
    """A tier: intervals that do not overlap, or points."""

    name: str
    rater: str
    points: bool
    marks: tuple[Mark, ...]


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read the tiers of a TextGrid as tracks of segments.

    Raises
    ------
    InputError
        It is none, or damaged.
    """
    text, encoding = read_text(path, options.encoding)
    tokens = PraatTokens(path, text)
    if not tokens.text('"ooTextFile"').startswith("ooTextFile"):
        tokens.refuse('"ooTextFile"', "another text")
    kind = tokens.text('"TextGrid"')
    if kind != "TextGrid":
        tokens.refuse('"TextGrid"', f'"{kind[:40]}"')
    tokens.number("the time at which the grid begins")
    tokens.number("the time at which the grid ends")
    exists = tokens.flag("<exists>") == "<exists>"
    tiers = [_tier(tokens) for _ in range(tokens.count("the number of tiers") if exists else 0)]
    content = Content(segment_tracks=tuple(_tracks(tiers)))
    return content, preview(content, encoding)


def _tier(tokens: PraatTokens) -> _Tier:
    kind = tokens.text('"IntervalTier" or "TextTier"')
    if kind not in ("IntervalTier", "TextTier"):
        tokens.refuse('"IntervalTier" or "TextTier"', f'"{kind[:40]}"')
    joined = tokens.text("the name of a tier")
    tokens.number("the time at which the tier begins")
    tokens.number("the time at which the tier ends")
    count = tokens.count("the number of intervals or points of the tier")
    one = _point if kind == "TextTier" else _interval
    marks = tuple(one(tokens, f"{i + 1} of tier “{joined}”") for i in range(count))
    return _Tier(*parted_name(joined), kind == "TextTier", tuple(m for m in marks if m[2].strip()))


def _interval(tokens: PraatTokens, which: str) -> Mark:
    onset = tokens.number(f"the begin of interval {which}")
    offset = tokens.number(f"the end of interval {which}")
    if offset < onset:
        tokens.refuse(f"an end of interval {which} after its begin", f"{offset:g}")
    return onset, offset, tokens.text(f"the text of interval {which}"), ""


def _point(tokens: PraatTokens, which: str) -> Mark:
    time = tokens.number(f"the time of point {which}")
    return time, time, tokens.text(f"the text of point {which}"), ""


def _tracks(tiers: Sequence[_Tier]) -> Iterator[SegmentContent]:
    intervals = {(tier.name, tier.rater) for tier in tiers if not tier.points}
    points = {
        (tier.name.removesuffix(EVENTS), tier.rater): tier
        for tier in tiers
        if tier.points and tier.name.endswith(EVENTS)
    }
    for tier in tiers:
        owner = (tier.name.removesuffix(EVENTS), tier.rater)
        if points.get(owner) is tier and owner in intervals:
            continue  # with its intervals
        events = None if tier.points else points.get((tier.name, tier.rater))
        marks = (*tier.marks, *(events.marks if events else ()))
        yield SegmentContent(tier.name, tier.rater, numbered(marks))


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write the tracks of segments as tiers.

    Raises
    ------
    OutputError
        There is no track of segments, or the file cannot be written.
    """
    refuse_without_segments(content, NAME)
    with atomic_write_text(target) as stream:
        stream.write(textgrid_text(content))
    return [target]


def textgrid_text(content: ExportContent) -> str:
    """The file's whole text."""
    tiers = list(_tiers(content))
    names = distinct(joined_name(tier.name, tier.rater) for tier in tiers)
    first, last = _span(content)
    limits = [f"xmin = {_decimal(first)}", f"xmax = {_decimal(last)}"]
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', ""]
    lines += [*limits, "tiers? <exists>", f"size = {len(tiers)}", "item []:"]
    for i, (tier, name) in enumerate(zip(tiers, names, strict=True), 1):
        marks = tier.marks if tier.points else _filled(tier.marks, first, last)
        kind, parts = ("TextTier", "points") if tier.points else ("IntervalTier", "intervals")
        lines += [
            f"    item [{i}]:",
            f'        class = "{kind}"',
            f"        name = {_quoted(name)}",
        ]
        lines += [f"        {limit}" for limit in limits]
        lines.append(f"        {parts}: size = {len(marks)}")
        for j, mark in enumerate(marks, 1):
            lines.append(f"        {parts} [{j}]:")
            lines += [f"            {line}" for line in _mark_lines(mark, tier.points)]
    return "\n".join(lines) + "\n"


def _mark_lines(mark: Mark, point: bool) -> list[str]:
    onset, offset, label, _ = mark
    if point:
        return [f"number = {_decimal(onset)}", f"mark = {_quoted(label)}"]
    return [f"xmin = {_decimal(onset)}", f"xmax = {_decimal(offset)}", f"text = {_quoted(label)}"]


def _decimal(seconds: float) -> str:
    # Shortest digits that give the same number back, without an exponent.
    return np.format_float_positional(seconds, trim="-")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _tiers(content: ExportContent) -> Iterator[_Tier]:
    for track in content.segment_tracks:
        kept = [each for each in sorted(track.segments) if held(each.label)]
        spans = [each for each in kept if not each.is_event]
        events = [each for each in kept if each.is_event]
        name = one_line(track.name).strip() or "segments"
        for points, part in ((False, spans), (True, events)):
            if not part and (points or events):
                continue
            own = name + EVENTS if points and spans else name
            for i, layer in enumerate(layers(part), 1):
                yield _Tier(
                    own if i == 1 else f"{own} {i}", one_line(track.rater), points, _marks(layer)
                )


def _marks(segments: Sequence[Segment]) -> tuple[Mark, ...]:
    return tuple((float(s.onset), float(s.offset), held(s.label), "") for s in segments)


def held(label: str) -> str:
    """A label as a tier holds it; blanks alone are as no label."""
    return without_controls(label) if label.strip() else ""


def _span(content: ExportContent) -> tuple[float, float]:
    every = [segment for track in content.segment_tracks for segment in track.segments]
    times = [time for segment in every for time in (segment.onset, segment.offset)]
    seconds = content.frame_seconds.tolist()
    step = (seconds[-1] - seconds[0]) / (len(seconds) - 1) if len(seconds) > 1 else 0.04
    end = seconds[-1] + step if seconds else 0.0
    first, last = min([0.0, *times]), max([end, *times])
    return float(first), float(last if last > first else first + 1)


def _filled(marks: tuple[Mark, ...], first: float, last: float) -> list[Mark]:
    """The intervals with those without text between them: a tier has no holes."""
    filled: list[Mark] = []
    at = first
    for mark in marks:
        if mark[0] > at:
            filled.append((at, mark[0], "", ""))
        filled.append(mark)
        at = mark[1]
    if at < last:
        filled.append((at, last, "", ""))
    return filled


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost, one sentence each."""
    lost = lost_curves(content, NAME)
    if overlapping(content.segment_tracks):
        lost.append(f"{NAME} has no overlaps in a tier: overlapping segments get further tiers.")
    if not _names_come_back(content):
        lost.append(f"{NAME} keeps names of tracks only as name@rater, each once: some change.")
    return lost + lost_marks(
        content,
        NAME,
        [
            (lambda s: not held(s.label), "leaves out segments without a label"),
            (lambda s: bool(held(s.label)) and held(s.label) != s.label, "changes odd labels"),
            (lambda s: bool(s.note), "holds no notes"),
        ],
    )


def _names_come_back(content: ExportContent) -> bool:
    given = [(track.name, track.rater) for track in content.segment_tracks]
    names = [joined_name(one_line(name).strip(), one_line(rater)) for name, rater in given]
    back = [parted_name(name) for name in distinct(names)]
    return back == given and all(name and not name.endswith(EVENTS) for name, _ in given)
