"""From histories to persons: who counts, in which order, and at what cost."""

import tracemalloc

import numpy as np

from app.core.face_track import EYES_AND_NOSE_BASE
from app.faces.records import FOLLOWED, FOUND, FaceRecorder
from app.faces.tracks import Clock, face_tracks

FPS = 30.0
LANDMARKS = np.array([30 + 50j, 46 + 50j, 66 + 50j, 82 + 50j, 56 + 77j])


def clock_of(count, fps=FPS, cuts=()):
    cut = np.zeros(count, bool)
    cut[list(cuts)] = True
    return Clock(np.arange(count), np.arange(count) / fps, cut)


def history_of(first, count, left=0.0):
    recorder = FaceRecorder(first, 5)
    for t in range(count):
        recorder.add(
            FOUND if t % 3 == 0 else FOLLOWED,
            motion=(1 + 0j, 0j) if t else None,
            landmarks=LANDMARKS + left,
            agreement=1.0,
            score=0.9,
            box=(56 + 60j, 80 + 80j),
        )
    return recorder.history()


def lengths(histories, clock):
    tracks = face_tracks(histories, clock, EYES_AND_NOSE_BASE)
    return [int(track.valid.sum()) for track in tracks]


def test_a_face_of_less_than_four_tenths_of_a_second_is_no_person():
    histories = [history_of(0, 11), history_of(20, 12), history_of(40, 2)]
    assert lengths(histories, clock_of(90)) == [12]


def test_the_time_counts_in_total_and_not_in_frames():
    assert lengths([history_of(3, 2)], clock_of(20, fps=5)) == [2]
    assert lengths([history_of(3, 11)], clock_of(90, fps=60)) == []


def test_a_recording_that_is_shorter_shows_persons_all_the_same():
    assert lengths([history_of(0, 3), history_of(2, 6)], clock_of(11)) == [3, 6]
    assert lengths([history_of(0, 1)], clock_of(1)) == [1]
    assert lengths([history_of(0, 3)], clock_of(12)) == []


def test_persons_are_numbered_by_appearance_then_from_left_to_right():
    histories = [history_of(5, 30, 9), history_of(0, 20, 200), history_of(0, 25, 100)]
    tracks = face_tracks(histories, clock_of(60), EYES_AND_NOSE_BASE)
    assert [track.person for track in tracks] == [1, 2, 3]
    assert [int(track.valid.sum()) for track in tracks] == [25, 20, 30]
    assert np.isnan(tracks[2].boxes[:5]).all()
    assert np.isfinite(tracks[2].landmarks[5:35]).all()


def test_every_track_knows_the_cuts():
    clock = clock_of(60, cuts=(30, 40))
    tracks = face_tracks([history_of(0, 25), history_of(30, 20)], clock, EYES_AND_NOSE_BASE)
    for track in tracks:
        assert np.flatnonzero(track.cuts).tolist() == [30, 40]


def test_many_short_persons_cost_no_more_than_their_own_frames():
    frames, passers_by = 20_000, 1_000
    histories = [history_of(19 * i, 8) for i in range(passers_by)]
    histories.append(history_of(0, 600))
    clock = clock_of(frames)
    tracemalloc.start()
    try:
        tracks = face_tracks(iter(histories), clock, EYES_AND_NOSE_BASE)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [int(track.valid.sum()) for track in tracks] == [600]
    # Two spread tracks would do; a thousand of them would take 1.2 GB.
    assert peak < 8_000_000
