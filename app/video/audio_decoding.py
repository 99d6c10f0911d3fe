"""Decoding of sound into contiguous float samples; conventions as in ``audio.py``."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from app.video.opening import has_decoder, open_container

PREROLL = 0.5
"""Seconds decoded before a start, since codecs need some frames to come right."""

JITTER = 0.02
"""Seconds by which time stamps may be off (Matroska rounds them) before it counts as a hole."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Some sound.

    Attributes
    ----------
    samples : float32 array (N, C)
        Full scale at -1 and 1.
    rate : int
        Samples per second, > 0.
    start : float
        When the first sample is heard, in seconds of the recording's clock.
    """

    samples: NDArray[np.float32]
    rate: int
    start: float

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.samples.ndim != 2 or self.samples.dtype != np.float32:
            raise ValueError(
                f"samples must be float32 (N, C), not {self.samples.dtype} {self.samples.shape}"
            )
        if self.rate < 1:
            raise ValueError(f"rate must be >= 1 sample per second, not {self.rate}")

    def __len__(self) -> int:
        return int(self.samples.shape[0])

    @property
    def stop(self) -> float:
        """When the sample after the last would be heard, in seconds."""
        return self.start + len(self) / self.rate


@dataclass(frozen=True, slots=True)
class SoundSource:
    """A file opened for its first sound track that can be decoded."""

    container: InputContainer
    stream: AudioStream


@contextmanager
def open_sound(path: Path) -> Iterator[SoundSource | None]:
    """Open a file for its sound; None if it has none.

    Raises
    ------
    InputError
        The file is missing, may not be read or is no media file.
    """
    with open_container(path) as container:
        usable = [
            stream for stream in container.streams.audio if has_decoder(stream) and stream.rate
        ]
        yield SoundSource(container, usable[0]) if usable else None


def sound_span(path: Path) -> tuple[float, float] | None:
    """First and last moment of the sound in seconds, from its packets; None without sound."""
    with open_sound(path) as source:
        if source is None:
            return None
        first, last = np.inf, -np.inf
        unit = Fraction(source.stream.time_base or 1)
        try:
            for packet in source.container.demux(source.stream):
                if packet.pts is not None and not packet.is_discard:
                    first = min(first, float(packet.pts * unit))
                    last = max(last, float((packet.pts + (packet.duration or 0)) * unit))
        except av.FFmpegError:
            pass  # as far as it goes
        # What comes before 0 is the run-up of the encoder.
        return None if last < first else (max(first, min(0.0, last)), last)


def decoded_blocks(
    source: SoundSource, start: float | None, channels: int | None
) -> Iterator[Sound]:
    """Sound without holes, from at most ``PREROLL`` before a start; what is broken is silent."""
    _go_to(source, start)
    expected: float | None = None
    for sound in _decoded(source, channels):
        if expected is not None:
            sound = _joined_to(expected, sound)
        expected = sound.stop
        if len(sound):
            yield sound


def resampled(blocks: Iterator[Sound], rate: int) -> Iterator[Sound]:
    """Sound of another rate; the first sample keeps its time."""
    resampler: AudioResampler | None = None
    start, count = 0.0, 0
    for block in blocks:
        if block.rate == rate:
            yield block
            continue
        layout = f"{block.samples.shape[1]}c"
        if resampler is None:
            resampler = AudioResampler("fltp", layout, rate)
            start = block.start
        for samples in _planes(resampler.resample(_frame(block, layout))):
            yield Sound(samples, rate, start + count / rate)
            count += samples.shape[0]
    if resampler is not None:
        for samples in _planes(resampler.resample(None)):
            yield Sound(samples, rate, start + count / rate)
            count += samples.shape[0]


def _go_to(source: SoundSource, start: float | None) -> None:
    if start is None or start <= PREROLL:
        return
    ticks = int((start - PREROLL) / Fraction(source.stream.time_base or 1))
    try:
        source.container.seek(ticks, stream=source.stream)
    except av.FFmpegError:
        source.container.seek(0)


def _decoded(source: SoundSource, channels: int | None) -> Iterator[Sound]:
    convert = _ToFloat()
    for packet in source.container.demux(source.stream):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            continue  # the hole becomes silence
        for frame in frames:
            start = frame.time or 0.0
            for samples in convert(frame, channels):
                yield Sound(samples, convert.rate, start)
                start += samples.shape[0] / convert.rate


def _joined_to(expected: float, sound: Sound) -> Sound:
    """The sound moved to where the one before ended, with silence where time is missing."""
    missing = sound.start - expected
    if abs(missing) <= JITTER:
        return Sound(sound.samples, sound.rate, expected)
    count = round(missing * sound.rate)
    if count < 0:
        return Sound(sound.samples[-count:], sound.rate, expected)
    silence = np.zeros((count, sound.samples.shape[1]), np.float32)
    return Sound(np.concatenate([silence, sound.samples]), sound.rate, expected)


class _ToFloat:
    """Any samples to float32 of the first frame's rate, with the channels asked for."""

    def __init__(self) -> None:
        self._signature: tuple[str, str, int] | None = None
        self._layout = ""
        self.rate = 0

    def __call__(self, frame: AudioFrame, channels: int | None) -> Iterator[NDArray[np.float32]]:
        signature = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._signature is None:
            many = channels == 2 and frame.layout.nb_channels > 2
            self._layout = "stereo" if many else frame.layout.name
            self.rate = frame.sample_rate
        if signature != self._signature:
            self._resampler = AudioResampler("fltp", self._layout, self.rate)
            self._signature = signature
        for samples in _planes(self._resampler.resample(frame)):
            yield _with_channels(samples, channels)


def _with_channels(samples: NDArray[np.float32], channels: int | None) -> NDArray[np.float32]:
    if channels is None or channels == samples.shape[1]:
        return samples
    if channels == 1:
        return np.asarray(samples.mean(axis=1, keepdims=True), np.float32)
    return np.repeat(samples, channels, axis=1)


def _planes(frames: list[AudioFrame]) -> Iterator[NDArray[np.float32]]:
    for frame in frames:
        yield np.ascontiguousarray(frame.to_ndarray().T, np.float32)


def _frame(block: Sound, layout: str) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.samples.T), "fltp", layout)
    frame.sample_rate = block.rate
    frame.time_base = Fraction(1, block.rate)
    return frame
