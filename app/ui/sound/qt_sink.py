"""Sound out through Qt."""

import numpy as np
from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QtAudio

from app.ui.sound.stretching import CHANNELS, Samples

BUFFER_SECONDS = 0.25
"""Longer than the window may ever be busy, so that the sound never breaks."""

USUAL_RATE = 48_000


def wanted_format(device: QAudioDevice) -> QAudioFormat | None:
    """Stereo in a format that we can make and a device can play; None if there is none."""
    rates = (device.preferredFormat().sampleRate(), USUAL_RATE, 44_100)
    kinds = (QAudioFormat.SampleFormat.Float, QAudioFormat.SampleFormat.Int16)
    for rate in rates:
        for kind in kinds:
            candidate = QAudioFormat()
            candidate.setSampleRate(rate)
            candidate.setChannelCount(CHANNELS)
            candidate.setSampleFormat(kind)
            if rate > 0 and device.isFormatSupported(candidate):
                return candidate
    return None


class QtSink:
    """A loudspeaker; see ``Sink``.

    Parameters
    ----------
    device : QAudioDevice
        Where to.
    form : QAudioFormat
        From ``wanted_format``.
    """

    def __init__(self, device: QAudioDevice, form: QAudioFormat) -> None:
        self._sink = QAudioSink(device, form)
        self._float = form.sampleFormat() == QAudioFormat.SampleFormat.Float
        self._frame_bytes = form.bytesPerFrame()
        self._rate = form.sampleRate()
        self._sink.setBufferSize(round(BUFFER_SECONDS * self._rate) * self._frame_bytes)
        self._out: QIODevice | None = None
        self._broken = False

    @property
    def rate(self) -> int:
        """Samples per second it wants."""
        return self._rate

    @property
    def broken(self) -> bool:
        """Whether it has stopped for good."""
        error = self._sink.error()
        return self._broken or error in (QtAudio.Error.OpenError, QtAudio.Error.FatalError)

    def set_volume(self, share: float) -> None:
        """How loud, 0 ... 1 as it is felt."""
        scales = QtAudio.VolumeScale
        self._sink.setVolume(
            QtAudio.convertVolume(share, scales.LogarithmicVolumeScale, scales.LinearVolumeScale)
        )

    def start(self) -> None:
        """Begin to play, with nothing to play yet."""
        out: QIODevice | None = self._sink.start()  # None where a device refuses
        self._out, self._broken = out, out is None or not out.isOpen()

    def stop(self) -> None:
        """Stop at once; what was written is not heard."""
        self._sink.reset()
        self._out = None

    def room(self) -> int:
        """How many samples can be written now."""
        return 0 if self._out is None else self._sink.bytesFree() // self._frame_bytes

    def write(self, samples: Samples) -> int:
        """Take samples (N, 2); gives how many it took."""
        if self._out is None:
            return 0
        if not self._float:
            scaled = np.clip(samples, -1, 1) * np.float32(32767)
            return self._written(scaled.astype("<i2").tobytes())
        return self._written(np.clip(samples, -1, 1).astype("<f4").tobytes())

    def waiting(self) -> int:
        """How many samples were written and are not heard yet."""
        if self._out is None:
            return 0
        return max(0, self._sink.bufferSize() - self._sink.bytesFree()) // self._frame_bytes

    def _written(self, samples: bytes) -> int:
        if self._out is None:
            return 0
        return max(0, self._out.write(samples)) // self._frame_bytes
