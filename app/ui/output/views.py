"""The views of the window as figures: the timeline, the picture, panels, and all of them together.

A panel that wants to be printed as it paints itself has a method ``figures()``; others are painted
by their widgets, as they stand on screen.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QWidget

from app.session.session import Session
from app.ui.output.figure import Figure
from app.ui.output.timeline_figure import timeline_figure
from app.ui.theme import GRID, Theme
from app.ui.timeline.timeline_view import TimelineView
from app.ui.video.picture_view import PictureView

LAYOUT = "layout"
_SPACE = 4.0 * GRID
_HIGHEST = 0.6
"""Of the width of a layout, for what stands above the timeline."""


@runtime_checkable
class Printable(Protocol):
    """A panel that says how it is printed."""

    def figures(self) -> Sequence[Figure]:
        """What it shows now; none while it is empty."""


def figures_of(
    session: Session,
    timeline: TimelineView,
    picture: PictureView,
    panels: Mapping[str, tuple[str, QWidget]],
) -> list[Figure]:
    """Everything that can be printed now; the layout last, where there are two or more.

    Parameters
    ----------
    panels : mapping of str to (str, QWidget)
        By name, title and widget of the panels that are to be offered.
    """
    if session.recording is None:
        return []
    over_time = timeline_figure(timeline, session.viewport)
    seen = picture_figure(picture)
    found = [each for each in (over_time, seen) if each is not None]
    for name, (title, panel) in panels.items():
        if isinstance(panel, Printable):
            found += panel.figures()
        elif panel.isVisible():
            found.append(widget_figure(name, title, panel))
    beside = [each for each in found if each is not over_time]
    if len(found) > 1:
        found.append(layout_figure(beside, over_time))
    return found


def picture_figure(picture: PictureView) -> Figure | None:
    """The frame at the playhead with what is drawn over it; None without one."""
    image = picture.with_overlay()
    if image is None or not image.width():
        return None
    ratio = image.height() / image.width()
    return Figure(
        "picture",
        "Picture",
        lambda width: width * ratio,
        lambda painter, area, _: painter.drawImage(area, image),
    )


def widget_figure(name: str, title: str, widget: QWidget) -> Figure:
    """A widget as it stands on screen."""

    def paint(painter: QPainter, area: QRectF, _: Theme) -> None:
        painter.save()
        painter.translate(area.topLeft())
        scale = area.width() / max(widget.width(), 1)
        painter.scale(scale, scale)
        flags = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren
        widget.render(painter, QPoint(), QRegion(), flags)
        painter.restore()

    ratio = widget.height() / max(widget.width(), 1)
    return Figure(
        name, title, lambda width: width * ratio, paint, float(widget.width()), as_on_screen=True
    )


def layout_figure(beside: Sequence[Figure], below: Figure | None) -> Figure:
    """Figures side by side, of one height, and one below them."""

    def row(width: float) -> tuple[float, list[float]]:
        """Height of the upper row, and the widths of its figures."""
        shapes = [each.own_width / each.height_for(each.own_width) for each in beside]
        room = width - _SPACE * (len(beside) - 1)
        height = min(room / sum(shapes), _HIGHEST * width) if shapes else 0.0
        return height, [shape * height for shape in shapes]

    def height_for(width: float) -> float:
        upper = row(width)[0]
        lower = below.height_for(width) if below is not None else 0.0
        return upper + lower + (_SPACE if upper and lower else 0.0)

    def paint(painter: QPainter, area: QRectF, theme: Theme) -> None:
        height, widths = row(area.width())
        used = sum(widths) + _SPACE * max(0, len(widths) - 1)
        corner = area.topLeft() + QPointF((area.width() - used) / 2, 0)
        for figure, width in zip(beside, widths, strict=True):
            own = QRectF(0, 0, figure.own_width, figure.height_for(figure.own_width))
            painter.save()
            painter.translate(corner)
            painter.scale(width / own.width(), height / own.height())
            painter.setClipRect(own)
            figure.paint(painter, own, theme)
            painter.restore()
            corner += QPointF(width + _SPACE, 0)
        if below is not None:
            top = area.top() + height + (_SPACE if height else 0.0)
            place = QRectF(area.left(), top, area.width(), below.height_for(area.width()))
            below.paint(painter, place, theme)

    return Figure(
        LAYOUT,
        "Layout: all of these",
        height_for,
        paint,
        760.0,
        as_on_screen=any(each.as_on_screen for each in beside),
    )
