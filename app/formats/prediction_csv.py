"""Predictions of one person as CSV: a row per frame of the recording, in presentation order.

UTF-8, comma, dot, header ``frame,time_s,face,confidence,valence,arousal``. ``time_s`` is the
frame's presentation time in seconds with 6 decimals; ``confidence`` is 0 ... 1 with 3 decimals;
``valence`` and ``arousal`` have 6 decimals and are empty where there is none. Outside the range
that was asked for nothing was looked at: ``face`` and ``confidence`` are 0, the values empty.
"""

from collections.abc import Iterator

from app.core.prediction import PersonPrediction

HEADER = "frame,time_s,face,confidence,valence,arousal"


def prediction_csv(prediction: PersonPrediction) -> str:
    """The file's whole text; lines end with a line feed."""
    return "\n".join([HEADER, *_rows(prediction)]) + "\n"


def _rows(prediction: PersonPrediction) -> Iterator[str]:
    columns = zip(
        prediction.seconds.tolist(),
        prediction.face.tolist(),
        prediction.confidence.tolist(),
        prediction.valence_arousal.tolist(),
        strict=True,
    )
    for frame, (seconds, face, confidence, (valence, arousal)) in enumerate(columns):
        values = f"{_value(valence)},{_value(arousal)}"
        yield f"{frame},{seconds:.6f},{int(face)},{confidence:.3f},{values}"


def _value(value: float) -> str:
    if value != value:  # NaN: a gap
        return ""
    text = f"{value:.6f}"
    return "0.000000" if text == "-0.000000" else text
