"""The timeline as it is visible, for print: every open lane with its axis and names, and times."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.session.viewport import Viewport
from app.ui.fonts import digits_font, text_font
from app.ui.output.figure import Figure
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.lane import Lane
from app.ui.timeline.lane_row import LaneStrip
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import draw_gaps
from app.ui.timeline.ticks import ticks
from app.ui.timeline.timeline_view import TimelineView

AXIS, HEAD, TIMES, BETWEEN, END = 34.0, 18.0, 34.0, 8.0, 10.0
_TICK = 4.0
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_MINUS = "\N{MINUS SIGN}"


def timeline_figure(timeline: TimelineView, viewport: Viewport) -> Figure | None:
    """A figure of what is visible; None where no lane shows anything."""
    strips = shown_strips(timeline)
    if not strips:
        return None
    return Figure(
        "timeline",
        "Timeline",
        lambda _: sum(HEAD + strip.canvas.height() + BETWEEN for strip in strips) + TIMES,
        lambda painter, area, theme: _paint(painter, area, theme, strips, viewport),
        760.0,
    )


def shown_strips(timeline: TimelineView) -> list[LaneStrip]:
    """Lanes that are open and have something to show."""
    return [
        strip
        for strip in timeline.strips.values()
        if not strip.head.is_folded and not strip.lane.hint()
    ]


def _paint(
    painter: QPainter,
    area: QRectF,
    theme: Theme,
    strips: Sequence[LaneStrip],
    viewport: Viewport,
) -> None:
    wide = area.width() - AXIS - END
    scale, top = TimeScale.of(viewport, max(1, int(wide))), area.top()
    left = area.left() + AXIS
    for strip in strips:
        _paint_head(painter, QRectF(left, top, wide, HEAD), strip.lane, theme)
        top += HEAD
        height = float(strip.canvas.height())
        place = QRectF(left, top, scale.width, height)
        painter.save()
        painter.translate(place.topLeft())
        painter.setClipRect(QRectF(0, 0, scale.width, height))
        within = QRectF(0, 0, scale.width, height)
        if strip.canvas.gaps is not None:
            draw_gaps(painter, strip.canvas.gaps, scale, within, theme)
        strip.lane.paint(painter, within, scale, theme)
        painter.restore()
        _paint_axis(painter, place, strip.lane, theme)
        top += height + BETWEEN
    _paint_times(painter, QRectF(left, top, scale.width, TIMES), scale, theme)


def _paint_head(painter: QPainter, line: QRectF, lane: Lane, theme: Theme) -> None:
    """The lane's name, and its rows with their colours, as far as there is room."""
    bold, plain = text_font(SMALL_TEXT_SIZE, bold=True), text_font(SMALL_TEXT_SIZE)
    painter.setFont(bold)
    painter.setPen(theme.colour("text"))
    painter.drawText(line, _LEFT, lane.title)
    x = line.left() + QFontMetricsF(bold).horizontalAdvance(lane.title) + 12
    painter.setFont(plain)
    for row in lane.rows():
        if not row.visible:
            continue
        wide = QFontMetricsF(plain).horizontalAdvance(row.label)
        if x + 18 + wide > line.right():
            return
        painter.setPen(QPen(lane.row_colour(row, theme), 2))
        painter.drawLine(QPointF(x, line.center().y()), QPointF(x + 12, line.center().y()))
        painter.setPen(theme.colour("faint"))
        painter.drawText(QRectF(x + 16, line.top(), wide + 4, line.height()), _LEFT, row.label)
        x += 16 + wide + 12


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


def _paint_times(painter: QPainter, line: QRectF, scale: TimeScale, theme: Theme) -> None:
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    for tick in ticks(scale):
        x = line.left() + scale.x(tick.seconds)
        painter.setPen(QPen(theme.colour("faint"), 1))
        long = _TICK if tick.label else _TICK / 2
        top = line.top() - BETWEEN
        painter.drawLine(QPointF(x, top), QPointF(x, top + long))
        if tick.label:
            box = QRectF(x - 40, top + _TICK, 80, 16)
            box.moveLeft(min(max(box.left(), line.left() - AXIS), line.right() + END - 80))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick.label)
    painter.drawText(
        QRectF(line.left(), line.top() + 12, line.width(), 16),
        Qt.AlignmentFlag.AlignCenter,
        "Time (min:s)",
    )
