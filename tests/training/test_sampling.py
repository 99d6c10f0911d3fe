"""Sampling: every frame gets its turn, windows never leave a clip, utterances give one a second."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.sampling import one_a_second, sequences


@given(st.integers(1, 300), st.integers(1, 80), st.integers(0, 9))
def test_windows_follow_one_another_inside_a_clip(length, window, seed):
    found = sequences(length, window, np.random.default_rng(seed))
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
    seen, phases = np.zeros(length, int), set()
    for _ in range(3000):
        for each in sequences(length, 64, rng):
            seen[each.start : each.stop] += 1
            phases.add(each.start % 64)
    assert seen.min() > 0
    assert phases == set(range(min(64, length - 63)))


@given(st.floats(0.02, 9.0), st.floats(10, 60), st.integers(0, 99))
def test_an_utterance_gives_the_frames_shown_a_second_apart(duration, fps, seed):
    seconds = 5.0 + np.arange(max(1, int(duration * fps))) / fps
    for rng in (None, np.random.default_rng(seed)):
        shown = seconds[one_a_second(seconds, rng)]
        assert len(shown) >= 1
        assert np.all(np.abs(np.diff(shown) - 1) <= 1 / fps + 1e-6)
        assert shown[0] - seconds[0] < 1
        assert seconds[-1] - shown[-1] <= 1 + 1e-6


def test_testing_is_always_the_same_and_training_is_not():
    seconds = 2.0 + np.arange(100) / 30
    assert one_a_second(seconds).tolist() == [15, 45, 75]
    starts = {int(one_a_second(seconds, np.random.default_rng(n))[0]) for n in range(60)}
    assert len(starts) > 15
    assert max(starts) < 30
