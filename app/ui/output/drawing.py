"""Figures as PNG, SVG and PDF.

PDF embeds the fonts it uses. SVG has no place for fonts that every program reads, so there letters
become outlines; each keeps its text in ``aria-label``. Pictures within PDF and SVG are put in by a
worker, see `app.ui.output.plated`.

Painting is done on the window's thread, which holds what is painted, and in slices: each ``yield``
is a place to let the window live.
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
    QPaintDevice,
    QPainter,
    QPainterPath,
)

from app.core.errors import OutputError
from app.files import atomic_path
from app.ui.fonts import text_font
from app.ui.output.figure import NOTE_HIGH, Figure, Sheet
from app.ui.output.plated import PlatedPdf, PlatedSvg, pixels_of, put_plates, with_plates
from app.ui.plates import PUBLICATION_DPI
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme
from app.version import application_version

MOST_DOTS = 200_000_000
"""Of a picture: beyond, memory would not do."""

_FILLED = 1_000_000
"""Dots of a picture that are filled in one slice."""
_PDF_DPI = 1200
_SVG_DPI = 72
_SVG = "http://www.w3.org/2000/svg"

Finish = Callable[[], bytes]
"""What is left to do when all is painted: slow, and in need of no widget."""

Painting = Generator[None, None, Finish]


def drawing(figure: Figure, sheet: Sheet, suffix: str, theme: Theme) -> Painting:
    """Paint a figure in slices, on the window's thread; what it gives makes the file, in a worker.

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
    return (yield from kind(figure, sheet, theme))


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


def _png(figure: Figure, sheet: Sheet, theme: Theme) -> Painting:
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
    yield from _filled(image, theme)
    image.setDevicePixelRatio(fine)
    yield from _paint_all(image, figure, sheet, theme)
    return lambda: _png_bytes(image, wanted, sheet.dpi)


def _filled(image: QImage, theme: Theme) -> Generator[None, None, None]:
    """The ground in strips: to touch all memory of a large picture takes long."""
    width, height = image.width(), image.height()
    painter = QPainter(image)
    try:
        for top in range(0, height, max(1, _FILLED // width)):
            rows = min(max(1, _FILLED // width), height - top)
            painter.fillRect(0, top, width, rows, theme.colour("base"))
            yield
    finally:
        painter.end()


def _png_bytes(image: QImage, wanted: QSize, dpi: int) -> bytes:
    import cv2  # it lets other threads run while it scales, which Qt does not

    size = (wanted.width(), wanted.height())
    pixels = cv2.resize(pixels_of(image), size, interpolation=cv2.INTER_AREA)
    form = QImage.Format.Format_RGB888
    scaled = QImage(pixels.data, *size, 3 * wanted.width(), form)
    scaled.setDotsPerMeterX(round(dpi / 0.0254))
    scaled.setDotsPerMeterY(round(dpi / 0.0254))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    scaled.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(buffer.data().data())


def _pdf(figure: Figure, sheet: Sheet, theme: Theme) -> Painting:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = PlatedPdf(buffer, PUBLICATION_DPI / _PDF_DPI)
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
    yield from _paint_all(writer, figure, sheet, theme, sheet.points_per_pixel * _PDF_DPI / 72)
    return lambda: with_plates(bytes(buffer.data().data()), writer.plates)


def _svg(figure: Figure, sheet: Sheet, theme: Theme) -> Painting:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = PlatedSvg(sheet.points_per_pixel * PUBLICATION_DPI / 72)
    generator.setOutputDevice(buffer)
    area = sheet.page(figure)
    size = QSizeF(area.width(), area.height()) * sheet.points_per_pixel
    generator.setResolution(_SVG_DPI)
    generator.setSize(QSize(round(size.width()), round(size.height())))
    generator.setViewBox(area)
    generator.setTitle(figure.title)
    generator.setDescription(f"MIMAMO Studio {application_version()}")
    yield from _paint_all(generator, figure, sheet, theme)

    def finish() -> bytes:
        root = ET.fromstring(bytes(buffer.data().data()))  # noqa: S314 - our own drawing
        outline(root)
        put_plates(root, generator.plates)
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))

    return finish


def _paint_all(
    device: QPaintDevice, figure: Figure, sheet: Sheet, theme: Theme, scale: float = 1.0
) -> Generator[None, None, None]:
    """Paint a sheet on a device; beginning and ending are slices of their own."""
    painter = QPainter(device)
    try:
        yield
        painter.scale(scale, scale)
        yield from painting_sheet(painter, figure, sheet, theme)
        yield
    finally:
        painter.end()


def painting_sheet(
    painter: QPainter, figure: Figure, sheet: Sheet, theme: Theme
) -> Generator[None, None, None]:
    """Paint a figure on its sheet, with the note below; in logical pixels, in slices."""
    area = sheet.area(figure)
    for hint in (
        QPainter.RenderHint.Antialiasing,
        QPainter.RenderHint.SmoothPixmapTransform,
        QPainter.RenderHint.LosslessImageRendering,
    ):
        painter.setRenderHint(hint)
    painter.setBackground(theme.colour("base"))
    if not isinstance(painter.device(), QImage):
        painter.fillRect(sheet.page(figure), theme.colour("base"))
    painter.save()
    try:
        yield from figure.paint(painter, area, theme) or ()
    finally:  # also where the rest is not wanted any more
        painter.restore()
    if sheet.note:
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("warning"))
        line = QRectF(area.left() + GRID, area.bottom(), area.width() - GRID, NOTE_HIGH)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                         sheet.note)  # fmt: skip


FORMATS: Mapping[str, Callable[[Figure, Sheet, Theme], Painting]] = {
    ".pdf": _pdf,
    ".svg": _svg,
    ".png": _png,
}
"""By the suffix of the file."""

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def outline(root: ET.Element) -> None:
    """Make outlines of the letters of a drawing, so that it needs no font."""
    for parent in root.iter():
        for place, child in enumerate(list(parent)):
            if child.tag == f"{{{_SVG}}}text":
                parent[place] = _outline(child)


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
