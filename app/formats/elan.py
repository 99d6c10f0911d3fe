"""ELAN EAF 2.8 and 3.0: segments in tiers, curves in a linked table.

Times are whole milliseconds, and an annotation is at least 1 ms wide: events are written so, and
annotations of at most 1 ms are read as events. A time slot without a time has none: ELAN shows such
annotations spread evenly, which nobody measured, so they are left out, and counted. An annotation
that refers to another has the times of that one. Format: EAFv3.0.xsd and its guide, MPI Nijmegen.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from app.core.errors import InputError
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    Layout,
    ReadOptions,
    SegmentContent,
    WriteOptions,
)
from app.formats.marks import Mark, counted, numbered
from app.formats.whole_text import Element, LinedElement, fault, preview, read_xml

NAME = "ELAN EAF"
_WHOLE = re.compile(r"-?[0-9]{1,15}")
NOTE = "note"
"""The linguistic type of tiers that hold the notes of their parent."""


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file looks like an EAF."""
    return b"<ANNOTATION_DOCUMENT" in head.replace(b"\0", b"")


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read the tiers of an EAF as tracks, and the table of curves that it links.

    Raises
    ------
    InputError
        It is none, or damaged.
    """
    root, encoding = read_xml(path)
    if root.tag != "ANNOTATION_DOCUMENT":
        raise fault(path, f"expected <ANNOTATION_DOCUMENT>, found <{root.tag}>", 1)
    header = root.find("HEADER")
    units = "milliseconds" if header is None else header.get("TIME_UNITS", "milliseconds")
    if units != "milliseconds":
        raise fault(path, f"expected times in milliseconds, found {units}", _line(header))
    reader = _Reader(path, _slots(path, root), root)
    tracks = tuple(reader.tracks())
    curves, remarks = _linked(path, header, options)
    media = header.find("MEDIA_DESCRIPTOR") if header is not None else None
    content = Content(
        curves,
        tracks,
        (*reader.remarks(), *remarks, *_origin(media)),
        media="" if media is None else _url(media, "MEDIA_URL"),
    )
    return content, preview(content, encoding)


def _url(link: Element, attribute: str) -> str:
    return link.get(f"RELATIVE_{attribute}") or link.get(attribute) or ""


def _line(element: Element | None) -> int | None:
    return element.line if isinstance(element, LinedElement) else None


def _origin(media: Element | None) -> tuple[str, ...]:
    origin = media.get("TIME_ORIGIN", "0") if media is not None else "0"
    if origin in ("0", ""):
        return ()
    return (f"ELAN begins the recording at {origin} ms; times were not shifted by it.",)


def _slots(path: Path, root: Element) -> dict[str, int | None]:
    slots: dict[str, int | None] = {}
    for slot in root.iterfind("TIME_ORDER/TIME_SLOT"):
        value = slot.get("TIME_VALUE")
        if value is not None and not _WHOLE.fullmatch(value):
            raise fault(path, f"expected whole milliseconds, found '{value[:40]}'", _line(slot))
        slots[slot.get("TIME_SLOT_ID", "")] = None if value is None else int(value)
    return slots


@dataclass(slots=True)
class _Reader:
    """Reads tiers; counts what is odd in them."""

    path: Path
    slots: dict[str, int | None]
    root: Element
    annotations: dict[str, Element] = field(default_factory=dict)
    odd: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for kind in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            for each in self.root.iterfind(f"TIER/ANNOTATION/{kind}"):
                self.annotations[each.get("ANNOTATION_ID", "")] = each

    def tracks(self) -> Iterator[SegmentContent]:
        tiers = self.root.findall("TIER")
        for tier in tiers:
            if _is_note(tier):
                continue
            identity = tier.get("TIER_ID", "")
            rater = tier.get("ANNOTATOR", "")
            notes = self._notes(tiers, identity)
            marks = [self._mark(each, identity, notes) for each in _annotations(tier)]
            name = identity.removesuffix(f"@{rater}") if rater else identity
            segments = numbered(mark for mark in marks if mark is not None)
            yield SegmentContent(name, rater, segments)

    def _notes(self, tiers: list[Element], parent: str) -> dict[str, str]:
        return {
            each.get("ANNOTATION_REF", ""): _value(each)
            for tier in tiers
            if _is_note(tier) and tier.get("PARENT_REF") == parent
            for each in _annotations(tier)
        }

    def _mark(self, annotation: Element, tier: str, notes: dict[str, str]) -> Mark | None:
        identity = annotation.get("ANNOTATION_ID", "")
        times = self._times(annotation, 0)
        if times is None:
            self.odd[tier, "left out, for they have no times of their own"] += 1
            return None
        onset, offset = times
        if annotation.tag == "REF_ANNOTATION":
            self.odd[tier, "given the times of the annotations they refer to"] += 1
        elif offset - onset <= 1:
            self.odd[tier, "of at most 1 ms read as events"] += 1
            offset = onset
        return onset / 1000, offset / 1000, _value(annotation), notes.get(identity, "")

    def _times(self, annotation: Element, depth: int) -> tuple[int, int] | None:
        if annotation.tag == "REF_ANNOTATION":
            parent = self.annotations.get(annotation.get("ANNOTATION_REF", ""))
            if parent is None or depth > 50:
                raise self._fault(annotation, "a reference to an annotation", "ANNOTATION_REF")
            return self._times(parent, depth + 1)
        for reference in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"):
            if annotation.get(reference, "") not in self.slots:
                raise self._fault(annotation, "a reference to a time slot", reference)
        onset = self.slots[annotation.get("TIME_SLOT_REF1", "")]
        offset = self.slots[annotation.get("TIME_SLOT_REF2", "")]
        if onset is None or offset is None:
            return None
        if offset < onset:
            what = f"expected an end after {onset} ms, found {offset} ms"
            raise fault(self.path, what, _line(annotation))
        return onset, offset

    def _fault(self, annotation: Element, what: str, attribute: str) -> InputError:
        found = annotation.get(attribute, "")[:40]
        return fault(self.path, f"expected {what}, found '{found}'", _line(annotation))

    def remarks(self) -> list[str]:
        """A sentence for each kind of oddity of each tier."""
        return [
            f"Tier “{tier}”: {counted(number, 'annotation')} {what}."
            for (tier, what), number in self.odd.items()
        ]


def _is_note(tier: Element) -> bool:
    return tier.get("LINGUISTIC_TYPE_REF") == NOTE and bool(tier.get("PARENT_REF"))


def _annotations(tier: Element) -> Iterator[Element]:
    for holder in tier.iterfind("ANNOTATION"):
        yield from holder


def _value(annotation: Element) -> str:
    return annotation.findtext("ANNOTATION_VALUE") or ""


def _linked(
    path: Path, header: Element | None, options: ReadOptions
) -> tuple[tuple[CurveContent, ...], list[str]]:
    """The curves of linked tables; only files that lie beside the EAF, or below, are opened."""
    from app.formats import tracks_csv

    curves: list[CurveContent] = []
    remarks = []
    for link in header.iterfind("LINKED_FILE_DESCRIPTOR") if header is not None else ():
        url = _url(link, "LINK_URL")
        if link.get("MIME_TYPE") != "text/plain":
            continue
        file = _beside(path, url)
        if file is None:
            remarks.append(f"The linked file {url[:200]} is not beside the EAF, and was not read.")
            continue
        try:
            content, _ = tracks_csv.read(file, ReadOptions(sentinel=options.sentinel))
        except InputError as error:
            remarks.append(f"The linked file was not read: {error}")
            continue
        curves += content.curves
        remarks += content.remarks
    return tuple(curves), remarks


def _beside(path: Path, url: str) -> Path | None:
    folder = path.resolve().parent
    for name in dict.fromkeys((url, unquote(url))):
        for file in (folder / name, folder / name.replace("\\", "/").rpartition("/")[2]):
            try:
                found = file.resolve()
                if found.is_relative_to(folder) and found.is_file() and found != path.resolve():
                    return found
            except (OSError, ValueError, RuntimeError):
                continue  # no name that a file can have, or a link to itself
    return None


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write an EAF, and beside it ``NAME_curves.csv`` where there are curves.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    from app.formats.elan_writing import write_eaf

    return write_eaf(content, target, options)


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost, one sentence each."""
    from app.formats.elan_writing import losses

    return losses(content)
