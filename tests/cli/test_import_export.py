"""The commands ``import`` and ``export``: real files into a project, and out again."""

import json

import numpy as np
import pytest

from app.core.track import ContinuousTrack, Provenance
from app.formats.registry import format_named
from app.store.project import open_project
from app.store.recordings import StoredPrediction
from tests.support.shared import shared_file
from tests.support.videos import constant_pts, write_counted

FRAMES = 40


@pytest.fixture
def video(tmp_path):
    return write_counted(tmp_path / "clip.mp4", constant_pts(FRAMES))


@pytest.fixture
def project(tmp_path):
    return tmp_path / "study"


@pytest.fixture
def bring(command_line, video, project):
    """Import files onto the clip."""

    def run(*words):
        return command_line("import", *words, "--project", project, "--video", video)

    return run


def example(name):
    return shared_file(f"annotations/{name}")


def table(folder, name="x.csv", text="time_s,arousal:Bea\n0,0.5\n0.5,0.25\n"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def document_of(project):
    with open_project(project, read_only=True) as opened:
        (known,) = opened.recordings
        return opened.journal(known.id, known.frames).document


def test_raw_ratings_make_a_project(bring, project, video):
    done = bring(example("muse/raw_arousal_11.csv"))
    assert done.code == 0, done.err
    assert "raw_arousal_11.csv: MuSe-Toolbox CSV" in done.out
    assert "column 3: arousal by 3, 618 values" in done.out
    assert "3 curves will be added to clip.mp4." in done.out
    assert "lie outside the recording" in done.err
    with open_project(project, read_only=True) as opened:
        (known,) = opened.recordings
        assert known.path == video
        journal = opened.journal(known.id, FRAMES)
        assert [each.head.rater for each in journal.document.curves] == ["1", "2", "3"]
        assert journal.history.entries[0].kind == "import"


def test_several_files_into_a_project_that_is_there(bring, project, tmp_path):
    assert bring(table(tmp_path)).code == 0
    segments = table(tmp_path, "s.srt", "1\n00:00:00,000 --> 00:00:00,500\nhello\n")
    done = bring(table(tmp_path, "y.csv"), segments, "--rater", "Cy", "--dimension", "valence")
    assert done.code == 0, done.err
    document = document_of(project)
    assert [(each.head.scheme, each.head.rater) for each in document.curves] == [
        ("arousal", "Bea"),
        ("valence", "Cy"),
    ]
    assert document.segment_tracks[0].segments[0].label == "hello"
    assert document.segment_tracks[0].head.rater == "Cy"


def test_a_preview_changes_nothing(bring, project, tmp_path):
    done = bring(table(tmp_path), "--preview")
    assert (done.code, "Nothing was changed" in done.err) == (0, True)
    assert "1 curve will be added" in done.out
    assert not project.exists()
    bring(table(tmp_path))
    bring(table(tmp_path), "--preview")
    assert len(document_of(project).tracks) == 1


def test_what_the_format_states_is_mapped_and_what_is_guessed_is_asked(bring, project, tmp_path):
    done = bring(example("afewva/afewva_video1.json"), "--rater", "Anna")
    assert "Values are mapped from -10 … 10 on -1 … 1" in done.out
    assert document_of(project).curves[1].samples.values[0] == 0.5
    guess = table(tmp_path, text="time_s,arousal:Bea\n0,-7\n")
    done = bring(guess)
    assert done.code == 1
    assert "--from-range" in done.err
    done = bring(guess, "--from-range", "-10", "10")
    assert done.code == 0, done.err
    assert document_of(project).curves[2].samples.values[0] == -0.7


def test_what_no_column_says_is_asked(bring, project):
    wildlife = example("carma/Wildlife.csv")
    done = bring(wildlife, "--rater", "Anna")
    assert (done.code, "Give --dimension" in done.err) == (1, True), done.err
    done = bring(wildlife, "--rater", "Anna", "--dimension", "valence")
    assert done.code == 0, done.err
    assert document_of(project).curves[0].head.scheme == "valence"


def test_measured_values_become_predictions(bring, project):
    done = bring(example("openface/OpenFace_Test.csv"))
    assert done.code == 0, done.err
    with open_project(project, read_only=True) as opened:
        (known,) = opened.recordings
        assert not known.tracks
        assert known.predictions == len(opened.predictions(known.id)) > 0


def test_how_it_is_read_can_be_said(bring, project, tmp_path):
    path = table(tmp_path, text="time_ms;arousal:Bea\n0;0,5\n500;-9\n1000;0,25\n")
    words = ("--separator", ";", "--decimal", ",", "--encoding", "utf-8", "--sentinel", "-9")
    done = bring(path, "--format", "tracks", "--time-unit", "ms", "--between", "line", *words)
    assert done.code == 0, done.err
    assert "semicolon between cells, decimal sign ,, times in milliseconds" in done.out
    assert np.isnan(document_of(project).curves[0].samples.values[13])
    assert bring(path, "--quiet").out == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--format", "nonsense"), 1, "There is no format “nonsense”"),
        (("--time-unit", "hours"), 2, "none of frame, s, ms"),
        (("--sentinel", "x"), 2, "neither a number nor none"),
        (("--from-range", "1", "0"), 2, "lower one"),
        (("--shift", "nan"), 2, "no number of seconds"),
        (("--decimal", "x"), 2, "none of"),
        (("--format", "elan"), 1, "x.csv"),
    ],
)
def test_what_import_does_not_take(bring, project, tmp_path, words, code, said):
    done = bring(table(tmp_path), *words)
    assert (done.code, said in done.err) == (code, True), done.err
    assert not project.exists()


def test_one_sentence_on_errors(command_line, bring, project, video, tmp_path):
    for path, said in (
        (tmp_path / "none.csv", "There is no file"),
        (table(tmp_path, "notes.doc", "Dear all\n"), "--format"),
        (table(tmp_path, "n.csv", "time_s,arousal:B\n0,abc\n"), "line 2, column 2"),
        (table(tmp_path, "w.csv", "time_s,arousal\n0,0.5\n"), "give --rater"),
    ):
        done = bring(path)
        assert (done.code, done.err.count("\n"), said in done.err) == (1, 1, True), done.err
    done = command_line("import", table(tmp_path), "--project", project, "--video", "no.mp4")
    assert done.code == 1
    assert not project.exists()


def test_out_again_as_it_came_in(command_line, bring, project, tmp_path):
    bring(table(tmp_path, text=every_frame()))
    done = command_line("export", project, "--out", tmp_path / "out")
    assert done.code == 0, done.err
    path = tmp_path / "out" / "clip.csv"
    assert done.out == f"{path}\n"
    content, _ = format_named("tracks").read(path)
    (before,) = document_of(project).curves
    assert content.curves[0].values.tobytes() == before.samples.values.tobytes()
    done = command_line("export", project, "--out", tmp_path / "out")
    assert (done.code, "--overwrite" in done.err) == (1, True)
    assert command_line("export", project, "--out", path, "--overwrite", "--quiet").out == ""


def every_frame():
    rows = "".join(f"{number / 25!r},{number / 100}\n" for number in range(FRAMES))
    return f"time_s,arousal:Bea\n{rows}"


def test_choices_of_an_export(command_line, bring, project, tmp_path):
    bring(table(tmp_path))
    bring(table(tmp_path), "--rater", "Cy", "--dimension", "valence")
    out = tmp_path / "one.csv"
    words = ("--video", "clip", "--rater", "Cy", "--time-base", "frame", "--gaps", "sentinel")
    done = command_line("export", project, "--out", out, *words, "--sentinel", "-9")
    assert done.code == 0, done.err
    lines = out.read_text().splitlines()
    assert lines[0] == "frame,valence:Cy"
    assert lines[-1].endswith(",-9")
    done = command_line("export", project, "--out", tmp_path / "a.json", "--format", "afew-va")
    assert (done.code, done.err.count("\n") >= 1) == (1, True)


def test_joined_with_predictions(command_line, bring, project, tmp_path):
    bring(table(tmp_path))
    seconds = np.arange(FRAMES) / 25
    with open_project(project) as opened:
        (known,) = opened.recordings
        made = Provenance("mimamo", "demo", "0" * 64, False)
        track = ContinuousTrack("valence", seconds, np.full(FRAMES, 0.3), made)
        opened.put_prediction(known.id, StoredPrediction("MIMAMO", track, 1, ""))
    out = tmp_path / "joined.csv"
    done = command_line("export", project, "--out", out, "--joined")
    assert done.code == 0, done.err
    lines = out.read_text().splitlines()
    assert lines[0] == "frame,time_s,valence:mimamo,arousal:Bea"
    assert len(lines) == FRAMES + 1


def test_afew_va_out(command_line, bring, project, tmp_path):
    bring(example("afewva/afewva_video1.json"), "--rater", "Anna")
    out = tmp_path / "v.json"
    words = ("--format", "afew-va", "--map-ranges")
    done = command_line("export", project, "--out", out, *words)
    assert done.code == 0, done.err
    assert "holds no times" in done.err
    assert json.loads(out.read_text())["frames"]["00000"]["arousal"] == 5


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--video", "other"), 1, "There is no recording other"),
        (("--format", "openface"), 1, "Nothing can be written as “openface”"),
        (("--rater", "Nobody"), 1, "no track of that name or rater"),
        (("--gaps", "x"), 2, "none of empty, sentinel"),
        (("--time-base", "x"), 2, "none of seconds"),
    ],
)
def test_what_export_does_not_take(command_line, bring, project, tmp_path, words, code, said):
    bring(table(tmp_path))
    done = command_line("export", project, "--out", tmp_path / "out", *words)
    assert (done.code, said in done.err) == (code, True), done.err


def test_no_project_and_an_empty_one(command_line, bring, project, video, tmp_path):
    done = command_line("export", tmp_path / "none", "--out", tmp_path / "out")
    assert (done.code, done.err.count("\n")) == (1, 1)
    bring(example("openface/OpenFace_Test.csv"))
    done = command_line("export", project, "--out", tmp_path / "out")
    assert "nothing to export" in done.err


def test_a_missing_recording_does_not_stop_the_others(command_line, project, video, tmp_path):
    other = write_counted(tmp_path / "other.mp4", constant_pts(FRAMES))
    for film in (video, other):
        command_line("import", table(tmp_path), "--project", project, "--video", film)
    video.unlink()
    done = command_line("export", project, "--out", tmp_path / "out")
    assert done.code == 1
    assert (tmp_path / "out" / "other.csv").is_file()
    assert "1 of 2 recordings could not be exported" in done.err
    done = command_line("export", project, "--out", tmp_path / "one.csv")
    assert (done.code, "names one file" in done.err) == (2, True)
