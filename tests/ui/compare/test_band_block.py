"""The band of uncertainty: what the dock says, what is found and read, and what it goes with."""

import shutil
import threading
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from app.analysis.cache import open_cache
from app.analysis.kept_band import Uncertainty, band_folder, keep_band
from app.core.errors import InputError
from app.session.bands import PASSES
from app.ui.compare.band_block import (
    BLIND,
    CLOSED,
    NO_DROPOUT,
    NO_FACE,
    NOT_ANALYSED,
    OFF,
    STOPPED,
    BandBlock,
    BandStage,
)
from app.ui.controllers import bands as controller_module
from app.ui.controllers.bands import BandsController
from app.ui.controllers.bands_work import bands_of
from app.ui.controllers.features_work import Doing
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import stop_tasks
from app.ui.timeline.timeline_view import TimelineView
from tests.support.annotating import open_annotations
from tests.support.feature_maps import SHA256, WEIGHTS, analysed
from tests.support.timelines import face, recording, shown, time_base

FRAMES = 300
KEY = ("mimamo", WEIGHTS, 1, "arousal")


def uncertainty(base, passes=PASSES, weights=WEIGHTS, person=1):
    """Deviation 0.1 of valence and 0.2 of arousal, a gap from frame 100 to 129."""
    deviation = np.tile([0.1, 0.2], (FRAMES, 1))
    deviation[100:130] = np.nan
    about = ("made.mp4", person, "mimamo", "made-up", weights, passes, 0)
    runs = (range(100), range(130, FRAMES))
    return Uncertainty(
        *about, np.arange(FRAMES), base.seconds, runs, deviation * 0 + 0.4, deviation
    )


def keep(root, base, **changes):
    found = uncertainty(base, **changes)
    name = f"reading-{found.weights_sha256[:6]}{found.person}"
    keep_band(open_cache(root, SHA256), band_folder(name), found)


class FakeReader:
    """In place of the worker's: waits until the test lets it go on."""

    def __init__(self):
        self.asked, self.gate, self.error = [], threading.Event(), None

    def __call__(self, subject, passes, seconds):
        self.asked.append(passes)
        yield Doing("pass 1 of 4", 0.25)
        while not self.gate.wait(0.01):
            yield Doing("pass 2 of 4", 0.5)
        if self.error:
            raise self.error
        return bands_of(uncertainty(time_base(FRAMES), passes), seconds)


@pytest.fixture
def made(qtbot, session, actions, preferences, tmp_path, monkeypatch):
    reader, told, revealed = FakeReader(), [], []
    monkeypatch.setattr(controller_module, "read_bands", reader)
    block, view = BandBlock(actions), TimelineView(session, actions)
    for widget in (block, view):
        qtbot.addWidget(widget, before_close_func=lambda _: stop_tasks())
        widget.resize(700, 500)
        widget.show()
        qtbot.waitExposed(widget)
    it = BandsController(
        session,
        block,
        actions,
        preferences,
        TaskBoard(),
        cache=lambda: tmp_path,
        reveal=lambda: revealed.append(1),
    )
    notices.posted.connect(told.append)
    yield SimpleNamespace(
        it=it, block=block, view=view, session=session, bands=session.bands, actions=actions,
        base=time_base(FRAMES), root=tmp_path, reader=reader, told=told, revealed=revealed,
        preferences=preferences,
    )  # fmt: skip
    notices.posted.disconnect(told.append)
    reader.gate.set()
    stop_tasks()


def open_recording(made, system="mimamo", weights=WEIGHTS, faces=True):
    session, one = made.session, recording(made.base)
    session.show(one)
    open_annotations(session)
    values = np.zeros(FRAMES)
    values[100:130] = np.nan
    for name in ("valence", "arousal"):
        track = shown(made.base, name, values, system=system)
        object.__setattr__(track, "key", (system, weights, 1, name))
        session.tracks.put(track)
    found = face(made.base)
    session.know_faces([found] if faces else [])
    session.take(analysed(one, found, system, weights))


def switch_on(made):
    made.actions["uncertainty_band"].setChecked(True)


def test_it_says_why_there_is_none(made):
    assert made.block.said.text() == CLOSED
    made.session.show(recording(made.base))
    assert made.block.said.text() == NOT_ANALYSED
    assert not made.actions["read_band"].isEnabled()
    open_recording(made, "expression-baseline")
    assert made.block.said.text() == NO_DROPOUT
    open_recording(made, faces=False)
    assert made.block.said.text() == NO_FACE
    open_recording(made)
    assert made.block.said.text() == OFF
    made.session.annotations.hide_others(True)
    assert made.block.said.text() == BLIND
    assert not made.actions["read_band"].isEnabled()


def test_nothing_is_read_until_it_is_asked_for(qtbot, made):
    open_recording(made)
    switch_on(made)
    assert made.revealed
    qtbot.waitUntil(lambda: "300 frames 20 times" in made.block.said.text())
    assert made.block.state.stage is BandStage.TO_READ
    assert made.reader.asked == []


def test_what_is_kept_is_shown_at_once_and_only_once_it_is_wanted(qtbot, made):
    keep(made.root, made.base)
    open_recording(made)
    assert not made.bands.known
    switch_on(made)
    qtbot.waitUntil(lambda: bool(made.bands.shown))
    arousal = made.bands.shown[KEY]
    np.testing.assert_allclose(arousal.deviation[[0, 99, 130]], 0.2)
    assert np.isnan(arousal.deviation[100:130]).all()
    assert made.block.state.stage is BandStage.SHOWN
    assert made.reader.asked == []


@pytest.mark.parametrize("changes", [{"weights": "ee" * 32}, {"person": 2}, {"passes": PASSES + 1}])
def test_what_was_read_otherwise_is_not_shown(qtbot, made, changes):
    keep(made.root, made.base, **changes)
    open_recording(made)
    switch_on(made)
    qtbot.waitUntil(lambda: "Not computed yet" in made.block.said.text())
    qtbot.waitUntil(lambda: not made.it._finding._task)
    assert not made.bands.known


def test_it_is_read_with_so_many_passes_as_are_chosen(qtbot, made):
    open_recording(made)
    made.block.passes.setValue(4)
    made.block.read.click()
    assert made.actions["uncertainty_band"].isChecked()
    qtbot.waitUntil(lambda: made.block.said.text() == "Pass 2 of 4")
    assert made.block.cancel.isVisible()
    assert made.block.bar.value() == 500
    made.reader.gate.set()
    qtbot.waitUntil(lambda: made.block.state.stage is BandStage.SHOWN)
    assert made.reader.asked == [4]
    assert made.bands.shown[KEY].passes == 4
    assert made.preferences.get("band_passes") == 4
    made.block.passes.setValue(5)
    assert not made.bands.known


def test_what_is_stopped_is_said_and_can_be_asked_again(qtbot, made):
    open_recording(made)
    made.it.read()
    qtbot.waitUntil(lambda: made.block.said.text() == "Pass 2 of 4")
    made.block.cancel.click()
    assert made.block.said.text() == STOPPED
    made.it.read()
    qtbot.waitUntil(lambda: len(made.reader.asked) == 2)
    made.it._reading._task.cancel()  # as the status bar does
    qtbot.waitUntil(lambda: made.block.said.text() == STOPPED)
    made.reader.gate.set()
    made.it.read()
    qtbot.waitUntil(lambda: made.block.state.stage is BandStage.SHOWN)


def test_an_answer_about_another_recording_is_dropped(qtbot, made):
    open_recording(made)
    made.it.read()
    qtbot.waitUntil(lambda: made.reader.asked == [PASSES])
    open_recording(made, weights="ee" * 32)
    made.reader.gate.set()
    qtbot.waitUntil(lambda: not made.it._reading._task)
    assert not made.bands.known
    assert made.block.state.stage is BandStage.TO_READ


def test_it_goes_with_recording_weights_and_person(qtbot, made):
    keep(made.root, made.base)
    open_recording(made)
    switch_on(made)
    qtbot.waitUntil(lambda: bool(made.bands.known))
    made.session.choose_person(2)
    assert not made.bands.known
    made.session.choose_person(1)
    qtbot.waitUntil(lambda: bool(made.bands.known))
    open_recording(made, weights="ee" * 32)
    assert not made.bands.known
    made.session.show(None)
    assert made.block.said.text() == CLOSED


def test_a_failure_is_one_sentence(qtbot, made):
    made.reader.error = InputError("The clip shows no face that can be read.")
    made.reader.gate.set()
    open_recording(made)
    made.it.read()
    qtbot.waitUntil(lambda: made.block.said.text() == str(made.reader.error))
    assert made.block.state.stage is BandStage.TO_READ
    assert [each.message for each in made.told] == [str(made.reader.error)]


def test_a_cache_that_goes_while_it_is_drawn_takes_nothing_away(qtbot, made):
    keep(made.root, made.base)
    open_recording(made)
    switch_on(made)
    qtbot.waitUntil(lambda: bool(made.bands.known))
    shutil.rmtree(made.root)
    made.view.grab()
    assert made.bands.shown
    made.actions["uncertainty_band"].setChecked(False)
    assert not made.bands.shown
    switch_on(made)
    assert made.bands.shown


def test_lane_and_tooltip_read_value_and_deviation(qtbot, made):
    keep(made.root, made.base)
    open_recording(made)
    lane = made.view.strips["arousal"].lane
    assert len(lane.rows()) == 1
    switch_on(made)
    qtbot.waitUntil(lambda: len(lane.rows()) == 2)
    assert lane.rows()[1].label == "Spread of 20 passes"
    assert lane.values(50)[1] == "±0.200"
    assert lane.values(110)[1] == ""
    assert lane.places(50)[1] is None
    canvas = made.view.strips["arousal"].canvas
    x = round(canvas.time_scale.x(float(made.base.seconds[50])))
    y = round(lane.value_scale(canvas.height()).y(0.0))
    tip = canvas.tip_at(QPoint(x, y))
    assert tip.startswith("+0.000 ± 0.200 (one SD of 20 passes with dropout, whose mean is +0.400)")
    assert "System: mimamo" in tip


def test_the_band_is_drawn_one_deviation_to_either_side_and_not_in_gaps(qtbot, made):
    keep(made.root, made.base)
    open_recording(made)
    switch_on(made)
    canvas = made.view.strips["arousal"].canvas

    def tone(frame, value):
        picture = canvas.grab().toImage()
        x = canvas.time_scale.x(float(made.base.seconds[frame]))
        return picture.pixelColor(
            round(x), round(canvas.lane.value_scale(canvas.height()).y(value))
        )

    plain = tone(50, 0.8)
    qtbot.waitUntil(lambda: tone(50, 0.12) != plain)
    assert tone(50, 0.12) == tone(50, -0.12) == tone(200, 0.12)
    assert tone(50, 0.35) == tone(50, -0.35) == plain
    assert tone(115, 0.12) == tone(115, 0.8)
    made.session.annotations.hide_others(True)
    assert tone(50, 0.12) == plain
