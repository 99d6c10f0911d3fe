"""Results as files: the window's are those of the command line, to the byte."""

import json

import pytest
from PySide6.QtWidgets import QFileDialog

from app.analysis.choices import AnalysisChoice
from tests.support.command_line import CommandLine
from tests.support.results_by_hand import finished
from tests.support.shared import shared_file


@pytest.fixture
def chosen(monkeypatch):
    """What the user answers in the file dialog."""
    answers = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *args: (str(answers[-1]) if answers else "", "")
    )
    return answers


def test_the_csv_of_the_window_is_the_csv_of_the_command(
    qtbot, room, chosen, tmp_path, monkeypatch, capsys
):
    clip = shared_file("derived/two_faces_d10_d3.mp4")
    common = ("--person", "all", "--start", 2, "--end", 3.5, "--quiet")
    done = CommandLine(monkeypatch, capsys)("analyze", clip, "--out", tmp_path / "cli", *common)
    assert done.code == 0, done.err
    with qtbot.waitSignal(room.opening.opened):
        room.opening.open_paths([clip])
    room.analysis.run(AnalysisChoice("mimamo", "mimamo-demo", person="all", span=(2.0, 3.5)))
    qtbot.waitUntil(lambda: not room.analysis.running, timeout=120_000)
    assert room.errors == []
    chosen.append(tmp_path / "window.csv")
    room.export.export_csv()
    qtbot.waitUntil(room.idle, timeout=20_000)
    assert room.errors == []
    for person in (1, 2):
        command = tmp_path / "cli" / f"{clip.stem}.person{person}.csv"
        window = tmp_path / f"window.person{person}.csv"
        assert window.read_bytes() == command.read_bytes()
        assert b",0.9" in window.read_bytes()  # not a file of gaps
        documents = [json.loads(p.with_suffix(".json").read_text()) for p in (window, command)]
        for document in documents:
            del document["started"], document["duration_s"]
        assert documents[0] == documents[1]


@pytest.fixture
def result(qtbot, room, opened):
    """A result on screen, for one person."""
    room.results.keep(opened[0], finished(opened[0]))
    return opened[0]


def test_csv_and_json_are_written_and_that_is_said(qtbot, room, result, chosen, tmp_path):
    chosen.append(tmp_path / "out" / "clip")  # without its ending
    room.export.export_csv()
    qtbot.waitUntil(room.idle)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["clip.csv", "clip.json"]
    assert room.notes == [f"clip.csv, clip.json written to {tmp_path / 'out'}."]
    assert room.preferences.get("last_folder") == str(tmp_path / "out")


def test_a_file_the_dialog_did_not_ask_about_is_asked_about(qtbot, room, result, chosen, tmp_path):
    (tmp_path / "clip.json").write_text("mine")
    chosen.append(tmp_path / "clip.csv")
    room.answer = False
    room.export.export_csv()
    qtbot.waitUntil(room.idle)
    assert room.asked == [[tmp_path / "clip.json"]]
    assert not (tmp_path / "clip.csv").exists()
    room.answer = True
    room.export.export_csv()
    qtbot.waitUntil(room.idle)
    assert json.loads((tmp_path / "clip.json").read_text())["system"] == "mimamo"


def test_a_full_disk_is_one_sentence_and_nothing_is_left(
    qtbot, room, result, chosen, tmp_path, monkeypatch
):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.files._flush", full)
    chosen.append(tmp_path / "clip.csv")
    room.export.export_csv()
    qtbot.waitUntil(room.idle)
    (message,) = room.errors
    assert "the disk is full" in message
    assert [path.name for path in tmp_path.iterdir() if "clip" in path.name] == []


def test_the_report_is_a_png_for_each_person(qtbot, room, opened, chosen, tmp_path):
    room.results.keep(opened[0], finished(opened[0], people=(1, 2)))
    chosen.append(tmp_path / "page.png")
    room.export.export_report()
    qtbot.waitUntil(room.idle, timeout=60_000)
    assert room.errors == []
    for person in (1, 2):
        content = (tmp_path / f"page.person{person}.png").read_bytes()
        assert content.startswith(b"\x89PNG")


def test_cancelling_the_dialog_writes_nothing(qtbot, room, result, chosen):
    room.export.export_csv()
    assert room.idle()


def test_a_track_names_the_result_it_belongs_to(qtbot, room, result, chosen, tmp_path):
    chosen.append(tmp_path / "clip.csv")
    (group,) = room.tracks.groups
    group.exportRequested.emit(("mimamo", "ab" * 32, 1, "valence"))
    qtbot.waitUntil(room.idle)
    assert (tmp_path / "clip.csv").exists()
    group.exportRequested.emit(("other", "ab" * 32, 1, "valence"))
    assert room.idle()


@pytest.mark.parametrize("export", ["export_csv", "export_report"])
def test_a_file_with_the_ending_that_was_not_typed_is_asked_about(
    qtbot, room, result, chosen, tmp_path, export
):
    there = tmp_path / ("clip.csv" if export == "export_csv" else "clip.png")
    there.write_text("mine")
    chosen.append(tmp_path / "clip")
    room.answer = False
    getattr(room.export, export)()
    qtbot.waitUntil(room.idle)
    assert room.asked == [[there]]
    assert there.read_text() == "mine"
