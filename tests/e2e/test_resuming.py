"""What was computed once is not computed again, and gives the same bytes."""

import numpy as np
import pytest
import torch

from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.progress import Stage
from app.analysis.systems.table import make_system
from app.faces.dlib_detector import DlibDetector
from app.formats.prediction_csv import prediction_csv
from tests.support.shared import shared_file


class Counting:
    """A system that counts the crops it looks at."""

    def __init__(self, inner):
        self.inner = inner
        self.crops = 0

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def features(self, crops):
        self.crops += len(crops)
        return self.inner.features(crops)


@pytest.fixture(scope="module")
def system():
    return make_system("mimamo", None, torch.device("cpu"))


def run(work):
    seen = []
    while True:
        try:
            seen.append(next(work))
        except StopIteration as end:
            return end.value, seen


def test_again_from_the_cache_and_on_after_a_stop(system, tmp_path):
    clip = shared_file("video/liveportrait_d12.mp4")
    fresh_request = AnalysisRequest(clip, end=5.0, cache=tmp_path / "a")
    counting = Counting(system)
    fresh, seen = run(analyze(fresh_request, counting, DlibDetector()))
    assert counting.crops == 125
    assert [p.done for p in seen if p.stage is Stage.READING][-1] == 125
    text = prediction_csv(fresh.predictions[0])

    again, _ = run(analyze(fresh_request, counting, DlibDetector()))
    assert counting.crops == 125
    assert prediction_csv(again.predictions[0]) == text

    # Stopped in the middle, the next run goes on after the last block that was kept.
    stopped_request = AnalysisRequest(clip, end=5.0, cache=tmp_path / "b")
    counting = Counting(system)
    work = analyze(stopped_request, counting, DlibDetector())
    for progress in work:
        if progress.stage is Stage.READING and progress.done >= 80:
            break
    work.close()
    assert 80 <= counting.crops < 125
    before = counting.crops
    resumed, _ = run(analyze(stopped_request, counting, DlibDetector()))
    assert counting.crops == before + 125 - 64
    assert prediction_csv(resumed.predictions[0]) == text


def test_results_arrive_while_it_runs(system, tmp_path):
    clip = shared_file("video/liveportrait_d12.mp4")
    result, seen = run(analyze(AnalysisRequest(clip, end=4.0), system, DlibDetector()))
    blocks = [block for progress in seen for block in progress.blocks]
    assert len(blocks) >= 2
    values = np.full((len(result.recording.time_base), 2), np.nan)
    for block in blocks:
        values[block.index] = block.valence_arousal
    expected = result.predictions[0].valence_arousal
    assert np.allclose(values[:100], expected[:100], equal_nan=True)
