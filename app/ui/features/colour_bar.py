"""What the colours of a map mean: the bar with its ends, and zero where it is between them."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.session.features import ShownMap
from app.ui.colour_maps import DIVERGING, VIRIDIS, packed
from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, themes
from app.ui.timeline.unit_drawing import number_text

_BAR, _TEXT = 12, 18


class MapColours(QWidget):
    """The colour bar of one map; features have no unit of measure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: ShownMap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Activation of a unit, in the network's own measure")
        themes.changed.connect(self.update)

    def show_map(self, shown: ShownMap | None) -> None:
        """Take another map."""
        self._shown = shown
        self.setAccessibleName("Colours from {} to {}".format(*self.texts[::2]) if shown else "")
        self.update()

    @property
    def texts(self) -> tuple[str, str, str]:
        """At the left, in the middle, at the right."""
        if self._shown is None:
            return "", "", ""
        limits = self._shown.limits
        middle = "0" if self._shown.diverging else "activation"
        return number_text(limits.low), middle, number_text(limits.high)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A bar and a line of text."""
        return QSize(160, _BAR + _TEXT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for three numbers."""
        return QSize(120, _BAR + _TEXT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The bar over its numbers."""
        if self._shown is None:
            return
        painter, theme = QPainter(self), themes.now
        pixels = packed(DIVERGING if self._shown.diverging else VIRIDIS)
        pixels = np.ascontiguousarray(pixels[None])
        image = QImage(pixels.data, 256, 1, 4 * 256, QImage.Format.Format_RGB32)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, self.width(), _BAR), image)
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        below = QRectF(0, _BAR, self.width(), _TEXT)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter)
        for side, text in zip((*sides, Qt.AlignmentFlag.AlignRight), self.texts, strict=True):
            painter.drawText(below, side | Qt.AlignmentFlag.AlignVCenter, text)
