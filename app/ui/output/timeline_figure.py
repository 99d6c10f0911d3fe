"""The timeline as it is visible, for print: every open lane with its axis and names, and times."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.session.viewport import Viewport
from app.ui.output.figure import Figure
from app.ui.output.lane_printing import AXIS, END, HEAD, TIMES, print_lane, print_times
from app.ui.theme import Theme
from app.ui.timeline.lane_row import LaneStrip
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.timeline_view import TimelineView

BETWEEN = 8.0


def timeline_figure(timeline: TimelineView, viewport: Viewport) -> Figure | None:
    """A figure of what is visible; None where no lane shows anything."""
    strips = shown_strips(timeline)
    if not strips:
        return None
    lanes = sum(HEAD + strip.canvas.height() + BETWEEN for strip in strips)
    return Figure(
        "timeline",
        "Timeline",
        lambda _: lanes - BETWEEN + TIMES,
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
) -> Iterator[None]:
    """A lane is a slice of the work."""
    wide, left, top = area.width() - AXIS - END, area.left() + AXIS, area.top()
    scale = TimeScale.of(viewport, max(1, int(wide)))
    for strip in strips:
        height = HEAD + strip.canvas.height()
        place = QRectF(left, top, wide, height)
        print_lane(painter, place, strip.lane, scale, strip.canvas.gaps, theme)
        top += height + BETWEEN
        yield
    print_times(painter, QPointF(left, top - BETWEEN), scale, theme)
