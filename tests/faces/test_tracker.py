"""Following, persons, gaps and cuts, with a detector that knows where the faces were painted."""

import numpy as np
import pytest

from app.faces.alignment import crop_matrices
from app.faces.tracker import FaceTracker
from tests.support.face_frames import PaintedFaces, SomeFrames, frames_of, track_all


def centres(track):
    return (track.boxes[:, :2] + track.boxes[:, 2:]) / 2


def test_a_moving_face_is_one_person_followed_between_detections():
    faces = PaintedFaces()
    path = [(120 + 2.3 * t, 120 + 10 * np.sin(t / 5)) for t in range(60)]
    (track,) = track_all(faces, frames_of(faces.paint(place) for place in path))
    assert track.person == 1
    assert track.valid.all()
    assert not track.bridged.any()
    assert np.abs(centres(track) - path).max() < 0.6
    assert faces.looked < 40


def test_persons_are_numbered_from_left_to_right_then_by_time():
    faces = PaintedFaces(3)
    images = [
        faces.paint((380, 120), (120, 120), (250, 120) if t > 20 else None) for t in range(50)
    ]
    tracks = track_all(faces, frames_of(images))
    assert [track.person for track in tracks] == [1, 2, 3]
    assert [round(float(np.nanmedian(centres(track)[:, 0]))) for track in tracks] == [120, 380, 250]
    assert tracks[2].seconds[tracks[2].valid][0] == pytest.approx(0.9, abs=0.3)


def crossing(t):
    return (60 + 6 * t, 130.0), (420 - 6 * t, 110.0)


def test_faces_that_cross_keep_their_numbers():
    faces = PaintedFaces(2)
    tracks = track_all(faces, frames_of(faces.paint(*crossing(t)) for t in range(60)))
    assert len(tracks) == 2
    for track, which in zip(tracks, (0, 1), strict=True):
        path = np.array([crossing(t)[which] for t in range(60)])
        away = np.linalg.norm(centres(track) - path, axis=1)[track.valid]
        assert away.max() < 12
        assert track.valid[:20].all()
        assert track.valid[-8:].all()


@pytest.mark.parametrize(("blind_frames", "held"), [(10, True), (40, False)])
def test_a_detector_gone_blind_is_bridged_for_half_a_second_only(blind_frames, held):
    faces = PaintedFaces()

    def frames():
        for t, batch in enumerate(frames_of(faces.paint((200, 120)) for _ in range(100))):
            faces.blind = 30 <= t < 30 + blind_frames
            yield batch

    (track,) = track_all(faces, frames())
    missing = ~track.valid
    assert missing.any() != held
    assert track.bridged.any() == held
    assert np.all(track.confidence[track.bridged] <= 0.5)
    assert track.valid[:30].all()
    assert track.valid[-10:].all()
    # The whole long gap is a gap: no bridged or usable piece inside.
    assert np.count_nonzero(np.diff(track.valid.astype(int)) == -1) == (0 if held else 1)


@pytest.mark.parametrize(("hidden", "held"), [(9, True), (30, False)])
def test_a_hidden_face_is_interpolated_for_half_a_second_only(hidden, held):
    faces = PaintedFaces()
    places = [None if 40 <= t < 40 + hidden else (150 + 2.0 * t, 120.0) for t in range(70 + hidden)]
    tracks = track_all(faces, frames_of(faces.paint(place) for place in places))
    (track,) = tracks
    assert track.valid[:40].all()
    assert track.valid[40 : 40 + hidden].all() == held
    assert track.valid[40 : 40 + hidden].any() == held
    assert track.bridged.any() == held
    if held:
        truth = 150 + 2.0 * np.arange(40, 40 + hidden)
        assert np.abs(centres(track)[40 : 40 + hidden, 0] - truth).max() < 4


def test_a_cut_is_not_followed_across():
    faces, other = PaintedFaces(), PaintedFaces(size=(240, 480))
    plain = [255 - other.paint(None) for _ in range(6)]
    scenes = [faces.paint((100, 120)) for _ in range(30)]
    rng = np.random.default_rng(0)
    for image in plain:
        image[:, 240:] = rng.integers(0, 60, (240, 240, 3), dtype=np.uint8)

    def frames():
        for t, batch in enumerate(frames_of([*scenes, *plain, *scenes])):
            faces.blind = 30 <= t < 36
            yield batch

    (track,) = track_all(faces, frames())
    assert track.valid.tolist() == [True] * 30 + [False] * 6 + [True] * 30
    assert not track.bridged.any()
    assert np.flatnonzero(track.cuts).tolist() == [30, 36]


def test_a_face_that_comes_back_elsewhere_is_somebody_new_and_nearby_the_same():
    faces = PaintedFaces()
    near = [(100, 120)] * 30 + [None] * 40 + [(140, 120)] * 30
    far = [(100, 120)] * 30 + [None] * 40 + [(400, 120)] * 30
    assert len(track_all(faces, frames_of(faces.paint(p) for p in near))) == 1
    assert len(track_all(faces, frames_of(faces.paint(p) for p in far))) == 2


@pytest.mark.parametrize("absent", [0, 40])
def test_another_face_in_the_same_place_is_another_person(absent):
    faces = PaintedFaces(2)
    one, other = ((200, 120), None), (None, (205, 122))
    places = [one] * 30 + [(None, None)] * absent + [other] * 30 + [one] * 30
    tracks = track_all(faces, frames_of(faces.paint(*each) for each in places))
    here = np.repeat([0, -1, 1, 0], [30, absent, 30, 30])
    assert len(tracks) == 2
    for which, track in enumerate(tracks):
        assert not track.valid[here != which].any()
        # Where nobody was, somebody is looked for three times a second only.
        assert np.count_nonzero(~track.valid & (here == which)) <= (10 if absent else 0)


def test_a_face_seen_too_briefly_is_not_counted_as_a_person():
    faces = PaintedFaces(2)
    places = [((120, 120), (330, 120) if 20 <= t < 28 else None) for t in range(60)]
    (track,) = track_all(faces, frames_of(faces.paint(*each) for each in places))
    assert track.valid.all()


def test_a_detection_never_repeated_is_no_person():
    faces = PaintedFaces()
    rng = np.random.default_rng(1)

    def frames():
        for t in range(30):
            image = np.clip(rng.normal(90, 30, (240, 480, 1)), 0, 255).repeat(3, 2).astype(np.uint8)
            if t == 0:
                image = faces.paint((200, 120))
            yield SomeFrames(image[None], np.array([t]), np.array([t / 30]))

    assert track_all(faces, frames()) == ()


def test_a_single_frame_is_a_recording_too():
    faces = PaintedFaces()
    (track,) = track_all(faces, frames_of([faces.paint((200, 120))]))
    assert track.valid.tolist() == [True]
    assert np.abs(centres(track)[0] - (200, 120)).max() < 1
    assert np.isfinite(crop_matrices(track, "five-point-112")).all()


def test_no_frames_and_no_faces_are_no_tracks(dlib_detector):
    assert FaceTracker(dlib_detector).finish() == ()
    for shape in ((8, 8), (1, 1), (300, 400)):
        black = np.zeros((*shape, 3), np.uint8)
        assert track_all(dlib_detector, frames_of([black] * 3)) == ()


def test_a_very_large_picture(dlib_detector):
    assert track_all(dlib_detector, frames_of([np.zeros((4096, 4096, 3), np.uint8)])) == ()


def test_batches_may_be_cut_anywhere():
    faces = PaintedFaces()
    images = np.stack([faces.paint((150 + 0.0 * t, 120)) for t in range(20)])
    index, seconds = np.arange(20) * 2, np.arange(20) / 15
    tracks = []
    for size in (1, 7, 20):
        batches = [
            SomeFrames(images[i : i + size], index[i : i + size], seconds[i : i + size])
            for i in range(0, 20, size)
        ]
        tracks.append(track_all(faces, batches)[0])
    assert tracks[0].index.tolist() == index.tolist()
    for track in tracks[1:]:
        np.testing.assert_array_equal(track.landmarks, tracks[0].landmarks)
        np.testing.assert_array_equal(track.confidence, tracks[0].confidence)


def test_frames_out_of_order_are_refused():
    faces = PaintedFaces()
    tracker = FaceTracker(faces)
    image = faces.paint((200, 120))[None]
    tracker.push(SomeFrames(image, np.array([4]), np.array([0.5])))
    with pytest.raises(ValueError, match=r"frame 4 at 0\.5 s came after frame 4 at 0\.5 s"):
        tracker.push(SomeFrames(image, np.array([4]), np.array([0.5])))


def test_long_stretches_without_a_face_stay_cheap():
    faces = PaintedFaces()
    faces.blind = True
    empty = faces.paint(None)
    track_all(faces, frames_of([empty] * 900))
    assert faces.looked <= 900 / 30 * 4 + 12
