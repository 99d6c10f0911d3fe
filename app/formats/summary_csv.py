"""Recordings in one line each: ``summary.csv``.

Mean and standard deviation of valence and arousal, share of face, and the share of predicted frames
in each quadrant of the affect plane; empty where nothing was predicted. Text cells that a
spreadsheet would run as a formula get a leading apostrophe.
"""

import csv
import io
from collections.abc import Sequence

from app.core.errors import InputError
from app.core.prediction import PersonPrediction, summarise

HEADER = (
    "video",
    "person",
    "frames",
    "face_share",
    "valence_mean",
    "valence_sd",
    "arousal_mean",
    "arousal_sd",
    "share_valence_pos_arousal_pos",
    "share_valence_neg_arousal_pos",
    "share_valence_neg_arousal_neg",
    "share_valence_pos_arousal_neg",
)


def summary_csv(
    readings: Sequence[tuple[str, PersonPrediction]], earlier: str | None = None
) -> str:
    """The file's whole text.

    Parameters
    ----------
    readings : sequence of (str, PersonPrediction)
        A video's file name and a prediction, one line each.
    earlier : str, optional
        Text of a summary that is there already: its lines for other videos are kept.

    Raises
    ------
    InputError
        The earlier text is no such summary.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_kept(earlier, {_safe(name) for name, _ in readings}))
    for name, prediction in readings:
        summary = summarise(prediction)
        (valence, arousal), (valence_sd, arousal_sd) = summary.mean, summary.deviation
        numbers = (summary.face_share, valence, valence_sd, arousal, arousal_sd, *summary.quadrants)
        writer.writerow((_safe(name), prediction.person, summary.frames, *(map(_number, numbers))))
    return text.getvalue()


def _kept(earlier: str | None, replaced: set[str]) -> list[list[str]]:
    if earlier is None:
        return []
    rows = list(csv.reader(io.StringIO(earlier)))
    if not rows or tuple(rows[0]) != HEADER or any(len(row) != len(HEADER) for row in rows):
        raise InputError("The summary.csv there was not written by this program; move it away.")
    return [row for row in rows[1:] if row[0] not in replaced]


def _number(value: float) -> str:
    return "" if value != value else f"{value:.6f}"


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
