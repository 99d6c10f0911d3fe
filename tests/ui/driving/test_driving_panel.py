"""The Why dock: what it says while nothing can be explained, the work, and its answer."""

import threading
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.analysis.progress import Progress, Stage
from app.core.analysis import Analysis
from app.core.errors import InputError
from app.session.annotations import FrameRange
from app.ui.controllers.analysis_work import Loading
from app.ui.controllers.driving import DrivingController
from app.ui.driving.asked import asked_of, obstacle
from app.ui.driving.driving_panel import DrivingPanel
from app.ui.driving.explanation import Bar, Check, Explanation
from app.ui.task_board import TaskBoard
from app.ui.theme import DARK, LIGHT, themes
from models.face_regions import REGIONS, region_mask
from tests.support.annotating import open_annotations
from tests.support.timelines import recording, shown, time_base

FRAMES = 600


def answer(change=0.3):
    regions = tuple(Bar(name, change, -change, (0.01, 0.02)) for name in REGIONS)
    streams = (Bar("spatial", 0.1, 0.2), Bar("temporal", -0.1, 0.0))
    pieces = tuple(Bar("", 0.1 * k, -0.1, None, (k / 4, (k + 1) / 4)) for k in range(4))
    face = np.full((112, 112, 3), 128, np.uint8)
    masks = {name: region_mask(name, 112) for name in REGIONS}
    check = Check((3.0, 4.0), (0.1, 0.2), 2)
    return Explanation(
        (0.5, 0.5), -0.2, 0.4, regions, streams, pieces, check, ("How.",), "weights", "careful",
        face, masks,
    )  # fmt: skip


def result(session):
    """A result whose curves are put beside it."""
    return Analysis(
        session.recording, "ab" * 32, (), (), (None, None), 30.0, "dlib", "cpu", "", (), "", 0.0
    )


@pytest.fixture
def made(qtbot, session, actions, tmp_path):
    """An open recording, the dock on screen, nothing predicted yet."""
    panel, board = DrivingPanel(session, actions), TaskBoard()
    qtbot.addWidget(panel)
    revealed = []
    it = DrivingController(
        session, panel, actions, board, cache=lambda: tmp_path, reveal=lambda: revealed.append(1)
    )
    panel.resize(360, 700)
    panel.show()
    qtbot.waitExposed(panel)
    base = time_base(FRAMES)
    session.show(recording(base))
    open_annotations(session)
    yield SimpleNamespace(panel=panel, session=session, base=base, it=it, revealed=revealed)
    it.cancel()
    qtbot.waitUntil(lambda: not board.busy)


@pytest.fixture
def read(made):
    """A result with a gap from frame 200 to 219."""
    for name in ("valence", "arousal"):
        values = np.full(FRAMES, 0.2)
        values[200:220] = np.nan
        made.session.tracks.put(shown(made.base, name, values, system="mimamo"))
    made.session.take(result(made.session))
    return made


class FakeExplainer:
    """In place of the worker's: waits until the test lets it go on."""

    def __init__(self):
        self.requests, self.gate, self.error = [], threading.Event(), None

    def explain(self, request):
        self.requests.append(request)
        yield Loading()
        yield Progress(Stage.HIDING, 1, 4)
        while not self.gate.wait(0.01):
            yield Progress(Stage.HIDING, 2, 4)
        if self.error is not None:
            raise self.error
        return answer(0.3)


@pytest.fixture
def fake(read):
    read.it._explainer = FakeExplainer()
    return read.it._explainer


def test_it_teaches_until_something_can_be_explained(made, session):
    panel = made.panel
    assert panel._pages.currentIndex() == 0
    assert "Run the analysis" in panel.teaching.text
    session.take(result(session))
    assert "MIMAMO Net" in panel.teaching.text  # a result of another system has no streams
    session.tracks.put(shown(made.base, "valence", system="mimamo"))
    assert panel._pages.currentIndex() == 1
    session.show(None)
    assert panel.teaching.text.startswith("Open a recording")
    assert panel.teaching.button.isHidden()


def test_why_nothing_can_be_explained_is_said_from_the_first_moment(made):
    """Also where a result comes in while the dock is on screen, all of it a gap."""
    for name in ("valence", "arousal"):
        gap = np.full(FRAMES, np.nan)
        made.session.tracks.put(shown(made.base, name, gap, system="mimamo"))
    made.session.take(result(made.session))
    assert not made.panel.explain.isEnabled()
    assert made.panel.said.isVisible()
    assert made.panel.said.text().startswith("No face was read at the playhead")


def test_a_gap_and_a_long_selection_cannot_be_explained(read, session, actions):
    panel, base = read.panel, read.base.seconds
    session.playback.seek_frame(10)
    assert panel.explain.isEnabled()
    assert not panel.said.text()
    session.playback.seek_frame(205)
    assert not panel.explain.isEnabled()
    assert not actions["explain"].isEnabled()
    assert panel.said.text().startswith("No face was read at the playhead")
    session.annotations.select(FrameRange(202, 210))
    assert "selected range" in panel.said.text()
    session.annotations.select(FrameRange(190, 230))
    assert panel.explain.isEnabled()
    asked = asked_of(session)
    assert (asked.start, asked.end) == (base[190], base[230])
    session.playback.seek_frame(20)
    assert asked_of(session).is_moment  # the playhead has left the selection
    session.annotations.select(FrameRange(0, FRAMES))
    assert "at most 10 s" in obstacle(session, asked_of(session))
    assert not panel.explain.isEnabled()


def test_the_last_frame_can_be_selected(read, session):
    session.annotations.select(FrameRange(FRAMES - 5, FRAMES))
    session.playback.seek_frame(FRAMES - 1)
    asked = asked_of(session)
    assert asked.end == session.playback.end
    assert not obstacle(session, asked)


def test_blind_raters_learn_nothing(read, session):
    session.annotations.hide_others(True)
    assert "blind" in read.panel.teaching.text


def test_it_asks_shows_progress_and_the_answer(qtbot, read, fake, session):
    panel = read.panel
    session.playback.seek_frame(30)
    qtbot.mouseClick(panel.explain, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.bar.value() == 500)
    assert panel.cancel.isVisible()
    assert not panel.explain.isVisible()
    fake.gate.set()
    qtbot.waitUntil(lambda: panel.found is not None)
    request = fake.requests[0]
    assert (request.start, request.end) == (read.base.seconds[30],) * 2
    assert request.path == session.recording.path
    assert not panel.bar.isVisible()
    assert panel.explain.isVisible()
    assert panel.caution.text == "Careful"
    assert "not what the person felt" in panel.meaning.text()
    assert "network's own" in panel.check.text()


def test_a_cancelled_answer_never_comes(qtbot, read, fake):
    read.it.explain()
    qtbot.waitUntil(lambda: bool(fake.requests))
    qtbot.mouseClick(read.panel.cancel, Qt.MouseButton.LeftButton)
    fake.gate.set()
    qtbot.waitUntil(lambda: not read.it._task._board.busy)
    assert read.panel.found is None
    assert read.panel.explain.isVisible()


def test_an_answer_about_another_recording_is_dropped(qtbot, read, fake, session):
    read.it.explain()
    qtbot.waitUntil(lambda: bool(fake.requests))
    session.show(None)
    fake.gate.set()
    qtbot.waitUntil(lambda: not read.it._task._board.busy)
    assert read.panel.found is None
    assert read.it.request() is None


def test_what_went_wrong_is_said_in_the_dock(qtbot, read, fake):
    fake.error = InputError("The file went away; open it again.")
    fake.gate.set()
    read.it.explain()
    qtbot.waitUntil(lambda: "went away" in read.panel.said.text())
    assert read.panel.explain.isVisible()


def test_bars_faces_and_times_are_painted_in_both_themes(qtbot, read):
    view = read.panel.view
    read.panel.show_answer(answer())
    try:
        for theme in (DARK, LIGHT):
            themes.use(theme)
            image = view.grab().toImage()
            seen = {image.pixelColor(x, y).name()
                    for x in range(image.width()) for y in range(0, image.height(), 2)}  # fmt: skip
            assert {theme.arousal.lower(), theme.valence.lower()} <= seen
    finally:
        themes.use(DARK)
    tops = [y for y in range(view.height()) if "brows" in view.text_at(y)]
    assert tops
    assert "arousal +0.300, valence" in view.text_at(tops[0])
    assert "without mouth" in view.description


def test_a_click_on_a_piece_of_time_goes_there(qtbot, read, session):
    view = read.panel.view
    read.panel.show_answer(answer())
    place = view.places(view.width())[2].center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert session.playback.seconds == pytest.approx(0.5, abs=0.05)


def test_all_changes_zero_still_paint(qtbot, read):
    read.panel.show_answer(answer(0.0))
    assert not read.panel.view.grab().isNull()
