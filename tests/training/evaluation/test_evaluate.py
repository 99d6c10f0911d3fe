"""Weights tested on synthetic recordings: the figures are those of what an analysis writes."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.systems.table import make_system
from app.core.errors import InputError, WeightsError
from app.faces.dlib_detector import DlibDetector
from app.training import recording_clips
from app.training.evaluation.evaluate import PASSAGES, EvaluationProgress, evaluate
from app.training.evaluation.order import EvaluationOrder, of_run
from app.training.run_folder import RunFolder
from app.training.settings import SourceSettings, SplitSettings, TrainingSettings
from app.training.sources.synthetic import write_recordings
from app.training.synthetic.settings import GeneratorSettings
from app.weights.find import find_weights
from models.checkpoint import load_model, save_model

CPU = torch.device("cpu")
SEEDS = (1, 2, 10_001, 20_001)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Four short recordings of four seeds, two to train, one to validate, one to test."""
    made = tmp_path_factory.mktemp("synthetic")
    assert list(write_recordings(made, SEEDS, GeneratorSettings(duration=1.5))) == list(SEEDS)
    return made


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Weights with another head and the same trunk."""
    path = tmp_path_factory.mktemp("weights") / "other.safetensors"
    loaded = load_model(find_weights().path)
    learnt = [{"recording": "x", "sha256": "0" * 64, "subject": "seed 20001", "frames": 9}]
    extra = {"split": {"training": learnt, "validation": [], "test": []}}
    card = replace(loaded.card, name="other", extra=extra)
    with torch.no_grad():
        for parameter in loaded.net.parameters():
            parameter.mul_(0.9)
    save_model(path, loaded.net, loaded.trunk, card)
    return path


def order(folder, *weights, recordings=(), **more):
    source = SourceSettings("synthetic", str(folder), recordings)
    return EvaluationOrder(weights=weights or ("mimamo-demo",), source=source, **more)


def run_through(asked, cache):
    steps, told = evaluate(asked, cache, CPU), []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return end.value, told


def test_predictions_are_those_of_the_analysis(folder, cache):
    found, told = run_through(order(folder), cache)
    system = make_system("mimamo", None, CPU)
    assert [each.name for each in found.weights[0].recordings] == [str(seed) for seed in SEEDS]
    for each in found.weights[0].recordings:
        steps = analyze(
            AnalysisRequest(folder / f"{each.name}.mp4", cache=cache), system, DlibDetector()
        )
        while True:
            try:
                next(steps)
            except StopIteration as end:
                analysis = end.value
                break
        expected = analysis.predictions[0].valence_arousal[each.index]
        np.testing.assert_allclose(each.predicted, expected, atol=1e-5)
        known = np.genfromtxt(folder / f"{each.name}.csv", delimiter=",", skip_header=1)
        np.testing.assert_allclose(each.labelled, known[each.index, 1:], atol=1e-6)
    assert found.subjects == tuple(sorted(f"seed {seed}" for seed in SEEDS))
    assert found.weights[0].facts.caution.endswith("not validated on people")
    shares = [step.share for step in told if isinstance(step, EvaluationProgress)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_one_part_of_a_split_is_tested_on(folder, cache):
    found, _ = run_through(order(folder, split=SplitSettings("official"), part="test"), cache)
    assert [each.name for each in found.weights[0].recordings] == ["20001"]
    assert found.weights[0].scores.of("valence").scores["concordance"].interval.low is None
    drawn, _ = run_through(
        order(folder, split=SplitSettings("subjects", test=0.5), part="test"), cache
    )
    assert len(drawn.weights[0].recordings) == 2


def test_passages_are_the_ends_and_it_is_said(folder, cache):
    whole, _ = run_through(order(folder), cache)
    split = SplitSettings("passages", validation=0.0, test=0.4)
    found, _ = run_through(order(folder, split=split, part="test"), cache)
    assert PASSAGES in found.notices
    for part, all_of in zip(found.weights[0].recordings, whole.weights[0].recordings, strict=True):
        assert part.index[-1] == all_of.index[-1]
        assert 0 < len(part.index) <= 0.4 * len(all_of.index) + 1


def test_weights_are_compared_on_features_made_once(folder, cache, other, monkeypatch):
    made = []
    original = recording_clips.PersonFeatures.of_run

    def counted(self, *arguments):
        made.append(self)
        return original(self, *arguments)

    monkeypatch.setattr(recording_clips.PersonFeatures, "of_run", counted)
    found, _ = run_through(order(folder, "mimamo-demo", str(other)), cache)
    assert len(made) == len(SEEDS)
    first, second = found.weights
    assert (first.facts.name, second.facts.name) == ("mimamo-demo", "other")
    assert first.scores != second.scores
    for a, b in zip(first.recordings, second.recordings, strict=True):
        np.testing.assert_array_equal(a.labelled, b.labelled)


def test_subjects_that_were_learnt_from_are_noticed(folder, cache, other):
    found, _ = run_through(order(folder, str(other), "mimamo-demo"), cache)
    assert found.weights[0].facts.seen.subjects == ("seed 20001",)
    assert not found.weights[1].facts.seen


def test_weights_of_one_name_are_told_apart(folder, cache, other, tmp_path):
    again = tmp_path / "again" / "other.safetensors"
    again.parent.mkdir()
    again.write_bytes(other.read_bytes())
    names = [str(other), str(again), str(again), "mimamo-demo"]
    found, _ = run_through(order(folder, *names, recordings=("1",)), cache)
    assert [each.facts.name for each in found.weights] == [
        f"{other.parent.name}/other", "again/other (1)", "again/other (2)", "mimamo-demo",
    ]  # fmt: skip


def test_light_is_studied_on_the_same_recordings(folder, tmp_path, other):
    bounds = (0.0, 0.8)
    asked = order(folder, "mimamo-demo", str(other), gamma=bounds, recordings=("1", "2"))
    found, _ = run_through(asked, tmp_path)
    assert {(point.bound, point.weights) for point in found.gamma} == {
        (bound, name) for bound in bounds for name in ("mimamo-demo", "other")
    }
    for tested in found.weights:
        plain, strong = (
            next(p for p in found.gamma if (p.bound, p.weights) == (bound, tested.facts.name))
            for bound in bounds
        )
        for dimension in ("valence", "arousal"):
            values = [
                each.of(dimension).scores["error"].value
                for each in (tested.scores, plain.scores, strong.scores)
            ]
            assert values[1] == pytest.approx(values[0], abs=1e-6)
            assert values[2] != pytest.approx(values[0], abs=1e-3)


def test_features_of_changed_crops_are_not_kept(folder, tmp_path):
    asked = order(folder, recordings=("1",))
    run_through(asked, tmp_path)
    kept = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    run_through(replace(asked, gamma=(0.8,)), tmp_path)
    assert kept == sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())


def test_a_recording_that_cannot_be_read_is_left_out_and_said(folder, cache, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "2.mp4").write_bytes(b"no video at all")
    found, _ = run_through(order(tmp_path), cache)
    assert [each.name for each in found.weights[0].recordings] == ["1", "10001", "20001"]
    assert any(notice.startswith("2 is left out: ") for notice in found.notices)


def run_of(folder, path, split, *, validation=("10001",), test=("20001",)):
    run = RunFolder(path)
    run.create(TrainingSettings(SourceSettings("synthetic", str(folder)), split))
    parts = {"training": ["1", "2"], "validation": validation, "test": test}
    rows = {
        part: [{"recording": n, "sha256": "1" * 64, "subject": f"seed {n}"} for n in names]
        for part, names in parts.items()
    }
    run.split_file.write_text(json.dumps(rows))
    return run


def test_a_run_is_tested_on_its_own_test_part(folder, cache, other, tmp_path):
    run = run_of(folder, tmp_path / "run", SplitSettings("subjects"))
    run.best.write_bytes(other.read_bytes())
    found, _ = run_through(of_run(run), cache)
    assert found.part == "test"
    assert [each.name for each in found.weights[0].recordings] == ["20001"]
    validation, _ = run_through(of_run(run, part="validation"), cache)
    assert [each.name for each in validation.weights[0].recordings] == ["10001"]


def test_without_a_card_that_says_it_the_run_folder_says_what_was_learnt_from(
    folder, cache, tmp_path
):
    run = run_of(folder, tmp_path / "run", SplitSettings("subjects"), test=())
    run.best.write_bytes(find_weights().path.read_bytes())
    asked = of_run(run, part="training")
    found, _ = run_through(asked, cache)
    assert found.weights[0].facts.seen.subjects == ("seed 1", "seed 2")
    assert of_run(run).part == "validation"
    with pytest.raises(InputError, match="has no test part"):
        of_run(run, part="test")


def test_runs_without_weights_or_list_are_refused(folder, tmp_path):
    with pytest.raises(InputError, match="holds no training run"):
        of_run(RunFolder(tmp_path))
    run = run_of(folder, tmp_path / "run", SplitSettings("subjects"))
    with pytest.raises(InputError, match="has no weights yet"):
        of_run(run)
    run.best.write_bytes(b"")
    run.split_file.write_text("[1]")
    with pytest.raises(InputError, match="does not say who was learnt from"):
        of_run(run)


def test_what_the_source_has_to_say_is_said(folder, cache):
    source = SourceSettings("folder", str(folder), ("1", "2"), shifts={"Ana": 0.2})
    found, _ = run_through(EvaluationOrder(("mimamo-demo",), source), cache)
    assert [each for each in found.notices if each.startswith("No curve is of Ana")]


def test_nothing_to_test_on_is_said(folder, cache, tmp_path):
    with pytest.raises(InputError, match="is empty and no seed is named"):
        run_through(order(tmp_path), cache)
    with pytest.raises(WeightsError, match="no weights called nothing"):
        run_through(order(folder, "nothing"), cache)
    with pytest.raises(WeightsError, match=r"no weights|not weights|holds no"):
        run_through(order(folder, str(folder / "1.csv")), cache)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"weights": ()}, "at least one"),
        ({"part": "test"}, "a split"),
        ({"gamma": (1.0,)}, "light"),
    ],
)
def test_orders_that_cannot_be(folder, changes, says):
    with pytest.raises(ValueError, match=says):
        replace(order(folder), **changes)
