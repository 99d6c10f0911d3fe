from dataclasses import replace

import numpy as np
import pytest

from app.core.key_frames import key_frames
from app.core.prediction import summarise
from tests.support.predictions import prediction


def test_a_summary_counts_predicted_frames_only():
    values = [[0.5, 0.5], [-0.5, 0.5], [np.nan, np.nan], [0.5, -0.5], [0.5, 0.5]]
    summary = summarise(prediction(values, face=[1, 1, 0, 1, 1]))
    assert summary.frames == 5
    assert summary.face_share == pytest.approx(0.8)
    assert summary.mean == pytest.approx((0.25, 0.25))
    assert summary.quadrants == pytest.approx((0.5, 0.25, 0.0, 0.25))


def test_without_prediction_the_summary_is_undefined_and_not_zero():
    summary = summarise(prediction([[np.nan, np.nan]] * 3, face=[0, 0, 0]))
    assert summary.face_share == 0
    assert np.isnan([*summary.mean, *summary.deviation, *summary.quadrants]).all()


def test_values_outside_the_range_cannot_be_made():
    with pytest.raises(ValueError, match=r"\[-1, 1\]"):
        prediction([[0.0, 1.1]])


def test_a_track_holds_one_dimension():
    made = prediction([[0.1, 0.2], [0.3, 0.4]])
    assert made.track("arousal").values.tolist() == [0.2, 0.4]
    assert made.track("valence").values.tolist() == [0.1, 0.3]


def test_key_frames_show_the_extremes_apart_and_in_order():
    t = np.linspace(0, 2 * np.pi, 200)
    made = prediction(np.stack([np.sin(t), np.cos(t / 2)], axis=1) * 0.9)
    keys = key_frames(made)
    assert [key.frame for key in keys] == sorted({key.frame for key in keys})
    by_reason = {key.reason: key.frame for key in keys if key.reason}
    assert by_reason["highest valence"] == int(np.argmax(np.sin(t)))
    assert by_reason["lowest valence"] == int(np.argmin(np.sin(t)))
    assert len(keys) == 6


def test_key_frames_of_one_frame_and_of_gaps():
    assert [key.frame for key in key_frames(prediction([[0.0, 0.0]]))] == [0]
    gaps = prediction([[np.nan, np.nan]] * 50)
    assert len(key_frames(gaps)) == 6
    assert not any(key.reason for key in key_frames(gaps))


def test_arrays_must_speak_of_the_same_frames():
    made = prediction([[0.0, 0.0]] * 4)
    with pytest.raises(ValueError, match="confidence"):
        replace(made, confidence=made.confidence[:2])
