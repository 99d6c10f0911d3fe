"""Figures as PNG, SVG and PDF.

PDF embeds the fonts it uses. SVG has no place for fonts that every program reads, so there letters
become outlines; each keeps its text in ``aria-label``.
"""

import math
import xml.etree.ElementTree as ET
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from app.core.errors import OutputError
from app.files import atomic_path
from app.ui.fonts import text_font
from app.ui.output.figure import NOTE_HIGH, Figure, Sheet
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme
from app.version import application_version

MOST_DOTS = 200_000_000
"""Of a picture: beyond, memory would not do."""

_PDF_DPI = 1200
_SVG_DPI = 72
_SVG = "http://www.w3.org/2000/svg"

Finish = Callable[[], bytes]
"""What is left to do when all is painted: slow, and in need of no widget."""


def drawn(figure: Figure, sheet: Sheet, suffix: str, theme: Theme) -> Finish:
    """Paint a figure, on the window's thread; what it gives makes the file, in a worker.

    Parameters
    ----------
    suffix : str
        ``".png"``, ``".svg"`` or ``".pdf"``.

    Raises
    ------
    OutputError
        There is no such format, or the picture would be too large.
    """
    kind = FORMATS.get(suffix.lower())
    if kind is None:
        raise OutputError(f"A figure cannot be written as {suffix}; choose .pdf, .svg or .png.")
    return kind(figure, sheet, theme)


def written(finish: Finish, path: Path) -> Generator[None, None, Path]:
    """Make the bytes and write them whole or not at all; gives the file.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    yield
    content = finish()
    yield
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)
    return path


def _png(figure: Figure, sheet: Sheet, theme: Theme) -> Finish:
    wanted = QSize(*sheet.size_dots(figure))
    # Curves ask the device how fine it is; a screen is so by whole numbers, and they count on it.
    fine, page = max(1, math.ceil(sheet.dots_per_pixel)), sheet.page(figure)
    width, height = math.ceil(page.width() * fine), math.ceil(page.height() * fine)
    if width * height > MOST_DOTS:
        raise OutputError(
            f"The figure would have {wanted.width()} x {wanted.height()} dots; choose fewer dots "
            "per inch."
        )
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise OutputError("The memory does not suffice for the figure; choose fewer dots per inch.")
    image.fill(theme.colour("base"))
    image.setDevicePixelRatio(fine)
    painter = QPainter(image)
    paint_sheet(painter, figure, sheet, theme)
    painter.end()
    return lambda: _png_bytes(image, wanted, sheet.dpi)


def _png_bytes(image: QImage, wanted: QSize, dpi: int) -> bytes:
    image.setDevicePixelRatio(1)
    smooth = Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    scaled.setDotsPerMeterX(round(dpi / 0.0254))
    scaled.setDotsPerMeterY(round(dpi / 0.0254))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    scaled.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(buffer.data().data())


def _pdf(figure: Figure, sheet: Sheet, theme: Theme) -> Finish:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    area = sheet.page(figure)
    size = QSizeF(area.width(), area.height()) * sheet.points_per_pixel
    writer.setPageLayout(
        QPageLayout(
            QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch),
            QPageLayout.Orientation.Portrait,
            QMarginsF(),
        )
    )
    writer.setResolution(_PDF_DPI)
    writer.setTitle(figure.title)
    writer.setCreator(f"MIMAMO Studio {application_version()}")
    painter = QPainter(writer)
    scale = sheet.points_per_pixel * _PDF_DPI / 72
    painter.scale(scale, scale)
    paint_sheet(painter, figure, sheet, theme)
    painter.end()
    return lambda: bytes(buffer.data().data())


def _svg(figure: Figure, sheet: Sheet, theme: Theme) -> Finish:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    area = sheet.page(figure)
    size = QSizeF(area.width(), area.height()) * sheet.points_per_pixel
    generator.setResolution(_SVG_DPI)
    generator.setSize(QSize(round(size.width()), round(size.height())))
    generator.setViewBox(area)
    generator.setTitle(figure.title)
    generator.setDescription(f"MIMAMO Studio {application_version()}")
    painter = QPainter(generator)
    paint_sheet(painter, figure, sheet, theme)
    painter.end()
    return lambda: outlined(bytes(buffer.data().data()))


def paint_sheet(painter: QPainter, figure: Figure, sheet: Sheet, theme: Theme) -> None:
    """Paint a figure on its sheet, with the note below; in logical pixels."""
    area = sheet.area(figure)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(sheet.page(figure), theme.colour("base"))
    painter.save()
    figure.paint(painter, area, theme)
    painter.restore()
    if sheet.note:
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("warning"))
        line = QRectF(area.left() + GRID, area.bottom(), area.width() - GRID, NOTE_HIGH)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                         sheet.note)  # fmt: skip


FORMATS: Mapping[str, Callable[[Figure, Sheet, Theme], Finish]] = {
    ".pdf": _pdf,
    ".svg": _svg,
    ".png": _png,
}
"""By the suffix of the file."""


def outlined(svg: bytes) -> bytes:
    """The same drawing with its letters as outlines, so that it needs no font."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    for parent in root.iter():
        for place, child in enumerate(list(parent)):
            if child.tag == f"{{{_SVG}}}text":
                parent[place] = _outline(child)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _outline(text: ET.Element) -> ET.Element:
    font = QFont(text.get("font-family", "").split(","))
    font.setPixelSize(max(1, round(float(text.get("font-size", "11").removesuffix("px")))))
    font.setWeight(QFont.Weight(_weight(text.get("font-weight", "400"))))
    font.setItalic(text.get("font-style") == "italic")
    path = QPainterPath()
    said = "".join(text.itertext())
    path.addText(float(text.get("x", 0)), float(text.get("y", 0)), font, said)
    made = ET.Element(f"{{{_SVG}}}path", {"d": path_text(path), "aria-label": said})
    for name in ("fill", "fill-opacity", "transform"):
        value = text.get(name)
        if value is not None:
            made.set(name, value)
    made.set("stroke", "none")
    made.tail = text.tail
    return made


def _weight(text: str) -> int:
    steps = [int(weight.value) for weight in QFont.Weight]
    wanted = int(text) if text.isdigit() else 400
    return min(steps, key=lambda step: abs(step - wanted))


def path_text(path: QPainterPath) -> str:
    """A path as SVG writes it."""
    parts, place = [], 0
    kinds = QPainterPath.ElementType
    while place < path.elementCount():
        element = path.elementAt(place)
        if element.type is kinds.CurveToElement:
            ends = [path.elementAt(place + k) for k in range(3)]
            parts.append("C" + " ".join(f"{each.x:.3f} {each.y:.3f}" for each in ends))
            place += 3
            continue
        letter = "M" if element.type is kinds.MoveToElement else "L"
        parts.append(f"{letter}{element.x:.3f} {element.y:.3f}")
        place += 1
    return "".join(parts)
