"""Phase differences against building each snippet's 13 pyramids separately, side by side.

    pytest tests/benchmarks/test_bench_phase.py --benchmark-only -s

The two ways take turns within one run, a few milliseconds each, so that whatever else the machine
does meets both: a chunk of 16 frames through the stream, then one snippet the plain way. Figures
are the fastest of the turns, per frame, on real gray frames. Both ways run on one thread: small
products gain little from a second one, and in ``analyze`` the trunk has use for it.
"""

import time
from collections.abc import Callable, Iterator
from itertools import cycle
from statistics import median

import numpy as np
import pytest
import torch
from pytest_benchmark.fixture import BenchmarkFixture
from torch import Tensor

from models.phase import PhaseStream, Unwrap, phase_differences
from models.steerable_pyramid import SteerablePyramid
from tests.support.shared import shared_file
from tests.support.tolerances import PHASE_FLOAT32

TURNS = 60
CHUNK = 16
PYRAMID = SteerablePyramid(48, 2, 2)
LIMITS: dict[Unwrap, tuple[float, float]] = {
    "pair": (30, 0.3),
    "principal": (8, 1.0),
    "released": (8, 1.0),
}


def plain_snippet(gray: Tensor, frame: int, unwrap: Unwrap) -> list[Tensor]:
    """One frame's differences from 13 pyramids of its own, by FFT and 11 x 11 convolution."""
    chosen = torch.arange(frame - 6, frame + 7).clamp(0, len(gray) - 1)
    levels = []
    for band in PYRAMID.bands(gray[chosen]):
        phase, amplitude = band.angle(), band.abs() + 1e-10
        if unwrap == "pair":
            steps = plain_pairs(band, amplitude)
        else:
            steps = plain_unwrapped(phase, amplitude, unwrap)
        steps = steps - steps.mean((-2, -1), keepdim=True)
        levels.append(steps.clamp(-5 * torch.pi, 5 * torch.pi).transpose(0, 1).flatten(0, 1))
    return levels


def plain_pairs(band: Tensor, amplitude: Tensor) -> Tensor:
    weight = amplitude[1:] * amplitude[:-1]
    return plain_blur(weight * (band[1:] * band[:-1].conj()).angle()) / plain_blur(weight)


def plain_unwrapped(phase: Tensor, amplitude: Tensor, unwrap: Unwrap) -> Tensor:
    step = phase.diff(dim=0)
    correction = -(step > torch.pi).float()
    if unwrap == "principal":
        correction += (step < -torch.pi).float()
    unwrapped = phase.clone()
    unwrapped[1:] += 2 * torch.pi * correction.cumsum(0)
    return (plain_blur(amplitude * unwrapped) / plain_blur(amplitude)).diff(dim=0)


def plain_blur(pictures: Tensor) -> Tensor:
    offset = torch.arange(-5, 6)
    taps = torch.exp(-(offset[:, None] ** 2 + offset**2) / 8)[None, None]
    flat = pictures.reshape(-1, 1, *pictures.shape[-2:])
    return torch.nn.functional.conv2d(flat, taps, padding=5).view(pictures.shape)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


@pytest.mark.parametrize("unwrap", LIMITS)
def test_phase_against_separate_pyramids(benchmark: BenchmarkFixture, unwrap: Unwrap) -> None:
    frozen = np.load(shared_file("golden/phase_reference_small.npz"))
    gray = torch.from_numpy(frozen["gray_u8"].astype(np.float32) / 255)
    for found, plain in zip(
        phase_differences(gray, 12, unwrap), plain_snippet(gray, 16, unwrap), strict=True
    ):
        torch.testing.assert_close(found[16], plain, atol=PHASE_FLOAT32, rtol=0)

    stream = PhaseStream(12, unwrap)
    chunks = cycle(torch.cat([gray, gray.flip(0)]).split(CHUNK))
    stream.push(next(chunks))
    stream.push(next(chunks))
    plain_ms, ours_ms = [], []
    for turn in range(TURNS):
        ours_ms.append(milliseconds(lambda: stream.push(next(chunks))) / CHUNK)
        frame = 6 + turn % 20
        plain_ms.append(milliseconds(lambda f=frame: plain_snippet(gray, f, unwrap)))
    benchmark.pedantic(lambda: stream.push(next(chunks)), rounds=20)

    ratio = min(plain_ms) / min(ours_ms)
    middle = median(p / o for p, o in zip(plain_ms, ours_ms, strict=True))
    benchmark.extra_info.update(plain_ms=min(plain_ms), ours_ms=min(ours_ms), ratio=ratio)
    print(
        f"\n{unwrap}: separate pyramids {min(plain_ms):.2f} ms, ours {min(ours_ms):.3f} ms "
        f"(median {median(ours_ms):.3f}) a frame, {ratio:.0f}x (median of the turns {middle:.0f}x)"
    )
    least, most_ms = LIMITS[unwrap]
    assert ratio >= least
    assert min(ours_ms) <= most_ms
