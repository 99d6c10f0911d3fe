"""Pictures of the timeline for the guide: tools in mid-stroke, an edit tried out, segments."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.session.tool_settings import FrameRange
from app.session.viewport import Viewport
from app.ui.composition import Studio
from app.ui.timeline.timeline_view import TimelineView
from tests.support.annotated_demo import ACTIVE, ANNA, curve_of, leave_as_it_was
from tests.support.picture_taking import save, settle, torn_off

WIDTH = 640
SIZE = (640, 520)
LANE_HEIGHT = 150
LEFT = Qt.MouseButton.LeftButton
Place = tuple[int, float | None]
"""A frame, and a value; None for the value of the curve there."""

STROKES: dict[str, tuple[Place, ...]] = {
    "select": ((215, -0.5), (240, -0.4), (291, -0.3)),
    "draw": ((150, None), (160, 0.15), (172, -0.05), (186, -0.1), (200, 0.1), (212, 0.5)),
    "move": ((250, None), (250, 0.1)),
    "smooth": ((136, None), (150, None), (170, None), (190, None), (210, None)),
    "erase": ((240, 0.2), (262, 0.2), (285, 0.2)),
}
"""What is done with each tool."""


def take_timeline_pictures(studio: Studio, folder: Path) -> None:
    """All of them, as the theme is now."""
    tools(studio, folder)
    range_edit(studio, folder)
    segments(studio, folder)
    leave_as_it_was(studio)


def tools(studio: Studio, folder: Path) -> None:
    """Every tool while the button is down."""
    for tool, places in STROKES.items():
        studio.actions[f"tool_{tool}"].trigger()
        with lanes(studio, "arousal", stretch=(4.5, 11.0)) as view:
            canvas = view.strips["arousal"].canvas
            _stroke(studio, places)
            save_lanes(view, folder / f"tool-{tool}.png", pointing=True)
            QTest.keyClick(canvas, Qt.Key.Key_Escape)
            QTest.mouseRelease(canvas, LEFT)
            leave(canvas)
    studio.actions["tool_select"].trigger()
    studio.session.annotations.select(None)


def range_edit(studio: Studio, folder: Path) -> None:
    """The dialog of an edit of a range, and what would come of it."""
    notes = studio.session.annotations
    notes.select(FrameRange(195, 300))
    studio.actions["range_interpolate"].trigger()
    settle()
    dialog = studio.controllers.annotation.ranges.dialogs.dialog
    if dialog is None:
        raise RuntimeError("the dialog did not open")
    save(dialog, folder / "range-edit.png", WIDTH)
    with lanes(studio, "arousal", stretch=(4.5, 11.0)) as view:
        save_lanes(view, folder / "range-edit-timeline.png")
    dialog.reject()
    notes.select(None)


def segments(studio: Studio, folder: Path) -> None:
    """The lane of segments below the curve."""
    with lanes(studio, "arousal", "segments", stretch=(0.8, 9.2)) as view:
        save_lanes(view, folder / "segments-lane.png")


@contextmanager
def lanes(studio: Studio, *names: str, stretch: tuple[float, float]) -> Iterator[TimelineView]:
    """The timeline with some lanes only, on a stretch of time, in a window of its own."""
    view, before = studio.views.timeline, studio.session.viewport
    heights = {name: strip.chosen_height for name, strip in view.strips.items()}
    hidden = [strip for name, strip in view.strips.items() if name not in names]
    for strip in hidden:
        strip.hide()
    view.set_lane_heights({"arousal": LANE_HEIGHT})
    studio.session.look(Viewport(before.first, before.last, *stretch))
    with torn_off(studio.window, "timeline", *SIZE):
        yield view
    for strip in hidden:
        strip.show()
    view.set_lane_heights(heights)
    studio.session.look(before)
    settle(0.3)


def leave(widget: QWidget) -> None:
    """The mouse goes away."""
    QCursor.setPos(0, 0)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    QApplication.processEvents()


def save_lanes(view: TimelineView, path: Path, *, pointing: bool = False) -> None:
    """As far down as there are lanes; without the mouse, unless it is pointing."""
    if not pointing:
        for strip in view.strips.values():
            leave(strip.canvas)
    shown = [strip for strip in view.strips.values() if strip.isVisible()]
    below = max(strip.mapTo(view, QPoint(0, strip.height())).y() for strip in shown)
    save(view, path, WIDTH, QRect(0, 0, view.width(), below))


def _stroke(studio: Studio, places: tuple[Place, ...]) -> None:
    """Press at the first place, go over all others, and hold on."""
    points = [_point(studio, *place) for place in places]
    canvas = studio.views.timeline.strips["arousal"].canvas
    QTest.mouseMove(canvas, points[0])
    QTest.mousePress(canvas, LEFT, pos=points[0])
    for first, last in pairwise(points):
        for step in range(1, 7):
            QTest.mouseMove(canvas, first + (last - first) * step / 6)
            QApplication.processEvents()
    settle(0.3)


def _point(studio: Studio, frame: int, value: float | None) -> QPoint:
    notes = studio.session.annotations
    canvas = studio.views.timeline.strips["arousal"].canvas
    if value is None:
        curve = notes.document.curve(curve_of(studio, ANNA, ACTIVE))
        value = float(curve.samples.values[frame])
    scale = canvas.lane.value_scale(canvas.height())
    x = canvas.time_scale.x(float(notes.seconds[frame]))
    return QPoint(round(x), round(scale.y(value)))
