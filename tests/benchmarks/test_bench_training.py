"""An epoch of fine-tuning on ten minutes of video, from features in memory.

    pytest tests/benchmarks/test_bench_training.py --benchmark-only -s

18 000 frames at 30 Hz, the trunk frozen and its features at hand, every part of the network
trained; phase differences are computed anew from gray pictures. The epoch that is measured is the
loop's own, batches, steps and bookkeeping, without its test on other recordings.
"""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from pytest_benchmark.fixture import BenchmarkFixture

from app.training.beginning import begin
from app.training.clips import ClipView, SplitClips, TrainingClip
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


def ten_minutes() -> SplitClips:
    rng = np.random.default_rng(3)
    length = FRAMES // CLIPS
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


def stage_of(path: Path, precision: str) -> Stage:
    source = SourceSettings("folder", "made-up")
    settings: TrainingSettings = replace(
        fine_tuning(source, "mimamo-demo"), precision=precision, device="cpu"
    )
    folder = RunFolder(path)
    folder.create(settings)
    run = Run.of(folder, settings, begin(settings), ten_minutes(), CPU)
    return Stage(run, 0, Point(net=copied(run.net)))


@pytest.mark.parametrize("precision", ["float32", "mixed"])
def test_an_epoch_of_fine_tuning_on_ten_minutes(
    benchmark: BenchmarkFixture, tmp_path: Path, precision: str
) -> None:
    if precision == "mixed" and not reduced_types(CPU):
        pytest.skip("this processor computes in no 16-bit type")
    stage = stage_of(tmp_path / "run", precision)

    def an_epoch() -> None:
        list(stage._steps(1, np.random.default_rng(1), Seen()))

    began = time.perf_counter()
    benchmark.pedantic(an_epoch, rounds=1)
    seconds = time.perf_counter() - began
    groups = stage.run.groups(8, np.random.default_rng(1))
    frames = sum(len(piece.frames) for group in groups for piece in group)
    each = 1e3 * seconds / frames
    print(f"\n{precision}: {seconds:.1f} s for {frames} frames, {each:.2f} ms a frame")
    assert seconds < LIMITS[precision]
