"""The sound devices Qt knows."""

from collections.abc import Callable

from PySide6 import QtMultimedia, QtNetwork
from PySide6.QtMultimedia import QMediaDevices

from app.ui.sound.qt_sink import QtSink, wanted_format

# Qt for Python makes the classes and enums of a library when they are first needed: all of them at
# once, as soon as an event is handed to Python. A worker loads this module, and makes them now.
for _library in (QtMultimedia, QtNetwork):
    for _name in dir(_library):
        getattr(_library, _name)


class QtDevices:
    """See ``Devices``."""

    def __init__(self) -> None:
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
