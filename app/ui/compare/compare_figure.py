"""The Compare dock for print: both curves with what lies between them, and their figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.session.annotations import Annotations
from app.session.comparing import Pair
from app.session.viewport import Viewport
from app.ui.compare.figures_table import TABLE_HIGH, paint_table
from app.ui.fonts import digits_font
from app.ui.output.figure import Figure
from app.ui.output.lane_printing import AXIS, HEAD, TIMES, print_lane, print_times
from app.ui.theme import PANEL_PADDING, SMALL_TEXT_SIZE, Theme
from app.ui.timeline.curve_lane import CurveLane
from app.ui.timeline.gaps import Shares, gap_frames
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene

WIDE = 560.0
"""Logical pixels from which tables stand beside the curves, and not below."""
_CURVES, _SIDE, _BETWEEN, _LINE = 112.0, 230.0, 14.0, 20.0


@dataclass(frozen=True, slots=True, eq=False)
class ComparedCurves:
    """One dimension.

    Attributes
    ----------
    lane : CurveLane
        Of its own, with the two curves and nothing else.
    gaps : Shares
        Where the prediction has nothing.
    texts : tuple of tuple of str
        Figures of what is in view, and of the whole.
    """

    lane: CurveLane
    gaps: Shares
    texts: tuple[tuple[str, ...], ...]


def compared_curves(
    pair: Pair, annotations: Annotations, texts: tuple[tuple[str, ...], ...]
) -> ComparedCurves:
    """The curves of a pair, whatever else the timeline shows."""
    prediction, made = replace(pair.prediction, visible=True), pair.annotation
    dimension, times = prediction.track.dimension, annotations.seconds
    others = {each.head.id for each in annotations.document.tracks} - {made.head.id}
    scene = Scene(
        times,
        (prediction,),
        document=annotations.document,
        active=made.head.id,
        hidden=frozenset(others),
        rater=annotations.rater,
        schemes=annotations.schemes,
        compared={dimension: (prediction.key, made.head.id)},
    )
    lane = CurveLane(dimension)
    lane.show(scene)
    return ComparedCurves(lane, Shares(times, gap_frames(times, None, [prediction.track])), texts)


@dataclass(frozen=True, slots=True, eq=False)
class ComparePage:
    """What is printed.

    Attributes
    ----------
    dimensions : sequence of ComparedCurves
        From the top.
    viewport : Viewport
        The stretch in view.
    stretch : str
        The same in words.
    """

    dimensions: Sequence[ComparedCurves]
    viewport: Viewport
    stretch: str

    @property
    def figure(self) -> Figure:
        """As it is offered."""
        return Figure("compare", "Compare", self.height_for, self.paint, 720.0)

    def places(self, width: float) -> list[tuple[QRectF, QRectF]]:
        """Where curves and table of each dimension lie."""
        wide, top, found = width >= WIDE, _LINE, []
        room = width - (_SIDE + 2 * PANEL_PADDING if wide else 0.0)
        for _ in self.dimensions:
            curves = QRectF(0, top, room, HEAD + _CURVES)
            beside = QRectF(room + 2 * PANEL_PADDING, top, _SIDE, TABLE_HIGH)
            below = QRectF(0, curves.bottom() + TIMES, width, TABLE_HIGH)
            table = beside if wide else below
            found.append((curves, table))
            top = max(curves.bottom() + (_BETWEEN if wide else 0.0), table.bottom()) + _BETWEEN
        return found

    def height_for(self, width: float) -> float:
        """The lowest end of anything."""
        return max(max(a.bottom() + TIMES, b.bottom()) for a, b in self.places(width))

    def paint(self, painter: QPainter, area: QRectF, theme: Theme) -> Iterator[None]:
        """A dimension is a slice of the work."""
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self.stretch)
        places = self.places(area.width())
        wide = area.width() >= WIDE
        scale = TimeScale.of(self.viewport, max(1, int(places[0][0].width() - AXIS)))
        for each, (curves, table) in zip(self.dimensions, places, strict=True):
            place = curves.translated(area.topLeft()).adjusted(AXIS, 0, 0, 0)
            print_lane(painter, place, each.lane, scale, each.gaps, theme)
            if not wide or each is self.dimensions[-1]:
                print_times(painter, place.bottomLeft(), scale, theme)
            paint_table(painter, table.translated(area.topLeft()), each.texts, theme)
            yield
