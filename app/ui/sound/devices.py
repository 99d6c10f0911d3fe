"""The sound devices Qt knows."""

from collections.abc import Callable

from PySide6.QtCore import QLoggingCategory
from PySide6.QtMultimedia import QMediaDevices

from app.ui.sound.qt_sink import QtSink, wanted_format


class QtDevices:
    """See ``Devices``."""

    def __init__(self) -> None:
        # What of FFmpeg and PulseAudio is not installed is nothing for the user's terminal.
        QLoggingCategory.setFilterRules("qt.multimedia.*=false")
        self._devices = QMediaDevices()

    def sink(self) -> QtSink | None:
        """A sink for the usual device; None without one."""
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return None
        form = wanted_format(device)
        return QtSink(device, form) if form is not None else None

    def on_change(self, slot: Callable[[], None]) -> None:
        """Do something when devices come or go."""
        self._devices.audioOutputsChanged.connect(slot)
