import numpy as np
import pytest

from app.core.face_track import EYES_AND_NOSE_BASE, FaceTrack
from app.ui.video.faces_shown import chosen_person, face_hit, faces_in


def face_track(person, left, side, valid, index=None, bridged=None):
    """A face that moves one pixel right with each analysed frame."""
    valid = np.array(valid, bool)
    count = valid.size
    index = np.arange(count) if index is None else np.array(index)
    start = left + np.arange(count, dtype=np.float32)
    boxes = np.stack([start, 0 * start + 10, start + side, 0 * start + 10 + side], 1)
    landmarks = np.stack([boxes[:, :2] + 3] * 5, axis=1)
    boxes[~valid], landmarks[~valid] = np.nan, np.nan
    return FaceTrack(
        person,
        index.astype(np.int64),
        index / 30,
        boxes.astype(np.float32),
        landmarks.astype(np.float32),
        EYES_AND_NOSE_BASE,
        np.where(valid, 0.9, 0).astype(np.float32),
        valid,
        np.zeros(count, bool) if bridged is None else np.array(bridged, bool),
        np.zeros(count, bool),
    )


def test_the_largest_face_over_time_is_chosen_unless_another_is_asked_for():
    large_briefly = face_track(1, 0, 50, [1, 0, 0, 0, 0, 0])
    smaller_always = face_track(2, 80, 30, [1, 1, 1, 1, 1, 1])
    assert chosen_person([large_briefly, smaller_always], 0) == 2
    assert chosen_person([large_briefly, smaller_always], 1) == 1
    assert chosen_person([], 0) == 0


def test_only_faces_that_are_there_are_shown_and_the_chosen_one_is_on_top():
    tracks = [face_track(1, 0, 50, [1, 1, 0]), face_track(2, 80, 30, [1, 0, 0])]
    assert [face.person for face in faces_in(tracks, 0, 1)] == [2, 1]
    assert [face.chosen for face in faces_in(tracks, 0, 1)] == [False, True]
    assert [face.person for face in faces_in(tracks, 1, 1)] == [1]
    assert faces_in(tracks, 2, 1) == ()
    assert faces_in(tracks, 99, 1) == ()


def test_between_analysed_frames_a_face_is_interpolated_but_never_over_a_gap():
    track = face_track(1, 0, 50, [1, 1, 0, 1], index=[0, 2, 4, 6])
    (face,) = faces_in([track], 1, 0)
    assert face.box == pytest.approx((0.5, 10, 50.5, 60))
    assert face.landmarks[0] == pytest.approx([3.5, 13])
    assert faces_in([track], 3, 0) == ()
    assert faces_in([track], 5, 0) == ()
    assert len(faces_in([track], 6, 0)) == 1


def test_a_held_face_says_so():
    track = face_track(1, 0, 50, [1, 1], bridged=[0, 1])
    assert [faces_in([track], frame, 0)[0].bridged for frame in (0, 1)] == [False, True]


def test_a_click_hits_the_face_whose_middle_is_nearest():
    faces = faces_in([face_track(1, 0, 60, [1]), face_track(2, 40, 60, [1])], 0, 1)
    assert face_hit(faces, (10, 20)).person == 1
    assert face_hit(faces, (45, 40)).person == 1
    assert face_hit(faces, (58, 40)).person == 2
    assert face_hit(faces, (300, 40)) is None
