"""What weights say of a recording: frames as they come, utterances whole."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from app.training.evaluation.readings import reading_of
from app.training.labelled import LabelCurve, LabelledRecording, Utterance
from app.training.predicting import ClipPrediction
from tests.support.training_clips import a_clip

NO_CURVE = LabelCurve(np.zeros(0), np.zeros((0, 2)))
RECORDING = LabelledRecording("r", Path("r.mp4"), "s", NO_CURVE)


class Predictor:
    """Says of a clip how long it is, and more than there may be."""

    def of(self, view):
        count = len(view.gray)
        return ClipPrediction(np.full((count, 2), [2.0, -0.5], np.float32), (count / 100, -3.0))


def test_frames_follow_each_other_and_predictions_are_cut():
    first = a_clip(1, frames=40)
    second = replace(a_clip(2, frames=20), index=np.arange(60, 80), seconds=np.arange(60, 80) / 30)
    found = reading_of(RECORDING, [first, second], Predictor())
    assert (found.unit, found.subject, len(found.index)) == ("frame", "s", 60)
    assert found.predicted[0].tolist() == [1.0, -0.5]
    np.testing.assert_array_equal(found.labelled[40:], second.labels)
    np.testing.assert_array_equal(found.index, [*range(40), *range(60, 80)])


def test_an_utterance_is_one_value_the_mean_of_its_runs_by_their_frames():
    said = [Utterance("u1", 0.0, 2.0, 0.3, -0.2), Utterance("u2", 2.0, 4.0, 0.1, 0.4)]
    clips = [
        replace(a_clip(1, frames=40), utterance=said[0]),
        replace(a_clip(2, frames=20), utterance=said[0]),
        replace(a_clip(3, frames=30), utterance=said[1]),
    ]
    found = reading_of(RECORDING, clips, Predictor())
    assert (found.unit, len(found.index)) == ("utterance", 2)
    assert found.seconds.tolist() == [0.0, 2.0]
    np.testing.assert_allclose(found.predicted[:, 0], [(0.4 * 40 + 0.2 * 20) / 60, 0.3])
    assert found.predicted[:, 1].tolist() == [-1.0, -1.0]
    assert found.labelled.tolist() == [[0.3, -0.2], [0.1, 0.4]]


def test_nothing_left_is_nothing():
    assert reading_of(RECORDING, [], Predictor()) is None
