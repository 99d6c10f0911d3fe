"""The lane of segments and events: a band for every track."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.core.document import SegmentAnnotation, TrackHead
from app.core.segment import Segment
from app.ui.annotation_colours import colour_of
from app.ui.theme import Theme
from app.ui.timeline.lane import MARGIN, LaneRow
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.segment_look import Look
from app.ui.timeline.segment_painting import Growing, StripPainter
from app.ui.timeline.segment_strip import SegmentHit, Strip, bands, hit, strip_of
from app.ui.timeline.strokes import ValueScale
from app.ui.video.time_text import clock_text

NAME = "segments"
LONGEST_READING = 7
_HINT = "Drag here, or press N while playing, to mark a segment"


class SegmentLane:
    """Segments and events of every track; see `Lane`."""

    name, title, colour = NAME, "Segments", "faint"
    height = 72
    editable = True

    def __init__(self) -> None:
        self.scene = Scene()
        self._strips: tuple[Strip, ...] = ()
        self._growing: tuple[Growing, ...] = ()
        self._shown: tuple[object, ...] = ()

    def show(self, scene: Scene) -> bool:
        """Take the tracks of segments, one of them as a gesture would leave it."""
        self.scene = scene
        known = {id(strip.track): strip for strip in self._strips}
        tracks = [scene.shown(track) for track in scene.document.segment_tracks]
        tracks += self._coming(scene)
        self._strips = tuple(
            known.get(id(track)) or strip_of(track)
            for track in tracks
            if isinstance(track, SegmentAnnotation)
        )
        shown = (
            tuple(strip.track for strip in self._strips),
            tuple(scene.is_seen(strip.track) for strip in self._strips),
            (scene.active, scene.segment, scene.schemes, self._growing, scene.times.size > 0),
        )
        changed, self._shown = shown != self._shown, shown
        return changed

    def grow(self, growing: tuple[Growing, ...]) -> None:
        """Take what was begun and not ended; it is drawn with the next scene."""
        self._growing = growing

    def _coming(self, scene: Scene) -> list[SegmentAnnotation]:
        """A track that is being made: by a drag, or with what was begun."""
        there = {track.head.id for track in scene.document}
        preview = scene.preview
        if isinstance(preview, SegmentAnnotation) and preview.head.id not in there:
            return [preview]
        if any(each.track not in there for each in self._growing):
            return [SegmentAnnotation(TrackHead("", "New track", "", _first_scheme(scene)))]
        return []

    # Its head.

    def rows(self) -> Sequence[LaneRow]:
        """A line for every track."""
        return tuple(self._row(strip.track) for strip in self._strips)

    def _row(self, track: SegmentAnnotation) -> LaneRow:
        head, scene = track.head, self.scene
        rater = f" · {head.rater}" if head.rater and head.rater != head.name else ""
        there = scene.document.find(head.id) is not None
        count = f"{len(track.segments)} segment{'' if len(track.segments) == 1 else 's'}"
        source = f", {head.source}" if head.source else ""
        return LaneRow(
            f"{head.name}{rater}",
            visible=scene.is_seen(track) or not there,
            tip=f"{count} by {head.rater or 'nobody named'}{source}" if there else "",
            annotation=head.id if there else "",
            locked=head.locked,
            active=bool(head.id) and head.id == scene.active,
        )

    def values(self, frame: int) -> Sequence[str]:
        """The first label at a frame, shortened."""
        if not 0 <= frame < self.scene.times.size:
            return tuple("" for _ in self._strips)
        seconds = float(self.scene.times[frame])
        return tuple(_reading(strip, seconds) for strip in self._strips)

    def places(self, frame: int) -> Sequence[float | None]:
        """No dots."""
        return tuple(None for _ in self._strips)

    def hint(self) -> str:
        """How the first one is made."""
        return _HINT if not self._strips and self.scene.times.size else ""

    def labels(self) -> Sequence[float]:
        """No axis."""
        return ()

    def value_scale(self, height: float) -> ValueScale:
        """Segments have no values."""
        return ValueScale(0.0, 1.0, MARGIN, height - MARGIN)

    def row_colour(self, row: LaneRow, theme: Theme) -> QColor:
        """The rater's."""
        track = self.scene.document.find(row.annotation)
        if track is None:
            return theme.colour("faint")
        return colour_of(self.scene.document, track.head, theme)

    # What is drawn, and what is where.

    @property
    def seen(self) -> tuple[Strip, ...]:
        """What is drawn, from top to bottom."""
        there = {track.head.id for track in self.scene.document}
        return tuple(
            self._with_room(strip)
            for strip in self._strips
            if strip.track.head.id not in there or self.scene.is_seen(strip.track)
        )

    def paint(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """Bands from top to bottom."""
        strips, scene = self.seen, self.scene
        places = bands([strip.levels for strip in strips], area.height())
        for strip, band in zip(strips, places, strict=True):
            track = strip.track
            active = bool(scene.active) and track.head.id == scene.active
            self._draw_ground(painter, area, strip, band.top, band.bottom, theme)
            look = Look.of(scene.schemes.category_scheme(track.head.scheme), theme)
            drawing = StripPainter(strip, band, look, scale, theme)
            drawing.draw(painter, scene.segment if active else 0)
            drawing.draw_growing(painter, self._growing_in(track))

    def hit(self, x: float, y: float, height: float, scale: TimeScale) -> SegmentHit | None:
        """What is pointed at."""
        return hit(self.seen, x, y, height, scale)

    def segment_at(self, found: SegmentHit | None) -> Segment | None:
        """The segment that was hit, as it is drawn."""
        if found is None or not found.number:
            return None
        of_track = (s.track for s in self._strips if s.track.head.id == found.track)
        return next((track.segment(found.number) for track in of_track), None)

    def tip_at(self, x: float, y: float, height: float, scale: TimeScale) -> str:
        """What is said of a segment that is pointed at."""
        segment = self.segment_at(self.hit(x, y, height, scale))
        return words_of(segment) if segment is not None else ""

    def _draw_ground(
        self,
        painter: QPainter,
        area: QRectF,
        strip: Strip,
        top: float,
        bottom: float,
        theme: Theme,
    ) -> None:
        """A bar in the rater's colour at the left end, where there are several tracks."""
        if len(self._strips) < 2:
            return
        colour = self.row_colour(self._row(strip.track), theme)
        painter.fillRect(QRectF(0, top, 3, bottom - top), colour)
        if bottom + 3 < area.height():
            painter.fillRect(QRectF(0, bottom + 2, area.width(), 1), theme.colour("hairline"))

    def _growing_in(self, track: SegmentAnnotation) -> tuple[Growing, ...]:
        there = {each.head.id for each in self.scene.document}
        coming = track.head.id not in there
        return tuple(
            each
            for each in self._growing
            if each.track == track.head.id or (coming and each.track not in there)
        )

    def _with_room(self, strip: Strip) -> Strip:
        """With levels for what was begun."""
        levels = strip.levels
        for each in self._growing_in(strip.track):
            first, last = min(each.onset, each.offset), max(each.onset, each.offset)
            levels = max(levels, strip.free_level(first, last) + 1)
        return strip if levels == strip.levels else replace(strip, levels=levels)


def words_of(segment: Segment) -> str:
    """A segment in a few lines: label, when, note."""
    when = clock_text(segment.onset)
    if not segment.is_event:
        when = f"{when} to {clock_text(segment.offset)}, {segment.duration:.3f} s"
    return "\n".join(filter(None, (segment.label or "No label yet", when, segment.note)))


def _reading(strip: Strip, seconds: float) -> str:
    among = (strip.onset <= seconds) & ((seconds < strip.offset) | (strip.onset == seconds))
    for place in among.nonzero()[0].tolist():
        label = strip.track.segments[place].label or "…"
        return label if len(label) <= LONGEST_READING else label[: LONGEST_READING - 1] + "…"
    return ""


def _first_scheme(scene: Scene) -> str:
    return next((each.name for each in scene.schemes.categories), "")
