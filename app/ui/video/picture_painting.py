"""Painting a picture where a placement says, sharp at every size."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.ui.video.zoom import Placement

PIXELS_SHOW_FROM = 6.0
"""Screen pixels per picture pixel from which pixels are shown as squares, not blurred."""


class Painted:
    """A picture, and half of it for when it is shown so small that painting would alias.

    Parameters
    ----------
    image : QImage
        RGB32.
    """

    def __init__(self, image: QImage) -> None:
        self.image = image
        self._half: QImage | None = None

    def paint(
        self, painter: QPainter, placement: Placement, pixel_ratio: float, *, smooth: bool = True
    ) -> None:
        """Draw it; ``pixel_ratio`` is screen pixels per widget pixel."""
        drawn = placement.scale * pixel_ratio
        size = self.image.width() * placement.scale, self.image.height() * placement.scale
        target = QRectF(placement.left, placement.top, *size)
        source = self._halved() if smooth and drawn <= 0.5 else self.image
        exact = abs(drawn - 1) < 1e-9 or drawn >= PIXELS_SHOW_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
        painter.drawImage(target, source, QRectF(source.rect()))

    def _halved(self) -> QImage:
        if self._half is None:
            self._half = self.image.scaled(
                max(1, self.image.width() // 2),
                max(1, self.image.height() // 2),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return self._half
