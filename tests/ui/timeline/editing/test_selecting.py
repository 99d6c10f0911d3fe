"""Frames are selected by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt

from app.session.tool_settings import FrameRange
from tests.support.annotating import make_curve

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _no_snapping(desk):
    desk.actions["snap"].setChecked(False)


def near(chosen, first, stop):
    return abs(chosen.first - first) <= 1 and abs(chosen.stop - stop) <= 1


def test_a_drag_selects_and_a_click_moves_the_playhead(desk):
    desk.hand.stroke((50,), (90,), (120,))
    assert near(desk.notes.selection, 50, 120)
    assert desk.session.playback.frame == 0
    desk.hand.stroke((80,))
    assert abs(desk.session.playback.frame - 80) <= 1
    assert near(desk.notes.selection, 50, 120)
    desk.hand.stroke((200,))
    assert desk.notes.selection is None
    assert abs(desk.session.playback.frame - 200) <= 1


def test_shift_and_a_click_extend(desk):
    desk.session.playback.seek_frame(40)
    desk.hand.stroke((100,), keys=SHIFT)
    assert near(desk.notes.selection, 40, 100)
    desk.hand.stroke((150,), keys=SHIFT)
    assert near(desk.notes.selection, 40, 150)
    desk.hand.stroke((20,), keys=SHIFT)
    assert near(desk.notes.selection, 20, 150)
    assert desk.session.playback.frame == 40


def test_shift_selects_with_every_tool(desk, curve):
    desk.actions["tool_draw"].setEnabled(True)
    desk.actions["tool_draw"].trigger()
    desk.session.playback.seek_frame(50)
    desk.hand.stroke((60,), (90,), keys=SHIFT)
    assert near(desk.notes.selection, 50, 90)


def test_edges_are_dragged(desk):
    desk.notes.select(FrameRange(100, 150))
    desk.hand.qtbot.mouseMove(desk.hand.canvas, desk.hand.place(150))
    assert desk.hand.canvas.cursor().shape() == Qt.CursorShape.SizeHorCursor
    desk.hand.stroke((150,), (180,))
    assert near(desk.notes.selection, 100, 180)
    desk.hand.stroke((100,), (60,))
    assert near(desk.notes.selection, 60, 180)
    desk.hand.stroke((60,), (200,))
    assert near(desk.notes.selection, 180, 200)


def test_a_double_click_selects_the_run_of_values(desk, curve):
    canvas, left = desk.hand.canvas, Qt.MouseButton.LeftButton
    for frame, chosen in ((50, (0, 200)), (210, (200, 220)), (250, (220, 300))):
        desk.hand.qtbot.mouseDClick(canvas, left, pos=desk.hand.place(frame))
        assert desk.notes.selection == FrameRange(*chosen)


def test_escape_brings_the_selection_back(desk):
    desk.notes.select(FrameRange(10, 20))
    desk.hand.press(100)
    desk.hand.move(150)
    desk.hand.qtbot.keyClick(desk.hand.canvas, Qt.Key.Key_Escape)
    desk.hand.release(150)
    assert desk.notes.selection == FrameRange(10, 20)


def test_a_drag_past_the_edge_takes_the_view_along(desk):
    session = desk.session
    session.look(session.viewport.zoomed(5, 3.0))
    end = session.viewport.end
    canvas = desk.hand.canvas
    desk.hand.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 20))
    desk.hand.qtbot.mouseMove(canvas, QPoint(canvas.width() + 40, 20))
    assert session.viewport.end > end
    assert desk.notes.selection is not None


def test_selections_stick_to_the_playhead(desk):
    desk.actions["snap"].setChecked(True)
    desk.session.playback.seek_frame(60)
    hand = desk.hand
    hand.qtbot.mousePress(hand.canvas, Qt.MouseButton.LeftButton, pos=hand.place(60) + QPoint(5, 0))
    hand.qtbot.mouseMove(hand.canvas, hand.place(150))
    hand.release(150)
    assert desk.notes.selection.first == 60


def test_the_band_lies_over_what_is_selected(desk):
    desk.notes.select(FrameRange(30, 60))
    assert desk.view.overlay.selected == pytest.approx((1.0, 2.0))
    desk.notes.select(FrameRange(290, 300))
    assert desk.view.overlay.selected[1] == pytest.approx(10.0)
    desk.notes.select(None)
    assert desk.view.overlay.selected is None


def test_keys_select_frame_by_frame_from_the_playhead(desk):
    desk.session.playback.seek_frame(100)
    for _ in range(3):
        desk.actions["select_right"].trigger()
    assert desk.notes.selection == FrameRange(100, 103)
    assert desk.session.playback.frame == 103
    desk.actions["select_left"].trigger()
    assert desk.notes.selection == FrameRange(100, 102)
    for _ in range(4):
        desk.actions["select_left"].trigger()
    assert desk.notes.selection == FrameRange(98, 100)
    desk.session.playback.seek_frame(299)
    desk.actions["select_right"].trigger()
    assert desk.notes.selection == FrameRange(299, 300)
    desk.actions["select_left"].trigger()
    assert desk.notes.selection is None


def test_everything_nothing_and_the_loop_are_selected_by_keys(desk):
    desk.actions["select_loop"].trigger()
    assert "loop" in desk.told[-1]
    desk.actions["select_all"].trigger()
    assert desk.notes.selection == FrameRange(0, 300)
    desk.session.playback.mark(start=1.0)
    desk.session.playback.mark(end=2.0)
    desk.actions["select_loop"].trigger()
    assert desk.notes.selection == FrameRange(30, 60)
    desk.actions["select_none"].trigger()
    assert desk.notes.selection is None


def test_actions_wait_for_something_to_annotate(desk):
    assert desk.actions["select_all"].isEnabled()
    assert not desk.actions["wider_reach"].isEnabled()
    make_curve(desk.session)
    desk.actions["tool_smooth"].setEnabled(True)
    desk.actions["tool_smooth"].trigger()
    assert desk.actions["wider_reach"].isEnabled()
    desk.session.show(None)
    assert not desk.actions["select_all"].isEnabled()
    assert not desk.actions["wider_reach"].isEnabled()
