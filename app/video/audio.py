"""Sound of a recording.

Convention: samples are float32 (N, C), full scale at -1 and 1; C channels. Time is the recording's
clock, the same as that of the pictures and not shifted to zero: sample k of a sound is heard at
``start + k / rate`` seconds. Holes in the file are silence (zeros), so this holds throughout.

A recording without sound gives None (``read_audio``, ``waveform_envelope``) or no block at all
(``audio_blocks``); a span in which there is no sound gives a sound of zero samples.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.video.audio_decoding import Sound, decoded_blocks, open_sound, resampled, sound_span

ENVELOPE_BLOCK = 2.0
"""Seconds of sound looked at together for an envelope."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Lowest and highest sample of each of B equal stretches of time.

    Attributes
    ----------
    minimum, maximum : float32 array (B,)
        Over all channels; NaN where no sample falls.
    start, stop : float
        Seconds; stretch b is ``[start + b w, start + (b + 1) w)`` with ``w = (stop - start) / B``.
    """

    minimum: NDArray[np.float32]
    maximum: NDArray[np.float32]
    start: float
    stop: float


def audio_blocks(
    path: str | Path,
    *,
    start: float | None = None,
    stop: float | None = None,
    rate: int | None = None,
    channels: int | None = None,
    seconds: float = 0.1,
) -> Iterator[Sound]:
    """Stream the sound, block after block without holes; for playback. Constant memory.

    Parameters
    ----------
    path : str or Path
        The recording.
    start, stop : float, optional
        Seconds, half-open; the whole sound by default.
    rate : int, optional
        Samples per second wanted; the file's own by default.
    channels : int, optional
        1 (the mean of the file's), 2 (one channel twice, or the usual mix of more), or the
        file's own by default.
    seconds : float
        Least duration of a block, > 0; the last one may be shorter.

    Yields
    ------
    Sound
        Blocks of at least one sample; none if the recording has no sound there.

    Raises
    ------
    InputError
        The file is missing, may not be read or is no media file.
    """
    _check(start, stop, rate, channels)
    if seconds <= 0:
        raise ValueError(f"seconds must be > 0, not {seconds}")
    with open_sound(Path(path)) as source:
        if source is None:
            return
        blocks = _trimmed(decoded_blocks(source, start, channels), start, stop)
        if rate is not None:
            blocks = resampled(blocks, rate)
        yield from _gathered(blocks, seconds)


def read_audio(
    path: str | Path,
    start: float | None = None,
    stop: float | None = None,
    *,
    rate: int | None = None,
    channels: int | None = None,
) -> Sound | None:
    """Read a stretch of sound at once; parameters and errors as for ``audio_blocks``.

    Returns
    -------
    Sound or None
        The samples heard at ``start <= time < stop``, with the exact time of the first; zero
        samples if there are none; None if the recording has no sound at all.
    """
    _check(start, stop, rate, channels)
    with open_sound(Path(path)) as source:
        if source is None:
            return None
        nothing = Sound(
            np.zeros((0, channels or source.stream.channels), np.float32),
            rate or int(source.stream.rate),
            start or 0.0,
        )
    blocks = list(audio_blocks(path, start=start, stop=stop, rate=rate, channels=channels))
    if not blocks:
        return nothing
    samples = np.concatenate([block.samples for block in blocks])
    return Sound(samples, blocks[0].rate, blocks[0].start)


def waveform_envelope(
    path: str | Path, bins: int, start: float | None = None, stop: float | None = None
) -> Envelope | None:
    """Lowest and highest sample in each of ``bins`` stretches of time; None without sound.

    Holds a few seconds of sound at a time, however long the recording is. Parameters and errors
    as for ``envelope_steps``, which can be stopped on the way.
    """
    steps = envelope_steps(path, bins, start, stop)
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            envelope: Envelope | None = finished.value
            return envelope


def envelope_steps(
    path: str | Path, bins: int, start: float | None = None, stop: float | None = None
) -> Generator[float, None, Envelope | None]:
    """Find the envelope; each ``yield`` is the share done and a place to stop.

    Parameters
    ----------
    path : str or Path
        The recording.
    bins : int
        Stretches of time, >= 1.
    start, stop : float, optional
        Seconds; from the first to the last sample by default.

    Returns
    -------
    Envelope or None
        None without sound.

    Raises
    ------
    InputError
        As for ``audio_blocks``.
    """
    _check(start, stop, None, None)
    if bins < 1:
        raise ValueError(f"bins must be >= 1, not {bins}")
    span = sound_span(Path(path))
    if span is None:
        return None
    first = start
    last = span[1] if stop is None else stop
    low = np.full(bins, np.inf, np.float32)
    high = np.full(bins, -np.inf, np.float32)
    for block in audio_blocks(path, start=start, stop=stop, seconds=ENVELOPE_BLOCK):
        if first is None:
            first = block.start  # exactly; the packets tell it only nearly
        last = max(first, last)
        _enter(block, first, last, low, high)
        yield min(1.0, (block.stop - first) / max(last - first, 1e-9))
    first = min(span[0], last) if first is None else first
    empty = low > high
    low[empty] = high[empty] = np.nan
    return Envelope(low, high, first, max(first, last))


def _enter(
    block: Sound, first: float, last: float, low: NDArray[np.float32], high: NDArray[np.float32]
) -> None:
    """Let the samples of a block widen the stretches in which they are heard."""
    bins = low.size
    times = block.start + np.arange(len(block)) / block.rate
    # A hair's breadth forward, so that a sample on a border falls behind it despite rounding.
    places = np.floor((times - first + 1e-9) * (bins / max(last - first, 1e-9))).astype(np.int64)
    places = np.clip(places, 0, bins - 1)
    runs = np.flatnonzero(np.diff(places, prepend=-1))
    reached = places[runs]
    lows, highs = block.samples.min(axis=1), block.samples.max(axis=1)
    low[reached] = np.minimum(low[reached], np.minimum.reduceat(lows, runs))
    high[reached] = np.maximum(high[reached], np.maximum.reduceat(highs, runs))


def _trimmed(blocks: Iterator[Sound], start: float | None, stop: float | None) -> Iterator[Sound]:
    for block in blocks:
        first = 0 if start is None else _samples_before(block, start)
        last = len(block) if stop is None else _samples_before(block, stop)
        if first < last:
            kept = block.samples[first:last]
            yield Sound(kept, block.rate, block.start + first / block.rate)
        if last < len(block):
            return


def _samples_before(block: Sound, time: float) -> int:
    # Times like 0.1 s are not exact in binary: a thousandth of a sample is the same sample.
    count = int(np.ceil((time - block.start) * block.rate - 1e-3))
    return min(max(count, 0), len(block))


def _gathered(blocks: Iterator[Sound], seconds: float) -> Iterator[Sound]:
    waiting: list[Sound] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += len(block)
        if count >= seconds * block.rate:
            yield _joined(waiting)
            waiting, count = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(blocks: list[Sound]) -> Sound:
    samples = np.concatenate([block.samples for block in blocks])
    return Sound(samples, blocks[0].rate, blocks[0].start)


def _check(start: float | None, stop: float | None, rate: int | None, channels: int | None) -> None:
    if start is not None and stop is not None and stop < start:
        raise ValueError(f"stop must not be before start, not {stop} before {start}")
    if rate is not None and rate < 1:
        raise ValueError(f"rate must be >= 1 sample per second, not {rate}")
    if channels not in (None, 1, 2):
        raise ValueError(f"channels must be None, 1 or 2, not {channels}")
