"""Files whose pictures are put in afterwards, in a worker: PDF and SVG as Qt writes them.

Qt paints a picture of one pixel's width where a `Plate` was asked for; here that is exchanged for
the picture itself, without loss.
"""

import base64
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QIODevice
from PySide6.QtGui import QImage, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.ui.plates import FIRST_MARK, Plate, PlateHolder

_LEVEL = 6
_ENTRY = re.compile(rb"^(\d{10}) (\d{5}) n", re.MULTILINE)
_MARK = re.compile(rb"/Subtype /Image\s+/Width 1\s+/Height (\d+)\s")
_PNG = "data:image/png;base64,"
_XLINK = "{http://www.w3.org/1999/xlink}href"


class PlatedPdf(QPdfWriter, PlateHolder):
    """Keeps places in a PDF."""

    def __init__(self, device: QIODevice, dots_per_unit: float) -> None:
        super().__init__(device, dots_per_unit=dots_per_unit)  # type: ignore[call-overload]


class PlatedSvg(QSvgGenerator, PlateHolder):
    """Keeps places in an SVG."""

    def __init__(self, dots_per_unit: float) -> None:
        super().__init__(dots_per_unit=dots_per_unit)  # type: ignore[call-overload]


def with_plates(pdf: bytes, plates: Sequence[Plate]) -> bytes:
    """A PDF with the pictures in their places."""
    if not plates:
        return pdf
    table = pdf.rindex(b"\nxref\n") + 1
    starts = sorted(int(entry[1]) for entry in _ENTRY.finditer(pdf, table))
    parts, moved, length = [pdf[: starts[0]]], {}, starts[0]
    for start, stop in zip(starts, [*starts[1:], table], strict=True):
        moved[start] = length
        parts.append(_exchanged(pdf[start:stop], plates))
        length += len(parts[-1])
    return b"".join((*parts, _table(pdf[table:], moved, length)))


def _exchanged(item: bytes, plates: Sequence[Plate]) -> bytes:
    """An object of a PDF, or the picture whose place it keeps."""
    mark = _MARK.search(item, 0, 200)
    place = int(mark[1]) - FIRST_MARK if mark is not None else -1
    if not 0 <= place < len(plates):
        return item
    pixels = pixels_of(plates[place].picture())
    packed = zlib.compress(pixels.tobytes(), _LEVEL)
    height, width, _ = pixels.shape
    number = item.split(b" ", 1)[0].decode()
    head = (
        f"{number} 0 obj\n<<\n/Type /XObject\n/Subtype /Image\n/Width {width}\n/Height {height}\n"
        "/BitsPerComponent 8\n/ColorSpace /DeviceRGB\n"
        f"/Length {len(packed)}\n/Filter /FlateDecode\n>>\nstream\n"
    )
    return head.encode() + packed + b"\nendstream\nendobj\n"


def _table(end: bytes, moved: Mapping[int, int], start: int) -> bytes:
    """The table of objects and all after it, with the places where they are now."""
    end = _ENTRY.sub(lambda entry: b"%010d %s n" % (moved[int(entry[1])], entry[2]), end)
    return re.sub(rb"startxref\s+\d+", b"startxref\n%d" % start, end)


def put_plates(root: ET.Element, plates: Sequence[Plate]) -> None:
    """Put pictures into their places in an SVG."""
    for image in root.iter("{http://www.w3.org/2000/svg}image"):
        place = _mark_of(image.get(_XLINK, ""))
        if 0 <= place < len(plates):
            content = png_bytes(pixels_of(plates[place].picture()))
            image.set(_XLINK, _PNG + base64.b64encode(content).decode())


def _mark_of(link: str) -> int:
    """Which plate a picture keeps the place of; -1 for none."""
    if not link.startswith(_PNG):
        return -1
    head = base64.b64decode(link[len(_PNG) :][:32])  # a signature, then width and height
    width, height = struct.unpack(">II", head[16:24])
    return height - FIRST_MARK if width == 1 else -1


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG of pixels, uint8 (H, W, 3); packed where other threads may run."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each begins with how it is filtered: not
    rows[:, 1:] = pixels.reshape(height, -1)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows.tobytes(), _LEVEL)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    """Pixels of a picture, uint8 (H, W, 3), red first."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height = plain.width(), plain.height()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(height, plain.bytesPerLine())
    return rows[:, : 3 * width].reshape(height, width, 3).copy()
