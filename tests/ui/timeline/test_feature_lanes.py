"""Feature maps as lanes: pixels, gaps, order, what the head reads, clicks."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from app.core.colour_limits import ColourLimits
from app.core.heat_map import HeatMap
from app.session.feature_maps import ColumnValue, ShownMap
from app.ui.actions import Actions
from app.ui.colour_maps import VIRIDIS
from app.ui.features.pointer import UnitPointer
from app.ui.theme import themes
from app.ui.timeline.feature_lane import FeatureLane
from app.ui.timeline.heat_picture import (
    column_values,
    map_pixels,
    positions,
    visible_pixels,
)
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.timeline_view import TimelineView
from tests.support.annotating import open_annotations
from tests.support.feature_maps import NAMES, loaded_maps
from tests.support.timelines import face, recording, shown, time_base

LEFT = Qt.MouseButton.LeftButton
GAP = 0xFF010203


def shown_map(values, seconds=None, order=None, limits=(0.0, 1.0)):
    frames, units = values.shape
    heat = HeatMap.of_blocks([values.astype(np.float32)], frames, units)
    seconds = np.arange(frames) / 30 if seconds is None else seconds
    order = np.arange(units) if order is None else np.asarray(order)
    return ShownMap(
        "gru", heat, np.arange(frames), seconds, ColourLimits(*limits), False, order, None
    )


def pixel(step):
    red, green, blue = (int(part) for part in VIRIDIS[step])
    return 0xFF000000 | red << 16 | green << 8 | blue


def test_each_value_has_its_pixel_and_gaps_are_grey():
    values = np.array([[0.0, 1.0], [np.nan, np.nan], [1.0, 0.0]])
    found = map_pixels(shown_map(values), TimeScale(0, 0.1, 3), 3, 2, GAP)
    low, high = pixel(0), pixel(255)
    np.testing.assert_array_equal(found, [[low, GAP, high], [high, GAP, low]])


def test_rows_stand_in_their_order_whether_they_are_high_or_low():
    values = np.tile(np.array([0.0, 1.0, 0.0, 1.0]), (4, 1))
    ordered = shown_map(values, order=[0, 2, 1, 3])
    scale = TimeScale(0, 4 / 30, 4)
    for rows in (8, 4, 2):
        found = map_pixels(ordered, scale, 4, rows, GAP)
        assert (found[: rows // 2] == pixel(0)).all()
        assert (found[rows // 2 :] == pixel(255)).all()


def test_a_row_that_is_lower_than_a_unit_shows_the_mean_of_what_it_covers():
    values = np.tile(np.array([0.0, 1.0]), (2, 1))
    found = map_pixels(shown_map(values), TimeScale(0, 2 / 30, 2), 2, 1, GAP)
    assert (found == pixel(128)).all()


def test_what_lies_beyond_the_analysed_range_is_a_gap():
    found = map_pixels(shown_map(np.ones((3, 2))), TimeScale(-0.1, 0.2, 9), 9, 2, GAP)
    assert (found[0] == GAP).tolist() == [True] * 3 + [False] * 3 + [True] * 3


def test_one_frame_is_a_map_too():
    found = map_pixels(shown_map(np.ones((1, 4))), TimeScale(0, 0.2, 10), 10, 20, GAP)
    assert (found == pixel(255)).all()


def test_constant_values_have_the_colour_in_the_middle():
    constant = shown_map(np.full((5, 4), 0.25), limits=(0.25, 0.25))
    found = map_pixels(constant, TimeScale(0, 5 / 30, 5), 5, 4, GAP)
    assert (found == pixel(128)).all()


def test_frames_of_uneven_length_lie_where_they_are_shown():
    seconds = np.array([0.0, 0.1, 0.9])
    values = np.array([[1.0], [2.0], [3.0]])
    found = column_values(shown_map(values, seconds), TimeScale(0.0, 1.0, 10), 10)[:, 0]
    np.testing.assert_array_equal(found, [1, *[2] * 8, 3])


def test_positions_go_on_evenly_beyond_both_ends():
    times = np.arange(5) * 0.5 + 10
    instants = np.array([8.0, 10.0, 10.25, 12.5, 13.5])
    np.testing.assert_allclose(positions(instants, times), [-4, 0, 0.5, 5, 7])
    inside = np.array([10.6, 11.4])
    np.testing.assert_allclose(positions(inside, times), [1.2, 2.8])


@pytest.mark.parametrize("width", [100, 101])
def test_crowded_frames_are_shown_by_columns_of_two_pixels_in_their_place(width):
    values = np.repeat([0.0, 1.0], 400)[:, None]
    found = visible_pixels(shown_map(values), TimeScale(0, 800 / 30, width), width, 1, GAP)
    assert found.shape == (1, width)
    middle = width // 2
    assert (found[0, : middle - 2] == pixel(0)).all()
    assert (found[0, middle + 2 :] == pixel(255)).all()


def test_a_burst_is_seen_among_its_column_s_strongest_values():
    values = np.zeros((3000, 2))
    values[1500, 1] = 1.0
    plain = shown_map(values)
    plain.heat.make_extremes()
    scale = TimeScale(0, 100, 30)
    assert column_values(plain, scale, 30)[:, 1].max() < 0.02
    strongest = replace(plain, columns=ColumnValue.STRONGEST)
    np.testing.assert_array_equal(column_values(strongest, scale, 30).sum(axis=0), [0, 1])


# On the timeline.


@pytest.fixture
def opened(qtbot, session, preferences):
    view = TimelineView(session, Actions(preferences))
    qtbot.addWidget(view)
    base = time_base(300)
    session.show(recording(base))
    session.know_faces([face(base)])
    session.tracks.put(shown(base))
    open_annotations(session)
    view.resize(900, 900)
    view.show()
    qtbot.waitExposed(view)
    session.features.load(loaded_maps(base))
    return session, view


def lanes(view):
    return [name for name in view.strips if name.startswith("features_")]


def test_lanes_come_with_the_maps_above_the_sound_and_go_with_them(opened):
    session, view = opened
    assert lanes(view) == [f"features_{name}" for name in NAMES]
    assert list(view.strips)[-1] == "audio"
    session.features.choose("fused", shown=False)
    assert lanes(view) == ["features_spatial", "features_temporal", "features_gru"]
    session.features.load(None)
    assert lanes(view) == []


def test_a_click_moves_the_playhead_and_a_drag_takes_it_along(qtbot, opened):
    session, view = opened
    canvas = view.strips["features_gru"].canvas
    asked = []
    view.seekRequested.connect(asked.append)
    canvas.set_pointer(UnitPointer(canvas.lane, lambda: None, session.features.select))
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(200, 20))
    assert asked == [pytest.approx(canvas.time_scale.seconds(200))]


def test_the_mouse_reads_a_unit_in_the_head_and_a_double_click_selects_it(qtbot, opened):
    session, view = opened
    strip = view.strips["features_gru"]
    told = []
    strip.canvas.set_pointer(
        UnitPointer(strip.lane, lambda: told.append(1), session.features.select)
    )
    place = QPoint(200, strip.canvas.height() // 2)
    qtbot.mouseMove(strip.canvas, place - QPoint(3, 0))
    qtbot.mouseMove(strip.canvas, place)
    assert told
    assert strip.lane.pointed == 128
    assert strip.lane.rows()[0].label == "Unit 128"
    frame = 100
    expected = session.features.map("gru").value(frame, 128)
    assert float(strip.lane.values(frame)[0].replace("\N{MINUS SIGN}", "-")) == pytest.approx(
        expected, abs=1e-3
    )
    qtbot.mouseDClick(strip.canvas, LEFT, pos=place)
    assert session.features.unit == ("gru", 128)
    strip.lane.pointed = None
    assert strip.lane.rows()[0].label == "Unit 128"


def test_a_selected_unit_is_drawn_over_the_curves(opened):
    session, view = opened
    canvas = view.strips["arousal"].canvas
    before = canvas.grab().toImage()
    session.features.select("gru", 5)
    assert canvas.grab().toImage() != before
    session.features.select("gru", None)
    assert canvas.grab().toImage() == before


def test_while_rating_blind_nothing_of_the_network_is_seen(opened):
    session, view = opened
    session.features.select("gru", 5)
    session.annotations.hide_others(True)
    lane = view.strips["features_gru"].lane
    assert lane.hint()
    assert lane.rows() == ()
    arousal = view.strips["arousal"].canvas.grab().toImage()
    session.features.select("gru", 6)
    assert view.strips["arousal"].canvas.grab().toImage() == arousal


def test_maps_are_painted_once_however_the_playhead_moves(qapp, opened):
    session, view = opened
    qapp.processEvents()
    canvas = view.strips["features_spatial"].canvas
    before = canvas.repaints
    for frame in range(0, 300, 30):
        session.playback.seek_frame(frame)
        qapp.processEvents()
    assert canvas.repaints == before


def test_the_head_says_where_colours_end_and_that_a_map_is_constant(opened):
    session, view = opened
    rows = view.strips["features_gru"].lane.rows()
    assert rows[1].label.startswith("Colours \N{MINUS SIGN}")
    base = session.playback.time_base
    session.features.load(loaded_maps(base, np.full((300, 256), 2.0, np.float32), ("gru",)))
    assert view.strips["features_gru"].lane.rows()[1].label == "Every value is 2."


def test_units_are_numbered_only_in_their_own_order():
    lane = FeatureLane("gru")
    assert lane.labels() == ()
    assert themes.now.colour(lane.colour).isValid()
