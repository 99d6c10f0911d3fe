"""A colour bar with its limits and unit."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.colour_maps import fill_scale
from app.ui.fonts import digits_font
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme, themes
from app.ui.video.time_text import MINUS

BAR = 2 * GRID
BAR_HIGH = BAR + 5 * GRID
"""With the line of numbers."""


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
        return QSize(120, BAR_HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The bar, and three values."""
        area = QRectF(0, 0, self.width(), BAR_HIGH)
        paint_bar(QPainter(self), area, self._limits, self._unit, self._lut, themes.now)


def paint_bar(
    painter: QPainter,
    area: QRectF,
    limits: tuple[float, float],
    unit: str,
    lut: NDArray[np.uint8],
    theme: Theme,
) -> None:
    """The bar over its two ends and its middle."""
    bar = QRectF(area.left(), area.top(), area.width(), BAR)
    fill_scale(painter, bar, lut)
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    low, high = limits
    below = QRectF(area.left(), bar.bottom(), area.width(), BAR_HIGH - BAR)
    sides = Qt.AlignmentFlag
    texts = (number(low), number((low + high) / 2), f"{number(high)} {unit}")
    for text, side in zip(
        texts, (sides.AlignLeft, sides.AlignHCenter, sides.AlignRight), strict=True
    ):
        painter.drawText(below, side | sides.AlignVCenter, text)


def number(value: float) -> str:
    """A limit with as many digits as it needs."""
    return f"{value:.3g}".replace("-", MINUS)
