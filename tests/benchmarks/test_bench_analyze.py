"""What an analysis costs beside the trunk, how fast the shipped weights run, and its memory.

Each figure is a ratio or a rate of two things measured in turns in one run. The ResNet-50 trunk has
random weights here: its speed does not depend on them.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch

from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.systems.mimamo import BATCH, Mimamo
from app.analysis.systems.system import System
from app.analysis.systems.table import make_system
from app.faces.dlib_detector import DlibDetector
from app.video.pyav_reader import open_recording
from app.video.writer import VideoWriter
from models.card import ModelCard
from models.checkpoint import LoadedModel
from models.inference import prepare_for_inference, reduced_types
from models.mimamo import MimamoNet
from models.spatial_stream import build_trunk
from models.spec import ModelSpec
from tests.support.shared import ROOT, shared_file

CPU = torch.device("cpu")
FRAMES = 96
LEAST_FPS = 60
MOST_OVERHEAD = {torch.float32: 1.25, torch.bfloat16: 1.40}
MOST_GROWTH = 1.10


def seconds_to_analyze(system: System, clip: Path, end: float) -> float:
    began = time.perf_counter()
    for _ in analyze(AnalysisRequest(clip, end=end), system, DlibDetector()):
        pass
    return time.perf_counter() - began


def full_system() -> Mimamo:
    spec = ModelSpec()
    card = ModelCard("random", spec, "none", "MIT", "benchmark", validated_on_people=False)
    model = LoadedModel(MimamoNet.from_spec(spec).eval(), None, card, "00" * 32)
    return Mimamo(model, build_trunk("resnet50_ferplus"), "00" * 32, "", CPU)


def test_everything_beside_the_full_trunk(benchmark):
    clip = shared_file("video/mimamo_utterance_1.mp4")
    system = full_system()
    trunk = prepare_for_inference(build_trunk("resnet50_ferplus"), CPU)
    crops = torch.randint(0, 256, (BATCH, 112, 112, 3), dtype=torch.uint8)
    with open_recording(clip) as reader:
        end = float(reader.recording.time_base.seconds[FRAMES])

    def trunk_alone() -> float:
        began = time.perf_counter()
        for _ in range(FRAMES // BATCH):
            trunk(crops)
        return time.perf_counter() - began

    trunk_alone()
    alone, whole = [], []
    for _ in range(3):
        alone.append(trunk_alone())
        whole.append(seconds_to_analyze(system, clip, end))
    benchmark.pedantic(trunk_alone, rounds=1)
    ratio = float(np.min(whole) / np.min(alone))
    precision = str(trunk.dtype).removeprefix("torch.")
    print(
        f"\nResNet-50 alone {min(alone) / FRAMES * 1e3:.1f} ms a frame ({precision}), whole "
        f"analysis {min(whole) / FRAMES * 1e3:.1f} ms, ratio {ratio:.3f}; 16-bit types of this "
        f"processor: {reduced_types(CPU) or 'none'}"
    )
    benchmark.extra_info |= {"ratio": ratio, "precision": precision}
    assert ratio <= MOST_OVERHEAD[trunk.dtype]


def test_frames_a_second_with_the_shipped_weights(benchmark):
    clip = shared_file("video/mimamo_utterance_1.mp4")  # 640 x 360
    system = make_system("mimamo", None, CPU)
    times = [seconds_to_analyze(system, clip, 99) for _ in range(3)]
    benchmark.pedantic(seconds_to_analyze, (system, clip, 99), rounds=1)
    fps = 309 / min(times)
    print(f"\nshipped weights: {fps:.0f} frames a second at 640 x 360")
    benchmark.extra_info["fps"] = fps
    assert fps >= LEAST_FPS


def long_recording(path: Path, source: Path, minutes: int) -> Path:
    """A recording of that length: a shared one there and back, again and again."""
    with open_recording(source) as reader:
        size = (reader.recording.width // 2, reader.recording.height // 2)
        batches = reader.batches(size=32)
        images = [image[::2, ::2] for batch in batches for image in batch.images][:150]
    there_and_back = images + images[::-1]
    with VideoWriter(path, *size, 30, preset="ultrafast", crf=28) as writer:
        for number in range(minutes * 60 * 30):
            writer.write(there_and_back[number % len(there_and_back)])
    return path


PEAK = """
import json, resource, sys
from app.cli.main import run
sys.argv = ["mimamo-studio", *sys.argv[1:]]
try:
    run()
finally:
    json.dump(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, open("peak.json", "w"))
"""


def test_memory_does_not_grow_with_the_recording(benchmark, tmp_path):
    source = shared_file("video/liveportrait_d10.mp4")
    peaks = {}
    for minutes in (1, 10):
        clip = long_recording(tmp_path / f"{minutes}.mp4", source, minutes)
        subprocess.run(
            [sys.executable, "-c", PEAK, "analyze", clip, "--out", tmp_path / f"{minutes}.csv"],
            check=True,
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PATH": "", "MIMAMO_CACHE": str(tmp_path / "cache")},
        )
        peaks[minutes] = json.loads((tmp_path / "peak.json").read_text()) / 1024
    benchmark.pedantic(lambda: None, rounds=1)
    growth = peaks[10] / peaks[1]
    print(
        f"\npeak memory: {peaks[1]:.0f} MiB for 1 minute, {peaks[10]:.0f} MiB for 10: {growth:.3f}"
    )
    benchmark.extra_info["growth"] = growth
    assert growth < MOST_GROWTH
