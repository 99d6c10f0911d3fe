"""A large slider for one dimension."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from app.ui.fonts import digits_font, text_font
from app.ui.rating.geometry import Axis, along, bar, lies
from app.ui.rating.rating_view import RatingView, all_known, axis_colour, value_text
from app.ui.theme import GRID, SMALL_TEXT_SIZE, TEXT_SIZE, themes

_ENDS = 36.0
"""Left free beyond the groove, for the names of its ends."""
_HANDLE_LONG, _HANDLE_SHORT = 52.0, 14.0
_VALUE_SIZE = 22
_TEXT_HIGH = 20.0
_LINE = Qt.AlignmentFlag.AlignVCenter


class SliderView(RatingView):
    """The groove, its ends by name, the handle with its value."""

    def values_at(self, at: QPointF) -> tuple[float, ...]:
        """The value beside a place."""
        _, axis = self._shape()
        return (axis.value(at.x() if self._lies else at.y()),)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All of it, on every move: it is a few lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), themes.now.colour("base"))
        if self.axes and self.values:
            groove, axis = self._shape()
            self._paint_groove(painter, groove, axis)
            self._paint_marks(painter, groove, axis)
            self._paint_ends(painter, groove)
            self._paint_handle(painter, groove, axis)
        self.paint_count(painter, self._free_place())
        self.paint_focus(painter)

    @property
    def _lies(self) -> bool:
        return lies(QRectF(self.rect()))

    def _shape(self) -> tuple[QRectF, Axis]:
        area = QRectF(self.rect())
        return bar(area, _ENDS), along(area, _ENDS, self.axes[0])

    def _free_place(self) -> QPointF:
        """Where nothing else is drawn."""
        if self._lies:
            return QPointF(self.width() * 0.375, self.height() - 36)
        return QPointF(40, 40)

    def _paint_groove(self, painter: QPainter, groove: QRectF, axis: Axis) -> None:
        """Filled from the middle of the range to the handle."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(themes.now.colour("overlay"))
        painter.drawRoundedRect(groove, 5, 5)
        fill = axis_colour(axis.scheme.name)
        fill.setAlphaF(0.45)
        painter.setBrush(fill)
        start, end = sorted((axis.pixel(axis.scheme.middle), axis.pixel(self.values[0])))
        if self._lies:
            painter.drawRect(QRectF(start, groove.top(), end - start, groove.height()))
        else:
            painter.drawRect(QRectF(groove.left(), start, groove.width(), end - start))

    def _paint_marks(self, painter: QPainter, groove: QRectF, axis: Axis) -> None:
        """Quarters of the range; ends and middle have their numbers."""
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        scheme = axis.scheme
        for quarter in range(5):
            value = scheme.low + quarter / 4 * (scheme.high - scheme.low)
            at, long = axis.pixel(value), 8 if quarter % 2 == 0 else 4
            painter.setPen(QPen(themes.now.colour("faint"), 1))
            text = value_text(scheme, value) if quarter % 2 == 0 else ""
            if self._lies:
                top = groove.bottom() + 12
                painter.drawLine(QPointF(at, top), QPointF(at, top + long))
                box = QRectF(at - 40, top + 9, 80, _TEXT_HIGH)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            else:
                right = groove.left() - 26
                painter.drawLine(QPointF(right - long, at), QPointF(right, at))
                box = QRectF(0, at - _TEXT_HIGH / 2, right - 12, _TEXT_HIGH)
                painter.drawText(box, _LINE | Qt.AlignmentFlag.AlignRight, text)

    def _paint_ends(self, painter: QPainter, groove: QRectF) -> None:
        scheme = self.axes[0]
        painter.setFont(text_font(TEXT_SIZE, bold=True))
        painter.setPen(themes.now.colour("text"))
        if self._lies:
            top = groove.top() - 14 - _TEXT_HIGH
            half = groove.width() / 2
            low, high = (
                QRectF(groove.left() - 24, top, half, _TEXT_HIGH),
                QRectF(groove.left() + half + 24, top, half, _TEXT_HIGH),
            )
            painter.drawText(low, _LINE | Qt.AlignmentFlag.AlignLeft, scheme.low_label)
            painter.drawText(high, _LINE | Qt.AlignmentFlag.AlignRight, scheme.high_label)
            return
        above = QRectF(0, groove.top() - 12 - _TEXT_HIGH, self.width(), _TEXT_HIGH)
        below = QRectF(0, groove.bottom() + 12, self.width(), _TEXT_HIGH)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, scheme.high_label)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, scheme.low_label)

    def _paint_handle(self, painter: QPainter, groove: QRectF, axis: Axis) -> None:
        theme = themes.now
        before = all_known(self.before)
        if before is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("faint"), 2))
            painter.drawRoundedRect(self._handle(groove, axis.pixel(before[0])), 5, 5)
        at = axis.pixel(self.values[0])
        painter.setPen(QPen(theme.colour("base"), 2))
        painter.setBrush(axis_colour(axis.scheme.name))
        painter.drawRoundedRect(self._handle(groove, at), 5, 5)
        painter.setFont(digits_font(_VALUE_SIZE))
        painter.setPen(theme.colour("text"))
        text = value_text(axis.scheme, self.values[0])
        if self._lies:
            middle = min(max(at, 60.0), self.width() - 60.0)
            box = QRectF(middle - 60, groove.top() - 59, 120, 32)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        else:
            left = groove.right() + 26 + GRID
            middle = min(max(at, 16.0), self.height() - 16.0)
            box = QRectF(left, middle - 16, self.width() - left, 32)
            painter.drawText(box, _LINE | Qt.AlignmentFlag.AlignLeft, text)

    def _handle(self, groove: QRectF, at: float) -> QRectF:
        middle, long, short = groove.center(), _HANDLE_LONG, _HANDLE_SHORT
        if self._lies:
            return QRectF(at - short / 2, middle.y() - long / 2 + 6, short, long - 12)
        return QRectF(middle.x() - long / 2, at - short / 2, long, short)
