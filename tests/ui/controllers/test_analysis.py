"""Running analyses, with a worker that does what the test says; asserted on the session."""

import threading

import numpy as np
import pytest

from app.analysis.choices import AnalysisChoice
from app.core.errors import InputError
from app.session.session import RecordingState

CHOICE = AnalysisChoice()


def states(room):
    return [entry.state for entry in room.session.entries]


def values(room):
    return {shown.track.dimension: shown.track.values for shown in room.session.tracks}


def test_curves_grow_and_are_whole_at_the_end(qtbot, room, opened, fake):
    gate = fake.gates[opened[0]] = threading.Event()
    room.analysis.run(CHOICE)
    qtbot.waitUntil(lambda: len(room.session.tracks) == 2)
    for curve in values(room).values():
        np.testing.assert_array_equal(curve[:10], 0.5)
        assert np.isnan(curve[10:]).all()
    entry = room.session.entry(opened[0])
    assert entry.state is RecordingState.ANALYSING
    assert entry.progress == pytest.approx(0.5 + 0.5 * 10 / 40)
    assert room.actions["cancel_analysis"].isEnabled()
    assert not room.actions["run_analysis"].isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: not room.analysis.running)
    for curve in values(room).values():
        np.testing.assert_array_equal(curve, np.full(40, 0.25))
    assert len(room.session.analyses) == 1
    assert room.session.entry(opened[0]).state is RecordingState.ANALYSED
    assert not room.actions["cancel_analysis"].isEnabled()
    assert room.actions["run_analysis"].isEnabled()


def test_cancelling_takes_the_unfinished_curves_away(qtbot, room, opened, fake):
    fake.gates[opened[0]] = threading.Event()
    room.analysis.enqueue(opened, CHOICE)
    qtbot.waitUntil(lambda: len(room.session.tracks) == 2)
    room.actions["cancel_analysis"].trigger()
    assert len(room.session.tracks) == 0
    assert states(room) == [RecordingState.OPEN, RecordingState.LISTED, RecordingState.LISTED]
    qtbot.waitUntil(lambda: not room.analysis.running)
    assert [path for path, _ in fake.calls] == [opened[0]]
    assert room.session.analyses == ()
    assert "goes on from there" in room.notes[0]


def test_cancelling_a_second_run_leaves_the_first_result(qtbot, room, opened, fake):
    room.analysis.run(CHOICE)
    qtbot.waitUntil(lambda: not room.analysis.running)
    fake.gates[opened[0]] = threading.Event()
    room.analysis.run(CHOICE)
    qtbot.waitUntil(lambda: np.isnan(values(room)["valence"]).any())
    room.analysis.cancel()
    np.testing.assert_array_equal(values(room)["valence"], np.full(40, 0.25))
    assert room.session.entry(opened[0]).state is RecordingState.ANALYSED


def test_recordings_are_analysed_one_after_the_other(qtbot, room, opened, fake):
    gate = fake.gates[opened[0]] = threading.Event()
    room.analysis.enqueue(opened, CHOICE)
    room.analysis.enqueue(opened, CHOICE)  # those that wait are not taken twice
    qtbot.waitUntil(lambda: len(room.session.tracks) == 2)
    assert states(room)[1:] == [RecordingState.WAITING] * 2
    assert room.analysis.state.waiting == tuple(opened[1:])
    gate.set()
    qtbot.waitUntil(lambda: not room.analysis.running)
    assert [path for path, _ in fake.calls] == opened
    assert states(room) == [RecordingState.ANALYSED] * 3
    assert len(room.session.tracks) == 2  # only those of the recording on screen


def test_a_result_is_there_when_its_recording_comes_on_screen(qtbot, room, opened, fake):
    room.analysis.enqueue(opened[1:2], CHOICE)
    qtbot.waitUntil(lambda: not room.analysis.running)
    assert len(room.session.tracks) == 0
    with qtbot.waitSignal(room.opening.opened):
        room.opening.open(opened[1])
    assert len(room.session.tracks) == 2
    assert len(room.session.analyses) == 1
    assert room.session.entry(opened[1]).state is RecordingState.ANALYSED


def test_an_analysis_goes_on_while_another_recording_is_on_screen(qtbot, room, opened, fake):
    gate = fake.gates[opened[0]] = threading.Event()
    room.analysis.run(CHOICE)
    qtbot.waitUntil(lambda: len(room.session.tracks) == 2)
    with qtbot.waitSignal(room.opening.opened):
        room.opening.open(opened[1])
    assert len(room.session.tracks) == 0
    with qtbot.waitSignal(room.opening.opened):
        room.opening.open(opened[0])
    assert len(room.session.tracks) == 2
    gate.set()
    qtbot.waitUntil(lambda: not room.analysis.running)
    np.testing.assert_array_equal(values(room)["arousal"], np.full(40, 0.25))


def test_one_failure_is_a_sentence_and_the_next_goes_on(qtbot, room, opened, fake):
    fake.errors[opened[0]] = InputError("a.mp4 is damaged; copy it again.")
    fake.errors[opened[1]] = ZeroDivisionError("a bug")
    room.analysis.enqueue(opened, CHOICE)
    qtbot.waitUntil(lambda: not room.analysis.running)
    assert states(room) == [RecordingState.FAILED, RecordingState.FAILED, RecordingState.ANALYSED]
    assert room.errors[0] == "a.mp4 is damaged; copy it again."
    assert "Something went wrong inside the program (ZeroDivisionError)" in room.errors[1]
    assert len(room.session.tracks) == 0
    assert room.session.recording.path == opened[0]


def test_what_an_analysis_notices_is_told(qtbot, room, opened, fake):
    fake.notices = ("it has one frame only.", "it is dark")
    room.analysis.run(CHOICE)
    qtbot.waitUntil(lambda: not room.analysis.running)
    assert room.notes == ["a.mp4: it has one frame only; it is dark."]
    assert room.session.entry(opened[0]).message == "it has one frame only; it is dark"


def test_removing_what_is_analysed_stops_it(qtbot, room, opened, fake):
    fake.gates[opened[0]] = threading.Event()
    room.analysis.enqueue(opened, CHOICE)
    qtbot.waitUntil(lambda: len(room.session.tracks) == 2)
    room.list.remove([opened[0], opened[1]])
    qtbot.waitUntil(lambda: not room.analysis.running)
    assert [path for path, _ in fake.calls] == [opened[0], opened[2]]
    assert states(room) == [RecordingState.ANALYSED]
    assert room.session.recording is None


def test_the_run_button_asks_for_what_is_chosen(qtbot, room, opened, fake):
    room.analyse.device.setCurrentIndex(1)
    room.analyse.device.activated.emit(1)
    room.analyse.run.click()
    qtbot.waitUntil(lambda: not room.analysis.running)
    ((path, choice),) = fake.calls
    assert path == opened[0]
    assert choice == AnalysisChoice("mimamo", "mimamo-demo", "cpu", "largest", (None, None))
