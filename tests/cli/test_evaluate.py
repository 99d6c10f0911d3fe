"""The command ``evaluate``: its files, its sentences, and what it refuses before any work."""

import csv
import json

import pytest

from app.formats.prediction_csv import HEADER
from app.training.sources.synthetic import write_recordings
from app.training.synthetic.settings import GeneratorSettings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("synthetic")
    list(write_recordings(made, (1, 20_001), GeneratorSettings(duration=1.2)))
    return made


def test_figures_tables_and_page_are_written(command_line, folder, tmp_path):
    out = tmp_path / "out"
    asked = ("evaluate", "--weights", "mimamo-demo", "--source", "synthetic", folder, "--out", out)
    done = command_line(*asked)
    assert done.code == 0, done.err
    assert done.out == ""
    assert sorted(path.name for path in out.iterdir()) == [
        "comparison.csv", "evaluation.json", "recordings.csv", "report.html", "subjects.csv",
        "values.csv",
    ]  # fmt: skip
    with (out / "comparison.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["dimension"] for row in rows] == ["valence", "arousal"]
    assert "needs 3 subjects" in rows[0]["remark"]
    assert f"valence: CCC {float(rows[0]['ccc']):.3f}".replace("-", "\N{MINUS SIGN}") in done.err
    assert "warning: mimamo-demo: demonstration weights, not validated on people." in done.err
    assert "not validated on people" in (out / "report.html").read_text(encoding="utf-8")
    assert json.loads((out / "evaluation.json").read_text())["part"] == "all"
    again = command_line(*asked)
    assert again.code == 1
    assert "report.html exists already; use --overwrite" in again.err
    assert command_line(*asked, "--part", "test", "--split", "official", "--overwrite").code == 0
    assert json.loads((out / "evaluation.json").read_text())["part"] == "test"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--source"),
        (("--source", "synthetic", "x"), "--weights"),
        (("--source", "nothing", "x", "--weights", "a"), "'nothing' is none of project"),
        (("--source", "folder", "x", "--weights", "a", "--part", "test"), "--split"),
        (("--source", "folder", "x", "--weights", "a", "--split", "thirds"), "'thirds' is none of"),
        (("--source", "folder", "x", "--weights", "a", "--part", "some"), "--split"),
        (("--source", "folder", "x", "--weights", "a"), "--out"),
        (("--source", "folder", "x", "--weights", "a", "--shift", "Ann=soon"), "RATER=SECONDS"),
        (("--source", "folder", "x", "--weights", "a", "--shift", "=1"), "RATER=SECONDS"),
        (("--run", "x", "--source", "folder", "x"), "leave out --run"),
        (("--run", "x", "--recording", "a"), "--recording: a run has its own"),
        (("--run", "x", "--shift", "a=1"), "--shift: a run has its own"),
        (("--source", "folder", "x", "--weights", "a", "--frames", "x"), "with --submission"),
        (("--submission", "x.csv", "--predictions", "x", "--weights", "a"), "so leave it out"),
        (("--submission", "x.csv"), "--predictions"),
    ],
)
def test_wrong_usage_is_said(command_line, arguments, says):
    done = command_line("evaluate", *arguments)
    assert done.code == 2, done.err
    assert says in " ".join(done.err.split())


def test_what_fails_is_one_sentence(command_line, tmp_path):
    asked = ("evaluate", "--out", tmp_path / "out")
    done = command_line(*asked, "--weights", "none", "--source", "folder", tmp_path)
    assert done.code == 1
    assert "no weights called none" in done.err
    done = command_line(*asked, "--run", tmp_path)
    assert done.code == 1
    assert "holds no training run" in done.err
    assert not (tmp_path / "out").exists()


def test_a_submission_is_made_of_predictions(command_line, tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n0,0.0,0,0.0,,\n1,0.03,1,0.9,0.5,-0.25\n")
    target = tmp_path / "submission.txt"
    asked = ("evaluate", "--submission", target, "--predictions", tmp_path)
    done = command_line(*asked)
    assert done.code == 0, done.err
    assert target.read_text().splitlines() == [
        "image_location,valence,arousal", "a/00001.jpg,-5,-5", "a/00002.jpg,0.500000,-0.250000",
    ]  # fmt: skip
    assert command_line(*asked).code == 1
    assert command_line(*asked, "--overwrite").code == 0
