"""Where segments lie in their lane, what is hit there, and where dragged ends may lie."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.core.document import Document, SegmentAnnotation, TrackHead
from app.core.scheme import DEFAULT_SCHEMES
from app.core.segment import Segment
from app.ui.theme import DARK, LIGHT
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.segment_lane import SegmentLane, words_of
from app.ui.timeline.segment_look import Look, legible_on, luminance
from app.ui.timeline.segment_painting import Growing, neighbours
from app.ui.timeline.segment_snapping import FrameGrid, apart, shifted, snapped
from app.ui.timeline.segment_strip import Part, SegmentHit, bands, hit, packed, strip_of

SCALE = TimeScale(0.0, 10.0, 1000)
HEIGHT = 72.0


def track(*segments, name="a", scheme="expression"):
    head = TrackHead(name * 32, "expression", "Anna", scheme)
    return SegmentAnnotation(head, tuple(sorted(segments)))


def numbered(*spans):
    return [Segment(*span, "smile", "", number) for number, span in enumerate(spans, 1)]


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda s: (s[0] / 3, (s[0] + s[1]) / 3)),
    max_size=12,
)


@given(spans)
def test_segments_on_one_level_never_overlap_and_use_the_least_number_of_levels(made):
    segments = sorted(numbered(*made))
    level = packed(segments)
    for at, one in enumerate(segments):
        for other, two in enumerate(segments[:at]):
            if level[at] == level[other]:
                assert two.offset <= one.onset
                assert not (two.is_event and two.onset == one.onset)
    instants = {segment.onset for segment in segments}
    most = max(
        (
            sum(s.onset <= t < s.offset or s.onset == s.offset == t for s in segments)
            for t in instants
        ),
        default=0,
    )
    assert (level.max() + 1 if level.size else 0) == most


@given(spans)
def test_every_block_is_hit_in_its_middle(made):
    strip = strip_of(track(*numbered(*made)))
    (band,) = bands([strip.levels], HEIGHT)
    for at, segment in enumerate(strip.track.segments):
        if segment.is_event:
            continue
        x = SCALE.x((segment.onset + segment.offset) / 2)
        y = band.level_top(int(strip.level[at])) + band.level_height / 2
        found = hit([strip], x, y, HEIGHT, SCALE)
        assert found == SegmentHit("a" * 32, segment.id, Part.BODY)


def test_ends_events_and_empty_places_are_told_apart():
    strip = strip_of(track(*numbered((1.0, 2.0), (2.0, 3.0), (5.0, 5.0))))

    def at(x):
        found = hit([strip], x, 10, HEIGHT, SCALE)
        return found.number, found.part

    assert at(98) == (1, Part.ONSET)
    assert at(102) == (1, Part.ONSET)
    assert at(150) == (1, Part.BODY)
    assert at(198) == (1, Part.OFFSET)
    assert at(201) == (2, Part.ONSET)
    assert at(302) == (2, Part.OFFSET)
    assert at(496) == at(504) == (3, Part.BODY)
    assert at(400) == at(510) == (0, Part.BODY)
    assert hit([], 10, 10, HEIGHT, SCALE) is None


def test_tracks_have_bands_of_their_own_with_room_for_drags():
    one, two = strip_of(track(*numbered((1, 4), (2, 5)))), strip_of(track(name="b"))
    first, second = bands([one.levels, two.levels], 200.0)
    assert first.level_height == second.level_height
    assert first.bottom < second.top < second.bottom <= 200
    below = first.level_top(2) + 3
    assert hit([one, two], 300, below, 200.0, SCALE) == SegmentHit("a" * 32)
    assert hit([one, two], 300, second.top + 3, 200.0, SCALE) == SegmentHit("b" * 32)
    assert hit([one, two], 300, 199, 200.0, SCALE).track == "b" * 32


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.floats(20, 480))
def test_bands_follow_each_other(levels, height):
    made = bands(levels, height)
    for one, two in pairwise(made):
        assert one.bottom < two.top
    for band in made:
        assert band.level_top(band.levels) <= band.bottom + 1e-6
        assert band.level_height >= 1.0


def test_neighbours_are_those_of_the_level():
    before, after = neighbours(
        np.array([0.0, 5.0, 10.0]), np.array([4.0, 5.0, 12.0]), np.array([0, 1, 0])
    )
    assert before.tolist() == [-np.inf, -np.inf, 4.0]
    assert after.tolist() == [10.0, np.inf, np.inf]


# Snapping.

GRID = FrameGrid.of(np.array([0.0, 0.5, 1.0, 1.4, 2.0]), 2.5)
anywhere = st.floats(-1, 4, allow_nan=False)


@given(anywhere)
def test_instants_are_on_frames(seconds):
    nearest = GRID.nearest(seconds)
    assert nearest in GRID.instants
    assert abs(nearest - seconds) == pytest.approx(np.abs(GRID.instants - seconds).min())
    assert GRID.after(seconds) > seconds or GRID.after(seconds) == GRID.last
    assert GRID.before(seconds) < seconds or GRID.before(seconds) == GRID.first


@given(anywhere, anywhere)
def test_two_instants_are_a_frame_apart(one, two):
    onset, offset = apart(GRID.nearest(one), GRID.nearest(two), GRID)
    assert onset < offset


def test_a_mark_within_reach_wins_over_a_nearer_frame():
    assert snapped(1.1, GRID, [1.4], 0.35) == 1.4
    assert snapped(1.1, GRID, [1.4], 0.1) == 1.0
    assert snapped(1.1, GRID, [1.3], 0.35) == 1.4


@given(st.integers(0, 4), st.integers(1, 5), anywhere, st.lists(anywhere, max_size=3))
def test_a_moved_segment_stays_within_the_recording_on_frames(first, last, by, marks):
    onset, offset = sorted((float(GRID.instants[first]), float(GRID.instants[last])))
    moved = shifted(onset, offset, by, GRID, marks, 0.2)
    assert set(moved) <= set(GRID.instants.tolist())
    assert moved[0] < moved[1] or (onset == offset and moved[0] == moved[1])


# What the lane shows.


def scene_with(*tracks, **more):
    return Scene(times=np.arange(300) / 30, document=Document(0, tracks), **more)


def painted(lane, theme=DARK):
    image = QImage(1000, 72, QImage.Format.Format_RGB32)
    image.fill(theme.colour("base"))
    painter = QPainter(image)
    lane.paint(painter, QRectF(0, 0, 1000, 72), SCALE, theme)
    painter.end()
    return image


def test_a_lane_is_drawn_again_only_when_it_looks_different():
    lane, one = SegmentLane(), track(*numbered((1.0, 2.0)))
    assert lane.show(scene_with(one))
    assert not lane.show(scene_with(one))
    assert lane.show(scene_with(one, active=one.head.id))
    assert lane.show(scene_with(one, active=one.head.id, segment=1))
    assert lane.show(scene_with(one, hidden=frozenset({one.head.id})))
    moved = track(*numbered((3.0, 4.0)))
    assert lane.show(scene_with(one, preview=moved))
    assert lane.hit(350, 10, HEIGHT, SCALE).number == 1


def test_blocks_have_the_colour_of_their_category_and_the_selected_one_the_accent():
    lane = SegmentLane()
    segments = [Segment(1, 3, "smile", "", 1), Segment(5, 7, "frown", "", 2)]
    one = track(*segments)
    lane.show(scene_with(one))
    image = painted(lane)
    assert QColor(image.pixel(250, 20)).name().upper() == "#E69F00"
    assert QColor(image.pixel(650, 20)).name().upper() == "#009E73"
    assert QColor(image.pixel(400, 20)) == DARK.colour("base")
    lane.show(scene_with(one, active=one.head.id, segment=1))
    accent = DARK.colour("accent").name()
    row = {QColor(painted(lane).pixel(x, 4)).name() for x in range(110, 290)}
    assert accent in row
    lane.show(scene_with(one, hidden=frozenset({one.head.id})))
    assert QColor(painted(lane).pixel(250, 20)) == DARK.colour("base")


def test_a_blind_take_hides_segments_and_a_crowd_is_still_seen():
    lane = SegmentLane()
    crowd = [Segment(i / 1000, (i + 1) / 1000, "smile", "", i + 1) for i in range(3000)]
    one = track(*crowd)
    lane.show(scene_with(one))
    assert QColor(painted(lane).pixel(150, 10)).name().upper() == "#E69F00"
    lane.show(scene_with(one, blind=True, active="c" * 32))
    assert QColor(painted(lane).pixel(150, 10)) == DARK.colour("base")
    lane.show(scene_with(one, blind=True, active="c" * 32, rater=one.head.rater))
    assert QColor(painted(lane).pixel(150, 10)).name().upper() == "#E69F00"


def test_what_is_begun_grows_in_its_track_or_in_one_to_come():
    lane = SegmentLane()
    lane.grow((Growing("", "smile", 1.0, 2.0),))
    assert lane.show(scene_with())
    assert [row.label for row in lane.rows()] == ["New track"]
    assert QColor(painted(lane).pixel(180, 20)) != DARK.colour("base")
    one = track(*numbered((0.5, 3.0)))
    lane.grow((Growing(one.head.id, "frown", 1.0, 2.0),))
    lane.show(scene_with(one))
    assert [strip.levels for strip in lane.seen] == [2]


def test_the_head_says_what_is_read_and_by_whom():
    lane = SegmentLane()
    one = track(Segment(1, 2, "micro-expression", "", 1), Segment(3, 3, "blink", "", 2))
    lane.show(scene_with(one, active=one.head.id))
    assert lane.values(45) == ("micro-…",)
    assert lane.values(90) == ("blink",)
    assert lane.values(91) == ("",)
    (row,) = lane.rows()
    assert row.active
    assert row.annotation == one.head.id
    assert "2 segments by Anna" in row.tip
    assert lane.hint() == ""
    lane.show(scene_with())
    assert "press N" in lane.hint()


def test_a_tip_says_label_times_and_note():
    assert words_of(Segment(1, 2.5, "smile", "left side", 1)) == (
        "smile\n0:01.000 to 0:02.500, 1.500 s\nleft side"
    )
    assert words_of(Segment(1, 1, "", "", 1)) == "No label yet\n0:01.000"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_text_can_be_read_on_every_colour(theme):
    look = Look.of(DEFAULT_SCHEMES.category_scheme("expression"), theme)
    for fill, text in zip(look.fills, look.texts, strict=True):
        light, dark = sorted((luminance(fill), luminance(text)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert legible_on(QColor("#FFFFFF")) != legible_on(QColor("#000000"))
    assert replace(look).place("not in the scheme") == 0


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
def test_narrow_segments_that_meet_let_no_ground_in_on_any_screen(ratio):
    """A border between two may lie within a pixel of the screen; in the second track, too."""
    both = [
        track(
            *(
                Segment(k / 100, (k + 1) / 100, "smile" if k % 2 else "speech", "", k + 1)
                for k in range(100, 300)
            ),
            Segment(5.0, 6.0, "smile", "", 500),  # a block, whose corners are soft
            name=name,
        )
        for name in "ab"
    ]
    lane = SegmentLane()
    lane.show(scene_with(*both))
    image = QImage(round(1000 * ratio), round(72 * ratio), QImage.Format.Format_RGB32)
    image.fill(DARK.colour("base"))
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    lane.paint(painter, QRectF(0, 0, 1000, 72), SCALE, DARK)
    painter.end()
    across = range(round(110 * ratio), round(290 * ratio))
    for y in range(image.height()):
        assert len({image.pixel(x, y) for x in across}) <= 2
    assert len({image.pixel(across[0], y) for y in range(image.height())}) >= 2
