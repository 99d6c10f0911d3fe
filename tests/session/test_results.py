"""Results as files, for one recording."""

import json
from pathlib import Path

import pytest

from app.core.errors import OutputError
from app.formats.prediction_csv import HEADER
from app.session.results import (
    csv_paths,
    numbered_files,
    person_path,
    remove_stale,
    result_files,
    write_files,
)
from tests.support.results_by_hand import finished
from tests.support.videos import constant_pts, write_counted


@pytest.fixture
def two_people(tmp_path):
    clip = write_counted(tmp_path / "clip.mp4", constant_pts(5))
    return finished(clip, people=(1, 2)).analysis


def test_people_have_numbered_files(two_people):
    csv = Path("/x/clip.csv")
    assert person_path(csv, 3) == Path("/x/clip.person3.csv")
    assert csv_paths(two_people, csv, numbered=True) == [
        Path("/x/clip.person1.csv"),
        Path("/x/clip.person2.csv"),
    ]


def test_each_csv_has_its_json_and_its_report(two_people):
    files = result_files(
        two_people,
        Path("/x/clip.csv"),
        numbered=True,
        report=lambda analysis, prediction: b"page %d" % prediction.person,
    )
    assert sorted(path.name for path in files) == [
        f"clip.person{n}.{ending}" for n in (1, 2) for ending in ("csv", "json", "png")
    ]
    assert files[Path("/x/clip.person2.png")] == b"page 2"
    assert json.loads(files[Path("/x/clip.person2.json")])["person"] == 2
    assert files[Path("/x/clip.person1.csv")].count(b"\n") == 6


def test_all_files_are_written_or_none(tmp_path):
    (tmp_path / "b").write_text("mine")
    files = {tmp_path / "a": b"1", tmp_path / "b": b"2"}
    with pytest.raises(OutputError, match="exists already"):
        write_files(files, overwrite=False)
    assert not (tmp_path / "a").exists()
    write_files(files, overwrite=True)
    assert (tmp_path / "b").read_bytes() == b"2"


def touch(folder, *names):
    for name in names:
        (folder / name).touch()


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_numbered_files_are_those_of_exactly_this_name(tmp_path):
    ours = ["a[1]*.person1.csv", "a[1]*.person12.json", "a[1]*.person2.png"]
    others = ["a1x.person1.csv", "a[1]*.personality.csv", "a[1]*.person1.csv.bak", "a[1]*.csv"]
    touch(tmp_path, *ours, *others)
    assert [path.name for path in numbered_files(tmp_path / "a[1]*.csv")] == sorted(ours)
    assert numbered_files(tmp_path / "absent" / "a.csv") == []


def test_people_who_are_none_any_more_are_removed(two_people, tmp_path):
    csv = tmp_path / "clip.csv"
    files = result_files(two_people, csv, numbered=True, report=lambda *_: b"page")
    write_files(files, overwrite=False)
    (tmp_path / "clip.person3.csv").write_text(HEADER + "\n")  # its JSON was lost
    (tmp_path / "clip.person4.csv").write_text("my own notes\n")
    keep = [path for path in files if "person1" in path.name and path.suffix != ".png"]
    remove_stale(csv, keep=keep)
    assert names_in(tmp_path) == [
        "clip.mp4", "clip.person1.csv", "clip.person1.json", "clip.person4.csv",
    ]  # fmt: skip


def test_results_of_a_recording_called_like_a_person_are_left_alone(two_people, tmp_path):
    other = write_counted(tmp_path / "clip.person2.mp4", constant_pts(5))
    csv = tmp_path / "clip.person2.csv"
    write_files(result_files(finished(other).analysis, csv, numbered=False), overwrite=False)
    before = names_in(tmp_path)
    remove_stale(tmp_path / "clip.csv", keep=())
    assert names_in(tmp_path) == before
