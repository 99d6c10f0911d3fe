"""An epoch of fine-tuning on ten minutes of video, from features in memory.

    pytest tests/benchmarks/test_bench_training.py --benchmark-only -s

18 000 frames at 30 Hz, the trunk frozen and its features at hand, every part of the network
trained; phase differences are computed anew from gray pictures. The epoch that is measured is the
loop's own, batches, steps and bookkeeping, without its test on other recordings.
"""

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from pytest_benchmark.fixture import BenchmarkFixture

from app.training.beginning import begin
from app.training.clips import ClipView, SplitClips, TrainingClip
from app.training.freed_memory import keep_freed_memory
from app.training.loop import Stage
from app.training.resuming import Point
from app.training.run import Run, copied
from app.training.run_folder import RunFolder
from app.training.scoring import Seen
from app.training.settings import SourceSettings, TrainingSettings, fine_tuning
from models.inference import reduced_types

FRAMES = 18_000
CLIPS = 10
LIMITS = {"float32": 150.0, "mixed": 60.0}
CPU = torch.device("cpu")


def clips_of(frames: int) -> SplitClips:
    rng = np.random.default_rng(3)
    length = frames // CLIPS
    pictures = rng.integers(0, 256, (64, 48, 48), dtype=np.uint8)

    def clip(number: int) -> TrainingClip:
        gray = pictures[rng.integers(0, 64, length)]
        spatial = rng.random((length, 512), dtype=np.float32).astype(np.float16)
        labels = np.cumsum(rng.normal(size=(length, 2)), 0)
        labels = (labels / np.abs(labels).max(0)).astype(np.float32)
        return TrainingClip(
            f"clip {number}",
            f"{number:064d}",
            f"subject {number}",
            np.arange(length),
            np.arange(length) / 30,
            labels,
            (ClipView(gray, spatial),),
        )

    return SplitClips(tuple(clip(n) for n in range(CLIPS)), ())


def stage_of(path: Path, precision: str, frames: int) -> Stage:
    source = SourceSettings("folder", "made-up")
    settings: TrainingSettings = replace(
        fine_tuning(source, "mimamo-demo"), precision=precision, device="cpu"
    )
    folder = RunFolder(path)
    folder.create(settings)
    run = Run.of(folder, settings, begin(settings), clips_of(frames), CPU)
    return Stage(run, 0, Point(net=copied(run.net)))


@dataclass(frozen=True)
class Epoch:
    """What an epoch took: seconds for so many frames, and the process's largest size in bytes."""

    seconds: float
    frames: int
    memory: int

    def __str__(self) -> str:
        each = 1e3 * self.seconds / self.frames
        return (
            f"{self.seconds:.1f} s for {self.frames} frames, {each:.2f} ms a frame, "
            f"{self.memory / 1e9:.1f} GB"
        )


def an_epoch(path: Path, precision: str, length: int, *, keep: bool) -> Epoch:
    if keep:
        keep_freed_memory()
    stage = stage_of(path, precision, length)
    began = time.perf_counter()
    list(stage._steps(1, np.random.default_rng(1), Seen()))
    seconds = time.perf_counter() - began
    groups = stage.run.groups(stage.point.batch, np.random.default_rng(1))
    frames = sum(len(piece.frames) for group in groups for piece in group)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10  # Linux counts in KiB
    return Epoch(seconds, frames, peak)


def in_a_process(*words: Any, keep: bool = True) -> Epoch:
    """As trainings are: with its freed memory kept, which no process can take back."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(an_epoch, *words, keep=keep).result()


@pytest.mark.parametrize("precision", ["float32", "mixed"])
def test_an_epoch_of_fine_tuning_on_ten_minutes(
    benchmark: BenchmarkFixture, tmp_path: Path, precision: str
) -> None:
    if precision == "mixed" and not reduced_types(CPU):
        pytest.skip("this processor computes in no 16-bit type")
    path = tmp_path / "run"
    epoch = benchmark.pedantic(in_a_process, (path, precision, FRAMES), rounds=1)
    print(f"\n{precision}: {epoch}")
    assert epoch.seconds < LIMITS[precision]


def test_freed_memory_that_is_kept_saves_time(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    precision = "mixed" if reduced_types(CPU) else "float32"
    found: dict[bool, list[Epoch]] = {True: [], False: []}
    for turn in range(2):
        for keep, epochs in found.items():
            path = tmp_path / f"{turn}-{keep}"
            epochs.append(in_a_process(path, precision, FRAMES // 5, keep=keep))
    kept, freed = (min(found[keep], key=lambda epoch: epoch.seconds) for keep in (True, False))
    benchmark.pedantic(lambda: None, rounds=1)
    print(f"\n{precision}, kept: {kept}\n{precision}, given back: {freed}")
    assert kept.seconds < 0.95 * freed.seconds
