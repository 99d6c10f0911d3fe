"""The waveform is read in a worker, kept, and never that of another recording."""

from pathlib import Path

import numpy as np
import pytest

from app.ui.controllers import waveform
from app.ui.controllers.waveform import WaveformController
from app.ui.notices import notices
from app.ui.timeline.scene import SoundState
from app.ui.timeline.timeline_view import TimelineView
from app.video.audio import read_audio
from app.video.pyav_reader import open_recording
from tests.support.shared import shared_file
from tests.support.timelines import recording, time_base


@pytest.fixture
def view(qtbot, session, actions):
    made = TimelineView(session, actions)
    qtbot.addWidget(made)
    made.sounds = []
    shown = made.show_sound
    made.show_sound = lambda sound: (made.sounds.append(sound), shown(sound))
    return made


@pytest.fixture
def controller(session, view):
    return WaveformController(session, view)


def states(view):
    return [sound.state for sound in view.sounds]


def test_the_waveform_has_the_extremes_of_the_sound(qtbot, session, view, controller):
    path = shared_file("video/mimamo_utterance_1.mp4")
    with open_recording(path) as reader:
        session.show(reader.recording)
    assert states(view)[-1] is SoundState.READING
    qtbot.waitUntil(lambda: states(view)[-1] is SoundState.READ, timeout=20_000)
    curve, sound = view.sounds[-1].curve, read_audio(path)
    assert np.nanmin(curve.low) == sound.samples.min()
    assert np.nanmax(curve.high) == sound.samples.max()
    loudest = sound.start + np.abs(sound.samples).max(axis=1).argmax() / sound.rate
    found = curve.seconds[np.nanargmax(np.maximum(-curve.low, curve.high))]
    assert found == pytest.approx(loudest, abs=0.0051)


def test_a_recording_seen_again_has_its_waveform_at_once(qtbot, session, view, controller):
    with open_recording(shared_file("video/liveportrait_d3.mp4")) as reader:
        session.show(reader.recording)
        qtbot.waitUntil(lambda: states(view)[-1] is SoundState.READ, timeout=20_000)
        session.show(None)
        assert states(view)[-1] is SoundState.UNREAD
        session.show(reader.recording)
    assert states(view)[-1] is SoundState.READ


def test_a_recording_without_sound_says_so(session, view, controller):
    session.show(recording(time_base(30)))
    assert states(view)[-1] is SoundState.NONE


def test_sound_that_cannot_be_read_is_a_message(qtbot, session, view, controller, tmp_path):
    with qtbot.waitSignal(notices.posted, timeout=20_000) as posted:
        session.show(recording(time_base(30), tmp_path / "gone.mp4", audio_rate=44100))
    assert "gone.mp4" in posted.args[0].message
    assert states(view)[-1] is SoundState.NONE


def test_a_waveform_that_comes_too_late_is_dropped(qtbot, session, view, controller, monkeypatch):
    def slowly(path: Path, stretches: int):
        while not released:
            yield 0.0
        raise AssertionError("it was cancelled")

    released = []
    monkeypatch.setattr(waveform, "_read", slowly)
    session.show(recording(time_base(30), "first.mp4", audio_rate=44100))
    task = controller._task
    session.show(recording(time_base(30), "second.mp4"))
    with qtbot.waitSignal(task.ended, timeout=10_000):
        released.append(True)
    assert states(view)[-1] is SoundState.NONE
    assert SoundState.READ not in states(view)
