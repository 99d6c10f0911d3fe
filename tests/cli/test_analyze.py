"""The command ``analyze`` about its analyses: what it writes, and what becomes of failures."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.analysis.run import AnalysisRun
from app.core.errors import InputError
from tests.support.made_up_run import MadeUpRun
from tests.support.shared import ROOT
from tests.support.videos import constant_pts, write_counted


@pytest.fixture
def folder(tmp_path):
    """Three short recordings: a, b and c."""
    made = tmp_path / "in"
    made.mkdir()
    for name in "abc":
        write_counted(made / f"{name}.mp4", constant_pts(5))
    return made


@pytest.fixture
def made_up(monkeypatch):
    """Puts a run made up in place of the real one."""

    def put(**arguments):
        run = MadeUpRun(**arguments)
        monkeypatch.setattr(AnalysisRun, "prepare", lambda choice: run)
        return run

    return put


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def videos_in_summary(out):
    with (out / "summary.csv").open(encoding="utf-8") as stream:
        return [row["video"] for row in csv.DictReader(stream)]


def test_results_lie_beside_each_other_and_nothing_else(command_line, made_up, folder, tmp_path):
    made_up()
    out = tmp_path / "new" / "out"
    done = command_line("analyze", folder, "--out", out)
    assert done.code == 0, done.err
    assert names_in(out) == [
        "a.csv", "a.json", "b.csv", "b.json", "c.csv", "c.json", "summary.csv",
    ]  # fmt: skip
    assert videos_in_summary(out) == ["a.mp4", "b.mp4", "c.mp4"]
    assert done.out == ""
    assert "note: not validated" in done.err


@pytest.mark.parametrize("failure", [InputError("b.mp4 is broken."), ZeroDivisionError("by zero")])
@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_one_failure_does_not_stop_the_others(
    command_line, made_up, folder, tmp_path, failure, debug
):
    run = made_up(failures={"b.mp4": failure})
    out = tmp_path / "out"
    done = command_line("analyze", folder, "--out", out, "--quiet", *debug)
    assert done.code == 1
    assert videos_in_summary(out) == ["a.mp4", "c.mp4"]
    assert "b.csv" not in names_in(out)
    assert run.done == ["a.mp4", "tidied", "b.mp4", "tidied", "c.mp4", "tidied"]
    lines = [line for line in done.err.splitlines() if line.startswith("mimamo-studio: ")]
    assert len(lines) == 2
    assert "b.mp4" in lines[0]
    assert "1 of 3 recordings could not be analysed" in lines[1]
    assert ("Traceback" in done.err) is bool(debug)


def test_the_failure_of_the_only_recording_is_that_of_the_command(
    command_line, made_up, folder, tmp_path
):
    run = made_up(failures={"a.mp4": RuntimeError("two\nlines")})
    done = command_line("analyze", folder / "a.mp4", "--out", tmp_path / "out", "--quiet")
    assert done.code == 1
    assert done.err == (
        "mimamo-studio: Something went wrong inside the program (RuntimeError: two lines). "
        "Run the same command with --debug and report what it prints.\n"
    )
    assert run.done[-1] == "tidied"


def test_stopping_keeps_what_was_finished(command_line, made_up, folder, tmp_path):
    run = made_up(failures={"b.mp4": KeyboardInterrupt()})
    out = tmp_path / "out"
    done = command_line("analyze", folder, "--out", out, "--quiet")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "Stopped" in done.err
    assert names_in(out) == ["a.csv", "a.json", "summary.csv"]
    assert videos_in_summary(out) == ["a.mp4"]
    assert run.done[-1] == "tidied"


def _heed_interruptions():
    # A shell that runs the tests in the background has switched them off.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_control_c_ends_a_real_analysis_with_one_sentence(tmp_path):
    clip = write_counted(tmp_path / "clip.mp4", constant_pts(120), width=640, height=480)
    words = [sys.executable, ROOT / "main.py", "analyze", clip, "--out", tmp_path / "out"]
    said = []
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, text=True, preexec_fn=_heed_interruptions
    ) as work:
        for line in work.stderr:
            said.append(line)
            if "finding faces" in line:
                work.send_signal(signal.SIGINT)
    assert work.returncode == 1
    assert said[-1].startswith("mimamo-studio: Stopped; what was finished is kept")
    assert not any("Traceback" in line for line in said)
    assert names_in(tmp_path / "out") == []


def test_existing_results_are_refused_before_anything_is_loaded(
    command_line, monkeypatch, folder, tmp_path
):
    def fail(choice):
        raise AssertionError("nothing is to be analysed")

    monkeypatch.setattr(AnalysisRun, "prepare", fail)
    out = tmp_path / "out"
    out.mkdir()
    for name in "abc":
        (out / f"{name}.json").write_text("precious")
    done = command_line("analyze", folder, "--out", out)
    assert done.code == 1
    assert done.err.count("use --overwrite") == 3
    assert "3 of 3 recordings" in done.err
    assert (out / "a.json").read_text() == "precious"


def test_what_is_refused_does_not_stop_the_others(command_line, made_up, folder, tmp_path):
    run = made_up()
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.csv").write_text("precious")
    done = command_line("analyze", folder, "--out", out, "--quiet")
    assert done.code == 1
    assert run.done == ["b.mp4", "tidied", "c.mp4", "tidied"]
    assert (out / "a.csv").read_text() == "precious"
    assert not (out / "a.json").exists()


@pytest.mark.parametrize("content", [b"my,own\n1,2\n", b"\xff\xfe\x00"])
def test_a_strangers_summary_is_refused_before_the_work(
    command_line, made_up, folder, tmp_path, content
):
    run = made_up()
    out = tmp_path / "out"
    out.mkdir()
    (out / "summary.csv").write_bytes(content)
    done = command_line("analyze", folder, "--out", out)
    assert done.code == 1
    assert "move it away" in done.err
    assert done.err.count("\n") == 1
    assert run.done == []
    assert names_in(out) == ["summary.csv"]
    assert (out / "summary.csv").read_bytes() == content


def test_fewer_people_than_before_leave_no_files_of_the_others(
    command_line, made_up, folder, tmp_path
):
    out = tmp_path / "out"
    words = ("analyze", folder / "a.mp4", "--out", out, "--person", "all", "--quiet")
    made_up(people=(1, 2, 3))
    assert command_line(*words).code == 0
    made_up(people=(1, 2))
    refused = command_line(*words)
    assert refused.code == 1
    assert "--overwrite" in refused.err
    assert (out / "a.person3.csv").exists()
    assert command_line(*words, "--overwrite").code == 0
    assert names_in(out) == [
        "a.person1.csv", "a.person1.json", "a.person2.csv", "a.person2.json", "summary.csv",
    ]  # fmt: skip
    assert videos_in_summary(out) == ["a.mp4", "a.mp4"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are bytes on Linux only")
def test_a_name_that_is_no_text_is_kept_to_the_byte(command_line, made_up, folder, tmp_path):
    made_up()
    name = os.fsdecode(b"M\xfcller.mp4")
    (folder / "a.mp4").rename(folder / name)
    out = tmp_path / "out"
    done = command_line("analyze", folder / name, "--out", out, "--report")
    assert done.code == 0, done.err
    assert sorted(map(os.fsencode, names_in(out))) == [
        b"M\xfcller.csv", b"M\xfcller.json", b"M\xfcller.png", b"summary.csv",
    ]  # fmt: skip
    assert videos_in_summary(out) == ["M\\udcfcller.mp4"]
    document = json.loads((out / Path(name).with_suffix(".json")).read_text("utf-8"))
    assert document["video"]["file"] == "M\\udcfcller.mp4"
