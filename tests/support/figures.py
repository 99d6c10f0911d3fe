"""Figures drawn at once, and what is in the files they make."""

import re
import zlib
from pathlib import Path

from app.ui.output.drawing import Finish, drawing
from app.ui.output.figure import Figure, Sheet
from app.ui.theme import Theme


def drawn(figure: Figure, sheet: Sheet, suffix: str, theme: Theme) -> Finish:
    """Paint a figure without a pause."""
    work = drawing(figure, sheet, suffix, theme)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def pdf_objects(pdf: bytes) -> dict[int, bytes]:
    """Objects by their number, found by the table at the end as a reader finds them."""
    start = int(re.search(rb"startxref\s+(\d+)", pdf)[1])
    assert pdf[start : start + 4] == b"xref"
    places = [int(each[1]) for each in re.finditer(rb"(\d{10}) \d{5} n", pdf[start:])]
    found = {}
    for place, stop in zip(sorted(places), [*sorted(places)[1:], start], strict=True):
        number = re.match(rb"(\d+) 0 obj", pdf[place:stop])
        assert number, f"no object where the table says, at {place}"
        found[int(number[1])] = pdf[place:stop]
    return found


def pictures_of(pdf: bytes) -> list[tuple[int, int, bytes]]:
    """Width, height and bytes of the pictures in a PDF that were packed without loss."""
    found = []
    for each in pdf_objects(pdf).values():
        head, _, rest = each.partition(b"stream\n")
        if b"/Subtype /Image" not in head or b"/FlateDecode" not in head:
            continue
        size = [int(re.search(rb"/%s (\d+)" % name, head)[1]) for name in (b"Width", b"Height")]
        found.append((*size, zlib.decompress(rest[: rest.rindex(b"\nendstream")])))
    return found


def fonts_of(pdf: bytes) -> list[str]:
    """Names of fonts, each with its outlines in the file."""
    objects = pdf_objects(pdf)
    names = []
    for each in objects.values():
        if b"/FontDescriptor" in each and b"/FontName" in each:
            assert b"/FontFile" in each
            names.append(re.search(rb"/FontName /([^\s/]+)", each)[1].decode())
    return names


def text_of(svg: Path | bytes) -> set[str]:
    """Everything that is written in an SVG."""
    content = svg if isinstance(svg, bytes) else svg.read_bytes()
    return {each.decode() for each in re.findall(rb'aria-label="([^"]*)"', content)}
