"""Where segments lie in their lane: pure geometry, of which painting and pointing are made.

Every track is a band across the lane; segments of one track that overlap lie on levels of its band,
the earlier ones on top. Logical pixels from the lane's upper left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from app.core.document import SegmentAnnotation
from app.core.segment import Segment
from app.ui.timeline.scale import TimeScale

BAND_MARGIN = 4.0
"""Between bands, and from the edges of the lane."""
TALLEST_LEVEL = 26.0
EDGE_REACH = 4.0
"""Within a block, from its end."""
OUTER_REACH = 3.0
"""Outside of a block, from its end."""
EVENT_REACH = 5.0


class Part(Enum):
    """What of a segment is pointed at."""

    ONSET = "onset"
    BODY = "body"
    OFFSET = "offset"


@dataclass(frozen=True, slots=True)
class SegmentHit:
    """What lies at a place of the lane.

    Attributes
    ----------
    track : str
        Id of the track whose band it is.
    number : int
        Id of the segment; 0 between segments.
    part : Part
        Of the segment; `Part.BODY` for an event and between segments.
    """

    track: str
    number: int = 0
    part: Part = Part.BODY


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A track laid out.

    Attributes
    ----------
    track : SegmentAnnotation
        What it shows.
    onset, offset : float64 array (N,)
        Seconds, in the order of the track.
    level : intp array (N,)
        On which level of the band each lies, from 0 at the top.
    levels : int
        How many there are, >= 1.
    labels : tuple of str
        Each label that occurs, once.
    label : intp array (N,)
        Which of `labels` each segment has.
    """

    track: SegmentAnnotation
    onset: NDArray[np.float64]
    offset: NDArray[np.float64]
    level: NDArray[np.intp]
    levels: int
    labels: tuple[str, ...]
    label: NDArray[np.intp]

    @property
    def is_event(self) -> NDArray[np.bool_]:
        """Which are instants, bool (N,)."""
        return np.asarray(self.onset == self.offset)

    def visible(self, scale: TimeScale, reach: float = 0.0) -> NDArray[np.intp]:
        """Positions of what is to be seen, or lies so many pixels outside."""
        beyond = reach * scale.seconds_per_pixel
        inside = (self.offset >= scale.start - beyond) & (self.onset <= scale.end + beyond)
        return np.flatnonzero(inside)

    def free_level(self, onset: float, offset: float) -> int:
        """The first level on which nothing lies in a stretch; ``levels`` when there is none."""
        among = (self.onset < offset) & (self.offset > onset)
        taken = set(self.level[among].tolist())
        return next(level for level in range(self.levels + 1) if level not in taken)


def strip_of(track: SegmentAnnotation) -> Strip:
    """Lay a track out."""
    onset = np.array([segment.onset for segment in track.segments], dtype=np.float64)
    offset = np.array([segment.offset for segment in track.segments], dtype=np.float64)
    level = packed(track.segments)
    levels = int(level.max()) + 1 if level.size else 1
    place = {text: at for at, text in enumerate(dict.fromkeys(s.label for s in track.segments))}
    label = np.array([place[segment.label] for segment in track.segments], np.intp)
    return Strip(track, onset, offset, level, levels, tuple(place), label)


def packed(segments: Sequence[Segment]) -> NDArray[np.intp]:
    """The least level for each segment on which it overlaps none before it.

    Parameters
    ----------
    segments : sequence of Segment
        Sorted.

    Returns
    -------
    intp array (N,)
        Levels from 0. An event takes its instant for itself.
    """
    level = np.zeros(len(segments), np.intp)
    free: list[int] = []
    busy: list[tuple[float, int]] = []
    used = 0
    for place, segment in enumerate(segments):
        while busy and busy[0][0] <= segment.onset:
            heappush(free, heappop(busy)[1])
        if free:
            level[place] = heappop(free)
        else:
            level[place], used = used, used + 1
        end = float(np.nextafter(segment.offset, np.inf)) if segment.is_event else segment.offset
        heappush(busy, (end, int(level[place])))
    return level


@dataclass(frozen=True, slots=True)
class Band:
    """The place of a track in the lane.

    Attributes
    ----------
    top, bottom : float
        Logical pixels; below its levels there may be room.
    levels : int
        How many it has, >= 1.
    level_height : float
        Logical pixels of each.
    """

    top: float
    bottom: float
    levels: int
    level_height: float

    def level_top(self, level: int) -> float:
        """Where a level begins."""
        return self.top + level * self.level_height

    def level_at(self, y: float) -> int:
        """The level at a height; may be none of them."""
        return int((y - self.top) // self.level_height)


def bands(levels: Sequence[int], height: float) -> list[Band]:
    """The bands of a lane's tracks, from top to bottom.

    All levels are equally high. What room is left is given to all tracks, so that each has a place
    where a drag meets nothing.

    Parameters
    ----------
    levels : sequence of int
        How many levels each track has.
    height : float
        The lane's.
    """
    if not levels:
        return []
    room = max(height - BAND_MARGIN * (len(levels) + 1), float(sum(levels)))
    level_height = min(TALLEST_LEVEL, room / sum(levels))
    spare = (room - level_height * sum(levels)) / len(levels)
    found, top = [], BAND_MARGIN
    for count in levels:
        bottom = top + count * level_height + spare
        found.append(Band(top, bottom, count, level_height))
        top = bottom + BAND_MARGIN
    return found


def hit(
    strips: Sequence[Strip], x: float, y: float, height: float, scale: TimeScale
) -> SegmentHit | None:
    """What is pointed at; None where there is no track.

    Parameters
    ----------
    strips : sequence of Strip
        Those that are drawn, from top to bottom.
    """
    for strip, band in zip(strips, bands([each.levels for each in strips], height), strict=True):
        if y <= band.bottom + BAND_MARGIN / 2 or strip is strips[-1]:
            found = _in_strip(strip, band.level_at(y), x, scale)
            return found or SegmentHit(strip.track.head.id)
    return None


def _in_strip(strip: Strip, level: int, x: float, scale: TimeScale) -> SegmentHit | None:
    near = strip.visible(scale, EVENT_REACH)
    near = near[strip.level[near] == level]
    left, right = scale.xs(strip.onset[near]), scale.xs(strip.offset[near])
    reach = np.where(right > left, OUTER_REACH, EVENT_REACH)
    beside = np.maximum(np.maximum(left - x, x - right), 0.0)
    # Inside comes before beside, an event before the block it touches.
    order = np.lexsort((right - left, beside))
    order = order[beside[order] <= reach[order]]
    if not order.size:
        return None
    at = int(order[0])
    segment = strip.track.segments[int(near[at])]
    part = Part.BODY if segment.is_event else part_at(float(left[at]), float(right[at]), x)
    return SegmentHit(strip.track.head.id, segment.id, part)


def part_at(left: float, right: float, x: float) -> Part:
    """What of a block is at a place; a narrow one keeps its middle for being moved."""
    reach = min(EDGE_REACH, (right - left) / 3)
    if x < left + reach:
        return Part.ONSET
    return Part.OFFSET if x > right - reach else Part.BODY
