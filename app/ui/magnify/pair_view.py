"""The face as it is and magnified, side by side, at the playhead."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import text_font
from app.ui.plates import paint_image
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme, themes
from app.ui.video.decode_worker import rgb32

if TYPE_CHECKING:
    from app.analysis.magnified import Magnified

TITLES = ("Before", "After")
OUTSIDE = "The playhead is outside the range that was magnified; click the bar to go there."
GAP = "The face is not seen here, or for too short a time."

_TITLE = 5 * GRID
_BETWEEN = 2 * GRID
_SMALLEST = 96


class PairView(QWidget):
    """Paints two pictures, or a sentence in their place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Magnified | None = None
        self._images: tuple[QImage, QImage] | None = None
        self.said = ""
        self.setAccessibleName("Before and after")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)

    @property
    def images(self) -> tuple[QImage, QImage] | None:
        """What is shown now, before and after; None in gaps and outside."""
        return self._images

    def show_result(self, found: "Magnified | None", seconds: float) -> None:
        """Show another result at a time; None for none."""
        self._found = found
        self.show_moment(seconds)

    def show_moment(self, seconds: float) -> None:
        """Show what is at a time."""
        found, images, said = self._found, None, ""
        if found is not None:
            pair = found.at(seconds)
            if pair is not None:
                images = rgb32(pair[0]), rgb32(pair[1])
            else:
                inside = found.order.start <= seconds < found.order.end
                said = GAP if inside else OUTSIDE
        if images is not None or self._images is not None or said != self.said:
            self._images, self.said = images, said
            self.setAccessibleDescription(said)
            self.update()

    def places(self) -> tuple[QRectF, QRectF]:
        """Where the pictures lie."""
        return pair_places(QRectF(self.rect()))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Two squares and their titles."""
        return int(pair_height(width))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as a dock."""
        return QSize(296, self.heightForWidth(296))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Still to be seen."""
        return QSize(2 * _SMALLEST + _BETWEEN, _SMALLEST + _TITLE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Titles, pictures, or why there are none."""
        painter, theme = QPainter(self), themes.now
        paint_pair(painter, QRectF(self.rect()), self._images, theme)
        if self.said:
            painter.setPen(theme.colour("text"))
            places = self.places()
            whole = places[0].united(places[1])
            middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.fillRect(whole, theme.colour("gap"))
            painter.drawText(whole.adjusted(GRID, GRID, -GRID, -GRID), int(middle), self.said)


def pair_height(width: float) -> float:
    """Of two squares and their titles."""
    return max(_SMALLEST, (width - _BETWEEN) / 2) + _TITLE


def pair_places(area: QRectF) -> tuple[QRectF, QRectF]:
    """Where the pictures lie in an area."""
    side = max(0.0, min((area.width() - _BETWEEN) / 2, area.height() - _TITLE))
    left = area.left() + (area.width() - 2 * side - _BETWEEN) / 2
    first = QRectF(left, area.top() + _TITLE, side, side)
    return first, first.translated(side + _BETWEEN, 0)


def paint_pair(
    painter: QPainter, area: QRectF, images: tuple[QImage, QImage] | None, theme: Theme
) -> None:
    """Titles and pictures, or what they lie on."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(text_font(SMALL_TEXT_SIZE))
    for number, (title, place) in enumerate(zip(TITLES, pair_places(area), strict=True)):
        painter.setPen(theme.colour("faint"))
        above = QRectF(place.left(), area.top(), place.width(), _TITLE - GRID)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.fillRect(place, theme.colour("overlay" if images else "gap"))
        if images is not None:
            image = images[number]
            paint_image(painter, place, image)
