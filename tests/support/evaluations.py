"""Made-up evaluations: predictions that follow labels more or less well."""

import numpy as np

from app.core.evaluation.scores import scores
from app.training.evaluation.results import (
    EvaluatedRecording,
    EvaluatedWeights,
    Evaluation,
    GammaPoint,
    Seen,
    WeightsFacts,
)

CAUTION = "demonstration weights, not validated on people"


def recording(number, subject, skill, *, frames=300, seed=0, unit="frame", name=None):
    """A recording of 30 frames a second, read with some skill (0 ... 1)."""
    label_rng = np.random.default_rng(100 + number)
    rng = np.random.default_rng([seed, number])
    seconds = np.arange(frames) / 30
    phase, pace = label_rng.uniform(0, 6, 2), label_rng.uniform(0.3, 0.9, 2)
    labelled = np.clip(0.7 * np.sin(seconds[:, None] * pace + phase), -1, 1)
    predicted = skill * labelled + rng.normal(0, 0.12, (frames, 2)) + rng.normal(0, 0.08, 2)
    predicted[frames // 2 : frames // 2 + 20] = np.nan
    return EvaluatedRecording(
        name=name or f"clip {number:02d}",
        subject=subject,
        sha256=f"{number:064x}",
        unit=unit,
        seconds=seconds,
        index=np.arange(frames, dtype=np.int64),
        predicted=np.clip(predicted, -1, 1),
        labelled=labelled,
    )


def weights(name, skill, *, recordings=8, subjects=4, caution=CAUTION, seen=None, **how):
    """Weights that read some recordings."""
    readings = tuple(
        recording(i, f"S{i % subjects + 1}", skill, seed=len(name), **how)
        for i in range(recordings)
    )
    facts = WeightsFacts(
        name=name,
        sha256="ab" * 32,
        text="For trying out.",
        training_data="Synthetic facial motion.",
        licence="MIT",
        caution=caution,
        parameters={"unwrap": "pair"},
        seen=seen or Seen(),
    )
    return EvaluatedWeights(facts, readings, scores([each.pair for each in readings]))


def evaluation(*tested, gamma=(), unit="frame", **more):
    """An evaluation of weights on a made-up source."""
    fields = {
        "source": "Folder of videos with CSV",
        "place": "study",
        "part": "test",
        "split": {"kind": "subjects", "test": 0.5, "seed": 1},
        "frames": 2400,
        "notices": (),
        "seed": 1,
        "replicates": 2000,
        "device": "CPU",
        "version": "0",
        "started": "2026-11-28T12:00:00+00:00",
    }
    return Evaluation(weights=tested, gamma=gamma, unit=unit, **(fields | more))


def gamma_points(name, *, loss):
    """CCC that falls with the strength of changing light."""
    return tuple(
        GammaPoint(bound, name, weights(name, 0.8 - loss * bound).scores)
        for bound in (0.0, 0.2, 0.4, 0.6, 0.8)
    )
