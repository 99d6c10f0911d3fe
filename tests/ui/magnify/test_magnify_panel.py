"""The Magnify dock: what it asks for, what it shows at the playhead, and the video it writes."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog

from app.analysis.magnify_settings import PRESETS, MagnifySettings, Method
from app.core.analysis import Analysis
from app.session.annotations import FrameRange
from app.ui.controllers.magnify import MagnifyController
from app.ui.controllers.magnify_work import frames_of
from app.ui.magnify.asked import CLOSED, NO_FACES, NO_SELECTION, NOBODY, Range
from app.ui.magnify.card import HEIGHT, MARGIN, SIDE, TITLE, WIDTH, Card
from app.ui.magnify.magnify_panel import MagnifyPanel
from app.ui.magnify.pair_view import GAP, OUTSIDE
from app.ui.output.figure import Sheet
from app.ui.task_board import TaskBoard
from app.ui.theme import LIGHT
from app.ui.video.decode_worker import rgb_view
from app.video.pyav_reader import open_recording
from tests.support.annotating import open_annotations
from tests.support.figures import drawn, pictures_of, text_of
from tests.support.moving_face import still_face, write_moving

LINEAR = MagnifySettings(Method.LINEAR, 1.0, 4.0, 4.0)
WAIT = 60_000


@pytest.fixture(scope="module")
def moving(tmp_path_factory):
    return write_moving(tmp_path_factory.mktemp("moving") / "moving.mp4")


@pytest.fixture
def made(qtbot, session, actions, preferences, moving):
    """The dock on screen, a recording open, no faces yet."""
    panel, board, asked = MagnifyPanel(session, actions), TaskBoard(), []
    qtbot.addWidget(panel)
    it = MagnifyController(
        session, panel, actions, preferences, board, reveal=lambda: asked.append(True)
    )
    panel.resize(340, 640)
    panel.show()
    qtbot.waitExposed(panel)
    session.show(moving)
    open_annotations(session)
    yield SimpleNamespace(
        panel=panel, session=session, it=it, board=board, asked=asked, base=moving.time_base
    )
    it.cancel()  # what is still to be told has nobody left to hear it
    qtbot.waitUntil(lambda: not board.busy, timeout=WAIT)


@pytest.fixture
def ready(made):
    """A face that is lost from frame 50 to 59."""
    valid = np.ones(120, bool)
    valid[50:60] = False
    made.session.know_faces((still_face(made.base, valid),))
    made.panel.controls.show_settings(LINEAR)
    made.panel.controls.choose_range(Range.VISIBLE)
    return made


@pytest.fixture
def magnified(ready, qtbot):
    """The whole recording, magnified."""
    ready.panel.magnify.click()
    qtbot.waitUntil(lambda: ready.panel.found is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: not ready.board.busy, timeout=WAIT)
    return ready


# What is asked.


def test_it_teaches_what_to_do_first(made):
    panel, session = made.panel, made.session
    assert panel.teaching.text == NO_FACES
    session.take(Analysis(session.recording, "", (), (), (None, None), 30.0, "", "", "", (), "", 0))
    assert panel.teaching.text == NOBODY
    session.know_faces((still_face(made.base),))
    assert panel._pages.currentIndex() == 1
    session.show(None)
    assert panel.teaching.text == CLOSED


def test_what_cannot_be_magnified_is_said_and_cannot_be_asked(ready):
    panel = ready.panel
    assert (panel.said.text(), panel.magnify.isEnabled()) == ("", True)
    panel.controls.high.setValue(16.0)
    assert "at 30 frames a second it must end below 15 Hz" in panel.said.text()
    assert not panel.magnify.isEnabled()
    assert panel.order is None
    panel.controls.high.setValue(4.0)
    panel.controls.low.setValue(0.3)
    assert "a band from 0.3 Hz needs 3.3 s" in panel.said.text()
    panel.controls.low.setValue(1.0)
    assert panel.said.text() == ""
    assert panel.order is not None


def test_ranges_are_the_selection_the_view_and_five_seconds(ready):
    panel, session = ready.panel, ready.session
    panel.controls.choose_range(Range.SELECTION)
    assert panel.said.text() == NO_SELECTION
    session.annotations.select(FrameRange(60, 120))
    assert (panel.order.start, panel.order.end) == (2.0, pytest.approx(4.0))
    session.look(session.viewport.zoomed(2.0, 0.0))
    panel.controls.choose_range(Range.VISIBLE)
    assert (panel.order.start, panel.order.end) == (0.0, pytest.approx(2.0))
    panel.controls.choose_range(Range.AROUND)
    session.playback.seek(3.0)
    assert (panel.order.start, panel.order.end) == (0.0, pytest.approx(4.0))


def test_presets_set_everything_but_the_size_and_are_recognised(ready):
    controls = ready.panel.controls
    controls.side.setCurrentIndex(1)
    for row, preset in enumerate(PRESETS):
        controls.choose_preset(row)
        now, meant = controls.settings, preset.settings
        assert (now.method, now.low, now.high, now.factor, now.side) == (
            meant.method, meant.low, meant.high, meant.factor, 224,
        )  # fmt: skip
        assert controls.preset.currentIndex() == row
        assert controls.why == preset.why
    assert controls._factor_label.text() == "Alpha"
    controls.low.setValue(1.25)
    assert controls.preset.currentText() == "Own settings"
    assert controls.why == ""


def test_the_action_reveals_the_dock(made, actions):
    actions["show_magnify"].trigger()
    assert made.asked == [True]


# The result.


def test_pictures_follow_the_playhead_and_gaps_are_shown_as_such(magnified):
    panel, playback = magnified.panel, magnified.session.playback
    for frame in (20, 80):
        playback.seek_frame(frame)
        before, after = panel.found.at(playback.seconds)
        shown = [rgb_view(image) for image in panel.view.images]
        np.testing.assert_array_equal(shown[0], before)
        np.testing.assert_array_equal(shown[1], after)
        assert panel.view.said == ""
    playback.seek_frame(55)
    assert (panel.view.images, panel.view.said) == (None, GAP)
    assert panel.place.accessibleDescription() == "1 gap without a face"
    assert panel.caption.text == "Linear Eulerian, 1 to 4 Hz, alpha 4"


def test_outside_the_range_it_says_so_and_a_click_on_the_bar_goes_back(ready, qtbot):
    panel, session = ready.panel, ready.session
    session.annotations.select(FrameRange(60, 120))
    panel.controls.choose_range(Range.SELECTION)
    panel.magnify.click()
    qtbot.waitUntil(lambda: panel.found is not None, timeout=WAIT)
    assert session.playback.frame == 0
    assert panel.view.said == OUTSIDE
    middle = QPoint(panel.place.width() // 2, panel.place.height() // 2)
    qtbot.mouseClick(panel.place, Qt.MouseButton.LeftButton, pos=middle)
    assert session.playback.seconds == pytest.approx(3.0, abs=0.03)
    assert panel.view.images is not None


def test_it_is_dropped_with_the_recording_and_the_person(magnified, moving):
    panel, session, found = magnified.panel, magnified.session, magnified.panel.found
    session.choose_person(1)  # the largest face was this one already
    assert panel.found is found
    session.choose_person(2)
    assert panel.found is None
    assert not panel._result.isVisible()
    assert panel.view.images is None
    panel.show_result(found)
    session.show(moving)
    assert panel.found is None


def test_a_result_for_a_recording_that_is_gone_never_comes(ready, qtbot):
    ready.panel.magnify.click()
    assert ready.board.busy
    ready.session.show(None)
    qtbot.waitUntil(lambda: not ready.board.busy, timeout=WAIT)
    assert ready.panel.found is None


@pytest.mark.parametrize("by", ["dock", "board"])
def test_it_can_be_cancelled_and_asked_again(ready, qtbot, by):
    panel = ready.panel
    panel.magnify.click()
    assert panel.cancel.isVisible()
    assert not panel.controls.isEnabled()
    if by == "dock":
        panel.cancel.click()
    else:
        ready.it._task.cancel()
    qtbot.waitUntil(lambda: not ready.board.busy, timeout=WAIT)
    assert panel.magnify.isVisible()
    assert panel.controls.isEnabled()
    assert panel.found is None
    panel.magnify.click()
    qtbot.waitUntil(lambda: panel.found is not None, timeout=WAIT)


def test_a_file_that_is_gone_is_said(ready, qtbot, tmp_path):
    path = tmp_path / "gone.mp4"
    write_moving(path, frames=60)
    with open_recording(path) as reader:
        ready.session.show(reader.recording)
    ready.session.know_faces((still_face(ready.session.recording.time_base),))
    path.unlink()
    ready.panel.magnify.click()
    qtbot.waitUntil(lambda: "gone.mp4" in ready.panel.said.text(), timeout=WAIT)
    assert ready.panel.magnify.isVisible()
    ready.panel.controls.low.setValue(1.5)
    assert ready.panel.said.text() == ""


# The video.


def test_the_video_has_both_side_by_side_in_time_with_its_caption(
    magnified, qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "out.mp4"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path.with_suffix("")), ""))
    magnified.panel.export.click()
    qtbot.waitUntil(lambda: path.exists() and not magnified.board.busy, timeout=WAIT)
    found = magnified.panel.found
    with open_recording(path) as reader:
        recording, image = reader.recording, reader.frame(30)
    assert (recording.width, recording.height) == (WIDTH, HEIGHT)
    # 50 frames, one card for the gap, 60 frames, each at its time.
    expected = [*range(51), *range(60, 120)]
    assert recording.time_base.seconds == pytest.approx(np.array(expected) / 30, abs=1e-4)
    for number, pictures in enumerate((found.passages[0].before, found.passages[0].after)):
        left, top = MARGIN + number * (SIDE + MARGIN), MARGIN + TITLE
        shown = image[top + 2 : top + SIDE : 4, left + 2 : left + SIDE : 4].astype(int)
        assert np.abs(shown - pictures[30]).mean() < 4


def test_the_card_names_method_band_factor_recording_and_range(magnified):
    card = Card(magnified.panel.found)
    assert card.lines == (
        "Motion magnification: Linear Eulerian, 1 to 4 Hz, alpha 4",
        "moving.mp4, person 1, 0:00.0 to 0:04.0",
    )
    below = card.gap[MARGIN + TITLE + SIDE :]
    assert below.min() < 100
    frames = list(frames_of(magnified.panel.found, card))
    assert [pts for pts, _ in frames[49:52]] == [147_000, 150_000, 180_000]
    np.testing.assert_array_equal(frames[50][1], card.gap)


def test_no_file_is_written_when_nobody_says_where(magnified, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    magnified.panel.export.click()
    assert not magnified.board.busy


def test_before_and_after_are_printed_with_how_and_when(magnified):
    magnified.session.playback.seek_frame(30)
    (figure,) = magnified.panel.figures()
    pdf = drawn(figure, Sheet(8.5, 7.0), ".pdf", LIGHT)()
    before, after = pictures_of(pdf)
    assert before[:2] == after[:2]
    assert before[0] == pytest.approx(8.5 / 2.54 * 300 / 2, rel=0.05)
    assert before[2] != after[2]
    said = text_of(drawn(figure, Sheet(8.5, 7.0), ".svg", LIGHT)())
    assert {"Before", "After", LINEAR.text} <= said
    magnified.session.playback.seek_frame(55)  # where no face is
    assert not magnified.panel.figures()
