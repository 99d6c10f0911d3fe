"""Copied values: as text, and on the frames of another recording."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from app.core.edits.clip import Clip, clip_from_text, clip_text
from app.core.errors import EditError

SECONDS = np.arange(10) / 25
NAN = float("nan")


@given(st.lists(st.floats(-1, 1) | st.just(NAN), min_size=2, max_size=20))
def test_text_gives_back_the_same_bits(values):
    clip = Clip(np.arange(len(values)) / 29.97, np.array(values))
    again = clip_from_text(clip_text(clip))
    assert_array_equal(again.times, clip.times)
    assert_array_equal(again.values, clip.values)


@pytest.mark.parametrize(
    ("text", "times", "values"),
    [
        ("0.5\n0.25\n\n", None, [0.5, 0.25]),
        ("0,5\r\n-0,25\r\n", None, [0.5, -0.25]),
        ("time_s\tarousal:Anna\r\n0\t0,5\r\n0,04\t\r\n0,08\t1\r\n", [0, 0.04, 0.08], [0.5, NAN, 1]),
        ("0; 0,5\n1; \u22120,5", [0, 1], [0.5, -0.5]),
        ("0, 0.5\n1, NaN", [0, 1], [0.5, NAN]),
        ("arousal\n0.1", None, [0.1]),
        ("\t0.1\t", None, None),
    ],
)
def test_a_spreadsheet_is_read(text, times, values):
    if values is None:
        with pytest.raises(EditError, match="times in seconds"):
            clip_from_text(text)
        return
    clip = clip_from_text(text)
    assert_allclose(clip.values, values)
    if times is None:
        assert clip.times is None
    else:
        assert_allclose(clip.times, times)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no values"),
        ("arousal\n", "no values"),
        ("0.1\nabc\n", "Line 2.*abc"),
        ("0\t0.1\n0\t0.2\n", "increase"),
        ("1e999", "number"),
    ],
)
def test_other_text_is_refused_in_a_sentence(text, said):
    with pytest.raises(EditError, match=said):
        clip_from_text(text)


def test_times_of_the_frames_are_taken_value_by_value():
    clip = Clip(SECONDS[2:5], np.array([0.1, NAN, 0.3]))
    assert_array_equal(clip.on_frames(SECONDS, 6), clip.values)
    assert_array_equal(clip.on_frames(SECONDS, 8), clip.values[:2])


def test_another_rate_is_read_between_its_values():
    clip = Clip(np.array([10.0, 10.1, 10.2]), np.array([0.0, 0.1, 0.2]))
    assert_allclose(clip.on_frames(SECONDS, 1), [0, 0.04, 0.08, 0.12, 0.16, 0.2])


def test_values_without_times_are_one_per_frame():
    clip = Clip(None, np.array([0.1, 0.2]))
    assert_array_equal(clip.on_frames(SECONDS, 0), [0.1, 0.2])
    assert_array_equal(clip.on_frames(SECONDS, 9), [0.1])
