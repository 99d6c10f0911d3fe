"""Mouse, wheel and keys on the timeline move the session, and nothing else."""

import pytest
from PySide6.QtCore import QPoint, Qt

from app.ui.timeline.hits import RulerPart

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


def canvas_of(opened, name="arousal"):
    return opened.view.strips[name].canvas


def at(canvas, seconds):
    return QPoint(round(canvas.time_scale.x(seconds)), 20)


def test_a_click_puts_the_playhead_there(qtbot, opened):
    canvas = canvas_of(opened)
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 8.0))
    assert opened.session.playback.seconds == pytest.approx(8.0, abs=0.02)
    assert opened.session.playback.frame == opened.base.index_at(opened.session.playback.seconds)
    assert opened.view.overlay.playhead_x == pytest.approx(at(canvas, 8.0).x(), abs=1)


@pytest.mark.parametrize("name", ["quality", "arousal", "valence", "audio"])
def test_a_drag_takes_the_playhead_along_in_every_lane(qtbot, opened, name):
    canvas = canvas_of(opened, name)
    qtbot.mousePress(canvas, LEFT, pos=at(canvas, 6.0))
    seen = []
    for seconds in (7.0, 9.0, 11.0):
        qtbot.mouseMove(canvas, at(canvas, seconds))
        seen.append(opened.session.playback.seconds)
    qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, 11.0))
    assert seen == pytest.approx([7.0, 9.0, 11.0], abs=0.02)
    qtbot.mouseMove(canvas, at(canvas, 6.0))
    assert opened.session.playback.seconds == pytest.approx(11.0, abs=0.02)


def test_a_drag_past_the_edge_takes_the_view_along(qtbot, opened):
    session, canvas = opened.session, canvas_of(opened)
    session.look(session.viewport.zoomed(5, 8.0))
    end = session.viewport.end
    qtbot.mousePress(canvas, LEFT, pos=at(canvas, end - 0.1))
    qtbot.mouseMove(canvas, QPoint(canvas.width() + 40, 20))
    assert session.viewport.end > end
    assert session.playback.seconds == pytest.approx(session.viewport.end, abs=1e-6)
    qtbot.mouseRelease(canvas, LEFT)


def test_the_wheel_zooms_about_the_cursor(opened, turn):
    session, canvas = opened.session, canvas_of(opened)
    x = 250
    before = canvas.time_scale.seconds(x)
    turn(canvas, x, 2)
    assert session.viewport.span == pytest.approx(10 / 1.25**2)
    assert canvas.time_scale.seconds(x) == pytest.approx(before)
    turn(canvas, x, -20)
    assert session.viewport == session.viewport.fitted()


def test_shift_and_a_level_wheel_pan(opened, turn):
    session, canvas = opened.session, canvas_of(opened)
    session.look(session.viewport.zoomed(4, 10.0))
    start, span = session.viewport.start, session.viewport.span
    turn(canvas, 100, -1, shift=True)
    later = session.viewport.start
    assert later > start
    turn(canvas, 100, 0, across=1)
    assert session.viewport.start == pytest.approx(start)
    assert session.viewport.span == pytest.approx(span)


def test_a_middle_drag_pans_and_leaves_the_playhead(qtbot, opened):
    session, canvas = opened.session, canvas_of(opened)
    session.look(session.viewport.zoomed(4, 10.0))
    start, playhead = session.viewport.start, session.playback.seconds
    per_pixel = canvas.time_scale.seconds_per_pixel
    qtbot.mousePress(canvas, MIDDLE, pos=QPoint(300, 20))
    # In two steps: Qt swallows a move to where the mouse of another test was last.
    for x in (250, 200):
        qtbot.mouseMove(canvas, QPoint(x, 20))
    qtbot.mouseRelease(canvas, MIDDLE, pos=QPoint(200, 20))
    assert session.viewport.start == pytest.approx(start + 100 * per_pixel)
    assert session.playback.seconds == playhead


def test_the_overview_pans_by_its_window_and_zooms_by_its_edges(qtbot, opened):
    session, overview = opened.session, opened.view.overview
    session.look(session.viewport.zoomed(4, 10.0))
    window, scale = session.viewport, overview.time_scale
    middle = QPoint(round(scale.x((window.start + window.end) / 2)), 10)
    qtbot.mousePress(overview, LEFT, pos=middle)
    qtbot.mouseMove(overview, middle + QPoint(50, 0))
    qtbot.mouseRelease(overview, LEFT)
    moved = session.viewport
    assert moved.start - window.start == pytest.approx(50 * scale.seconds_per_pixel, abs=0.02)
    edge = QPoint(round(scale.x(moved.end)), 10)
    qtbot.mousePress(overview, LEFT, pos=edge)
    qtbot.mouseMove(overview, edge + QPoint(60, 0))
    qtbot.mouseRelease(overview, LEFT)
    assert session.viewport.start == moved.start
    assert session.viewport.end == pytest.approx(moved.end + 60 * scale.seconds_per_pixel, abs=0.03)


def test_a_click_beside_the_window_brings_it_there(qtbot, opened):
    session, overview = opened.session, opened.view.overview
    session.look(session.viewport.zoomed(5, 6.0))
    qtbot.mouseClick(overview, LEFT, pos=QPoint(round(overview.time_scale.x(12.0)), 10))
    assert (session.viewport.start + session.viewport.end) / 2 == pytest.approx(12.0, abs=0.05)


def test_pages_are_turned_from_the_keyboard(qtbot, opened):
    session = opened.session
    session.look(session.viewport.zoomed(5, 5.0))
    qtbot.keyClick(opened.view.overview, Qt.Key.Key_PageDown)
    assert session.viewport.start == pytest.approx(5.0 + 0.9 * 2.0)
    qtbot.keyClick(opened.view.overview, Qt.Key.Key_PageUp)
    assert session.viewport.start == pytest.approx(5.0)


def test_loop_marks_are_dragged_in_the_ruler_and_snap_to_frames(qtbot, opened):
    playback, ruler = opened.session.playback, opened.view.ruler
    playback.mark(start=7.0)
    playback.mark(end=9.0)
    scale = ruler.time_scale
    qtbot.mousePress(ruler, LEFT, pos=QPoint(round(scale.x(7.0)), 10))
    qtbot.mouseMove(ruler, QPoint(round(scale.x(8.0)), 10))
    qtbot.mouseRelease(ruler, LEFT)
    start, end = playback.marks
    assert start == pytest.approx(8.0, abs=0.05)
    assert start in opened.base.seconds
    assert end == 9.0
    opened.view.markDragged.emit(RulerPart.LOOP_IN, 14.0)
    assert playback.marks[0] < 9.0
    assert playback.seconds == 5.0


def test_actions_zoom_about_the_playhead_and_fit(opened, actions):
    session = opened.session
    actions["zoom_in"].setEnabled(True)
    actions["zoom_out"].setEnabled(True)
    actions["zoom_fit"].setEnabled(True)
    session.playback.seek(10.0)
    x = opened.view.overlay.playhead_x
    actions["zoom_in"].trigger()
    assert session.viewport.span < 10.0
    assert opened.view.overlay.playhead_x == pytest.approx(x)
    actions["zoom_out"].trigger()
    actions["zoom_fit"].trigger()
    assert session.viewport.span == pytest.approx(10.0)


def test_nothing_happens_without_a_recording(qtbot, view, controller, session, turn):
    canvas = view.strips["arousal"].canvas
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 20))
    qtbot.mouseMove(canvas, QPoint(120, 20))
    qtbot.mouseClick(view.overview, LEFT, pos=QPoint(100, 20))
    turn(canvas, 100, 1)
    assert session.playback.seconds == 0.0
    assert view.clock.time == ""
    assert view.overlay.playhead_x is None
