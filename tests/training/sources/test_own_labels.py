"""Labels of one's own: a project's annotations, a folder of CSV files, synthetic recordings."""

import subprocess
import sys

import numpy as np
import pytest

from app.core.document import Document
from app.core.edits.curves import with_values
from app.core.edits.tracks import new_curve
from app.core.errors import InputError
from app.core.scheme import DEFAULT_SCHEMES, DimensionScheme
from app.core.segment import Segment
from app.core.track import ContinuousTrack, Provenance
from app.formats.content import ExportCurve, ExportSegments
from app.formats.joined_csv import write_joined_csv
from app.store.project import create_project
from app.store.recordings import StoredPrediction
from app.training.labels_on_frames import labels_of
from app.training.settings import SourceSettings
from app.training.sources.folder import part_and_subject
from app.training.sources.synthetic import write_recordings
from app.training.sources.table import SOURCES, open_source
from app.training.synthetic.settings import GeneratorSettings
from tests.support.videos import constant_pts, write_counted

FRAMES = 40


def listed(kind, root, **settings):
    source = open_source(SourceSettings(kind, str(root), **settings))
    return {each.name: each for each in source.recordings()}


def on_frames(recording, count=FRAMES):
    return labels_of(recording.labels, np.arange(count), np.arange(count) / 30)


# A project


def rate(journal, rater, name, values, dimension=None):
    scheme = dimension or DEFAULT_SCHEMES.dimension(name)
    document, track = new_curve(journal.document, scheme, rater=rater)
    journal.commit(
        with_values(document, track, np.asarray(values, float)),
        author=rater,
        kind="take",
        summary="Rated",
        track=track,
    )


@pytest.fixture
def project(tmp_path):
    write_counted(tmp_path / "clip.mp4", constant_pts(FRAMES))
    write_counted(tmp_path / "bare.mp4", constant_pts(FRAMES))
    with create_project(tmp_path / "study", "Study") as made:
        clip = made.add_recording(tmp_path / "clip.mp4", FRAMES)
        made.add_recording(tmp_path / "bare.mp4", FRAMES)
        made.set_subject(clip.id, "S01")
        journal = made.journal(clip.id, FRAMES)
        ramp = np.linspace(-1, 1, FRAMES)
        rate(journal, "Anna", "valence", ramp)
        rate(journal, "Anna", "arousal", np.full(FRAMES, 0.5))
        paused = np.where(np.arange(FRAMES) < 10, np.nan, 0.1)
        rate(journal, "Ben", "valence", paused)
        rate(journal, "Ben", "arousal", np.full(FRAMES, -0.5))
        track = ContinuousTrack(
            "valence", np.arange(FRAMES) / 30, np.full(FRAMES, 0.9), Provenance("m", "", "", False)
        )
        made.put_prediction(made.recordings[1].id, StoredPrediction("m", track, 1, ""))
        yield made


def test_raters_of_a_project_are_averaged_frame_by_frame(project):
    found = listed("project", project.folder)
    assert list(found) == ["clip.mp4"]  # a prediction is no label
    assert found["clip.mp4"].subject == "S01"
    ramp = np.linspace(-1, 1, FRAMES)
    valence = np.where(np.arange(FRAMES) < 10, ramp, (ramp + 0.1) / 2)
    np.testing.assert_allclose(on_frames(found["clip.mp4"])[:, 0], valence, atol=1e-6)
    np.testing.assert_allclose(on_frames(found["clip.mp4"])[:, 1], 0, atol=1e-6)


def test_a_rater_is_chosen_and_moved(project):
    found = listed("project", project.folder, raters=("Anna",), shifts={"Anna": 0.1, "Ben": 9.0})
    ramp = np.linspace(-1, 1, FRAMES)
    labels = on_frames(found["clip.mp4"])
    np.testing.assert_allclose(labels[:-3, 0], ramp[3:], atol=1e-6)
    assert np.isnan(labels[-3:]).all()


def test_several_raters_are_each_moved_before_they_are_averaged(project):
    found = listed("project", project.folder, shifts={"Anna": 0.1, "*": 0.2})
    ramp, labels = np.linspace(-1, 1, FRAMES), on_frames(found["clip.mp4"])
    anna = np.append(ramp[3:], [np.nan] * 3)
    ben = np.where(np.arange(FRAMES) + 6 < 10, np.nan, 0.1)
    ben[-6:] = np.nan
    expected = np.where(np.isnan(ben), anna, np.where(np.isnan(anna), ben, (anna + ben) / 2))
    np.testing.assert_allclose(labels[:, 0], expected, atol=1e-6)


def test_other_ranges_of_a_project_become_ours(project):
    journal = project.journal(project.recordings[1].id, FRAMES)
    wide = DimensionScheme("valence", 1.0, 9.0)
    rate(journal, "Cleo", "valence", np.linspace(1, 9, FRAMES), wide)
    found = listed("project", project.folder, raters=("Cleo",))
    np.testing.assert_allclose(
        on_frames(found["bare.mp4"])[:, 0], np.linspace(-1, 1, FRAMES), atol=1e-6
    )
    assert np.isnan(on_frames(found["bare.mp4"])[:, 1]).all()


def test_a_project_without_curves_or_with_a_missing_file(project, tmp_path):
    with pytest.raises(InputError, match=r"no curve of valence or arousal of Dora"):
        listed("project", project.folder, raters=("Dora",))
    (tmp_path / "clip.mp4").unlink()
    assert not listed("project", project.folder, shifts={"*": 0.1})["clip.mp4"].path.exists()
    assert Document(FRAMES).curves == ()


# A folder


def folder(tmp_path, text, name="clip"):
    place = tmp_path / "set" / f"{name}.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    write_counted(place.with_suffix(".mp4"), constant_pts(FRAMES))
    return tmp_path / "set"


def test_a_csv_with_times_runs_along_straight_lines_and_keeps_gaps(tmp_path):
    text = "time_s,valence,arousal\n0.1,0,0\n0.2,0.6,0.2\n0.3,0.6,\n0.4,0.6,0.2\n0.5,0.8,0.2\n"
    text += "0.9,0,0\n1.0,0.2,0.4\n"
    labels = on_frames(listed("folder", folder(tmp_path, text))["clip"])
    seconds = np.arange(FRAMES) / 30
    assert np.isnan(labels[seconds < 0.1 - 1e-9]).all()
    assert labels[4, 0] == pytest.approx(0.6 * (4 / 30 - 0.1) / 0.1, abs=1e-6)
    assert labels[9, 0] == pytest.approx(0.6)
    assert np.isnan(labels[8:12, 1]).all()  # nobody rated arousal at 0.3 s
    assert np.isnan(labels[16:27, 0]).all()  # a pause of four steps
    assert labels[28, 0] == pytest.approx(0.2 * (28 / 30 - 0.9) / 0.1, abs=1e-6)
    assert np.isnan(labels[seconds > 1.0 + 1e-9]).all()


def test_a_csv_by_frame_goes_by_rank(tmp_path):
    text = "frame,valence,arousal\n0,0.1,0.2\n2,0.3,0.4\n"
    found = listed("folder", folder(tmp_path, text))["clip"]
    np.testing.assert_allclose(
        on_frames(found, 4), [[0.1, 0.2], [np.nan] * 2, [0.3, 0.4], [np.nan] * 2], atol=1e-6
    )


def test_tracks_with_raters(tmp_path):
    text = "time_s,valence:Anna,arousal:Anna,valence:Ben,arousal:Ben\n"
    text += "".join(f"{i / 30:.6f},0.5,0.5,-0.1,0.1\n" for i in range(FRAMES))
    root = folder(tmp_path, text)
    np.testing.assert_allclose(
        on_frames(listed("folder", root)["clip"])[:39], [[0.2, 0.3]] * 39, atol=1e-6
    )
    anna = listed("folder", root, raters=("Anna",))["clip"]
    np.testing.assert_allclose(on_frames(anna), [[0.5, 0.5]] * FRAMES, atol=1e-6)
    with pytest.raises(
        InputError, match=r"of Cleo; expected columns .*, found curves of Anna, Ben"
    ):
        listed("folder", root, raters=("Cleo",))


def test_a_shift_of_a_rater_whom_no_curve_is_of_is_noticed(tmp_path, project):
    text = "time_s,valence:Anna,arousal:Anna\n0.0,0.5,0.5\n0.5,0.5,0.5\n"
    for kind, root in (("folder", folder(tmp_path, text)), ("project", project.folder)):
        source = open_source(SourceSettings(kind, str(root), shifts={"Ana": 0.4, "*": 0.1}))
        for _ in range(2):
            source.recordings()
        (notice,) = source.notices
        assert notice.startswith("No curve is of Ana, whose shift is given; there are curves of A")
        source = open_source(SourceSettings(kind, str(root), shifts={"Anna": 0.4}))
        source.recordings()
        assert source.notices == []


def test_predictions_are_never_labels(tmp_path):
    seconds = np.arange(FRAMES) / 30
    root = folder(tmp_path, "")
    predicted = ContinuousTrack(
        "valence", seconds, np.full(FRAMES, 0.9), Provenance("mimamo", "", "", False)
    )
    curves = [ExportCurve(name, "Anna", np.full(FRAMES, 0.2)) for name in ("valence", "arousal")]
    segments = ExportSegments("events", "Anna", (Segment(0.1, 0.5, "smile"),))
    write_joined_csv(root / "clip.csv", [("mimamo", predicted)], curves, [segments], seconds)
    np.testing.assert_allclose(on_frames(listed("folder", root)["clip"]), [[0.2, 0.2]] * FRAMES)
    header = "frame,time_s,face,confidence,valence,arousal\n"
    folder(tmp_path, header + "0,0.0,1,0.9,0.1,0.2\n1,0.033333,1,0.9,0.1,0.2\n")
    with pytest.raises(
        InputError, match=r"clip\.csv holds predictions of a system, which are never"
    ):
        listed("folder", root)


def test_other_ranges_of_a_folder_are_refused(tmp_path):
    root = folder(tmp_path, "time_s,valence,arousal\n0,1,5\n1,9,5\n")
    with pytest.raises(InputError, match="valence from 1 to 9, and labels lie within -1 to 1"):
        listed("folder", root)


def test_folders_and_a_table_say_who_is_seen_and_for_what(tmp_path):
    text = "frame,valence,arousal\n0,0.1,0.2\n"
    for name in ("anna/one", "validation/ben/one", "test/two", "three"):
        folder(tmp_path, text, name)
    (tmp_path / "set" / "subjects.csv").write_text("recording,subject\nthree,Cleo\n")
    found = listed("folder", tmp_path / "set")
    assert {name: (each.part, each.subject) for name, each in found.items()} == {
        "anna/one": (None, "anna"),
        "validation/ben/one": ("validation", "ben"),
        "test/two": ("test", "two"),
        "three": (None, "Cleo"),
    }
    assert part_and_subject("Training/x") == ("training", "x")
    (tmp_path / "set" / "subjects.csv").write_text("who,what\nthree,Cleo\n")
    with pytest.raises(InputError, match="expected the columns recording and subject"):
        listed("folder", tmp_path / "set")


# Synthetic


def test_seeds_are_subjects_and_official_lists(tmp_path):
    settings = GeneratorSettings(duration=0.2, width=64, height=64)
    made = list(write_recordings(tmp_path, [3, 10_001, 20_002], settings))
    assert made == [3, 10_001, 20_002]
    assert list(write_recordings(tmp_path, [3], settings)) == []
    found = listed("synthetic", tmp_path)
    assert [(each.subject, each.part) for each in found.values()] == [
        ("seed 3", "training"),
        ("seed 10001", "validation"),
        ("seed 20002", "test"),
    ]
    assert on_frames(found["3"], 6).shape == (6, 2)
    assert np.isfinite(on_frames(found["3"], 6)).all()
    (tmp_path / "3.csv").unlink()
    with pytest.raises(InputError, match=r"3\.csv is missing beside 3\.mp4"):
        listed("synthetic", tmp_path)
    with pytest.raises(InputError, match="“x” is no seed"):
        listed("synthetic", tmp_path, recordings=("x",))
    with pytest.raises(InputError, match="no seed is named"):
        listed("synthetic", tmp_path / "nothing")


def test_sources_load_no_torch():
    rows = [row.module for row in SOURCES.values()]
    imports = ", ".join(rows)
    code = f"import sys, {imports}, app.training.splits, app.training.sampling;"
    code += "sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
