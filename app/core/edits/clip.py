"""Values that are copied: their times and values, and how they are written as text.

As text, a line is ``time_s`` and the value with a tab between them, a gap has no value; that is
what a spreadsheet takes and gives.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.edits.ranges import at_times
from app.core.errors import EditError

Floats = NDArray[np.float64]

_NOT_A_NUMBER = {"", "nan", "na", "n/a", "null", "none", "-"}
_NEAR = 0.25
"""Share of a frame's duration within which a copied time is taken for the frame's own."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Copied values.

    Attributes
    ----------
    times : float64 array (N,) or None
        Seconds, strictly increasing; None when only values were given, one per frame.
    values : float64 array (N,)
        N >= 1; NaN is a gap.
    """

    times: Floats | None
    values: Floats

    def on_frames(self, seconds: Floats, first: int) -> Floats:
        """The values on the frames from ``first`` on.

        Times of the clip count from its first one. Where they are those of the frames, value by
        value; otherwise (another frame rate) by linear interpolation at the frames.

        Parameters
        ----------
        seconds : float64 array (T,)
            Presentation times of the recording.
        first : int
            Where the clip begins.

        Returns
        -------
        float64 array (K,)
            For frames ``first`` to ``first + K``; cut at the end of the recording.
        """
        room = seconds[first : first + self.values.size]
        if self.times is None:
            return self.values[: room.size]
        times = self.times - self.times[0] + seconds[first]
        step = float(np.median(np.diff(seconds))) if seconds.size > 1 else 1.0
        if np.all(np.abs(times[: room.size] - room) <= _NEAR * step):
            return self.values[: room.size]
        stop = int(np.searchsorted(seconds, times[-1] + 1e-9, side="right"))
        return at_times(times, self.values, seconds[first : max(stop, first + 1)])


def clip_text(clip: Clip) -> str:
    """A clip as lines of ``time_s``, tab, value; shortest floats that read back the same."""
    times = np.arange(clip.values.size) if clip.times is None else clip.times
    pairs = zip(times.tolist(), clip.values.tolist(), strict=True)
    return "".join(f"{time!r}\t{'' if value != value else repr(value)}\n" for time, value in pairs)


def clip_from_text(text: str) -> Clip:
    """Read lines of values, or of times and values, as a spreadsheet gives them.

    One column is values, of two or more the first is the time in seconds and the second the
    value; decimal point or comma; a first line of words is passed over.

    Raises
    ------
    EditError
        It is empty or no such lines; says which line is wrong.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [_cells(line) for line in lines]
    skipped = 1 if rows and _is_heading(rows[0]) else 0
    rows = rows[skipped:]
    if not rows:
        raise EditError("There are no values on the clipboard; copy some first.")
    numbers = [
        [_number(cell, row + skipped + 1) for cell in cells[:2]] for row, cells in enumerate(rows)
    ]
    if all(len(row) == 1 for row in numbers):
        return Clip(None, np.array([row[0] for row in numbers]))
    times = np.array([row[0] for row in numbers])
    values = np.array([row[1] if len(row) > 1 else np.nan for row in numbers])
    if np.isnan(times).any() or np.any(np.diff(times) <= 0):
        raise EditError(
            "The first of two columns on the clipboard must be times in seconds that increase."
        )
    return Clip(times, values)


def _cells(line: str) -> list[str]:
    line = line.strip("\r\n ")
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return [cell.strip() for cell in re.split(r"\s*;\s*|,\s+|\s+", line)]


def _is_heading(cells: list[str]) -> bool:
    return any(re.search(r"[^\W\d_]{2}", cell) for cell in cells) and not any(
        re.fullmatch(r"[-+]?\d.*", cell) for cell in cells
    )


def _number(cell: str, line: int) -> float:
    if cell.lower() in _NOT_A_NUMBER:
        return float("nan")
    try:
        number = float(cell.replace("\u2212", "-").replace(",", "."))
    except ValueError:
        number = float("inf")
    if np.isinf(number):
        raise EditError(
            f"Line {line} of the clipboard has “{cell[:20]}” where a number is expected."
        )
    return number
