"""Several passes with dropout: a band that repeats, spreads, and leaves everything else alone."""

import shutil

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from app.analysis.kept_band import PREFIX, Uncertainty, kept_bands
from app.analysis.mc_dropout import Spread, _draws, read_uncertainty
from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.progress import Stage
from app.analysis.systems.table import make_system
from app.core.errors import InputError
from app.faces.dlib_detector import DlibDetector
from app.video.pyav_reader import open_recording
from app.video.writer import VideoWriter
from models.inference import prepare_network, with_dropout
from models.mimamo import MimamoNet
from tests.support.shared import shared_file

CPU = torch.device("cpu")
CLIP = "video/liveportrait_d12.mp4"


def finished(steps):
    reports = []
    while True:
        try:
            reports.append(next(steps))
        except StopIteration as end:
            return end.value, reports


@pytest.fixture(scope="module")
def system():
    return make_system("mimamo", None, CPU)


@pytest.fixture(scope="module")
def read(system, tmp_path_factory):
    """A clip that was read three times, where it is kept."""
    root = tmp_path_factory.mktemp("cache")
    request = AnalysisRequest(shared_file(CLIP), cache=root, end=0.6)
    found, reports = finished(read_uncertainty(request, system, DlibDetector(), 3))
    return request, found, reports


def test_only_what_draws_is_on():
    net = prepare_network(MimamoNet(8))
    drawing = with_dropout(net)
    on = {type(module).__name__ for module in drawing.modules() if module.training}
    assert on == {"Dropout", "Dropout2d", "GRU"}
    drop = (torch.nn.Dropout, torch.nn.Dropout2d, torch.nn.GRU)
    assert not any(module.training for module in net.modules() if isinstance(module, drop))


def test_draws_repeat_and_those_of_the_process_go_on():
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    with _draws(CPU, 0, 1, 2):
        first = torch.rand(3)
    with _draws(CPU, 0, 1, 2):
        again = torch.rand(3)
    with _draws(CPU, 0, 1, 3):
        other = torch.rand(3)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.rand(3), expected)


def test_mean_and_deviation_are_those_of_numpy_over_all_passes():
    rng = np.random.default_rng(0)
    passes = 0.7 + rng.normal(0, 0.01, (50, 40, 2))
    passes[:, 7:9] = np.nan
    spread = Spread(40)
    for values in passes:
        spread.take(values)
    np.testing.assert_allclose(spread.mean, passes.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(spread.deviation, passes.std(axis=0, ddof=1), rtol=1e-10)


def test_the_band_of_a_recording_is_that_of_its_passes(read):
    request, found, reports = read
    folders = list(request.cache.glob(f"recordings/*/{PREFIX}*"))
    files = sorted(path for folder in folders for path in folder.glob("pass-*"))
    passes = np.stack([load_file(path)["values"].astype(np.float64) for path in files])
    assert passes.shape == (3, len(found.index), 2)
    assert np.abs(np.diff(passes, axis=0)).min(axis=(1, 2)).max() > 0  # no pass is another
    np.testing.assert_allclose(found.mean, passes.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(found.deviation, passes.std(axis=0, ddof=1), rtol=1e-9)
    assert np.nanmin(found.deviation) > 0
    assert reports[-1].done == reports[-1].total == 3 * sum(map(len, found.runs))


def test_without_dropout_every_pass_is_the_prediction(read, tmp_path, monkeypatch):
    request, _, _ = read
    still = make_system("mimamo", None, CPU)
    for module in still.network.modules():
        if isinstance(module, torch.nn.Dropout | torch.nn.Dropout2d):
            module.p = 0.0
        elif isinstance(module, torch.nn.GRU):
            module.dropout = 0.0
    fresh = AnalysisRequest(request.path, cache=tmp_path, end=0.6)
    found, _ = finished(read_uncertainty(fresh, still, DlibDetector(), 2))
    analysis, _ = finished(analyze(fresh, still, DlibDetector()))
    expected = analysis.predictions[0].valence_arousal[found.index]
    np.testing.assert_allclose(found.mean.clip(-1, 1), expected, atol=1e-5)
    np.testing.assert_allclose(found.deviation, 0, atol=1e-6)


def test_it_repeats_and_another_seed_draws_otherwise(read, system, tmp_path):
    request, found, _ = read
    fresh = AnalysisRequest(request.path, cache=tmp_path, end=0.6)
    again, _ = finished(read_uncertainty(fresh, system, DlibDetector(), 3))
    np.testing.assert_array_equal(found.deviation, again.deviation)
    other, _ = finished(read_uncertainty(fresh, system, DlibDetector(), 3, seed=1))
    assert not np.allclose(other.mean, found.mean, equal_nan=True)


def test_what_was_stopped_goes_on_and_more_passes_use_those_that_are_there(
    read, system, tmp_path, monkeypatch
):
    request, found, _ = read
    shutil.copytree(request.cache, tmp_path / "cache")
    fresh = AnalysisRequest(request.path, cache=tmp_path / "cache", end=0.6)
    (path,) = fresh.cache.glob(f"recordings/*/{PREFIX}*/pass-002*")
    path.unlink()
    begun = []
    start = type(system).start_run
    monkeypatch.setattr(type(system), "start_run", lambda it: begun.append(1) or start(it))
    again, _ = finished(read_uncertainty(fresh, system, DlibDetector(), 3))
    assert len(begun) == len(found.runs)
    np.testing.assert_array_equal(found.deviation, again.deviation)
    finished(read_uncertainty(fresh, system, DlibDetector(), 4))
    assert len(begun) == 2 * len(found.runs)


def test_a_cache_that_goes_meanwhile_is_no_loss(read, system, tmp_path):
    request, found, _ = read
    fresh = AnalysisRequest(request.path, cache=tmp_path / "cache", end=0.6)
    steps = read_uncertainty(fresh, system, DlibDetector(), 3)
    for news in steps:
        if news.stage is Stage.READING and news.done > news.total // 3:
            shutil.rmtree(fresh.cache)
            break
    again, _ = finished(steps)
    np.testing.assert_array_equal(found.deviation, again.deviation)


def test_one_frame_is_read_like_any_other(system, tmp_path):
    path = tmp_path / "one.mp4"
    with open_recording(shared_file(CLIP)) as reader:
        first, size = reader.frame(0), reader.recording
    with VideoWriter(path, size.width, size.height, 30) as writer:
        writer.write(first)
    request = AnalysisRequest(path, cache=tmp_path / "cache")
    found, _ = finished(read_uncertainty(request, system, DlibDetector(), 2))
    assert found.deviation.shape == (1, 2)
    assert (found.deviation > 0).all()


def test_what_is_kept_comes_back_as_it_was(read):
    request, found, _ = read
    (folder,) = request.cache.glob("recordings/*")
    sha256 = folder.name + "0" * 40
    (kept,) = kept_bands(request.cache, sha256, 3)
    assert (kept.person, kept.weights_sha256) == (found.person, found.weights_sha256)
    assert kept.runs == found.runs
    np.testing.assert_array_equal(kept.deviation, found.deviation)
    assert kept_bands(request.cache, sha256, 4) == []
    assert kept_bands(request.cache, sha256, 3, seed=1) == []


def made(index, runs, deviation):
    values = np.asarray(deviation, float)
    seconds = np.asarray(index) / 60
    about = ("made.mp4", 1, "mimamo", "made", "ab" * 32, 3, 0)
    return Uncertainty(*about, np.asarray(index), seconds, runs, -values, values)


def test_frames_between_analysed_ones_are_filled_within_a_run_and_nowhere_else():
    index = np.arange(0, 12, 2)  # two runs that touch at a cut, then a gap
    deviation = np.array([[0, 0], [0.2, 1], [1, 1], [3, 3], [np.nan] * 2, [np.nan] * 2])
    found = made(index, (range(2), range(2, 4)), deviation)
    mean, filled = found.on_frames(np.arange(12) / 60)
    expected = [0, 0.1, 0.2, np.nan, 1, 2, 3, *[np.nan] * 5]
    np.testing.assert_allclose(filled[:, 0], expected, atol=1e-12)
    np.testing.assert_array_equal(mean, -filled)


def test_what_is_no_band_is_refused():
    with pytest.raises(ValueError, match=">= 0"):
        made(np.arange(2), (range(2),), [[-1, 0], [0, 0]])
    with pytest.raises(ValueError, match="must be"):
        made(np.arange(2), (range(2),), [[0, 0]])


@pytest.mark.parametrize("passes", [0, 1, 1000])
def test_too_few_and_too_many_passes_are_refused(passes):
    steps = read_uncertainty(AnalysisRequest(None), None, None, passes)
    with pytest.raises(InputError, match="2 to 200"):
        next(steps)


def test_a_system_without_dropout_is_refused():
    steps = read_uncertainty(AnalysisRequest(None), _Baseline(), None, 3)
    with pytest.raises(InputError, match="analyse with mimamo"):
        next(steps)


class _Baseline:
    class spec:  # noqa: N801
        name = "expression-baseline"
