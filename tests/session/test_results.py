"""Results as files, for one recording."""

import json
from pathlib import Path

import pytest

from app.core.errors import OutputError
from app.session.results import csv_paths, person_path, result_files, write_files
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
