"""What a row of the Tracks dock is made of: the swatch to colour, the value, the name to edit."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QColorDialog, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from app.ui.annotation_colours import CHOICES, themed
from app.ui.fonts import digits_font
from app.ui.theme import GRID, SMALL_TEXT_SIZE, TEXT_SIZE, themes
from app.ui.video.time_text import signed_text

GAP = "\N{EN DASH}"
_LINE = 2.5
_COLOUR_NAMES = (
    "Green",
    "Pink",
    "Amber",
    "Sky",
    "Olive",
    "Violet",
    "Wine",
    "Grey",
)


class ColourSwatch(QToolButton):
    """A piece of the curve, or of a segment, as the timeline draws it; a click offers colours.

    Parameters
    ----------
    with_own : bool
        Whether to offer the rater's own colour.

    Signals
    -------
    colourChosen(str)
        ``"#RRGGBB"``, or empty for the rater's own.
    """

    colourChosen = Signal(str)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None, *, with_own: bool = True) -> None:
        super().__init__(parent)
        self._colour, self._filled, self._with_own = QColor(), False, with_own
        self.setFixedSize(7 * GRID, 6 * GRID)
        self.setToolTip("Choose another colour")
        self.clicked.connect(self._offer)

    def show_colour(self, colour: QColor, *, filled: bool) -> None:
        """Take a colour; filled for segments, a line for curves."""
        if (colour, filled) != (self._colour, self._filled):
            self._colour, self._filled = QColor(colour), filled
            self.update()

    def menu_of_colours(self) -> QMenu:
        """The palette, the rater's own colour, and any other."""
        menu = QMenu(self)
        menu.setAccessibleName("Colours")
        for name, colour in zip(_COLOUR_NAMES, CHOICES, strict=True):
            action = QAction(_dot(themed(colour, themes.now)), name, menu)
            action.triggered.connect(lambda *_, of=colour: self.colourChosen.emit(of))
            menu.addAction(action)
        menu.addSeparator()
        if self._with_own:
            own = menu.addAction("The rater's own")
            own.triggered.connect(lambda *_: self.colourChosen.emit(""))
        menu.addAction("Another...").triggered.connect(lambda *_: self._ask())
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The line or the bar; a frame under the mouse and with the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(themes.now.colour("text" if self.hasFocus() else "hairline"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        middle = self.height() / 2
        if self._filled:
            painter.fillRect(QRectF(GRID, middle - 5, self.width() - 2 * GRID, 10), self._colour)
            return
        painter.setPen(QPen(self._colour, _LINE))
        painter.drawLine(GRID, round(middle), self.width() - GRID, round(middle))

    def _offer(self) -> None:
        menu = self.menu_of_colours()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _ask(self) -> None:
        dialog = QColorDialog(self._colour, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self.colourChosen.emit(colour.name().upper()))
        dialog.open()


class ValueText(QWidget):
    """A value at the playhead; it changes often, so it never asks for another layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setFont(digits_font(TEXT_SIZE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def say(self, text: str) -> None:
        """Show a text; empty for nothing."""
        if text != self._text:
            self._text = text
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a number of two digits before the point."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance("+00.00"), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """At the right, so that the points of all rows stand below each other."""
        painter = QPainter(self)
        painter.setPen(themes.now.colour("text"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRect(0, 0, self.width(), self.height()), right, shown)


class NameField(QLineEdit):
    """The name of a track while it is edited.

    Signals
    -------
    named(str)
        Return was pressed, or the focus went elsewhere.
    left()
        Escape: the old name stays.
    """

    named = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setAccessibleName("New name of the track")
        self.setToolTip("Return takes the name, Escape keeps the old one")
        self.setMaxLength(120)
        self.selectAll()
        self.editingFinished.connect(self._finish)
        self._over = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape gives up; no key goes on to the row below."""
        if event.key() == Qt.Key.Key_Escape:
            self._over = True
            self.left.emit()
        else:
            super().keyPressEvent(event)
        event.accept()

    def _finish(self) -> None:
        if not self._over:
            self._over = True
            self.named.emit(self.text())


def value_text(value: float) -> str:
    """A value for the dock; an en dash in a gap."""
    if value != value:
        return GAP
    return signed_text(value) if abs(value) < 100 else f"{value:.1f}"


def _dot(colour: QColor) -> QIcon:
    """A circle of a colour, drawn for every screen that it may come to."""
    icon, side = QIcon(), SMALL_TEXT_SIZE + 1
    for ratio in (1, 2, 3):
        pixmap = QPixmap(side * ratio, side * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(pixmap.rect())
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap)
    return icon
