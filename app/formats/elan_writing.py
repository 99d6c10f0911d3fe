"""Writing ELAN EAF 3.0; see `app.formats.elan` for what it means."""

import mimetypes
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.core.segment import Segment
from app.files import atomic_write
from app.formats.content import ExportContent, ExportSegments, WriteOptions
from app.formats.elan import NAME, NOTE
from app.formats.marks import (
    distinct,
    joined_name,
    layers,
    lost_marks,
    numbered,
    one_line,
    overlapping,
    without_controls,
)
from app.formats.whole_text import Element, SubElement, xml_bytes
from app.formats.writing import odd_names

_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
# The fixed texts of the four kinds of dependence, as ELAN writes them.
_CONSTRAINTS = {
    "Time_Subdivision": "Time subdivision of parent annotation's time interval, no time gaps "
    "allowed within this interval",
    "Symbolic_Subdivision": "Symbolic subdivision of a parent annotation. Annotations refering to "
    "the same parent are ordered",
    "Symbolic_Association": "1-1 association with a parent annotation",
    "Included_In": "Time alignable annotations within the parent annotation's time interval, gaps "
    "are allowed",
}


@dataclass(frozen=True, slots=True)
class _Tier:
    """A tier to write; times are whole milliseconds, and every end is after its begin."""

    name: str
    rater: str
    segments: tuple[Segment, ...]


def write_eaf(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write an EAF, and its linked table where there are curves."""
    written = [target]
    if content.curves:
        from app.formats import tracks_csv

        curves = target.with_name(f"{target.stem}_curves.csv")
        plain = replace(options, time_base="seconds")
        written += tracks_csv.write(replace(content, segment_tracks=()), curves, plain)
    with atomic_write(target) as stream:
        stream.write(xml_bytes(_document(content, target, written[1:])))
    return written


def _document(content: ExportContent, target: Path, linked: list[Path]) -> Element:
    tiers = list(_tiers(content))
    root = Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": ", ".join(filter(None, map(one_line, content.raters))),
            "DATE": datetime.now(UTC).isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
            _SCHEMA: "http://www.mpi.nl/tools/elan/EAFv3.0.xsd",
        },
    )
    notes = sum(bool(segment.note) for tier in tiers for segment in tier.segments)
    last = sum(len(tier.segments) for tier in tiers) + notes
    _header(root, content.media, target, linked, last)
    slots = _time_order(root, tiers)
    _write_tiers(root, tiers, slots)
    plain = {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": "default-lt"}
    SubElement(root, "LINGUISTIC_TYPE", plain, TIME_ALIGNABLE="true")
    note = {"CONSTRAINTS": "Symbolic_Association", "GRAPHIC_REFERENCES": "false"}
    SubElement(root, "LINGUISTIC_TYPE", note, LINGUISTIC_TYPE_ID=NOTE, TIME_ALIGNABLE="false")
    for stereotype, text in _CONSTRAINTS.items():
        SubElement(root, "CONSTRAINT", DESCRIPTION=text, STEREOTYPE=stereotype)
    return root


def _header(root: Element, media: Path | None, target: Path, linked: list[Path], last: int) -> None:
    header = SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    if media is not None:
        kind = mimetypes.guess_type(media.name)[0] or "video/mp4"
        SubElement(header, "MEDIA_DESCRIPTOR", _link("MEDIA_URL", media, target), MIME_TYPE=kind)
    for file in linked:
        link = _link("LINK_URL", file, target)
        SubElement(header, "LINKED_FILE_DESCRIPTOR", link, MIME_TYPE="text/plain")
    SubElement(header, "PROPERTY", NAME="lastUsedAnnotationId").text = str(last)


def _link(attribute: str, file: Path, target: Path) -> dict[str, str]:
    absolute = file.absolute()
    try:
        beside = Path(os.path.relpath(absolute, target.absolute().parent)).as_posix()
    except ValueError:  # on another drive
        beside = absolute.name
    relative = beside if beside.startswith("../") else f"./{beside}"
    return {attribute: absolute.as_uri(), f"RELATIVE_{attribute}": without_controls(relative)}


def _time_order(root: Element, tiers: list[_Tier]) -> dict[tuple[int, int, bool], str]:
    """The slots of (tier, segment, end?): each end its own, or ELAN would move them together."""
    ends = [
        (int(time), (place, segment.id, is_end))
        for place, tier in enumerate(tiers)
        for segment in tier.segments
        for is_end, time in ((False, segment.onset), (True, segment.offset))
    ]
    order = SubElement(root, "TIME_ORDER")
    slots = {}
    for number, (time, end) in enumerate(sorted(ends), 1):
        slots[end] = f"ts{number}"
        SubElement(order, "TIME_SLOT", TIME_SLOT_ID=slots[end], TIME_VALUE=str(time))
    return slots


def _write_tiers(
    root: Element, tiers: list[_Tier], slots: dict[tuple[int, int, bool], str]
) -> None:
    annotation = 0
    names = _names(tiers)
    note_names = distinct([*names, *(f"{name} notes" for name in names)])[len(names) :]
    for place, (tier, name) in enumerate(zip(tiers, names, strict=True)):
        owner = {"ANNOTATOR": one_line(tier.rater)} if tier.rater else {}
        made = SubElement(root, "TIER", owner, LINGUISTIC_TYPE_REF="default-lt", TIER_ID=name)
        notes: dict[str, str] = {}
        for segment in tier.segments:
            annotation += 1
            attributes = {
                "ANNOTATION_ID": f"a{annotation}",
                "TIME_SLOT_REF1": slots[place, segment.id, False],
                "TIME_SLOT_REF2": slots[place, segment.id, True],
            }
            _annotation(made, "ALIGNABLE_ANNOTATION", attributes, segment.label)
            if segment.note:
                notes[f"a{annotation}"] = segment.note
        if notes:
            owner |= {"PARENT_REF": name}
            made = SubElement(
                root, "TIER", owner, LINGUISTIC_TYPE_REF=NOTE, TIER_ID=note_names[place]
            )
        for parent, note in notes.items():
            annotation += 1
            attributes = {"ANNOTATION_ID": f"a{annotation}", "ANNOTATION_REF": parent}
            _annotation(made, "REF_ANNOTATION", attributes, note)


def _annotation(tier: Element, kind: str, attributes: dict[str, str], value: str) -> None:
    holder = SubElement(SubElement(tier, "ANNOTATION"), kind, attributes)
    SubElement(holder, "ANNOTATION_VALUE").text = without_controls(value)


def _names(tiers: list[_Tier]) -> list[str]:
    """Ids of the tiers: the names, with their raters where two have one name."""
    plain = [tier.name for tier in tiers]
    return distinct(
        joined_name(tier.name, one_line(tier.rater)) if plain.count(tier.name) > 1 else tier.name
        for tier in tiers
    )


def _tiers(content: ExportContent) -> Iterator[_Tier]:
    for track in content.segment_tracks:
        name = one_line(track.name).strip() or "segments"
        whole = numbered(_in_milliseconds(segment) for segment in track.segments)
        for number, layer in enumerate(layers(whole), 1):
            yield _Tier(name if number == 1 else f"{name} {number}", track.rater, tuple(layer))


def _in_milliseconds(segment: Segment) -> tuple[float, float, str, str]:
    onset = max(0, round(segment.onset * 1000))
    return onset, max(onset + 1, round(segment.offset * 1000)), segment.label, segment.note


def losses(content: ExportContent) -> list[str]:
    """What would be lost, one sentence each."""
    lost = odd_names(content, NAME)
    if content.curves:
        lost.append(f"{NAME} keeps curves in a file beside it: NAME_curves.csv must go with it.")
    if any((curve.low, curve.high) != (-1.0, 1.0) for curve in content.curves):
        lost.append(f"{NAME} does not hold the ranges of dimensions; importing asks for them.")
    if overlapping(content.segment_tracks):
        lost.append(f"{NAME} has no overlaps in a tier: overlapping segments get further tiers.")
    if not _names_come_back(content):
        lost.append(f"{NAME} needs a name for each track, and each once: some change.")
    return lost + lost_marks(
        content,
        NAME,
        [
            (lambda s: s.is_event, "writes events 1 ms wide"),
            (lambda s: s.onset < 0, "begins at 0: earlier times become 0"),
            (_is_rounded, "rounds times to whole milliseconds"),
            (lambda s: without_controls(s.label) != s.label, "changes odd labels"),
            (lambda s: without_controls(s.note) != s.note, "changes odd notes"),
        ],
    )


def _names_come_back(content: ExportContent) -> bool:
    plain = [ExportSegments(track.name, track.rater, ()) for track in content.segment_tracks]
    tiers = list(_tiers(replace(content, segment_tracks=tuple(plain))))
    back = [
        (name.removesuffix(f"@{tier.rater}") if tier.rater else name, one_line(tier.rater))
        for tier, name in zip(tiers, _names(tiers), strict=True)
    ]
    return back == [(track.name, track.rater) for track in content.segment_tracks]


def _is_rounded(segment: Segment) -> bool:
    times = (segment.onset, segment.offset)
    return any(round(time * 1000) / 1000 != time for time in times) or 0 < segment.duration < 0.0015
