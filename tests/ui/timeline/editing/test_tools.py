"""Each tool by mouse: what it makes, that it is one edit, and when it refuses."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.core.edits.tracks import locked
from app.core.scheme import DimensionScheme, Schemes
from app.session.tool_settings import FrameRange, Tool, ToolSettings
from tests.support.annotating import make_curve, open_annotations

TOOLS = ("draw", "move", "smooth", "erase")


@pytest.fixture(autouse=True)
def _no_snapping(desk):
    desk.actions["snap"].setChecked(False)


def use(desk, tool):
    desk.actions[f"tool_{tool}"].setEnabled(True)
    desk.actions[f"tool_{tool}"].trigger()
    assert desk.notes.settings.tool is Tool(tool)


def test_a_line_is_drawn_where_the_mouse_goes(desk, curve):
    use(desk, "draw")
    before, edits = desk.values(), len(desk.journal.history.entries)
    desk.hand.stroke((60, 0.0), (90, 0.8), (120, 0.8))
    made = desk.values()
    assert made[60] == pytest.approx(0.0, abs=desk.hand.step)
    assert made[75] == pytest.approx(0.4, abs=2 * desk.hand.step)
    np.testing.assert_allclose(made[91:120], 0.8, atol=desk.hand.step)
    np.testing.assert_array_equal(made[:59], before[:59])
    np.testing.assert_array_equal(made[122:], before[122:])
    entries = desk.journal.history.entries
    assert len(entries) == edits + 1
    assert (entries[-1].kind, entries[-1].author) == ("draw", "Anna")
    assert entries[-1].summary == "Drew arousal, 0:02.0 to 0:04.0"
    desk.notes.undo()
    np.testing.assert_array_equal(desk.values(), before)


def test_drawing_outside_the_lane_stays_within_the_range(desk, curve):
    use(desk, "draw")
    hand = desk.hand
    hand.press(30)
    for y in (-300, 900):
        place = hand.place(60 if y < 0 else 90)
        hand.qtbot.mouseMove(hand.canvas, QPoint(place.x(), y))
    hand.release(90, -1.0)
    assert np.nanmax(desk.values()[30:95]) == 1.0
    assert np.nanmin(desk.values()[30:95]) == -1.0


def test_drawing_past_the_ends_of_the_recording_ends_there(desk, curve):
    use(desk, "draw")
    desk.hand.press(20, 0.3)
    desk.hand.qtbot.mouseMove(desk.hand.canvas, QPoint(-80, 20))
    desk.hand.qtbot.mouseRelease(desk.hand.canvas, Qt.MouseButton.LeftButton, pos=QPoint(-80, 20))
    assert not np.isnan(desk.values()[:20]).any()


def test_a_stroke_is_shown_at_once_and_kept_only_when_it_is_let_go(desk, curve):
    use(desk, "draw")
    before = desk.values()
    desk.hand.press(60, 0.9)
    desk.hand.move(100, 0.9)
    assert desk.notes.preview.samples.values[80] == pytest.approx(0.9, abs=desk.hand.step)
    assert desk.view.strips["arousal"].lane.active is desk.notes.preview
    np.testing.assert_array_equal(desk.values(), before)
    desk.hand.release(100, 0.9)
    assert desk.notes.preview is None
    assert desk.values()[80] == pytest.approx(0.9, abs=desk.hand.step)


@pytest.mark.parametrize("tool", TOOLS)
def test_escape_cancels_a_stroke(desk, curve, tool):
    use(desk, tool)
    before, edits = desk.values(), len(desk.journal.history.entries)
    desk.hand.press(60, 0.9)
    desk.hand.move(100, -0.9)
    desk.hand.qtbot.keyClick(desk.hand.canvas, Qt.Key.Key_Escape)
    assert desk.notes.preview is None
    desk.hand.move(140, 0.4)
    desk.hand.release(140, 0.4)
    np.testing.assert_array_equal(desk.values(), before)
    assert len(desk.journal.history.entries) == edits
    assert desk.session.playback.frame == 0
    desk.hand.stroke((60, 0.9), (100, -0.9), (100, -0.8))
    assert len(desk.journal.history.entries) == edits + 1


def test_a_change_of_the_document_under_a_stroke_ends_it(desk, curve):
    use(desk, "draw")
    desk.hand.press(60, 0.9)
    desk.hand.move(100, 0.9)
    desk.notes.undo()
    assert desk.notes.preview is None
    desk.hand.move(120, 0.9)
    desk.hand.release(120, 0.9)
    assert desk.notes.history.entries[-1].kind != "draw"


def test_another_tool_ends_a_stroke(desk, curve):
    use(desk, "draw")
    before = desk.values()
    desk.hand.press(60, 0.9)
    desk.hand.move(100, 0.9)
    use(desk, "erase")
    desk.hand.release(100, 0.9)
    np.testing.assert_array_equal(desk.values(), before)


def test_a_point_is_moved_and_its_neighbours_follow_softly(desk, curve):
    desk.notes.use(ToolSettings(Tool.MOVE, falloff=0.5, snap=False))
    before = desk.values()
    start = before[100]
    desk.hand.stroke((100, start), (100, start + 0.2), (100, start + 0.4))
    moved = desk.values() - before
    step = desk.hand.step
    frame = int(np.nanargmax(moved))
    assert abs(frame - 100) <= 1
    assert moved[frame] == pytest.approx(0.4, abs=2 * step)
    assert moved[frame + 8] == pytest.approx(moved[frame] / 2, abs=0.06)
    assert np.flatnonzero(moved[:150]).tolist() == list(range(frame - 14, frame + 15))
    assert desk.journal.history.entries[-1].kind == "move"


def test_moving_a_gap_is_told_and_near_a_gap_takes_the_nearest_value(desk, curve):
    use(desk, "move")
    before = desk.values()
    desk.hand.stroke((210, 0.0), (210, 0.5))
    assert desk.told == ["There is no value here to move; draw one first."]
    np.testing.assert_array_equal(desk.values(), before)
    desk.hand.stroke((200.8, 0.0), (200.8, 0.2))
    assert desk.values()[199] > before[199]


def test_a_wider_reach_takes_effect_while_a_point_is_held(desk, curve):
    desk.notes.use(ToolSettings(Tool.MOVE, falloff=0.2, snap=False))
    before = desk.values()
    desk.hand.press(100, before[100])
    desk.hand.move(100, before[100] + 0.3)
    narrow = np.count_nonzero(desk.notes.preview.samples.values[:200] - before[:200])
    desk.actions["wider_reach"].trigger()
    wide = np.count_nonzero(desk.notes.preview.samples.values[:200] - before[:200])
    assert narrow < wide
    desk.actions["narrower_reach"].trigger()
    assert desk.notes.settings.falloff == pytest.approx(0.2)
    desk.hand.release(100, before[100] + 0.3)


def test_the_brush_smooths(desk):
    noisy = 0.3 * np.random.default_rng(1).normal(size=300).clip(-2, 2)
    make_curve(desk.session, noisy)
    desk.notes.use(ToolSettings(Tool.SMOOTH, brush=0.4, snap=False))
    desk.hand.stroke(*((frame, 0.0) for frame in range(60, 151, 3)))
    made = desk.values()
    assert np.std(np.diff(made[62:148])) < 0.35 * np.std(np.diff(noisy[62:148]))
    np.testing.assert_array_equal(made[165:], noisy[165:])
    slow = made
    desk.notes.undo()
    desk.hand.stroke((60, 0.0), (150, 0.0))
    fast = np.std(np.diff(desk.values()[62:148]))
    assert fast == pytest.approx(np.std(np.diff(slow[62:148])), rel=1.0)


def test_the_eraser_makes_a_gap_where_it_goes(desk, curve):
    use(desk, "erase")
    desk.hand.stroke((50, 0.0), (80, 0.0), (70, 0.0))
    gaps = np.flatnonzero(np.isnan(desk.values()[:200]))
    assert gaps.tolist() == list(range(gaps[0], gaps[-1] + 1))
    assert abs(gaps[0] - 50) <= 1
    assert abs(gaps[-1] - 80) <= 1
    assert desk.journal.history.entries[-1].summary.startswith("Erased arousal, 0:01.")


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_is_edited_without_a_curve_to_edit(desk, tool):
    use(desk, tool)
    desk.hand.stroke((50, 0.0), (80, 0.5))
    assert desk.told == [
        "There is no curve of arousal yet; make one by Annotate > New curve (Ctrl+T)."
    ]
    make_curve(desk.session, np.zeros(300), activate=False)
    desk.hand.stroke((50, 0.0), (80, 0.5))
    assert desk.told[1:] == ["Choose a curve to edit: click its name at the left of the lane."]
    assert [entry.kind for entry in desk.journal.history.entries] == ["new"]
    assert desk.session.playback.frame == 0


def test_a_locked_a_hidden_and_a_read_only_curve_are_told(desk, curve):
    use(desk, "draw")
    notes = desk.notes
    notes.commit(locked(notes.document, curve, lock=True), kind="lock", summary="")
    desk.hand.stroke((50, 0.0), (80, 0.5))
    assert "is locked" in desk.told[-1]
    notes.undo()
    notes.show(curve, visible=False)
    desk.hand.stroke((50, 0.0), (80, 0.5))
    assert "is hidden" in desk.told[-1]
    open_annotations(desk.session, read_only="Another window has the project.")
    desk.hand.stroke((50, 0.0), (80, 0.5))
    assert desk.told[-1] == "Another window has the project."


def test_a_curve_of_another_lane_is_not_edited_by_mistake(desk, curve):
    use(desk, "draw")
    desk.hand.lane = "valence"
    desk.hand.stroke((50, 0.0), (80, 0.5))
    assert "no curve of valence" in desk.told[-1]


def test_what_cannot_be_kept_is_told_and_changes_nothing(desk, curve, monkeypatch):
    use(desk, "draw")
    before = desk.values()
    desk.journal.read_only = ""

    def fail(*_, **__):
        from app.core.errors import ProjectError

        raise ProjectError("The disk is full; make room and draw again.")

    monkeypatch.setattr(desk.journal, "commit", fail)
    desk.hand.stroke((50, 0.0), (80, 0.5))
    assert desk.told == ["The disk is full; make room and draw again."]
    assert desk.notes.preview is None
    np.testing.assert_array_equal(desk.values(), before)


def test_control_moves_the_playhead_with_every_tool(desk, curve):
    before = desk.values()
    for tool in ("select", *TOOLS):
        use(desk, tool)
        desk.session.playback.seek_frame(0)
        desk.hand.stroke((50, 0.0), (80, 0.5), keys=Qt.KeyboardModifier.ControlModifier)
        assert abs(desk.session.playback.frame - 80) <= 1
    np.testing.assert_array_equal(desk.values(), before)


def test_alt_and_the_wheel_change_the_reach_and_not_the_zoom(desk, curve):
    use(desk, "smooth")
    span, brush = desk.session.viewport.span, desk.notes.settings.brush
    canvas = desk.hand.canvas
    place = QPointF(200, 20)
    for turned in (QPoint(0, 120), QPoint(120, 0)):
        event = QWheelEvent(
            place,
            QPointF(canvas.mapToGlobal(place.toPoint())),
            QPoint(),
            turned,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.AltModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(canvas, event)
    assert desk.session.viewport.span == span
    assert desk.notes.settings.brush == pytest.approx(brush * 1.15**2)


def test_drags_stick_to_the_playhead_and_to_the_selection(desk, curve):
    desk.actions["snap"].setChecked(True)
    use(desk, "erase")
    desk.session.playback.seek_frame(60)
    desk.notes.select(FrameRange(100, 130))
    hand = desk.hand
    near = [hand.place(60) + QPoint(4, 0), hand.place(100) + QPoint(-4, 0)]
    hand.qtbot.mousePress(hand.canvas, Qt.MouseButton.LeftButton, pos=near[0])
    hand.qtbot.mouseMove(hand.canvas, near[1])
    hand.qtbot.mouseRelease(hand.canvas, Qt.MouseButton.LeftButton, pos=near[1])
    assert np.flatnonzero(np.isnan(desk.values()[:200])).tolist() == list(range(60, 100))


def test_a_scale_of_its_own_is_respected(desk):
    schemes = Schemes((DimensionScheme("tension", 1.0, 9.0),), ())
    desk.notes.use_schemes(schemes)
    make_curve(desk.session, dimension="tension")
    desk.hand.lane = "tension"
    use(desk, "draw")
    desk.hand.stroke((10, 9.0), (290, 1.0))
    values = desk.values()
    assert np.nanmax(values) == 9.0
    assert np.nanmin(values) == 1.0
    assert desk.view.strips["tension"].lane.labels() == (9.0, 5.0, 1.0)


def test_an_eraser_that_touches_an_edge_takes_its_frame(desk, curve):
    desk.actions["snap"].setChecked(True)
    use(desk, "erase")
    desk.session.playback.seek_frame(60)
    desk.hand.stroke((60, 0.0), (60, 0.0))
    gaps = np.flatnonzero(np.isnan(desk.values()[:200])).tolist()
    assert gaps
    assert set(gaps) <= {59, 60}


def test_the_mouse_shows_whether_and_how_the_tool_would_edit(desk):
    shapes = Qt.CursorShape
    wanted = {"draw": shapes.CrossCursor, "move": shapes.SizeVerCursor}
    for tool in TOOLS:
        use(desk, tool)
        desk.hand.move(50, 0.1)
        assert desk.hand.canvas.cursor().shape() == shapes.ForbiddenCursor
    make_curve(desk.session, np.zeros(300))
    for tool in TOOLS:
        use(desk, tool)
        desk.hand.canvas.leaveEvent(QEvent(QEvent.Type.Leave))
        plain = desk.hand.canvas.grab().toImage()
        desk.hand.move(60 + TOOLS.index(tool), 0.1)
        assert desk.hand.canvas.cursor().shape() == wanted.get(tool, shapes.CrossCursor)
        assert desk.hand.canvas.grab().toImage() != plain


def test_the_value_beside_the_mouse_is_that_of_the_frame_the_clock_names(desk, curve):
    for tool in TOOLS:
        use(desk, tool)
        desk.hand.move(90.6, 0.25)
        frame = int(desk.view.clock.frame)
        pointer = desk.hand.canvas.pointer
        readout = pointer._readout(desk.notes.active_curve, pointer._mouse)
        assert readout.place.endswith(f"frame {frame}")
        assert frame == (90 if tool == "erase" else 91)
        if tool != "draw":
            assert float(readout.value.replace("\N{MINUS SIGN}", "-")) == pytest.approx(
                desk.values()[frame], abs=5e-4
            )
