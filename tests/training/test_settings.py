"""Settings of a run: kept as JSON, and refused in one sentence where they cannot be used."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError
from app.training.settings import (
    NetworkSettings,
    SourceSettings,
    SplitSettings,
    StageSettings,
    TrainingSettings,
    fine_tuning,
    modern,
    paper,
)
from tests.support.shared import ROOT

SOURCE = SourceSettings("folder", "films", ("a", "b"), ("Anna",), {"*": 0.4}, "utterances")


@pytest.mark.parametrize(
    "made", [paper(SOURCE), modern(SOURCE), fine_tuning(SOURCE, "mimamo-demo")]
)
def test_json_gives_the_same_settings_back(made):
    assert TrainingSettings.from_json(made.to_json()) == made


@given(
    st.floats(1e-6, 10, allow_nan=False),
    st.integers(1, 100),
    st.floats(0, 0.49),
    st.sampled_from([4, 8, 12, 16]),
    st.text(max_size=20),
)
def test_any_allowed_settings_survive(rate, epochs, share, differences, name):
    made = replace(
        paper(replace(SOURCE, recordings=(name,))),
        stages=(StageSettings("together", epochs=epochs, rate=rate),),
        split=SplitSettings(validation=share, test=share),
        network=NetworkSettings(differences=differences, train=("head",)),
    )
    assert TrainingSettings.from_json(made.to_json()) == made


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"network": NetworkSettings(temporal="none", spatial=False)}, "at least one stream"),
        ({"network": NetworkSettings(differences=5)}, "4, 8, 12 or 16"),
        ({"network": NetworkSettings(train=())}, "at least one part"),
        ({"network": NetworkSettings(train=("trunk",))}, "parts are"),
        ({"split": SplitSettings(validation=0.6, test=0.4)}, "no share is left"),
        ({"split": SplitSettings(fold=5, folds=5)}, "a fold is from 0"),
        ({"split": SplitSettings(kind="by frame")}, "kind is 'by frame'"),
        ({"source": SourceSettings("passages", "x")}, "kind is 'passages'"),
        ({"stages": ()}, "at least one stage"),
        ({"stages": (StageSettings("together", rate=float("nan")),)}, "learning rate"),
        ({"stages": (StageSettings("trunk"),)}, "name is 'trunk'"),
        ({"window": 1}, "two frames"),
        ({"momentum": 1.0}, "momentum"),
        ({"decay": float("inf")}, "weight decay"),
    ],
)
def test_what_cannot_be_done_is_named(change, said):
    with pytest.raises(InputError, match=said):
        replace(paper(SOURCE), **change)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"source": 3}',
        paper(SOURCE).to_json().replace('"window"', '"widow"'),
        paper(SOURCE).to_json()[:-3],
    ],
)
def test_settings_changed_beyond_use_are_refused_in_one_sentence(text):
    with pytest.raises(InputError, match="start a new run"):
        TrainingSettings.from_json(text)


def test_a_value_changed_by_hand_is_checked():
    fields = json.loads(paper(SOURCE).to_json())
    fields["network"]["differences"] = 13
    with pytest.raises(InputError, match="4, 8, 12 or 16"):
        TrainingSettings.from_json(json.dumps(fields))


def test_presets_begin_with_the_rates_that_were_measured_as_best():
    lines = (ROOT / "docs/training.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ") and "**" in line]
    best = {row[1].split()[0]: float(row[2].replace("*", "")) for row in rows}
    for made in (paper(SOURCE), modern(SOURCE), fine_tuning(SOURCE, "mimamo-demo")):
        assert {stage.rate for stage in made.stages} == {best[made.preset]}
