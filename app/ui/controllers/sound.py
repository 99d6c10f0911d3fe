"""Sound: which device plays, how loud, and that it is the clock while it does."""

from collections.abc import Callable, Generator
from typing import Protocol

from PySide6.QtCore import QLoggingCategory, QObject, Qt, QTimer

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.icons import tint
from app.ui.notices import Notices, notices
from app.ui.sound.sound_clock import Sink, SoundClock
from app.ui.tasks import run_task
from app.ui.turns import turns
from app.ui.video.player_view import PlayerView

PUMP_MILLISECONDS = 20


class LoudSink(Sink, Protocol):
    """A sink whose volume can be set."""

    def set_volume(self, share: float) -> None:
        """How loud, 0 ... 1 as it is felt."""


class Devices(Protocol):
    """The sound devices of the computer."""

    def sink(self) -> LoudSink | None:
        """A sink for the usual device; None without one."""

    def on_change(self, slot: Callable[[], None]) -> None:
        """Do something when devices come or go."""


class SoundController(QObject):
    """Makes the sound of the recording on screen the clock of the playback.

    Parameters
    ----------
    session : Session
        What is open.
    player : PlayerView
        With the volume.
    actions : Actions
        For ``mute``.
    preferences : Preferences
        Hold ``volume``; the action remembers ``muted``.
    hub : Notices
        Where the user is told.
    devices : callable
        Makes the devices, once the first recording with sound is opened. Without it they are
        Qt's, whose library is loaded by a worker: neither start nor opening has time for that.
    """

    def __init__(
        self,
        session: Session,
        player: PlayerView,
        actions: Actions,
        preferences: Preferences,
        hub: Notices = notices,
        devices: Callable[[], Devices] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._bar, self._mute = session, player.transport, actions["mute"]
        self._preferences, self._hub = preferences, hub
        self._make_devices, self._looking = devices, False
        self._devices: Devices | None = None
        self._sink: LoudSink | None = None
        self.clock = SoundClock(self._lost)
        session.playback.use_clock(self.clock)
        self._pump = QTimer(self)
        self._pump.setTimerType(Qt.TimerType.PreciseTimer)
        self._pump.setInterval(PUMP_MILLISECONDS)
        self._pump.timeout.connect(self.clock.pump)
        self._bar.volumeChosen.connect(self._set_volume)
        actions.on("mute", self._show_volume)
        session.recording_changed.connect(self._open)
        session.playback.changed.connect(self._follow)
        self._show_volume()
        self._show_sound()

    def close(self) -> None:
        """Stop playing."""
        self._pump.stop()
        self.clock.stop()

    def _open(self) -> None:
        recording = self._session.recording
        sound = recording is not None and recording.audio_rate is not None
        if sound and self._devices is None and not self._looking:
            self._look_for_devices()
        self.clock.open(recording.path if recording is not None and sound else None)
        self._show_sound()

    def _look_for_devices(self) -> None:
        if self._make_devices is not None:
            self._take(self._make_devices())
            return
        self._looking = True
        run_task(_load_multimedia, on_done=self._on_loaded, on_error=self._on_no_multimedia)

    def _on_loaded(self, make: Callable[[], Devices]) -> None:
        turns.steps(self._taking(make))

    def _taking(self, make: Callable[[], Devices]) -> Generator[None, None, None]:
        try:
            devices = make()
            yield
            self._take(devices)
        finally:
            self._looking = False
            self._show_sound()

    def _take(self, devices: Devices) -> None:
        self._devices = devices
        devices.on_change(self._choose_device)
        self._choose_device()

    def _on_no_multimedia(self, sentence: str, details: str) -> None:
        self._looking = False
        self._show_sound()
        self._hub.note(f"There is no sound: {sentence}", details)

    def _choose_device(self) -> None:
        """Play on the usual device, from where the playhead is."""
        self._sink = self._devices.sink() if self._devices is not None else None
        playing, playback = self._session.playback.playing, self._session.playback
        if playing:
            playback.tick()
        self.clock.use(self._sink)
        playback.use_clock(self.clock)
        self._show_volume()
        self._show_sound()

    def _lost(self) -> None:
        self._sink = None
        self._show_sound()
        self._hub.note("The sound device stopped; the recording plays on without sound.")

    def _follow(self) -> None:
        if self._session.playback.playing:
            self._pump.start()
        else:
            self._pump.stop()

    def _set_volume(self, share: float) -> None:
        self._preferences.set("volume", share)
        if share > 0 and self._mute.isChecked():
            self._mute.setChecked(False)
        self._show_volume()

    def _show_volume(self, *_: object) -> None:
        share, muted = float(self._preferences.get("volume")), self._mute.isChecked()
        if self._sink is not None:
            self._sink.set_volume(0.0 if muted else share)
        self._bar.show_volume(share)
        tint(self._mute, "mute" if muted or share == 0 else "volume")

    def _show_sound(self) -> None:
        recording = self._session.recording
        if recording is None:
            why = "No recording is open"
        elif recording.audio_rate is None:
            why = "This recording has no sound"
        else:
            none = "Looking for a sound device" if self._looking else "No sound device is there"
            why = "" if self._sink is not None else none
        self._bar.show_sound(not why, why)


def _load_multimedia() -> Generator[None, None, Callable[[], Devices]]:
    yield
    # What of FFmpeg, PulseAudio and PipeWire is not installed is nothing for the user's terminal.
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    from app.ui.sound.devices import QtDevices  # in the worker

    return QtDevices
