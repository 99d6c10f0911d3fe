"""Two people in one recording, and a recording that was filmed sideways."""

import json

import pandas as pd

from app.video.pyav_reader import open_recording
from tests.support.shared import shared_file


def test_the_two_face_clip_gives_two_people(command_line, tmp_path):
    clip = shared_file("derived/two_faces_d10_d3.mp4")
    range_ = ("--start", 2, "--end", 4)
    done = command_line("analyze", clip, "--out", tmp_path, "--person", "all", *range_)
    assert done.code == 0, done.err
    names = sorted(path.name for path in tmp_path.iterdir())
    stem = "two_faces_d10_d3"
    assert names == sorted(
        [f"{stem}.person{n}.{end}" for n in (1, 2) for end in ("csv", "json")] + ["summary.csv"]
    )
    tables = [pd.read_csv(tmp_path / f"{stem}.person{n}.csv") for n in (1, 2)]
    assert all(table["face"].sum() == 60 for table in tables)
    assert not tables[0]["valence"].equals(tables[1]["valence"])
    summary = pd.read_csv(tmp_path / "summary.csv")
    assert summary["person"].tolist() == [1, 2]


def test_choosing_a_person_reads_that_person(command_line, tmp_path):
    clip = shared_file("derived/two_faces_d10_d3.mp4")
    common = ("--start", 2, "--end", 3, "--quiet")
    for person in (1, 2, "largest", "all"):
        out = tmp_path / f"{person}"
        assert command_line("analyze", clip, "--out", out, "--person", person, *common).code == 0
    by_number = {n: (tmp_path / f"{n}" / "two_faces_d10_d3.csv").read_bytes() for n in (1, 2)}
    largest = (tmp_path / "largest" / "two_faces_d10_d3.csv").read_bytes()
    everybody = (tmp_path / "all" / "two_faces_d10_d3.person2.csv").read_bytes()
    assert largest == by_number[2]  # d3's face is the larger one (281 against 215 pixels)
    assert everybody == by_number[2]
    assert by_number[1] != by_number[2]

    done = command_line("analyze", clip, "--out", tmp_path / "3", "--person", 3, *common)
    assert done.code == 1
    assert "no person 3; it shows 2" in done.err


def test_several_faces_are_said(command_line, tmp_path):
    clip = shared_file("derived/two_faces_d10_d3.mp4")
    done = command_line("analyze", clip, "--out", tmp_path, "--end", 1, "--quiet")
    assert done.code == 0
    assert done.err.count("\n") == 1
    assert "2 people were found" in done.err


def test_a_recording_filmed_sideways_stands_upright(command_line, tmp_path):
    clip = shared_file("derived/rot90_d13.mp4")
    done = command_line("analyze", clip, "--out", tmp_path / "x.csv", "--end", 1)
    assert done.code == 0, done.err
    document = json.loads((tmp_path / "x.json").read_text())
    assert (document["video"]["width"], document["video"]["height"]) == (480, 854)
    with open_recording(clip) as reader:
        assert reader.frame(0).shape == (854, 480, 3)
    assert pd.read_csv(tmp_path / "x.csv")["face"].iloc[:30].all()
