"""Where values are on the slider and on the affect plane, and back.

Convention: pixels (x, y) from the top left of the view; more is up, or to the right.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from app.core.scheme import DimensionScheme


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension along a line.

    Attributes
    ----------
    scheme : DimensionScheme
        Its range.
    low, high : float
        Pixels of the ends, of either order, ``low != high``.
    """

    scheme: DimensionScheme
    low: float
    high: float

    def pixel(self, value: float) -> float:
        """Where a value is."""
        scheme = self.scheme
        share = (value - scheme.low) / (scheme.high - scheme.low)
        return self.low + share * (self.high - self.low)

    def value(self, pixel: float) -> float:
        """What is there, within the range."""
        share = min(max((pixel - self.low) / (self.high - self.low), 0.0), 1.0)
        return self.scheme.low + share * (self.scheme.high - self.scheme.low)


THICK = 10.0
"""Of the groove of a slider."""


def lies(size: QRectF) -> bool:
    """Whether a slider lies: its view is much wider than high."""
    return size.width() > 1.6 * size.height()


def bar(size: QRectF, ends: float) -> QRectF:
    """The groove of the slider, upright or lying, with so much left free at both ends."""
    middle = size.center()
    if lies(size):
        length = max(size.width() - 2 * ends, 1.0)
        return QRectF(middle.x() - length / 2, middle.y() - THICK / 2, length, THICK)
    length = max(size.height() - 2 * ends, 1.0)
    return QRectF(middle.x() - THICK / 2, middle.y() - length / 2, THICK, length)


def along(size: QRectF, ends: float, scheme: DimensionScheme) -> Axis:
    """The axis of a slider's groove."""
    groove = bar(size, ends)
    if lies(size):
        return Axis(scheme, groove.left(), groove.right())
    return Axis(scheme, groove.bottom(), groove.top())


def square(size: QRectF, left: float, top: float, right: float, bottom: float) -> QRectF:
    """The largest square between margins, in their middle."""
    room = size.adjusted(left, top, -right, -bottom)
    side = max(min(room.width(), room.height()), 1.0)
    return QRectF(room.center().x() - side / 2, room.center().y() - side / 2, side, side)


def across(area: QRectF, right: DimensionScheme, up: DimensionScheme) -> tuple[Axis, Axis]:
    """The two axes of a plane."""
    return Axis(right, area.left(), area.right()), Axis(up, area.bottom(), area.top())


def place(axes: tuple[Axis, Axis], values: tuple[float, ...]) -> QPointF:
    """Where a point of the plane is."""
    return QPointF(axes[0].pixel(values[0]), axes[1].pixel(values[1]))
