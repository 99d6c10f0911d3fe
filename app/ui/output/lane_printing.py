"""A lane of the timeline for print: its name and rows, its axis, and times below."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.ui.fonts import digits_font, text_font
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.gaps import Shares
from app.ui.timeline.lane import Lane
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import draw_gaps
from app.ui.timeline.ticks import ticks

AXIS, HEAD, TIMES, END = 34.0, 18.0, 34.0, 10.0
"""Room left of a lane, above it, below the last one, and right of times."""
_TICK, _MARK = 4.0, 16.0
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_MINUS = "\N{MINUS SIGN}"


def print_lane(
    painter: QPainter,
    area: QRectF,
    lane: Lane,
    scale: TimeScale,
    gaps: Shares | None,
    theme: Theme,
) -> None:
    """A lane with its head in the area, and its axis to the left of it.

    Parameters
    ----------
    scale : TimeScale
        As wide as the lane; the head may be wider.
    """
    _paint_head(painter, QRectF(area.left(), area.top(), area.width(), HEAD), lane, theme)
    place = QRectF(area.left(), area.top() + HEAD, scale.width, area.height() - HEAD)
    within = QRectF(0, 0, place.width(), place.height())
    painter.save()
    painter.translate(place.topLeft())
    painter.setClipRect(within)
    if gaps is not None:
        draw_gaps(painter, gaps, scale, within, theme)
    lane.paint(painter, within, scale, theme)
    painter.restore()
    _paint_axis(painter, place, lane, theme)


def _paint_head(painter: QPainter, line: QRectF, lane: Lane, theme: Theme) -> None:
    """The lane's name, and its rows with their colours; names are cut where room is short."""
    bold, plain = text_font(SMALL_TEXT_SIZE, bold=True), text_font(SMALL_TEXT_SIZE)
    painter.setFont(bold)
    painter.setPen(theme.colour("text"))
    painter.drawText(line, _LEFT, lane.title)
    painter.setFont(plain)
    rows = [row for row in lane.rows() if row.visible]
    left = line.left() + QFontMetricsF(bold).horizontalAdvance(lane.title) + 12
    metrics = QFontMetricsF(plain)
    room = (line.right() - left) / max(len(rows), 1) - _MARK - 12
    if sum(metrics.horizontalAdvance(row.label) + _MARK + 12 for row in rows) < line.right() - left:
        room = line.width()
    for row in rows:
        name = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, room)
        wide = metrics.horizontalAdvance(name)
        painter.setPen(QPen(lane.row_colour(row, theme), 2))
        painter.drawLine(QPointF(left, line.center().y()), QPointF(left + 12, line.center().y()))
        painter.setPen(theme.colour("faint"))
        painter.drawText(QRectF(left + _MARK, line.top(), wide + 4, line.height()), _LEFT, name)
        left += _MARK + wide + 12


def _paint_axis(painter: QPainter, place: QRectF, lane: Lane, theme: Theme) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.drawRect(place)
    values = lane.value_scale(place.height())
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    for value in lane.labels():
        y = place.top() + min(max(values.y(value), 7.0), place.height() - 7.0)
        box = QRectF(place.left() - AXIS, y - 8, AXIS - 5, 16)
        painter.drawText(box, _RIGHT, f"{value:g}".replace("-", _MINUS))


def print_times(painter: QPainter, corner: QPointF, scale: TimeScale, theme: Theme) -> None:
    """Times below the lower left corner of the last lane."""
    line = QRectF(corner.x(), corner.y(), scale.width, TIMES)
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    for tick in ticks(scale):
        x = line.left() + scale.x(tick.seconds)
        painter.setPen(QPen(theme.colour("faint"), 1))
        long = _TICK if tick.label else _TICK / 2
        painter.drawLine(QPointF(x, line.top()), QPointF(x, line.top() + long))
        if tick.label:
            box = QRectF(x - 40, line.top() + _TICK, 80, 16)
            box.moveLeft(min(max(box.left(), line.left() - AXIS), line.right() + END - 80))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick.label)
    painter.drawText(
        QRectF(line.left(), line.top() + 20, line.width(), 16),
        Qt.AlignmentFlag.AlignCenter,
        "Time (min:s)",
    )
