"""What the colours of a map mean: the bar with its ends, and zero where it is between them."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.session.feature_maps import ShownMap
from app.ui.colour_maps import DIVERGING, VIRIDIS, fill_scale
from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, Theme, themes
from app.ui.timeline.unit_drawing import number_text

_BAR, _TEXT = 12, 18
COLOURS_HIGH = _BAR + _TEXT


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
        return texts_of(self._shown) if self._shown is not None else ("", "", "")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A bar and a line of text."""
        return QSize(160, COLOURS_HIGH)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for three numbers."""
        return QSize(120, COLOURS_HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The bar over its numbers."""
        if self._shown is not None:
            area = QRectF(0, 0, self.width(), COLOURS_HIGH)
            paint_colours(QPainter(self), area, self._shown, themes.now)


def texts_of(shown: ShownMap) -> tuple[str, str, str]:
    """At the left, in the middle, at the right."""
    middle = "0" if shown.diverging else "activation"
    return number_text(shown.limits.low), middle, number_text(shown.limits.high)


def paint_colours(painter: QPainter, area: QRectF, shown: ShownMap, theme: Theme) -> None:
    """The bar over its numbers."""
    bar = QRectF(area.left(), area.top(), area.width(), _BAR)
    fill_scale(painter, bar, DIVERGING if shown.diverging else VIRIDIS)
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    below = QRectF(area.left(), bar.bottom(), area.width(), _TEXT)
    sides = Qt.AlignmentFlag
    for side, text in zip(
        (sides.AlignLeft, sides.AlignHCenter, sides.AlignRight), texts_of(shown), strict=True
    ):
        painter.drawText(below, side | sides.AlignVCenter, text)
