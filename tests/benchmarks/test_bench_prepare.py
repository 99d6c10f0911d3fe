"""Preparing a recording for training against analysing it, and what it takes from the cache.

Both in processor time, in turns in one run, with caches of their own.
"""

import os
from pathlib import Path

import torch

from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.systems.table import make_system
from app.faces.dlib_detector import DlibDetector
from app.training.preparation import prepare
from app.training.settings import SourceSettings, SplitSettings, TrainingSettings
from tests.support.shared import shared_file

CPU = torch.device("cpu")
ROUNDS = 3
MOST_AGAINST_ANALYZE = 1.10
MOST_WITH_VIEWS = 2.0
MOST_AGAIN = 0.20


def settings(folder: Path, *, augment: bool) -> TrainingSettings:
    source = SourceSettings("folder", str(folder))
    return TrainingSettings(source, SplitSettings("passages"), augment=augment)


def processor_seconds(steps) -> float:
    began = sum(os.times()[:2])
    for _ in steps:
        pass
    return sum(os.times()[:2]) - began


def test_preparing_costs_no_more_than_analyze(benchmark, tmp_path):
    folder = tmp_path / "labelled"
    folder.mkdir()
    video = folder / "clip.mp4"
    video.write_bytes(shared_file("video/liveportrait_d3.mp4").read_bytes())
    rows = "".join(f"{i / 10:.1f},{(i % 20) / 20},{(i % 7) / 7}\n" for i in range(118))
    video.with_suffix(".csv").write_text("time_s,valence,arousal\n" + rows)
    system, detector = make_system("mimamo", None, CPU), DlibDetector()
    spent: dict[str, list[float]] = {"analyze": [], "plain": [], "views": [], "again": []}

    def round_of_all() -> None:
        number = len(spent["analyze"])
        places = {name: tmp_path / f"{name} {number}" for name in spent}
        request = AnalysisRequest(video, cache=places["analyze"])
        spent["analyze"].append(processor_seconds(analyze(request, system, detector)))
        for name, cache, augment in (
            ("plain", "plain", False),
            ("views", "views", True),
            ("again", "views", True),
        ):
            steps = prepare(settings(folder, augment=augment), places[cache], CPU)
            spent[name].append(processor_seconds(steps))

    benchmark.pedantic(round_of_all, rounds=ROUNDS)
    best = {name: min(seconds) for name, seconds in spent.items()}
    ratios = {name: best[name] / best["analyze"] for name in ("plain", "views", "again")}
    benchmark.extra_info.update(ratios)
    print(f"\nanalyze {best['analyze']:.2f} s of processor time; {ratios}")
    assert ratios["plain"] <= MOST_AGAINST_ANALYZE
    assert ratios["views"] <= MOST_WITH_VIEWS
    assert ratios["again"] <= MOST_AGAIN
