from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faces.bridging import confidence, runs, usable_and_bridged
from app.faces.records import ABSENT, FOLLOWED, FOUND, FaceHistory, FaceRecorder

FPS = 30.0


def history_of(letters: str) -> FaceHistory:
    """F found, f followed, m followed but missed, - absent."""
    recorder = FaceRecorder(0, 5)
    for letter in letters:
        state = {"F": FOUND, "f": FOLLOWED, "m": FOLLOWED, "-": ABSENT}[letter]
        score = 0.8 if letter == "F" else np.nan
        recorder.add(state, missed=letter in "m-", agreement=1.0, score=score)
    return recorder.history()


def classes(letters: str, cuts: tuple[int, ...] = (), more_rows: int = 0) -> str:
    history = history_of(letters)
    cut = np.zeros(len(history), bool)
    cut[list(cuts)] = True
    seconds, rows = np.arange(len(history)) / FPS, history.first + len(history) + more_rows
    usable, bridged = usable_and_bridged(history, seconds, cut, rows)
    return "".join("b" if b else "v" if u else "." for u, b in zip(usable, bridged, strict=True))


def test_frames_between_detections_are_plainly_usable():
    assert classes("FffffF") == "vvvvvv"


@pytest.mark.parametrize("gap", ["m", "-"])
def test_a_gap_of_half_a_second_is_bridged_and_a_frame_more_is_not(gap):
    assert classes("F" + 15 * gap + "F") == "v" + 15 * "b" + "v"
    assert classes("F" + 16 * gap + "F") == "v" + 16 * "." + "v"


def test_a_gap_begins_with_the_first_miss_even_if_following_went_on():
    assert classes("Fff" + 8 * "m" + 12 * "-" + "F") == "vvv" + 20 * "." + "v"


def test_a_cut_is_never_bridged():
    assert classes("Ff--fF", cuts=(2,)) == "vv..vv"
    assert classes("Ff--FF", cuts=(4,)) == "vv..vv"


def test_at_the_end_only_what_is_still_followed_is_held():
    assert classes("Fff" + 10 * "m") == "vvv" + 10 * "b"
    assert classes("Fff" + 16 * "m") == "vvv" + 16 * "."
    assert classes("Fff" + 5 * "-") == "vvv" + 5 * "."


@pytest.mark.parametrize("more_rows", [1, 2, 300])
def test_a_gap_that_never_ends_is_no_bridge(more_rows):
    assert classes("Fff" + 10 * "m", more_rows=more_rows) == "vvv" + 10 * "."
    assert classes("FffF", more_rows=more_rows) == "vvvv"


def test_confidence_falls_with_disagreement_and_is_bounded_where_bridged():
    recorder = FaceRecorder(0, 5)
    recorder.add(FOUND, agreement=1.0, score=0.6)
    recorder.add(FOLLOWED, agreement=0.5)
    recorder.add(FOLLOWED, missed=True, agreement=1.0)
    recorder.add(FOUND, agreement=1.0, score=0.9)
    history, seconds = recorder.history(), np.arange(4) / FPS
    usable, bridged = usable_and_bridged(history, seconds, np.zeros(4, bool), 4)
    value = confidence(history, seconds, usable, bridged)
    np.testing.assert_allclose(value, [0.6, 0.7 * 0.75, 0.5, 0.9])


@given(st.lists(st.booleans()))
def test_runs_are_the_set_flags(flags):
    rebuilt = np.zeros(len(flags), bool)
    found = runs(np.array(flags, bool))
    for start, stop in found:
        rebuilt[start:stop] = True
    assert rebuilt.tolist() == flags
    assert all(a[1] < b[0] for a, b in pairwise(found))


def test_a_recorder_gives_back_what_it_was_given():
    recorder = FaceRecorder(3, 2)
    recorder.add(
        FOUND,
        motion=(1 + 2j, 3 - 4j),
        landmarks=np.array([5 + 6j, 7j]),
        agreement=0.25,
        score=0.5,
        box=(8j, 9 + 1j),
    )
    recorder.add(ABSENT, missed=True)
    history = recorder.history()
    assert (history.first, len(history), history.confirmations) == (3, 2, 1)
    assert history.motion[0].tolist() == [1 + 2j, 3 - 4j]
    assert history.landmarks[0].tolist() == [5 + 6j, 7j]
    assert history.box[0].tolist() == [8j, 9 + 1j]
    assert (history.agreement[0], history.score[0]) == (0.25, 0.5)
    assert history.missed.tolist() == [False, True]
    assert np.isnan(history.landmarks[1]).all()
