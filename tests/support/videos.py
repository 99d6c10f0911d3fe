"""Small generated recordings with a frame counter that a machine can read off the picture.

The counter is a row of 16 black or white cells along the upper edge of the upright picture (most
significant bit first), so it survives compression, scaling and colour conversion.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from app.video.writer import VideoWriter

BITS = 16
FINE = Fraction(1, 90_000)
"""A time base fine enough for every rate used here."""


def counted_picture(number: int, width: int = 128, height: int = 96) -> NDArray[np.uint8]:
    """An upright picture that shows its number; the rest is a coloured ramp that drifts with it.

    The left half is reddish and the right half bluish, the lower half darker, so that turning and
    mirroring show.
    """
    image = np.empty((height, width, 3), np.uint8)
    ramp = (np.arange(width)[None] + 2 * np.arange(height)[:, None] + 3 * number) % 64
    image[:] = (60 + ramp)[..., None]
    image[:, : width // 2, 0] += 100
    image[:, width // 2 :, 2] += 100
    image[height // 2 :] //= 2
    for bit in range(BITS):
        left, right = bit * width // BITS, (bit + 1) * width // BITS
        image[: height // 4, left:right] = 255 * (number >> (BITS - 1 - bit) & 1)
    return image


def read_counter(image: NDArray[np.uint8]) -> int:
    """The number an upright picture shows."""
    height, width = image.shape[:2]
    row = image[height // 16 : max(height // 16 + 1, 3 * height // 16)].mean(axis=(0, 2))
    centres = [int((bit + 0.5) * width / BITS) for bit in range(BITS)]
    return sum(int(row[centre] > 127) << (BITS - 1 - bit) for bit, centre in enumerate(centres))


def write_counted(
    path: Path,
    pts: Sequence[int],
    *,
    time_base: Fraction = FINE,
    width: int = 128,
    height: int = 96,
    rotation: int = 0,
    key_every: int = 12,
    b_frames: int = 2,
    options: Mapping[str, str] | None = None,
    audio_rate: int | None = None,
) -> Path:
    """A recording whose frames are shown at ``pts`` (ticks) and number themselves from 0.

    ``width`` and ``height`` are those of the upright picture; ``rotation`` degrees clockwise make
    the stored one upright.
    """
    stored = (height, width) if rotation in (90, 270) else (width, height)
    with VideoWriter(
        path,
        *stored,
        30,
        time_base=time_base,
        rotation=rotation,
        crf=12,
        preset="ultrafast",
        audio_rate=audio_rate,
        options={"g": str(key_every), "bf": str(b_frames), "sc_threshold": "0", **(options or {})},
    ) as writer:
        for number, ticks in enumerate(pts):
            upright = counted_picture(number, width, height)
            writer.write(np.rot90(upright, rotation // 90), pts=ticks)
        if audio_rate is not None:
            seconds = float(len(pts) * Fraction(1, 30))
            writer.write_audio(tone(seconds, audio_rate))
    return path


def constant_pts(count: int, start: int = 0, step: int = 3000) -> list[int]:
    """PTS of a constant rate: 30 frames a second in units of 1/90000 s by default."""
    return [start + step * number for number in range(count)]


def variable_pts(count: int, start: int = 0, seed: int = 0) -> list[int]:
    """PTS with periods between 1/90 and 1/6 s."""
    steps = np.random.default_rng(seed).integers(1000, 15_000, count)
    return [start + int(ticks) for ticks in np.cumsum(steps) - steps[0]]


def tone(seconds: float, rate: int, hertz: float = 440.0) -> NDArray[np.float32]:
    """A sine of amplitude 0.5, float32 (N,)."""
    times = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def write_changing_size(path: Path, sizes: Iterable[tuple[int, int]], each: int = 10) -> Path:
    """A Matroska file of JPEG pictures, ``each`` of one (width, height) after the other."""
    with av.open(str(path), "w", format="matroska") as container:
        sizes = list(sizes)
        stream = container.add_mux_stream("mjpeg", 30, width=sizes[0][0], height=sizes[0][1])
        number = 0
        for width, height in sizes:
            context = av.CodecContext.create("mjpeg", "w")
            context.width, context.height = width, height
            context.pix_fmt, context.time_base = "yuvj420p", Fraction(1, 30)
            context.options = {"q:v": "2"}
            for _ in range(each):
                frame = av.VideoFrame.from_ndarray(counted_picture(number, width, height), "rgb24")
                frame.pts, frame.time_base = number, Fraction(1, 30)
                for packet in context.encode(frame):
                    packet.stream = stream
                    container.mux(packet)
                number += 1
            context.encode(None)
    return path


def write_sound_only(path: Path, seconds: float = 1.0, rate: int = 16_000) -> Path:
    """A file with a tone and no picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=rate, layout="mono")
        samples = tone(seconds, rate)
        for start in range(0, samples.size - 1023, 1024):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], "fltp", "mono")
            frame.sample_rate, frame.pts = rate, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def truncate(source: Path, target: Path, share: float = 0.6) -> Path:
    """The first part of a file, as an interrupted copy leaves it."""
    whole = source.read_bytes()
    target.write_bytes(whole[: int(len(whole) * share)])
    return target
