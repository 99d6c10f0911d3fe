"""A whole study of seconds: recorded, trained by the product's loop, told; stopped and gone on."""

import dataclasses
import shutil
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import InputError
from app.training.study.conditions import BOTH, DIFFERENCE, SPATIAL, SPATIAL_ONLY, Condition
from app.training.study.plan import QUICK
from app.training.study.results import Results
from app.training.study.study import StudyProgress, study

PLAN = dataclasses.replace(
    QUICK,
    training=4,
    validation=2,
    test=3,
    seconds=0.8,
    test_seconds=0.8,
    seeds=(1,),
    epochs=2,
    window=12,
    gammas=(0.0, 0.8),
    resamples=100,
)
TRAINED = (SPATIAL, DIFFERENCE, BOTH)


def told(work: Generator[StudyProgress, None, Path]) -> tuple[list[StudyProgress], Path]:
    steps = []
    while True:
        try:
            steps.append(next(work))
        except StopIteration as end:
            return steps, end.value


def begun(folder: Path, conditions: tuple[Condition, ...] = TRAINED) -> list[StudyProgress]:
    return told(study(PLAN, folder, workers=1, conditions=conditions))[0]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the subjects and nothing else."""
    folder = tmp_path_factory.mktemp("study")
    begun(folder, conditions=())
    return folder


@pytest.fixture
def folder(recorded: Path, tmp_path: Path) -> Path:
    """The subjects in a folder of the test's own, for any plan with these recordings."""
    own = Path(shutil.copytree(recorded, tmp_path / "study"))
    (own / "plan.json").unlink()
    return own


def test_a_study_trains_each_condition_once_for_each_seed(folder: Path) -> None:
    plan = dataclasses.replace(PLAN, seeds=(1, 2))
    steps, path = told(study(plan, folder, workers=2, conditions=TRAINED))
    assert [(s.done, s.total) for s in steps if s.what == "subjects"] == [(9, 9)]
    assert [s.done for s in steps if s.what == "trainings"] == list(range(7))
    results = Results(folder / "results")
    both, alone = (results.load(each.name, 1) for each in (BOTH, SPATIAL))
    assert both.predictions.shape == (2, 3 * 24, 2)
    assert alone.predictions.shape == (1, 3 * 24, 2)
    assert np.isfinite(both.predictions).all()
    assert not np.array_equal(both.predictions[0], both.predictions[1])  # gamma was seen
    assert not np.array_equal(both.predictions, results.load(BOTH.name, 2).predictions)
    assert both.epochs == 2
    text = path.read_text(encoding="utf-8")
    assert "network-flow (2 of 2 seeds)" in text  # of what was not trained here
    assert "both streams are better" in text
    assert not list((folder / "runs").iterdir())


def test_a_study_that_was_stopped_goes_on_and_gives_the_same(folder: Path, tmp_path: Path) -> None:
    whole = Path(shutil.copytree(folder, tmp_path / "whole"))
    begun(whole)
    work = study(PLAN, folder, workers=1, conditions=TRAINED)
    while next(work).name != f"{SPATIAL.name}-1":
        pass
    work.close()
    stopped = Results(folder / "results")
    assert stopped.has(SPATIAL.name, 1)
    assert not stopped.has(BOTH.name, 1)
    first = stopped.path(SPATIAL.name, 1).stat().st_mtime_ns
    steps = begun(folder)
    assert [s.done for s in steps if s.what == "trainings"] == [1, 2, 3]
    assert stopped.path(SPATIAL.name, 1).stat().st_mtime_ns == first
    for condition in TRAINED:
        one, other = (Results(each / "results").load(condition.name, 1) for each in (whole, folder))
        assert np.array_equal(one.predictions, other.predictions)


def test_another_plan_in_the_folder_is_refused(recorded: Path) -> None:
    with pytest.raises(InputError, match="other settings"):
        next(study(QUICK, recorded, workers=1))


def test_a_lost_stream_is_said(folder: Path) -> None:
    begun(folder, (SPATIAL,))
    for path in (folder / "streams").iterdir():
        path.write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"spatial-alone-1\.safetensors is missing or damaged"):
        begun(folder, (SPATIAL, SPATIAL_ONLY))
