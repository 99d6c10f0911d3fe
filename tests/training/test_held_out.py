"""Before and after are measured on the same held-out frames."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import InputError
from app.core.metrics import concordance
from app.training.held_out import HeldOut, counted, figures, held_out
from app.training.labelled import LabelCurve, LabelledRecording, Utterance
from app.training.run_folder import RunFolder
from app.training.settings import SourceSettings, SplitSettings, TrainingSettings

FRAMES = 200
SECONDS = np.arange(FRAMES) / 25
SETTINGS = TrainingSettings(SourceSettings("folder", "x"))


def recording(values, name="a", utterances=()):
    curve = LabelCurve(np.zeros(0), values, by_frame=True)
    return LabelledRecording(name, Path(name), name, curve, utterances)


def curves(seed):
    rng = np.random.default_rng(seed)
    return {name: rng.uniform(-1, 1, FRAMES) for name in ("valence", "arousal")}


@pytest.fixture
def labels():
    return np.stack(list(curves(0).values()), axis=1)


def test_both_are_measured_where_both_predict_and_somebody_labelled(labels):
    before, after = curves(1), curves(2)
    labels[:20] = np.nan
    before["valence"][20:30] = np.nan
    after["arousal"][190:] = np.nan
    found = figures(HeldOut(recording(labels), "test"), SECONDS, before, after)
    assert found.count == 160
    for column, name in enumerate(("valence", "arousal")):
        truth = labels[30:190, column]
        expected = concordance(before[name][30:190], truth)
        assert found.before[name] == pytest.approx(expected, abs=1e-6)
        assert found.after[name] == pytest.approx(concordance(after[name][30:190], truth), abs=1e-6)


def test_of_passages_the_end_counts_after_a_margin(labels):
    labels[50:60] = np.nan
    held = HeldOut(recording(labels), "validation", share=0.2, margin=13)
    frames = np.flatnonzero(counted(held, labels, []))
    learnt = 190 - 38  # of 190 labelled frames a fifth is held out
    assert frames[0] == np.flatnonzero(np.isfinite(labels[:, 0]))[learnt + 13]
    assert frames[-1] == FRAMES - 1
    assert len(frames) == 38 - 13


def test_an_utterance_is_the_mean_of_its_frames():
    spoken = tuple(Utterance(str(n), 2.0 * n, 2.0 * n + 2, 0.1 * n, -0.1 * n) for n in range(4))
    held = HeldOut(recording(np.zeros((0, 2)), utterances=spoken), "test")
    before = {"valence": np.repeat([0.0, 0.1, 0.2, 0.3], 50), "arousal": np.zeros(FRAMES)}
    found = figures(held, SECONDS, before, before)
    assert found.count == 4
    assert found.before["valence"] == pytest.approx(1.0)
    assert found.before["arousal"] == 0.0
    assert figures(replace(held, share=0.5), SECONDS, before, before).count == 2


def test_what_is_not_defined_is_none(labels):
    nowhere = {name: np.full(FRAMES, np.nan) for name in ("valence", "arousal")}
    found = figures(HeldOut(recording(labels), "test"), SECONDS, nowhere, curves(1))
    assert found.count == 0
    assert found.before == found.after == {"valence": None, "arousal": None}


def listed(folder, **parts):
    rows = {part: [{"recording": name} for name in names] for part, names in parts.items()}
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.split_file.write_text(json.dumps(rows), encoding="utf-8")


def test_the_test_part_is_held_out_and_without_one_the_validation_part(tmp_path, labels):
    folder, all_of_them = RunFolder(tmp_path / "r"), [recording(labels, n) for n in "abc"]
    listed(folder, training=["a"], validation=["b"], test=["c"])
    assert [(h.recording.name, h.part) for h in held_out(folder, SETTINGS, all_of_them)] == [
        ("c", "test")
    ]
    listed(folder, training=["a"], validation=["b", "c"], test=[])
    found = held_out(folder, SETTINGS, all_of_them[:2])
    assert [(h.recording.name, h.part, h.share) for h in found] == [("b", "validation", 1.0)]
    passages = replace(SETTINGS, split=SplitSettings("passages", validation=0.3))
    listed(folder, training=["a"], validation=["a"], test=[])
    (one,) = held_out(folder, passages, all_of_them)
    assert (one.share, one.margin) == (0.3, 13)


@pytest.mark.parametrize("text", ["", "[]", '{"test": [1]}', '{"test": 3}'])
def test_a_list_changed_by_hand_is_said(tmp_path, text):
    folder = RunFolder(tmp_path)
    folder.split_file.write_text(text)
    with pytest.raises(InputError, match="was changed"):
        held_out(folder, SETTINGS, [])
