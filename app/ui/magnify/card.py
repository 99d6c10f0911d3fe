"""A frame of the exported video: before and after side by side, with titles and a caption.

The words are drawn once, on the main thread; workers only put pictures into copies of the card.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from app.ui.fonts import text_font
from app.ui.magnify.asked import range_text
from app.ui.magnify.pair_view import TITLES
from app.ui.theme import LIGHT
from app.ui.video.decode_worker import rgb32, rgb_view

if TYPE_CHECKING:
    from app.analysis.magnified import Magnified

SIDE = 448
"""Of a picture in the video: four or two pixels for one of the crop."""

MARGIN = 16
TITLE = 24
CAPTION = 56
WIDTH = 2 * SIDE + 3 * MARGIN
HEIGHT = MARGIN + TITLE + SIDE + CAPTION + MARGIN
NO_FACE = "No face"


class Card:
    """What all frames of a video have in common.

    Parameters
    ----------
    found : Magnified
        Is named: method, band, factor, recording, person, range.
    """

    def __init__(self, found: "Magnified") -> None:
        order = found.order
        self.lines = (
            f"Motion magnification: {order.settings.text}",
            f"{order.path.name}, person {order.track.person}, {range_text(order.start, order.end)}",
        )
        self._blank = self._drawn("")
        self._gap = self._drawn(NO_FACE)

    @property
    def gap(self) -> NDArray[np.uint8]:
        """The frame shown where there is no face, RGB (H, W, 3)."""
        return rgb_view(self._gap).copy()

    def frame(self, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The frame of a pair of pictures (S, S, 3), RGB (H, W, 3)."""
        image = self._blank.copy()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, picture in zip(places(), (before, after), strict=True):
            painter.drawImage(place, rgb32(picture))
        painter.end()
        return rgb_view(image).copy()

    def _drawn(self, words: str) -> QImage:
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        image.fill(LIGHT.colour("base"))
        painter = QPainter(image)
        painter.setPen(LIGHT.colour("text"))
        middle = Qt.AlignmentFlag.AlignCenter
        for title, place in zip(TITLES, places(), strict=True):
            painter.setFont(text_font(16, bold=True))
            painter.drawText(QPointF(place.left(), MARGIN + 14), title)
            painter.fillRect(place, LIGHT.colour("gap"))
            painter.drawText(place, int(middle), words)
        top = MARGIN + TITLE + SIDE
        for line, font, below in zip(
            self.lines, (text_font(18, bold=True), text_font(14)), (26, 50), strict=True
        ):
            _write(painter, font, line, top + below)
        painter.end()
        return image


def places() -> tuple[QRectF, QRectF]:
    """Where the two pictures lie."""
    first = QRectF(MARGIN, MARGIN + TITLE, SIDE, SIDE)
    return first, first.translated(SIDE + MARGIN, 0)


def _write(painter: QPainter, font: QFont, line: str, baseline: float) -> None:
    painter.setFont(font)
    room = WIDTH - 2 * MARGIN
    shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(QPointF(MARGIN, baseline), shown)
