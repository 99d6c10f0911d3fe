import pytest

from app.ui.controllers.sound import SoundController
from app.ui.notices import Notices
from app.ui.sound import devices
from app.ui.video.player_view import PlayerView
from app.video.pyav_reader import open_recording
from tests.support.videos import constant_pts, write_counted
from tests.ui.sound.test_sound_clock import FakeSink, FakeTime


class LoudSink(FakeSink):
    volume = None

    def set_volume(self, share):
        self.volume = share


class FakeDevices:
    def __init__(self, sink):
        self.next, self.asked = sink, 0

    def sink(self):
        self.asked += 1
        return self.next

    def on_change(self, slot):
        self.change = slot


@pytest.fixture
def made(session, actions, preferences, qtbot):
    view = PlayerView(session, actions)
    qtbot.addWidget(view)
    devices, hub, told = FakeDevices(LoudSink(FakeTime())), Notices(), []
    hub.posted.connect(lambda notice: told.append(notice.message))
    controller = SoundController(session, view, actions, preferences, hub, lambda: devices)
    yield controller, devices, view, told
    session.playback.pause()
    controller.close()


@pytest.fixture(scope="module")
def loud(tmp_path_factory):
    path = tmp_path_factory.mktemp("loud") / "loud.mp4"
    with open_recording(write_counted(path, constant_pts(60), audio_rate=16_000)) as reader:
        return reader.recording


@pytest.fixture(scope="module")
def mute(tmp_path_factory):
    path = tmp_path_factory.mktemp("mute") / "mute.mp4"
    with open_recording(write_counted(path, constant_pts(30))) as reader:
        return reader.recording


def test_devices_are_looked_for_when_the_first_sound_is_opened(made, session, mute, loud):
    _, devices, _, _ = made
    session.show(mute)
    assert devices.asked == 0
    session.show(loud)
    session.show(loud)
    assert devices.asked == 1


def test_volume_and_mute_reach_the_device_and_are_remembered(
    made, session, loud, actions, preferences
):
    _, devices, view, _ = made
    session.show(loud)
    assert devices.next.volume == pytest.approx(0.8)
    view.transport._volume.setValue(30)
    assert devices.next.volume == pytest.approx(0.3)
    assert preferences.get("volume") == pytest.approx(0.3)
    actions["mute"].trigger()
    assert devices.next.volume == 0
    assert preferences.get("muted") is True
    view.transport._volume.setValue(50)  # whoever turns it up wants to hear
    assert devices.next.volume == pytest.approx(0.5)
    assert not actions["mute"].isChecked()


def test_without_sound_or_device_the_bar_says_why(made, session, mute, loud, actions):
    _, devices, view, _ = made
    session.show(mute)
    assert not actions["mute"].isEnabled()
    assert view.transport._volume.toolTip() == "This recording has no sound"
    devices.next = None
    session.show(loud)
    assert view.transport._volume.toolTip() == "No sound device is there"


def test_the_sound_is_the_clock_while_it_plays(made, session, loud):
    controller, devices, _, _ = made
    session.show(loud)
    session.playback.play()
    assert controller.clock.sounding
    assert devices.next.running
    session.playback.pause()
    assert not controller.clock.sounding
    assert not devices.next.running


def test_another_device_takes_over_where_the_playhead_is(made, session, loud):
    controller, devices, _, _ = made
    session.show(loud)
    session.playback.seek(1.0)
    session.playback.play()
    first, devices.next = devices.next, LoudSink(FakeTime())
    devices.change()
    assert not first.running
    assert devices.next.running
    assert session.playback.playing
    assert session.playback.seconds == pytest.approx(1.0, abs=0.05)
    devices.next = None
    devices.change()
    assert session.playback.playing
    assert not controller.clock.sounding


def test_a_device_that_breaks_is_told_once_and_playing_goes_on(made, session, loud):
    controller, devices, view, told = made
    session.show(loud)
    session.playback.play()
    devices.next.broken = True
    session.playback.tick()
    session.playback.tick()
    assert told == ["The sound device stopped; the recording plays on without sound."]
    assert session.playback.playing
    assert not controller.clock.sounding
    assert not view.transport._volume.isEnabled()


def test_qt_without_a_device_gives_none(qapp, monkeypatch):
    from PySide6.QtMultimedia import QAudioDevice, QMediaDevices

    from app.ui.sound import devices

    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", staticmethod(QAudioDevice))
    monkeypatch.setattr(devices.QtDevices, "__init__", lambda self: None)
    assert devices.QtDevices().sink() is None


def test_devices_that_cannot_be_made_are_not_looked_for_for_good(
    qtbot, session, actions, preferences, loud, monkeypatch
):
    """As the program does it: Qt's library is loaded by a worker."""
    view, asked = PlayerView(session, actions), []
    qtbot.addWidget(view)

    class Refusing:
        def __init__(self):
            asked.append(True)
            raise RuntimeError("no sound server")

    monkeypatch.setattr(devices, "QtDevices", Refusing)
    controller = SoundController(session, view, actions, preferences)
    with qtbot.captureExceptions() as failures:
        session.show(loud)
        qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
        session.show(loud)
        qtbot.waitUntil(lambda: len(asked) == 2, timeout=20_000)
        qtbot.waitUntil(lambda: len(failures) == 2)
    controller.close()
