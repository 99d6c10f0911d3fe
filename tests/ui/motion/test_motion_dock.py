"""The Motion dock with its worker: what it teaches, what it shows, and what it costs."""

import time
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.core.recording import Recording
from app.ui.controllers import motion_work
from app.ui.controllers.motion import MotionController
from app.ui.controllers.motion_energy import ASK, MEASURING, MotionEnergyController
from app.ui.motion import probe_view
from app.ui.motion.look import Shown
from app.ui.motion.motion_panel import MotionPanel
from app.ui.motion.probe_view import texts_of
from app.ui.motion.teaching import CLOSED, NO_FACES
from app.ui.output.figure import Sheet
from app.ui.task_board import TaskBoard
from app.ui.tasks import running_tasks
from app.ui.theme import LIGHT
from app.ui.timeline.timeline_view import TimelineView
from app.ui.video.time_text import MINUS
from app.video.pyav_reader import open_recording
from tests.support.figures import drawn, fonts_of, pictures_of, text_of
from tests.support.moving_texture import SIDE, standing_face, write_moving

FRAMES, STEP = 60, (0.6, -0.3)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = write_moving(tmp_path_factory.mktemp("clip") / "moving.mp4", FRAMES, STEP)
    with open_recording(path) as reader:
        return Recording(path, reader.recording.time_base, SIDE, SIDE, 0, "h264", None)


@pytest.fixture
def made(qtbot, session, actions, monkeypatch):
    monkeypatch.setattr(motion_work, "WAITS", 1)  # idle workers are not waited for
    panel = MotionPanel(session, actions)
    qtbot.addWidget(panel)
    asked = []
    board = TaskBoard()
    it = MotionController(session, panel, actions, board, reveal=lambda: asked.append(True))
    panel.resize(320, 900)
    panel.show()
    qtbot.waitExposed(panel)
    yield SimpleNamespace(
        panel=panel, session=session, it=it, asked=asked, actions=actions, board=board
    )
    session.show(None)
    qtbot.waitUntil(lambda: running_tasks() == 0, timeout=10_000)


@pytest.fixture
def seen(qtbot, made, recording):
    """Frame 30 of the moving clip is on show."""
    made.session.show(recording)
    made.session.know_faces([standing_face(FRAMES, invalid=range(45, 50))])
    go(qtbot, made, 30)
    return made


def go(qtbot, made, frame):
    made.session.playback.seek_frame(frame)
    qtbot.waitUntil(lambda: frame_of(made) == frame, timeout=10_000)


def frame_of(made):
    return made.panel.pictures.snippet.frame if made.panel.pictures else -1


def test_it_teaches_until_there_is_something_to_see(qtbot, made, recording):
    teaching = made.panel.teaching
    assert teaching.text == CLOSED
    made.session.show(recording)
    assert teaching.text == NO_FACES
    assert teaching.button.isVisibleTo(teaching)
    made.session.know_faces([standing_face(FRAMES, invalid=range(20, 30))])
    assert teaching.text == "Loading..."
    assert made.board.busy
    qtbot.waitUntil(lambda: frame_of(made) == 0, timeout=20_000)
    assert not made.board.busy
    assert made.panel.said.text().startswith("The recording begins here")
    made.session.playback.seek_frame(25)
    qtbot.waitUntil(lambda: teaching.text == "No face is seen here.", timeout=10_000)
    made.session.show(None)
    assert teaching.text == CLOSED
    made.actions["show_motion"].trigger()
    assert made.asked


def test_out_of_sight_nothing_is_read(qtbot, made, recording):
    made.panel.hide()
    made.session.show(recording)
    made.session.know_faces([standing_face(FRAMES)])
    made.session.playback.seek_frame(10)
    assert running_tasks() == 0
    made.panel.show()
    qtbot.waitUntil(lambda: frame_of(made) == 10, timeout=10_000)


def test_steps_are_chosen_by_strip_keys_and_play(qtbot, seen):
    panel = seen.panel
    assert "30 \N{RIGHTWARDS ARROW} 31" in panel.controls.place.text
    seen.actions["motion_previous"].trigger()
    assert panel.look.step == 5
    place = panel.strip.place(2, 11).center().toPoint()
    qtbot.mouseClick(panel.strip, LEFT, pos=place)
    assert (panel.look.level, panel.look.orientation, panel.look.step) == (1, 0, 11)
    assert panel.controls.levels[1].isChecked()
    seen.actions["motion_play"].setChecked(True)
    qtbot.waitUntil(lambda: panel.look.step == 1, timeout=5_000)
    seen.actions["motion_play"].setChecked(False)


def test_limits_are_automatic_or_typed(qtbot, seen):
    panel, controls = seen.panel, seen.panel.controls
    assert controls.automatic.isChecked()
    automatic = panel.pictures.limits(panel.look)[1]
    controls.limit.setValue(0.25)
    assert panel.look.limit == 0.25
    assert not controls.automatic.isChecked()
    assert panel.bar.accessibleName() == f"Colours from {MINUS}0.25 to 0.25 rad"
    controls.automatic.setChecked(True)
    assert panel.look.limit is None
    assert controls.limit.value() == pytest.approx(automatic, abs=1e-3)
    controls.shown.setCurrentIndex(2)
    controls.shown.activated.emit(2)
    assert panel.look.shown is Shown.AMPLITUDE
    assert not controls.weighted.isEnabled()


def test_the_probe_reads_the_motion_in_pixels_of_the_video(qtbot, seen):
    large = seen.panel.large
    qtbot.mouseClick(large, LEFT, pos=large.area.center().toPoint())
    qtbot.waitUntil(lambda: bool(seen.panel.probe.rows), timeout=10_000)
    x, y = seen.panel.probe.rows[-2:]
    assert (x.name, y.name) == ("x, all", "y, all")
    assert x.video.mean() == pytest.approx(STEP[0], rel=0.1)
    assert y.video.mean() == pytest.approx(STEP[1], rel=0.1)
    assert texts_of(x, 6)[0] == ""
    assert float(texts_of(x, 6)[2]) == pytest.approx(x.steps[:7].sum(), abs=1e-3)
    large.setFocus()
    before = large.point
    QTest.keyClick(large, Qt.Key.Key_Right)
    assert large.point == (before[0] + 1, before[1])


def test_numbers_of_another_moment_are_pale_until_theirs_come(qtbot, seen):
    large, probe = seen.panel.large, seen.panel.probe
    qtbot.mouseClick(large, LEFT, pos=large.area.center().toPoint())
    qtbot.waitUntil(lambda: bool(probe.rows), timeout=10_000)
    old = probe.rows
    go(qtbot, seen, 40)
    qtbot.waitUntil(lambda: probe.rows is not old and probe._fresh, timeout=10_000)


def test_an_answer_of_another_recording_is_dropped(qtbot, seen):
    shown = seen.panel.pictures
    seen.session.playback.seek_frame(20)
    seen.session.show(None)
    qtbot.waitUntil(lambda: running_tasks() == 0, timeout=10_000)
    assert seen.panel.pictures is None
    assert shown is not None


def test_the_large_picture_takes_whole_pixels(seen):
    large = seen.panel.large
    assert large.area.width() % 48 == 0
    unit = int(large.area.width() / 48)
    image = large.grab().toImage()
    at = large.area.topLeft().toPoint() + QPoint(20 * unit, 20 * unit)
    colours = {
        image.pixelColor(at + QPoint(dx, dy)).rgb() for dx in range(unit) for dy in range(unit)
    }
    assert len(colours) == 1


def test_showing_a_snippet_holds_nothing_up(qtbot, seen):
    panel, took = seen.panel, []
    for frame in (20, 21, 22, 23, 24):
        go(qtbot, seen, frame)
        snippet = panel.pictures.snippet
        panel.pictures = None
        start = time.thread_time()
        panel.show_snippet(snippet)
        panel.grab()
        took.append(time.thread_time() - start)
    assert np.median(took) < 0.05


def test_motion_energy_becomes_a_lane_and_goes_with_its_person(
    qtbot, session, actions, recording, tmp_path
):
    timeline = TimelineView(session, actions)
    qtbot.addWidget(timeline)
    board = TaskBoard()
    it = MotionEnergyController(session, timeline, actions, board, cache=lambda: tmp_path)
    session.show(recording)
    assert not actions["motion_energy"].isEnabled()
    session.know_faces([standing_face(FRAMES, invalid=range(45, 50))])
    assert actions["motion_energy"].isEnabled()
    assert "motion" not in timeline.strips
    actions["motion_energy"].trigger()
    lane = timeline.strips["motion"].lane
    qtbot.waitUntil(lambda: not lane.hint() and not board.busy, timeout=20_000)
    assert float(lane.values(20)[0]) > 0
    assert lane.values(47) == ("",) * 5
    assert lane.places(47) == (None,) * 5
    assert [row.label for row in lane.rows()] == ["Face", "Brows", "Eyes", "Nose", "Mouth"]
    timeline.resize(900, 700)
    assert not timeline.strips["motion"].grab().isNull()
    session.show(recording)
    session.know_faces([standing_face(FRAMES)])
    assert lane.hint() == ASK
    qtbot.waitUntil(lambda: running_tasks() == 0, timeout=10_000)
    assert it is not None


def test_a_measurement_that_was_stopped_can_be_asked_for_again(
    qtbot, session, actions, recording, tmp_path
):
    timeline, board = TimelineView(session, actions), TaskBoard()
    qtbot.addWidget(timeline)
    it = MotionEnergyController(session, timeline, actions, board, cache=lambda: tmp_path)
    session.show(recording)
    session.know_faces([standing_face(FRAMES)])
    actions["motion_energy"].trigger()
    lane = timeline.strips["motion"].lane
    assert lane.hint() == MEASURING
    it._task.cancel()  # as the status bar does
    qtbot.waitUntil(lambda: lane.hint() == ASK, timeout=60_000)
    actions["motion_energy"].trigger()
    qtbot.waitUntil(lambda: not lane.hint() and not board.busy, timeout=20_000)


def test_in_a_low_dock_the_large_picture_leaves_room_for_the_steps(qtbot, seen):
    panel = seen.panel
    panel.resize(330, 1000)
    tall = panel.large.heightForWidth(306)
    assert tall == panel.large.area.height() == 6 * 48  # and nothing is left below it
    panel.resize(330, 330)
    qtbot.waitUntil(lambda: panel.large.height() == 3 * 48, timeout=5_000)
    assert panel.large.area.height() == 3 * 48


def test_escape_takes_the_probe_away(qtbot, seen):
    panel, large = seen.panel, seen.panel.large
    qtbot.mouseClick(large, LEFT, pos=large.area.center().toPoint())
    qtbot.waitUntil(lambda: bool(panel.probe.rows), timeout=10_000)
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert large.point is None
    assert not panel.probe.rows
    go(qtbot, seen, 31)
    assert not panel.probe.rows


def test_every_number_of_the_probe_has_its_unit():
    heads = [" ".join(head) for head in probe_view.COLUMNS]
    assert heads == ["phase rad", "step px of 48", "sum px of 48", "step px of video"]


def test_it_is_printed_with_radians_all_steps_and_the_probe(qtbot, seen):
    seen.panel.large._tell(24, 24)
    qtbot.waitUntil(lambda: bool(seen.panel.probe.rows), timeout=10_000)
    (figure,) = seen.panel.figures()
    pdf = drawn(figure, Sheet(17.5, 7.0), ".pdf", LIGHT)()
    large, steps = sorted(pictures_of(pdf), key=lambda each: each[0] * each[1], reverse=True)
    assert large[0] == large[1] > 48 * 10  # as fine as print, a square
    assert steps[0] / steps[1] == pytest.approx(12 / 4, rel=0.02)
    assert fonts_of(pdf)
    said = text_of(drawn(figure, Sheet(17.5, 7.0), ".svg", LIGHT)())
    limit = seen.panel.pictures.limits(seen.panel.look)[1]
    assert f"{limit:.3g} rad" in said
    assert {"X 48", "Y 48", "X 24", "Y 24", "phase", "px of video", "x, all"} <= said
    assert any(each.startswith("Step 7 of 12: ") for each in said)


def test_a_probe_of_another_snippet_is_not_printed(qtbot, seen):
    seen.panel.large._tell(24, 24)
    qtbot.waitUntil(lambda: bool(seen.panel.probe.rows), timeout=10_000)
    seen.panel._probed_in = None
    (figure,) = seen.panel.figures()
    assert "px of video" not in text_of(drawn(figure, Sheet(17.5, 7.0), ".svg", LIGHT)())


def test_out_of_sight_a_snippet_of_another_recording_is_not_offered_for_print(seen, recording):
    assert len(seen.panel.figures()) == 1
    dock_is_behind = seen.panel.hide  # as good as behind another one: nobody can see it
    dock_is_behind()
    seen.session.show(None)
    seen.session.show(recording)
    assert seen.panel.pictures is None
