"""Results of analyses made by hand, for tests of what the window does with them."""

import numpy as np

from app.analysis.progress import PredictedBlock
from app.core.analysis import Analysis
from app.core.prediction import PersonPrediction
from app.core.track import Provenance
from app.ui.controllers.analysis_work import Finished, Prepared
from app.video.pyav_reader import open_recording

MADE_BY = Provenance("mimamo", "by-hand", "ab" * 32, validated=False)
PREPARED = Prepared("MIMAMO Net", MADE_BY, "not validated")


def finished(path, value=0.25, notices=(), people=(1,)):
    """A whole result with one value in every frame."""
    with open_recording(path) as reader:
        recording = reader.recording
    seconds = recording.time_base.seconds
    count = len(seconds)
    predictions = tuple(
        PersonPrediction(
            person=person,
            seconds=seconds,
            analysed=np.ones(count, np.bool_),
            face=np.ones(count, np.bool_),
            confidence=np.full(count, 0.9),
            valence_arousal=np.full((count, 2), value),
            runs=(),
            bridged=(),
            clamped_share=0.0,
            class_probabilities=None,
            provenance=MADE_BY,
        )
        for person in people
    )
    analysis = Analysis(
        recording=recording,
        video_sha256="cd" * 32,
        predictions=predictions,
        tracks=(),
        span=(None, None),
        rate_hz=30.0,
        detector="none",
        device="cpu",
        caution="not validated",
        notices=tuple(notices),
        started="2026-01-01T00:00:00+00:00",
        seconds=1.0,
    )
    return Finished(PREPARED, analysis)


def block(start, stop, value, step=1, person=1):
    """Values of some frames."""
    index = np.arange(start, stop, step)
    return PredictedBlock(person, index, np.full((len(index), 2), value))
