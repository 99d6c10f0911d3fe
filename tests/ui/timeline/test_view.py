"""What the timeline shows: readings, gaps, curves, hidden tracks, heights, hints."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.session.viewport import Viewport
from app.ui.controllers.timeline import TimelineController
from app.ui.theme import DARK, LIGHT, themes
from app.ui.timeline.decimation import Curve
from app.ui.timeline.scene import Sound, SoundState, face_of
from app.ui.timeline.timeline_view import TimelineView
from tests.support.timelines import face, recording, shown, time_base

MINUS = "\N{MINUS SIGN}"


def readings(view, name):
    return [row.reading for row in view.strips[name].head.rows]


def column(canvas, seconds):
    """Colours of a lane at an instant, from top to bottom."""
    picture = canvas.grab().toImage()
    x = round(canvas.time_scale.x(seconds))
    return [picture.pixelColor(x, y) for y in range(picture.height())]


def names(canvas, seconds):
    return {colour.name().upper() for colour in column(canvas, seconds)}


def drawn_at(canvas, seconds):
    """Values at which something coloured is drawn (surfaces and gaps are nearly gray)."""
    values = canvas.lane.value_scale(canvas.height())
    rows = [y for y, colour in enumerate(column(canvas, seconds)) if colour.hsvSaturation() > 100]
    height = (values.high - values.low) / (values.top - values.bottom)
    return [values.low + (y + 0.5 - values.bottom) * height for y in rows]


def hover(qtbot, canvas, seconds):
    qtbot.mouseMove(canvas, QPoint(round(canvas.time_scale.x(seconds)), 20))
    return canvas.time_scale.seconds(round(canvas.time_scale.x(seconds)))


def test_values_under_the_cursor_are_those_of_the_frame_shown_there(qtbot, opened):
    view = opened.view
    seconds = hover(qtbot, view.strips["arousal"].canvas, 7.0)
    frame = opened.base.index_at(seconds)
    assert view.clock.frame == str(frame)
    assert view.clock.source == "at the cursor"
    assert readings(view, "arousal") == ["+0.500"]
    wanted = np.linspace(-1, 1, 300)[frame]
    assert readings(view, "valence") == [f"{wanted:+.3f}".replace("-", MINUS)]
    assert readings(view, "quality") == ["found", "0.75"]


def test_a_gap_reads_nothing(qtbot, opened):
    hover(qtbot, opened.view.strips["valence"].canvas, 10.0)
    assert readings(opened.view, "arousal") == [""]
    assert readings(opened.view, "valence") == [""]
    assert readings(opened.view, "quality") == ["none", ""]


def test_without_a_cursor_the_playhead_is_read(qtbot, opened):
    hover(qtbot, opened.view.strips["arousal"].canvas, 7.0)
    opened.session.playback.seek_frame(30)
    assert opened.view.clock.source == "at the cursor"
    opened.view.strips["arousal"].canvas.hovered.emit(None)
    assert (opened.view.clock.frame, opened.view.clock.time) == ("30", "0:06.000")
    assert opened.view.clock.source == "at the playhead"


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_gaps_are_grey_in_every_lane_and_nothing_is_drawn_across(opened, theme):
    try:
        themes.use(theme)
        opened.session.playback.seek(5.0)
        for name, strip in opened.view.strips.items():
            colours = names(strip.canvas, 10.0)
            assert theme.gap in colours, name
            assert drawn_at(strip.canvas, 10.0) == []
            if strip.lane.name != "audio":
                assert theme.gap not in names(strip.canvas, 7.0), name
        arousal = opened.view.strips["arousal"].canvas
        assert np.mean(drawn_at(arousal, 7.0)) == pytest.approx(0.5, abs=0.03)
    finally:
        themes.use(DARK)


def test_a_growing_curve_keeps_its_place_and_redraws_its_own_lane_only(opened):
    session, view = opened.session, opened.view
    for strip in view.strips.values():
        strip.canvas.grab()
    before = {name: strip.canvas.repaints for name, strip in view.strips.items()}
    values = np.full(300, 0.5)
    values[120:180] = np.nan
    values[200:] = 0.9
    session.tracks.put(shown(opened.base, "arousal", values))
    for strip in view.strips.values():
        strip.canvas.grab()
    after = {name: strip.canvas.repaints for name, strip in view.strips.items()}
    assert {name for name in after if after[name] > before[name]} == {"arousal"}
    canvas = view.strips["arousal"].canvas
    assert np.mean(drawn_at(canvas, 7.0)) == pytest.approx(0.5, abs=0.03)
    assert np.mean(drawn_at(canvas, 13.0)) == pytest.approx(0.9, abs=0.03)


def test_moving_the_playhead_draws_no_lane_again(opened):
    canvas = opened.view.strips["arousal"].canvas
    canvas.grab()
    before = canvas.repaints
    for frame in range(0, 300, 10):
        opened.session.playback.seek_frame(frame)
        opened.view.grab()
    assert canvas.repaints == before


def test_a_track_is_hidden_and_shown_by_its_row(qtbot, opened):
    row = opened.view.strips["arousal"].head.rows[0]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert [each.visible for each in opened.session.tracks.of("arousal")] == [False]
    assert drawn_at(opened.view.strips["arousal"].canvas, 7.0) == []
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert [each.visible for each in opened.session.tracks.of("arousal")] == [True]


def test_several_predictions_stand_side_by_side_with_their_provenance(opened):
    other = shown(opened.base, "arousal", np.zeros(300), system="other")
    opened.session.tracks.put(other)
    rows = [row.row for row in opened.view.strips["arousal"].head.rows]
    assert [row.variant for row in rows] == [0, 1]
    assert "Weights: weights-of-other (abababababab)" in rows[1].tip
    assert "rate_hz: 30" in rows[1].tip
    valence = opened.view.strips["valence"].head.rows[0]
    assert valence.row.caution == "Not validated on people."
    assert valence.accessibleDescription() == "Not validated on people."


def test_the_curve_under_the_cursor_is_named(opened):
    canvas = opened.view.strips["arousal"].canvas
    x = round(canvas.time_scale.x(7.0))
    y = round(canvas.lane.value_scale(canvas.height()).y(0.5))
    assert canvas.row_at(QPoint(x, y + 3)).label == "System made"
    assert canvas.row_at(QPoint(x, y + 30)) is None
    assert canvas.row_at(QPoint(round(canvas.time_scale.x(10.0)), y)) is None


def test_heights_are_dragged_remembered_and_never_too_small(qtbot, opened, actions, preferences):
    strip = opened.view.strips["arousal"]
    before = strip.height()
    qtbot.mousePress(strip.edge, Qt.MouseButton.LeftButton, pos=QPoint(50, 2))
    qtbot.mouseMove(strip.edge, QPoint(50, 42))
    qtbot.mouseRelease(strip.edge, Qt.MouseButton.LeftButton)
    assert strip.height() == before + 40
    qtbot.keyClick(strip.edge, Qt.Key.Key_Down)
    assert strip.height() == before + 48
    assert preferences.get("lane_heights") == {"arousal": strip.chosen_height}
    again = TimelineView(opened.session, actions)
    qtbot.addWidget(again)
    TimelineController(opened.session, again, actions, preferences)
    assert again.strips["arousal"].height() == strip.height()
    strip.set_height(1)
    assert strip.height() >= strip.head.needed_height


def test_heights_of_unknown_lanes_are_let_be(opened):
    opened.view.set_lane_heights({"nothing": 90, "valence": 200})
    assert opened.view.strips["valence"].chosen_height == 200


def test_a_lane_is_folded_by_its_eye(qtbot, opened):
    strip = opened.view.strips["quality"]
    full = strip.height()
    qtbot.mouseClick(strip.head.eye, Qt.MouseButton.LeftButton)
    assert strip.height() < full
    assert not any(row.isVisible() for row in strip.head.rows)
    qtbot.mouseClick(strip.head.eye, Qt.MouseButton.LeftButton)
    assert strip.height() == full


def test_empty_lanes_say_what_fills_them(view, session):
    hints = {name: strip.lane.hint() for name, strip in view.strips.items()}
    assert hints["arousal"] == "Run the analysis to see arousal"
    assert hints["audio"] == "Open a recording to see its sound"
    session.show(recording(time_base(10)))
    view.show_sound(Sound(SoundState.NONE))
    assert view.strips["audio"].lane.hint() == "This recording has no sound"


def test_the_person_chosen_is_the_one_whose_face_and_gaps_are_shown(opened):
    valid = np.zeros(300, bool)
    valid[:30] = True
    second = face(opened.base, valid, person=2, size=20.0)
    first = opened.session.faces[0]
    assert face_of((first, second), 0) is first
    opened.session.know_faces([first, second])
    opened.session.choose_person(2)
    assert themes.now.gap in names(opened.view.strips["audio"].canvas, 7.0)
    paler = opened.view.strips["arousal"].lane
    assert paler.row_colour(paler.rows()[0], themes.now).alphaF() < 1


def test_every_control_is_named_and_reached_by_the_keyboard(opened):
    reached = {
        child
        for child in opened.view.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled()
    }
    for strip in opened.view.strips.values():
        assert {strip.head.eye, strip.edge, *(r for r in strip.head.rows if r.row.key)} <= reached
    assert opened.view.overview in reached
    named = [opened.view.ruler, opened.view.clock, *reached - {opened.view.lane_area}]
    assert all(widget.accessibleName() for widget in named)


def test_one_frame_and_a_lane_narrower_than_its_head_can_be_shown(view, session, controller):
    base = time_base(1)
    session.show(recording(base))
    session.know_faces([face(base)])
    session.tracks.put(shown(base, "arousal", [0.5]))
    view.resize(300, 300)
    view.grab()
    assert readings(view, "arousal") == ["+0.500"]
    assert session.viewport == Viewport.of(0.0, 0.0)


@pytest.mark.parametrize(("loudest", "filled"), [(0.5, 0.5), (0.001, 0.02)])
def test_the_loudest_moment_fills_the_lane_of_the_sound(opened, loudest, filled):
    high = np.full(100, loudest / 10, np.float32)
    high[50] = loudest
    sound = Sound(SoundState.READ, Curve(np.linspace(5, 15, 100), -high, high))
    opened.view.show_sound(sound)
    lane = opened.view.strips["audio"].lane
    assert lane.hint() == ""
    assert lane.value_scale(80).high == pytest.approx(filled)


def test_a_mouse_that_rests_is_elsewhere_after_a_zoom(qtbot, opened):
    session, canvas = opened.session, opened.view.strips["arousal"].canvas
    heard, over = [], []
    canvas.hovered.connect(heard.append)
    pointer = SimpleNamespace(hover=over.append, cancel=lambda: None)
    opened.view.set_pointer("arousal", pointer)
    hover(qtbot, canvas, 10.0)
    x = canvas.time_scale.x(10.0)
    session.look(session.viewport.zoomed(4, 5.0))
    expected = canvas.time_scale.seconds(round(x))
    assert heard[-1] == pytest.approx(expected)
    assert heard[-1] < 7.0
    assert over[-1].seconds == pytest.approx(expected)
    assert over[-1].scale == canvas.time_scale
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    session.look(session.viewport.fitted())
    assert heard[-1] is None
