"""From settings to clips: what the analysis keeps is used, views are fixed, faults are said."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from app.analysis.pipeline import AnalysisRequest, analyze
from app.analysis.systems.table import make_system
from app.core.errors import InputError
from app.faces.dlib_detector import DlibDetector
from app.training import recording_clips
from app.training.clips import SplitClips
from app.training.events import Noticed, Prepared, Preparing
from app.training.preparation import PreparedClips, prepare
from app.training.settings import (
    NetworkSettings,
    SourceSettings,
    SplitSettings,
    TrainingSettings,
)
from app.training.sources.synthetic import write_recordings
from app.training.synthetic.settings import GeneratorSettings
from app.training.views import MARGIN, CropView, ViewedFaces, views_of
from models.preprocessing import gray48_bytes
from tests.support.shared import shared_file

CPU = torch.device("cpu")
SHORT = GeneratorSettings(duration=1.5)


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic")
    assert list(write_recordings(folder, [1, 2, 10_001], SHORT)) == [1, 2, 10_001]
    return folder


@pytest.fixture(scope="module")
def kept(synthetic, tmp_path_factory):
    """A cache in which the recordings were prepared once."""
    root = tmp_path_factory.mktemp("cache")
    run_through(asked(synthetic), root)
    return root


def asked(folder, kind="synthetic", **changes):
    made = TrainingSettings(SourceSettings(kind, str(folder)), SplitSettings("official"))
    return replace(made, **changes)


def alone(folder, *seeds, **changes):
    """Some recordings only, divided into passages: quick to prepare anew."""
    source = SourceSettings("synthetic", str(folder), recordings=seeds)
    return TrainingSettings(source, SplitSettings("passages", 0.3), **changes)


def run_through(settings, cache):
    steps, events = prepare(settings, cache, CPU), []
    while True:
        try:
            events.append(next(steps))
        except StopIteration as end:
            return end.value, events


def test_clips_are_what_the_analysis_sees_with_known_labels(synthetic, kept):
    made, events = run_through(asked(synthetic), kept)
    assert isinstance(made, PreparedClips)
    assert made.prepared == events[-1]
    assert (made.trunk, made.crop, made.rate_hz) == ("compact", "five-point-112", 30.0)
    assert len(made.trunk_sha256) == 64
    assert made.prepared.subjects == {"training": 2, "validation": 1, "test": 0}
    assert made.prepared.gaps < 0.2
    for clip in (*made.clips.training, *made.clips.validation):
        known = np.genfromtxt(synthetic / f"{clip.recording}.csv", delimiter=",", skip_header=1)
        np.testing.assert_allclose(clip.labels, known[clip.index, 1:], atol=1e-6)
        assert clip.views[0].spatial.shape == (len(clip), 512)
        assert np.isfinite(clip.views[0].spatial).all()
    assert {len(clip.views) for clip in made.clips.training} == {4}
    assert {len(clip.views) for clip in made.clips.validation} == {1}


def test_progress_goes_on_and_ends(synthetic, kept):
    _, events = run_through(asked(synthetic), kept)
    told = [event for event in events if isinstance(event, Preparing) and event.total > 1]
    for before, after in pairwise(told):
        assert after.number > before.number or after.done >= before.done
        assert after.done <= after.total
    assert [event.number for event in told if event.done == event.total] != []
    assert {event.of for event in told} == {3}


def test_what_analyze_kept_is_used_and_nothing_is_decoded_again(synthetic, tmp_path, monkeypatch):
    system = make_system("mimamo", None, CPU)
    request = AnalysisRequest(synthetic / "1.mp4", cache=tmp_path)
    list(analyze(request, system, DlibDetector()))

    def refuse(*_):
        raise AssertionError("frames are read again")

    monkeypatch.setattr(recording_clips.PersonFeatures, "crops", refuse)
    monkeypatch.setattr(DlibDetector, "detect", refuse)
    made, _ = run_through(alone(synthetic, "1", augment=False), tmp_path)
    assert len(made.clips.training[0]) > 25


def test_views_are_computed_from_wider_crops(synthetic, kept):
    made, _ = run_through(alone(synthetic, "1"), kept)
    clip = made.clips.training[0]
    plain, mirrored, shifted, _ = clip.views
    flipped = plain.gray[:, :, ::-1].astype(float)
    # The mirrored view is of a mirrored crop; shrinking is symmetric but for rounding.
    assert np.abs(flipped - mirrored.gray).max() <= 3
    assert np.abs(plain.gray.astype(float) - shifted.gray).mean() > 1
    assert not np.array_equal(plain.spatial, mirrored.spatial)
    again, _ = run_through(alone(synthetic, "1"), None)
    for one, other in zip(clip.views, again.clips.training[0].views, strict=True):
        np.testing.assert_array_equal(one.gray, other.gray)
        np.testing.assert_array_equal(one.spatial, other.spatial)


def test_a_view_is_cut_of_the_crop_in_8_bits():
    rng = np.random.default_rng(3)
    wide = rng.integers(0, 256, (2, 112 + 2 * MARGIN, 112 + 2 * MARGIN, 3), np.uint8)
    view = CropView(right=2, down=-3, mirrored=True)
    expected = wide[:, MARGIN - 3 : MARGIN - 3 + 112, MARGIN + 2 : MARGIN + 2 + 112][:, :, ::-1]
    np.testing.assert_array_equal(view.of(wide), expected)
    system = make_system("mimamo", None, CPU)
    made = ViewedFaces(system, (CropView(), view)).features(wide)
    assert set(made) == {"gray.0", "spatial.0", "gray.1", "spatial.1"}
    gray = gray48_bytes(torch.from_numpy(expected.copy()))
    assert torch.equal(made["gray.1"], gray)
    with pytest.raises(ValueError, match="at most 6"):
        CropView(right=7)
    assert views_of("ab" * 32, 1) == views_of("ab" * 32, 1)
    assert views_of("ab" * 32, 1) != views_of("cd" * 32, 1)
    assert [view.mirrored for view in views_of("ab" * 32, 1)] == [True, False, True]


def test_preparing_that_was_stopped_goes_on_where_it_was(synthetic, tmp_path, monkeypatch):
    settings = alone(synthetic, "1", "2", augment=False)
    steps = prepare(settings, tmp_path, CPU)
    for event in steps:
        if isinstance(event, Preparing) and event.number == 2 and event.done > event.total // 2:
            break  # the second recording's faces are found, its features are not
    steps.close()
    read = []
    crops = recording_clips.PersonFeatures.crops

    def noted(self, positions):
        read.append(self._reader.recording.path.stem)
        return crops(self, positions)

    def refuse(*_):
        raise AssertionError("faces are searched again")

    monkeypatch.setattr(recording_clips.PersonFeatures, "crops", noted)
    monkeypatch.setattr(DlibDetector, "detect", refuse)
    made, _ = run_through(settings, tmp_path)
    assert set(read) == {"2"}
    assert {clip.recording for clip in made.clips.training} == {"1", "2"}


@pytest.mark.parametrize(
    ("network", "width", "trunk"),
    [
        (NetworkSettings(spatial=False), 0, "none"),
        (NetworkSettings(start="mimamo-demo"), 512, "compact"),
    ],
)
def test_the_trunk_is_that_of_the_network(synthetic, kept, network, width, trunk):
    made, _ = run_through(alone(synthetic, "1", network=network, augment=False), kept)
    assert made.clips.training[0].views[0].spatial.shape[1] == width
    assert made.trunk == trunk
    assert bool(made.trunk_sha256) == (trunk != "none")


def test_passages_of_one_subject(synthetic, kept):
    settings = alone(synthetic, "1")
    made, _ = run_through(settings, kept)
    assert made.prepared.subjects == {"training": 1, "validation": 1, "test": 0}
    last, first = made.clips.training[-1].index[-1], made.clips.validation[0].index[0]
    assert first - last > 13
    with pytest.raises(InputError, match="passages"):
        run_through(replace(settings, split=SplitSettings()), kept)


def folder_of(tmp_path, videos, rows):
    for name, source in videos.items():
        target = tmp_path / "set" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(Path(source).read_bytes())
        target.with_suffix(".csv").write_text("\n".join(["time_s,valence,arousal", *rows]))
    return tmp_path / "set"


def rows_of(values, step=0.04):
    return [f"{step * i:.3f},{v},{a}" for i, (v, a) in enumerate(values)]


def halves(folder):
    return asked(folder, "folder", split=SplitSettings("passages", 0.3), augment=False)


def notices(events):
    return [event.text for event in events if isinstance(event, Noticed)]


def test_labels_longer_than_the_video_and_equal_ones_are_said(synthetic, tmp_path):
    rows = rows_of([(0.5, np.sin(i / 9)) for i in range(60)])
    folder = folder_of(tmp_path, {"a.mp4": synthetic / "1.mp4"}, rows)
    made, events = run_through(halves(folder), None)
    said = notices(events)
    assert any("after the last frame" in text for text in said)
    equal = [text for text in said if "Every label of valence in the training part is 0.5" in text]
    assert len(equal) == 1
    assert "CCC is not defined" in equal[0]
    assert not any("of arousal in the training" in text for text in said)
    assert isinstance(made.clips, SplitClips)


def test_no_labels_and_gaps_everywhere_are_refused(synthetic, tmp_path):
    empty = [f"{0.04 * i:.3f},," for i in range(40)]
    folder = folder_of(tmp_path, {"a.mp4": synthetic / "1.mp4"}, empty)
    with pytest.raises(InputError, match="has no label of both valence and arousal"):
        run_through(halves(folder), None)
    sparse = [f"{i}.0,0.1,0.2" if i in (5, 9) else f"{i}.0,," for i in range(12)]
    folder = folder_of(tmp_path, {"a.mp4": synthetic / "1.mp4"}, sparse)
    with pytest.raises(InputError, match="no frame of the training part has both"):
        run_through(halves(folder), None)


def test_recordings_without_a_face_or_damaged_are_left_out_and_said(synthetic, tmp_path):
    rows = rows_of([(np.cos(i), np.sin(i)) for i in range(99)])
    videos = {"a.mp4": synthetic / "1.mp4", "b.mp4": shared_file("video/pyfeat_no_face.mp4")}
    folder = folder_of(tmp_path, videos, rows)
    (folder / "c.mp4").write_text("no video")
    (folder / "c.csv").write_text((folder / "a.csv").read_text())
    made, events = run_through(halves(folder), None)
    assert {clip.recording for clip in made.clips.training} == {"a"}
    said = notices(events)
    assert any(text.startswith("c is left out:") for text in said)
    assert "b shows no face that can be read, so it is left out." in said
    assert 0.5 < made.prepared.gaps < 1


def test_the_same_file_twice_is_a_leak(synthetic, tmp_path):
    rows = rows_of([(np.cos(i), np.sin(i)) for i in range(40)])
    videos = {f"{name}/one.mp4": synthetic / "1.mp4" for name in ("anna", "ben")}
    folder = folder_of(tmp_path, videos, rows)
    with pytest.raises(InputError, match="are the same file"):
        run_through(asked(folder, "folder", split=SplitSettings()), None)


def test_a_folder_of_pictures_is_read_like_a_video(tmp_path):
    rng = np.random.default_rng(1)
    clip = tmp_path / "afew" / "001"
    clip.mkdir(parents=True)
    video = cv2.VideoCapture(str(shared_file("video/pyfeat_single_face.mp4")))
    frames = {}
    for number in range(60):
        cv2.imwrite(str(clip / f"{number:05d}.png"), video.read()[1])
        frames[f"{number:05d}"] = {
            "valence": int(rng.integers(-10, 11)),
            "arousal": int(rng.integers(-10, 11)),
        }
    video.release()
    (clip / "001.json").write_text(json.dumps({"video_id": "001", "frames": frames}))
    settings = asked(tmp_path / "afew", "afew-va", split=SplitSettings("passages", 0.3))
    made, _ = run_through(replace(settings, augment=False), tmp_path / "cache")
    first = made.clips.training[0]
    assert first.labels[0].tolist() == pytest.approx(
        [frames["00000"]["valence"] / 10, frames["00000"]["arousal"] / 10]
    )
    np.testing.assert_allclose(np.diff(first.seconds), 0.04)
    assert isinstance(made.prepared, Prepared)
