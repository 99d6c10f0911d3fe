"""What is refused before any work."""

import errno
import os
import tempfile
from pathlib import Path

import pytest
import typer

from app.cli.jobs import Job, plan_jobs, prepare_place, refuse_existing
from app.core.errors import InputError, OutputError


@pytest.fixture
def recordings(tmp_path):
    """Makes empty files and gives their paths."""
    folder = tmp_path / "in"
    folder.mkdir()

    def make(*names):
        for name in names:
            (folder / name).touch()
        return [folder / name for name in names]

    return make


def names_of(jobs):
    return [(job.video.name, job.csv.name) for job in jobs]


def test_results_have_the_names_of_their_recordings(recordings):
    jobs = plan_jobs(recordings("a.mp4", "b.v2.mov"), Path("out"), "largest")
    assert names_of(jobs) == [("a.mp4", "a.csv"), ("b.v2.mov", "b.v2.csv")]
    assert not any(job.everybody for job in jobs)


def test_a_folder_means_its_recordings_and_each_counts_once(recordings):
    first, second = recordings("a.mp4", "b.mp4")
    jobs = plan_jobs([first.parent, second], Path("out"), "all")
    assert names_of(jobs) == [("a.mp4", "a.csv"), ("b.mp4", "b.csv")]
    assert all(job.everybody for job in jobs)


@pytest.mark.parametrize(
    "names",
    [("x.mp4", "x.mov"), ("x.mp4", "X.mov"), ("\u00e9.mp4", "e\u0301.mov")],
)
def test_two_results_of_one_name_are_refused(recordings, names):
    with pytest.raises(InputError, match="would both be written"):
        plan_jobs(recordings(*names), Path("out"), "largest")


@pytest.mark.parametrize("name", ["summary.mp4", "Summary.mov"])
def test_a_recording_called_summary_goes_into_a_file_of_its_own(recordings, name):
    videos = recordings(name)
    with pytest.raises(InputError, match=r"summary\.csv; rename it"):
        plan_jobs(videos, Path("out"), "largest")
    assert len(plan_jobs(videos, Path("other.csv"), "largest")) == 1


def test_a_recording_called_like_a_person_of_another_is_refused_for_everybody(recordings):
    videos = recordings("talk.mp4", "Talk.person1.mp4")
    with pytest.raises(InputError, match=r"A person in .*talk\.mp4 would be written as"):
        plan_jobs(videos, Path("out"), "all")
    assert len(plan_jobs(videos, Path("out"), "largest")) == 2
    assert len(plan_jobs(recordings("lone.person1.mp4"), Path("out"), "all")) == 1


@pytest.mark.parametrize(
    ("names", "person"), [(("a.mp4", "b.mp4"), "largest"), (("a.mp4",), "all")]
)
def test_one_file_takes_one_recording_and_one_person(recordings, names, person):
    with pytest.raises(typer.BadParameter, match="one recording and one person"):
        plan_jobs(recordings(*names), Path("x.csv"), person)


def test_a_place_is_made_and_left_empty(tmp_path):
    prepare_place(tmp_path / "new" / "out")
    prepare_place(tmp_path / "other" / "x.csv")
    assert list((tmp_path / "new" / "out").iterdir()) == []
    assert list((tmp_path / "other").iterdir()) == []


def test_a_file_where_a_folder_is_meant_is_refused_and_the_other_way_round(tmp_path):
    (tmp_path / "out").write_text("mine")
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(OutputError, match="a file has that name"):
        prepare_place(tmp_path / "out")
    with pytest.raises(OutputError, match="it is a folder"):
        prepare_place(tmp_path / "x.csv")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_without_permission_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="permission is denied"):
        prepare_place(tmp_path)
    tmp_path.chmod(0o700)


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path, monkeypatch):
    def refuse(dir):
        raise OSError(errno.EROFS, "Read-only file system", str(dir))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(OutputError, match="the disk is read-only"):
        prepare_place(tmp_path)


def job_of(folder, name, *, everybody=False):
    video = folder / name
    video.touch()
    return Job(video, folder / "out" / f"{video.stem}.csv", everybody)


def refusal(job, existing, *, report=False, overwrite=False):
    """What a job is refused with because of a file in the folder of its results."""
    job.csv.parent.mkdir(exist_ok=True)
    (job.csv.parent / existing).touch()
    try:
        refuse_existing(job, report=report, overwrite=overwrite)
    except OutputError as error:
        return str(error)
    return ""


def sentence_about(job, existing):
    return f"{job.csv.parent / existing} exists already; use --overwrite to replace it."


@pytest.mark.parametrize(
    ("existing", "report", "expected"),
    [
        ("x.csv", False, True),
        ("x.json", False, True),
        ("x.png", True, True),
        ("x.png", False, False),
        ("x.personality.csv", False, False),
        ("x.person2.csv", True, False),
    ],
)
def test_one_person_needs_exactly_its_own_files(tmp_path, existing, report, expected):
    job = job_of(tmp_path, "x.mp4")
    assert refusal(job, existing, report=report) == (
        sentence_about(job, existing) if expected else ""
    )


@pytest.mark.parametrize(
    ("stem", "existing", "expected"),
    [
        ("x", "x.person2.csv", True),
        ("x", "x.person12.json", True),
        ("x", "x.person1.png", True),
        ("x", "x.csv", False),
        ("x", "x.personality.csv", False),
        ("x", "xx.person1.csv", False),
        ("a[bc]", "a[bc].person1.csv", True),
        ("a[bc]", "ab.person1.csv", False),
        ("**", "other.person1.csv", False),
    ],
)
def test_everybody_needs_all_numbered_files(tmp_path, stem, existing, expected):
    job = job_of(tmp_path, f"{stem}.mp4", everybody=True)
    assert refusal(job, existing) == (sentence_about(job, existing) if expected else "")


def test_overwriting_is_asked_for(tmp_path):
    assert refusal(job_of(tmp_path, "x.mp4"), "x.csv", overwrite=True) == ""


def test_results_never_replace_the_recording_itself(tmp_path):
    video = tmp_path / "x.png"
    video.touch()
    with pytest.raises(OutputError, match="would replace the recording"):
        refuse_existing(Job(video, tmp_path / "x.csv"), report=True, overwrite=True)
