"""The numbers that are seen: curves of the visible stretch, with names, units and times.

CSV: UTF-8, comma, dot; ``frame``, ``time_s`` and a column a curve, ``NAME [UNIT]``; empty in gaps.
NPZ: ``frame`` int64 (T,), ``time_s`` float64 (T,), ``values`` float64 (T, C) with NaN in gaps, and
``names``, ``units``, ``made_by`` (C,) as text.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.formats.excel_safe import excel_safe
from app.session.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A curve on the frames of a recording.

    Attributes
    ----------
    name : str
        For people; unique among those of a file.
    unit : str
        For example ``"-1 to 1"`` or ``"rad/s"``.
    made_by : str
        System and weights, or rater.
    values : float64 array (T,)
        NaN is a gap.
    """

    name: str
    unit: str
    made_by: str
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class VisibleData:
    """What is seen, as numbers.

    Attributes
    ----------
    frame : int64 array (T,)
        Indices of the frames.
    seconds : float64 array (T,)
        Their presentation times.
    quantities : tuple of Quantity
        Cut to the same frames.
    """

    frame: NDArray[np.int64]
    seconds: NDArray[np.float64]
    quantities: tuple[Quantity, ...]


def visible_data(session: Session, more: Sequence[Quantity] = ()) -> VisibleData:
    """The curves that are drawn, over the frames shown in the visible stretch.

    Parameters
    ----------
    more : sequence of Quantity
        Further curves on the frames of the recording.

    Raises
    ------
    InputError
        No curve is drawn.
    """
    base = session.playback.time_base
    quantities = (*_predicted(session), *_annotated(session), *more)
    if base is None or not quantities:
        raise InputError(
            "No curve is visible; run the analysis or show a curve, then export its values."
        )
    seconds, view = base.seconds, session.viewport
    first = max(0, int(np.searchsorted(seconds, view.start, side="right")) - 1)
    stop = max(first + 1, int(np.searchsorted(seconds, view.end)))
    cut = [
        Quantity(name, each.unit, each.made_by, each.values[first:stop])
        for name, each in zip(_unique([q.name for q in quantities]), quantities, strict=True)
        if each.values.size == seconds.size
    ]
    return VisibleData(np.arange(first, stop), seconds[first:stop], tuple(cut))


def csv_bytes(data: VisibleData) -> bytes:
    """The numbers as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    heads = [excel_safe(f"{each.name} [{each.unit}]") for each in data.quantities]
    writer.writerow(["frame", "time_s", *heads])
    columns = [each.values for each in data.quantities]
    for row, (frame, seconds) in enumerate(zip(data.frame, data.seconds, strict=True)):
        values = ["" if np.isnan(of[row]) else f"{of[row]:.6f}" for of in columns]
        writer.writerow([int(frame), f"{seconds:.6f}", *values])
    return text.getvalue().encode()


def npz_bytes(data: VisibleData) -> bytes:
    """The numbers as NPZ."""
    stream = io.BytesIO()
    columns = [each.values for each in data.quantities]
    np.savez_compressed(
        stream,
        frame=data.frame,
        time_s=data.seconds,
        values=np.stack(columns, axis=1) if columns else np.zeros((len(data.frame), 0)),
        names=np.array([each.name for each in data.quantities], dtype=np.str_),
        units=np.array([each.unit for each in data.quantities], dtype=np.str_),
        made_by=np.array([each.made_by for each in data.quantities], dtype=np.str_),
    )
    return stream.getvalue()


def _predicted(session: Session) -> list[Quantity]:
    if session.annotations.blind:
        return []
    return [
        Quantity(
            f"{shown.track.dimension} predicted person {shown.person}"
            + (" (not validated)" if shown.caution else ""),
            "-1 to 1",
            "; ".join(filter(None, (shown.label, shown.caution))),
            shown.track.values,
        )
        for shown in session.tracks
        if shown.visible
    ]


def _annotated(session: Session) -> list[Quantity]:
    notes = session.annotations
    return [
        Quantity(
            " ".join(filter(None, (each.head.scheme, each.head.name))),
            f"{each.low:g} to {each.high:g}",
            each.head.rater,
            each.samples.values,
        )
        for each in notes.document.curves
        if notes.is_seen(each) and (not notes.blind or each is notes.active)
    ]


def _unique(names: Sequence[str]) -> list[str]:
    """The same names, those that occur again numbered."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found
