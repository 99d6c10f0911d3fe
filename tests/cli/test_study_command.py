"""The command `study`: what it asks for, what it says, what it leaves."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from app.training.study import plan as plans
from app.training.study import study as studies
from app.training.study.results import Result, Results
from app.training.study.training import TrainingOrder
from tests.support.command_line import CommandLine

TINY = dataclasses.replace(
    plans.QUICK, training=1, validation=1, test=1, seconds=0.5, test_seconds=0.5, seeds=(1,)
)


def as_if_trained(order: TrainingOrder) -> str:
    labels = np.random.default_rng(order.seed).uniform(-1, 1, (15, 2)).astype(np.float32)
    subjects, spreads = np.full(15, 21000), np.stack([labels] * len(TINY.gammas))
    result = Result(subjects, labels, spreads, epochs=1, best=1, validation=1.0, seconds=1.0)
    Results(order.folder / "results").keep(order.condition.name, order.seed, result)
    return order.name


def test_one_of_quick_and_full_is_asked_for(command_line: CommandLine, tmp_path: Path) -> None:
    for words in ((), ("--quick", "--full")):
        done = command_line("study", *words, "--out", tmp_path)
        assert done.code == 2
        assert "--quick or --full" in done.err


def test_it_says_what_is_done_and_where_the_tables_are(
    command_line: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "PLANS", {"quick": TINY})
    monkeypatch.setattr(studies, "train_condition", as_if_trained)
    done = command_line("study", "--quick", "--out", tmp_path / "study", "--workers", "1")
    assert done.code == 0, done.err
    assert "subjects: 3 of 3" in done.err
    assert "trainings: 12 of 12 (difference-16-1)" in done.err
    report = tmp_path / "study" / "study.md"
    assert f"wrote {report}" in done.err
    assert "synthetic" in report.read_text(encoding="utf-8")


def test_a_folder_of_another_study_is_refused(command_line: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("{}")
    done = command_line("study", "--quick", "--out", tmp_path, "--device", "cpu")
    assert done.code == 1
    assert "other settings" in done.err
    assert "Traceback" not in done.err
