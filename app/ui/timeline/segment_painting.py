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

from app.core.scheme import CategoryScheme
from app.ui.fonts import text_font
from app.ui.style_sheet import mixed
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.segment_strip import Band, Strip

NARROW = 3.0
"""Logical pixels below which blocks are merged into columns."""
LEAST_TEXT_WIDTH = 14.0
LEAST_TEXT_HEIGHT = 11.0
TEXT_MARGIN = 5.0
DIAMOND = 4.0
DARK_TEXT, LIGHT_TEXT = QColor("#141518"), QColor("#FFFFFF")


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
class Look:
    """How the labels of a track are coloured.

    Attributes
    ----------
    of_label : dict of str to int
        Where in `fills` the colour of a category is; labels of no category have the first.
    fills : tuple of QColor
        Opaque.
    texts : tuple of QColor
        What is read on each.
    """

    of_label: dict[str, int]
    fills: tuple[QColor, ...]
    texts: tuple[QColor, ...]

    @classmethod
    def of(cls, scheme: CategoryScheme | None, theme: Theme) -> "Look":
        """The colours of a scheme's categories, after the one of everything else."""
        categories = scheme.categories if scheme is not None else ()
        fills = (mixed(theme, "base", "faint", 0.4), *(QColor(each.colour) for each in categories))
        of_label = {each.name: place for place, each in enumerate(categories, 1)}
        return cls(of_label, fills, tuple(legible_on(fill) for fill in fills))

    def place(self, label: str) -> int:
        """Where in `fills` a label's colour is."""
        return self.of_label.get(label, 0)


def legible_on(fill: QColor) -> QColor:
    """Dark or light text, whichever contrasts more (WCAG 2.2 relative luminance)."""
    light = luminance(fill)
    dark = (light + 0.05) / (luminance(DARK_TEXT) + 0.05)
    return DARK_TEXT if dark >= 1.05 / (light + 0.05) else LIGHT_TEXT


def luminance(colour: QColor) -> float:
    """Relative luminance 0 ... 1 (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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
        shown = self.strip.visible(self.scale, DIAMOND)
        if not shown.size:
            return
        left = self.scale.xs(self.strip.onset[shown])
        right = self.scale.xs(self.strip.offset[shown])
        segments = self.strip.track.segments
        inks = np.array([self.look.place(segments[at].label) for at in shown.tolist()])
        level, events = self.strip.level[shown], self.strip.is_event[shown]
        wide = ~events & (right - left >= NARROW)
        self._draw_columns(painter, left, right, level, inks, ~events & ~wide)
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        for at in np.flatnonzero(wide).tolist():
            area = self.block(float(left[at]), float(right[at]), int(level[at]))
            self._draw_block(painter, area, int(inks[at]), segments[int(shown[at])].label)
        self._draw_events(painter, shown, left, level, inks, events)
        for at in shown.tolist():
            if segments[at].id == selected:
                self._draw_selected(painter, at)

    def draw_growing(self, painter: QPainter, growing: Sequence[Growing]) -> None:
        """What was begun, with a dashed end at the playhead."""
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        strip = self.strip
        for each in growing:
            first, last = min(each.onset, each.offset), max(each.onset, each.offset)
            left, right = self.scale.x(first), max(self.scale.x(last), self.scale.x(first) + 2)
            level = min(strip.free_level(first, last), self.band.levels - 1)
            place = self.look.place(each.label)
            painter.setOpacity(0.72)
            self._draw_block(painter, self.block(left, right, level), place, each.label)
            painter.setOpacity(1.0)
            painter.setPen(QPen(self.theme.colour("text"), 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.block(left, right, level).adjusted(0.5, 0.5, -0.5, -0.5))

    def block(self, left: float, right: float, level: int) -> QRectF:
        """The area of a block, cut near the ends of what is visible."""
        left, right = max(left, -8.0), min(right, self.scale.width + 8.0)
        air = 1.0 if right - left > NARROW else 0.0
        top, height = self.band.level_top(level), self.band.level_height
        return QRectF(left, top, max(right - left - air, 1.0), max(height - 1.0, 1.0))

    def _draw_block(self, painter: QPainter, area: QRectF, ink: int, label: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.fills[ink])
        radius = min(2.5, area.width() / 3, area.height() / 3)
        painter.drawRoundedRect(area, radius, radius)
        self._draw_text(painter, area, label, self.look.texts[ink])

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

    def _draw_columns(
        self,
        painter: QPainter,
        left: NDArray[np.float64],
        right: NDArray[np.float64],
        level: NDArray[np.intp],
        inks: NDArray[np.intp],
        narrow: NDArray[np.bool_],
    ) -> None:
        """Narrow blocks by whole columns; where several lie in one, the last is seen."""
        if not narrow.any():
            return
        columns = np.full((self.band.levels, self.scale.width), -1, np.intp)
        first = np.floor(left[narrow]).astype(np.intp)
        count = np.maximum(np.ceil(right[narrow]).astype(np.intp) - first, 1)
        rows, values = level[narrow], inks[narrow]
        for step in range(int(count.max())):
            column = first + step
            inside = (step < count) & (column >= 0) & (column < self.scale.width)
            columns[rows[inside], column[inside]] = values[inside]
        height = max(self.band.level_height - 1.0, 1.0)
        for row, line in enumerate(columns):
            edges = np.flatnonzero(np.diff(line, prepend=-1, append=-1))
            for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
                if line[start] >= 0:
                    area = QRectF(start, self.band.level_top(row), stop - start, height)
                    painter.fillRect(area, self.look.fills[line[start]])

    def _draw_events(
        self,
        painter: QPainter,
        shown: NDArray[np.intp],
        left: NDArray[np.float64],
        level: NDArray[np.intp],
        inks: NDArray[np.intp],
        events: NDArray[np.bool_],
    ) -> None:
        drawn: set[tuple[int, int]] = set()
        for at in np.flatnonzero(events).tolist():
            place = (int(level[at]), round(float(left[at])))
            if place in drawn:
                continue
            drawn.add(place)
            self._draw_marker(painter, float(left[at]), place[0], self.look.fills[inks[at]])
            after = left[(level == level[at]) & (left > left[at])]
            end = float(after.min()) if after.size else float(self.scale.width)
            area = self.block(float(left[at]) + DIAMOND, end - DIAMOND, place[0])
            label = self.strip.track.segments[int(shown[at])].label
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
