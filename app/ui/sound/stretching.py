"""Sound as it is heard while playing: from a position on, faster or slower at the same pitch.

Convention: samples are float32 (N, 2), full scale at -1 and 1.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.filter import Graph

CHANNELS = 2
BLOCK_SECONDS = 0.05
SLOWEST_HEARD, FASTEST_HEARD = 0.5, 2.0
"""Rates outside these are played without sound."""

Samples = NDArray[np.float32]


def heard(path: Path, position: float, speed: float, rate: int) -> Iterator[Samples]:
    """What is heard from a position on, block after block; silence where there is no sound.

    Never ends: after the sound comes silence.

    Parameters
    ----------
    path : Path
        The recording.
    position : float
        Seconds of the recording's clock at which the first sample is heard.
    speed : float
        0.5 ... 2; the pitch stays.
    rate : int
        Samples per second of what comes out.

    Raises
    ------
    InputError
        The file has vanished or is no media file any more.
    """
    if not SLOWEST_HEARD <= speed <= FASTEST_HEARD:
        raise ValueError(
            f"speed must be {SLOWEST_HEARD} to {FASTEST_HEARD} to be heard, not {speed}"
        )
    blocks = _from(path, position, rate)
    yield from blocks if speed == 1 else stretched(blocks, speed, rate)
    silence = np.zeros((round(BLOCK_SECONDS * rate), CHANNELS), np.float32)
    while True:
        yield silence


def stretched(blocks: Iterator[Samples], speed: float, rate: int) -> Iterator[Samples]:
    """Sound so many times as fast, of the same pitch (FFmpeg's WSOLA filter ``atempo``)."""
    from av import AudioFrame  # loads FFmpeg, in the thread that needs it
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=rate, format="fltp", layout="stereo", time_base=Fraction(1, rate)
    )
    tempo = graph.add("atempo", f"{speed:.6f}")
    planes = graph.add("aformat", "sample_fmts=fltp:channel_layouts=stereo")
    sink = graph.add("abuffersink")
    for first, second in ((source, tempo), (tempo, planes), (planes, sink)):
        first.link_to(second)
    graph.configure()
    count = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), "fltp", "stereo")
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), count
        count += len(block)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _from(path: Path, position: float, rate: int) -> Iterator[Samples]:
    from app.video.audio import audio_blocks

    first = True
    for block in audio_blocks(
        path, start=position, rate=rate, channels=CHANNELS, seconds=BLOCK_SECONDS
    ):
        if first and (late := round((block.start - position) * rate)) > 0:
            yield np.zeros((late, CHANNELS), np.float32)
        first = False
        yield block.samples


def _pulled(graph: "Graph") -> Iterator[Samples]:
    from av import AudioFrame
    from av.error import BlockingIOError as NothingYetError
    from av.error import EOFError as EndedError

    while True:
        try:
            frame = graph.pull()
        except (NothingYetError, EndedError):
            return
        if isinstance(frame, AudioFrame):
            yield np.ascontiguousarray(frame.to_ndarray().T, np.float32)
