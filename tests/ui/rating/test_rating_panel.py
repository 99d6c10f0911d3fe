import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.core.scheme import DimensionScheme
from app.session.live_rating import RatingState
from app.session.tool_settings import FrameRange
from app.ui.rating.rating_view import value_text
from app.ui.video.time_text import MINUS

KEY, NONE, SHIFT = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, NOTHING = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def slider_point(room, value):
    slider = room.panel.slider
    _, axis = slider._shape()
    return QPoint(slider.width() // 2, round(axis.pixel(value)))


def move(widget, place, buttons=LEFT):
    """Moves the mouse; the cursor of a machine without a screen stays where it is."""
    at = QPointF(place)
    where = QPointF(widget.mapToGlobal(place))
    event = QMouseEvent(QEvent.Type.MouseMove, at, where, NOTHING, buttons, NONE)
    QApplication.sendEvent(widget, event)


def plane_point(room, valence, arousal):
    _, (right, up) = room.panel.plane._shape()
    return QPoint(round(right.pixel(valence)), round(up.pixel(arousal)))


def test_the_mouse_rates_on_the_slider(room, qtbot):
    """The story of a take: start by key, drag, finish by key; the hand's course is stored."""
    bench, slider = room.bench, room.panel.slider
    qtbot.keyClick(room.window, KEY.Key_R)
    assert (bench.rating.state, slider.count) == (RatingState.COUNTDOWN, 3)
    qtbot.mousePress(slider, LEFT, pos=slider_point(room, 0.0))
    bench.count_down()
    given = {}

    def hand(at):
        move(slider, slider_point(room, np.sin(3 * at)))
        given[at] = bench.rating.held.values[0]

    bench.pass_time(3.0, hand)
    qtbot.mouseRelease(slider, LEFT, pos=slider_point(room, 0.0))
    qtbot.keyClick(room.window, KEY.Key_R)
    values = bench.values()
    rated = np.flatnonzero(~np.isnan(values))
    assert np.ptp(values[rated]) > 1.5
    assert 85 <= rated.size <= 93
    times = np.array(list(given))
    for frame in rated[1:-1]:
        start = bench.base.seconds[frame]
        near = [given[at] for at in times[(times >= start - 2 / 60) & (times < start + 1 / 30)]]
        assert values[frame] in near
    bench.notes.undo()
    assert not bench.notes.document.tracks


def test_a_slider_stays_where_it_was_let_go(room, qtbot):
    slider = room.panel.slider
    qtbot.mouseClick(slider, LEFT, pos=slider_point(room, 0.5))
    held = room.bench.rating.held.values
    assert held[0] == pytest.approx(0.5, abs=0.01)
    move(slider, slider_point(room, -0.5), NOTHING)
    assert room.bench.rating.held.values == held


def test_it_follows_the_pointer_when_asked_to(room, qtbot):
    qtbot.mouseClick(room.panel.follow, LEFT)
    move(room.panel.slider, slider_point(room, -0.5), NOTHING)
    assert room.bench.rating.held.values[0] == pytest.approx(-0.5, abs=0.01)


def test_beyond_the_ends_are_the_ends(room, qtbot):
    slider = room.panel.slider
    qtbot.mousePress(slider, LEFT, pos=slider_point(room, 0.0))
    move(slider, QPoint(10, -500))
    assert room.bench.rating.held.values == (1.0,)


def test_a_pen_rates(room, qtbot):
    slider = room.panel.slider
    pen = QPointingDevice(
        "pen", 1, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position, 1, 1,
    )  # fmt: skip

    def send(kind, value, buttons):
        place = QPointF(slider_point(room, value))
        event = QTabletEvent(
            kind, pen, place, QPointF(slider.mapToGlobal(place.toPoint())), 0.5, 0, 0, 0, 0, 0,
            NONE, LEFT, buttons,
        )  # fmt: skip
        QApplication.sendEvent(slider, event)
        return event.isAccepted()

    assert send(QEvent.Type.TabletPress, 0.5, LEFT)
    assert send(QEvent.Type.TabletMove, 0.75, LEFT)
    send(QEvent.Type.TabletRelease, 0.0, Qt.MouseButton.NoButton)
    assert room.bench.rating.held.values[0] == pytest.approx(0.75, abs=0.01)
    send(QEvent.Type.TabletMove, -0.5, Qt.MouseButton.NoButton)
    assert room.bench.rating.held.values[0] == pytest.approx(0.75, abs=0.01)


def test_the_plane_rates_two_curves_in_one_edit(room, qtbot):
    bench, plane = room.bench, room.panel.plane
    room.panel.modes.setCurrentIndex(2)
    room.panel.modes.activated.emit(2)
    assert room.panel.view is plane
    assert plane.isVisible()
    room.start()
    qtbot.mousePress(plane, LEFT, pos=plane_point(room, 0.5, -0.5))
    bench.pass_time(1.0)
    assert 20 < len(plane.trail) <= 31
    room.actions["live_rating"].trigger()
    assert bench.values("valence")[20] == pytest.approx(0.5, abs=0.01)
    assert bench.values("arousal")[20] == pytest.approx(-0.5, abs=0.01)
    assert len(bench.journal.history.entries) == 1


# Keys.


def test_arrow_keys_rate_during_a_take_and_step_between_takes(room, qtbot):
    room.window.beside.setFocus()
    qtbot.keyClick(room.window.beside, KEY.Key_Right)
    assert room.steps == [1]
    room.start()
    for _ in range(4):
        qtbot.keyClick(room.window.beside, KEY.Key_Right)
    qtbot.keyClick(room.window.beside, KEY.Key_Down, SHIFT)
    assert room.steps == [1]
    assert room.bench.rating.held.values[0] == pytest.approx(0.19)
    room.actions["live_rating"].trigger()
    qtbot.keyClick(room.window.beside, KEY.Key_Left)
    assert room.steps == [1, -1]


def test_on_the_plane_arrow_keys_move_right_and_up(room, qtbot):
    room.bench.rating.held.choose(("valence", "arousal"))
    room.start()
    qtbot.keyClick(room.window, KEY.Key_Right)
    qtbot.keyClick(room.window, KEY.Key_Down)
    assert room.bench.rating.held.values == (0.05, -0.05)


def test_text_that_is_written_keeps_its_arrows(room, qtbot):
    line = QLineEdit("note", room.window)
    line.show()
    line.setFocus()
    room.start()
    qtbot.keyClick(line, KEY.Key_Left)
    assert room.bench.rating.held.values == (0.0,)
    assert line.cursorPosition() == 3


def test_a_focused_slider_is_moved_by_keys_without_a_take(room, qtbot):
    room.panel.slider.setFocus()
    qtbot.keyClick(room.panel.slider, KEY.Key_Up)
    assert room.bench.rating.held.values == (0.05,)
    assert room.steps == []


def test_space_pauses_the_take(room, qtbot):
    room.start()
    room.bench.pass_time(1.0)
    qtbot.keyClick(room.window, KEY.Key_Space)
    assert room.bench.rating.state is RatingState.PAUSED
    assert room.panel.state.text.startswith("Paused at 0:06.")
    qtbot.keyClick(room.window, KEY.Key_Space)
    assert room.bench.rating.state is RatingState.RECORDING


def test_discard_by_key(room, qtbot):
    room.start()
    room.bench.pass_time(1.0)
    qtbot.keyClick(room.window, KEY.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert not room.bench.rating.under_way
    assert not room.bench.notes.document.tracks


def test_a_passage_by_key(room, qtbot):
    bench = room.bench
    bench.add(value=-0.5)
    assert not room.panel.again.isEnabled()
    bench.notes.select(FrameRange(120, 180))
    assert room.panel.again.isEnabled()
    qtbot.keyClick(room.window, KEY.Key_R, SHIFT)
    assert room.panel.slider.before == (-0.5,)
    qtbot.mousePress(room.panel.slider, LEFT, pos=slider_point(room, 0.5))
    bench.pass_time(5.0)
    assert bench.values()[150] == pytest.approx(0.5, abs=0.01)
    assert room.panel.slider.before == ()


# What it says, and what it refuses.


def test_buttons_follow_the_take(room, qtbot):
    panel = room.panel
    assert (panel.start.text().strip(), panel.discard.isEnabled()) == ("Start", False)
    assert not panel.pause.isEnabled()
    qtbot.mouseClick(panel.start, LEFT)
    assert panel.start.text().strip() == "Finish"
    assert panel.state.text == "Rating arousal begins in 3"
    assert not panel.modes.isEnabled()
    room.bench.count_down()
    room.bench.pass_time(1.0)
    assert panel.state.text.startswith("Rating arousal, 1.0\u00d7, 0:06.")
    qtbot.mouseClick(panel.pause, LEFT)
    assert panel.pause.accessibleName() == "Go on"
    qtbot.mouseClick(panel.discard, LEFT)
    assert panel.state.text == "Ready to rate arousal"


def test_it_says_where_the_take_goes(room):
    bench, panel = room.bench, room.panel
    assert panel.target.text == "Makes a new curve: arousal"
    bench.add()
    assert panel.target.text == "Goes on “arousal”"
    bench.rating.held.choose(("valence", "arousal"))
    assert panel.target.text == "Goes on “arousal”, makes a new curve: valence"
    bench.rating.held.choose(("valence",))
    bench.add("valence", value=0.0, rater="Ben")
    assert panel.target.text == "Makes a new curve: valence"
    bench.notes.select(FrameRange(120, 180))
    bench.rating.rate_again()
    assert panel.target.text == "Goes on “valence” of Ben"


def test_a_locked_curve_is_refused_with_a_sentence(room):
    room.bench.add(locked=True)
    room.actions["live_rating"].trigger()
    assert not room.bench.rating.under_way
    assert "is locked" in room.told[-1].message


def test_without_a_recording_there_is_nothing_to_start(room):
    room.bench.session.show(None)
    assert not room.actions["live_rating"].isEnabled()
    assert room.panel.state.text == "Open a recording to rate it"


def test_speed_mirrors_the_playback(room):
    room.bench.playback.set_rate(0.33)
    assert room.panel.rates.currentData() == 0.33
    room.panel.rates.setCurrentIndex(room.panel.rates.findData(2.0))
    room.panel.rates.activated.emit(room.panel.rates.currentIndex())
    assert room.bench.playback.rate == 2.0


def test_blind_is_one_switch_in_menu_and_dock(room, qtbot):
    qtbot.mouseClick(room.panel.blind, LEFT)
    assert room.bench.notes.blind
    assert room.actions["blind"].isChecked()
    room.start()
    room.bench.pass_time(0.5)
    room.actions["live_rating"].trigger()
    assert not room.bench.notes.blind
    assert not room.panel.blind.isChecked()


def test_closing_the_window_keeps_the_take(room):
    room.start()
    room.bench.pass_time(1.0)
    room.controller.finish()
    assert not np.isnan(room.bench.values()[:25]).any()


@pytest.mark.parametrize(
    ("low", "high", "value", "text"),
    [(-1, 1, -0.25, f"{MINUS}0.25"), (-1, 1, -0.001, "+0.00"), (1, 9, 4.25, "4.2"),
     (-1000, 1000, 250.4, "+250")],
)  # fmt: skip
def test_values_are_written_as_their_range_asks(low, high, value, text):
    assert value_text(DimensionScheme("x", low, high), value) == text
