"""The views of the window as figures: the timeline, the picture, panels, and all of them together.

A panel that wants to be printed as it paints itself has a method ``figures()``; others are painted
by their widgets, as they stand on screen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QWidget

from app.session.session import Session
from app.ui.output.arrangement import arranged, placed
from app.ui.output.figure import Figure
from app.ui.output.timeline_figure import timeline_figure
from app.ui.plates import paint_image
from app.ui.theme import Theme
from app.ui.timeline.timeline_view import TimelineView
from app.ui.video.picture_view import PictureView

LAYOUT = "layout"


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
    found: list[tuple[Figure, QWidget]] = []
    for figure, widget in (
        (timeline_figure(timeline, session.viewport), timeline),
        (picture_figure(picture), picture),
    ):
        if figure is not None:
            found.append((figure, widget))
    for name, (title, panel) in panels.items():
        if isinstance(panel, Printable):
            found += [(each, panel) for each in panel.figures()]
        elif panel.isVisible():
            found.append((widget_figure(name, title, panel), panel))
    figures = [figure for figure, _ in found]
    # A dock behind another tab counts as visible, though nothing of it is seen.
    seen = [(each, _place(view)) for each, view in found if not view.visibleRegion().isEmpty()]
    return [*figures, layout_figure(seen)] if len(seen) > 1 else figures


def _place(widget: QWidget) -> QRectF:
    """Where a view stands on the screen."""
    return QRectF(widget.mapToGlobal(QPoint(0, 0)), widget.size())


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
        lambda painter, area, _: paint_image(painter, area, image),
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


def layout_figure(seen: Sequence[tuple[Figure, QRectF]]) -> Figure:
    """Figures as their views stand in the window.

    Parameters
    ----------
    seen : sequence of (Figure, QRectF)
        Each with the place of its view, at least one.
    """
    figures = [figure for figure, _ in seen]
    whole = arranged([place for _, place in seen], [_height_in(each) for each in figures])

    def paint(painter: QPainter, area: QRectF, theme: Theme) -> Iterator[None]:
        places = placed(whole, area.topLeft(), area.width())
        for number, figure in enumerate(figures):
            place, (scale, _) = places[number], _size_in(figure, places[number].width())
            own = QRectF(0, 0, place.width() / scale, place.height() / scale)
            painter.save()
            try:
                painter.translate(place.topLeft())
                painter.scale(scale, scale)
                painter.setClipRect(own)
                yield from figure.paint(painter, own, theme) or ()
            finally:
                painter.restore()
            yield

    return Figure(
        LAYOUT,
        "Layout: all of these",
        whole.height_for,
        paint,
        760.0,
        as_on_screen=any(each.as_on_screen for each in figures),
    )


def _height_in(figure: Figure) -> Callable[[float], float]:
    return lambda width: _size_in(figure, width)[1]


def _size_in(figure: Figure, width: float) -> tuple[float, float]:
    """Scale and height of a figure over a width; it is never narrower than it can be read."""
    scale = min(1.0, width / figure.least_width)
    return scale, scale * figure.height_for(width / scale)
