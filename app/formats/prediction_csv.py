"""Predictions of one person as CSV: a row per frame of the recording, in presentation order.

UTF-8, comma, dot, header ``frame,time_s,face,confidence,valence,arousal``. ``time_s`` is the
frame's presentation time in seconds with 6 decimals; values have 6 decimals and are empty where
there is none. Outside the range that was asked for nothing was looked at: ``face`` is 0 and the
rest empty.
"""

from collections.abc import Iterator

import numpy as np

from app.core.prediction import PersonPrediction

HEADER = "frame,time_s,face,confidence,valence,arousal"


def prediction_csv(prediction: PersonPrediction) -> str:
    """The file's whole text; lines end with a line feed."""
    return "\n".join([HEADER, *_rows(prediction)]) + "\n"


def _rows(prediction: PersonPrediction) -> Iterator[str]:
    looked_at = _stretch(prediction)
    columns = zip(
        prediction.seconds.tolist(),
        prediction.face.tolist(),
        prediction.confidence.tolist(),
        prediction.valence_arousal.tolist(),
        strict=True,
    )
    for frame, (seconds, face, confidence, (valence, arousal)) in enumerate(columns):
        trust = f"{confidence:.3f}" if frame in looked_at else ""
        yield (f"{frame},{seconds:.6f},{int(face)},{trust},{_value(valence)},{_value(arousal)}")


def _stretch(prediction: PersonPrediction) -> range:
    """Frames from the first to the last that was looked at."""
    looked_at = np.flatnonzero(prediction.analysed)
    return range(int(looked_at[0]), int(looked_at[-1]) + 1) if looked_at.size else range(0)


def _value(value: float) -> str:
    if value != value:  # NaN: a gap
        return ""
    text = f"{value:.6f}"
    return "0.000000" if text == "-0.000000" else text
