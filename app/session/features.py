"""How the feature maps of the recording on screen are looked at: which, colours, order, unit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from psygnal import Signal

from app.core.colour_limits import ColourLimits, limits_by_hand, limits_of
from app.core.unit_ranking import RankedUnit, as_they_are
from app.session.feature_maps import (
    TITLES,
    ColumnValue,
    LoadedMap,
    LoadedMaps,
    RowOrder,
    ShownMap,
    UnitCourse,
)

PERCENTILES = (1.0, 99.0)
_BOTH_SIGNS = 0.1
"""Share of the larger limit that the smaller one has at least, where zero is in the middle."""


class Features:
    """The maps that are loaded, and how they are looked at.

    Signals
    -------
    changed()
        Something is to be drawn otherwise.
    """

    changed: ClassVar[Signal] = Signal()

    def __init__(self) -> None:
        self._loaded: LoadedMaps | None = None
        self._names: frozenset[str] = frozenset(TITLES)
        self._percentiles = PERCENTILES
        self._by_hand: dict[str, ColourLimits] = {}
        self._by_percentile: dict[str, ColourLimits] = {}
        self._orders: dict[str, NDArray[np.int64]] = {}
        self._rankings: dict[str, tuple[RankedUnit, ...]] = {}
        self._row_order = RowOrder.AS_IS
        self._columns = ColumnValue.MEAN
        self._unit: tuple[str, int] | None = None
        self._course: UnitCourse | None = None
        self._shown: tuple[ShownMap, ...] | None = None

    # What there is.

    @property
    def loaded(self) -> LoadedMaps | None:
        """What is in memory."""
        return self._loaded

    @property
    def names(self) -> Sequence[str]:
        """Maps in memory, in their order."""
        there = self._loaded.maps if self._loaded is not None else {}
        return [name for name in TITLES if name in there]

    @property
    def shown(self) -> tuple[ShownMap, ...]:
        """The maps to be drawn; the same objects until something changes."""
        if self._shown is None:
            self._shown = tuple(
                self._made(name, self._loaded)
                for name in self.names
                if name in self._names and self._loaded is not None
            )
        return self._shown

    def map(self, name: str) -> ShownMap | None:
        """A map as it is drawn, or would be if it were chosen; None where it is not loaded."""
        if self._loaded is None or name not in self._loaded.maps:
            return None
        return next((each for each in self.shown if each.name == name), None) or self._made(
            name, self._loaded
        )

    def load(self, loaded: LoadedMaps | None) -> None:
        """Take maps, or let them go; what was chosen stays while they are of one reading."""
        before = self._loaded
        if loaded is None or before is None or before.index is not loaded.index:
            self._by_hand, self._orders, self._rankings = {}, {}, {}
            self._unit = self._course = None
        self._loaded, self._by_percentile = loaded, {}
        self._tell()

    # How they are looked at.

    def is_chosen(self, name: str) -> bool:
        """Whether a map is to be drawn once it is there."""
        return name in self._names

    def choose(self, name: str, *, shown: bool) -> None:
        """Draw a map, or not."""
        names = self._names | {name} if shown else self._names - {name}
        if names != self._names:
            self._names = names
            self._tell()

    @property
    def percentiles(self) -> tuple[float, float]:
        """Where the colours of all maps end that have no limits by hand."""
        return self._percentiles

    def limit_by_percentiles(self, low: float, high: float) -> None:
        """Take colour limits of all maps by percentile, typed ones too.

        Raises
        ------
        InputError
            They cross.
        """
        limits_by_hand(low, high)
        self._percentiles, self._by_hand, self._by_percentile = (low, high), {}, {}
        self._tell()

    def limit_by_hand(self, name: str, low: float, high: float) -> None:
        """Take the colour limits of a map as they are typed.

        Raises
        ------
        InputError
            They cross, or are no numbers.
        """
        self._by_hand[name] = limits_by_hand(low, high)
        self._tell()

    def is_by_hand(self, name: str) -> bool:
        """Whether the limits of a map were typed."""
        return name in self._by_hand

    @property
    def row_order(self) -> RowOrder:
        """The order of units that is wanted."""
        return self._row_order

    def sort(self, order: RowOrder) -> None:
        """Want another order; until it is found, units stand as they are."""
        if order is not self._row_order:
            self._row_order, self._orders = order, {}
            self._tell()

    @property
    def columns(self) -> ColumnValue:
        """What pixel columns are to show; means, until there is more to show."""
        return self._columns

    def show_columns(self, wanted: ColumnValue) -> None:
        """Want pixel columns to show something else, or show it now that it is there."""
        self._columns = wanted
        self._tell()

    def take_order(self, order: RowOrder, name: str, rows: NDArray[np.int64]) -> None:
        """An order was found; it is used if it is still wanted."""
        if order is self._row_order:
            self._orders[name] = rows
            self._tell()

    def rank(self, name: str, ranking: tuple[RankedUnit, ...]) -> None:
        """Take how the units of a map go with the curve; empty when no curve is chosen."""
        self._rankings[name] = ranking
        self._tell()

    def ranking(self, name: str) -> tuple[RankedUnit, ...]:
        """Units of a map by their correlation with the curve; empty while it is not known."""
        return self._rankings.get(name, ())

    # The selected unit.

    @property
    def unit(self) -> tuple[str, int] | None:
        """Map and number of the selected unit."""
        return self._unit

    @property
    def course(self) -> UnitCourse | None:
        """The selected unit over time."""
        return self._course

    def select(self, name: str, unit: int | None) -> None:
        """Select a unit of a map; None for none."""
        wanted = None if unit is None else (name, unit)
        if wanted != self._unit:
            self._unit = wanted
            self._course = self._course_of(wanted)
            self._tell()

    def _course_of(self, wanted: tuple[str, int] | None) -> UnitCourse | None:
        if wanted is None or self._loaded is None:
            return None
        name, unit = wanted
        values = self._loaded.maps[name].heat.curve(unit)
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
        if low == high:  # constant: a line in the middle
            low, high = low - 1.0, high + 1.0
        label = f"{TITLES.get(name, name)} unit {unit}"
        return UnitCourse(label, self._loaded.seconds, values, low, high)

    def _made(self, name: str, loaded: LoadedMaps) -> ShownMap:
        one = loaded.maps[name]
        limits = self._by_hand.get(name) or self._limits_of(name, one)
        diverging = _has_both_signs(limits)
        if diverging and name not in self._by_hand:
            largest = max(-limits.low, limits.high)
            limits = replace(limits, low=-largest, high=largest)
        order = self._orders.get(name)
        unit = self._unit[1] if self._unit is not None and self._unit[0] == name else None
        rows = as_they_are(one.heat.units) if order is None else order
        columns = self._columns if one.heat.has_extremes else ColumnValue.MEAN
        return ShownMap(
            name, one.heat, loaded.index, loaded.seconds, limits, diverging, rows, unit, columns
        )

    def _limits_of(self, name: str, one: LoadedMap) -> ColourLimits:
        if name not in self._by_percentile:
            self._by_percentile[name] = limits_of(one.levels, *self._percentiles)
        return self._by_percentile[name]

    def _tell(self) -> None:
        self._shown = None
        self.changed.emit()


def _has_both_signs(limits: ColourLimits) -> bool:
    """Zero is the middle where both signs count for something; typed limits must be even."""
    smaller, larger = sorted((-limits.low, limits.high))
    return limits.low < 0 < limits.high and smaller >= _BOTH_SIGNS * larger
