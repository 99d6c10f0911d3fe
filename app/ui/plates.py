"""Pictures within views: a screen gets them at once, a file later, finer, and from a worker.

Convention. A picture is asked for by how many dots a logical pixel has.

Qt encodes a picture while it is painted and lets no other thread run meanwhile, a tenth of a second
for a heat map. So a device that writes a file is given a small picture that only keeps the place,
and the real one when a worker has made it; see `app.ui.output.plated`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

PUBLICATION_DPI = 300
"""Of pictures in files, as journals ask for them."""

FIRST_MARK = 1000
"""Height of the first picture that keeps a place; each is one pixel wide, and no other is so."""

Make = Callable[[float], QImage]
"""Makes an opaque picture for dots per logical pixel; in a worker, so of frozen values."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture that is still to be made.

    Attributes
    ----------
    make : callable
        Makes it.
    density : float
        Dots per logical pixel.
    """

    make: Make
    density: float

    def picture(self) -> QImage:
        """Make it."""
        return self.make(self.density)


class PlateHolder:
    """A device on which places are kept for pictures.

    Parameters
    ----------
    dots_per_unit : float
        Dots for a unit of the device.

    Attributes
    ----------
    plates : list of Plate
        In the order in which they were asked for; the first is kept by a picture of `FIRST_MARK`.
    """

    def __init__(self, dots_per_unit: float) -> None:
        self.dots_per_unit = dots_per_unit
        self.plates: list[Plate] = []

    def keep(self, plate: Plate) -> QImage:
        """What stands in its place until then."""
        self.plates.append(plate)
        mark = QImage(1, FIRST_MARK + len(self.plates) - 1, QImage.Format.Format_RGB32)
        mark.fill(Qt.GlobalColor.gray)
        return mark


def on_paper(painter: QPainter) -> bool:
    """Whether a file is written, where lines and areas stay what they are at any size."""
    return isinstance(painter.device(), PlateHolder)


def dots_of(painter: QPainter) -> float:
    """Dots for a logical pixel."""
    device = painter.device()
    if isinstance(device, PlateHolder):
        return float(painter.worldTransform().m11()) * device.dots_per_unit
    return float(device.devicePixelRatioF())


def draw_plate(painter: QPainter, place: QRectF, make: Make) -> None:
    """Draw a picture into a place, logical pixels; or keep the place for it."""
    device = painter.device()
    if isinstance(device, PlateHolder):
        painter.drawImage(place, device.keep(Plate(make, dots_of(painter))))
        return
    image = make(dots_of(painter))
    size = image.deviceIndependentSize()
    if abs(size.width() - place.width()) < 1 and abs(size.height() - place.height()) < 1:
        painter.drawImage(place.topLeft(), image)  # made for just these dots
    else:
        painter.drawImage(place, image, QRectF(image.rect()))


def paint_plate(
    painter: QPainter, place: QRectF, paint: Callable[[QPainter, QRectF], object]
) -> None:
    """Paint pictures into a place; in a file they are one picture.

    Parameters
    ----------
    paint : callable
        Gets a painter and the place; covers all of it that is not to be of the colour below.
    """
    if not on_paper(painter):
        paint(painter, place)
        return
    below = painter.background().color()
    draw_plate(painter, place, lambda dots: _painted(place.size(), dots, paint, below))


def paint_image(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Draw a picture into a place."""
    paint_plate(painter, place, lambda on, to: on.drawImage(to, image))


def _painted(
    size: QSizeF, dots: float, paint: Callable[[QPainter, QRectF], object], below: QColor
) -> QImage:
    width, height = (max(1, round(side * dots)) for side in (size.width(), size.height()))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(below)
    image.setDevicePixelRatio(dots)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint(painter, QRectF(QPointF(), size))
    painter.end()
    return image
