"""Recordings, people, schemes, predictions, memory, copies and folders that move."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from app.core.document import Document
from app.core.errors import ProjectError
from app.core.scheme import DEFAULT_SCHEMES, Category, CategoryScheme, DimensionScheme, Schemes
from app.core.track import ContinuousTrack, Provenance
from app.store import paths
from app.store.project import create_project, open_project
from app.store.recordings import StoredPrediction
from tests.support.random_edits import curve, same_bytes

FRAMES = 5000


def clip(folder, name="clip.mp4", content=b"video"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def annotate(project, path, rng):
    known = project.add_recording(path, FRAMES)
    journal = project.journal(known.id, FRAMES)
    after = Document(FRAMES).added(curve(rng, FRAMES))
    journal.commit(after, author="Anna", kind="draw", summary="drew")
    return known.id, after


def predicted(dimension="arousal", *, system="mimamo", sha="ab" * 32, person=1, scale=1.0):
    seconds = np.arange(FRAMES) / 29.97
    values = scale * np.sin(seconds)
    values[100:140] = np.nan
    made = Provenance(system, "weights", sha, True, {"rate_hz": 30.0, "stretch": [0, 10]})
    return StoredPrediction(
        "MIMAMO Net", ContinuousTrack(dimension, seconds, values, made), person, "c"
    )


def test_a_new_project_has_its_folder_name_and_schemes(project):
    assert project.name == "Study"
    assert project.schemes == DEFAULT_SCHEMES
    assert not project.read_only
    assert (project.recordings, project.raters, project.subjects) == ((), (), ())
    assert (project.folder / "cache").is_dir()


@pytest.mark.parametrize("name", ["", "  "])
def test_a_project_has_a_name(tmp_path, name):
    with pytest.raises(ProjectError, match="needs a name"):
        create_project(tmp_path / "x", name)


def test_a_project_is_never_made_over_another(project, tmp_path):
    with pytest.raises(ProjectError, match="is a project already"):
        create_project(project.folder, "Other")
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(ProjectError, match="is a file"):
        create_project(file, "Other")


def test_schemes_are_kept(project):
    schemes = Schemes(
        (DimensionScheme("stress", 0.0, 100.0, "none", "all"),),
        (CategoryScheme("gaze", (Category("at", "#112233", "a", is_event=True),)),),
    )
    project.set_schemes(schemes)
    project.close()
    with open_project(project.folder) as again:
        assert again.schemes == schemes


def test_people_are_kept_once(project):
    for name in ("Zoë", "anna", " Zoë "):
        project.add_rater(name)
    assert project.raters == ("anna", "Zoë")
    with pytest.raises(ProjectError, match="needs a name"):
        project.add_rater(" ")
    number = project.add_recording(Path("/v/a.mp4")).id
    project.set_subject(number, "S 01")
    assert project.subjects == ("S 01",)
    assert project.recording(number).subject == "S 01"
    project.set_subject(number, "")
    assert project.recording(number).subject == ""


def test_window_state_is_remembered(project):
    project.remember("hidden tracks of 1", ["a", "b"])
    project.remember("hidden tracks of 1", ["ä"])
    project.close()
    with open_project(project.folder) as again:
        assert again.recall("hidden tracks of 1", []) == ["ä"]
        assert again.recall("other", 7) == 7


def test_a_recording_is_listed_with_what_is_known(project, tmp_path, rng):
    path = clip(tmp_path / "videos")
    number, _ = annotate(project, path, rng)
    project.put_prediction(number, predicted())
    status = path.stat()
    project.note_digest(number, "cd" * 32, status.st_size, status.st_mtime_ns)
    project.close()
    with open_project(project.folder) as again:
        (known,) = again.recordings
    assert (known.path, known.relative) == (path, "../videos/clip.mp4")
    assert (known.frames, known.edits, known.predictions, known.tracks) == (FRAMES, 1, 1, 1)
    assert (known.sha256, known.size) == ("cd" * 32, 5)
    assert not known.is_missing
    assert not known.is_touched
    path.write_bytes(b"another video")
    assert known.is_touched
    path.unlink()
    assert known.is_missing
    assert not known.is_touched


def test_adding_a_file_twice_gives_one_recording(project, tmp_path):
    path = clip(tmp_path / "videos")
    first = project.add_recording(path)
    again = project.add_recording(tmp_path / "other" / ".." / "videos" / "clip.mp4", 12)
    assert first.id == again.id
    assert again.frames == 12
    assert len(project.recordings) == 1


def test_a_removed_recording_comes_back_with_its_annotations(project, tmp_path, rng):
    path = clip(tmp_path / "videos")
    number, after = annotate(project, path, rng)
    project.remove_recording(number)
    assert project.recordings == ()
    with pytest.raises(ProjectError, match="not in the project any more"):
        project.journal(number, FRAMES)
    project.close()
    with open_project(project.folder) as again:
        assert again.add_recording(path).id == number
        assert same_bytes(again.journal(number, FRAMES).document, after)


def test_purging_deletes_what_only_that_recording_needs(project, tmp_path, rng):
    keep, kept = annotate(project, clip(tmp_path / "v", "a.mp4"), rng)
    gone, _ = annotate(project, clip(tmp_path / "v", "b.mp4"), rng)
    project.put_prediction(gone, predicted())
    objects = "SELECT count(*) FROM object"
    before = project._database._raw.execute(objects).fetchone()[0]
    project.purge_recording(gone)
    project.close()
    with open_project(project.folder) as again:
        after = again._database._raw.execute(objects).fetchone()[0]
        assert [each.id for each in again.recordings] == [keep]
        assert same_bytes(again.journal(keep, FRAMES).document, kept)
    assert before == 9  # two chunks, track and document each, and the times of the prediction
    assert after == 4


def test_a_recording_of_another_length_is_refused_once_annotated(project, tmp_path, rng):
    fresh = project.add_recording(tmp_path / "fresh.mp4", 10)
    assert project.journal(fresh.id, 20).document.frames == 20
    number, _ = annotate(project, tmp_path / "clip.mp4", rng)
    with pytest.raises(ProjectError, match="has 4999 frames now and had 5000"):
        project.journal(number, FRAMES - 1)


def test_predictions_are_kept_exactly_and_replaced(project, tmp_path):
    number = project.add_recording(tmp_path / "clip.mp4", FRAMES).id
    for stored in (
        predicted(),
        predicted("valence"),
        predicted(person=2),
        predicted(system="baseline", sha=""),
        predicted(scale=0.5),
    ):
        project.put_prediction(number, stored)
    project.close()
    with open_project(project.folder) as again:
        found = again.predictions(number)
        assert again.recordings[0].predictions == 4
        assert again.recordings[0].edits == 0
    wanted = predicted(scale=0.5).track
    first = found[0]
    assert (first.label, first.person, first.caution) == ("MIMAMO Net", 1, "c")
    assert first.made.endswith("Z")
    assert first.track.values.tobytes() == wanted.values.tobytes()
    assert first.track.seconds.tobytes() == wanted.seconds.tobytes()
    assert first.track.provenance == wanted.provenance
    keys = [(p.track.provenance.system, p.track.dimension, p.person) for p in found]
    assert keys == [
        ("mimamo", "arousal", 1),
        ("mimamo", "valence", 1),
        ("mimamo", "arousal", 2),
        ("baseline", "arousal", 1),
    ]


def test_project_and_recordings_move_together(tmp_path, rng):
    path = clip(tmp_path / "lab" / "videos")
    with create_project(tmp_path / "lab" / "study", "Study") as project:
        number, after = annotate(project, path, rng)
    (tmp_path / "lab").rename(tmp_path / "elsewhere")
    with open_project(tmp_path / "elsewhere" / "study") as moved:
        assert moved.recordings[0].path == tmp_path / "elsewhere" / "videos" / "clip.mp4"
        assert not moved.recordings[0].is_missing
        assert same_bytes(moved.journal(number, FRAMES).document, after)
    # The absolute path follows, so that the project alone may be moved next.
    (tmp_path / "elsewhere" / "study").rename(tmp_path / "alone")
    with open_project(tmp_path / "alone") as alone:
        assert alone.recordings[0].path == tmp_path / "elsewhere" / "videos" / "clip.mp4"


def test_a_copied_study_uses_its_own_recordings(tmp_path):
    path = clip(tmp_path / "lab" / "videos")
    with create_project(tmp_path / "lab" / "study", "Study") as project:
        project.add_recording(path)
    shutil.copytree(tmp_path / "lab", tmp_path / "copy")
    with open_project(tmp_path / "copy" / "study") as copy:
        assert copy.recordings[0].path == tmp_path / "copy" / "videos" / "clip.mp4"
        copy.add_recording(path)
        assert len(copy.recordings) == 2


def test_a_recording_on_another_drive_keeps_its_absolute_path(project, tmp_path, monkeypatch):
    def other_drive(*_):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    path = clip(tmp_path / "usb")
    monkeypatch.setattr(paths.os.path, "relpath", other_drive)
    known = project.add_recording(path)
    assert (known.relative, known.path) == ("", path)


def test_one_answer_finds_all_files_that_moved_along(project, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new" / "place"
    names = ("a/1.mp4", "a/2.mp4", "b/3.mp4", "b/4.mp4")
    numbers = [
        project.add_recording(clip((old / each).parent, Path(each).name)).id for each in names
    ]
    there = project.add_recording(clip(tmp_path / "kept", "5.mp4")).id
    project.note_digest(numbers[2], "ab" * 32, 5, 1)
    project.note_digest(numbers[3], "ab" * 32, 5, 1)
    new.parent.mkdir()
    old.rename(new)
    (new / "b" / "4.mp4").write_bytes(b"another video of that name")
    assert project.locate(numbers[0], new / "a" / "1.mp4") == tuple(numbers[:3])
    assert [each.is_missing for each in project.recordings] == [False, False, False, True, False]
    assert project.recording(numbers[2]).path == new / "b" / "3.mp4"
    assert project.recording(there).path == tmp_path / "kept" / "5.mp4"


def test_two_recordings_never_share_a_file(project, tmp_path):
    first = project.add_recording(clip(tmp_path, "a.mp4"))
    second = project.add_recording(clip(tmp_path, "b.mp4"))
    with pytest.raises(ProjectError, match="is in the project already"):
        project.locate(second.id, first.path)
    project.remove_recording(first.id)
    with pytest.raises(ProjectError, match="annotations of its own"):
        project.locate(second.id, first.path)


def test_a_copy_has_everything_and_finds_the_recordings(project, tmp_path, rng):
    path = clip(tmp_path / "videos")
    number, after = annotate(project, path, rng)
    project.put_prediction(number, predicted())
    target = project.save_copy(tmp_path / "far" / "away" / "copy", "A copy")
    assert not list(target.glob("*.part*"))
    journal = project.journal(number, FRAMES)
    journal.undo()  # the copy is of the moment it was made
    os.rename(path, tmp_path / "videos" / "gone.mp4")  # noqa: PTH104
    with open_project(target) as copy:
        assert (copy.name, project.name) == ("A copy", "Study")
        known = copy.recordings[0]
        assert (known.path, known.relative) == (path, "../../../videos/clip.mp4")
        assert same_bytes(copy.journal(number, FRAMES).document, after)
        assert len(copy.predictions(number)) == 1
    with pytest.raises(ProjectError, match="is a project already"):
        project.save_copy(target, "Again")


def test_a_project_cannot_be_used_by_halves(project):
    with pytest.raises(ValueError, match="no recording"):
        project.set_subject(99, "x")
    assert project.subjects == ()
    project.close()
    project.close()


@pytest.mark.parametrize("how", ["deleted", "replaced", "moved"])
def test_edits_of_a_database_that_was_taken_away_are_refused_and_can_be_saved(
    project, tmp_path, rng, how
):
    number, after = annotate(project, clip(tmp_path / "videos"), rng)
    database = project.folder / "project.db"
    if how == "moved":
        project.folder.rename(tmp_path / "elsewhere")
    else:
        database.unlink()
    if how == "replaced":
        database.write_bytes(b"something else")
    journal = project.journal(number, FRAMES)
    with pytest.raises(ProjectError, match="moved, deleted or replaced"):
        journal.undo()
    assert same_bytes(journal.document, after)
    target = project.save_copy(tmp_path / "rescued", "Rescued")
    with open_project(target) as copy:
        assert same_bytes(copy.journal(number, FRAMES).document, after)


def test_many_recordings_are_added_at_once_and_removed_ones_come_back(project, tmp_path):
    paths = [clip(tmp_path / "videos", f"{name}.mp4") for name in "abc"]
    first = project.add_recording(paths[1])
    project.remove_recording(first.id)
    project.add_recordings(paths)
    assert sorted(each.path for each in project.recordings) == paths
    assert first.id in {each.id for each in project.recordings}


def test_what_fails_leaves_nothing_behind(project, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.store.opening._take_name", full)
    for work in (
        lambda: create_project(tmp_path / "new", "New"),
        lambda: project.save_copy(tmp_path / "copy", "Copy"),
    ):
        with pytest.raises(ProjectError, match="no space left"):
            work()
    assert [each.name for each in tmp_path.iterdir()] == ["study"]


def test_a_path_that_is_too_long_for_a_database_says_so(tmp_path):
    deep = tmp_path.joinpath(*["d" * 100] * 5)
    with pytest.raises(ProjectError, match="path is too long"):
        create_project(deep, "Deep")


def test_the_list_is_read_anew_only_when_it_changed(project, tmp_path):
    known = project.add_recording(tmp_path / "a.mp4")
    before = project.recordings
    project.remember("width", 3)
    project.add_rater("Anna")
    assert project.recordings is before
    project.set_subject(known.id, "P1")
    assert [each.subject for each in project.recordings] == ["P1"]


def test_removing_what_is_not_there_removes_nothing(project, tmp_path):
    known = project.add_recording(tmp_path / "a.mp4")
    with pytest.raises(ValueError, match="no recordings"):
        project.remove_recording(known.id, known.id + 1)
    assert [each.id for each in project.recordings] == [known.id]
