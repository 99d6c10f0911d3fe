"""What is kept of finished trainings, and the report that is written of it."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import InputError
from app.training.study.conditions import CONDITIONS, QUESTIONS
from app.training.study.plan import FULL, PLANS, QUICK, StudyPlan, refuse_another
from app.training.study.report import report
from app.training.study.results import Results
from app.training.study.tables import Findings
from tests.support.study_results import SUBJECTS, a_result

PLAN = dataclasses.replace(QUICK, test=SUBJECTS, gammas=(0.0, 0.8), resamples=200)


def test_a_result_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    results, kept = Results(tmp_path / "results"), a_result(0.4, 1)
    assert not results.has("flow-alone", 1)
    results.keep("flow-alone", 1, kept)
    assert results.has("flow-alone", 1)
    found = results.load("flow-alone", 1)
    assert np.array_equal(found.predictions, kept.predictions)
    assert (found.epochs, found.best, found.validation, found.seconds) == (10, 7, 0.5, 1.0)
    finished = results.finished(["flow-alone", "phase-alone"], (1, 2))
    assert {name: list(seeds) for name, seeds in finished.items()} == {
        "flow-alone": [1],
        "phase-alone": [],
    }


def test_a_damaged_result_is_named(tmp_path: Path) -> None:
    (tmp_path / "flow-alone-1.npz").write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"flow-alone-1\.npz is damaged; delete it"):
        Results(tmp_path).load("flow-alone", 1)


def test_every_condition_comes_after_those_it_begins_with() -> None:
    names = [condition.name for condition in CONDITIONS]
    assert len(set(names)) == len(names)
    for at, condition in enumerate(CONDITIONS):
        assert set(condition.after) <= set(names[:at])
    asked = {row.condition.name for question in QUESTIONS for row in question.rows}
    assert asked <= set(names)


@pytest.mark.parametrize("plan", PLANS.values())
def test_no_subject_is_in_two_parts_nor_known_to_the_shipped_trunk(plan: StudyPlan) -> None:
    parts = [set(plan.subjects(part)) for part in ("training", "validation", "test")]
    assert sum(map(len, parts)) == len(set.union(*parts))
    assert min(min(part) for part in parts) >= 1000


def test_the_quick_study_has_about_five_thousand_training_frames() -> None:
    assert QUICK.training * QUICK.recording("training").frames == pytest.approx(5000, rel=0.05)
    assert len(QUICK.seeds) == 3
    assert QUICK.epochs == 10
    assert FULL.training > QUICK.training


def test_a_folder_with_another_plan_is_refused() -> None:
    refuse_another(QUICK.to_json(), QUICK)
    with pytest.raises(InputError, match="another folder"):
        refuse_another(QUICK.to_json(), FULL)


def test_the_report_says_what_agrees_what_does_not_and_what_was_not_run() -> None:
    noise = {"network-difference": 0.2, "network-spatial": 1.0, "network-phase": 0.1}
    results = {
        name: {seed: a_result(spread, seed, under_gamma=spread) for seed in PLAN.seeds}
        for name, spread in noise.items()
    }
    text = report(Findings(PLAN, results))
    assert "both streams are better than the spatial one" in text.split("**Agrees")[1]
    disagrees = text.split("**Disagrees")[1].split("**")[1]
    assert "phase difference is better than phase" in disagrees
    assert "flow-alone (3 of 3 seeds)" in text.split("**Not run yet:**")[1]
    assert "| optical flow | not run | not run |" in text
    assert "synthetic" in text
    assert "0.364" in text


def test_seeds_that_were_not_run_are_said_and_only_common_ones_compared() -> None:
    kept = {seed: a_result(0.2, seed, under_gamma=0.3) for seed in PLAN.seeds}
    results = {"network-difference": {1: kept[1]}, "network-spatial": kept}
    text = report(Findings(PLAN, results))
    assert "| both (2 of 3 seeds not run) |" in text
    assert "network-difference (2 of 3 seeds)" in text
    # The same predictions on both sides: on seed 1, which both have, they do not differ at all.
    claim = "both streams are better than the spatial one (2 of 3 seeds not run)"
    assert f"| {claim} | +0.00 [+0.00, +0.00] | not told apart |" in text


def test_under_gamma_both_inputs_are_compared_at_each_spread() -> None:
    noise = {"difference-alone": 0.3, "flow-alone": 1.5}
    results = {
        name: {seed: a_result(0.2, seed, under_gamma=spread) for seed in PLAN.seeds}
        for name, spread in noise.items()
    }
    text = report(Findings(PLAN, results))
    row = next(line for line in text.splitlines() if line.startswith("| alone: arousal |"))
    same, flickering = row.split("|")[2:4]
    assert same.strip() == "+0.00 [+0.00, +0.00]"
    assert float(flickering.split()[0]) > 0.1
    agrees = text.split("**Agrees")[1].split("**Not told")[0]
    assert "better than optical flow [light that flickers, b = 0.8]" in agrees
