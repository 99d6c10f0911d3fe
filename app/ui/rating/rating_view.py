"""What slider and plane have in common: hand, pen and keys, and the number of the countdown."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.scheme import DimensionScheme
from app.ui.fonts import digits_font
from app.ui.theme import GRID, themes
from app.ui.video.time_text import MINUS

_COUNT_SIZE = 38
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier

_KEY = Qt.Key
ARROWS: dict[int, tuple[int, int]] = {
    _KEY.Key_Left: (0, -1),
    _KEY.Key_Right: (0, 1),
    _KEY.Key_Down: (1, -1),
    _KEY.Key_Up: (1, 1),
}
"""Axis (0 to the right, 1 upwards) and direction."""


class RatingView(QWidget):
    """A view on which values are held; what is held is shown by `show_values`.

    Signals
    -------
    pointed(values)
        Hand or pen are at values, a tuple with one for each axis.
    nudged(axis, way, fine)
        An arrow key moves a value a little.
    """

    pointed = Signal(object)
    nudged = Signal(int, int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axes: tuple[DimensionScheme, ...] = ()
        self.values: tuple[float, ...] = ()
        self.before: tuple[float | None, ...] = ()
        self.count = 0
        self.follows = False
        self._pressed = False
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Tall enough to be exact."""
        return QSize(260, 240)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Still usable."""
        return QSize(140, 120)

    def show_axes(self, axes: tuple[DimensionScheme, ...], values: tuple[float, ...]) -> None:
        """Rate other dimensions."""
        self.axes, self.values, self.before = axes, values, ()
        self._say()

    def show_values(self, values: tuple[float, ...]) -> None:
        """Show what is held."""
        if values != self.values:
            self.values = values
            self._say()

    def show_before(self, before: tuple[float | None, ...]) -> None:
        """Show what the curve of a passage had here; nothing for an empty tuple."""
        if before != self.before:
            self.before = before
            self.update()

    def show_count(self, count: int) -> None:
        """Show the number of the countdown; 0 for none."""
        if count != self.count:
            self.count = count
            self.update()

    def follow(self, follows: bool) -> None:
        """Follow hand and pen without being pressed, or only while pressed."""
        self.follows = follows

    # For the two views.

    def values_at(self, at: QPointF) -> tuple[float, ...]:
        """What is at a place of the view."""
        raise NotImplementedError

    def paint_count(self, painter: QPainter, middle: QPointF) -> None:
        """The number of the countdown, beside what is held."""
        if not self.count:
            return
        radius = _COUNT_SIZE * 0.75
        painter.setPen(QPen(themes.now.colour("faint"), 1.5))
        painter.setBrush(themes.now.colour("overlay", 0.94))
        painter.drawEllipse(middle, radius, radius)
        painter.setFont(digits_font(_COUNT_SIZE))
        painter.setPen(themes.now.colour("text"))
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.count))

    def paint_focus(self, painter: QPainter) -> None:
        """A frame while keys go here."""
        if self.hasFocus():
            painter.setPen(QPen(themes.now.colour("text"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, GRID, GRID)

    # Hand, pen, keys.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = True
            self._point(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move what is held."""
        if self._pressed or self.follows:
            self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go; the value stays."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = False

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802 - Qt's name
        """The same with a pen; accepted, or it would come again as a mouse."""
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            self._pressed = True
        if kind != QEvent.Type.TabletRelease and (self._pressed or self.follows):
            self._point(event.position())
        if kind == QEvent.Type.TabletRelease:
            self._pressed = False
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Claim the arrow keys while the focus is here, before any action gets them."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and arrow_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrow keys move a value."""
        arrow = arrow_of(event)
        if arrow is None:
            super().keyPressEvent(event)
        else:
            self.nudged.emit(*arrow)

    def _point(self, at: QPointF) -> None:
        if self.axes:
            self.pointed.emit(self.values_at(at))

    def _say(self) -> None:
        pairs = list(zip(self.axes, self.values, strict=True))
        said = ", ".join(f"{axis.name} {value_text(axis, value)}" for axis, value in pairs)
        self.setAccessibleDescription(said)
        self.update()


def arrow_of(event: QKeyEvent) -> tuple[int, int, bool] | None:
    """What an arrow key asks for: axis, direction, and whether finely; None for other keys."""
    if event.modifiers() & ~_PLAIN:
        return None
    arrow = ARROWS.get(event.key())
    if arrow is None:
        return None
    return (*arrow, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))


def value_text(axis: DimensionScheme, value: float) -> str:
    """A value with its sign where the range has one, and digits that suit the range."""
    width = axis.high - axis.low
    digits = 2 if width <= 4 else 1 if width <= 40 else 0
    sign = "+" if axis.low < 0 else ""
    return f"{round(value, digits) + 0.0:{sign}.{digits}f}".replace("-", MINUS)


def axis_colour(name: str) -> QColor:
    """The colour of a dimension; of text for those that have none."""
    return themes.now.colour(name if name in ("arousal", "valence") else "text")


def all_known(values: Sequence[float | None]) -> tuple[float, ...] | None:
    """The values when there is none missing, and at least one."""
    known = tuple(value for value in values if value is not None)
    return known if known and len(known) == len(values) else None
