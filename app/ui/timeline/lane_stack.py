"""The lanes of the timeline, one below the other; which there are may change."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import themes
from app.ui.timeline.curve_lane import PREDICTED, CurveLane
from app.ui.timeline.feature_lane import FeatureLane
from app.ui.timeline.lane import Lane
from app.ui.timeline.lane_row import LaneStrip
from app.ui.timeline.overlay import Dot
from app.ui.timeline.scene import Scene


class LaneStack(QWidget):
    """Strips in order.

    Signals
    -------
    stripAdded(strip)
        A lane came; it must be heard and told where to look.
    """

    stripAdded = Signal(object)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strips: dict[str, LaneStrip] = {}
        self._heights: dict[str, int] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def add(self, lane: Lane, before: str = "") -> LaneStrip:
        """Add a lane above another, or at the bottom."""
        names = list(self.strips)
        place = names.index(before) if before in self.strips else len(names)
        strip = LaneStrip(lane)
        self._column.insertWidget(place, strip)
        items = list(self.strips.items())
        self.strips = dict([*items[:place], (lane.name, strip), *items[place:]])
        if lane.name in self._heights:
            strip.set_height(self._heights[lane.name])
        self.stripAdded.emit(strip)
        return strip

    def remove(self, name: str) -> None:
        """Take a lane away."""
        strip = self.strips.pop(name)
        self._column.removeWidget(strip)
        strip.hide()
        strip.deleteLater()

    def fit_curves(self, dimensions: Sequence[str]) -> bool:
        """Have lanes of curves for just these, the predicted ones first; whether any came or went.

        They stand together; those of predicted dimensions are always there.
        """
        there = [lane.name for lane in self.lanes() if isinstance(lane, CurveLane)]
        if there == list(dimensions):
            return False
        for name in there:
            if name not in PREDICTED:
                self.remove(name)
        names = list(self.strips)
        place = names.index(PREDICTED[-1]) + 1
        below = names[place] if place < len(names) else ""
        for name in dimensions:
            if name not in self.strips:
                self.add(CurveLane(name), before=below)
        return True

    def fit_maps(self, names: Sequence[str]) -> bool:
        """Have lanes for just these feature maps, above the sound; whether any came or went."""
        there = {lane.map: lane.name for lane in self.lanes() if isinstance(lane, FeatureLane)}
        if list(there) == list(names):
            return False
        for lane in there.values():
            self.remove(lane)
        for name in names:
            self.add(FeatureLane(name), before="audio")
        return True

    def set_heights(self, heights: Mapping[str, int]) -> None:
        """Take remembered heights by lane name; for lanes to come, too."""
        self._heights |= heights
        for name, pixels in heights.items():
            if name in self.strips:
                self.strips[name].set_height(pixels)

    def lanes(self) -> Sequence[Lane]:
        """In order."""
        return [strip.lane for strip in self.strips.values()]

    def show_scene(self, scene: Scene) -> None:
        """Tell every lane; each draws itself again only if it looks different."""
        self.fit_maps([each.name for each in scene.maps])
        for strip in self.strips.values():
            strip.show_scene(scene)

    def dots(self, frame: int, over: QWidget) -> tuple[Dot, ...]:
        """A dot on every curve at a frame, as places on a widget that lies over the lanes."""
        dots = []
        for strip in self.strips.values():
            if strip.head.is_folded:
                continue
            canvas, lane = strip.canvas, strip.lane
            top = over.mapFromGlobal(canvas.mapToGlobal(QPoint(0, 0))).y()
            values = lane.value_scale(canvas.height())
            for row, value in zip(lane.rows(), lane.places(frame), strict=True):
                if value is not None:
                    colour = lane.row_colour(row, themes.now)
                    dots.append(Dot(top + values.y(value), colour))
        return tuple(dots)
