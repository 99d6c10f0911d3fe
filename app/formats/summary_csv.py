"""Recordings in one line each: ``summary.csv``.

Mean and standard deviation of valence and arousal, share of face, and the share of predicted frames
in each quadrant of the affect plane; empty where nothing was predicted. Text cells that a
spreadsheet would run as a formula get a leading apostrophe.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from app.core.errors import InputError
from app.core.names import printable
from app.core.prediction import PersonPrediction, summarise
from app.formats.excel_safe import excel_safe

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


def read_summary(path: Path) -> list[list[str]]:
    """The lines, without the header, of a summary that is there already; none when it is not.

    Raises
    ------
    InputError
        It cannot be read, or is no such summary.
    """
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(
            f"Cannot read {path}: {(error.strerror or str(error)).lower()}; move it away."
        ) from error
    except (UnicodeDecodeError, csv.Error):
        rows = []
    rows = [row for row in rows if row]
    if not rows or tuple(rows[0]) != HEADER or any(len(row) != len(HEADER) for row in rows):
        raise InputError(f"{path} was not written by this program, or was changed; move it away.")
    return rows[1:]


def summary_csv(
    readings: Sequence[tuple[str, PersonPrediction]], earlier: Sequence[Sequence[str]] = ()
) -> str:
    """The file's whole text.

    Parameters
    ----------
    readings : sequence of (str, PersonPrediction)
        A video's file name and a prediction, one line each.
    earlier : sequence of rows, optional
        What `read_summary` found: lines for other videos are kept.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    replaced = {excel_safe(printable(name)) for name, _ in readings}
    writer.writerows(row for row in earlier if row[0] not in replaced)
    for name, prediction in readings:
        summary = summarise(prediction)
        (valence, arousal), (valence_sd, arousal_sd) = summary.mean, summary.deviation
        numbers = (summary.face_share, valence, valence_sd, arousal, arousal_sd, *summary.quadrants)
        cells = (excel_safe(printable(name)), prediction.person, summary.frames)
        writer.writerow((*cells, *map(_number, numbers)))
    return text.getvalue()


def _number(value: float) -> str:
    return "" if value != value else f"{value:.6f}"
