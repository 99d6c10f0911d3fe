"""The numbers that are seen: curves, bands and maps of the visible stretch, with names and times.

CSV: UTF-8, comma, dot; ``frame``, ``time_s`` and a column a curve, ``NAME [UNIT]``; empty in gaps.
NPZ: ``frame`` int64 (T,), ``time_s`` float64 (T,), ``values`` float64 (T, C) with NaN in gaps, and
``names``, ``units``, ``made_by`` (C,) as text. Where feature maps are seen, NPZ alone also holds
``maps_frame`` int64 (P,), ``maps_time_s`` float64 (P,), ``maps_made_by``, and each map by name,
``map_gru`` ..., float16 (P, 256) with its units in their own order and NaN in gaps: P are the
analysed frames of the stretch.
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.core.heat_map import HeatMap
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
class VisibleMaps:
    """Feature maps over the visible stretch.

    Attributes
    ----------
    index : int64 array (P,)
        The analysed frames of the stretch.
    seconds : float64 array (P,)
        Their presentation times.
    made_by : str
        System, weights and person.
    first : int
        Position of the first of them in the maps.
    heats : mapping of str to HeatMap
        By name; whole, since an hour of them is copied in a worker.
    """

    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    made_by: str
    first: int
    heats: Mapping[str, HeatMap]


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
    maps : VisibleMaps or None
        Feature maps; None where none is seen.
    """

    frame: NDArray[np.int64]
    seconds: NDArray[np.float64]
    quantities: tuple[Quantity, ...]
    maps: VisibleMaps | None = None


def visible_data(
    session: Session, more: Sequence[Quantity] = (), folded: Collection[str] = ()
) -> VisibleData:
    """The curves that are drawn, over the frames shown in the visible stretch.

    Parameters
    ----------
    more : sequence of Quantity
        Further curves on the frames of the recording.
    folded : collection of str
        Feature maps that are not seen although they are chosen.

    Raises
    ------
    InputError
        Nothing is drawn.
    """
    base = session.playback.time_base
    quantities = (*_predicted(session), *_spread(session), *_annotated(session), *more)
    maps = _maps(session, folded)
    if base is None or not (quantities or maps is not None):
        raise InputError(
            "No curve is visible; run the analysis or show a curve, then export its values."
        )
    seconds = base.seconds
    first, stop = _within(seconds, session)
    cut = [
        Quantity(name, each.unit, each.made_by, each.values[first:stop])
        for name, each in zip(_unique([q.name for q in quantities]), quantities, strict=True)
        if each.values.size == seconds.size
    ]
    return VisibleData(np.arange(first, stop), seconds[first:stop], tuple(cut), maps)


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
    stream, columns = io.BytesIO(), [each.values for each in data.quantities]
    arrays: dict[str, Any] = {
        "frame": data.frame,
        "time_s": data.seconds,
        "values": np.stack(columns, axis=1) if columns else np.zeros((len(data.frame), 0)),
        "names": np.array([each.name for each in data.quantities], dtype=np.str_),
        "units": np.array([each.unit for each in data.quantities], dtype=np.str_),
        "made_by": np.array([each.made_by for each in data.quantities], dtype=np.str_),
    }
    if data.maps is None:
        np.savez_compressed(stream, **arrays)
    else:  # maps are as good as noise: packing them takes long and saves nothing
        np.savez(stream, **arrays, **_arrays(data.maps))
    return stream.getvalue()


def _arrays(maps: VisibleMaps) -> dict[str, Any]:
    part = slice(maps.first, maps.first + len(maps.index))
    return {
        "maps_frame": maps.index,
        "maps_time_s": maps.seconds,
        "maps_made_by": np.array(maps.made_by),
        **{f"map_{name}": heat.halves[part] for name, heat in maps.heats.items()},
    }


def _within(seconds: NDArray[np.float64], session: Session) -> tuple[int, int]:
    """The frames that are shown in the visible stretch: first, and one past the last."""
    view = session.viewport
    first = max(0, int(np.searchsorted(seconds, view.start, side="right")) - 1)
    return first, max(first + 1, int(np.searchsorted(seconds, view.end)))


def _maps(session: Session, folded: Collection[str]) -> VisibleMaps | None:
    loaded = session.features.loaded
    heats = {each.name: each.heat for each in session.features.shown if each.name not in folded}
    if session.annotations.blind or loaded is None or not heats:
        return None
    first, stop = _within(loaded.seconds, session)
    made_by = f"{loaded.label}; person {loaded.person}"
    return VisibleMaps(loaded.index[first:stop], loaded.seconds[first:stop], made_by, first, heats)


def _spread(session: Session) -> list[Quantity]:
    """Of every prediction that is drawn with a band: its deviation, and the mean of its passes."""
    if session.annotations.blind:
        return []
    found = []
    for shown in session.tracks:
        band = session.bands.shown.get(shown.key)
        if shown.visible and band is not None:
            about = f"{shown.track.dimension} predicted person {shown.person}"
            passes = f"{band.passes} passes with dropout"
            made_by = "; ".join(filter(None, (shown.label, passes, shown.caution)))
            unit = "-1 to 1, not clamped"
            found += [
                Quantity(f"{about} mean under dropout", unit, made_by, band.mean),
                Quantity(f"{about} deviation under dropout", unit, made_by, band.deviation),
            ]
    return found


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
