"""What reading costs: opening, a pass, a random frame, steps both ways, the envelope of the sound.

Ratios are of two things measured in turns in one run; the limits in milliseconds are those the
window needs, and mean something on an idle machine only.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from app.video.audio import waveform_envelope
from app.video.pyav_reader import open_recording
from app.video.writer import VideoWriter
from tests.support.shared import shared_file
from tests.support.videos import counted_picture, tone

RANDOM_P95 = 160.0
CACHED_STEP = 5.0
BACKWARD_P95 = 100.0
MOST_OPENING = 4.0
MOST_RANDOM = 0.9
MOST_PASS = 2.0
LEAST_SOUND_SPEED = 100.0
GROUP = 250


def milliseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def report(benchmark, **figures: float) -> None:
    for name, value in figures.items():
        benchmark.extra_info[name] = round(value, 2)
        print(f"{name}: {value:.2f}")


@pytest.fixture(scope="module")
def clip() -> Path:
    """640x360, 309 frames, key frames 250 apart."""
    return shared_file("video/mimamo_utterance_1.mp4")


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """1920x1080 with sensor noise, 500 frames, key frames 250 apart."""
    path = tmp_path_factory.mktemp("large") / "large.mp4"
    noise = np.random.default_rng(0).integers(-6, 7, (8, 1080, 1920, 1), dtype=np.int16)
    options = {"g": str(GROUP), "keyint_min": str(GROUP), "sc_threshold": "0", "bf": "2"}
    with VideoWriter(path, 1920, 1080, crf=26, preset="ultrafast", options=options) as writer:
        for number in range(2 * GROUP):
            image = counted_picture(number, 1920, 1080) + noise[number % 8]
            writer.write(np.clip(image, 0, 255).astype(np.uint8))
    return path


def decode(path: Path) -> None:
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        for _ in container.decode(video=0):
            pass


def read(path: Path) -> None:
    with open_recording(path) as reader:
        for _ in reader.batches():
            pass


def open_close(path: Path) -> None:
    open_recording(path).close()


def bare_open(path: Path) -> None:
    with av.open(str(path)) as container:
        next(container.decode(video=0))


def test_opening_against_a_bare_open_with_one_picture(benchmark, clip):
    """The index of every packet costs little beside what FFmpeg does to open a file at all."""

    def run() -> tuple[float, float]:
        pairs = [
            (
                milliseconds(lambda: open_recording(clip).close()),
                milliseconds(lambda: bare_open(clip)),
            )
            for _ in range(30)
        ]
        ours, bare = np.median(pairs, axis=0)
        return float(ours), float(bare)

    ours, bare = benchmark.pedantic(run, rounds=1)
    report(benchmark, open_ms=ours, bare_ms=bare, ratio=ours / bare)
    assert ours / bare < MOST_OPENING


def test_a_pass_against_bare_decoding(benchmark, clip):
    def run() -> tuple[float, float]:
        pairs = [
            (milliseconds(lambda: read(clip)), milliseconds(lambda: decode(clip))) for _ in range(7)
        ]
        ours, bare = np.median(pairs, axis=0)
        return float(ours), float(bare)

    ours, bare = benchmark.pedantic(run, rounds=1)
    report(benchmark, read_fps=309e3 / ours, decode_fps=309e3 / bare, ratio=ours / bare)
    assert ours / bare < MOST_PASS


def test_a_random_frame(benchmark, clip):
    """Nothing cached; the dearest frame lies a whole group of pictures behind its key frame."""
    wanted = np.random.default_rng(0).integers(0, 309, 60)

    def run() -> tuple[np.ndarray, float]:
        times, whole = [], []
        with open_recording(clip, cache_bytes=0) as reader:
            reader.frame(0)
            for index in wanted:
                times.append(milliseconds(lambda i=int(index): reader.frame(i)))
                whole.append(milliseconds(lambda: decode(clip)))
        return np.array(times), float(np.median(whole))

    times, whole = benchmark.pedantic(run, rounds=1)
    p50, p95 = np.percentile(times, [50, 95])
    report(benchmark, p50_ms=p50, p95_ms=p95, decode_all_ms=whole, p95_ratio=p95 / whole)
    # 250 of the 309 frames lie in one group; leaving out what no frame needs pays for the seek.
    assert p95 / whole < MOST_RANDOM
    assert p95 < RANDOM_P95


def test_a_step_to_a_kept_frame(benchmark, clip):
    def run() -> np.ndarray:
        with open_recording(clip) as reader:
            for index in range(100, 201):
                reader.frame(index)
            steps = [*range(199, 99, -1), *range(100, 200)]
            return np.array([milliseconds(lambda i=i: reader.frame(i)) for i in steps])

    times = benchmark.pedantic(run, rounds=1)
    p95 = np.percentile(times, 95)
    report(benchmark, p50_ms=np.median(times), p95_ms=p95)
    assert p95 < CACHED_STEP


def backward(path: Path, *, prefetch: bool) -> Iterator[float]:
    with open_recording(path) as reader:
        for index in range(2 * GROUP - 1, 2 * GROUP - 1 - GROUP, -1):
            yield milliseconds(lambda i=index: reader.frame(i))
            if prefetch:
                for _ in reader.prefetch(index):
                    pass  # in the idle time between two keys


def test_steps_back_at_1080p(benchmark, large):
    """A whole group of 250 backward, with the cache of the default size (86 frames)."""

    def run() -> tuple[np.ndarray, np.ndarray]:
        plain = np.array(list(backward(large, prefetch=False)))
        return plain, np.array(list(backward(large, prefetch=True)))

    plain, ahead = benchmark.pedantic(run, rounds=1)
    report(
        benchmark,
        first_ms=plain[0],
        p95_ms=np.percentile(plain[1:], 95),
        worst_ms=plain[1:].max(),
        prefetched_p95_ms=np.percentile(ahead[1:], 95),
        prefetched_worst_ms=ahead[1:].max(),
    )
    assert np.percentile(plain[1:], 95) < BACKWARD_P95
    assert ahead[1:].max() < BACKWARD_P95
    # The dearest step without prefetching is a whole group; with it, a conversion.
    assert ahead[1:].max() < plain[1:].max()


def test_the_envelope_of_the_sound(benchmark, tmp_path):
    seconds = 120
    path = tmp_path / "a.mp4"
    with VideoWriter(path, 64, 64, audio_rate=44_100, preset="ultrafast") as writer:
        writer.write(np.zeros((64, 64, 3), np.uint8))
        for _ in range(seconds):
            writer.write_audio(tone(1.0, 44_100))

    def run() -> float:
        return min(milliseconds(lambda: waveform_envelope(path, 2000)) for _ in range(3))

    took = benchmark.pedantic(run, rounds=1)
    speed = seconds / (took / 1000)
    report(benchmark, times_real_time=speed, an_hour_s=3600 / speed)
    assert speed > LEAST_SOUND_SPEED
