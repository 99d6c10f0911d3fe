"""What is done in workers for the feature maps: find them, make them, load, rank, cluster."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.analysis.choices import SYSTEM_ROWS
from app.analysis.kept_maps import FeatureMaps, Standing, kept_maps, standing
from app.core.unit_ranking import RankedUnit, by_correlation, correlations, ranked
from app.session.feature_maps import LoadedMap, LoadedMaps
from app.ui.controllers.read_again import Subject, ready_again
from app.ui.give_way import give_way
from app.ui.task_board import TaskStatus

_LEVELS = np.linspace(0, 1, 1001)
_SAMPLE = 250_000
"""Values that colour limits are made of: enough for a thousand quantiles."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is kept of the subject: maps that can be loaded at once, or how things stand."""

    standing: Standing
    maps: FeatureMaps | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """How the units of a map go with a curve, and their order by it."""

    name: str
    units: tuple[RankedUnit, ...]
    order: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Doing:
    """How far it is, for the dock; the status line has its own.

    Attributes
    ----------
    detail : str
        What is being done.
    share : float or None
        0 ... 1; None while nobody knows.
    """

    detail: str
    share: float | None


def find_maps(subject: Subject) -> Generator[None, None, Found]:
    """Look into the cache; loads no torch."""
    yield
    kept = kept_maps(subject.root, subject.sha256)
    found = standing(kept, subject.person, subject.weights_sha256)
    if found is Standing.COMPLETE:
        for maps in kept:
            fits = (maps.person, maps.weights_sha256) == (subject.person, subject.weights_sha256)
            if fits and maps.complete and np.array_equal(maps.index, subject.index):
                return Found(found, maps)
        found = Standing.PARTIAL  # of another range
    return Found(found)


News = TaskStatus | Doing | LoadedMaps | None


def load_maps(maps: FeatureMaps) -> Generator[News, None, LoadedMaps]:
    """Take maps into memory, one after the other; each is told as soon as it is there."""
    give_way()
    title = SYSTEM_ROWS[maps.system].title if maps.system in SYSTEM_ROWS else maps.system
    label = f"{title}, {maps.weights}"
    loaded = LoadedMaps(maps.person, label, maps.index, maps.seconds, {})
    for number, name in enumerate(maps.names):
        work = maps.heat_map(name)
        while True:
            try:
                done = next(work)
            except StopIteration as end:
                heat = end.value
                break
            share = (number + done / len(maps)) / len(maps.names)
            yield from _say("loading", share)
        sample = heat.sample(_SAMPLE)
        levels = np.quantile(sample, _LEVELS) if sample.size else sample
        one = LoadedMap(heat, levels.astype(np.float32))
        loaded = replace(loaded, maps={**loaded.maps, name: one})
        yield loaded
    return loaded


def read_maps(subject: Subject) -> Generator[News, None, LoadedMaps]:
    """Make the maps with what read the recording, and load them; in a worker."""
    maps = yield from make_maps(subject)
    return (yield from load_maps(maps))


def make_maps(subject: Subject) -> Generator[News, None, FeatureMaps]:
    """Make the maps with what read the recording; in a worker."""
    give_way()
    yield from _say("loading the networks", None)
    from app.analysis.feature_maps import make_feature_maps  # loads torch

    run, request = yield from ready_again(subject)
    work = make_feature_maps(request, run.system, run.detector)
    while True:
        try:
            news = next(work)
        except StopIteration as end:
            maps: FeatureMaps = end.value
            return maps
        yield from _say(news.stage.value, news.done / news.total if news.total else None)


def rank_units(loaded: LoadedMaps, curve: NDArray[np.float64]) -> Generator[Ranked, None, None]:
    """Correlate every unit of every map with a curve."""
    give_way()
    for name, one in loaded.maps.items():
        found = correlations(one.heat.halves, curve)
        yield Ranked(name, ranked(found), by_correlation(found))


def cluster_units(
    maps: Mapping[str, LoadedMap],
) -> Generator[tuple[str, NDArray[np.int64]], None, None]:
    """Put like units beside each other."""
    give_way()
    from app.analysis.feature_order import clustered  # loads scipy

    for name, one in maps.items():
        yield name, clustered(one.heat.halves)


def find_strongest(loaded: LoadedMaps) -> Generator[None, None, None]:
    """Make what is needed to show the strongest values of columns."""
    give_way()
    for one in loaded.maps.values():
        one.heat.make_extremes()
        yield


def _say(detail: str, share: float | None) -> Generator[News, None, None]:
    yield TaskStatus("", detail, share)
    yield Doing(detail, share)
