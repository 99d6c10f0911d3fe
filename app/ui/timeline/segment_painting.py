"""Segments put on paper: blocks with their labels, events as markers, crowds as columns.

What is narrower than a few pixels is merged into columns first, so that thousands of segments cost
no more than the lane is wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.ui.fonts import text_font
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.segment_look import Look, legible_on
from app.ui.timeline.segment_strip import Band, Strip

NARROW = 3.0
"""Logical pixels below which blocks are merged into columns."""
LEAST_TEXT_WIDTH = 14.0
LEAST_TEXT_HEIGHT = 11.0
TEXT_MARGIN = 5.0
DIAMOND = 4.0


@dataclass(frozen=True, slots=True)
class Growing:
    """A segment that was begun and not ended yet.

    Attributes
    ----------
    track : str
        Id of the track it will be in; empty for one that is made with it.
    label : str
        What it will be labelled; may be empty.
    onset, offset : float
        Seconds; the second one is where the playhead is.
    """

    track: str
    label: str
    onset: float
    offset: float


@dataclass(frozen=True, slots=True, eq=False)
class _Crowd:
    """What is visible of a track, each array (M,): places in the track, and on screen.

    Attributes
    ----------
    after : float64 array
        Where the next one of the level begins; infinite for the last.
    wide, marked : bool array
        Blocks that are drawn one by one, events that have a marker; the rest are columns.
    """

    at: NDArray[np.intp]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    level: NDArray[np.intp]
    ink: NDArray[np.intp]
    after: NDArray[np.float64]
    wide: NDArray[np.bool_]
    marked: NDArray[np.bool_]


def neighbours(
    left: NDArray[np.float64], right: NDArray[np.float64], level: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where what lies before each on its level ends, and what lies after it begins.

    Parameters
    ----------
    left, right : float64 arrays (M,)
        Ends of each; on one level they follow each other.
    level : intp array (M,)
        Which level each is on.

    Returns
    -------
    float64 arrays (M,)
        Infinite, below and above, where there is none.
    """
    order = np.lexsort((left, level))
    same = np.diff(level[order]) == 0
    before, after = np.full(left.shape, -np.inf), np.full(left.shape, np.inf)
    before[order[1:][same]] = right[order[:-1][same]]
    after[order[:-1][same]] = left[order[1:][same]]
    return before, after


@dataclass(frozen=True, slots=True)
class StripPainter:
    """Draws one track into its band.

    Attributes
    ----------
    strip, band : Strip, Band
        What, and where.
    look : Look
        In which colours.
    scale : TimeScale
        What is visible.
    theme : Theme
        The one in use.
    """

    strip: Strip
    band: Band
    look: Look
    scale: TimeScale
    theme: Theme

    def draw(self, painter: QPainter, selected: int) -> None:
        """Everything that is visible; `selected` is the id of the segment to outline."""
        crowd = self._crowd()
        if not crowd.at.size:
            return
        segments = self.strip.track.segments
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        self._draw_columns(painter, crowd)
        for at in np.flatnonzero(crowd.wide).tolist():
            area = self.block(crowd.left[at], crowd.right[at], int(crowd.level[at]))
            fill, text = self.look.fills[crowd.ink[at]], self.look.texts[crowd.ink[at]]
            self._draw_block(painter, area, fill, text, segments[crowd.at[at]].label)
        for at in np.flatnonzero(crowd.marked).tolist():
            self._draw_event(painter, crowd, at)
        chosen = self.strip.track.segment(selected) if selected else None
        if chosen is not None:
            self._draw_selected(painter, segments.index(chosen))

    def _crowd(self) -> "_Crowd":
        shown = self.strip.visible(self.scale, DIAMOND)
        left = self.scale.xs(self.strip.onset[shown])
        right = self.scale.xs(self.strip.offset[shown])
        level = self.strip.level[shown]
        inks = np.array([self.look.place(label) for label in self.strip.labels], np.intp)
        before, after = neighbours(left, right, level)
        events = self.strip.is_event[shown]
        alone = (left - before >= NARROW) & (after - left >= NARROW)
        wide = ~events & (right - left >= NARROW)
        ink = inks[self.strip.label[shown]]
        return _Crowd(shown, left, right, level, ink, after, wide, events & alone)

    def draw_growing(self, painter: QPainter, growing: Sequence[Growing]) -> None:
        """What was begun, with a dashed end at the playhead."""
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        strip = self.strip
        for each in growing:
            first, last = min(each.onset, each.offset), max(each.onset, each.offset)
            left, right = self.scale.x(first), max(self.scale.x(last), self.scale.x(first) + 2)
            level = min(strip.free_level(first, last), self.band.levels - 1)
            fill = self._thin(self.look.fills[self.look.place(each.label)])
            text = legible_on(fill)
            self._draw_block(painter, self.block(left, right, level), fill, text, each.label)
            painter.setPen(QPen(self.theme.colour("text"), 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.block(left, right, level).adjusted(0.5, 0.5, -0.5, -0.5))

    def block(self, left: float, right: float, level: int) -> QRectF:
        """The area of a block, cut near the ends of what is visible."""
        left, right = max(left, -8.0), min(right, self.scale.width + 8.0)
        air = 1.0 if right - left > NARROW else 0.0
        top, height = self.band.level_top(level), self.band.level_height
        return QRectF(left, top, max(right - left - air, 1.0), max(height - 1.0, 1.0))

    def _draw_block(
        self, painter: QPainter, area: QRectF, fill: QColor, text: QColor, label: str
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        radius = min(2.5, area.width() / 3, area.height() / 3)
        painter.drawRoundedRect(area, radius, radius)
        self._draw_text(painter, area, label, text)

    def _thin(self, fill: QColor) -> QColor:
        """A colour half way to the ground, opaque."""
        ground = self.theme.colour("base")
        return QColor(
            (fill.red() + ground.red()) // 2,
            (fill.green() + ground.green()) // 2,
            (fill.blue() + ground.blue()) // 2,
        )

    def _draw_text(self, painter: QPainter, area: QRectF, text: str, colour: QColor) -> None:
        # What begins before the left end is named where it can be read.
        seen = QRectF(area)
        seen.setLeft(max(seen.left(), 0.0) + TEXT_MARGIN)
        seen.setRight(min(seen.right(), float(self.scale.width)) - 2.0)
        if seen.width() < LEAST_TEXT_WIDTH or area.height() < LEAST_TEXT_HEIGHT or not text:
            return
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, seen.width())
        if len(shown) > 1:
            painter.setPen(colour)
            painter.drawText(seen, Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_columns(self, painter: QPainter, crowd: "_Crowd") -> None:
        """What is narrow, by whole columns; where several lie in one, the last is seen."""
        narrow = ~crowd.wide & ~crowd.marked
        if not narrow.any():
            return
        columns = np.full((self.band.levels, self.scale.width), -1, np.intp)
        first = np.floor(crowd.left[narrow]).astype(np.intp)
        count = np.maximum(np.ceil(crowd.right[narrow]).astype(np.intp) - first, 1)
        rows, values = crowd.level[narrow], crowd.ink[narrow]
        for step in range(int(count.max())):
            column = first + step
            inside = (step < count) & (column >= 0) & (column < self.scale.width)
            columns[rows[inside], column[inside]] = values[inside]
        height = max(self.band.level_height - 1.0, 1.0)
        # Soft ends of two columns that meet within a pixel of the screen would let the ground in.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for row, line in enumerate(columns):
            # Every end of a run of one colour.
            edges = np.flatnonzero(np.diff(line, prepend=-1, append=-1))
            for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
                if line[start] >= 0:
                    area = QRectF(start, self.band.level_top(row), stop - start, height)
                    painter.fillRect(area, self.look.fills[line[start]])

    def _draw_event(self, painter: QPainter, crowd: "_Crowd", at: int) -> None:
        x, level = float(crowd.left[at]), int(crowd.level[at])
        self._draw_marker(painter, x, level, self.look.fills[crowd.ink[at]])
        end = min(float(crowd.after[at]), float(self.scale.width))
        if end - x > LEAST_TEXT_WIDTH:
            area = self.block(x + DIAMOND, end - DIAMOND, level)
            label = self.strip.track.segments[crowd.at[at]].label
            self._draw_text(painter, area, label, self.theme.colour("text"))

    def _draw_marker(
        self, painter: QPainter, x: float, level: int, colour: QColor, grown: float = 0.0
    ) -> None:
        top, height = self.band.level_top(level), max(self.band.level_height - 1.0, 1.0)
        half = min(DIAMOND, height / 2) + grown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(x - 1 - grown / 2, top, 2 + grown, height), colour)
        middle = top + height / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        corners = ((x, middle - half), (x + half, middle), (x, middle + half), (x - half, middle))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _draw_selected(self, painter: QPainter, at: int) -> None:
        """An outline in the accent, with a line of the ground that keeps it off the block."""
        strip, level = self.strip, int(self.strip.level[at])
        left = self.scale.x(float(strip.onset[at]))
        segment = strip.track.segments[at]
        fill = self.look.fills[self.look.place(segment.label)]
        if segment.is_event:
            self._draw_marker(painter, left, level, self.theme.colour("accent"), 2.5)
            self._draw_marker(painter, left, level, fill)
            return
        area = self.block(left, self.scale.x(float(strip.offset[at])), level)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("base"), 1.5))
        painter.drawRoundedRect(area.adjusted(2.2, 2.2, -2.2, -2.2), 1.5, 1.5)
        painter.setPen(QPen(self.theme.colour("accent"), 2.0))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5)
        self._draw_text(painter, area, segment.label, legible_on(fill))
