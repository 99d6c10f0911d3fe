"""A colour bar with its limits and unit."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.colour_maps import image_of
from app.ui.fonts import digits_font
from app.ui.theme import GRID, SMALL_TEXT_SIZE, themes
from app.ui.video.time_text import MINUS

BAR = 2 * GRID
_HEIGHT = BAR + 5 * GRID


class ColourBar(QWidget):
    """From the first colour to the last, with what they stand for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limits, self._unit = (-1.0, 1.0), "rad"
        self._lut: NDArray[np.uint8] = np.zeros((256, 3), np.uint8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_scale(self, limits: tuple[float, float], unit: str, lut: NDArray[np.uint8]) -> None:
        """Take other limits."""
        self._limits, self._unit, self._lut = limits, unit, lut
        low, high = (number(limit) for limit in limits)
        self.setAccessibleName(f"Colours from {low} to {high} {unit}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One bar and a line of numbers."""
        return QSize(120, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The bar, and three values."""
        painter = QPainter(self)
        colours = image_of(np.linspace(0, 1, 256)[None], (0, 1), self._lut)
        bar = QRectF(0, 0, self.width(), BAR)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, colours, QRectF(colours.rect()))
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(themes.now.colour("faint"))
        low, high = self._limits
        below = QRectF(0, BAR, self.width(), _HEIGHT - BAR)
        flags = Qt.AlignmentFlag
        painter.drawText(below, flags.AlignLeft | flags.AlignVCenter, number(low))
        middle = number((low + high) / 2)
        painter.drawText(below, flags.AlignHCenter | flags.AlignVCenter, middle)
        last = f"{number(high)} {self._unit}"
        painter.drawText(below, flags.AlignRight | flags.AlignVCenter, last)


def number(value: float) -> str:
    """A limit with as many digits as it needs."""
    return f"{value:.3g}".replace("-", MINUS)
