"""NOVA annotations: a header ``x.annotation`` in XML, and its values in ``x.annotation~``.

A file holds one track: of several, each gets its own pair, ``clip.scheme@rater.annotation``. Curves
are CONTINUOUS, samples at a fixed rate from 0 s: line i of the values is ``score;confidence`` at
i / sr. Segments are DISCRETE, ``from;to;id;confidence`` with the labels in the header; FREE ones,
``from;to;label;confidence``, are read as well, and so are the BINARY forms. What NOVA calls GARBAGE
has the id -1. Read and written as NOVA's Types/AnnoListFile.cs does.
"""

import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.formats.columns import DIMENSIONS
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    Layout,
    ReadOptions,
    SegmentContent,
    WriteOptions,
)
from app.formats.marks import Mark, numbered
from app.formats.whole_text import (
    Element,
    LinedElement,
    decoded,
    fault,
    number,
    preview,
    read_bytes,
    read_xml,
)

NAME = "NOVA"
GARBAGE = "GARBAGE"


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is the header, or the values, of an annotation of NOVA."""
    plain = head.replace(b"\0", b"")
    return path.name.endswith(".annotation~") or (b"<annotation" in plain and b"ssi-v" in plain)


@dataclass(frozen=True, slots=True)
class _Header:
    """What the header says; `values` is the other file of the pair."""

    path: Path
    values: Path
    scheme: Element
    kind: str
    binary: bool
    size: int
    annotator: str

    @property
    def line(self) -> int | None:
        return self.scheme.line if isinstance(self.scheme, LinedElement) else None

    @property
    def name(self) -> str:
        return self.scheme.get("name", "")

    def number(self, attribute: str) -> float:
        """A number of the scheme."""
        value = self.scheme.get(attribute)
        if value is None:
            raise fault(self.path, f"expected the attribute {attribute} of <scheme>", self.line)
        return number(value.replace(",", "."), self.path, self.line or 1)


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read a pair of files, of which either may be given.

    Raises
    ------
    InputError
        One is missing or damaged.
    """
    path = path.with_name(path.name.removesuffix("~"))
    header, encoding = _header(path)
    content = _curve(header, options) if header.kind == "CONTINUOUS" else _segments(header, options)
    return content, preview(content, encoding)


def _header(path: Path) -> tuple[_Header, str]:
    root, encoding = read_xml(path)
    info, scheme, meta = (root.find(tag) for tag in ("info", "scheme", "meta"))
    if root.tag != "annotation" or info is None or scheme is None:
        raise fault(path, "expected <annotation> with <info> and <scheme>", 1)
    kind = scheme.get("type", "FREE")
    if kind not in ("CONTINUOUS", "DISCRETE", "FREE"):
        line = scheme.line if isinstance(scheme, LinedElement) else None
        what = f"expected CONTINUOUS, DISCRETE or FREE, found '{kind[:40]}'"
        raise fault(path, f"{what}: NOVA's other annotations are not supported yet", line)
    size = info.get("size", "")
    rater = meta.get("annotator", "") if meta is not None else ""
    values = path.with_name(path.name + "~")
    known = int(size[:15]) if size.isdecimal() else -1
    if known > 0 and not values.exists():
        raise fault(path, f"expected its values in {values.name} beside it; copy both files")
    binary = info.get("ftype", "ASCII") == "BINARY"
    return _Header(path, values, scheme, kind, binary, known, rater), encoding


def _data(header: _Header) -> bytes:
    # A scheme without samples often has no values beside it.
    if not header.values.exists() or header.values.stat().st_size == 0:
        return b""
    return read_bytes(header.values)


def _remarks(header: _Header, found: int) -> tuple[str, ...]:
    if header.size < 0 or header.size == found:
        return () if found else (f"{header.path.name} is a scheme without any value.",)
    return (
        f"{header.path.name} promises {header.size} values, and {header.values.name} has {found}.",
    )


def _rows(header: _Header, options: ReadOptions, cells: int) -> Iterator[tuple[int, list[str]]]:
    text, _ = decoded(header.values, _data(header), options.encoding)
    if "." not in text and options.decimal != ".":
        text = text.replace(",", ".")  # decimal commas: a spreadsheet has saved it
    for line, row in enumerate(text.split("\n"), 1):
        if row.strip():
            found = row.split(";")
            if len(found) < cells:
                what = f"expected {cells} values between semicolons, found {len(found)}"
                raise fault(header.values, what, line)
            yield line, found


def _curve(header: _Header, options: ReadOptions) -> Content:
    rate = options.rate or header.number("sr")
    low, high = header.number("min"), header.number("max")
    if not 1e-6 <= rate <= 1e6:
        raise fault(header.path, f"expected a rate sr above 0, found {rate:g}", header.line)
    values = _samples_of_bytes(header) if header.binary else _samples_of_text(header, options)
    if options.sentinel is not None:
        values = np.where(values == options.sentinel, np.nan, values)
    declared = (low, high) if low < high else None
    # Its own schemes begin with a capital at times; other names stay as they are.
    usual = header.name.lower() in DIMENSIONS
    dimension = header.name.lower() if usual else header.name
    times = np.arange(values.size) / rate
    curve = CurveContent(dimension, header.annotator, times, values, declared)
    return Content((curve,), remarks=_remarks(header, values.size), rate=rate)


def _samples_of_text(header: _Header, options: ReadOptions) -> NDArray[np.float64]:
    values = []
    for line, (score, confidence, *_) in _rows(header, options, 2):
        number(confidence, header.values, line, len(score) + 2)
        missing = score.strip().lower() in ("nan", "-nan", "")
        values.append(math.nan if missing else number(score, header.values, line, 1))
    return np.array(values, dtype=np.float64)


def _samples_of_bytes(header: _Header) -> NDArray[np.float64]:
    data = _data(header)
    if len(data) % 8:
        raise fault(
            header.values, f"ends within a sample, after {len(data)} bytes; expected 8 each"
        )
    scores = np.frombuffer(data, dtype="<f4").astype(np.float64)[::2]
    return np.where(np.isfinite(scores), scores, np.nan)


def _segments(header: _Header, options: ReadOptions) -> Content:
    if header.binary:
        marks = list(_marks_of_bytes(header))
    else:
        marks = list(_marks_of_text(header, options))
    track = SegmentContent(header.name, header.annotator, numbered(marks))
    return Content(segment_tracks=(track,), remarks=_remarks(header, len(marks)))


def _label_of(header: _Header) -> Callable[[int], str | None]:
    labels = {item.get("id", ""): item.get("name", "") for item in header.scheme.iterfind("item")}
    return lambda identity: GARBAGE if identity < 0 else labels.get(str(identity))


def _marks_of_text(header: _Header, options: ReadOptions) -> Iterator[Mark]:
    label_of = _label_of(header)
    for line, row in _rows(header, options, 4):
        onset = number(row[0], header.values, line, 1)
        offset = number(row[1], header.values, line, len(row[0]) + 2)
        column = len(row[0]) + len(row[1]) + 3
        label: str | None = row[2]
        if header.kind == "DISCRETE":
            known = row[2].strip().removeprefix("-").isdecimal()
            label = label_of(int(row[2][:15])) if known else None
        if label is None:
            what = f"expected the id of an item of {header.path.name}, found '{row[2][:40]}'"
            raise fault(header.values, what, line, column)
        if offset < onset:
            what = f"expected an end not before {onset:g}, found {offset:g}"
            raise fault(header.values, what, line, len(row[0]) + 2)
        yield onset, offset, label, ""


def _marks_of_bytes(header: _Header) -> Iterator[Mark]:
    label_of, data, at = _label_of(header), _data(header), 0
    while at < len(data):
        begin = at
        try:
            onset, offset, third = struct.unpack_from("<ddi", data, at)
            at += 20
            label = label_of(third)
            if header.kind == "FREE":
                label = data[at : at + third].decode() if third >= 0 else None
                at += max(0, third)
            struct.unpack_from("<f", data, at)
            at += 4
        except (struct.error, UnicodeDecodeError):
            what = f"expected a whole segment from byte {begin} on, found the end, or other bytes"
            raise fault(header.values, what) from None
        if label is None or not (math.isfinite(onset) and onset <= offset < math.inf):
            raise fault(header.values, f"expected a segment from byte {begin} on, found none")
        yield onset, offset, label, ""


def write(
    content: ExportContent, target: Path, options: WriteOptions, *, binary: bool = False
) -> list[Path]:
    """Write a pair of files for each track.

    Parameters
    ----------
    content, target, options
        As of every format.
    binary : bool
        Whether values are written as bytes, which round them to single precision.

    Raises
    ------
    OutputError
        There is no track, or a file cannot be written.
    """
    from app.formats.nova_writing import write_pairs

    return write_pairs(content, target, binary)


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost, one sentence each."""
    from app.formats.nova_writing import losses

    return losses(content)
