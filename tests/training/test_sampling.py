"""Sampling: every frame gets its turn, windows never leave a clip, utterances give one a second."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.clips import ClipView, TrainingClip
from app.training.sampling import one_a_second, phased_windows, sequences, utterance_snippets


def clip(length, views=1, labelled=slice(None), fps=30.0):
    labels = np.full((length, 2), np.nan, np.float32)
    labels[labelled] = 0.5
    view = ClipView(np.zeros((length, 48, 48), np.uint8), np.zeros((length, 0), np.float16))
    index = np.arange(length)
    return TrainingClip("one", "ab", "s", index, 2.0 + index / fps, labels, (view,) * views)


@given(st.integers(1, 300), st.integers(1, 80), st.integers(0, 9))
def test_windows_follow_one_another_inside_a_clip(length, window, seed):
    found = phased_windows(length, window, np.random.default_rng(seed))
    if length <= window:
        assert found == [range(length)]
        return
    assert all(len(each) == window for each in found)
    assert 0 <= found[0].start < window
    assert length - window < found[-1].stop <= length
    starts = np.array([each.start for each in found])
    assert (np.diff(starts) == window).all()


@pytest.mark.parametrize("length", [65, 100, 128, 200])
def test_over_epochs_every_frame_is_shown_at_every_phase(length):
    rng = np.random.default_rng(1)
    seen, starts = np.zeros(length, int), set()
    for _ in range(3000):
        for each in phased_windows(length, 64, rng):
            seen[each.start : each.stop] += 1
            starts.add(each.start % 64)
    assert seen.min() > 0
    assert starts == set(range(min(64, length - 63)))


def test_sequences_are_drawn_with_views_and_without_what_nobody_labelled():
    clips = [clip(130, views=4), clip(20), clip(130, labelled=slice(0, 40)), clip(64, labelled=[])]
    rng = np.random.default_rng(2)
    epochs = [sequences(clips, 64, rng) for _ in range(60)]
    views = {(each.clip, each.view) for drawn in epochs for each in drawn}
    assert {view for number, view in views if number == 0} == {0, 1, 2, 3}
    assert {view for number, view in views if number != 0} == {0}
    assert {number for number, _ in views} == {0, 1, 2}
    for drawn in epochs:
        assert sum(each.clip == 1 for each in drawn) == 1
        for each in drawn:
            assert clips[each.clip].labelled[each.positions].any()
            assert (np.diff(each.positions) == 1).all()
            assert len(each) == (20 if each.clip == 1 else 64)
    assert len({tuple((e.clip, e.positions[0]) for e in drawn) for drawn in epochs}) > 50


def test_the_same_seed_draws_the_same():
    clips = [clip(300, views=2), clip(90)]
    one, other = (sequences(clips, 64, np.random.default_rng(5)) for _ in range(2))
    assert [(e.clip, e.view, e.positions.tolist()) for e in one] == [
        (e.clip, e.view, e.positions.tolist()) for e in other
    ]


@given(st.floats(0.02, 9.0), st.floats(10, 60), st.floats(0, 0.999))
def test_an_utterance_gives_the_frames_shown_a_second_apart(duration, fps, first):
    seconds = 5.0 + np.arange(max(1, int(duration * fps))) / fps
    positions = one_a_second(seconds, first)
    assert len(positions) == max(1, int(np.floor(seconds[-1] - seconds[0] - first + 1e-9)) + 1)
    if seconds[-1] - seconds[0] >= first:
        shown = seconds[positions] - seconds[0]
        instants = first + np.arange(len(positions))
        assert (shown <= instants + 1e-6).all()
        assert (instants - shown < 1 / fps + 1e-6).all()


def test_utterances_for_testing_are_always_the_same():
    clips = [clip(100, views=4), clip(5)]
    (first, second) = utterance_snippets(clips)
    assert first.positions.tolist() == [15, 45, 75]
    assert second.positions.tolist() == [2]
    assert (first.view, second.view) == (0, 0)
    drawn = [utterance_snippets(clips, np.random.default_rng(n)) for n in range(40)]
    starts = {each.positions[0] for found in drawn for each in found if each.clip == 0}
    assert len(starts) > 15
    assert max(starts) < 30
