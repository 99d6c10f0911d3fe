"""What exporting feature maps does in its worker: find them, make them where needed, write them."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analysis.feature_export import export_csv, export_npz
from app.analysis.feature_parquet import export_parquet
from app.analysis.kept_maps import FeatureMaps
from app.core.errors import InputError
from app.ui.controllers.features_work import find_maps, make_maps
from app.ui.controllers.read_again import Subject
from app.ui.give_way import give_way
from app.ui.task_board import TaskStatus

Steps = Generator[int, None, None]
Writer = Callable[[FeatureMaps, Path, Sequence[str], int, int, str], Steps]


def _csv(
    maps: FeatureMaps, target: Path, names: Sequence[str], start: int, stop: int, caution: str
) -> Steps:
    """A table has no place for a label; its name and that of its columns say what it is."""
    return export_csv(maps, target, names, start, stop)


WRITERS: dict[str, Writer] = {".npz": export_npz, ".parquet": export_parquet, ".csv": _csv}
"""By the ending of the file."""


@dataclass(frozen=True, slots=True)
class FeatureOrder:
    """What is to be written.

    Attributes
    ----------
    target : Path
        Where; its ending says as what.
    names : tuple of str
        Which maps.
    span : (float, float) or None
        Seconds, half-open; None for everything that was analysed.
    caution : str
        The label of weights that were not validated; empty for others.
    """

    target: Path
    names: tuple[str, ...]
    span: tuple[float, float] | None
    caution: str = ""


def write_features(
    subject: Subject, order: FeatureOrder
) -> Generator[TaskStatus, None, FeatureOrder]:
    """Write maps, saying how far it is; what is not in the cache is read first.

    Raises
    ------
    InputError
        The stretch holds no analysed frame, or the recording cannot be read again.
    OutputError
        The file cannot be written.
    """
    give_way()
    maps = yield from _maps(subject)
    start, stop = positions_of(maps.seconds, order.span)
    if start == stop:
        raise InputError("The chosen range holds no analysed frame; choose another range.")
    names = tuple(name for name in order.names if name in maps.names)
    kind = order.target.suffix.lower()
    total = (stop - start) * (len(names) if kind == ".npz" else 1)
    for done in WRITERS[kind](maps, order.target, names, start, stop, order.caution):
        yield TaskStatus("", f"writing {order.target.name}", done / total)
    return order


def positions_of(seconds: NDArray[np.float64], span: tuple[float, float] | None) -> tuple[int, int]:
    """The positions whose frames are shown within a stretch: first, and one past the last.

    Parameters
    ----------
    seconds : float64 array (T,)
        Presentation times of the analysed frames.
    span : (float, float) or None
        Seconds, half-open; None for everything.
    """
    if span is None or not seconds.size:
        return 0, len(seconds)
    first = max(0, int(np.searchsorted(seconds, span[0], side="right")) - 1)
    return first, max(first, int(np.searchsorted(seconds, span[1])))


def _maps(subject: Subject) -> Generator[TaskStatus, None, FeatureMaps]:
    search = find_maps(subject)
    while True:
        try:
            next(search)
        except StopIteration as end:
            found = end.value.maps
            break
    if found is not None:
        kept: FeatureMaps = found
        return kept
    work = make_maps(subject)
    while True:
        try:
            news = next(work)
        except StopIteration as end:
            made: FeatureMaps = end.value
            return made
        if isinstance(news, TaskStatus):
            yield news
